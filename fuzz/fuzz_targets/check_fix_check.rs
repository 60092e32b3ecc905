//! Any bytes, read as an article: the findings lie on character boundaries and in order, fixing comes to an end, a
//! second fixing changes nothing, and text outside the edits stays as it was.

#![no_main]

use copydesk::internal::apply;
use copydesk::{Applicability, Article, Linter, Options, RuleSet, Selection, Source};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static LINTER: LazyLock<Linter> = LazyLock::new(|| {
    // All rules but the one that takes back what another does: no house asks for both.
    let selection = Selection { ignore: vec!["towards".to_owned()], ..Selection::only(["all"]) };
    let options = Options { selections: vec![selection], ..Options::default() };
    Linter::new(RuleSet::built_in(), options).expect("the rule `towards` is there")
});

/// An article translated from French.
fn article(text: &str) -> Article<'_> {
    Article { source: Source { language: "fr".parse().ok(), ..Source::default() }, ..Article::new(text) }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let checked = LINTER.check(&article(text));
    let mut last = 0;
    for finding in &checked.findings {
        assert!(text.get(finding.span.range()).is_some(), "{finding:?} is not a place of the text");
        assert!(finding.span.start >= last, "the findings are not in order");
        last = finding.span.start;
    }
    for threshold in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = LINTER.fix(article(text), threshold).unwrap_or_else(|u| panic!("{u:?} on {text:?}"));
        let after = &*fixed.article.text;
        assert_eq!(apply(text, &fixed.edits), after, "the edits do not give the fixed text");
        let again = LINTER.fix(article(after), threshold).expect("settled once");
        assert_eq!(again.article.text, after, "a second fixing changes the text");
    }
});
