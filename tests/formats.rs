//! Every format of the report is what its readers take: well formed, complete, and at the right places of the file.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};
use std::{fs, str};

/// Articles whose names and words try to break out of a report.
const HOSTILE: [(&str, &str); 4] = [
    (
        "a b&c<d>.txt",
        "MM. Xi and Putin met ]]> on monday </failure> ::error::%0A | `kyiv`\u{1b}[2J \u{202e}.\r\n\r\n\u{1f389} In kyiv.\n",
    ),
    ("é,x:y.md", "# A *headline* of kyiv\n\n| a | kyiv |\n|---|---|\n\nMM. Xi and Putin met.\n"),
    (
        "page.html",
        "<h1>kyiv</h1><p>MM. <b>Xi</b> and Putin &amp; co met on monday.</p><p>&lt;script&gt;alert(1)&lt;/script&gt; kyiv</p>",
    ),
    ("records.jsonl", "{\"id\": \"n,1:<x>\", \"headline\": \"kyiv now\", \"text\": \"MM. Xi and Putin left.\"}\n"),
];

fn check(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).arg("check").args(args).arg(".").current_dir(folder).output().unwrap()
}

fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in HOSTILE {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How many findings there are, as the JSON report counts them.
fn expected(folder: &Path) -> usize {
    json(&check(folder, &["--format", "json"]))["summary"]["findings"].as_u64().unwrap() as usize
}

#[test]
fn every_format_has_every_finding_and_the_same_status() {
    let folder = hostile();
    let count = expected(folder.path());
    assert!(count > 10, "{count}");
    let infos = json(&check(folder.path(), &["--format", "json"]))["summary"]["by_severity"]["info"].as_u64().unwrap();
    for format in
        ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "csv", "markdown", "concise", "jsonl", "html"]
    {
        let output = check(folder.path(), &["--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let text = str::from_utf8(&output.stdout).unwrap();
        let found = match format {
            "sarif" => json(&output)["runs"][0]["results"].as_array().unwrap().len(),
            "gitlab" => json(&output).as_array().unwrap().len(),
            "rdjson" => json(&output)["diagnostics"].as_array().unwrap().len(),
            "junit" => elements(text, "failure") + infos as usize,
            "checkstyle" => elements(text, "error"),
            "csv" => text.lines().count() - 1,
            "markdown" => text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| line")).count(),
            // Each has its card, and its number in the text.
            "html" => {
                assert_eq!(text.matches("<sup ").count(), count, "{text}");
                text.matches("<li class=\"card ").count()
            }
            "jsonl" => text
                .lines()
                .map(|l| serde_json::from_str::<Value>(l).unwrap()["findings"].as_array().unwrap().len())
                .sum(),
            _ => text.lines().count(),
        };
        assert_eq!(found, count, "{format}:\n{text}");
        assert!(!text.contains('\u{1b}'), "{format} commands the terminal");
        // A page has one script of its own.
        let scripts = usize::from(format == "html");
        assert_eq!(text.matches("<script>").count(), scripts, "{format} lets HTML through");
    }
}

#[test]
fn a_run_without_articles_or_findings_is_a_whole_report() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "csv", "markdown", "html"] {
        for text in [None, Some("The harbour reopened on Monday after the storm.\n")] {
            if let Some(text) = text {
                fs::write(folder.path().join("a.txt"), text).unwrap();
            }
            let output = check(folder.path(), &["--format", format]);
            assert_eq!(output.status.code(), Some(0), "{format}");
            match format {
                "sarif" => assert!(json(&output)["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().is_empty()),
                "gitlab" => assert!(json(&output).as_array().unwrap().is_empty()),
                "rdjson" => assert!(json(&output)["diagnostics"].as_array().unwrap().is_empty()),
                "junit" => assert_eq!(
                    elements(str::from_utf8(&output.stdout).unwrap(), "testcase"),
                    usize::from(text.is_some())
                ),
                "checkstyle" => assert_eq!(elements(str::from_utf8(&output.stdout).unwrap(), "error"), 0),
                "csv" => assert_eq!(output.stdout.iter().filter(|b| **b == b'\n').count(), 1),
                _ => {}
            }
        }
        fs::remove_file(folder.path().join("a.txt")).unwrap();
    }
}

#[test]
fn the_page_has_every_finding_in_its_place_and_the_same_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |format: &str| {
        let args = ["check", "--isolated", "--format", format, "samples/tram.txt", "samples/orchard.txt"];
        String::from_utf8(
            Command::new(env!("CARGO_BIN_EXE_copydesk")).args(args).current_dir(root).output().unwrap().stdout,
        )
        .unwrap()
    };
    let (page, report) = (run("html"), run("json"));
    assert_eq!(page, run("html"));
    let articles: Value = serde_json::from_str(&report).unwrap();
    let sections: Vec<&str> = page.split("<section class=\"article\"").skip(1).collect();
    assert_eq!(sections.len(), articles["articles"].as_array().unwrap().len());
    for (section, article) in sections.iter().zip(articles["articles"].as_array().unwrap()) {
        let count = article["findings"].as_array().unwrap().len();
        assert_eq!(section.matches("<sup ").count(), count, "{}", article["path"]);
        if article["path"].as_str().unwrap().ends_with(".txt") {
            let prose = section.split("<ol class=\"cards\"").next().unwrap();
            let prose = &prose[prose.find("lang=\"en\">").unwrap() + 10..];
            let words: String = words(prose).split_whitespace().collect();
            let text = fs::read_to_string(root.join(article["path"].as_str().unwrap())).unwrap();
            assert_eq!(words, text.split_whitespace().collect::<String>());
        }
    }
}

/// The text of the article in its part of the page, without what the page adds.
fn words(prose: &str) -> String {
    let (mut out, mut rest) = (String::new(), prose);
    while let Some(at) = rest.find('<') {
        out += &rest[..at];
        rest = &rest[at..];
        let end = ["sup", "ins"].iter().find(|n| rest.starts_with(&format!("<{n} "))).map(|n| format!("</{n}>"));
        let end = end.as_deref().unwrap_or(">");
        rest = &rest[rest.find(end).unwrap() + end.len()..];
    }
    (out + rest).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// How many elements of this name `xml` has; every tag must be closed.
fn elements(xml: &str, name: &str) -> usize {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut count, mut depth) = (0, 0i32);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                depth += 1;
                count += usize::from(tag.name().as_ref() == name);
                tag.attributes()
                    .for_each(|a| drop(a.unwrap().normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap()));
            }
            Event::Empty(tag) => {
                count += usize::from(tag.name().as_ref() == name);
                tag.attributes()
                    .for_each(|a| drop(a.unwrap().normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap()));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    count
}

#[test]
fn sarif_names_the_bytes_the_rules_and_the_fixes() {
    let folder = hostile();
    let log = json(&check(folder.path(), &["--format", "sarif"]));
    let run = &log["runs"][0];
    let rules: BTreeSet<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    let mut fixes = 0;
    for result in run["results"].as_array().unwrap() {
        assert!(rules.contains(result["ruleId"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"%-._~/".contains(&b)), "{uri}");
        let Some(start) = place["region"]["byteOffset"].as_u64() else { continue };
        let (name, text) = HOSTILE.iter().find(|(name, _)| encoded(name) == uri).unwrap();
        let end = start + place["region"]["byteLength"].as_u64().unwrap();
        assert_eq!(&text[start as usize..end as usize], place["region"]["snippet"]["text"], "{name}");
        let line = text[..start as usize].matches('\n').count() as u64 + 1;
        assert_eq!(place["region"]["startLine"], line);
        fixes += result["fixes"].as_array().map_or(0, Vec::len);
    }
    assert!(fixes > 5);
    assert!(
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().all(|r| r["help"]["markdown"]
            .as_str()
            .unwrap()
            .len()
            > 40)
    );
}

fn encoded(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    name.bytes().map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

#[test]
fn fingerprints_of_gitlab_are_unique() {
    let folder = hostile();
    fs::write(folder.path().join("copy.txt"), HOSTILE[0].1).unwrap();
    let issues = json(&check(folder.path(), &["--format", "gitlab"]));
    let issues = issues.as_array().unwrap();
    let prints: BTreeSet<&str> = issues.iter().map(|i| i["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len());
}

#[test]
fn suggestions_for_reviewdog_mend_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\u{1f389} “É.” In kyiv.\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let report = json(&check(folder.path(), &["--format", "rdjson"]));
    let suggestion = &report["diagnostics"][0]["suggestions"][0];
    let column = |end: &str| suggestion["range"][end]["column"].as_u64().unwrap() as usize - 1;
    let mended =
        format!("{}{}{}", &text[..column("start")], suggestion["text"].as_str().unwrap(), &text[column("end")..]);
    assert_eq!(mended, "\u{1f389} “É.” In Kyiv.\n");
}

#[test]
fn the_json_report_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = hostile();
    for args in [&["--format", "json"][..], &["--format", "json", "--statistics"], &["--format", "json", "--fix"]] {
        let report = json(&check(folder.path(), args));
        let errors: Vec<String> = validator.iter_errors(&report).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": 2})));
}
