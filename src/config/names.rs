//! Names of rules and families in a configuration, and where they stand.

use super::ConfigFile;
use crate::problem::{Mistake, PathStep};
use crate::rule::selection::Named;

/// A name at a place.
#[derive(Debug)]
pub(super) struct Use {
    name: String,
    named: Named,
    /// The way to it from the table of copydesk.
    steps: Vec<PathStep>,
    /// Whether it is the last key of the way, and not the value.
    is_key: bool,
}

/// All names of rules and families in `file`.
pub(super) fn uses(file: &ConfigFile) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut add = |steps: &[PathStep], name: &str, named, is_key| {
        uses.push(Use { name: name.to_owned(), named, steps: steps.to_vec(), is_key });
    };
    let lists = [
        ("select", &file.select),
        ("extend-select", &file.extend_select),
        ("ignore", &file.ignore),
        ("extend-safe-fixes", &file.extend_safe_fixes),
        ("extend-unsafe-fixes", &file.extend_unsafe_fixes),
    ];
    for (key, names) in lists {
        for (number, name) in names.iter().enumerate() {
            add(&[key.into(), number.into()], name, Named::Rules, false);
        }
    }
    for name in file.severity.keys() {
        add(&["severity".into(), (&**name).into()], name, Named::Rules, true);
    }
    for name in file.options.keys() {
        add(&["options".into(), (&**name).into()], name, Named::Rule, true);
    }
    for (number, spec) in file.suppressions.iter().enumerate() {
        add(&["suppressions".into(), number.into(), "rule".into()], &spec.rule, Named::Rules, false);
    }
    for (over, spec) in file.overrides.iter().enumerate() {
        let (way, over) = (PathStep::from("overrides"), PathStep::from(over));
        for (key, names) in [("select", &spec.select), ("extend-select", &spec.extend_select), ("ignore", &spec.ignore)]
        {
            for (number, name) in names.iter().enumerate() {
                add(&[way.clone(), over.clone(), key.into(), number.into()], name, Named::Rules, false);
            }
        }
        for name in spec.severity.keys() {
            add(&[way.clone(), over.clone(), "severity".into(), (&**name).into()], name, Named::Rules, true);
        }
    }
    uses
}

impl Use {
    /// What `wrong` says is wrong with the name, at its place.
    pub(super) fn mistake(&self, wrong: impl Fn(&str, Named) -> Option<Mistake>) -> Option<Mistake> {
        let mistake = wrong(&self.name, self.named)?;
        let mistake = if self.is_key { mistake.of_key() } else { mistake };
        Some(self.steps.iter().rev().cloned().fold(mistake, Mistake::under))
    }
}
