//! Any bytes, read as an article: the findings lie on character boundaries and in order, fixing comes to an end, a
//! second fixing changes nothing, and text outside the edits stays as it was.

#![no_main]

use copydesk::engine::{Linter, Options};
use copydesk::finding::Applicability;
use copydesk::fix;
use copydesk::rule::RuleSet;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::built_in);
static LINTER: LazyLock<Linter> = LazyLock::new(|| {
    // All rules but the one that takes back what another does: no house asks for both.
    let selected = RULES.rules.iter().map(|rule| &*rule.name != "towards").collect();
    let options = Options { selected, ..Options::default() };
    Linter::new(&RULES, options).expect("the built-in rules are valid")
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let about = About { source_language: Some("fr".into()), published: None, ..About::default() };
    let check = |text: &str| LINTER.check(text, &about);
    let checked = check(text);
    let mut last = 0;
    for finding in &checked.findings {
        assert!(text.get(finding.span.range()).is_some(), "{finding:?} is no place of the text");
        assert!(finding.span.start >= last, "the findings are not in order");
        last = finding.span.start;
    }
    for threshold in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = fix::settle(text, None, threshold, check).unwrap_or_else(|u| panic!("{u:?} on {text:?}"));
        assert_eq!(edits::apply(text, &fixed.edits), fixed.text, "the edits do not give the fixed text");
        let again = fix::settle(&fixed.text, None, threshold, check).expect("settled once");
        assert_eq!(again.text, fixed.text, "a second fixing changes the text");
    }
});
