//! A table for spreadsheets, as RFC 4180 has it: a row a finding, under a row with the names of the columns.
//!
//! It begins with a byte order mark, without which Excel takes UTF-8 for an old encoding. Line ends in cells are made
//! visible, so that each row is one line. In a file of records the line is the record's and the column 1.

use super::visible::visible;
use super::{Report, Writer};
use crate::finding::Applicability;
use crate::formats::jsonl::RecordId;

/// Writes one row a finding.
#[derive(Debug)]
pub struct Csv;

const COLUMNS: [&str; 11] =
    ["file", "line", "column", "id", "severity", "rule", "category", "message", "words", "suggestion", "applicability"];

impl Writer for Csv {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice("\u{feff}".as_bytes());
        row(&COLUMNS, out);
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        for finding in report.fresh() {
            let rule = report.rules.get(finding.rule);
            let start = report.place(finding.span).start;
            let (line, column) = match report.origin.record {
                Some(record) => (record.line, 1),
                None => (u64::from(start.line), start.column),
            };
            let cells: [&str; COLUMNS.len()] = [
                report.origin.path,
                &line.to_string(),
                &column.to_string(),
                &report.origin.record.and_then(|r| r.id).map(RecordId::to_string).unwrap_or_default(),
                finding.severity.name(),
                &rule.name,
                &rule.category,
                &finding.message,
                finding.span.of(report.text()),
                finding.fixes.first().map_or("", |fix| &fix.title),
                report.fixable(finding).map_or("", Applicability::name),
            ];
            row(&cells, out);
        }
    }
}

fn row(cells: &[&str], out: &mut Vec<u8>) {
    out.extend_from_slice(cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(",").as_bytes());
    out.extend_from_slice(b"\r\n");
}

fn cell(text: &str) -> String {
    let mut shown = visible(text);
    // An apostrophe tells a spreadsheet that a text is no formula. Signs of full width count as signs in East Asia, and
    // some programs drop spaces before them.
    if shown.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        shown.insert(0, '\'');
    }
    if shown.contains([',', '"']) { format!("\"{}\"", shown.replace('"', "\"\"")) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::outcome::{Origin, RecordPlace, sample};

    fn written(origin: Origin<'_>) -> String {
        let (rules, checked) = (sample::rules(), sample::checked());
        let article = Article::new(sample::ARTICLE);
        let mut out = Vec::new();
        Csv.open(&mut out);
        Csv.article(&Report::new(origin, &article, &rules, &checked), &mut out);
        String::from_utf8(out).unwrap()
    }

    /// The cells of a table, as RFC 4180 reads them.
    fn read(table: &str) -> Vec<Vec<String>> {
        let line = |line: &str| {
            let (mut cells, mut quoted, mut signs) = (vec![String::new()], false, line.chars().peekable());
            while let Some(c) = signs.next() {
                match c {
                    '"' if quoted && signs.next_if_eq(&'"').is_some() => cells.last_mut().unwrap().push('"'),
                    '"' => quoted = !quoted,
                    ',' if !quoted => cells.push(String::new()),
                    c => cells.last_mut().unwrap().push(c),
                }
            }
            assert!(!quoted, "{line}");
            cells
        };
        let table = table.strip_prefix('\u{feff}').unwrap();
        table.strip_suffix("\r\n").unwrap().split("\r\n").map(line).collect()
    }

    #[test]
    fn one_row_a_finding() {
        insta::assert_snapshot!(written(Origin::file("bridge.txt", Format::Plain)).replace("\r\n", "\n"));
    }

    #[test]
    fn any_name_is_one_cell() {
        for (name, shown) in [
            ("a,b \"c\".txt", "a,b \"c\".txt"),
            ("\"", "\""),
            ("two\r\nlines.txt", "two↵lines.txt"),
            ("\u{1b}[2J.txt", "␛[2J.txt"),
        ] {
            let rows = read(&written(Origin::file(name, Format::Plain)));
            assert_eq!((rows.len(), &*rows[0]), (3, &COLUMNS.map(String::from)[..]));
            assert!(rows.iter().all(|r| r.len() == COLUMNS.len()), "{rows:?}");
            assert_eq!((&*rows[1][0], &*rows[2][0]), (shown, shown));
        }
    }

    #[test]
    fn nothing_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "=\"a\",b"] {
            let id = RecordId::Text(text.into());
            let rows = read(&written(Origin::record(text, RecordPlace { line: 7, last: 7, id: Some(&id) })));
            let shown = format!("'{}", visible(text));
            assert_eq!((&rows[1][0], &*rows[1][1], &*rows[1][2], &rows[1][3]), (&shown, "7", "1", &shown));
        }
        assert_eq!(cell("1-1=0"), "1-1=0");
    }
}
