//! How a document writes: American or British, with or without a stop after `Mr`, straight or curly marks.

use crate::language::Variety;
use crate::text::Document;
use crate::text::fold;
use crate::text::token::{Flags, Token, TokenKind};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Spelling and typography of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentStyle {
    /// The variety of English: given, or inferred from at least five words and marks of which four fifths agree.
    pub english: Option<Variety>,
    /// Words and marks that speak for American and for British English.
    pub votes: (u32, u32),
    /// Whether `Mr`, `Ms`, `Mrs` take a full stop here.
    pub dotted_titles: bool,
    /// Whether the double marks are curly.
    pub curly: bool,
}

/// The least number of votes that decide between varieties.
const VOTES: u32 = 5;

/// Tokens from the start that are looked at: a book is in one variety throughout.
const FIRST: usize = 50_000;

/// Spellings of one variety, with that variety. Sources: the spelling tables of the AP Stylebook (Webster's New World)
/// and of the Guardian and BBC style guides (Collins).
const SPELLINGS: &str = include_str!("spellings.tsv");

fn spellings() -> &'static HashMap<u32, (Variety, &'static str), fold::Hashed> {
    static TABLE: OnceLock<HashMap<u32, (Variety, &'static str), fold::Hashed>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = SPELLINGS.lines().skip(1).filter_map(|line| line.split_once('\t'));
        rows.map(|(word, variety)| (fold::hash(word), (if variety == "us" { Variety::Us } else { Variety::Uk }, word)))
            .collect()
    })
}

impl DocumentStyle {
    /// Reads the style of `doc`; a variety that was given stands.
    #[must_use]
    pub fn of(doc: &Document<'_>, given: Option<Variety>) -> Self {
        let table = spellings();
        let (mut us, mut uk) = (0, 0);
        let (mut dotted, mut plain) = (0, 0);
        let (mut curly, mut straight) = (0, 0);
        let titles = [fold::hash("mr"), fold::hash("mrs"), fold::hash("ms")];
        for (at, token) in doc.tokens.iter().enumerate().take(FIRST) {
            match token.kind {
                TokenKind::Word => {
                    if titles.contains(&token.fold) && token.span.len() <= 3 {
                        let stop = doc
                            .tokens
                            .get(at + 1)
                            .is_some_and(|n| n.span.start == token.span.end && doc.str(at + 1) == ".");
                        *(if stop { &mut dotted } else { &mut plain }) += 1;
                    } else if let Some((variety, word)) = table.get(&token.fold) {
                        // A capitalised word inside a sentence may be part of a name: Labour Party, World Trade Organization.
                        if fold::same(doc.str(at), word) {
                            *(if *variety == Variety::Us { &mut us } else { &mut uk }) += 1;
                        }
                    }
                }
                TokenKind::Quote => {
                    match doc.str(at) {
                        "“" | "”" => curly += 1,
                        "\"" => straight += 1,
                        _ => continue,
                    }
                    // Only one of the two varieties sets commas and stops outside.
                    let outside = |n: &Token| n.span.start == token.span.end && matches!(doc.str(at + 1), "," | ".");
                    if token.has(Flags::CLOSES) && doc.tokens.get(at + 1).is_some_and(outside) {
                        uk += 1;
                    }
                }
                _ => {}
            }
        }
        let (us, uk) = (us + dotted, uk + plain);
        let english = given.or_else(|| {
            let (most, variety) = if us >= uk { (us, Variety::Us) } else { (uk, Variety::Uk) };
            (most >= VOTES && most * 5 >= (us + uk) * 4).then_some(variety)
        });
        let dotted_titles = if dotted + plain > 0 { dotted >= plain } else { english != Some(Variety::Uk) };
        Self { english, votes: (us, uk), dotted_titles, curly: curly >= straight && curly > 0 }
    }

    /// What `{style.…}` stands for in templates.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&'static str> {
        Some(match (name, self.dotted_titles) {
            ("style.mr", true) => "Mr.",
            ("style.mr", false) => "Mr",
            ("style.ms", true) => "Ms.",
            ("style.ms", false) => "Ms",
            ("style.mrs", true) => "Mrs.",
            ("style.mrs", false) => "Mrs",
            // Where a comma goes at a closing mark: inside it, except in British English.
            ("style.comma_before", _) => {
                if self.english == Some(Variety::Uk) {
                    ""
                } else {
                    ","
                }
            }
            ("style.comma_after", _) => {
                if self.english == Some(Variety::Uk) {
                    ","
                } else {
                    ""
                }
            }
            ("style.open", _) => {
                if self.curly {
                    "“"
                } else {
                    "\""
                }
            }
            ("style.close", _) => {
                if self.curly {
                    "”"
                } else {
                    "\""
                }
            }
            _ => return None,
        })
    }
}
