//! Diagnostics by push and by pull, of documents and of folders; hover.

use super::client::{Client, capabilities, rules, uri, with};
use super::model::{ENCODINGS, bytes, position};
use copydesk::{Article, Format, Linter, Options, RuleSet};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Emoji, combining marks, a no-break space, and line ends of every kind.
pub const ARTICLE: &str = "🗞\u{fe0f} Talks in Cafe\u{301} de Flore, 👩‍👧 and all\r\n\r\nNai\u{308}ve re\u{301}sume\u{301} \
    🗞\u{a0}of the day: MM. Xi and Putin met on monday in Paris , and they left.\r\rLast 😀 line: MM. Le Pen and Bardella \
    will speak on tuesday .\n";

/// The same as Markdown and as HTML, with what has no text in between.
pub fn articles() -> [(&'static str, Format, String); 3] {
    let html: String = ARTICLE
        .split(['\r', '\n'])
        .filter(|line| !line.is_empty())
        .map(|line| format!("<p class=\"😀\">{}</p>\r\n", line.replace("Nai\u{308}ve", "<b>Nai\u{308}ve</b>")))
        .collect();
    let markdown = ARTICLE.replace('\r', "\n").replace("Nai\u{308}ve", "**Nai\u{308}ve**");
    [
        ("plaintext", Format::Plain, ARTICLE.to_owned()),
        ("markdown", Format::Markdown, markdown),
        ("html", Format::Html, html),
    ]
}

#[test]
fn ranges_are_exact_in_every_encoding_and_format() {
    let rule_set = Arc::new(RuleSet::built_in());
    let linter = Linter::new(Arc::clone(&rule_set), Options::default()).unwrap();
    for encoding in ENCODINGS {
        let mut client = Client::start(capabilities(encoding), &[], Value::Null);
        assert_eq!(client.encoding, encoding);
        for (language, markup, text) in articles() {
            let name = format!("untitled:{language}");
            let diagnostics = client.open(&name, language, &text);
            let expected = linter.check_file(markup, &Article::new(&*text)).findings;
            assert!(expected.len() >= 6, "{language}: only {} findings", expected.len());
            assert_eq!(diagnostics.len(), expected.len(), "{language}");
            for (diagnostic, finding) in diagnostics.iter().zip(&expected) {
                assert_eq!(bytes(&text, encoding, &diagnostic["range"]), finding.span.range(), "{encoding} {language}");
                assert_eq!(diagnostic["code"], *rule_set.get(finding.rule).name);
                assert_eq!(diagnostic["message"], *finding.message);
                // And the way back: what stands under the last character of the words is the same finding.
                let inside = finding.span.end as usize - 1;
                let inside = (0..=inside).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                let at = position(&text, encoding, inside);
                let params = json!({"textDocument": {"uri": name}, "position": at});
                let hover = client.request("textDocument/hover", params).unwrap();
                assert!(hover["contents"]["value"].as_str().unwrap().contains(&*finding.message), "{encoding} {hover}");
            }
        }
    }
}

#[test]
fn a_diagnostic_says_all_there_is_to_say() {
    let mut client = Client::start(capabilities("utf-16"), &[], Value::Null);
    let text = "Minister opens the new tram line in Valmont today\n\nMinister opens new tram line in Valmont today\n\n\
        Read also: The mayor is back\n\nMM. Xi and Putin left on the same day as the others did.\n";
    let diagnostics = client.open("untitled:a", "plaintext", text);
    let of = |rule: &str| diagnostics.iter().find(|d| d["code"] == rule).unwrap_or_else(|| panic!("{diagnostics:#?}"));
    let honorific = of("foreign-honorific");
    assert_eq!((&honorific["severity"], &honorific["source"]), (&json!(1), &json!("copydesk")));
    assert_eq!(honorific["codeDescription"]["href"], "copydesk:/rules/foreign-honorific.md");
    assert!(honorific["tags"].is_null() && honorific["relatedInformation"].is_null());
    let repeated = of("near-duplicate-headline");
    let related = &repeated["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], "untitled:a");
    assert_eq!(related["location"]["range"]["start"], json!({"line": 0, "character": 0}));
    assert_eq!(repeated["tags"], json!([1]));
    assert_eq!(of("read-more")["tags"], json!([1]));

    let status = client.wait("copydesk/status", |_| true);
    let count = |severity: i32| diagnostics.iter().filter(|d| d["severity"] == severity).count();
    assert_eq!(status["findings"], json!({"error": count(1), "warning": count(2), "info": count(3)}));
    assert!(status["safe"].as_u64().unwrap() >= 2 && status["score"].is_f64(), "{status}");

    // A client that can do nothing of this is not bothered with it.
    let mut plain = Client::start(json!({}), &[], Value::Null);
    assert_eq!(plain.encoding, "utf-16");
    let diagnostics = plain.open("untitled:a", "plaintext", text);
    assert!(diagnostics.len() >= 3);
    for diagnostic in &diagnostics {
        assert!(["codeDescription", "tags", "relatedInformation"].iter().all(|key| diagnostic[key].is_null()));
    }
}

#[test]
fn documents_are_pushed_when_opened_changed_and_saved_and_cleared_when_closed() {
    let mut client = Client::start(capabilities("utf-16"), &[], Value::Null);
    let name = "untitled:a";
    assert_eq!(rules(&client.open(name, "plaintext", "MM. Xi and Putin left.\n")), ["foreign-honorific"]);
    client.replace(name, 2, "They left.\n");
    let params = client.wait("textDocument/publishDiagnostics", |p| p["version"] == 2);
    assert_eq!(params["diagnostics"], json!([]));
    client.replace(name, 3, "Mme Roussel left.\n");
    client.tell("textDocument/didSave", json!({"textDocument": {"uri": name}}));
    let params = client.wait("textDocument/publishDiagnostics", |p| p["version"] == 3);
    assert_eq!(rules(params["diagnostics"].as_array().unwrap()), ["foreign-honorific"]);
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": name}}));
    let params = client.wait("textDocument/publishDiagnostics", |p| p["version"].is_null());
    assert_eq!(params["diagnostics"], json!([]));
    let error = client
        .request("textDocument/hover", json!({"textDocument": {"uri": name}, "position": {"line": 0, "character": 0}}));
    assert_eq!(error.unwrap_err().code, -32602);
}

#[test]
fn documents_are_pulled_and_what_has_not_changed_is_not_sent_again() {
    let can = with(capabilities("utf-16"), "textDocument/diagnostic", json!({}));
    let mut client = Client::start(can, &[], Value::Null);
    assert_eq!(client.server_can["diagnosticProvider"]["workspaceDiagnostics"], true);
    let name = "untitled:a";
    client.open_quietly(name, "plaintext", "MM. Xi and Putin left.\n");
    let first = client.pull(name, None);
    assert_eq!(first["kind"], "full");
    assert_eq!(rules(first["items"].as_array().unwrap()), ["foreign-honorific"]);
    assert_eq!(client.wait("copydesk/status", |_| true)["findings"]["error"], 1);
    let id = first["resultId"].as_str().unwrap();
    assert_eq!(client.pull(name, Some(id)), json!({"kind": "unchanged", "resultId": id}));
    assert_eq!(client.wait("copydesk/status", |_| true)["safe"], 1, "the status follows every answer");
    client.replace(name, 2, "They left.\n");
    let second = client.pull(name, Some(id));
    assert_eq!((&second["kind"], &second["items"]), (&json!("full"), &json!([])));
}

#[test]
fn folders_are_swept_with_progress() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let write = |folder: &Path, name: &str, text: &str| {
        fs::write(folder.join(name), text).unwrap();
        uri(&folder.join(name))
    };
    let a = write(one.path(), "a.txt", "MM. Xi and Putin left.\n");
    let b = write(two.path(), "b.md", "# Talks\n\n*Mme Roussel* left on monday.\n");
    let c = write(two.path(), "c.html", "<p>They left.</p>\n");
    write(two.path(), "d.jsonl", "{\"text\":\"MM. Xi and Putin left.\"}\n");
    write(one.path(), "latin.txt", "");
    fs::write(one.path().join("latin.txt"), b"caf\xe9").unwrap();
    let can = with(capabilities("utf-16"), "textDocument/diagnostic", json!({}));
    let mut client = Client::start(can, &[one.path()], Value::Null);
    let pull = |client: &mut Client, previous: &[(&str, &str)], token: &str| {
        let previous: Vec<Value> = previous.iter().map(|(uri, id)| json!({"uri": uri, "value": id})).collect();
        let params = json!({"previousResultIds": previous, "workDoneToken": token});
        let result = client.request("workspace/diagnostic", params).unwrap();
        for kind in ["begin", "end"] {
            client.wait("$/progress", |p| p["token"] == token && p["value"]["kind"] == kind);
        }
        result["items"].as_array().unwrap().clone()
    };
    let items = pull(&mut client, &[], "first");
    assert_eq!(items.iter().map(|i| &i["uri"]).collect::<Vec<_>>(), [&json!(a)]);
    assert_eq!(rules(items[0]["items"].as_array().unwrap()), ["foreign-honorific"]);

    // A folder comes, and one of the articles is open, with another text.
    client.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [{"uri": uri(two.path()), "name": "two"}], "removed": []}}),
    );
    client.open_quietly(&a, "plaintext", "They left.\n");
    let items = pull(&mut client, &[(&a, items[0]["resultId"].as_str().unwrap())], "second");
    let of = |name: &str| items.iter().find(|i| i["uri"] == name).unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!((&of(&a)["kind"], &of(&a)["version"], &of(&a)["items"]), (&json!("full"), &json!(1), &json!([])));
    assert_eq!(rules(of(&b)["items"].as_array().unwrap()), ["foreign-honorific", "lowercase-demonym"]);
    let known = (&*b, of(&b)["resultId"].as_str().unwrap());
    let items = pull(&mut client, &[known], "third");
    assert_eq!(items.iter().find(|i| i["uri"] == b).unwrap()["kind"], "unchanged");

    // And the first one goes.
    client.tell(
        "workspace/didChangeWorkspaceFolders",
        json!({"event": {"added": [], "removed": [{"uri": uri(one.path()), "name": "one"}]}}),
    );
    let items = pull(&mut client, &[], "fourth");
    assert_eq!(items.iter().map(|i| &i["uri"]).collect::<Vec<_>>(), [&json!(b), &json!(c)]);
}

#[test]
fn a_long_sweep_that_nobody_tracks_shows_its_progress_itself() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..60 {
        fs::write(folder.path().join(format!("{n}.txt")), "MM. Xi and Putin left.\n").unwrap();
    }
    let can = with(capabilities("utf-16"), "window", json!({"workDoneProgress": true}));
    let mut client = Client::start(can, &[folder.path()], Value::Null);
    let result = client.request("workspace/diagnostic", json!({"previousResultIds": []})).unwrap();
    assert_eq!(result["items"].as_array().unwrap().len(), 60);
    let token = client.wait_asked("window/workDoneProgress/create")["token"].clone();
    client.wait("$/progress", |p| p["token"] == token && p["value"]["kind"] == "report");
    client.wait("$/progress", |p| p["token"] == token && p["value"]["kind"] == "end");
    // One that is cancelled says so.
    let id = client.send("workspace/diagnostic", json!({"previousResultIds": []}));
    client.tell("$/cancelRequest", json!({"id": id}));
    match client.answer(&id) {
        Err(error) => assert_eq!(error.code, -32800),
        Ok(result) => assert_eq!(result["items"].as_array().unwrap().len(), 60, "done before it was cancelled"),
    }
}

#[test]
fn hover_and_pages_give_reasons_and_examples() {
    let mut client = Client::start(capabilities("utf-8"), &[], Value::Null);
    client.open("untitled:a", "plaintext", "MM. Xi and Putin left.\n");
    let at = |character: u32| json!({"textDocument": {"uri": "untitled:a"}, "position": {"line": 0, "character": character}});
    let hover = client.request("textDocument/hover", at(5)).unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(
        text.contains("monsieur, madame and mademoiselle") && text.contains("\n+ The summit opened late. Mr. Xi"),
        "{text}"
    );
    assert_eq!(hover["range"], json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 16}}));
    assert_eq!(client.request("textDocument/hover", at(20)).unwrap(), Value::Null);

    let show = json!({"command": "copydesk.showRule", "arguments": ["foreign-honorific"]});
    let page = client.request("workspace/executeCommand", show).unwrap();
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["rules", "foreign-honorific", "--color", "never"])
        .output()
        .unwrap();
    assert_eq!(page, String::from_utf8(command.stdout).unwrap());
    let content = json!({"uri": "copydesk:/rules/foreign-honorific.md"});
    assert_eq!(client.request("workspace/textDocumentContent", content).unwrap(), json!({"text": page}));
    let wrong = json!({"command": "copydesk.showRule", "arguments": ["foriegn-honorific"]});
    let error = client.request("workspace/executeCommand", wrong).unwrap_err();
    assert!(error.message.contains("did you mean `foreign-honorific`?"), "{}", error.message);

    let mut plain = Client::start(json!({}), &[], Value::Null);
    plain.open("untitled:a", "plaintext", "MM. Xi and Putin left.\n");
    let hover = plain.request("textDocument/hover", at(5)).unwrap();
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(hover["contents"]["value"].as_str().unwrap().ends_with(page.as_str().unwrap()));
}
