//! Examples whose wrong words stand between square brackets.

use crate::span::Span;

/// The text without the outer square brackets, and what stood between each pair of them. Several marked places are several
/// findings, for rules that ask for a number of them. None if no place is marked, or a bracket is left over.
pub fn unmark(bad: &str) -> Option<(String, Vec<Span>)> {
    let mut text = String::with_capacity(bad.len());
    let mut spans = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for c in bad.chars() {
        match c {
            '[' if depth == 0 => (depth, from) = (1, text.len()),
            ']' if depth == 1 => {
                depth = 0;
                spans.push(Span::new(from as u32, text.len() as u32));
            }
            '[' => {
                depth += 1;
                text.push(c);
            }
            ']' => {
                depth = usize::checked_sub(depth, 1)?;
                text.push(c);
            }
            c => text.push(c),
        }
    }
    (depth == 0 && !spans.is_empty()).then_some((text, spans))
}
