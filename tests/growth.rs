//! Time and memory grow with the text and no faster: the short form of `cargo xtask growth`.

#![allow(clippy::unwrap_used)] // a test fails by panicking

#[path = "common/growth/mod.rs"]
mod growth;

use copydesk::{Linter, Options, RuleSet};
use growth::generators;
use growth::{Bounds, Meter, Work};
use peak_alloc::PeakAlloc;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// In texts as short as these a square shows itself only where a text of a megabyte takes seconds.
const LENGTHS: [usize; 2] = [24_000, 96_000];

const BOUNDS: Bounds =
    Bounds { exponent: 1.7, per_megabyte: None, finding_time: Duration::ZERO, memory: 250.0, finding_memory: 1500.0 };

/// Of so many kinds of texts one is tried; `cargo xtask growth` tries them all.
const TRIED: usize = 12;

/// Of so many of those one is fixed too.
const FIXED: usize = 4;

/// Bytes of a stack as large as that of a program's first thread; tests have less.
const STACK: usize = 64 << 20;

#[test]
fn time_and_memory_grow_with_the_text() {
    std::thread::Builder::new().stack_size(STACK).spawn(grows_with_the_text).unwrap().join().unwrap();
}

fn grows_with_the_text() {
    let linter = Linter::new(RuleSet::built_in(), Options::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let meter = Meter { linter: &linter, allocator: &ALLOCATOR, folder: folder.path() };
    let mut all = generators::plain(&[" "]);
    all.extend(generators::markup(&[" "]));
    all.extend(generators::records());
    all.extend(generators::examples(linter.rules(), 1, &[" "]));
    let mut wrong = Vec::new();
    for (number, generator) in all.iter().step_by(TRIED).enumerate() {
        for work in [Work::Check, Work::Fix].into_iter().take(1 + usize::from(number % FIXED == 0)) {
            let growth = meter.growth(generator, work, &LENGTHS, 8, BOUNDS);
            let beyond = growth.beyond(BOUNDS).into_iter();
            wrong.extend(beyond.map(|what| format!("{work:?} {}: {what}", generator.name)));
        }
    }
    assert!(all.len() >= 100 && wrong.is_empty(), "{}", wrong.join("\n"));
}
