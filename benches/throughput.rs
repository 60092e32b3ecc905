//! Throughput in bytes of article text: tokens alone, the whole document, all rules, fixing; and start-up.
//!
//! `cargo bench` runs all of it; `cargo bench -- rules` one group. The text is made of the sample articles, repeated
//! with changing numbers so that no paragraph stands twice.

mod texts;

use copydesk::internal::{Document, token};
use copydesk::{Applicability, Article, Linter, Options, RuleSet};
use divan::Bencher;
use divan::counter::BytesCount;
use texts::{machine_translated, news};

fn main() {
    divan::main();
}

#[divan::bench]
fn tokens(bencher: Bencher<'_, '_>) {
    let text = news(1_000_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| token::tokenize(&text));
}

#[divan::bench]
fn document(bencher: Bencher<'_, '_>) {
    let text = news(1_000_000);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Document::new(&text).tokens.len());
}

#[divan::bench]
fn rules(bencher: Bencher<'_, '_>) {
    let text = news(1_000_000);
    let linter = Linter::new(RuleSet::built_in(), Options::default()).expect("the built-in rules are valid");
    bencher.counter(BytesCount::of_str(&text)).bench(|| linter.check(&Article::new(&*text)).findings.len());
}

#[divan::bench]
fn rules_on_one_article(bencher: Bencher<'_, '_>) {
    let text = machine_translated();
    let linter = Linter::new(RuleSet::built_in(), Options::default()).expect("the built-in rules are valid");
    bencher.counter(BytesCount::of_str(text)).bench(|| linter.check(&Article::new(text)).findings.len());
}

#[divan::bench]
fn fix(bencher: Bencher<'_, '_>) {
    let text = machine_translated();
    let linter = Linter::new(RuleSet::built_in(), Options::default()).expect("the built-in rules are valid");
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| linter.fix(Article::new(text), Applicability::Safe).article.text.len());
}

#[divan::bench]
fn start_up(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Linter::new(RuleSet::built_in(), Options::default()).map(|linter| linter.rules().len()));
}
