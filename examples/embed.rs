//! Embeds the linter: reports what is wrong with a text, and prints it with the safe corrections.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use copydesk::{Applicability, Article, LineIndex, Linter, Options, RuleSet};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = "The bridge\n\nMM. Duval and Roux opened the bridge on monday.\n";
    let linter = Linter::new(RuleSet::built_in(), Options::default())?;
    let lines = LineIndex::new(text);
    for finding in linter.check(&Article::new(text)).findings {
        let place = lines.position(text, finding.span.start);
        eprintln!("{}:{}: {}: {}", place.line, place.column, finding.severity, finding.message);
    }
    let fixed = linter.fix(Article::new(text), Applicability::Safe);
    print!("{}", fixed.article.text);
    Ok(())
}
