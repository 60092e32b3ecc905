//! Growth: how time and memory grow with a text, over generators of texts of any length.
//!
//! Time is what the thread has had of a processor, where the system tells it, so that other processes matter little; of
//! several runs the least counts, and what seems to grow too fast is run again.

pub mod generators;

use copydesk::internal::run;
use copydesk::{Applicability, Article, Format, Linter};
use generators::Generator;
use peak_alloc::PeakAlloc;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// What is bounded.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Time grows with this power of the length at most.
    pub exponent: f64,
    /// Time for a million bytes of text at most, beside that for the findings.
    pub per_megabyte: Option<Duration>,
    /// Time for a finding and its fixes.
    pub finding_time: Duration,
    /// Memory is so many times the text at most, beside that of the findings.
    pub memory: f64,
    /// Memory of a finding and its part of the report, in bytes.
    pub finding_memory: f64,
}

/// What is done with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// It is checked.
    Check,
    /// It is fixed, safely and unsafely.
    Fix,
}

/// Times and memory of texts of rising length.
#[derive(Debug, Clone)]
pub struct Growth {
    /// Lengths in bytes.
    pub lengths: Vec<usize>,
    /// The least time of each.
    pub times: Vec<Duration>,
    /// The most memory of each, in bytes.
    pub memory: Vec<usize>,
    /// Findings in each.
    pub findings: Vec<usize>,
}

impl Growth {
    /// The power of the length with which time grows.
    #[must_use]
    pub fn exponent(&self) -> f64 {
        let (first, last) = (0, self.lengths.len() - 1);
        let ratio = |a: f64, b: f64| (b / a.max(1.0)).ln();
        let nanoseconds = |n: usize| self.times[n].as_nanos() as f64;
        ratio(nanoseconds(first), nanoseconds(last)) / ratio(self.lengths[first] as f64, self.lengths[last] as f64)
    }

    /// The time for a million bytes of the longest text, beside `finding` for each finding.
    #[must_use]
    pub fn per_megabyte(&self, finding: Duration) -> Duration {
        let last = self.lengths.len() - 1;
        let findings = finding.mul_f64(self.findings[last] as f64);
        self.times[last].saturating_sub(findings).mul_f64(1e6 / self.lengths[last] as f64)
    }

    /// By how many bytes memory grows with a byte of the text, beside `finding` bytes for each finding.
    #[must_use]
    pub fn memory(&self, finding: f64) -> f64 {
        let (first, last) = (0, self.lengths.len() - 1);
        let more = |of: &[usize]| of[last] as f64 - of[first] as f64;
        (more(&self.memory) - finding * more(&self.findings)) / more(&self.lengths)
    }

    /// What is beyond `bounds`, in words.
    #[must_use]
    pub fn beyond(&self, bounds: Bounds) -> Vec<String> {
        let mut out = Vec::new();
        if self.exponent() > bounds.exponent {
            out.push(format!("time grows with the power {:.2}: {:?}", self.exponent(), self.times));
        }
        let time = self.per_megabyte(bounds.finding_time);
        if let Some(most) = bounds.per_megabyte.filter(|most| time > *most) {
            out.push(format!("{time:?} a megabyte, more than {most:?}"));
        }
        let memory = self.memory(bounds.finding_memory);
        if memory > bounds.memory {
            out.push(format!("memory {memory:.1} times the text, with {:?} findings", self.findings));
        }
        out
    }
}

/// Measures.
pub struct Meter<'m> {
    /// What articles are checked with.
    pub linter: &'m Linter,
    /// The allocator of the process.
    pub allocator: &'m PeakAlloc,
    /// A folder for files.
    pub folder: &'m Path,
}

impl Meter<'_> {
    /// How `work` grows on texts of `lengths` bytes, of at most `runs` runs of each, fewer while nothing is beyond
    /// `bounds`.
    pub fn growth(&self, generator: &Generator, work: Work, lengths: &[usize], runs: usize, bounds: Bounds) -> Growth {
        let texts: Vec<String> = lengths.iter().map(|length| (generator.make)(*length)).collect();
        let mut growth = Growth {
            lengths: texts.iter().map(String::len).collect(),
            times: vec![Duration::MAX; texts.len()],
            memory: vec![0; texts.len()],
            findings: vec![0; texts.len()],
        };
        for _ in 0..runs {
            for (n, text) in texts.iter().enumerate() {
                self.allocator.reset_peak_usage();
                let before = self.allocator.current_usage();
                let start = processor_time();
                growth.findings[n] = self.work(generator.format, work, text);
                growth.times[n] = growth.times[n].min(processor_time().saturating_sub(start));
                growth.memory[n] = self.allocator.peak_usage().saturating_sub(before);
            }
            if growth.beyond(bounds).is_empty() {
                break;
            }
        }
        growth
    }

    /// Does the work; how many findings there were at most at one time, as far as is known.
    fn work(&self, format: Format, work: Work, text: &str) -> usize {
        if format == Format::JsonLines {
            return self.command(work, text);
        }
        let article = Article::new(text);
        match work {
            Work::Check => self.linter.check_file(format, &article).findings.len(),
            Work::Fix => {
                let first = self.linter.check_file(format, &article).findings.len();
                let fixed = self.linter.fix_file(format, article, Applicability::Unsafe);
                first.max(fixed.edits.len())
            }
        }
    }

    /// The same through the command line.
    fn command(&self, work: Work, text: &str) -> usize {
        let (file, report) = (self.folder.join("articles.jsonl"), self.folder.join("report.jsonl"));
        fs::write(&file, text).expect("the folder can be written to");
        let _ = fs::remove_file(&report);
        let mut arguments: Vec<OsString> =
            ["copydesk", "check", "--isolated", "--jobs", "1", "--format", "jsonl", "--output"].map(Into::into).into();
        arguments.push(report.clone().into());
        arguments.extend((work == Work::Fix).then(|| "--fix".into()));
        arguments.push(file.into());
        let _ = run(arguments);
        let report = fs::read_to_string(&report).unwrap_or_default();
        report.matches("\"rule\":").count()
    }
}

/// What this thread has had of a processor; where that is not told, the time.
fn processor_time() -> Duration {
    // Only when a thread yields is what it has had added up to the nanosecond.
    std::thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|told| told.split(' ').next()).and_then(|n| n.parse().ok());
    nanoseconds.map_or_else(since_start, Duration::from_nanos)
}

fn since_start() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
