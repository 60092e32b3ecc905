//! Requests: what is answered at once, and what a worker works out.

use super::actions::{ActionRequest, actions, fix_all};
use super::diagnostics::{Analysis, result_id, rule_of_page};
use super::document::{Snapshot, is_article};
use super::hover;
use super::state::{Server, broken, error};
use super::uri;
use super::worker::{Analyser, Job};
use crate::problem::Problems;
use gen_lsp_types::{Position, Range};
use lsp_server::{ErrorCode, RequestId, ResponseError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The command that gives the page of a rule.
pub const SHOW_RULE: &str = "copydesk.showRule";

/// What a worker works out: the answer.
type Answer = Result<Value, ResponseError>;

impl Server {
    /// Answers a request at once, or has a worker do so later.
    ///
    /// # Errors
    /// When the method is not known, or its parameters are not what they should be.
    pub(super) fn ask(&mut self, id: &RequestId, method: &str, params: Value) -> Result<Option<Value>, ResponseError> {
        match method {
            "textDocument/diagnostic" => self.pull(id, &params),
            "workspace/diagnostic" => self.pull_all(id, &params),
            "textDocument/codeAction" => {
                let range: Range = read(&params["range"])?;
                let asked = ActionRequest::new(range, &params["context"]);
                let document = self.document(&params)?;
                let setup = self.setup(document.path.as_deref());
                let client = Arc::clone(&self.client);
                self.work_on(id, document, outdated(), move |analyser, document| {
                    Ok(actions(analyser, document, &asked, &client, setup.as_ref()).into())
                })
            }
            "codeAction/resolve" => {
                let data = json!({"textDocument": {"uri": params["data"]["uri"]}});
                let document = self.document(&data)?;
                if document.version.map(Value::from) != Some(params["data"]["version"].clone()) {
                    return Err(outdated());
                }
                let client = Arc::clone(&self.client);
                self.work_on(id, document, outdated(), move |analyser, document| {
                    let mut action = params;
                    if let Some(edit) = fix_all(analyser, document, &client) {
                        action["edit"] = edit;
                    }
                    Ok(action)
                })
            }
            "textDocument/hover" => {
                let position: Position = read(&params["position"])?;
                let document = self.document(&params)?;
                let client = Arc::clone(&self.client);
                self.work_on(id, document, outdated(), move |analyser, document| {
                    hover::hover(analyser, document, position, &client).map_err(|f| failed(&f))
                })
            }
            "workspace/executeCommand" if params["command"] == SHOW_RULE => {
                let rule = params["arguments"][0].as_str();
                let rule = rule.ok_or_else(|| invalid("the argument is the name of a rule"))?.to_owned();
                let path = params["arguments"][1].as_str().and_then(uri::path);
                self.work(id, path, move |analyser| {
                    hover::page_of(analyser, &rule).map(Value::from).map_err(|f| failed(&f))
                })
            }
            "workspace/textDocumentContent" => {
                let rule = params["uri"].as_str().and_then(rule_of_page);
                let rule = rule.ok_or_else(|| invalid("not the page of a rule"))?.to_owned();
                self.work(id, None, move |analyser| {
                    hover::page_of(analyser, &rule).map(|text| json!({"text": text})).map_err(|f| failed(&f))
                })
            }
            "workspace/executeCommand" => Err(invalid("there is no such command")),
            #[cfg(test)]
            "test/panic" => panic!("as asked for"),
            #[cfg(test)]
            "test/panicAtWork" => self.work(id, None, |_| panic!("as asked for")),
            #[cfg(test)]
            "test/wait" => self.work(id, None, |_| {
                std::thread::sleep(std::time::Duration::from_millis(300));
                Ok(Value::Null)
            }),
            _ => Err(error(ErrorCode::MethodNotFound, &format!("there is no method {method}"))),
        }
    }

    /// The open document that `params` name.
    fn document(&self, params: &Value) -> Result<Snapshot, ResponseError> {
        let uri = params["textDocument"]["uri"].as_str().ok_or_else(|| invalid("a document has to be named"))?;
        let document = self.documents.get(uri).map(|d| d.now().clone());
        document.ok_or_else(|| invalid(&format!("{uri} is not open")))
    }

    fn pull(&mut self, id: &RequestId, params: &Value) -> Result<Option<Value>, ResponseError> {
        let document = self.document(params)?;
        if !is_article(&document) {
            return Ok(Some(json!({"kind": "full", "items": []})));
        }
        let result = result_id(self.workspace(document.path.as_deref()).edition, &document.text);
        let unchanged = params["previousResultId"] == *result;
        let client = Arc::clone(&self.client);
        let again = ResponseError {
            data: Some(json!({"retriggerRequest": true})),
            ..error(ErrorCode::ServerCancelled, "the document has changed")
        };
        let done = self.done.clone();
        self.work_on(id, document, again, move |analyser, document| {
            let Analysis { diagnostics, status } = Analysis::of(analyser, document, &client);
            // The server ends before this channel does.
            let _ = done.send(Box::new(move |server| server.tell("copydesk/status", status)));
            Ok(match unchanged {
                true => json!({"kind": "unchanged", "resultId": result}),
                false => json!({"kind": "full", "resultId": result, "items": diagnostics}),
            })
        })
    }

    /// Has the worker of `document` work out an answer; if the document changes before, it is `late`.
    fn work_on(
        &mut self,
        id: &RequestId,
        document: Snapshot,
        late: ResponseError,
        work: impl FnOnce(&mut Analyser, &Snapshot) -> Answer + Send + 'static,
    ) -> Result<Option<Value>, ResponseError> {
        let ticket = self.ticket(id);
        let (id, again) = (id.clone(), id.clone());
        let workspace = self.workspace(document.path.as_deref());
        workspace.worker.send(Job {
            work: Box::new(move |analyser| {
                if ticket.load(Ordering::Relaxed) {
                    return Box::new(|_| {});
                }
                let answer = if document.is_outdated() { Err(late.clone()) } else { work(analyser, &document) };
                Box::new(move |server| {
                    server.answer(&id, if document.is_outdated() { Err(late) } else { answer });
                })
            }),
            broken: Box::new(move |server| server.answer(&again, Err(broken()))),
        });
        Ok(None)
    }

    /// Has the worker of the file at `path`, or of none, work out an answer that does not depend on its text.
    fn work(
        &mut self,
        id: &RequestId,
        path: Option<PathBuf>,
        work: impl FnOnce(&mut Analyser) -> Answer + Send + 'static,
    ) -> Result<Option<Value>, ResponseError> {
        let (id, again) = (id.clone(), id.clone());
        self.workspace(path.as_deref()).worker.send(Job {
            work: Box::new(move |analyser| {
                let answer = work(analyser);
                Box::new(move |server| server.answer(&id, answer))
            }),
            broken: Box::new(move |server| server.answer(&again, Err(broken()))),
        });
        Ok(None)
    }
}

fn outdated() -> ResponseError {
    error(ErrorCode::ContentModified, "the document has changed")
}

fn invalid(message: &str) -> ResponseError {
    error(ErrorCode::InvalidParams, message)
}

fn failed(problems: &Problems) -> ResponseError {
    error(ErrorCode::RequestFailed, &problems.to_string())
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, ResponseError> {
    T::deserialize(value).map_err(|e| invalid(&e.to_string()))
}
