//! Times: the median over many samples, each long enough for the clock.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one sample lasts at least.
const SAMPLE: Duration = Duration::from_millis(5);

/// How many samples are taken.
const SAMPLES: usize = 41;

/// The time of one call, in picoseconds so that the short ones have digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(pub(crate) u128);

/// The median time of one call, the items taking turns.
pub(crate) fn time<T>(items: &[T], mut call: impl FnMut(&T) -> bool) -> Time {
    let mut pass = || {
        for item in items {
            black_box(call(black_box(item)));
        }
    };
    // How many passes make a sample; the first of them warm the caches up.
    let mut passes = 1_u32;
    loop {
        let began = Instant::now();
        (0..passes).for_each(|_| pass());
        if began.elapsed() >= SAMPLE {
            break;
        }
        passes *= 2;
    }
    let mut samples: Vec<u128> = (0..SAMPLES)
        .map(|_| {
            let began = Instant::now();
            (0..passes).for_each(|_| pass());
            began.elapsed().as_nanos() * 1_000 / (u128::from(passes) * items.len() as u128)
        })
        .collect();
    samples.sort_unstable();
    Time(samples[SAMPLES / 2])
}
