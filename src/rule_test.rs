//! The test of a rule: its examples, and what every rule has to prove.
//!
//! On `bad` a rule finds just the marked words, and its first fix gives just `good`; on `good` and `clean` it is
//! silent, and `good` sets off no other rule that was silent on `bad`. The same must hold behind letters of several
//! bytes and with CRLF line ends. Wherever an example stands ([`contexts`]), safe fixes do what is right, or nothing.

mod contexts;
mod marked;

use crate::article::{Article, Source};
use crate::edits;
use crate::engine::{Checked, Linter, Options};
use crate::finding::{Finding, RuleId};
use crate::formats::Format;
use crate::language::{Language, Variety};
use crate::problem::Problem;
use crate::rule::selection::Selection;
use crate::rule::{Example, Given, Rule, RuleSet};
use marked::unmark;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How an example can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The rule should have found something and did not.
    Missing,
    /// The rule should have been silent and was not.
    Noisy,
    /// The rule found other words than those marked.
    Misplaced,
    /// The first fix gives another text than `good`.
    WrongFix,
    /// The fixed text sets off another rule.
    Echo,
    /// Where the example stands elsewhere, as in a list or a link, a safe fix does what is not right.
    Damage,
    /// The rule has too few examples to prove anything, or says more than is known of it.
    Unproven,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Missing => "Missing",
            Self::Noisy => "Noisy",
            Self::Misplaced => "Misplaced",
            Self::WrongFix => "WrongFix",
            Self::Echo => "Echo",
            Self::Damage => "Damage",
            Self::Unproven => "Unproven",
        })
    }
}

/// An example that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedExample {
    /// The rule.
    pub rule: Box<str>,
    /// Number of the example in the rule's file, from 1; 0 for the rule as a whole.
    pub example: usize,
    /// How it failed.
    pub outcome: Outcome,
    /// What was expected and what came.
    pub detail: String,
}

/// What a trial gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Rules tried.
    pub rules: usize,
    /// Examples tried, each in all its forms.
    pub examples: usize,
    /// What failed, by rule and example.
    pub failures: Vec<FailedExample>,
}

/// Least number of `bad` and of `clean` examples of a rule.
pub const LEAST_EXAMPLES: usize = 2;

/// Least number of contexts in which safe fixes are tried, on bad text and on clean text.
const LEAST_PLACES: usize = 10;

/// The examples of `rule` in which something is found: the texts without their marks, and how each is written.
pub fn bad_examples(rule: &Rule) -> impl Iterator<Item = (String, Format)> {
    rule.examples.iter().filter_map(|example| match example {
        Example::Bad { bad, given, .. } => Some((bad.replace(['[', ']'], ""), given.markup)),
        Example::Clean { .. } => None,
    })
}

/// Tries the examples of those `rules` that `chosen` names.
///
/// # Errors
/// When a rule names an algorithm that does not exist.
pub fn run(rules: &Arc<RuleSet>, chosen: impl Fn(&Rule) -> bool) -> Result<Verdict, Problem> {
    let mut verdict = Verdict::default();
    let mut linters = Linters { rules, known: BTreeMap::new(), single: None };
    for (number, rule) in rules.rules.iter().enumerate().filter(|(_, r)| chosen(r)) {
        let id = RuleId(number as u16);
        verdict.rules += 1;
        verdict.failures.extend(unproven(rule).map(|detail| FailedExample {
            rule: rule.name.clone(),
            example: 0,
            outcome: Outcome::Unproven,
            detail,
        }));
        let (mut safe, mut places, failures) = (false, [0, 0], verdict.failures.len());
        for (index, example) in rule.examples.iter().enumerate() {
            verdict.examples += 1;
            let given = match example {
                Example::Bad { given, .. } | Example::Clean { given, .. } => given,
            };
            let linter = linters.get(id, given.english)?;
            for form in TestForm::ALL {
                if let Some((outcome, detail)) = form.apply(example).and_then(|e| judge(linter, id, &e, given)) {
                    let detail = format!("{detail}{}", form.note());
                    verdict.failures.push(FailedExample {
                        rule: rule.name.clone(),
                        example: index + 1,
                        outcome,
                        detail,
                    });
                    break;
                }
            }
            if verdict.failures.len() > failures {
                continue;
            }
            let tried = contexts::tried(linters.alone(id, given.english)?, example, given);
            if let Some(detail) = tried.damage {
                let (rule, outcome) = (rule.name.clone(), Outcome::Damage);
                verdict.failures.push(FailedExample { rule, example: index + 1, outcome, detail });
            }
            safe |= tried.changed;
            places[usize::from(matches!(example, Example::Clean { .. }))] += tried.places;
        }
        let [bad, clean] = places;
        if safe && bad.min(clean) < LEAST_PLACES && verdict.failures.len() == failures {
            let what = "contexts of bad and clean text; examples in one plain paragraph have the most";
            let detail =
                format!("its safe fixes were tried in {bad} and {clean} {what}; at least {LEAST_PLACES} of each");
            verdict.failures.push(FailedExample {
                rule: rule.name.clone(),
                example: 0,
                outcome: Outcome::Unproven,
                detail,
            });
        }
    }
    Ok(verdict)
}

/// What the rule as a whole has not proved.
fn unproven(rule: &Rule) -> impl Iterator<Item = String> {
    let bad = rule.examples.iter().filter(|e| matches!(e, Example::Bad { .. })).count();
    let clean = rule.examples.len() - bad;
    let few = (bad.min(clean) < LEAST_EXAMPLES)
        .then(|| format!("{bad} bad and {clean} clean examples; at least {LEAST_EXAMPLES} of each"));
    let loud = rule.evidence.as_ref().and_then(|e| e.shortfall(rule.severity, rule.enabled));
    few.into_iter().chain(loud)
}

/// Linters for the circumstances of examples: the rules' defaults, and the rule under trial.
struct Linters<'r> {
    rules: &'r Arc<RuleSet>,
    known: BTreeMap<(Option<u16>, Option<u8>), Linter>,
    /// The last one that runs a single rule.
    single: Option<((RuleId, Option<Variety>), Linter)>,
}

impl Linters<'_> {
    fn get(&mut self, id: RuleId, english: Option<Variety>) -> Result<&Linter, Problem> {
        let off = (!self.rules.get(id).enabled).then_some(id.0);
        let key = (off, english.map(|e| e as u8));
        if !self.known.contains_key(&key) {
            let extend_select = off.iter().map(|_| self.rules.get(id).name.to_string()).collect();
            let selections = vec![Selection { extend_select, ..Selection::default() }];
            let linter = Linter::new(Arc::clone(self.rules), Options { english, selections, ..Options::default() })?;
            self.known.insert(key, linter);
        }
        Ok(&self.known[&key])
    }

    /// One that runs this rule only.
    fn alone(&mut self, id: RuleId, english: Option<Variety>) -> Result<&Linter, Problem> {
        let linter = match self.single.take() {
            Some((of, linter)) if of == (id, english) => linter,
            _ => {
                let selections = vec![Selection::only([&*self.rules.get(id).name])];
                Linter::new(Arc::clone(self.rules), Options { english, selections, ..Options::default() })?
            }
        };
        Ok(&self.single.insert(((id, english), linter)).1)
    }
}

/// The forms in which each example is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TestForm {
    AsWritten,
    /// Behind a sentence with letters of several bytes.
    Shifted,
    /// With CRLF line ends.
    Crlf,
}

/// What a form does to a text.
type TextChange = Box<dyn Fn(&str) -> Box<str>>;

const SHIFT: &str = "“É.” ";

impl TestForm {
    const ALL: [Self; 3] = [Self::AsWritten, Self::Shifted, Self::Crlf];

    fn note(self) -> &'static str {
        match self {
            Self::AsWritten => "",
            Self::Shifted => " (behind `“É.” `)",
            Self::Crlf => " (with CRLF line ends)",
        }
    }

    /// The example in this form, if it can have it.
    fn apply(self, example: &Example) -> Option<Example> {
        let change: TextChange = match self {
            Self::AsWritten => return Some(example.clone()),
            Self::Crlf => Box::new(|t| t.replace('\n', "\r\n").into()),
            Self::Shifted => {
                // Words that begin a paragraph would not do so any more, and several paragraphs change their roles.
                let given = match example {
                    Example::Bad { given, .. } | Example::Clean { given, .. } => given,
                };
                let movable = given.markup == Format::Plain
                    && match example {
                        Example::Bad { bad, .. } => !bad.starts_with('[') && !bad.contains('\n'),
                        Example::Clean { text, .. } => !text.contains('\n'),
                    };
                if !movable {
                    return None;
                }
                Box::new(|t| format!("{SHIFT}{t}").into())
            }
        };
        Some(match example {
            Example::Bad { bad, good, given } => {
                Example::Bad { bad: change(bad), good: good.as_deref().map(change), given: given.clone() }
            }
            Example::Clean { text, given } => Example::Clean { text: change(text), given: given.clone() },
        })
    }
}

fn judge(linter: &Linter, id: RuleId, example: &Example, given: &Given) -> Option<(Outcome, String)> {
    let source = Source { language: given.from.as_deref().and_then(Language::of_tag), ..Source::default() };
    // Whether another rule speaks of the same words is no matter here.
    let check = |text: &str| {
        linter.check_file_unfolded(given.markup, &Article { source: source.clone(), ..Article::new(text) })
    };
    match example {
        Example::Clean { text, .. } => {
            let found = own(&check(text), id);
            found.first().map(|f| (Outcome::Noisy, format!("`{}` was found in clean `{text}`", f.span.of(text))))
        }
        Example::Bad { bad, good, .. } => {
            let Some((text, marked)) = unmark(bad) else {
                return Some((Outcome::Missing, format!("`{bad}` marks no words between square brackets")));
            };
            let checked = check(&text);
            let found = own(&checked, id);
            let finding = match &found[..] {
                [] => return Some((Outcome::Missing, format!("nothing was found in `{text}`"))),
                [first, ..] if found.iter().map(|f| f.span).eq(marked.iter().copied()) => first,
                several => {
                    let words: Vec<&str> = several.iter().map(|f| f.span.of(&text)).collect();
                    let marked: Vec<&str> = marked.iter().map(|m| m.of(&text)).collect();
                    let detail = format!("`{}` is marked, but found: `{}`", marked.join("`, `"), words.join("`, `"));
                    return Some((Outcome::Misplaced, detail));
                }
            };
            judge_fix(&text, finding, good.as_deref(), &checked, check, id)
        }
    }
}

fn judge_fix(
    text: &str,
    finding: &Finding,
    good: Option<&str>,
    before: &Checked,
    check: impl Fn(&str) -> Checked,
    id: RuleId,
) -> Option<(Outcome, String)> {
    let fixed = finding.fixes.first().map(|f| edits::apply(text, &f.edits));
    let good = match (fixed, good) {
        (None, None) => return None,
        (Some(fixed), None) => {
            return Some((Outcome::WrongFix, format!("no `good` is given, but the fix makes `{fixed}`")));
        }
        (None, Some(good)) => return Some((Outcome::WrongFix, format!("no fix is offered; expected `{good}`"))),
        (Some(fixed), Some(good)) if fixed != good => {
            return Some((Outcome::WrongFix, format!("expected `{good}`, the fix makes `{fixed}`")));
        }
        (Some(_), Some(good)) => good,
    };
    let after = check(good);
    if let Some(f) = own(&after, id).first() {
        return Some((Outcome::Noisy, format!("`{}` was found in good `{good}`", f.span.of(good))));
    }
    let known = |f: &Finding| before.findings.iter().any(|b| b.rule == f.rule);
    let echo = after.findings.iter().find(|f| !known(f))?;
    Some((Outcome::Echo, format!("good `{good}` sets off `{}`: {}", echo.span.of(good), echo.message)))
}

fn own(checked: &Checked, id: RuleId) -> Vec<Finding> {
    checked.findings.iter().filter(|f| f.rule == id).cloned().collect()
}
