//! Code actions: fixes, all safe fixes at once, and ways not to be told.

use super::client::{Client, capabilities, rules, titled, uri, with};
use super::diagnostics::articles;
use super::model::{ENCODINGS, edited};
use copydesk::internal::apply;
use copydesk::{Applicability, Article, Linter, Options, RuleSet};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

#[test]
fn every_fix_is_offered_and_does_what_it_says() {
    let rule_set = Arc::new(RuleSet::built_in());
    let linter = Linter::new(Arc::clone(&rule_set), Options::default()).unwrap();
    for encoding in ENCODINGS {
        let mut client = Client::start(capabilities(encoding), &[], Value::Null);
        for (language, markup, text) in articles() {
            let name = format!("untitled:{language}");
            let diagnostics = client.open(&name, language, &text);
            let findings = linter.check_file(markup, &Article::new(&*text)).findings;
            let mut offered = 0;
            for (diagnostic, finding) in diagnostics.iter().zip(&findings) {
                let actions = client.actions(&name, diagnostic, Some("quickfix"));
                let fixes = finding.fixes.iter().filter(|f| f.applicability > Applicability::DisplayOnly);
                for (number, one) in fixes.enumerate() {
                    let action = titled(&actions, &one.title);
                    assert_eq!((&action["kind"], &action["diagnostics"][0]), (&json!("quickfix"), diagnostic));
                    let preferred = number == 0 && one.applicability == Applicability::Safe;
                    assert_eq!(action["isPreferred"].as_bool().unwrap_or(false), preferred, "{}", one.title);
                    assert_eq!(client.applied(action, &name, &text), apply(&text, &one.edits), "{encoding} {action}");
                    assert_eq!(action["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
                    offered += 1;
                }
                let others = actions.iter().filter(|a| a["title"].as_str().unwrap().starts_with("Write")).count();
                assert!(others <= finding.fixes.len());
            }
            assert!(offered >= 6, "{language}: {offered}");
        }
    }
}

/// What `copydesk check --fix` makes of `text` in a file of this name.
fn fixed(name: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(["check", "--fix"]).arg(&path).output().unwrap();
    fs::read_to_string(path).unwrap()
}

#[test]
fn fix_all_is_what_check_fix_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<(String, String, String)> = Vec::new();
    for (language, _, text) in articles() {
        texts.push((language.to_owned(), format!("a.{}", language.replace("plaintext", "txt")), text));
    }
    let tram = fs::read_to_string(root.join("samples/tram.txt")).unwrap();
    texts.push(("plaintext".to_owned(), "tram.txt".to_owned(), tram.replace('\n', "\r\n")));
    let nowhere = json!({"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}});
    for encoding in ENCODINGS {
        let lazy = with(
            capabilities(encoding),
            "textDocument/codeAction",
            json!({"dataSupport": true, "resolveSupport": {"properties": ["edit"]}}),
        );
        let mut lazy = Client::start(lazy, &[], Value::Null);
        let mut eager = Client::start(capabilities(encoding), &[], Value::Null);
        for (language, file, text) in &texts {
            let expected = fixed(&file.replace(".markdown", ".md"), text);
            assert_ne!(expected, *text);
            let name = format!("untitled:{file}");
            let kinds = ["source.fixAll.copydesk", "source.fixAll", "source"];
            // The long one is enough once: debug builds check everything in two ways.
            let kinds = if file == "tram.txt" { &kinds[..usize::from(encoding == "utf-16")] } else { &kinds[..] };
            for kind in kinds {
                eager.open(&name, language, text);
                let actions = eager.actions(&name, &nowhere, Some(kind));
                assert_eq!(actions.len(), 1, "{kind}");
                assert_eq!(actions[0]["kind"], "source.fixAll.copydesk");
                assert_eq!(eager.applied(&actions[0], &name, text), expected, "{encoding} {file}");
            }
            if file == "tram.txt" {
                continue;
            }
            lazy.open(&name, language, text);
            let actions = lazy.actions(&name, &nowhere, Some("source.fixAll"));
            let action = titled(&actions, "Fix all safe issues in this article").clone();
            assert!(action["edit"].is_null());
            let resolved = lazy.request("codeAction/resolve", action.clone()).unwrap();
            assert_eq!(lazy.applied(&resolved, &name, text), expected, "{encoding} {file}");
            // Nothing is left to do then, and what was offered before is outdated.
            lazy.replace(&name, 2, &expected);
            assert_eq!(lazy.request("codeAction/resolve", action).unwrap_err().code, -32801);
            assert_eq!(lazy.actions(&name, &nowhere, Some("source.fixAll")), Vec::<Value>::new());
        }
        assert_eq!(eager.actions("untitled:a.txt", &nowhere, Some("refactor")), Vec::<Value>::new());
    }
}

#[test]
fn a_comment_keeps_a_finding_silent_in_markup() {
    let mut client = Client::start(capabilities("utf-16"), &[], Value::Null);
    let texts = [
        ("markdown", "# Talks\n\nMM. Xi and Putin 🗞 met.\n\nMme Roussel left.\n"),
        ("markdown", "# Talks\r\n\r\n- One left.\r\n- MM. Xi and Putin left.\r\n- Others stayed.\r\n"),
        ("markdown", "> **Talks:** MM. Xi and Putin left.\n\n| a | b |\n|---|---|\n| Mme Roussel | left |\n"),
        (
            "html",
            "<body>\n  <p>MM. Xi and Putin 🗞 met.</p>\n  <ul><li>One</li><li>Mme Roussel left.</li></ul>\n</body>\n",
        ),
        ("html", "<p>One</p><p>MM. <b>Xi</b> and Putin met.</p><p>Mme Roussel left.</p>"),
    ];
    for (number, (language, text)) in texts.into_iter().enumerate() {
        let name = format!("untitled:{number}");
        let before = client.open(&name, language, text);
        assert!(!before.is_empty(), "{text}");
        for diagnostic in &before {
            let actions = client.actions(&name, diagnostic, Some("quickfix"));
            assert!(actions.iter().any(|a| a["title"] == "Ignore `foreign-honorific` here"), "{text}\n{diagnostic}");
            let action = titled(&actions, "Ignore `foreign-honorific` here");
            let silenced = client.applied(action, &name, text);
            assert!(silenced.contains("<!-- copydesk-ignore foreign-honorific -->"), "{silenced}");
            let other = format!("untitled:{number}-silenced");
            let after = client.open(&other, language, &silenced);
            assert_eq!(after.len(), before.len() - 1, "{silenced}\n{after:#?}");
            assert!(rules(&after).iter().all(|rule| *rule == "foreign-honorific"));
            client.tell("textDocument/didClose", json!({"textDocument": {"uri": other}}));
            client.published(&other);
        }
    }
}

#[test]
fn the_configuration_is_written_where_there_is_one_or_will_be() {
    for has_one in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("copydesk.toml");
        let comment = "# ours\nignore = [\"casing\"] # for now\n";
        if has_one {
            fs::write(&config, comment).unwrap();
        }
        let article = folder.path().join("a.txt");
        let text = "MM. Xi and Putin left. Mme Roussel stayed.\n";
        fs::write(&article, text).unwrap();
        let mut client = Client::start(capabilities("utf-8"), &[folder.path()], Value::Null);
        let diagnostics = client.open(&uri(&article), "plaintext", text);
        assert_eq!(diagnostics.len(), 2);
        for (title, left) in [
            ("Ignore `foreign-honorific` here", 1),
            ("Add `MM. Xi and Putin` to the workspace's names", 1),
            ("Switch the rule `foreign-honorific` off", 0),
        ] {
            let actions = client.actions(&uri(&article), &diagnostics[0], None);
            let changes = titled(&actions, title)["edit"]["documentChanges"].as_array().unwrap().clone();
            let edit = changes.last().unwrap();
            assert_eq!(changes.len(), if has_one { 1 } else { 2 });
            if !has_one {
                assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(uri(&config))));
            }
            assert_eq!(edit["textDocument"], json!({"uri": uri(&config), "version": null}));
            let old = if has_one { comment } else { "" };
            let new = edited(old, "utf-8", &edit["edits"]);
            assert!(!has_one || (new.starts_with("# ours\n") && new.contains("# for now\n")), "{new}");
            // An editor opens the file with the change, and saves it or not: it counts at once.
            client.open_quietly(&uri(&config), "toml", &new);
            let told = client.wait("textDocument/publishDiagnostics", |p| {
                p["uri"] == uri(&article) && p["diagnostics"].as_array().unwrap().len() == left
            });
            assert!(rules(told["diagnostics"].as_array().unwrap()).iter().all(|rule| *rule == "foreign-honorific"));
            client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri(&config)}}));
            client.wait("textDocument/publishDiagnostics", |p| {
                p["uri"] == uri(&article) && p["diagnostics"].as_array().unwrap().len() == 2
            });
        }
    }
}

#[test]
fn unsafe_fixes_are_offered_unless_the_client_does_not_want_them() {
    let text = "The minister met with them. It looks like a confrontation facing the West. MM. Xi and Putin left.\n";
    for (wanted, options) in [(true, json!({})), (false, json!({"unsafeFixes": false}))] {
        let mut client = Client::start(capabilities("utf-16"), &[], options);
        let diagnostics = client.open("untitled:a", "plaintext", text);
        let told = diagnostics.iter().find(|d| d["code"] == "facing-for-against").unwrap();
        let actions = client.actions("untitled:a", told, Some("quickfix"));
        let write = actions.iter().find(|a| a["title"] == "Write `with`");
        assert_eq!(write.is_some(), wanted, "{actions:#?}");
        assert!(write.is_none_or(|a| a["isPreferred"].is_null()));
    }
}
