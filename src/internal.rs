//! What the program, tests, benchmarks and tools of this repository use beside the public face. It can change or go with
//! every version.

pub use crate::edits::apply;
pub use crate::text::{Document, fold, form, token};

#[cfg(feature = "cli")]
pub use crate::cli::{main, run};
#[cfg(feature = "cli")]
pub use crate::config::schema as config_schema;
#[cfg(feature = "cli")]
pub use crate::report::formats::REPORT_FORMATS;
#[cfg(feature = "cli")]
pub use crate::report::json::schema as report_schema;
#[cfg(feature = "cli")]
pub use crate::rule::file::{pattern_schema, schema as rule_schema};

/// The language server.
#[cfg(feature = "cli")]
pub mod lsp {
    pub use crate::lsp::{ServerOptions, serve};
}

/// Running the examples of rules.
pub mod rule_test {
    pub use crate::rule_test::*;
}

/// The lists that the reference of the rule language is made of.
pub mod pattern {
    pub use crate::pattern::class::{CLASSES, TokenClass};
}
