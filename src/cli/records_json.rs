//! The run over a JSON file: its records, checked in parallel, reported in order.

use super::records::{pass_on, record};
use super::run::{CheckRun, Done, Mode, refused};
use super::workers::Workers;
use crate::edits;
use crate::finding::Edit;
use crate::formats::jsonl::Line;
use crate::formats::{json, plain};
use crate::problem::Problem;
use crate::project::files::{Input, stdin};
use crate::project::write::{Replacement, Seen};
use crate::report::diff;
use crate::span::Span;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Checks the records of `input` and hands on what came of each, in order, until `take` says that nobody wants more.
pub fn run(
    job: &CheckRun,
    input: &Input,
    workers: &Workers,
    take: &mut dyn FnMut(Done) -> Result<bool, Problem>,
) -> Result<bool, Problem> {
    let name = input.name();
    let read = match input {
        Input::Stdin(..) => stdin().map_err(Into::into).and_then(|mut stdin| plain::read_from(&mut stdin, 0)),
        Input::File(path, _) => plain::read(path),
    };
    let text = match read {
        Ok(text) => text,
        Err(error) => return take(Done::failed(refused(&name, &error))),
    };
    let records = match json::records(&text) {
        Ok(records) => records,
        Err(mistake) => return take(Done::failed(mistake.in_text(Path::new(&name), &*text))),
    };
    // Records that are wrong share the text of the file.
    let shared: OnceLock<Arc<str>> = OnceLock::new();
    let checked = |mode: Mode, line: &Line<'_>| {
        record(job, mode, &name, line).unwrap_or_else(|mistake| {
            let mistake = mistake.after(line.bytes.as_ptr() as usize - text.as_ptr() as usize, line.bytes.len());
            let shared = shared.get_or_init(|| text.as_str().into());
            Done::failed(mistake.in_text(Path::new(&name), Arc::clone(shared)))
        })
    };
    let mut all = workers.map(&records, |line| checked(job.mode, line));
    let edits = placed(&text, &records, &all);
    if let (Mode::Fix, Input::File(path, _), false) = (job.mode, input, edits.is_empty()) {
        let replaced = Replacement::of(path).and_then(|mut new| {
            new.write(edits::apply(&text, &edits).as_bytes())?;
            new.commit(Some(&Seen::of(text.as_bytes())))
        });
        if let Err(failure) = replaced {
            // Nothing was changed, so what was found before is what there is.
            all = workers.map(&records, |line| checked(Mode::Check, line));
            take(Done::failed(failure))?;
        }
    }
    for done in all {
        if !take(done)? {
            return Ok(false);
        }
    }
    match (job.mode, input) {
        (Mode::Fix, Input::Stdin(..)) => pass_on(edits::apply(&text, &edits).as_bytes())?,
        (Mode::Diff, _) if !edits.is_empty() => {
            let mut done = Done::default();
            diff::unified(&name, &text, &edits, job.canvas, &mut done.report);
            return take(done);
        }
        _ => {}
    }
    Ok(true)
}

/// The edits of the file that fix its records.
fn placed(text: &str, records: &[Line<'_>], done: &[Done]) -> Vec<Edit> {
    let placed = records.iter().zip(done).flat_map(|(line, done)| {
        let start = (line.bytes.as_ptr() as usize - text.as_ptr() as usize) as u32;
        done.edits
            .iter()
            .map(move |e| Edit::new(Span::new(start + e.span.start, start + e.span.end), e.replacement.clone()))
    });
    placed.collect()
}
