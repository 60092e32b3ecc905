//! What is known of a rule on text it was not written for, and how loud it may be for that.

use super::file::Measured;
use crate::finding::Severity;

/// What is known of a rule on text it was not written for.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// Findings were read.
    Measured(Measured),
    /// Nobody has seen a finding there.
    Unseen {
        /// The form of the artifact cannot be anything else, as `&quot;` in plain text.
        unmistakable: bool,
    },
}

/// Most findings in 1,000 words of good news written in English, for a rule that runs by default and is more than a hint.
pub const MOST_ON_GOOD_NEWS: f64 = 0.02;

impl Evidence {
    /// Least share of findings read that must be right, in percent, for a rule of this severity.
    #[must_use]
    pub const fn least_right(severity: Severity) -> u32 {
        match severity {
            Severity::Error => 95,
            Severity::Warning => 90,
            Severity::Info => 60,
        }
    }

    /// Why a rule of this severity says more than is known of it; none if it does not. A rule that is off unless asked
    /// for may speak on good writing.
    #[must_use]
    pub fn shortfall(&self, severity: Severity, enabled: bool) -> Option<String> {
        match self {
            Self::Unseen { unmistakable } => {
                let loud = severity == Severity::Error && !unmistakable;
                loud.then(|| "an unseen rule is not an error, unless it is `unmistakable`".to_owned())
            }
            Self::Measured(m) if m.right * 100 < m.read * Self::least_right(severity) => {
                let least = Self::least_right(severity);
                Some(format!(
                    "{} of {} findings read were right; severity {severity} asks for {least} %",
                    m.right, m.read
                ))
            }
            Self::Measured(m) if enabled && severity > Severity::Info && m.clean > MOST_ON_GOOD_NEWS => {
                Some(format!("{} findings in 1,000 words of good English news; at most {MOST_ON_GOOD_NEWS}", m.clean))
            }
            Self::Measured(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(read: u32, right: u32, clean: f64) -> Evidence {
        let on = "machine translation".to_owned();
        Evidence::Measured(Measured {
            version: "0.1.0".into(),
            clean,
            reference: 0.0,
            translation: 0.5,
            read,
            right,
            on,
        })
    }

    #[test]
    fn an_unseen_rule_is_an_error_only_if_it_is_unmistakable() {
        let unseen = Evidence::Unseen { unmistakable: false };
        assert!(unseen.shortfall(Severity::Error, true).is_some());
        assert!(unseen.shortfall(Severity::Error, false).is_some());
        assert_eq!(unseen.shortfall(Severity::Warning, true), None);
        assert_eq!(Evidence::Unseen { unmistakable: true }.shortfall(Severity::Error, true), None);
    }

    #[test]
    fn the_louder_a_rule_the_more_of_its_findings_are_right() {
        for (severity, least) in [(Severity::Error, 19), (Severity::Warning, 18), (Severity::Info, 12)] {
            assert_eq!(measured(20, least, 0.0).shortfall(severity, true), None, "{severity}");
            assert!(measured(20, least - 1, 0.0).shortfall(severity, true).is_some(), "{severity}");
        }
    }

    #[test]
    fn a_rule_that_is_on_by_default_is_silent_on_good_writing_or_a_hint() {
        assert!(measured(9, 9, 0.03).shortfall(Severity::Warning, true).is_some());
        assert_eq!(measured(9, 9, 0.02).shortfall(Severity::Warning, true), None);
        assert_eq!(measured(9, 9, 0.03).shortfall(Severity::Warning, false), None);
        assert_eq!(measured(9, 9, 0.03).shortfall(Severity::Info, true), None);
    }
}
