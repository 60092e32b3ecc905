//! Decisions carried over to another text: by what was found, not by where.

use super::article::{Decision, Reviewed};
use crate::outcome::fingerprint::fingerprints;
use crate::rule::RuleSet;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A decision, and the finding it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The finding's fingerprint.
    pub finding: String,
    /// What a correction that was taken says.
    pub title: Option<String>,
    /// The decision.
    pub decision: Decision,
}

impl Reviewed {
    /// What is decided.
    pub fn carried(&self, rules: &RuleSet) -> Vec<Carried> {
        let prints = fingerprints(&self.report(rules));
        let decided = self.decisions.iter().enumerate().zip(prints).filter(|((_, d), _)| **d != Decision::Open);
        decided
            .map(|((number, decision), print)| {
                let title = match decision {
                    Decision::Fix { fix } => self.checked.findings[number].fixes.get(*fix).map(|f| f.title.to_string()),
                    _ => None,
                };
                Carried { finding: format!("{print:016x}"), title, decision: decision.clone() }
            })
            .collect()
    }

    /// Decides again what still fits; how many do not.
    pub fn carry(&mut self, carried: Vec<Carried>, rules: &RuleSet) -> usize {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for (number, print) in fingerprints(&self.report(rules)).iter().enumerate() {
            numbers.entry(format!("{print:016x}")).or_insert(number);
        }
        // What is decided is looked through once, not for each decision.
        let mut taken = self.taken(None);
        let mut lost = 0;
        for Carried { finding, title, decision } in carried {
            let number = numbers.get(&finding).copied();
            let decision = match (number, decision) {
                (Some(number), Decision::Fix { .. }) => {
                    let same =
                        |title: &str| self.checked.findings[number].fixes.iter().position(|f| *f.title == *title);
                    title.as_deref().and_then(same).map(|fix| Decision::Fix { fix })
                }
                (_, decision) => Some(decision),
            };
            let fits = match (number, decision) {
                (Some(number), Some(decision)) => self.decide_beside(&mut taken, number, decision),
                _ => false,
            };
            lost += usize::from(!fits);
        }
        lost
    }
}
