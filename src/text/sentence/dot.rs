//! Whether a full stop ends its sentence, or belongs to an abbreviation, a date, a number or a name.

use super::lexicon::{Abbreviation, WordClass};
use super::{Cutter, Gap, Start};
use crate::text::stop::{Stop, stop};
use crate::text::token::{Case, Flags, TokenKind};

impl Cutter<'_> {
    /// Whether a full stop after token `before` ends its sentence.
    pub(super) fn dot_ends(&self, before: usize, gap: &Gap) -> bool {
        let token = &self.tokens[before];
        let glued_stop = !self.tokens[before + 1].has(Flags::SPACE_BEFORE);
        if token.kind == TokenKind::Word && glued_stop {
            let class = self.abbreviation(before, gap);
            if let Some(ends) = class.and_then(|class| self.abbreviation_ends(class, before, gap)) {
                return ends;
            }
        }
        if !gap.spaced && !gap.quote && !gap.bracket {
            return self.glued_ends(before, gap);
        }
        let short = token.kind == TokenKind::Number && token.span.len() <= 2;
        if short && (before == self.start || self.is_date(before, gap)) {
            return false;
        }
        match gap.start {
            Start::Upper | Start::Digit => true,
            Start::Caseless => gap.spaced,
            Start::Sign => gap.spaced,
            Start::Lower => !(gap.quote || gap.bracket || short || self.looks_cut_short(before)),
            Start::Mark => false,
        }
    }

    fn abbreviation(&self, at: usize, gap: &Gap) -> Option<Abbreviation> {
        // Both neighbours in capitals: a headline in capitals, not an acronym at a sentence's end.
        let capital = |at: usize| {
            let token = &self.tokens[at];
            token.case == Case::Upper || token.kind != TokenKind::Word
        };
        let caps = capital(gap.word) && self.before(at).is_none_or(capital);
        self.lexicon.abbreviation(self.text, &self.tokens[at], caps)
    }

    /// Whether the text after a day number goes on with the month: `21. December`, `24. 12. 2022`.
    fn is_date(&self, before: usize, gap: &Gap) -> bool {
        let dot = |at: usize| self.get(at).is_some_and(|t| stop(self.text, t) == Some(Stop::Dot));
        let token = &self.tokens[gap.word];
        let number = token.kind == TokenKind::Number
            && match token.span.len() {
                1 | 2 => dot(gap.word + 1),
                4 => before >= self.start + 2 && dot(before - 1) && self.tokens[before - 2].kind == TokenKind::Number,
                _ => false,
            };
        number || self.is(gap.word, WordClass::MONTH)
    }

    /// Whether a full stop ends its sentence although the next word is glued to it.
    fn glued_ends(&self, before: usize, gap: &Gap) -> bool {
        let (token, next) = (&self.tokens[before], &self.tokens[gap.word]);
        if before == self.start && token.kind == TokenKind::Number || gap.dash {
            return false;
        }
        match gap.start {
            // `ASP.NET`, `Booking.Com`; a single capital is an initial or the start of an acronym.
            Start::Upper if next.case == Case::Upper => token.case == Case::Lower,
            Start::Upper => {
                (next.span.len() > 1 || self.is(gap.word, WordClass::STARTER)) && !self.is(gap.word, WordClass::ENDING)
            }
            Start::Lower => {
                let starts = self.is(gap.word, WordClass::STARTER) && !self.is(gap.word, WordClass::SUFFIX);
                token.case == Case::Lower && token.span.len() >= 3 && starts
            }
            _ => false,
        }
    }

    /// Whether a word has no vowel, as most abbreviations that no list has.
    fn looks_cut_short(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.kind == TokenKind::Word
            && matches!(token.case, Case::Lower | Case::Title)
            && token.span.len() <= 5
            && self.str(at).bytes().all(|b| b.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(&b))
    }

    /// Where the next sentence starts, if one ends with the word `at`, which holds its own full stop.
    pub(super) fn after_dotted(&self, at: usize) -> Option<usize> {
        let gap = self.gap(at)?;
        if gap.start == Start::Mark {
            return None;
        }
        let token = &self.tokens[at];
        let class = self.abbreviation(at, &gap).unwrap_or_else(|| {
            let single = self.str(at).chars().count() == 2;
            if single
                && (at == self.start
                    || token.has(Flags::SPACE_BEFORE)
                    || matches!(self.tokens[at - 1].kind, TokenKind::Quote | TokenKind::Symbol))
            {
                Abbreviation::Initial
            } else {
                Abbreviation::End
            }
        });
        self.abbreviation_ends(class, at, &gap).unwrap_or(false).then_some(gap.next)
    }

    /// Whether the full stop of abbreviation `at` also ends its sentence; none where the word is no abbreviation here.
    fn abbreviation_ends(&self, class: Abbreviation, at: usize, gap: &Gap) -> Option<bool> {
        let before = self.before(at).map(|b| &self.tokens[b]);
        let upper = gap.start == Start::Upper;
        let starter = upper && self.is(gap.word, WordClass::STARTER);
        let parted = gap.dash || gap.bracket;
        let ends = match class {
            Abbreviation::Title | Abbreviation::Never => false,
            Abbreviation::End => starter,
            Abbreviation::Either => {
                // `Wall St. The`, `Lyndon Sr. He` against `St. Petersburg`, `Sr. Gómez`.
                let name = before.is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Title);
                name && starter && !self.before(at).is_some_and(|b| self.is(b, WordClass::STARTER))
            }
            Abbreviation::State => {
                before.filter(|t| t.span.of(self.text) == ",")?;
                starter
            }
            Abbreviation::List => upper,
            Abbreviation::Time => {
                let zone = WordClass::WEEKDAY.with(WordClass::MONTH).with(WordClass::ZONE);
                upper && !self.is(gap.word, zone) && !self.is(gap.word + 1, WordClass::TIME)
            }
            Abbreviation::Month => upper && !self.is_month(gap.word),
            Abbreviation::Unit => {
                before.filter(|t| t.kind == TokenKind::Number)?;
                upper
            }
            Abbreviation::Number => upper && !self.is_numeral(gap.word),
            Abbreviation::NumberOrWord => {
                if gap.start != Start::Digit {
                    return None;
                }
                false
            }
            Abbreviation::Initial => {
                // Also `30° C.`
                let lettered = self
                    .before(at)
                    .is_some_and(|b| self.is(b, WordClass::LETTERED) || self.tokens[b].kind == TokenKind::Symbol);
                match gap.start {
                    Start::Upper => {
                        let initial = self.tokens[gap.word].has(Flags::DOTTED);
                        !initial && (starter || (lettered && self.tokens[at].case != Case::Lower))
                    }
                    Start::Lower => lettered && gap.spaced && !gap.quote && self.tokens[at].case != Case::Lower,
                    _ => false,
                }
            }
        };
        Some(ends && !parted)
    }

    fn is_month(&self, at: usize) -> bool {
        let months = WordClass::MONTH.with(WordClass::WEEKDAY);
        self.is(at, months)
            || self.get(at).is_some_and(|t| self.lexicon.abbreviation(self.text, t, false) == Some(Abbreviation::Month))
    }

    /// Whether token `at` numbers something without a digit: `IV`, `B`.
    fn is_numeral(&self, at: usize) -> bool {
        let word = self.str(at).trim_end_matches('.');
        word.len() <= 6 && (word.len() == 1 || word.bytes().all(|b| b"IVXLC".contains(&b))) && !word.is_empty()
    }
}
