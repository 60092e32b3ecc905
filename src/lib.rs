//! copydesk finds the artifacts that machine translation, and the scraping around it, leave in English news articles, and
//! proposes corrections.
//!
//! A [`Linter`] runs the rules of a [`RuleSet`] over an [`Article`]. Each [`Finding`] says which rule found what in which
//! bytes of the text, how much it matters, and how it can be corrected. Corrections that cannot change what the article
//! says are safe: [`Linter::fix`] applies them.
//!
//! ```
//! use copydesk::{Applicability, Article, Linter, Options, RuleSet};
//!
//! let linter = Linter::new(RuleSet::built_in(), Options::default())?;
//! let text = "MM. Duval and Roux opened the bridge on monday.";
//!
//! let checked = linter.check(&Article::new(text));
//! for finding in &checked.findings {
//!     let rule = linter.rules().get(finding.rule);
//!     println!("{}: {} ({}, {})", finding.span.of(text), finding.message, finding.severity, rule.name);
//! }
//! assert_eq!(checked.findings[0].span.of(text), "MM. Duval and Roux");
//! assert_eq!(checked.findings[1].span.of(text), "monday");
//!
//! let fixed = linter.fix(Article::new(text), Applicability::Safe);
//! assert_eq!(fixed.article.text, "Mr. Duval and Mr. Roux opened the bridge on Monday.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is known of an article
//!
//! The more an [`Article`] says of itself, the more rules can speak: the language it was translated from
//! ([`Source`]; otherwise it is inferred from what it left in the text), the variety of English, the day it was published,
//! and what its blocks are ([`Part`]). For files with markup, such as HTML or Markdown, [`Linter::check_file`] reads the
//! article out of the file in its [`Format`]; what is found, and what is fixed, are then bytes of the file.
//!
//! # Which rules run
//!
//! [`Options`] select rules by their names or families ([`Selection`]), change severities, tune single rules, and leave
//! findings out. Rules of one's own are files like the built-in ones; [`OwnRules`] takes their texts, and [`RuleSet::load`]
//! adds them. A mistake in a rule or an option is a [`Problem`], with the place of the words that are wrong.
//!
//! # Threads, and what stands behind features
//!
//! A linter takes milliseconds to make and is meant to be kept; it can be shared between threads. The crate starts no
//! threads, and reads no files. The program `copydesk` is the feature `cli`, which is on by default; without it,
//!
//! ```toml
//! copydesk = { version = "0.1", default-features = false }
//! ```
//!
//! is a library with few dependencies. Texts are UTF-8; all places are bytes, and [`LineIndex`] counts lines and columns.

#![deny(missing_docs)]
// The library alone leaves much of what only the program uses without a use.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

mod article;
mod checks;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod config;
mod context;
mod edits;
mod engine;
mod finding;
mod fix;
mod formats;
mod house_style;
#[doc(hidden)]
pub mod internal;
mod language;
mod lint;
#[cfg(feature = "cli")]
mod lsp;
mod outcome;
mod pattern;
mod problem;
#[cfg(feature = "cli")]
mod project;
#[cfg(feature = "cli")]
mod report;
#[cfg(feature = "cli")]
mod review;
mod rule;
mod rule_test;
mod span;
mod suppression;
mod text;

pub use article::{Article, Part, Segment, Source};
pub use engine::{Checked, Linter, Options, SourceLanguage, Suppressed};
pub use finding::{Applicability, Edit, Finding, Fix, Related, RuleId, Severity};
pub use fix::Fixed;
pub use formats::Format;
pub use language::{Date, Language, NotALanguage, Variety};
pub use outcome::score;
pub use problem::{Place, Problem, Problems};
pub use rule::selection::Selection;
pub use rule::{OwnRules, Rule, RuleSet, Sources};
pub use span::{LineIndex, Position, Span};
pub use text::block::Role;
