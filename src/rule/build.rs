//! From a rule as written to a checked rule.

use super::file::{ExampleSpec, FixSpec, MatchSpec, RuleFile, WhenSpec};
use super::lexicon::Lexicon;
use super::template::Template;
use super::{Action, Example, Expression, FixTemplate, Given, Matcher, Rule, When};
use crate::finding::Applicability;
use crate::pattern::program::{Guard, Program};
use crate::pattern::regex::LazyRegex;
use crate::pattern::trigger::Key;
use crate::pattern::words::{Lists, WordList};
use crate::text::token::{self, TokenKind};
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use std::borrow::Cow;

/// What is wrong, and in which words of the file.
#[derive(Debug)]
pub(super) struct Mistake {
    pub message: String,
    /// The value that is wrong, as it stands in the file, and the byte offset in it.
    pub value: Option<(String, usize)>,
    /// The line of the table beside the rule, from 1.
    pub table_line: Option<usize>,
}

impl Mistake {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), value: None, table_line: None }
    }

    fn at(message: impl Into<String>, value: &str, offset: usize) -> Self {
        Self { message: message.into(), value: Some((value.to_owned(), offset)), table_line: None }
    }
}

/// Whether a rule file has been checked before, so that what is dear to check can be left for when it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proven {
    Yes,
    No,
}

/// Checks `file`, which stands in `family` under `name`, with its table if it has one.
pub(super) fn rule(
    family: &str,
    name: &str,
    file: RuleFile,
    table: Option<Cow<'static, str>>,
    shared: &Lists,
    proven: Proven,
) -> Result<Rule, Mistake> {
    let mut lists;
    let lists = if file.words.is_empty() {
        shared
    } else {
        lists = shared.clone();
        for (name, words) in &file.words {
            lists.insert(WordList::new(name, words.iter().map(|w| &**w)));
        }
        &lists
    };
    let Some((area, kind)) = file.category.split_once('/') else {
        return Err(Mistake::at("a category is `dimension/type`, as `accuracy/untranslated`", &file.category, 0));
    };
    if area.is_empty() || kind.is_empty() {
        return Err(Mistake::at("a category is `dimension/type`, as `accuracy/untranslated`", &file.category, 0));
    }
    let matcher = matcher(&file.matcher, table, lists, proven)?;
    let when = when(&file.when, lists, proven)?;
    let fixes = file.fix.iter().map(|f| fix(f, &matcher, lists)).collect::<Result<Vec<_>, _>>()?;
    let message = Template::parse(&file.message, lists).map_err(|e| Mistake::at(e, &file.message, 0))?;
    known(&message, &matcher, &file.message)?;
    let needs_source = file.when.source.is_some();
    if needs_source && file.from.is_empty() {
        return Err(Mistake::new("`source = \"required\"` says nothing without `from`"));
    }
    if !needs_source && !file.when.hint_before.is_empty() {
        return Err(Mistake::new("`hint-before` says nothing without `source = \"required\"`"));
    }
    Ok(Rule {
        name: name.into(),
        family: family.into(),
        summary: file.summary.into(),
        since: file.since.into(),
        severity: file.severity,
        category: file.category.into(),
        from: file.from.into_iter().map(Into::into).collect(),
        why: file.why.trim().into(),
        examples: file.example.into_iter().map(example).collect::<Result<_, _>>()?,
        measured: file.measured,
        enabled: file.enabled,
        needs_source,
        changes: file.changes,
        message,
        matcher,
        when,
        fixes,
    })
}

fn matcher(
    spec: &MatchSpec,
    table: Option<Cow<'static, str>>,
    lists: &Lists,
    proven: Proven,
) -> Result<Matcher, Mistake> {
    let given = [
        ("phrase", !spec.phrase.is_empty()),
        ("tokens", !spec.tokens.is_empty()),
        ("lexicon", spec.lexicon.is_some()),
        ("regex", !spec.regex.is_empty()),
        ("check", spec.check.is_some()),
    ];
    let kinds: Vec<&str> = given.iter().filter(|g| g.1).map(|g| g.0).collect();
    if kinds.len() != 1 {
        let found = if kinds.is_empty() { "none is given".to_owned() } else { format!("given: {}", kinds.join(", ")) };
        return Err(Mistake::new(format!(
            "`[match]` has exactly one of phrase, tokens, lexicon, regex, check; {found}"
        )));
    }
    if !spec.options.is_empty() && spec.check.is_none() {
        return Err(Mistake::new("`options` belong to `check`"));
    }
    if let Some(lexicon) = &spec.lexicon {
        let table = table
            .ok_or_else(|| Mistake::new("a lexicon rule needs a table of its own name beside it, ending in `.tsv`"))?;
        let mistake = |(line, message)| Mistake { message, value: None, table_line: Some(line) };
        let lexicon = Lexicon::read(table, lexicon, lists).map_err(mistake)?;
        if proven == Proven::No {
            lexicon.validate().map_err(mistake)?;
        }
        return Ok(Matcher::Lexicon(Box::new(lexicon)));
    }
    if let Some(check) = &spec.check {
        return Ok(Matcher::Check(check.as_str().into(), spec.options.clone()));
    }
    if !spec.regex.is_empty() {
        return spec.regex.iter().map(|r| expression(r)).collect::<Result<_, _>>().map(Matcher::Regex);
    }
    let patterns = if spec.phrase.is_empty() { &spec.tokens } else { &spec.phrase };
    let programs = patterns
        .iter()
        .map(|text| {
            let program = program(text, lists)?;
            if program.triggers.is_none() {
                return Err(Mistake::at(
                    "nothing rare enough must be in every match, so the rule would be tried at every word: name a word, a list, a number, a quotation mark or `<p>`",
                    text,
                    0,
                ));
            }
            Ok(program)
        })
        .collect::<Result<_, _>>()?;
    Ok(Matcher::Patterns(programs))
}

fn program(text: &str, lists: &Lists) -> Result<Program, Mistake> {
    Program::compile(text, lists).map_err(|e| Mistake::at(e.message, text, e.at))
}

/// Parses a regular expression and derives the tokens its matches can begin with.
fn expression(text: &str) -> Result<Expression, Mistake> {
    let hir = regex_syntax::parse(text).map_err(|e| Mistake::at(format!("not a regular expression: {e}"), text, 0))?;
    if text.contains("\\b") || text.contains("\\B") {
        return Err(Mistake::at("word borders come from tokens: a match begins at a token; write no `\\b`", text, 0));
    }
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_class(12).limit_total(200);
    let refuse = || {
        Mistake::at("every match must begin with a known mark, digit or whole word, for the index to find it", text, 0)
    };
    let prefixes = extractor.extract(&hir);
    let literals = prefixes.literals().filter(|l| !l.is_empty()).ok_or_else(refuse)?;
    let mut triggers = Vec::new();
    for literal in literals {
        let literal = std::str::from_utf8(literal.as_bytes()).map_err(|_| refuse())?;
        let tokens = token::tokenize(literal);
        let first = tokens.first().ok_or_else(refuse)?;
        if first.span.start != 0 {
            return Err(refuse());
        }
        let digit = literal.starts_with(|c: char| c.is_ascii_digit());
        match first.kind {
            _ if digit => triggers.extend([Key::Number, Key::DigitWord]),
            TokenKind::Word | TokenKind::Url | TokenKind::Handle if tokens.len() == 1 => return Err(refuse()),
            _ => triggers.push(Key::Word(first.fold)),
        }
    }
    triggers.sort_unstable();
    triggers.dedup();
    let regex = LazyRegex::between(r"\A(?:", text, ")")
        .map_err(|e| Mistake::at(format!("not a regular expression: {e}"), text, 0))?;
    Ok(Expression { regex, triggers })
}

fn when(spec: &WhenSpec, lists: &Lists, proven: Proven) -> Result<When, Mistake> {
    let guard = |text: &String| match proven {
        Proven::Yes => Ok(Guard::proven(text, lists)),
        Proven::No => Guard::new(text, lists).map_err(|e| Mistake::at(e.message, text, e.at)),
    };
    let guards = |texts: &[String]| texts.iter().map(guard).collect::<Result<Vec<_>, _>>();
    if let Some(day) = &spec.published_from {
        let shape = day.len() == 10
            && day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shape {
            return Err(Mistake::at("a day is written `YYYY-MM-DD`", day, 0));
        }
    }
    Ok(When {
        role: spec.role.clone(),
        not_role: spec.not_role.clone(),
        quotation: spec.quotation,
        quotation_sound: spec.quotation_sound,
        sentence_start: spec.sentence_start,
        hint_before: guards(&spec.hint_before)?,
        before: guards(&spec.before)?,
        not_before: guards(&spec.not_before)?,
        after: guards(&spec.after)?,
        not_after: guards(&spec.not_after)?,
        sentence_has: guards(&spec.sentence_has)?,
        sentence_lacks: guards(&spec.sentence_lacks)?,
        document_has: guards(&spec.document_has)?,
        document_lacks: guards(&spec.document_lacks)?,
        earlier_lacks: guards(&spec.earlier_lacks)?,
        elsewhere: spec
            .elsewhere
            .as_ref()
            .map(|t| Template::parse(t, lists).map_err(|e| Mistake::at(e, t, 0)))
            .transpose()?,
        english: spec.english,
        at_least: spec.at_least.unwrap_or(0),
        fewer: spec.fewer,
        per_thousand: spec.per_thousand.unwrap_or(0.0),
        published_from: spec.published_from.as_deref().map(Into::into),
    })
}

fn fix(spec: &FixSpec, matcher: &Matcher, lists: &Lists) -> Result<FixTemplate, Mistake> {
    let template = |text: &String| {
        let template = Template::parse(text, lists).map_err(|e| Mistake::at(e, text, 0))?;
        known(&template, matcher, text)?;
        Ok(template)
    };
    let action = match (&spec.replace, spec.rewrite.is_empty(), spec.delete) {
        (Some(text), true, None) => Action::Replace(template(text)?),
        (None, false, None) => {
            let mut parts = Vec::new();
            for (capture, text) in &spec.rewrite {
                if !captures(matcher).any(|c| c == capture) {
                    return Err(Mistake::at(format!("the patterns have no capture `{capture}`"), capture, 0));
                }
                parts.push((capture.as_str().into(), template(text)?));
            }
            Action::Rewrite(parts)
        }
        (None, true, Some(what)) => Action::Delete(what),
        _ => return Err(Mistake::new("a `[[fix]]` has exactly one of replace, rewrite, delete")),
    };
    Ok(FixTemplate {
        title: spec.title.as_ref().map(template).transpose()?,
        action,
        keep_case: spec.keep_case.unwrap_or(true),
        applicability: spec.applicability.unwrap_or(Applicability::Unsafe),
        has: spec.has.as_deref().map(Into::into),
        lacks: spec.lacks.as_deref().map(Into::into),
    })
}

fn captures(matcher: &Matcher) -> Box<dyn Iterator<Item = &str> + '_> {
    match matcher {
        Matcher::Patterns(programs) => Box::new(programs.iter().flat_map(|p| p.captures.iter().map(|c| &**c))),
        _ => Box::new(std::iter::empty()),
    }
}

/// Checks that a template asks for nothing a match cannot give.
fn known(template: &Template, matcher: &Matcher, text: &str) -> Result<(), Mistake> {
    const ALWAYS: [&str; 9] = [
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
    if matches!(matcher, Matcher::Check(..) | Matcher::Regex(_)) {
        // Values of algorithms and regular expressions are known only to them; their examples prove the names.
        return Ok(());
    }
    match template.names().find(|n| !ALWAYS.contains(n) && !captures(matcher).any(|c| c == *n)) {
        Some(name) => {
            Err(Mistake::at(format!("the patterns have no capture `{name}`"), text, text.find(name).unwrap_or(0)))
        }
        None => Ok(()),
    }
}

fn example(spec: ExampleSpec) -> Result<Example, Mistake> {
    let given = Given { from: spec.from.map(Into::into), english: spec.english, markup: spec.markup };
    match (spec.bad, spec.good, spec.clean) {
        (Some(bad), good, None) => Ok(Example::Bad { bad: bad.into(), good: good.map(Into::into), given }),
        (None, None, Some(text)) => Ok(Example::Clean { text: text.into(), given }),
        _ => Err(Mistake::new("an `[[example]]` has `bad` and `good`, or `clean`")),
    }
}
