//! What the client can do.

use super::position::Encoding;
use serde_json::Value;

/// What the client can do, as it says when a session begins.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// What characters count.
    pub encoding: Encoding,
    /// It asks for diagnostics; they are not pushed then, for it would show them twice.
    pub pulls: bool,
    /// Diagnostics are asked for again when told so.
    pub refreshes: bool,
    /// Diagnostics may name related places.
    pub related: bool,
    /// Diagnostics may say that text can go.
    pub tags: bool,
    /// Diagnostics may link to the page of their rule.
    pub links: bool,
    /// Code actions may be asked for without their edits, which follow when one is chosen.
    pub resolves: bool,
    /// Edits may name the version they are made for.
    pub versions: bool,
    /// Edits may create files.
    pub creates: bool,
    /// Hovers may be Markdown.
    pub markdown: bool,
    /// It can be asked for its settings.
    pub configuration: bool,
    /// It can be asked to tell of changed settings.
    pub registers_configuration: bool,
    /// It can be asked to tell of changed files.
    pub watches: bool,
    /// It shows the progress of work that it has not asked for.
    pub progress: bool,
}

impl Client {
    /// Reads the capabilities that came with `initialize`. What they do not say, or not in the known form, the client
    /// cannot do.
    #[must_use]
    pub fn new(capabilities: &Value) -> Self {
        let can = |path: &str| capabilities.pointer(path).and_then(Value::as_bool).unwrap_or(false);
        let lists = |path: &str, word: &str| {
            let list = capabilities.pointer(path).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|v| v.as_str() == Some(word)))
        };
        let encodings = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let of_diagnostics = |what: &str| {
            can(&format!("/textDocument/publishDiagnostics/{what}")) || can(&format!("/textDocument/diagnostic/{what}"))
        };
        Self {
            encoding: Encoding::best(encodings.into_iter().flatten().filter_map(Value::as_str)),
            pulls: capabilities.pointer("/textDocument/diagnostic").is_some_and(Value::is_object),
            refreshes: can("/workspace/diagnostics/refreshSupport"),
            related: of_diagnostics("relatedInformation"),
            tags: ["publishDiagnostics", "diagnostic"].iter().any(|kind| {
                let tags = capabilities.pointer(&format!("/textDocument/{kind}/tagSupport/valueSet"));
                tags.and_then(Value::as_array).is_some_and(|set| set.iter().any(|tag| *tag == 1))
            }),
            links: of_diagnostics("codeDescriptionSupport"),
            resolves: can("/textDocument/codeAction/dataSupport")
                && lists("/textDocument/codeAction/resolveSupport/properties", "edit"),
            versions: can("/workspace/workspaceEdit/documentChanges"),
            creates: lists("/workspace/workspaceEdit/resourceOperations", "create"),
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            configuration: can("/workspace/configuration"),
            registers_configuration: can("/workspace/didChangeConfiguration/dynamicRegistration"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            progress: can("/window/workDoneProgress"),
        }
    }
}
