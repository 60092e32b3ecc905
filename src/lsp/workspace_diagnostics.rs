//! Workspace diagnostics: the articles of all folders of the client, for `workspace/diagnostic`.

use super::diagnostics::{Analysis, SOURCE, result_id};
use super::document::Snapshot;
use super::state::{Pull, Server};
use super::worker::Job;
use crate::formats::plain;
use crate::project::files::{self, Input};
use lsp_server::{RequestId, ResponseError};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// From how many articles on progress is shown that nobody has asked for.
const MANY: usize = 50;

impl Server {
    /// Checks the articles of all folders, and answers when they are done.
    ///
    /// # Errors
    /// Never: a file that cannot be read has no diagnostics.
    pub(super) fn pull_all(&mut self, id: &RequestId, params: &Value) -> Result<Option<Value>, ResponseError> {
        let roots: Vec<PathBuf> = self.roots.iter().map(|(_, root)| root.clone()).collect();
        let inputs = if roots.is_empty() { Vec::new() } else { files::find(&roots, None, None).0 };
        let paths: Vec<PathBuf> = inputs
            .into_iter()
            .filter(|input| input.format().records().is_none())
            .filter_map(|input| if let Input::File(path, _) = input { Some(path) } else { None })
            .collect();
        if paths.is_empty() {
            return Ok(Some(json!({"items": []})));
        }
        let known: HashMap<String, String> = params["previousResultIds"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|p| Some((p["uri"].as_str()?.to_owned(), p["value"].as_str()?.to_owned())))
            .collect();
        let known = Arc::new(known);
        let mut token = params.get("workDoneToken").filter(|t| !t.is_null()).cloned();
        if token.is_none() && self.client.progress && paths.len() >= MANY && known.is_empty() {
            self.workspace_diagnostics.begun += 1;
            let own = Value::from(format!("{SOURCE}-{}", self.workspace_diagnostics.begun));
            self.begin_progress(&own);
            token = Some(own);
        }
        let pull = Pull { items: Vec::new(), articles: paths.len(), done: 0, token };
        self.progress(&pull, json!({"kind": "begin", "title": "Checking articles", "percentage": 0}));
        self.workspace_diagnostics.open.insert(id.clone(), pull);
        for path in paths {
            self.pull_one(id, path, &known);
        }
        Ok(None)
    }

    fn pull_one(&mut self, id: &RequestId, path: PathBuf, known: &Arc<HashMap<String, String>>) {
        let open = self.documents.values().map(|d| d.now()).find(|d| d.path.as_ref() == Some(&path)).cloned();
        let client = Arc::clone(&self.client);
        let (ticket, known) = (self.ticket(id), Arc::clone(known));
        let (id, again) = (id.clone(), id.clone());
        let workspace = self.workspace(Some(&path));
        let edition = workspace.edition;
        workspace.worker.send_patiently(Job {
            work: Box::new(move |analyser| {
                if ticket.load(Ordering::Relaxed) {
                    return Box::new(move |server| server.swept(&id, None));
                }
                let document = open.or_else(|| read(&path));
                let item = document.map(|document| {
                    let result = result_id(edition, &document.text);
                    let mut item = json!({"uri": &*document.uri, "version": document.version, "resultId": result});
                    if known.get(&*document.uri) == Some(&result) {
                        item["kind"] = "unchanged".into();
                    } else {
                        item["kind"] = "full".into();
                        item["items"] = json!(Analysis::of(analyser, &document, &client).diagnostics);
                    }
                    item
                });
                Box::new(move |server| server.swept(&id, item))
            }),
            broken: Box::new(move |server| server.swept(&again, None)),
        });
    }

    /// One article more is done.
    fn swept(&mut self, id: &RequestId, item: Option<Value>) {
        let Some(mut pull) = self.workspace_diagnostics.open.remove(id) else { return };
        pull.items.extend(item);
        pull.done += 1;
        let (done, all) = (pull.done, pull.articles);
        if done < all && !self.ticket(id).load(Ordering::Relaxed) {
            if done * 20 / all != (done - 1) * 20 / all {
                let message = format!("{done} of {all}");
                let report = json!({"kind": "report", "message": message, "percentage": done * 100 / all});
                self.progress(&pull, report);
            }
            self.workspace_diagnostics.open.insert(id.clone(), pull);
            return;
        }
        self.progress(&pull, json!({"kind": "end"}));
        let mut items = pull.items;
        items.sort_by(|a, b| a["uri"].as_str().cmp(&b["uri"].as_str()));
        self.answer(id, Ok(json!({"items": items})));
    }

    fn progress(&self, pull: &Pull, value: Value) {
        if let Some(token) = &pull.token {
            self.tell("$/progress", json!({"token": token, "value": value}));
        }
    }
}

fn read(path: &Path) -> Option<Snapshot> {
    plain::read(path).ok().map(|text| Snapshot::of_file(path.to_owned(), text))
}
