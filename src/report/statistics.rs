//! Statistics: findings of each rule and their rate, as a table.

use super::paint::{Ink, Paint};
use super::visible::{columns, visible};
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use std::cmp::Reverse;
use std::io::Write;

/// Writes the table of `summary`, the most frequent rule first, with the sum in the last row.
pub fn table(summary: &Summary, rules: &RuleSet, paint: Paint, out: &mut Vec<u8>) {
    let mut counts: Vec<_> = summary.by_rule.iter().map(|(id, count)| (rules.get(*id), *count)).collect();
    counts.sort_by_key(|(rule, count)| (Reverse(count.findings), rule.name.clone()));
    let row = |name: String, severity: &str, n: [usize; 4]| {
        let [findings, articles, safe, not_safe] = n.map(|n| n.to_string());
        [name, severity.to_owned(), findings, format!("{:.3}", summary.rate(n[0])), articles, safe, not_safe]
    };
    let mut rows = vec![
        ["rule", "severity", "findings", "per 1,000 words", "articles", "safe fixes", "unsafe fixes"]
            .map(str::to_owned),
    ];
    for (rule, count) in counts {
        let n = [count.findings, count.articles, count.safe, count.not_safe];
        rows.push(row(visible(&rule.name), rule.severity.name(), n));
    }
    rows.push(row("all rules".to_owned(), "", [summary.findings(), summary.touched, summary.safe, summary.not_safe]));
    write_table(&rows, 2, paint, out);
}

/// Writes `rows`, the first being the heads of the columns; the first `left` columns are flush left, the others right.
pub fn write_table<const N: usize>(rows: &[[String; N]], left: usize, paint: Paint, out: &mut Vec<u8>) {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).max(*width);
        }
    }
    for (i, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (n, (cell, width)) in row.iter().zip(widths).enumerate() {
            let space = " ".repeat(width - columns(cell));
            let gap = if n == 0 { "" } else { "  " };
            let (before, after) = if n < left { ("", space.as_str()) } else { (space.as_str(), "") };
            line.push_str(&[gap, before, cell, after].concat());
        }
        let line = line.trim_end();
        // Writing into memory cannot fail.
        let _ = if i == 0 { writeln!(out, "{}", paint.with(Ink::Strong, line)) } else { writeln!(out, "{line}") };
    }
}
