//! From a rule as written to a checked rule.

use super::evidence::Evidence;
use super::file::{ExampleSpec, FixSpec, Measured, RuleFile, VariantSpec, WhenSpec};
use super::lexicon::Lexicon;
use super::template::Template;
use super::{Action, Example, Expression, FixTemplate, Given, Matcher, Rule, RuleOrigin, Variant, When};
use crate::checks::Configured;
use crate::finding::Applicability;
use crate::language::Date;
use crate::pattern::program::{Guard, Program};
use crate::pattern::regex::{LazyRegex, of_regex};
use crate::pattern::trigger::Key;
use crate::pattern::words::{Lists, WordList};
use crate::problem::{Mistake, instead};
use crate::text::token::{self, TokenKind};
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use std::borrow::Cow;

/// A mistake in a rule, and in which of its two files.
#[derive(Debug)]
pub(super) enum Wrong {
    /// In the rule file.
    Rule(Mistake),
    /// In the table beside it.
    Table(Mistake),
}

impl From<Mistake> for Wrong {
    fn from(mistake: Mistake) -> Self {
        Self::Rule(mistake)
    }
}

/// Whether a rule file has been checked before, so that what is dear to check can be left for when it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proven {
    Yes,
    No,
}

/// Checks `file`, which stands in `family` under `name` and comes from `origin`, with its table if it has one.
pub(super) fn rule(
    family: &str,
    name: &str,
    file: RuleFile,
    origin: RuleOrigin,
    table: Option<Cow<'static, str>>,
    shared: &Lists,
    proven: Proven,
) -> Result<Rule, Wrong> {
    let mut lists;
    let lists = if file.words.is_empty() && file.patterns.is_empty() {
        shared
    } else {
        lists = shared.clone();
        for (name, text) in &file.patterns {
            lists.insert_pattern(name, text);
        }
        for (name, words) in &file.words {
            for (number, word) in words.iter().enumerate() {
                if token::tokens(word).next().is_none() {
                    return Err(Mistake::new("an entry of a word list has no word")
                        .with("write one, or delete the entry".to_owned())
                        .under(number)
                        .under(&**name)
                        .under("words")
                        .into());
                }
            }
            lists.insert(WordList::new(name, words.iter().map(|w| &**w)));
        }
        &lists
    };
    if !file.category.split_once('/').is_some_and(|(area, kind)| !area.is_empty() && !kind.is_empty()) {
        let mistake = Mistake::new("not a category of the MQM typology")
            .with("write `dimension/type`, as `accuracy/untranslated`".to_owned());
        return Err(mistake.under("category").into());
    }
    if proven == Proven::No {
        named_patterns(&file, lists)?;
    }
    let mut matcher = matcher(&file, table, lists, proven)?;
    let variants = variants(&file, &mut matcher, lists, proven)?;
    let when = when(&file.when, lists, proven).map_err(|mistake| mistake.under("when"))?;
    let message = Slots::of(&matcher).template(&file.message, lists).map_err(|mistake| mistake.under("message"))?;
    // Of patterns with corrections of their own those of the rule need know nothing.
    let own = variants.iter().filter(|variant| !variant.fixes.is_empty()).map(|variant| variant.parts.clone());
    let slots = Slots::without(&matcher, &own.collect::<Vec<_>>());
    let fixes = each(&file.fix, |spec| fix(spec, &slots, lists)).map_err(|mistake| mistake.under("fix"))?;
    let needs_source = file.when.source.is_some();
    if needs_source && file.from.is_empty() {
        let mistake = Mistake::new("`source = \"required\"` says nothing without `from`");
        let remedy = "name the source languages in `from`, or leave this out".to_owned();
        return Err(mistake.with(remedy).under("source").under("when").into());
    }
    if !needs_source && !file.when.hint_before.is_empty() {
        let mistake = Mistake::new("`hint-before` says nothing without `source = \"required\"`").of_key();
        let mistake = mistake.with("add `source = \"required\"`, or leave this out".to_owned());
        return Err(mistake.under("hint-before").under("when").into());
    }
    Ok(Rule {
        name: name.into(),
        family: family.into(),
        origin,
        summary: file.summary.into(),
        since: file.since.into(),
        severity: file.severity,
        category: file.category.into(),
        from: file.from.into_iter().map(Into::into).collect(),
        why: file.why.trim().into(),
        examples: each(&file.example, example).map_err(|mistake| mistake.under("example"))?,
        evidence: evidence(file.measured, file.unseen, file.unmistakable)?,
        enabled: file.enabled,
        styles: file.styles,
        needs_source,
        changes: file.changes,
        about: file.about,
        message,
        matcher,
        when,
        fixes,
        variants,
    })
}

/// Checks the patterns that the file itself names.
fn named_patterns(file: &RuleFile, lists: &Lists) -> Result<(), Mistake> {
    for (name, text) in &file.patterns {
        let read = pattern_name(name).and_then(|()| crate::pattern::parse(text, lists).map(drop));
        read.map_err(|mistake| mistake.under(&**name).under("patterns"))?;
    }
    Ok(())
}

/// Checks that patterns can use `name` with `&` before it.
pub(super) fn pattern_name(name: &str) -> Result<(), Mistake> {
    let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !name.is_empty() && name.bytes().all(kebab) {
        return Ok(());
    }
    let mistake = Mistake::new("the name of a pattern is small letters, digits and hyphens").of_key();
    Err(mistake.with("write it as `name-of-pattern`".to_owned()))
}

/// What `read` makes of each item of a list.
fn each<S, T>(list: &[S], read: impl Fn(&S) -> Result<T, Mistake>) -> Result<Vec<T>, Mistake> {
    list.iter().enumerate().map(|(number, item)| read(item).map_err(|mistake| mistake.under(number))).collect()
}

fn evidence(measured: Option<Measured>, unseen: bool, unmistakable: bool) -> Result<Option<Evidence>, Mistake> {
    let measurement = |message: &str, key: &str| Mistake::new(message).under(key).under("measured");
    match measured {
        Some(_) if unseen => {
            let mistake = Mistake::new("a rule is `measured` or `unseen`, not both").of_key().under("unseen");
            Err(mistake.with("delete this line".to_owned()))
        }
        _ if unmistakable && !unseen => {
            let mistake = Mistake::new("`unmistakable` says nothing without `unseen`").of_key().under("unmistakable");
            Err(mistake.with("delete this line, or add `unseen = true`".to_owned()))
        }
        Some(m) if m.read == 0 => Err(measurement("no finding was read", "read")
            .with("write `unseen = true` in place of `[measured]`".to_owned())),
        Some(m) if m.right > m.read => {
            let mistake = measurement("more findings were right than were read", "right");
            Err(mistake.with("correct one of the two numbers".to_owned()))
        }
        Some(m) if m.on.trim().is_empty() => {
            let mistake = measurement("`on` says where the findings stood that were read", "on");
            Err(mistake.with("write it as \"machine translation\"".to_owned()))
        }
        Some(m) => Ok(Some(Evidence::Measured(m))),
        None => Ok(unseen.then_some(Evidence::Unseen { unmistakable })),
    }
}

fn matcher(file: &RuleFile, table: Option<Cow<'static, str>>, lists: &Lists, proven: Proven) -> Result<Matcher, Wrong> {
    let spec = &file.matcher;
    let given = [
        ("tokens", !spec.tokens.is_empty()),
        ("lexicon", spec.lexicon.is_some()),
        ("regex", !spec.regex.is_empty()),
        ("check", spec.check.is_some()),
    ];
    let kinds: Vec<&str> = given.iter().filter(|g| g.1).map(|g| g.0).collect();
    if !file.variant.is_empty() {
        let Some(kind) = kinds.first() else { return Ok(Matcher::Patterns(Vec::new())) };
        let mistake = Mistake::new(format!("a rule has `[[variant]]` tables or `{kind}`, not both")).of_key();
        let mistake = mistake.with("move it into the variants, or make it a rule of its own".to_owned());
        return Err(mistake.under(*kind).under("match").into());
    }
    if kinds.len() != 1 {
        let found = if kinds.is_empty() { "none is given".to_owned() } else { format!("given: {}", kinds.join(", ")) };
        let message = format!("`[match]` has exactly one of tokens, lexicon, regex, check; {found}");
        let mistake =
            Mistake::new(message).of_key().with("keep one; what else is to be found is a rule of its own".to_owned());
        return Err(kinds.get(1).into_iter().fold(mistake, |mistake, kind| mistake.under(*kind)).under("match").into());
    }
    if !spec.options.is_empty() && spec.check.is_none() {
        let mistake = Mistake::new("`options` belong to `check`").of_key().with("delete them".to_owned());
        return Err(mistake.under("options").under("match").into());
    }
    if let Some(lexicon) = &spec.lexicon {
        let missing = || {
            let mistake = Mistake::new("a lexicon rule needs a table of its own name beside it, ending in `.tsv`");
            let mistake = mistake.with("write that table, with `form` in its first line".to_owned());
            mistake.of_key().under("lexicon").under("match")
        };
        let lexicon = Lexicon::read(table.ok_or_else(missing)?, lexicon, lists).map_err(Wrong::Table)?;
        if proven == Proven::No {
            lexicon.validate().map_err(Wrong::Table)?;
        }
        return Ok(Matcher::Lexicon(Box::new(lexicon)));
    }
    if let Some(check) = &spec.check {
        let configured = Configured::new(check, spec.options.clone()).map_err(|mistake| mistake.under("match"))?;
        return Ok(Matcher::Check(configured));
    }
    if !spec.regex.is_empty() {
        let expressions = each(&spec.regex, |text| expression(text, proven));
        return expressions.map(Matcher::Regex).map_err(|mistake| mistake.under("regex").under("match").into());
    }
    let programs = programs(&spec.tokens, lists).map_err(|mistake| mistake.under("match"))?;
    Ok(Matcher::Patterns(programs))
}

/// The patterns of a `tokens` key.
fn programs(tokens: &[String], lists: &Lists) -> Result<Vec<Program>, Mistake> {
    let program = |text: &String| {
        let program = Program::compile(text, lists)?;
        if program.triggers.is_none() {
            let what = "nothing rare enough must be in every match, so the rule would be tried at every word";
            let remedy = "name a word, a list, a number, a quotation mark or `<p>`".to_owned();
            return Err(Mistake::new(what).with(remedy));
        }
        Ok(program)
    };
    each(tokens, program).map_err(|mistake| mistake.under("tokens"))
}

/// The variants of the file, whose patterns become those of `matcher`.
fn variants(file: &RuleFile, matcher: &mut Matcher, lists: &Lists, proven: Proven) -> Result<Vec<Variant>, Mistake> {
    let mut out = Vec::new();
    for (number, spec) in file.variant.iter().enumerate() {
        let Matcher::Patterns(all) = &mut *matcher else { break };
        let read = variant(spec, all.len(), file, lists, proven);
        let (variant, programs) = read.map_err(|mistake| mistake.under(number).under("variant"))?;
        all.extend(programs);
        out.push(variant);
    }
    Ok(out)
}

/// A variant whose patterns come after `start` others, and these patterns.
fn variant(
    spec: &VariantSpec,
    start: usize,
    file: &RuleFile,
    lists: &Lists,
    proven: Proven,
) -> Result<(Variant, Vec<Program>), Mistake> {
    let VariantSpec { tokens, language, severity, message, when: conditions, fix: fixes } = spec;
    if tokens.is_empty() {
        let mistake = Mistake::new("a `[[variant]]` has no patterns");
        return Err(mistake.with("write them as `tokens = [\"…\"]`".to_owned()));
    }
    let of_rule = [
        ("at-least", conditions.at_least.is_some()),
        ("at-most", conditions.at_most.is_some()),
        ("per-thousand", conditions.per_thousand.is_some()),
        ("fewer", conditions.fewer.is_some()),
        ("hint-before", !conditions.hint_before.is_empty()),
    ];
    if let Some((key, _)) = of_rule.iter().find(|(_, given)| *given) {
        let mistake = Mistake::new(format!("`{key}` is about all matches of a rule")).of_key();
        return Err(mistake.with("put it under the `[when]` of the rule".to_owned()).under(*key).under("when"));
    }
    let needs_source = conditions.source.is_some();
    if needs_source && file.from.is_empty() && language.is_none() {
        let mistake = Mistake::new("`source = \"required\"` says nothing without `from` or `language`");
        let mistake = mistake.with("name the source language in `language`, or leave this out".to_owned());
        return Err(mistake.under("source").under("when"));
    }
    let programs = programs(tokens, lists)?;
    let slots = Slots { programs: Some(programs.iter().collect()) };
    let read = |key: &str, text: &Option<String>| {
        text.as_ref().map(|text| slots.template(text, lists).map_err(|mistake| mistake.under(key))).transpose()
    };
    let variant = Variant {
        parts: start..start + programs.len(),
        language: read("language", language)?,
        needs_source,
        severity: *severity,
        message: read("message", message)?,
        when: when(conditions, lists, proven).map_err(|mistake| mistake.under("when"))?,
        fixes: each(fixes, |spec| fix(spec, &slots, lists)).map_err(|mistake| mistake.under("fix"))?,
    };
    Ok((variant, programs))
}

/// Parses a regular expression and derives the tokens its matches can begin with.
fn expression(text: &str, proven: Proven) -> Result<Expression, Mistake> {
    let hir = regex_syntax::parse(text).map_err(|error| of_regex(&error))?;
    if let Some(at) = text.find("\\b").or_else(|| text.find("\\B")) {
        let mistake = Mistake::within("a match begins at a token, so that word borders say nothing", at..at + 2);
        return Err(mistake.with("delete it".to_owned()));
    }
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_class(12).limit_total(200);
    let refuse = || {
        let message = "every match must begin with a known mark, digit or whole word, for the index to find it";
        Mistake::new(message).with("begin it with a mark or a digit, or write a pattern under `tokens`".to_owned())
    };
    let prefixes = extractor.extract(&hir);
    let literals = prefixes.literals().filter(|l| !l.is_empty()).ok_or_else(refuse)?;
    let mut triggers = Vec::new();
    for literal in literals {
        let literal = std::str::from_utf8(literal.as_bytes()).map_err(|_| refuse())?;
        let tokens = token::tokenize(literal);
        let first = tokens.first().filter(|t| t.span.start == 0).ok_or_else(refuse)?;
        let digit = literal.starts_with(|c: char| c.is_ascii_digit());
        match first.kind {
            _ if digit => triggers.extend([Key::Number, Key::DigitWord]),
            TokenKind::Word | TokenKind::Url | TokenKind::Handle if tokens.len() == 1 => return Err(refuse()),
            _ => triggers.push(Key::Word(first.fold)),
        }
    }
    triggers.sort_unstable();
    triggers.dedup();
    let regex = LazyRegex::between(r"\A(?:", text, ")")?;
    if proven == Proven::No {
        regex.check()?;
    }
    Ok(Expression { regex, triggers })
}

fn when(spec: &WhenSpec, lists: &Lists, proven: Proven) -> Result<When, Mistake> {
    let guard = |text: &String| match proven {
        Proven::Yes => Ok(Guard::proven(text, lists)),
        Proven::No => Guard::new(text, lists),
    };
    let guards = |key: &str, texts: &[String]| each(texts, guard).map_err(|mistake| mistake.under(key));
    let published_from = spec.published_from.as_ref().map(|day| {
        let date = Date::of_start(day).filter(|_| day.len() == 10);
        let mistake = || Mistake::new("not a day").with("write it as 2024-05-31".to_owned()).under("published-from");
        date.ok_or_else(mistake)
    });
    let elsewhere = spec.elsewhere.as_ref().map(|text| Template::parse(text, lists)).transpose();
    Ok(When {
        role: spec.role.clone(),
        not_role: spec.not_role.clone(),
        quotation: spec.quotation,
        quotation_sound: spec.quotation_sound,
        sentence_start: spec.sentence_start,
        hint_before: guards("hint-before", &spec.hint_before)?,
        hint_unless: guards("hint-unless", &spec.hint_unless)?,
        before: guards("before", &spec.before)?,
        not_before: guards("not-before", &spec.not_before)?,
        after: guards("after", &spec.after)?,
        not_after: guards("not-after", &spec.not_after)?,
        near: guards("near", &spec.near)?,
        near_lacks: guards("near-lacks", &spec.near_lacks)?,
        sentence_has: guards("sentence-has", &spec.sentence_has)?,
        sentence_lacks: guards("sentence-lacks", &spec.sentence_lacks)?,
        document_has: guards("document-has", &spec.document_has)?,
        document_lacks: guards("document-lacks", &spec.document_lacks)?,
        earlier_lacks: guards("earlier-lacks", &spec.earlier_lacks)?,
        elsewhere: elsewhere.map_err(|mistake| mistake.under("elsewhere"))?,
        english: spec.english,
        at_least: spec.at_least.unwrap_or(0),
        at_most: spec.at_most,
        fewer: spec.fewer,
        per_thousand: spec.per_thousand.unwrap_or(0.0),
        published_from: published_from.transpose()?,
    })
}

fn fix(spec: &FixSpec, slots: &Slots<'_>, lists: &Lists) -> Result<FixTemplate, Mistake> {
    let read = |key: &str, text: &str| slots.correction(text, lists).map_err(|mistake| mistake.under(key));
    let action = match (&spec.replace, spec.rewrite.is_empty(), spec.delete) {
        (Some(text), true, None) => Action::Replace(read("replace", text)?),
        (None, false, None) => {
            let mut parts = Vec::new();
            for (capture, text) in &spec.rewrite {
                let under = |mistake: Mistake| mistake.under("rewrite");
                if !slots.any(capture) {
                    return Err(under(slots.no_capture(capture).of_key().under(&**capture)));
                }
                let to = slots.template(text, lists).map_err(|mistake| under(mistake.under(&**capture)))?;
                parts.push((capture.as_str().into(), to));
            }
            Action::Rewrite(parts)
        }
        (None, true, Some(what)) => Action::Delete(what),
        _ => {
            let mistake = Mistake::new("a `[[fix]]` has exactly one of replace, rewrite, delete");
            return Err(mistake.with("keep one; another correction is a `[[fix]]` of its own".to_owned()));
        }
    };
    Ok(FixTemplate {
        title: spec.title.as_ref().map(|text| read("title", text)).transpose()?,
        action,
        keep_case: spec.keep_case.unwrap_or(true),
        applicability: spec.applicability.unwrap_or(Applicability::Unsafe),
    })
}

/// What the slots of a template can be filled with.
struct Slots<'a> {
    /// The patterns whose captures they are; none for algorithms and regular expressions, whose values are known only to
    /// them: their examples prove the names.
    programs: Option<Vec<&'a Program>>,
}

/// What a slot can name that is not a capture.
pub(super) const ALWAYS: [&str; 9] = [
    "match",
    "fix",
    "style.mr",
    "style.ms",
    "style.mrs",
    "style.open",
    "style.close",
    "style.comma_before",
    "style.comma_after",
];

impl<'a> Slots<'a> {
    fn of(matcher: &'a Matcher) -> Self {
        Self::without(matcher, &[])
    }

    /// Those of the patterns that are not among `parts`.
    fn without(matcher: &'a Matcher, parts: &[std::ops::Range<usize>]) -> Self {
        let programs = match matcher {
            Matcher::Patterns(programs) => {
                let others = programs.iter().enumerate().filter(|(at, _)| !parts.iter().any(|part| part.contains(at)));
                Some(others.map(|(_, program)| program).collect())
            }
            Matcher::Lexicon(_) => Some(Vec::new()),
            Matcher::Regex(_) | Matcher::Check(..) => None,
        };
        Self { programs }
    }

    /// Whether one of the patterns has a capture of this name, or it is always given.
    fn any(&self, name: &str) -> bool {
        let Some(programs) = &self.programs else { return true };
        ALWAYS.contains(&name) || programs.iter().any(|program| program.capture(name).is_some())
    }

    /// Reads a template, which may ask for nothing that a match cannot give.
    fn template(&self, text: &str, lists: &Lists) -> Result<Template, Mistake> {
        let template = Template::parse(text, lists)?;
        if let Some((name, at)) = template.names().find(|(name, _)| !self.any(name)) {
            return Err(self.no_capture(name).after(at, name.len()));
        }
        Ok(template)
    }

    /// Reads the template of a correction: every pattern has every capture that is not in an optional part, for where
    /// patterns differ a variant says so.
    fn correction(&self, text: &str, lists: &Lists) -> Result<Template, Mistake> {
        let template = self.template(text, lists)?;
        let everywhere = |name: &str| {
            let mut programs = self.programs.iter().flatten();
            ALWAYS.contains(&name) || programs.all(|program| program.capture(name).is_some())
        };
        if let Some((name, at)) = template.needed().find(|(name, _)| !everywhere(name)) {
            let mistake = Mistake::within(format!("not every pattern has a capture `{name}`"), at..at + name.len());
            let remedy =
                "pair patterns and corrections in `[[variant]]` tables, or write an optional part: `[ {name}]`";
            return Err(mistake.with(remedy.replace("name", name)));
        }
        Ok(template)
    }

    /// The mistake that no pattern has a capture of this name.
    fn no_capture(&self, name: &str) -> Mistake {
        let known: Vec<_> = self.programs.iter().flatten().flat_map(|p| &p.captures).map(|c| &**c).collect();
        let remedy = if known.is_empty() {
            "`name=` before a part of a pattern makes a capture of it".to_owned()
        } else {
            instead(name, known)
        };
        Mistake::new(format!("the patterns have no capture `{name}`")).with(remedy)
    }
}

fn example(spec: &ExampleSpec) -> Result<Example, Mistake> {
    let given = Given { from: spec.from.as_deref().map(Into::into), english: spec.english, markup: spec.markup };
    match (&spec.bad, &spec.good, &spec.clean) {
        (Some(bad), good, None) => {
            Ok(Example::Bad { bad: bad.as_str().into(), good: good.as_deref().map(Into::into), given })
        }
        (None, None, Some(text)) => Ok(Example::Clean { text: text.as_str().into(), given }),
        _ => Err(Mistake::new("an `[[example]]` has `bad` and `good`, or `clean`")
            .with("make two examples of it, or add what is missing".to_owned())),
    }
}
