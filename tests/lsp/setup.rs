//! Configuration: of the client, and copydesk.toml, which is read again when it changes.

use super::client::{Client, capabilities, rules, uri, with};
use serde_json::{Value, json};
use std::fs;

const TEXT: &str = "MM. Xi and Putin met on monday.\n";

#[test]
fn settings_of_the_client_go_before_the_configuration() {
    let mut client = Client::start(capabilities("utf-16"), &[], json!({"copydesk": {"ignore": ["casing"]}}));
    assert_eq!(rules(&client.open("untitled:a", "plaintext", TEXT)), ["foreign-honorific"]);
    let settings = json!({"settings": {"copydesk": {"select": ["casing"]}}});
    client.tell("workspace/didChangeConfiguration", settings);
    assert_eq!(rules(&client.published("untitled:a")), ["lowercase-demonym"]);
    client.tell("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"minimumSeverity": "error"}}}));
    let errors = client.published("untitled:a");
    assert!(errors.iter().all(|d| d["severity"] == 1) && errors.len() == 2);

    // What cannot be is told, and the rest holds.
    let settings = json!({"settings": {"copydesk": {"select": ["no-such-rule"], "from": 3}}});
    client.tell("workspace/didChangeConfiguration", settings);
    let message = client.wait("window/showMessage", |p| p["message"].as_str().unwrap().contains("copydesk.from"));
    assert_eq!(message["type"], 2);
    client.wait("window/showMessage", |p| p["message"].as_str().unwrap().contains("no-such-rule"));
    assert_eq!(client.published("untitled:a").len(), 2);
    // Settings of somebody else change nothing: the next thing that comes is from the change after them.
    client.tell("workspace/didChangeConfiguration", json!({"settings": {"python": {"x": 1}}}));
    client.tell("workspace/didChangeConfiguration", json!({"settings": null}));
    client.tell("workspace/didChangeConfiguration", json!({"settings": {"ignore": ["names"]}}));
    assert_eq!(rules(&client.published("untitled:a")), ["lowercase-demonym"]);
}

#[test]
fn settings_are_asked_for_where_that_can_be() {
    let can = with(capabilities("utf-16"), "workspace/configuration", json!(true));
    let can = with(can, "workspace/didChangeConfiguration", json!({"dynamicRegistration": true}));
    let can = with(can, "workspace/didChangeWatchedFiles", json!({"dynamicRegistration": true}));
    let mut client = Client::start(can, &[], Value::Null);
    client.settings = json!({"ignore": ["casing"], "from": "", "select": null});
    let registered = client.wait_asked("client/registerCapability");
    let methods: Vec<_> = registered["registrations"].as_array().unwrap().iter().map(|r| &r["method"]).collect();
    assert_eq!(methods, ["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]);
    client.wait_asked("workspace/configuration");
    client.open_quietly("untitled:a", "plaintext", TEXT);
    let only_one = |p: &Value| p["diagnostics"].as_array().unwrap().len() == 1;
    client.wait("textDocument/publishDiagnostics", only_one);
    client.settings = json!({});
    client.tell("workspace/didChangeConfiguration", json!({"settings": null}));
    client.wait("textDocument/publishDiagnostics", |p| p["diagnostics"].as_array().unwrap().len() == 2);
}

#[test]
fn the_first_check_waits_for_the_settings_of_the_client_but_not_for_long() {
    let pushed = with(capabilities("utf-16"), "workspace/configuration", json!(true));
    let pulled = with(pushed.clone(), "textDocument/diagnostic", json!({}));
    let casing = json!({"ignore": ["casing"]});
    // Settings that change something, settings that change nothing, and none.
    for (settings, silent, left) in [(casing, false, 1), (Value::Null, false, 2), (Value::Null, true, 2)] {
        let ready = |can: &Value| {
            let mut client = Client::start(can.clone(), &[], Value::Null);
            (client.settings, client.silent) = (settings.clone(), silent);
            client
        };
        let mut client = ready(&pushed);
        assert_eq!(client.open("untitled:a", "plaintext", TEXT).len(), left, "{settings}");
        // From then on there is nothing to wait for.
        client.replace("untitled:a", 2, "They left.\n");
        assert_eq!(client.published("untitled:a"), Vec::<Value>::new());
        let mut client = ready(&pulled);
        client.open_quietly("untitled:a", "plaintext", TEXT);
        assert_eq!(client.pull("untitled:a", None)["items"].as_array().unwrap().len(), left, "{settings}");
    }
}

#[test]
fn the_nearest_configuration_governs_and_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let config = folder.path().join("copydesk.toml");
    fs::write(&config, "ignore = [\"casing\"]\n").unwrap();
    fs::write(inner.join("copydesk.toml"), "ignore = [\"names\"]\nexclude = [\"out/**\"]\n").unwrap();
    let (outer, inner_article) = (uri(&folder.path().join("a.txt")), uri(&inner.join("b.txt")));
    let mut client = Client::start(capabilities("utf-16"), &[folder.path()], Value::Null);
    assert_eq!(rules(&client.open(&outer, "plaintext", TEXT)), ["foreign-honorific"]);
    assert_eq!(rules(&client.open(&inner_article, "plaintext", TEXT)), ["lowercase-demonym"]);
    assert_eq!(client.open(&uri(&inner.join("out/c.txt")), "plaintext", TEXT), Vec::<Value>::new());
    assert_eq!(rules(&client.open("untitled:a", "plaintext", TEXT)), ["foreign-honorific"], "that of the first folder");

    let changed = |client: &mut Client| {
        let change = json!({"uri": uri(&config), "type": 2});
        client.tell("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    };
    fs::write(&config, "ignore = [\"names\"]\n").unwrap();
    changed(&mut client);
    assert_eq!(rules(&client.published(&outer)), ["lowercase-demonym"]);

    // A mistake is shown where it is, and the last good configuration goes on.
    fs::write(&config, "from = \"fr\"\nignore = [\"no-such-rule\"]\n").unwrap();
    changed(&mut client);
    let told = client.wait("textDocument/publishDiagnostics", |p| p["uri"] == uri(&config));
    assert_eq!(told["diagnostics"][0]["range"]["start"], json!({"line": 1, "character": 10}));
    assert!(told["diagnostics"][0]["message"].as_str().unwrap().contains("no-such-rule"));
    client.wait("window/showMessage", |p| p["type"] == 1);
    assert_eq!(rules(&client.published(&outer)), ["lowercase-demonym"]);
    fs::write(&config, "ignore = \n").unwrap();
    changed(&mut client);
    client.wait("textDocument/publishDiagnostics", |p| p["uri"] == uri(&config) && p["diagnostics"] != json!([]));
    assert_eq!(rules(&client.published(&outer)), ["lowercase-demonym"]);

    // It is mended in the editor, and gone in the end.
    client.open_quietly(&uri(&config), "toml", "ignore = []\n");
    client.wait("textDocument/publishDiagnostics", |p| p["uri"] == uri(&config) && p["diagnostics"] == json!([]));
    client.wait("textDocument/publishDiagnostics", |p| {
        p["uri"] == outer && p["diagnostics"].as_array().unwrap().len() == 2
    });
    client.replace(&uri(&config), 2, "ignore = [\"casing\", \"names\"]\n");
    client.wait("textDocument/publishDiagnostics", |p| p["uri"] == outer && p["diagnostics"] == json!([]));
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri(&config)}}));
    fs::remove_file(&config).unwrap();
    changed(&mut client);
    client.wait("textDocument/publishDiagnostics", |p| {
        p["uri"] == outer && p["diagnostics"].as_array().unwrap().len() == 2
    });
}

#[test]
fn rules_of_the_desk_s_own_are_read_again_when_they_change() {
    let folder = tempfile::tempdir().unwrap();
    let rules_folder = folder.path().join("our-rules/words-of-ours");
    fs::create_dir_all(&rules_folder).unwrap();
    fs::write(folder.path().join("copydesk.toml"), "rules = [\"our-rules\"]\nselect = [\"tramway\"]\n").unwrap();
    let rule = rules_folder.join("tramway.toml");
    let of = |phrase: &str| {
        format!(
            "summary = \"x\"\nsince = \"0.1.0\"\nseverity = \"warning\"\ncategory = \"terminology/inconsistent\"\nmessage = \"write `tram`\"\nwhy = \"Our style.\"\n\n[match]\ntokens = [\"{phrase}\"]\n\n[[fix]]\nreplace = \"tram\"\n"
        )
    };
    fs::write(&rule, of("tramway")).unwrap();
    let article = uri(&folder.path().join("a.txt"));
    let mut client = Client::start(capabilities("utf-16"), &[folder.path()], Value::Null);
    let text = "The tramway and the trolley left.\n";
    assert_eq!(rules(&client.open(&article, "plaintext", text)), ["tramway"]);
    let show = json!({"command": "copydesk.showRule", "arguments": ["tramway", article]});
    let page = client.request("workspace/executeCommand", show).unwrap();
    assert!(page.as_str().unwrap().contains("Our style."));

    let saved = |client: &mut Client| client.tell("textDocument/didSave", json!({"textDocument": {"uri": uri(&rule)}}));
    fs::write(&rule, of("trolley") + "# longer\n").unwrap();
    saved(&mut client);
    assert_eq!(client.published(&article)[0]["range"]["start"]["character"], 20);
    fs::write(&rule, "summary = 3\n").unwrap();
    saved(&mut client);
    let told = client.published(&uri(&rule));
    assert_eq!(told[0]["range"]["start"], json!({"line": 0, "character": 10}));
    assert_eq!(client.published(&article)[0]["range"]["start"]["character"], 20, "the last good one goes on");
    fs::write(&rule, of("tramway")).unwrap();
    saved(&mut client);
    assert_eq!(client.published(&uri(&rule)), Vec::<Value>::new());
    assert_eq!(client.published(&article)[0]["range"]["start"]["character"], 4);
}

#[test]
fn a_broken_configuration_at_the_start_is_told_once_and_articles_are_checked_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("copydesk.toml");
    fs::write(&config, "form = \"fr\"\n").unwrap();
    let article = uri(&folder.path().join("a.txt"));
    let can = with(capabilities("utf-16"), "textDocument/diagnostic", json!({}));
    let can = with(can, "workspace/diagnostics", json!({"refreshSupport": true}));
    let mut client = Client::start(can, &[folder.path()], Value::Null);
    client.open_quietly(&article, "plaintext", TEXT);
    assert_eq!(client.pull(&article, None)["items"].as_array().unwrap().len(), 2);
    client.wait("textDocument/publishDiagnostics", |p| p["uri"] == uri(&config) && p["diagnostics"] != json!([]));
    // Saved in the editor: what was found before is asked for again.
    fs::write(&config, "ignore = [\"names\"]\n").unwrap();
    client.tell("textDocument/didSave", json!({"textDocument": {"uri": uri(&config)}}));
    client.wait_asked("workspace/diagnostic/refresh");
    assert_eq!(client.pull(&article, None)["items"].as_array().unwrap().len(), 1);
    // The file that the client names goes before the nearest one.
    let other = folder.path().join("other.toml");
    fs::write(&other, "ignore = [\"all\"]\n").unwrap();
    let settings = json!({"settings": {"copydesk": {"configuration": "other.toml"}}});
    client.tell("workspace/didChangeConfiguration", settings);
    assert_eq!(client.pull(&article, None)["items"], json!([]));
    let settings = json!({"settings": {"copydesk": {"configuration": "none.toml"}}});
    client.tell("workspace/didChangeConfiguration", settings);
    assert_eq!(client.pull(&article, None)["items"].as_array().unwrap().len(), 2);
    client.wait("window/showMessage", |p| p["message"].as_str().unwrap().contains("none.toml"));
}

#[test]
fn the_disk_is_read_when_a_configuration_can_have_changed_and_not_for_every_message() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("copydesk.toml");
    let article = uri(&folder.path().join("a.txt"));
    let watching =
        with(capabilities("utf-16"), "workspace/didChangeWatchedFiles", json!({"dynamicRegistration": true}));
    for watches in [true, false] {
        let _ = fs::remove_file(&config);
        let can = if watches { watching.clone() } else { capabilities("utf-16") };
        let mut client = Client::start(can, &[folder.path()], Value::Null);
        assert_eq!(client.open(&article, "plaintext", TEXT).len(), 2);
        // Nobody has said yet that there is a configuration now.
        fs::write(&config, "ignore = [\"names\"]\n").unwrap();
        client.replace(&article, 2, &format!("{TEXT}They left.\n"));
        assert_eq!(client.published(&article).len(), 2, "{watches}");
        if watches {
            client.tell("textDocument/didSave", json!({"textDocument": {"uri": article}}));
            assert_eq!(client.published(&article).len(), 2);
            let change = json!({"uri": uri(&config), "type": 1});
            client.tell("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
        } else {
            client.tell("textDocument/didSave", json!({"textDocument": {"uri": article}}));
        }
        assert_eq!(rules(&client.published(&article)), ["lowercase-demonym"], "{watches}");
        // The same for one that is no longer there.
        fs::remove_file(&config).unwrap();
        client.replace(&article, 3, TEXT);
        assert_eq!(rules(&client.published(&article)), ["lowercase-demonym"], "{watches}");
    }
}
