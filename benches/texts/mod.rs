//! The texts that are measured with.

use std::fmt::Write as _;

/// About `size` bytes of news text without artifacts.
pub fn news(size: usize) -> String {
    let article = include_str!("../../samples/orchard.txt");
    let mut text = String::with_capacity(size + article.len());
    let mut number = 1000;
    while text.len() < size {
        for paragraph in article.split("\n\n") {
            number += 1;
            writeln!(text, "{paragraph} That was case {number}.\n").expect("writes to memory");
        }
    }
    text
}

/// An article as a machine left it.
pub fn machine_translated() -> &'static str {
    include_str!("../../samples/tram.txt")
}
