//! How time and memory grow with the text, over everything that tests/common/growth can make.
//!
//! `cargo xtask growth` runs it, `cargo xtask growth WORDS` those kinds of texts whose names hold WORDS.

#![allow(clippy::print_stdout)] // what it measures is what it prints

#[path = "../tests/common/growth/mod.rs"]
mod growth;

use copydesk::{Linter, Options, RuleSet};
use growth::generators::{self, Generator};
use growth::{Bounds, Growth, Meter, Work};
use peak_alloc::PeakAlloc;
use std::process::ExitCode;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Bytes of the shortest text; the others have twice and four times as many.
const SHORTEST: usize = 100_000;

/// The most runs.
const RUNS: usize = 7;

/// A text is bounded by its length, and what is found in it by the number of findings: a text of nothing but artifacts
/// of five letters has 200,000 in a megabyte, each with a message and a correction of its own.
const BOUNDS: Bounds = Bounds {
    exponent: 1.2,
    per_megabyte: Some(Duration::from_millis(100)),
    finding_time: Duration::from_micros(3),
    memory: 20.0,
    finding_memory: 1200.0,
};

fn main() -> ExitCode {
    let arguments = || std::env::args().skip(1);
    let wanted: Vec<String> = arguments().filter(|argument| !argument.starts_with("--")).collect();
    let shortest = arguments().find_map(|argument| argument.strip_prefix("--shortest=")?.parse().ok());
    let shortest: usize = shortest.unwrap_or(SHORTEST);
    let linter = Linter::new(RuleSet::built_in(), Options::default()).expect("the built-in rules are valid");
    let folder = tempfile::tempdir().expect("there is room for files");
    let meter = Meter { linter: &linter, allocator: &ALLOCATOR, folder: folder.path() };
    let betweens = [" ", "", "\n", "\n\n"];
    let mut all = generators::plain(&betweens);
    all.extend(generators::markup(&betweens[..3]));
    all.extend(generators::records());
    all.extend(generators::examples(linter.rules(), 2, &[" ", "\n\n"]));
    all.retain(|generator| wanted.iter().all(|words| generator.name.contains(words.as_str())));
    let mut wrong = 0;
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    for generator in &all {
        for work in [Work::Check, Work::Fix] {
            let growth = meter.growth(generator, work, &[shortest, 2 * shortest, 4 * shortest], RUNS, bounds(work));
            slowest.push((growth.per_megabyte(BOUNDS.finding_time), format!("{work:?} {}", generator.name)));
            let beyond = growth.beyond(bounds(work));
            if !wanted.is_empty() {
                println!("{work:?} {}: {}", generator.name, figures(&growth));
            }
            if !beyond.is_empty() && excuse(generator, work).is_none() {
                wrong += 1;
                println!("{work:?} {}: {} ({})", generator.name, beyond.join("; "), figures(&growth));
            }
        }
    }
    slowest.sort();
    println!("the slowest:");
    for (time, name) in slowest.iter().rev().take(20) {
        println!("  {:>9.1} ms a megabyte: {name}", time.as_secs_f64() * 1e3);
    }
    println!("{} kinds of texts, {wrong} beyond the bounds", all.len());
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A text is checked again after each of its fixes, ten times at most: the time is then that of so many checks.
fn bounds(work: Work) -> Bounds {
    match work {
        Work::Check => BOUNDS,
        Work::Fix => Bounds {
            per_megabyte: BOUNDS.per_megabyte.map(|time| time * ROUNDS),
            finding_time: BOUNDS.finding_time * ROUNDS,
            ..BOUNDS
        },
    }
}

/// Rounds of check and fix.
const ROUNDS: u32 = 11;

/// Why a kind of text may go beyond the bounds.
fn excuse(_generator: &Generator, _work: Work) -> Option<&'static str> {
    None
}

fn figures(growth: &Growth) -> String {
    let last = growth.findings.len() - 1;
    format!(
        "power {:.2}, {:.1} ms a megabyte, memory {:.1} ({:.1} without its findings), {} findings",
        growth.exponent(),
        growth.per_megabyte(Duration::ZERO).as_secs_f64() * 1e3,
        growth.memory(0.0),
        growth.memory(BOUNDS.finding_memory),
        growth.findings[last]
    )
}
