//! A quotation that its speaker follows, in one paragraph, without a mark that closes it: `“It is over. he said.`

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::text::fold;
use crate::text::token::{Case, Flags, TokenKind};
use serde::Deserialize;

/// A quotation that its speaker follows without a mark that closes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LostClosingMark {
    /// Verbs that name who said it.
    verbs: Vec<String>,
    /// Pronouns that stand before the verb.
    speakers: Vec<String>,
}

/// How many tokens back the opening mark is looked for.
const FARTHEST: usize = 120;

impl Check for LostClosingMark {
    fn words(&self) -> Vec<u32> {
        self.verbs.iter().map(|verb| fold::hash(verb)).collect()
    }

    fn run(&self, cx: &Context<'_>, places: &[usize]) -> Vec<Match> {
        places.iter().filter_map(|&verb| self.lost(cx, verb)).collect()
    }
}

impl LostClosingMark {
    fn lost(&self, cx: &Context<'_>, verb: usize) -> Option<Match> {
        let tokens = &cx.doc.tokens;
        let block = cx.doc.block_of(verb);
        let start = block.start as usize;
        let named = verb > start && self.speakers.iter().any(|word| word == cx.doc.str(verb - 1));
        let first = verb - usize::from(named);
        let small = tokens[first].case == Case::Lower && tokens[first].has(Flags::SPACE_BEFORE);
        let stop = first.checked_sub(1).filter(|&stop| small && stop > start && cx.doc.str(stop) == ".")?;
        if tokens[stop].has(Flags::SPACE_BEFORE) || tokens[stop - 1].kind != TokenKind::Word {
            return None;
        }
        // Only an opening mark with nothing that closes behind it: a mark that has a partner is none of them.
        let near = start.max(stop.saturating_sub(FARTHEST))..stop;
        let open = near.rev().find(|&at| {
            tokens[at].kind == TokenKind::Quote && (tokens[at].has(Flags::OPENS) || tokens[at].has(Flags::CLOSES))
        });
        let open = open.filter(|&at| tokens[at].has(Flags::OPENS))?;
        let close = closing(cx.doc.str(open))?;
        let comma = |name: &str| cx.style().value(name).unwrap_or_default();
        let said = format!("{}{close}{}", comma("style.comma_before"), comma("style.comma_after"));
        Some(Match {
            span: tokens[stop].span.to(tokens[verb].span),
            values: Vec::new(),
            hint: false,
            related: vec![Related { span: tokens[open].span, message: "the quotation begins here".into() }],
            fixes: vec![Fix {
                title: format!("Write `{said}`").into(),
                edits: vec![Edit::new(tokens[stop].span, said)],
                applicability: Applicability::Unsafe,
            }],
        })
    }
}

/// The mark that closes what `open` opens.
fn closing(open: &str) -> Option<&'static str> {
    Some(match open {
        "“" => "”",
        "\"" => "\"",
        "‘" => "’",
        "'" => "'",
        "«" => "»",
        "„" => "“",
        _ => return None,
    })
}
