//! Names of rules and families in a configuration, and where they stand.

use super::{Config, ConfigFile};
use crate::problem::{Mistake, Problem, Problems, Step};
use crate::rule::selection::Named;

/// A name at a place.
#[derive(Debug)]
pub(super) struct Use {
    name: String,
    named: Named,
    /// The way to it from the table of copydesk.
    steps: Vec<Step>,
    /// Whether it is the last key of the way, and not the value.
    is_key: bool,
}

/// All names of rules and families in `file`.
pub(super) fn uses(file: &ConfigFile) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut add = |steps: &[Step], name: &str, named, is_key| {
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
        let (way, over) = (Step::from("overrides"), Step::from(over));
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

impl Config {
    /// Checks the names of rules and families in the file: `wrong` says what is wrong with one, if anything is.
    ///
    /// # Errors
    /// When something is wrong with a name: a problem for each place where it stands.
    pub fn check_names(&self, wrong: impl Fn(&str, Named) -> Option<Mistake>) -> Result<(), Problems> {
        let problem = |place: &Use| -> Option<Problem> {
            let mistake = wrong(&place.name, place.named)?;
            let mistake = if place.is_key { mistake.of_key() } else { mistake };
            Some(self.problem(place.steps.iter().rev().cloned().fold(mistake, Mistake::under)))
        };
        Problems::none(self.names_of_rules.iter().filter_map(problem).collect())
    }
}
