use super::*;
use crate::text::token::tokenize;
#[test]
fn smoke() {
    let text = std::fs::read_to_string("/tmp/tagswork/sents.txt").unwrap();
    for line in text.lines() {
        let t = tokenize(line);
        let tags = tag(line, &t);
        let out: Vec<String> = t.iter().zip(&tags).map(|(t, g)| format!("{}/{g}", t.span.of(line))).collect();
        println!("{}\n", out.join(" "));
    }
}
