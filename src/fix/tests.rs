use super::*;
use crate::edits::{apply, is_deletion};
use crate::finding::Severity;
use crate::span::Span;
use proptest::prelude::*;
use std::borrow::Cow;

fn finding(rule: u16, applicability: Applicability, edits: Vec<Edit>) -> Finding {
    let span = edits.iter().map(|e| e.span).reduce(Span::to).unwrap();
    let fix = Fix { title: "Change it".into(), edits, applicability };
    Finding {
        rule: RuleId(rule),
        span,
        severity: Severity::Error,
        message: "wrong".into(),
        related: Vec::new(),
        fixes: vec![fix],
    }
}

fn edit(start: u32, end: u32, replacement: &str) -> Edit {
    Edit::new(Span::new(start, end), replacement)
}

/// Replaces every `wrong` of the text, one rule a pair.
fn table(pairs: &'static [(&str, &str)]) -> impl Fn(&Article<'_>) -> Checked {
    move |article| {
        let text = &*article.text;
        let mut findings = Vec::new();
        for (rule, (wrong, right)) in pairs.iter().enumerate() {
            for (at, _) in text.match_indices(wrong) {
                let edit = edit(at as u32, (at + wrong.len()) as u32, right);
                findings.push(finding(rule as u16, Applicability::Safe, vec![edit]));
            }
        }
        findings.sort_by_key(|f| (f.span, f.rule));
        Checked { findings, ..Checked::default() }
    }
}

fn safe(rule: u16, edits: Vec<Edit>) -> Finding {
    finding(rule, Applicability::Safe, edits)
}

fn choices<'f>(text: &str, threshold: Applicability, findings: &'f [Finding]) -> Vec<(usize, &'f Fix)> {
    choose(&Article::new(text), threshold, findings.iter().enumerate(), Taken::default())
}

fn chosen(text: &str, findings: &[Finding]) -> Vec<u16> {
    choices(text, Applicability::Unsafe, findings).iter().map(|(number, _)| findings[*number].rule.0).collect()
}

#[test]
fn overlapping_and_touching_fixes_wait() {
    let text = "abcdefghij";
    assert_eq!(chosen(text, &[safe(0, vec![edit(0, 3, "x")]), safe(1, vec![edit(2, 4, "y")])]), [0]);
    assert_eq!(chosen(text, &[safe(0, vec![edit(0, 3, "x")]), safe(1, vec![edit(3, 4, "y")])]), [0]);
    assert_eq!(chosen(text, &[safe(0, vec![edit(3, 3, "x")]), safe(1, vec![edit(3, 3, "y")])]), [0]);
    assert_eq!(chosen(text, &[safe(0, vec![edit(0, 3, "x")]), safe(1, vec![edit(4, 5, "y")])]), [0, 1]);
}

#[test]
fn deletions_that_touch_go_together() {
    let text = "abcdefghij";
    let gone = |start, end| vec![edit(start, end, "")];
    assert_eq!(chosen(text, &[safe(0, gone(2, 4)), safe(1, gone(4, 6)), safe(2, gone(6, 7))]), [0, 1, 2]);
    assert_eq!(chosen(text, &[safe(0, gone(2, 4)), safe(1, gone(3, 6))]), [0]);
    assert_eq!(chosen(text, &[safe(0, gone(2, 4)), safe(1, gone(2, 4))]), [0]);
    assert_eq!(chosen(text, &[safe(0, gone(2, 4)), safe(1, vec![edit(4, 4, "x")])]), [0]);
    let around = [safe(0, gone(2, 4)), safe(1, gone(6, 8)), safe(2, gone(4, 6)), safe(3, gone(5, 7))];
    assert_eq!(chosen(text, &around), [0, 2, 1]);
    let many: String = "wrong".repeat(5_000);
    let fixed = settle(Format::Plain, Article::new(&*many), Applicability::Safe, table(&[("wrong", "")]));
    assert_eq!((&*fixed.article.text, fixed.edits), ("", vec![edit(0, 25_000, "")]));
}

#[test]
fn edits_of_one_fix_go_together() {
    let pair = || safe(0, vec![edit(1, 2, "“"), edit(8, 9, "”")]);
    assert_eq!(
        chosen("abcdefghij", &[pair(), safe(1, vec![edit(4, 5, "x")]), safe(2, vec![edit(7, 10, "y")])]),
        [0, 1]
    );
    assert_eq!(chosen("abcdefghij", &[safe(2, vec![edit(0, 2, "y")]), pair()]), [2]);
}

#[test]
fn the_safer_fix_goes_first_and_the_threshold_holds() {
    let findings = [finding(0, Applicability::Unsafe, vec![edit(0, 3, "x")]), safe(1, vec![edit(2, 4, "y")])];
    assert_eq!(chosen("abcdef", &findings), [1]);
    assert!(choices("abcdef", Applicability::Safe, &findings[..1]).is_empty());
    let shown = [finding(0, Applicability::DisplayOnly, vec![edit(0, 3, "x")])];
    assert!(choices("abcdef", Applicability::Unsafe, &shown).is_empty());
}

#[test]
fn what_is_taken_stays_clear() {
    let findings = [safe(0, vec![edit(0, 2, "x")]), safe(1, vec![edit(3, 5, "y")]), safe(2, vec![edit(6, 7, "z")])];
    let mut taken = Taken::default();
    taken.take(&[edit(4, 4, "!")]);
    // Numbers are those that were given, whatever was left out.
    let given = findings.iter().enumerate().skip(1);
    let chosen = choose(&Article::new("abcdefgh"), Applicability::Safe, given, taken);
    assert_eq!(chosen, [(2, &findings[2].fixes[0])]);
}

#[test]
fn a_fix_that_changes_nothing_is_not_applied() {
    assert!(chosen("abc", &[safe(0, vec![edit(0, 1, "a")])]).is_empty());
}

#[test]
fn fixes_are_repeated_until_nothing_is_left() {
    let check = table(&[("kyiv", "Kyiv"), ("MM. ", "Mr. "), ("Mr. Kyiv", "Kyiv")]);
    let fixed = settle(Format::Plain, Article::new("In MM. kyiv"), Applicability::Safe, &check);
    assert_eq!(fixed.article.text, "In Kyiv");
    assert_eq!(fixed.applied, BTreeMap::from([(RuleId(0), 1), (RuleId(1), 1), (RuleId(2), 1)]));
    assert_eq!(apply("In MM. kyiv", &fixed.edits), fixed.article.text);
    let silent = settle(Format::Plain, Article::new("In Kyiv"), Applicability::Safe, &check);
    assert!(matches!(silent.article.text, Cow::Borrowed(_)) && silent.edits.is_empty());
}

#[test]
fn fixes_that_come_to_no_end_are_left_out_and_all_others_applied() {
    let check = table(&[("grey", "gray"), ("x", "y"), ("gray", "grey")]);
    let fixed = settle(Format::Plain, Article::new("x gray"), Applicability::Safe, check);
    assert_eq!((&*fixed.article.text, fixed.unsettled), ("y gray", vec![RuleId(2)]));
    assert_eq!(fixed.applied, BTreeMap::from([(RuleId(1), 1)]));
    let growing = table(&[("a", "aa"), ("b", "c")]);
    let fixed = settle(Format::Plain, Article::new("ab"), Applicability::Safe, growing);
    assert_eq!((&*fixed.article.text, fixed.unsettled), ("ac", vec![RuleId(0)]));
    assert_eq!((apply("ab", &fixed.edits), fixed.checked.findings.len()), ("ac".to_owned(), 1));
}

#[test]
fn nothing_reaches_over_the_fence() {
    let check = table(&[("\n\nHead", ""), ("kyiv", "The city of Kyiv"), ("body", "text")]);
    let text = "In kyiv\n\nHead\n\nbody";
    let fixed = settle(
        Format::Plain,
        Article { fences: vec![Span::new(7, 9)], ..Article::new(text) },
        Applicability::Safe,
        check,
    );
    assert_eq!(fixed.article.text, "In The city of Kyiv\n\nHead\n\ntext");
    assert_eq!(fixed.article.fences, [Span::new(19, 21)]);
}

proptest! {
    #[test]
    fn text_outside_the_edits_is_unchanged(
        text in "[a-cé“ ]{0,60}",
        places in proptest::collection::vec((0usize..60, 0usize..5, "[xé]{0,3}", any::<bool>()), 0..12),
    ) {
        let bound = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap() as u32;
        let findings: Vec<Finding> = places
            .iter()
            .enumerate()
            .map(|(i, (at, length, with, is_safe))| {
                let applicability = if *is_safe { Applicability::Safe } else { Applicability::Unsafe };
                finding(i as u16, applicability, vec![edit(bound(*at), bound(at + length), with)])
            })
            .collect();
        let chosen = choices(&text, Applicability::Unsafe, &findings);
        let mut edits: Vec<Edit> = chosen.iter().flat_map(|(_, fix)| fix.edits.clone()).collect();
        edits.sort_unstable();
        let apart = |w: &[Edit]| w[0].span.end < w[1].span.start;
        let gone = |w: &[Edit]| w[0].span.end == w[1].span.start && w.iter().all(is_deletion);
        prop_assert!(edits.windows(2).all(|w| apart(w) || gone(w)));
        let out = apply(&text, &edits);
        // Taking the replacements out of the result leaves what stood outside the edits.
        let (mut kept, mut at, mut done) = (String::new(), 0, 0);
        for e in &edits {
            let plain = &text[done..e.span.start as usize];
            prop_assert_eq!(&out[at..at + plain.len()], plain);
            at += plain.len() + e.replacement.len();
            done = e.span.end as usize;
            kept.push_str(plain);
        }
        prop_assert_eq!(&out[at..], &text[done..]);
    }

    #[test]
    fn many_rounds_are_one_set_of_edits(text in "(ab|ba|c|é|mm| ){0,40}") {
        let check = table(&[("ab", "c"), ("cc", "é"), ("mm", ""), ("éc", "ab é"), ("ba ", "b")]);
        let fixed = settle(Format::Plain, Article::new(&*text), Applicability::Safe, &check);
        if fixed.unsettled.is_empty() {
            prop_assert_eq!(apply(&text, &fixed.edits), fixed.article.text.as_ref());
            prop_assert!(fixed.edits.windows(2).all(|w| w[0].span.end < w[1].span.start));
            let again = settle(Format::Plain, fixed.article.borrowed(), Applicability::Safe, &check);
            prop_assert_eq!(again.article.text, fixed.article.text.as_ref());
        }
    }

    #[test]
    fn the_fence_keeps_its_place(head in "(ab|c|mm| ){0,10}", body in "(ab|c|mm| ){0,10}") {
        let check = table(&[("ab", "c"), ("mm", ""), ("c\n\n", ""), ("\n\nc", "x")]);
        let text = format!("{head}\n\n{body}");
        let fence = Span::new(head.len() as u32, head.len() as u32 + 2);
        let article = Article { fences: vec![fence], ..Article::new(&*text) };
        let fixed = settle(Format::Plain, article, Applicability::Safe, check);
        prop_assert_eq!(fixed.article.fences[0].of(&fixed.article.text), "\n\n");
    }
}
