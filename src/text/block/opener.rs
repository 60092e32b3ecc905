//! How captions, bylines and page furniture begin: a table of phrases, looked up by the first word's hash.

use super::Role;
use crate::text::fold;
use crate::text::token::{self, Token, TokenKind};
use std::sync::LazyLock;

struct Opener {
    folds: Box<[u32]>,
    role: Role,
    /// The longest block, in words, that the phrase makes one of its role.
    words: usize,
}

const OPENERS: &str = include_str!("openers.tsv");

static TABLE: LazyLock<Box<[Opener]>> = LazyLock::new(|| {
    let mut table: Vec<Opener> = OPENERS.lines().skip(1).filter_map(parse).collect();
    // The longest phrase is tried first.
    table.sort_by_key(|o| (o.folds[0], std::cmp::Reverse(o.folds.len())));
    table.into()
});

fn parse(line: &str) -> Option<Opener> {
    let mut columns = line.split('\t');
    let phrase = columns.next()?;
    let role = match columns.next()? {
        "boilerplate" => Role::BoilerplateCandidate,
        "byline" => Role::Byline,
        "caption" => Role::Caption,
        _ => return None,
    };
    let words = columns.next()?.parse().ok()?;
    let folds: Box<[u32]> = token::tokenize(phrase).iter().map(|t| fold::hash(t.span.of(phrase))).collect();
    (!folds.is_empty()).then_some(Opener { folds, role, words })
}

/// The role of a block of `words` words that begins with `tokens`, if one of the phrases opens it. A phrase of one
/// word does so only without a final full stop (`stopped`): `Advertising revenue fell.` is a sentence.
pub(super) fn role(tokens: &[Token], words: usize, stopped: bool) -> Option<Role> {
    let first = tokens.first()?.fold;
    let from = TABLE.partition_point(|o| o.folds[0] < first);
    let mut same = TABLE[from..].iter().take_while(|o| o.folds[0] == first);
    let opens = |o: &&Opener| {
        words <= o.words
            && !(stopped && o.folds.len() == 1 && tokens[0].kind == TokenKind::Word)
            && tokens.len() >= o.folds.len()
            && o.folds.iter().zip(tokens).all(|(&fold, token)| fold == token.fold)
    };
    same.find(opens).map(|o| o.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_known() {
        let rows: Vec<&str> = OPENERS.lines().skip(1).collect();
        for pair in rows.windows(2) {
            assert!(pair[0] < pair[1], "not sorted, or twice: {pair:?}");
        }
        for row in rows {
            assert!(parse(row).is_some(), "{row}");
        }
    }
}
