//! Reports of copydesk, recognised by how they begin.

/// Whether `text` is a report that copydesk has written, in any of the formats.
#[must_use]
pub fn is_report(text: &str) -> bool {
    const HEADS: [&str; 8] = [
        "{\"version\":1,\"tool\":{\"name\":\"copydesk\"",
        "{\"source\":{\"name\":\"copydesk\"}",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"copydesk\">",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=",
        "\u{feff}file,line,column,id,severity,rule,category,message,words,suggestion,applicability",
        "## copydesk\n",
        "[\n]\n",
        "rule ",
    ];
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let second = rest.split('\n').next().unwrap_or_default();
    let has = |parts: &[&str]| parts.iter().all(|part| text.contains(part));
    HEADS[..7].iter().any(|head| text.starts_with(head))
        || text.starts_with("<!DOCTYPE html>") && has(&["<title>copydesk report</title>"])
        || text.starts_with("{\"$schema\":\"https://json.schemastore.org/sarif-")
            && has(&["\"driver\":{\"name\":\"copydesk\""])
        || first.starts_with("{\"path\":") && has(&["\"source_language\":", "\"score\":", "\"findings\":["])
        || first == "[" && second.starts_with("{\"description\":") && has(&["\"check_name\":", "\"fingerprint\":"])
        || first.starts_with(HEADS[7]) && has(&["severity", "findings", "per 1,000 words", "safe fixes"])
        || lines(text).all(is_command)
        || lines(text).all(is_concise)
        || is_long(first) && second.trim_start().starts_with("--> ")
        || lines(text).count() == 1 && is_last(first)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

/// A workflow command of GitHub.
fn is_command(line: &str) -> bool {
    ["::error file=", "::warning file=", "::notice file="].iter().any(|head| line.starts_with(head))
}

/// A severity and what stands behind it.
fn severity(text: &str) -> Option<&str> {
    ["error", "warning", "info"].iter().find_map(|severity| text.strip_prefix(severity))
}

/// A line of the concise report: `path:3:1: error rule message`.
fn is_concise(line: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    line.match_indices(": ").any(|(at, colon)| {
        let mut place = line[..at].rsplitn(3, ':');
        let places = [place.next(), place.next()].into_iter().all(|part| part.is_some_and(number));
        places
            && place.next().is_some()
            && severity(&line[at + colon.len()..]).is_some_and(|rest| rest.starts_with(' '))
    })
}

/// The first line of a finding in the report for people: `error[rule]: message`.
fn is_long(line: &str) -> bool {
    severity(line).is_some_and(|rest| rest.starts_with('[') && rest.contains("]: "))
}

/// The last line of the report for people, which stands alone if nothing was found.
fn is_last(line: &str) -> bool {
    line.starts_with("No findings in ") || line.starts_with("Fixed ") && line.ends_with("No findings remain")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::finding::Applicability;
    use crate::formats::Format;
    use crate::outcome::summary::Summary;
    use crate::outcome::{Origin, Report, sample};
    use crate::report::formats::{REPORT_FORMATS, Wanted};
    use crate::report::paint::Paint;
    use crate::report::text::Fixing;

    #[test]
    fn the_reports_of_every_format_are_recognised() {
        let (rules, checked) = (sample::rules(), sample::checked());
        let article = Article::new(sample::ARTICLE);
        let report = Report::new(Origin::file("a.txt", Format::Plain), &article, &rules, &checked);
        for format in &REPORT_FORMATS {
            for (statistics, empty) in [(false, false), (false, true), (true, false)] {
                let fixing = Fixing::Offered(Applicability::Safe);
                let writer = format.writer(&Wanted { paint: Paint::default(), fixing, statistics, baseline: false });
                let (mut out, mut summary) = (Vec::new(), Summary::default());
                writer.open(&mut out);
                if !empty {
                    writer.article(&report, &mut out);
                    summary = Summary::of(&report, Default::default());
                }
                writer.close(&summary, &rules, &mut out);
                let out = String::from_utf8(out).unwrap();
                assert!(is_report(&out), "{}: {out}", format.name);
            }
        }
    }

    #[test]
    fn nothing_else_is_taken_for_one() {
        for text in [
            "The envoy left Kyiv.\n",
            "Error: a warning came at 10:15: error in the data.\n",
            "## copy desks\n\nThey are rare.\n",
            "{\"path\": \"a\", \"text\": \"The envoy left.\"}\n",
            "<!DOCTYPE html><html><title>copydesk</title><p>The envoy left.",
            "[\n{\"id\": 1}\n]\n",
            "{\"version\": 1, \"articles\": {}}",
            "error: the envoy left\n",
            "No findings were made public.\n\nThe envoy left.\n",
            "rule of law\n",
        ] {
            assert!(!is_report(text), "{text}");
        }
    }
}
