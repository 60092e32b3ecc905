//! One artifact is one finding: where two rules speak of the same words, the one with the better correction stays, and
//! the other becomes a related place of it.

use crate::finding::{Applicability, Edit, Finding, Related};
use crate::rule::RuleSet;
use crate::rule::file::Changes;
use crate::span::Span;

/// The findings, in order of place, without those that another mends.
///
/// One finding is folded into another that has the same words, or whose first correction takes its words away and may be
/// applied as freely as its own. Findings whose words stay, however the other is corrected, are artifacts of their own.
#[must_use]
pub fn fold(text: &str, rules: &RuleSet, mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    // Place of the finding that each is folded into.
    let mut into: Vec<Option<usize>> = vec![None; findings.len()];
    // Findings that may reach beyond the start of the next: few, for those of one rule do not overlap.
    let mut open: Vec<usize> = Vec::new();
    for next in 0..findings.len() {
        let start = findings[next].span.start;
        open.retain(|&earlier| findings[earlier].span.end > start || findings[earlier].span.start == start);
        for &earlier in &open {
            if into[earlier].is_none() && into[next].is_none() {
                let (one, other) = (&findings[earlier], &findings[next]);
                let same = words(text, one.span) == words(text, other.span);
                let (one_goes, other_goes) = (same || mends(text, other, one), same || mends(text, one, other));
                if one_goes && (!other_goes || better(rules, other, one)) {
                    into[earlier] = Some(next);
                } else if other_goes {
                    into[next] = Some(earlier);
                }
            }
        }
        open.push(next);
    }
    for place in 0..findings.len() {
        if let Some(target) = last(&into, place) {
            let Finding { rule, span, ref message, .. } = findings[place];
            let message = format!("{message} ({})", rules.get(rule).name);
            findings[target].related.push(Related { span, message: message.into() });
        }
    }
    let mut stays = into.iter().map(Option::is_none);
    findings.retain(|_| stays.next() == Some(true));
    findings
}

/// The finding that the one at `place` ends up in, if it does not stay.
fn last(into: &[Option<usize>], place: usize) -> Option<usize> {
    std::iter::successors(into[place], |&next| into[next]).last()
}

/// The span without white space at its ends.
fn words(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len()) as u32;
    Span::new(start, start + words.trim().len() as u32)
}

/// Whether the first correction of `finding` also mends `other`, for certain enough to leave `other` unsaid.
fn mends(text: &str, finding: &Finding, other: &Finding) -> bool {
    let Some(fix) = finding.fixes.first() else { return false };
    let allowed = |of: &Finding| of.fixes.first().map(|fix| fix.applicability);
    let weaker = finding.severity < other.severity && !other.fixes.is_empty();
    !weaker
        && fix.applicability > Applicability::DisplayOnly
        && allowed(finding) >= allowed(other)
        && fix.edits.iter().any(|edit| {
            // Words that a person may decide to keep still have what is wrong with them.
            let goes = fix.applicability == Applicability::Safe || !edit.replacement.is_empty();
            goes && takes_away(text, edit, words(text, other.span))
        })
}

/// Whether the edit takes the words of `span` away: all of them, or those they begin with where the two cross. An
/// artifact that begins in the midst of words which go is a consequence of them; one that ends there may not be.
fn takes_away(text: &str, edit: &Edit, span: Span) -> bool {
    let (start, end) = (edit.span.start, edit.span.end);
    let whole = start <= span.start && span.end <= end && !span.is_empty();
    let crosses = start < span.start && span.start < end;
    let common = || Span::new(span.start, span.end.min(end));
    (whole || crosses) && !edit.replacement.contains(common().of(text))
}

/// Whether `one` says more of the words they share than `other`.
fn better(rules: &RuleSet, one: &Finding, other: &Finding) -> bool {
    // A correction of words takes spaces, marks and capitals along; the other way round it does not.
    let deep = |finding: &Finding| match rules.get(finding.rule).changes {
        Changes::Residue => 2,
        Changes::Words | Changes::Names => 1,
        Changes::Marks | Changes::Spacing | Changes::Casing => 0,
    };
    let key = |finding: &Finding| {
        let fix = finding.fixes.first().map(|fix| fix.applicability);
        (fix, finding.severity, deep(finding))
    };
    key(one) > key(other)
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::engine::{Linter, Options};
    use crate::rule::RuleSet;

    /// The names of the rules that found something, each with its words and those of the findings folded into it.
    fn found(text: &str) -> Vec<(String, String, Vec<String>)> {
        let linter = Linter::new(RuleSet::built_in(), Options::default()).expect("options");
        let findings = linter.check(&Article::new(text)).findings;
        let of = |f: &crate::finding::Finding| {
            let related = f.related.iter().map(|r| r.span.of(text).to_owned()).collect();
            (linter.rules().get(f.rule).name.to_string(), f.span.of(text).to_owned(), related)
        };
        findings.iter().map(of).collect()
    }

    #[test]
    fn one_artifact_is_one_finding() {
        for (text, rule, words) in [
            // The same words: the one with a correction, or with the better one, stays.
            ("He came on giovedì with his friends.", "foreign-letters", "giovedì"),
            ("The Рassengers left the train.", "mixed-script-word", "Рassengers"),
            // A correction takes the words of the other along.
            ("He left at 16 heures. Nobody came.", "foreign-clock", "16 heures."),
            (
                "It rained.\n\nREAD ALSO: Storms on 5 november\n\nIt snowed.",
                "read-more",
                "READ ALSO: Storms on 5 november",
            ),
            // What begins in words that go is a consequence of them.
            ("They called it &quot;We will see&quot;, and left.", "html-entity", "&quot;"),
        ] {
            let findings = found(text);
            let on = findings.iter().filter(|f| f.1.contains(words) || words.contains(&*f.1));
            let rules: Vec<&str> = on.map(|f| &*f.0).collect();
            assert!(rules.iter().all(|name| *name == rule) && !rules.is_empty(), "{text}: {findings:?}");
            assert!(findings.iter().any(|f| f.0 == rule && !f.2.is_empty()), "{text}: {findings:?}");
        }
    }

    #[test]
    fn artifacts_that_stay_whatever_happens_to_the_other_are_told() {
        let text = "“It will rain”, assured the press on Tuesday the spokesman of the Kremlin, Yuri Ouchakov.";
        let findings = found(text);
        for rule in ["inverted-attribution", "transliterated-name"] {
            assert!(findings.iter().any(|f| f.0 == rule), "{findings:?}");
        }
        // The edit of one lies within the words of the other, whose rest it leaves as it is.
        for (text, words) in
            [("They came from saudi arabia.", "saudi arabia"), ("【Editor: Li Min】", "【Editor: Li Min】")]
        {
            let findings = found(text);
            assert!(findings.iter().any(|f| f.1 == words), "{findings:?}");
        }
    }
}
