//! How often tokens come in text, as the index of rules wants to know it.

use copydesk::internal::fold;
use copydesk::internal::token::{self, Case, TokenKind};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A token is listed from so many times on.
const LEAST: usize = 4;

/// The table `src/pattern/frequent.tsv`, counted over the files of `folder`: tokens by their folded form with their number
/// in 1,000 tokens, in small letters (or without letters) and with a capital.
///
/// # Errors
/// When a file cannot be read.
pub fn table(folder: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    let counts = count(&files)?;
    let all: usize = counts.values().map(|(small, capital)| small + capital).sum();
    let thousandth = |count: usize| count as f64 * 1000.0 / all as f64;
    let mut rows: Vec<_> = counts.into_iter().filter(|(_, (small, capital))| small + capital >= LEAST).collect();
    rows.sort_by(|a, b| (b.1.0 + b.1.1).cmp(&(a.1.0 + a.1.1)).then_with(|| a.0.cmp(&b.0)));
    let mut out = "word\tsmall\tcapital\n".to_owned();
    for (word, (small, capital)) in rows {
        writeln!(out, "{word}\t{:.2}\t{:.2}", thousandth(small), thousandth(capital)).map_err(io::Error::other)?;
    }
    Ok(out)
}

fn count(files: &[PathBuf]) -> io::Result<BTreeMap<String, (usize, usize)>> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(file)?;
        for token in token::tokenize(&text).iter().filter(|t| t.kind != TokenKind::Url) {
            let (small, capital) = counts.entry(fold::fold(token.span.of(&text)).into_owned()).or_default();
            match token.case {
                Case::Lower | Case::None => *small += 1,
                Case::Title | Case::Upper | Case::Mixed => *capital += 1,
            }
        }
    }
    Ok(counts)
}
