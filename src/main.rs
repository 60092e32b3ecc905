//! temp
use copydesk::*;
fn main() {
    let rules = match rule::RuleSet::load(&[]) { Ok(r) => r, Err(e) => { println!("{e}"); return } };
    let linter = match engine::Linter::new(&rules, engine::Options::default()) { Ok(r) => r, Err(e) => { println!("{e}"); return } };
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let about = engine::About { source_language: std::env::args().nth(2).map(Into::into), published: None };
    for f in linter.check(&text, &about).findings {
        println!("{} {} {:?} — {} => {:?}", f.span, rules.get(f.rule).name, f.span.of(&text), f.message, f.fixes.iter().map(|x| format!("{}:{}", x.applicability.name(), x.title)).collect::<Vec<_>>());
    }
}
