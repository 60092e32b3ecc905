//! What a word cannot be among its neighbours: rules that take tags away, in the manner of constraint grammar
//! (Karlsson 1990), and never the last one.
//!
//! The rules look a few words to either side. They are careful where the text may be wrong: a finite verb after a modal
//! or a plural verb after one name stays what it is, since that is what rules about translations want to see.

use super::Tags;
use super::guess::{TaggedWord, WordRole};

/// Tags with which a noun phrase starts that cannot start anything else.
const OPENERS: Tags = Tags::DT.union(Tags::PRPS).union(Tags::PDT);
/// Tags that cannot continue a noun phrase: what stands before them ends it.
const CLOSERS: Tags = Tags::IN
    .union(Tags::TO)
    .union(Tags::MD)
    .union(Tags::CC)
    .union(Tags::VF)
    .union(Tags::PRP)
    .union(Tags::DT)
    .union(Tags::WDT)
    .union(Tags::WP)
    .union(Tags::WRB)
    .union(Tags::RP);
/// Verb tags a noun phrase has no place for.
const CLAUSAL: Tags = Tags::VF.union(Tags::VB).union(Tags::MD);

/// Tags of a word that can stand before its noun, and those such words have besides.
const MODIFIERS: Tags = Tags::J
    .union(Tags::VBN)
    .union(Tags::VBG)
    .union(Tags::VBD)
    .union(Tags::CD)
    .union(Tags::NN)
    .union(Tags::NNP)
    .union(Tags::R)
    .union(Tags::VB)
    .union(Tags::VBP);

/// Takes away what neighbours rule out. The second round sees what the first has settled to the right.
pub(super) fn resolve(words: &mut [TaggedWord]) {
    for _ in 0..2 {
        for at in 0..words.len() {
            let TaggedWord { tags, joined, .. } = words[at];
            if !joined && (tags.0.count_ones() > 1 || tags == Tags::VBG) {
                WordPlace { words, at }.settle();
            }
        }
    }
}

fn is_preposition(tags: Tags) -> bool {
    tags.has_any(Tags::IN) && tags.is_only(Tags::IN | Tags::RB | Tags::RP)
}

/// A word and its neighbours.
struct WordPlace<'a> {
    words: &'a mut [TaggedWord],
    at: usize,
}

impl WordPlace<'_> {
    fn tags(&self) -> Tags {
        self.words[self.at].tags
    }

    fn has(&self, tags: Tags) -> bool {
        self.tags().has_any(tags)
    }

    /// Leaves only `tags`, if the word has one of them.
    fn keep(&mut self, tags: Tags) {
        let kept = self.tags().and(tags);
        if !kept.is_empty() {
            self.words[self.at].tags = kept;
        }
    }

    /// Takes `tags` away, if another is left.
    fn drop(&mut self, tags: Tags) {
        let kept = self.tags().without(tags);
        if !kept.is_empty() {
            self.words[self.at].tags = kept;
        }
    }

    /// Where the word before `at` stands, quotation marks not counted.
    fn left_of(&self, at: usize) -> Option<usize> {
        // Two marks in a row are the most a text has; a run of thousands must not be walked for each of its words.
        (at.saturating_sub(3)..at).rev().find(|&i| self.words[i].role != WordRole::Quote)
    }

    fn next(&self) -> Option<TaggedWord> {
        self.words[self.at + 1..].iter().take(3).find(|w| w.role != WordRole::Quote).copied()
    }

    fn next_is(&self, test: impl Fn(TaggedWord) -> bool) -> bool {
        self.next().is_some_and(test)
    }

    /// Whether the next word starts a noun phrase, as an object does.
    fn object_follows(&self) -> bool {
        self.next_is(|w| {
            w.role == WordRole::Article
                || w.tags.is_only(OPENERS | Tags::PRP | Tags::IN) && w.tags.has_any(OPENERS | Tags::PRP)
        })
    }

    fn settle(&mut self) {
        let left = self.left_of(self.at);
        let before = left.map(|i| self.words[i]);
        // The word the verb group goes on from, past `not` and other adverbs.
        let group = left.map(|mut i| {
            for _ in 0..3 {
                if !self.words[i].tags.is_only(Tags::RB) {
                    break;
                }
                let Some(next) = self.left_of(i) else { break };
                i = next;
            }
            i
        });
        match self.words[self.at].role {
            WordRole::That => self.that(before),
            WordRole::There => self.there(),
            _ if self.tags().is_only(Tags::PRP | Tags::PRPS) => self.possessive_or_object(before),
            _ if self.has(Tags::MD) => self.modal(before),
            _ => {
                if !group.is_some_and(|i| self.words[i].tags.is_only(Tags::TO | Tags::MD)) {
                    self.before_finite();
                }
                if let Some(group) = group {
                    self.verb_group(group, left);
                }
                match before {
                    Some(before) => self.after(before, left),
                    None => self.initial(),
                }
                self.past(before, group.map(|i| self.words[i]));
            }
        }
    }

    /// *that*: before a verb the subject of a relative clause, before a noun phrase a conjunction.
    fn that(&mut self, before: Option<TaggedWord>) {
        let Some(next) = self.next() else { return };
        if next.tags.is_only(Tags::NNS) || next.tags.is_only(OPENERS | Tags::PRP | Tags::EX | Tags::NNP) {
            self.keep(Tags::IN | Tags::WDT);
        } else if next.tags.is_only(Tags::VF | Tags::VB | Tags::MD | Tags::VBN) {
            let noun = before.is_some_and(|w| w.tags.has_any(Tags::N | Tags::NNP));
            self.keep(if noun { Tags::WDT } else { Tags::DT | Tags::WDT });
        } else {
            self.drop(Tags::RB);
        }
    }

    fn there(&mut self) {
        let verb = self.next_is(|w| w.role == WordRole::Be || w.tags.is_only(Tags::MD));
        let other = self.next_is(|w| w.tags.has_any(Tags::V));
        self.keep(if verb {
            Tags::EX
        } else if other {
            Tags::EX | Tags::RB
        } else {
            Tags::RB
        });
    }

    /// *her*, *his*: possessive before a noun phrase.
    fn possessive_or_object(&mut self, before: Option<TaggedWord>) {
        let noun = self.next_is(|w| w.tags.has_any(Tags::N | Tags::J | Tags::NNP | Tags::CD | Tags::VBG | Tags::VBN));
        let preposition = self.next_is(|w| w.tags.has_any(Tags::IN | Tags::DT | Tags::TO));
        let bare_verb = self.next_is(|w| w.tags.has_any(Tags::VB)) && before.is_some_and(|w| w.tags.has_any(Tags::V));
        if !noun || preposition && !self.next_is(|w| w.tags.has_any(Tags::J)) {
            self.keep(Tags::PRP);
        } else if !bare_verb {
            self.keep(Tags::PRPS);
        }
    }

    /// *will*, *can*, *might*, *must*: nouns only inside a noun phrase.
    fn modal(&mut self, before: Option<TaggedWord>) {
        let inside = before.is_some_and(|w| {
            w.role == WordRole::Article || w.tags.is_only(Tags::PRPS | Tags::WPS) || w.tags.has_any(Tags::POS)
        });
        let described = before.is_some_and(|w| w.tags.is_only(Tags::JJ) || w.tags.is_only(Tags::IN));
        let base_follows = self.next_is(|w| w.tags.has_any(Tags::VB) || w.tags.is_only(Tags::RB));
        if inside || described && !base_follows && !self.next_is(|w| w.role == WordRole::Subject) {
            self.drop(Tags::MD);
        } else {
            // A name, where capitals do not tell (`Prime Minister May`).
            self.keep(Tags::MD | Tags::NNP);
        }
    }

    /// Right before a modal or a form of *be* stands a subject, not another finite verb, unless a clause ends there
    /// (*what the market needs is*).
    fn before_finite(&mut self) {
        let clause = Tags::WP | Tags::WDT | Tags::WRB;
        if self.words[self.at.saturating_sub(5)..self.at].iter().any(|w| w.tags.has_any(clause)) {
            return;
        }
        let finite = self
            .next_is(|w| !w.joined && (w.tags.is_only(Tags::MD) || w.role == WordRole::Be && w.tags.is_only(Tags::VF)));
        if finite && self.has(Tags::N) {
            self.drop(Tags::VF | Tags::VB);
        }
    }

    /// What follows a modal, *to* or an auxiliary.
    fn verb_group(&mut self, group: usize, left: Option<usize>) {
        let head = self.words[group];
        let adverb = self.has(Tags::R) && self.next_is(|w| w.tags.has_any(Tags::VB | Tags::VBN));
        match head.role {
            WordRole::Would => return self.keep(Tags::VB | Tags::VBN | Tags::R),
            WordRole::Lets => return self.keep(Tags::VB),
            WordRole::Have if adverb => return self.keep(Tags::R | Tags::VBN),
            WordRole::Have if self.has(Tags::VBN) => return self.keep(Tags::VBN),
            WordRole::Have | WordRole::Be => return self.drop(Tags::VF | Tags::VB),
            // `do work` may be a verb and its object; with a negation or a subject between it is a verb.
            WordRole::Do if head.joined || left != Some(group) => return self.keep(Tags::VB),
            WordRole::Do => return self.drop(Tags::VF),
            _ => {}
        }
        if head.tags.has_any(Tags::MD) && (head.joined || head.tags.is_only(Tags::MD)) {
            // `will slow further`, `will further slow`: which of two is the verb cannot be told.
            self.keep(if adverb { Tags::R | Tags::VB } else { Tags::VB });
        } else if head.tags.is_only(Tags::TO) {
            self.drop(Tags::VF | Tags::VBN);
            if self.object_follows() {
                self.keep(Tags::VB);
            }
        } else if matches!(head.role, WordRole::Subject | WordRole::Pronoun) {
            let inverted = self.left_of(group).map(|i| self.words[i]);
            if inverted.is_some_and(|w| w.role == WordRole::Do || w.tags.is_only(Tags::MD)) {
                self.keep(Tags::VB);
            } else if inverted.is_some_and(|w| w.role == WordRole::Have) {
                self.keep(Tags::VBN);
            }
        }
    }

    /// What follows `before` at once.
    fn after(&mut self, before: TaggedWord, left: Option<usize>) {
        let tags = before.tags;
        let two_before = left.and_then(|i| self.left_of(i)).map(|i| self.words[i]);
        match before.role {
            WordRole::Article => return self.in_noun_phrase(),
            WordRole::Singular => return self.drop(if self.has(Tags::VBZ) { Tags::NNS } else { CLAUSAL }),
            WordRole::Plural if self.has(Tags::NNS) => return self.drop(Tags::VBZ),
            WordRole::Plural if self.has(Tags::VBP) => return self.drop(Tags::NN),
            WordRole::Subject => return self.after_subject(),
            WordRole::Pronoun if two_before.is_none_or(|w| !w.tags.has_any(Tags::V | Tags::IN | Tags::TO)) => {
                return self.after_subject();
            }
            WordRole::Mark => return self.drop(Tags::RP),
            _ => {}
        }
        if tags.is_only(Tags::PRPS | Tags::WPS) || tags.has_any(Tags::POS) {
            return self.in_noun_phrase();
        }
        let opened = two_before
            .is_some_and(|w| w.role == WordRole::Article || w.tags.is_only(Tags::PRPS) || is_preposition(w.tags));
        if tags.is_only(MODIFIERS) && (tags.has_any(Tags::J) || opened && tags.has_any(Tags::VBN | Tags::VBG)) {
            self.after_modifier(tags, opened, two_before);
        } else if is_preposition(tags) {
            self.after_preposition(before);
        } else if tags.is_only(Tags::CD) && self.has(Tags::NNS) {
            self.drop(Tags::VBZ);
        } else if tags.is_only(Tags::CC) {
            if two_before.is_some_and(|w| w.tags.is_only(Tags::VB)) {
                self.keep(Tags::VB);
            }
        } else if tags.is_only(Tags::V) && before.role == WordRole::Plain {
            // An object, or what a verb like `help` takes: not another finite verb.
            self.drop(Tags::VBP | Tags::VBZ);
        } else if tags.is_only(Tags::WDT) {
            let preposition = two_before.is_some_and(|w| w.tags.has_any(Tags::IN));
            let clause_goes_on = self.next_is(|w| w.tags.is_only(Tags::VF | Tags::MD | Tags::VBN));
            if !preposition && !clause_goes_on && self.has(Tags::VF) {
                self.keep(Tags::VF | Tags::R);
            }
        } else if tags.is_only(Tags::N | Tags::NNP) {
            self.after_noun(before);
        }
        if !tags.has_any(Tags::V) && is_preposition(self.tags()) {
            let phrase = OPENERS | Tags::N | Tags::NNP | Tags::CD | Tags::PRP;
            if self.next_is(|w| w.tags.is_only(phrase)) {
                self.keep(Tags::IN);
            } else if !tags.has_any(Tags::N | Tags::NNP | Tags::PRP) {
                self.drop(Tags::RP);
            }
        }
    }

    /// After a word that can be an adjective, in a noun phrase that is `opened` by the word before it or not.
    fn after_modifier(&mut self, tags: Tags, opened: bool, two_before: Option<TaggedWord>) {
        let article = two_before.is_some_and(|w| w.role == WordRole::Article);
        if tags.is_only(Tags::J) {
            // `the poor pay the price`: an adjective alone can be the subject where an object follows.
            if self.has(Tags::N) && !(article && self.object_follows()) {
                self.in_noun_phrase();
            }
            return;
        }
        if !opened {
            // `imposing sanctions`, `increased sanctions`
            if tags.has_any(Tags::VBG | Tags::VBN) && self.has(Tags::N) {
                self.drop(Tags::VBP | Tags::VBZ);
            }
            return;
        }
        if tags.is_only(Tags::J | Tags::VBN | Tags::VBG | Tags::CD) {
            // `the increased use`, but `the wounded described`
            if self.has(Tags::N) {
                self.in_noun_phrase();
            }
        } else if tags.is_only(Tags::JJ | Tags::NNP) {
            // `on Russian banks`, but `the Russian plans`
            if !article {
                self.drop(Tags::VBZ);
            }
        } else if tags.has_any(Tags::J) && !tags.has_any(Tags::NNP) && !self.object_follows() {
            // `a third term`
            self.drop(Tags::VB | Tags::VBP);
        }
    }

    /// After an article, a possessive or an adjective: no finite verb, and a noun where the phrase ends.
    fn in_noun_phrase(&mut self) {
        self.drop(CLAUSAL);
        let ends = match self.next() {
            None => true,
            Some(next) if next.role == WordRole::Mark => !self.has(Tags::J),
            Some(next) => next.tags.is_only(CLOSERS | Tags::RB) && next.tags.has_any(CLOSERS) && !next.joined,
        };
        if ends && self.tags().is_only(Tags::VBG) {
            // The one tag ever added: any verb makes such a noun (`the fighting`), and the table lists few.
            self.words[self.at].tags = Tags::NN;
        } else if ends {
            self.keep(Tags::N | Tags::NNP | Tags::CD);
        } else if self.next_is(|w| w.tags.is_only(Tags::N | Tags::VBG)) {
            self.drop(Tags::R);
        }
    }

    /// After a pronoun subject: a finite verb, or an adverb before one.
    fn after_subject(&mut self) {
        let verb_follows = self.next_is(|w| w.tags.has_any(Tags::VF | Tags::MD));
        if self.has(Tags::R) && verb_follows {
            self.keep(Tags::R | Tags::VF);
        } else if self.has(Tags::VF | Tags::MD) {
            self.keep(Tags::VF | Tags::MD | Tags::VB);
            self.drop(Tags::VB);
        }
    }

    fn after_preposition(&mut self, before: TaggedWord) {
        match before.role {
            WordRole::That => {}
            // `once`, `since`: also adverbs, after which a past tense may stand.
            _ if before.tags.is_only(Tags::IN | Tags::RB) && before.tags.has_any(Tags::RB) => {
                self.drop(CLAUSAL.without(Tags::VBD))
            }
            _ => self.drop(CLAUSAL),
        }
        if self.tags().is_only(Tags::N | Tags::VBG) && self.object_follows() {
            self.keep(Tags::VBG);
        }
    }

    fn after_noun(&mut self, before: TaggedWord) {
        let tags = self.tags();
        let object = self.object_follows();
        let plural = before.tags.is_only(Tags::NNS);
        if tags.is_only(Tags::NNS | Tags::VBZ) && !plural {
            let infinitive = before.tags.is_only(Tags::NNP) && self.next_is(|w| w.tags.is_only(Tags::TO));
            if object || infinitive {
                self.keep(Tags::VBZ);
            }
        } else if plural && tags.has_any(Tags::NN) && tags.has_any(Tags::VBP) && object {
            self.drop(Tags::NN | Tags::JJ);
        }
    }

    /// At the start of a sentence a noun is likelier than a verb in the third person, except in headlines.
    fn initial(&mut self) {
        if self.tags().without(Tags::NNP).is_only(Tags::NNS | Tags::VBZ) && !self.object_follows() {
            self.drop(Tags::VBZ);
        }
    }

    /// Past tense or participle.
    fn past(&mut self, before: Option<TaggedWord>, group: Option<TaggedWord>) {
        if !(self.has(Tags::VBD) && self.has(Tags::VBN)) {
            return;
        }
        let auxiliary = group.is_some_and(|w| matches!(w.role, WordRole::Be | WordRole::Have | WordRole::Would));
        if auxiliary {
            return;
        }
        let subject = before.is_some_and(|w| w.tags.is_only(Tags::N | Tags::NNP | Tags::PRP | Tags::WDT | Tags::WP));
        let object = self.object_follows() && self.next_is(|w| w.role != WordRole::By);
        let said = self.words[self.at].role == WordRole::Said;
        if said || subject && object {
            self.drop(Tags::VBN | Tags::JJ);
        }
    }
}
