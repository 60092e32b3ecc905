//! Baselines: findings that are known and let pass, recorded by fingerprint, so that edits elsewhere bring none back.

use super::Report;
use super::fingerprint::fingerprints;
use crate::problem::Mistake;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Version of the file's form; a change that breaks readers raises it.
const VERSION: u32 = 1;

/// Findings by article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    articles: BTreeMap<String, BTreeSet<u64>>,
}

/// The file as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineFile {
    version: u32,
    articles: BTreeMap<String, BTreeSet<String>>,
}

/// What helps against a baseline that cannot be read.
const AGAIN: &str = "write it anew with --write-baseline";

impl Baseline {
    /// Reads what [`Baseline::to_json`] wrote.
    ///
    /// # Errors
    /// When it is not that, with the bytes that are wrong where they are known.
    pub fn parse(json: &str) -> Result<Self, Mistake> {
        let file: BaselineFile =
            serde_json::from_str(json).map_err(|e| Mistake::of_json(&e, json).with(AGAIN.to_owned()))?;
        if file.version != VERSION {
            let message = format!("a baseline of version {}; this copydesk reads version {VERSION}", file.version);
            return Err(Mistake::new(message).with(AGAIN.to_owned()));
        }
        let print = |s: &String| {
            u64::from_str_radix(s, 16)
                .map_err(|_| Mistake::new(format!("`{s}` is not a fingerprint")).with(AGAIN.to_owned()))
        };
        let mut articles = BTreeMap::new();
        for (article, prints) in file.articles {
            articles.insert(article, prints.iter().map(print).collect::<Result<_, _>>()?);
        }
        Ok(Self { articles })
    }

    /// The baseline as JSON, a line an article, so that changes of it are easy to read.
    #[must_use]
    pub fn to_json(&self) -> String {
        let hex = |prints: &BTreeSet<u64>| prints.iter().map(|p| format!("{p:016x}")).collect();
        let articles = self.articles.iter().filter(|(_, p)| !p.is_empty()).map(|(a, p)| (a.clone(), hex(p))).collect();
        let file = BaselineFile { version: VERSION, articles };
        // Every key is a string, and memory takes what is written.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// What the article at `path` is called in a baseline in `folder`.
    #[must_use]
    pub fn name(folder: &Path, path: &Path) -> String {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
        let name = absolute.strip_prefix(folder).unwrap_or(path);
        name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// Records the fingerprints of `article`.
    pub fn record(&mut self, article: String, prints: impl IntoIterator<Item = u64>) {
        self.articles.entry(article).or_default().extend(prints);
    }

    /// For each finding of `report`, whether it is recorded for `article`.
    #[must_use]
    pub fn old(&self, article: &str, report: &Report<'_>) -> Vec<bool> {
        let Some(known) = self.articles.get(article) else { return Vec::new() };
        fingerprints(report).iter().map(|print| known.contains(print)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::outcome::Origin;

    #[test]
    fn what_is_written_is_read() {
        let (rules, checked) = (sample::rules(), sample::checked());
        let article = Article::new(sample::ARTICLE);
        let report = Report::new(Origin::file("a.txt", Format::Plain), &article, &rules, &checked);
        let mut baseline = Baseline::default();
        baseline.record("a.txt".into(), fingerprints(&report).into_iter().take(1));
        let json = baseline.to_json();
        assert_eq!(Baseline::parse(&json).unwrap(), baseline);
        assert_eq!(baseline.old("a.txt", &report), [true, false]);
        assert!(baseline.old("b.txt", &report).is_empty());
        assert!(json.ends_with("}\n"));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        let refused = |json: &str| Baseline::parse(json).unwrap_err();
        assert_eq!(refused("{\n}}").range(), Some(2..3));
        assert!(refused("{\"version\": 2, \"articles\": {}}").message.contains("version 2"));
        assert!(refused("{\"version\": 1, \"articles\": {\"a\": [\"x\"]}}").message.contains("`x`"));
    }
}
