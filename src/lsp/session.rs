//! The session: how it begins, what both sides can do, and the settings of the client.

use super::actions::{FIX_ALL, QUICK_FIX};
use super::client::Client;
use super::diagnostics::SCHEME;
use super::requests::SHOW_RULE;
use super::settings::ClientSettings;
use super::state::{Question, Server, error};
use super::uri;
use lsp_server::{ErrorCode, ResponseError};
use serde_json::{Value, json};
use std::sync::Arc;

impl Server {
    /// Begins the session.
    ///
    /// # Errors
    /// When there is nothing to begin it with.
    pub(super) fn initialize(&mut self, params: &Value) -> Result<Value, ResponseError> {
        if !params.is_object() {
            return Err(error(ErrorCode::InvalidParams, "`initialize` needs parameters"));
        }
        self.client = Arc::new(Client::new(&params["capabilities"]));
        let folders = params["workspaceFolders"].as_array().cloned().unwrap_or_default();
        let mut roots: Vec<&str> = folders.iter().filter_map(|f| f["uri"].as_str()).collect();
        if roots.is_empty() {
            roots.extend(params["rootUri"].as_str());
        }
        roots.into_iter().for_each(|root| self.add_root(root));
        self.configure(&params["initializationOptions"]);
        Ok(json!({
            "capabilities": capabilities(&self.client),
            "serverInfo": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        }))
    }

    /// Takes a folder of the client.
    pub(super) fn add_root(&mut self, root: &str) {
        if let Some(path) = uri::path(root) {
            self.roots.push((root.to_owned(), path));
        }
    }

    /// Asks for what can only be asked for once the session has begun.
    pub(super) fn initialized(&mut self) {
        let mut registrations = Vec::new();
        if self.client.watches {
            let globs: Vec<Value> = ["**/*.toml", "**/*.tsv"].map(|glob| json!({"globPattern": glob})).into();
            registrations.push(json!({
                "id": "copydesk-files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": globs},
            }));
        }
        if self.client.registers_configuration {
            registrations.push(json!({
                "id": "copydesk-settings",
                "method": "workspace/didChangeConfiguration",
                "registerOptions": {"section": "copydesk"},
            }));
        }
        if !registrations.is_empty() {
            self.question("client/registerCapability", json!({"registrations": registrations}), Question::Other);
        }
        if self.client.configuration {
            self.ask_for_settings();
            self.wait_for_settings();
        }
    }

    /// Asks the client for its settings.
    pub(super) fn ask_for_settings(&mut self) {
        self.question("workspace/configuration", json!({"items": [{"section": "copydesk"}]}), Question::Settings);
    }

    /// Takes the client's settings.
    pub(super) fn configure(&mut self, value: &Value) {
        let (settings, wrong) = ClientSettings::read(value);
        for message in wrong {
            self.show(2, &message);
        }
        if settings != *self.settings {
            self.settings = Arc::new(settings);
            self.workspaces.forget_all();
        }
    }
}

fn capabilities(client: &Client) -> Value {
    json!({
        "positionEncoding": client.encoding.name(),
        "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
        "diagnosticProvider": {
            "identifier": "copydesk",
            "interFileDependencies": false,
            "workspaceDiagnostics": true,
            "workDoneProgress": true,
        },
        "codeActionProvider": {
            "codeActionKinds": [QUICK_FIX, FIX_ALL],
            "resolveProvider": true,
        },
        "hoverProvider": true,
        "executeCommandProvider": {"commands": [SHOW_RULE]},
        "workspace": {
            "workspaceFolders": {"supported": true, "changeNotifications": true},
            "textDocumentContent": {"schemes": [SCHEME]},
        },
    })
}
