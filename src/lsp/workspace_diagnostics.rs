//! Workspace diagnostics: the articles of all folders of the client, for `workspace/diagnostic`.

use super::diagnostics::{Analysis, SOURCE, result_id};
use super::document::Snapshot;
use super::state::{Pull, Server, broken};
use super::worker::Job;
use crate::formats::plain;
use crate::project::files;
use lsp_server::{RequestId, ResponseError};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// How many articles are handed to the worker at once: between two such lots, messages of the client are taken.
const AT_ONCE: usize = 32;

/// From how many articles on progress is shown that nobody has asked for.
const MANY: usize = 50;

impl Server {
    /// Checks the articles of all folders, and answers when they are done.
    ///
    /// # Errors
    /// Never: a file that cannot be read has no diagnostics.
    pub(super) fn pull_all(&mut self, id: &RequestId, params: &Value) -> Result<Option<Value>, ResponseError> {
        let known: HashMap<String, String> = params["previousResultIds"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|p| Some((p["uri"].as_str()?.to_owned(), p["value"].as_str()?.to_owned())))
            .collect();
        let known = Arc::new(known);
        let token = params.get("workDoneToken").filter(|t| !t.is_null()).cloned();
        let roots: Vec<PathBuf> = self.roots.iter().map(|(_, root)| root.clone()).collect();
        let (id, ticket, done) = (id.clone(), self.ticket(id), self.done.clone());
        // A thread of its own: the worker has keystrokes to answer for, and a large folder takes seconds.
        thread::spawn(move || {
            let walk = || files::articles(&roots, || !ticket.load(Ordering::Relaxed));
            let Ok(paths) = catch_unwind(AssertUnwindSafe(walk)) else {
                let _ = done.send(Box::new(move |server: &mut Self| server.answer(&id, Err(broken()))));
                return;
            };
            let (begun, articles, unknown) = (id.clone(), paths.len(), known.is_empty());
            let begin = move |server: &mut Self| server.begin_pull(&begun, articles, token, unknown);
            if done.send(Box::new(begin)).is_err() {
                return;
            }
            for some in paths.chunks(AT_ONCE) {
                let (id, some, known, ticket) = (id.clone(), some.to_vec(), Arc::clone(&known), Arc::clone(&ticket));
                let check = move |server: &mut Self| {
                    some.into_iter().for_each(|path| server.pull_one(&id, path, &known, &ticket));
                };
                if done.send(Box::new(check)).is_err() {
                    return;
                }
            }
        });
        Ok(None)
    }

    /// The articles are known: shows that they are checked, and answers at once if there are none.
    fn begin_pull(&mut self, id: &RequestId, articles: usize, mut token: Option<Value>, unknown: bool) {
        if !self.pending.contains_key(id) {
            return;
        }
        if articles == 0 {
            self.answer(id, Ok(json!({"items": []})));
            return;
        }
        if token.is_none() && self.client.progress && articles >= MANY && unknown {
            self.workspace_diagnostics.begun += 1;
            let own = Value::from(format!("{SOURCE}-{}", self.workspace_diagnostics.begun));
            self.begin_progress(&own);
            token = Some(own);
        }
        let pull = Pull { items: Vec::new(), articles, done: 0, token };
        self.progress(&pull, json!({"kind": "begin", "title": "Checking articles", "percentage": 0}));
        self.workspace_diagnostics.open.insert(id.clone(), pull);
    }

    fn pull_one(
        &mut self,
        id: &RequestId,
        path: PathBuf,
        known: &Arc<HashMap<String, String>>,
        ticket: &Arc<AtomicBool>,
    ) {
        if ticket.load(Ordering::Relaxed) {
            self.swept(id, None);
            return;
        }
        let open = self.documents.values().map(|d| d.now()).find(|d| d.path.as_ref() == Some(&path)).cloned();
        let client = Arc::clone(&self.client);
        let (ticket, known) = (Arc::clone(ticket), Arc::clone(known));
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
        if done < all && self.pending.contains_key(id) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::state::ServerOptions;
    use crossbeam_channel::unbounded;
    use std::fs;

    #[test]
    fn folders_are_walked_while_messages_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        (0..100).for_each(|n| fs::write(folder.path().join(format!("{n}.txt")), "They left.\n").unwrap());
        let (out, _answers) = unbounded();
        let mut server = Server::new(out, ServerOptions::default());
        server.roots.push(("file:///".to_owned(), folder.path().to_owned()));
        let id = RequestId::from(1);
        server.pending.insert(id.clone(), Arc::default());
        assert!(matches!(server.pull_all(&id, &json!({})), Ok(None)));
        assert!(server.workspace_diagnostics.open.is_empty(), "nothing is known of the folder yet");
        let begin = server.finished.recv().unwrap();
        begin(&mut server);
        assert_eq!(server.workspace_diagnostics.open[&id].articles, 100);
        // What is cancelled ends with the next lot.
        server.ticket(&id).store(true, Ordering::Relaxed);
        server.pending.remove(&id);
        let lot = server.finished.recv().unwrap();
        lot(&mut server);
        assert!(server.workspace_diagnostics.open.is_empty());
    }

    #[test]
    fn a_walk_ends_when_it_is_cancelled() {
        let folder = tempfile::tempdir().unwrap();
        (0..9).for_each(|n| fs::write(folder.path().join(format!("{n}.txt")), "x").unwrap());
        let folders = [folder.path().to_owned()];
        assert_eq!(files::articles(&folders, || true).len(), 9);
        assert!(files::articles(&folders, || false).is_empty());
    }
}
