//! Any text, read as an article in any format, from any language, under several sets of options: the findings lie on
//! character boundaries and in order, fixing comes to an end and is what its edits say, a second fixing changes nothing.

#![no_main]

#[path = "../../tests/common/settled.rs"]
mod settled;

use copydesk::{Format, Language, Linter, Options, RuleSet, Selection, Variety};
use libfuzzer_sys::fuzz_target;
use std::sync::{Arc, LazyLock};

const FORMATS: [Format; 4] = [Format::Plain, Format::Markdown, Format::Html, Format::Subtitles];
const LANGUAGES: [&str; 14] = ["", "fr", "de", "es", "it", "pt", "ru", "uk", "pl", "cs", "zh", "ja", "ko", "ar"];

/// One for each set of options: as it is by default, in either variety of English, with all rules.
static LINTERS: LazyLock<Vec<Linter>> = LazyLock::new(|| {
    let rules = Arc::new(RuleSet::built_in());
    // All rules but the one that takes back what another does: no house asks for both.
    let all = Selection { ignore: vec!["towards".to_owned()], ..Selection::only(["all"]) };
    let english = |variety| Options { english: Some(variety), ..Options::default() };
    let all = Options { selections: vec![all], ..Options::default() };
    let linter = |options| Linter::new(Arc::clone(&rules), options).expect("the rule `towards` is there");
    [Options::default(), english(Variety::Us), english(Variety::Uk), all].into_iter().map(linter).collect()
});

fuzz_target!(|input: (u8, u8, u8, &str)| {
    let (format, language, options, text) = input;
    let of = |number: u8, count: usize| usize::from(number) % count;
    let language: Option<Language> = LANGUAGES[of(language, LANGUAGES.len())].parse().ok();
    let linter = &LINTERS[of(options, LINTERS.len())];
    settled::check_fix_check(linter, FORMATS[of(format, FORMATS.len())], language.as_ref(), text);
});
