//! Times: medians over many samples, each long enough for the clock, taken in turn with those of the yardstick, so
//! that what else the machine does falls on both.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one sample lasts at least: long for the clock, short beside the turns that the system gives to programs.
const SAMPLE: Duration = Duration::from_micros(200);

/// How many samples are taken at most, and at least.
const SAMPLES: (usize, usize) = (1_001, 9);

/// After how long no more samples are taken than have to be.
const ENOUGH: Duration = Duration::from_secs(2);

/// Something that can be done again and again, in so many equal parts.
pub(crate) struct Work<'w> {
    run: Box<dyn FnMut() + 'w>,
    /// How many runs make a sample.
    runs: u32,
    parts: usize,
}

impl<'w> Work<'w> {
    /// Calls for each of the items in turn.
    pub(crate) fn of<T>(items: &'w [T], mut call: impl FnMut(&T) -> bool + 'w) -> Self {
        let run = move || {
            for item in items {
                black_box(call(black_box(item)));
            }
        };
        let mut work = Self {
            run: Box::new(run),
            runs: 1,
            parts: items.len(),
        };
        // The caches are warm when the first sample counts.
        while work.sample() < SAMPLE {
            work.runs *= 2;
        }
        work
    }

    fn sample(&mut self) -> Duration {
        let began = Instant::now();
        (0..self.runs).for_each(|_| (self.run)());
        began.elapsed()
    }

    /// The time of one part, in picoseconds so that short ones have digits.
    fn part(&mut self) -> u128 {
        self.sample().as_nanos() * 1_000 / (u128::from(self.runs) * self.parts as u128)
    }
}

/// The median time of one part of the work, and how many hundredths of the yardstick's that is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    pub(crate) picoseconds: u128,
    pub(crate) hundredths: u128,
}

pub(crate) fn compare(mut work: Work<'_>, mut yardstick: Work<'_>) -> Time {
    let (mut own, mut its) = (Vec::new(), Vec::new());
    let began = Instant::now();
    while own.len() < SAMPLES.1 || (own.len() < SAMPLES.0 && began.elapsed() < ENOUGH) {
        own.push(work.part());
        its.push(yardstick.part());
    }
    let (own, its) = (median(own), median(its));
    Time {
        picoseconds: own,
        hundredths: own * 100 / its.max(1),
    }
}

fn median(mut samples: Vec<u128>) -> u128 {
    samples.sort_unstable();
    samples[samples.len() / 2]
}
