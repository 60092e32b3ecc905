//! Workers: threads that are started only when there are two things to do at once.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::num::NonZeroUsize;
use std::sync::OnceLock;

/// Things done at once by each thread before results are put out in order.
const SHARE: usize = 32;

/// Threads, as many as asked for.
#[derive(Debug)]
pub struct Workers {
    jobs: Option<NonZeroUsize>,
    pool: OnceLock<Option<ThreadPool>>,
}

impl Workers {
    /// `jobs` threads, or as many as the machine has processors for.
    pub fn new(jobs: Option<NonZeroUsize>) -> Self {
        Self { jobs, pool: OnceLock::new() }
    }

    /// How many things make a good batch.
    pub fn batch(&self) -> usize {
        self.jobs.map_or(SHARE * 8, |jobs| if jobs.get() == 1 { 1 } else { jobs.get().saturating_mul(SHARE) })
    }

    /// `f` of each of `items`, in their order.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], f: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
        let alone = items.len() < 2 || self.jobs.is_some_and(|jobs| jobs.get() == 1);
        let start = || ThreadPoolBuilder::new().num_threads(self.jobs.map_or(0, NonZeroUsize::get)).build().ok();
        match (!alone).then(|| self.pool.get_or_init(start).as_ref()).flatten() {
            Some(pool) => pool.install(|| items.par_iter().map(f).collect()),
            // A system that gives no threads is a slow one, not a broken one.
            None => items.iter().map(f).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_starts_no_thread() {
        let workers = Workers::new(None);
        assert_eq!(workers.map(&[2], |n| n * 2), [4]);
        assert!(workers.pool.get().is_none());
        assert_eq!(workers.map(&[1, 2, 3], |n| n * 2), [2, 4, 6]);
        let alone = Workers::new(NonZeroUsize::new(1));
        assert_eq!(alone.map(&[1, 2, 3], |n| n * 2), [2, 4, 6]);
        assert!(alone.pool.get().is_none());
    }
}
