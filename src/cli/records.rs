//! The run over a file of records: batch by batch, so that a file larger than memory works.
//!
//! Bad lines are reported with their place and skipped. With `--fix`, lines are written to a new file from the first changed
//! batch on, after a copy of what stands before it.

use super::console;
use super::run::{CheckRun, Done, Mode, refused};
use super::workers::Workers;
use crate::article::Article;
use crate::edits;
use crate::formats::jsonl::{Line, Lines};
use crate::formats::{plain, unwritable};
use crate::outcome::{Origin, RecordPlace};
use crate::problem::{Mistake, Problem};
use crate::project::files::{Input, stdin};
use crate::project::write::{Replacement, Seen};
use crate::report::diff;
use crate::report::paint::Paint;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

/// Bytes read at once.
const BUFFER: usize = 1 << 18;

/// Checks the records of `input` and hands on what came of each, in order, until `take` says that nobody wants more.
pub fn run(
    job: &CheckRun,
    input: &Input,
    workers: &Workers,
    take: &mut dyn FnMut(Done) -> Result<bool, Problem>,
) -> Result<bool, Problem> {
    let name = input.name();
    let read: Box<dyn BufRead> = match input {
        Input::Stdin(..) => match stdin() {
            Ok(stdin) => Box::new(stdin),
            Err(error) => return take(Done::failed(refused(&name, &error.into()))),
        },
        Input::File(path, _) => match plain::open(path) {
            Ok(file) => Box::new(BufReader::with_capacity(BUFFER, file)),
            Err(error) => return take(Done::failed(refused(&name, &error))),
        },
    };
    let mut rewriting = match (job.mode, input) {
        (Mode::Fix, Input::File(path, _)) => Some(Rewriting::new(path)),
        _ => None,
    };
    let (mut mode, mut headed) = (job.mode, false);
    let mut lines = Lines::new(read);
    loop {
        let batch = match lines.next_batch() {
            Ok(Some(batch)) => batch,
            Ok(None) => break,
            // Half of a file must not take the place of the whole.
            Err(error) => return take(Done::failed(refused(&name, &error))),
        };
        let of_batch: Vec<Line<'_>> = batch.lines().collect();
        let mut done = workers.map(&of_batch, |line| {
            let mut done = of_line(job, mode, &name, line);
            if done.differs {
                done.passed_on = edits::apply(&String::from_utf8_lossy(line.bytes), &done.edits).into_bytes();
            }
            done
        });
        if let Some(file) = &mut rewriting
            && let Err(failure) = file.batch(&of_batch, &done)
        {
            // Nothing will be changed, so what was found before is what there is.
            (rewriting, mode) = (None, Mode::Check);
            done = workers.map(&of_batch, |line| of_line(job, mode, &name, line));
            take(Done::failed(failure))?;
        }
        for (line, mut done) in of_batch.iter().zip(done.drain(..)) {
            match (mode, input) {
                (Mode::Diff, _) if done.differs => {
                    if !headed {
                        diff::head(&name, job.canvas, &mut done.report);
                        headed = true;
                    }
                    let [old, new] = [line.bytes, &done.passed_on].map(String::from_utf8_lossy);
                    diff::line(line.number, &old, &new, job.canvas, &mut done.report);
                }
                (Mode::Fix, Input::Stdin(..)) => pass_on(if done.differs { &done.passed_on } else { line.bytes })?,
                _ => {}
            }
            if !take(done)? {
                return Ok(false);
            }
        }
    }
    match rewriting.map_or(Ok(()), Rewriting::finish) {
        Ok(()) => Ok(true),
        Err(failure) => take(Done::failed(failure)),
    }
}

/// Checks the record of one line.
fn of_line(job: &CheckRun, mode: Mode, name: &str, line: &Line<'_>) -> Done {
    record(job, mode, name, line).unwrap_or_else(|mistake| {
        let mut problem = mistake.in_text(Path::new(name), String::from_utf8_lossy(line.bytes));
        problem.place = problem.place.map(|place| place.from_line(line.number));
        Done::failed(problem)
    })
}

/// Checks one record; [`Done::edits`] are those of its bytes that fix it.
///
/// # Errors
/// When it is not a record, with the bytes of `line` that are wrong.
pub fn record(job: &CheckRun, mode: Mode, name: &str, line: &Line<'_>) -> Result<Done, Mistake> {
    let read = line.record(&job.fields).map_err(|mut mistake| {
        mistake.message.push_str("; the record is skipped");
        mistake
    })?;
    let Some(record) = read else { return Ok(Done::default()) };
    let place = RecordPlace { line: line.number, last: line.last(), id: record.id.as_ref() };
    let check = |article: &Article<'_>| job.linter.check(article);
    let (mut done, change) = job.article(Origin::record(name, place), &record.article, mode, &check);
    if let Some((_, edits)) = change {
        done.edits = record.written(&edits);
    }
    Ok(done)
}

/// Writes to standard output, if anybody still reads it.
pub fn pass_on(bytes: &[u8]) -> Result<(), Problem> {
    match console::stdout(Paint::default()).write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(&error).in_file("standard output")),
        _ => Ok(()),
    }
}

/// A file of records that is written anew once a line changes.
struct Rewriting<'a> {
    path: &'a Path,
    /// The lines seen so far.
    seen: Seen,
    /// How many bytes they have.
    length: u64,
    new: Option<Replacement>,
}

impl<'a> Rewriting<'a> {
    fn new(path: &'a Path) -> Self {
        Self { path, seen: Seen::default(), length: 0, new: None }
    }

    fn batch(&mut self, lines: &[Line<'_>], done: &[Done]) -> Result<(), Problem> {
        if self.new.is_none() && done.iter().any(|d| d.differs) {
            let mut new = Replacement::of(self.path)?;
            self.copy_seen(&mut new)?;
            self.new = Some(new);
        }
        for (line, done) in lines.iter().zip(done) {
            self.seen.add(line.bytes);
            self.length += line.bytes.len() as u64;
            if let Some(new) = &mut self.new {
                new.write(if done.differs { &done.passed_on } else { line.bytes })?;
            }
        }
        Ok(())
    }

    fn copy_seen(&self, new: &mut Replacement) -> Result<(), Problem> {
        let fail = |e: io::Error| refused(&self.path.display().to_string(), &e.into());
        let mut old = File::open(self.path).map_err(fail)?.take(self.length);
        let mut buffer = vec![0; BUFFER];
        loop {
            match old.read(&mut buffer).map_err(fail)? {
                0 => return Ok(()),
                n => new.write(&buffer[..n])?,
            }
        }
    }

    fn finish(self) -> Result<(), Problem> {
        self.new.map_or(Ok(()), |new| new.commit(Some(&self.seen)))
    }
}
