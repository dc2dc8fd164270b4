//! A page as a first look sees it: the numbers of some stretches of its letters.
//!
//! Few pages are like another one: to cut all of them in words would take most of the time. Here each letter moves a
//! number on by a shift and an addition, what stands between words leaves it as it is, and no step depends on
//! which letter comes: a gear hash (Xia and others, FastCDC, 2016). A letter has left the 64 bits of the number
//! once enough others came after it: the number is that of a window of letters. Those below a limit are kept
//! (Manber, 1994): which ones depends on the letters alone, and pages that share a text keep the same ones of it.

use super::shingles;

/// The letters of a word of French, in tenths.
const WORD: usize = 43;

/// Where words have fewer letters than these, windows hold too many of them: an edit breaks more windows than runs.
const SHORT: usize = 4;

/// A page is listed with so many windows, and up to twice as many; less if it is very short.
const LISTED: usize = 64;

/// What moves windows on over pages, one after the other.
pub(in crate::lint::checks) struct Gears {
    /// What each byte adds to a window. Its last six bits are by how many bits it moves the window on first: what is no
    /// part of a word leaves the window as it is.
    bytes: [u64; 256],
    /// The windows of a page, made anew for each.
    numbers: Vec<u64>,
    /// Those of a few bytes.
    kept: [u64; PIECE],
}

/// Some windows of a page.
pub(in crate::lint::checks) struct Windows {
    /// They are those with a number below this one.
    limit: u32,
    /// The first bits of their numbers, each once.
    numbers: Vec<u32>,
    /// Which ones there are, in so few bits that two windows often have the same.
    rough: [u64; 4],
    /// Some pairs of windows, each known by a number. Pages that are made of the same sentences have the same
    /// windows; they seldom have the same two, one here and one there.
    pub(super) pairs: Vec<u64>,
    /// Windows say too little of this page: its words are short, or it says the same again and again.
    pub(super) is_coarse: bool,
}

/// Which windows a page has, as far as some bits of each tell.
#[derive(Default)]
pub(super) struct Seen {
    bits: [u64; 32],
}

/// A window is paired with the lowest one of its part of all numbers; there are so many parts.
const PARTS: usize = 16;

impl Gears {
    /// For windows that are not longer than runs of so many words: where a few words were changed, pages that
    /// share runs share windows.
    pub(super) fn new(run: usize) -> Self {
        let letters = (run.max(1) * WORD).div_ceil(10);
        let shift = 64_usize.div_ceil(letters).clamp(1, 63) as u64;
        let mut bytes = [0; 256];
        for (value, byte) in (0_u8..=255).zip(&mut bytes) {
            // A letter of several bytes is told by its first one: accents make no difference here.
            if shingles::is_letter(value) && !matches!(value, 0x80..0xC0) {
                *byte = mix(u64::from(value | 0x20)) & !63 | shift;
            }
        }
        Self { bytes, numbers: Vec::new(), kept: [0; PIECE] }
    }

    /// The windows of a text that is in pieces.
    pub(super) fn windows(&mut self, texts: &[&str]) -> Windows {
        let letters = texts.iter().map(|text| text.len()).sum::<usize>() * 4 / 5;
        let limit = limit(letters);
        self.numbers.clear();
        // No window before the first letters.
        let (mut number, mut words) = (u64::MAX, 0);
        for text in texts {
            words += 1 + spaces(text);
            number = self.over(text, number, limit);
        }
        let mut listed = Windows::of(&mut self.numbers, limit);
        let few = listed.numbers.len() < LISTED / 2 && letters > LISTED;
        listed.is_coarse = few || letters < words * SHORT;
        listed
    }

    /// Moves a window over a text, and keeps those below a limit. Apart: the few values that it holds stay in
    /// registers.
    #[inline(never)]
    fn over(&mut self, text: &str, mut number: u64, limit: u64) -> u64 {
        // Neither which letter comes nor which window is kept can be guessed: no step depends on it.
        for piece in text.as_bytes().chunks(PIECE) {
            let mut count = 0;
            for byte in piece {
                let gear = self.bytes.get(usize::from(*byte)).copied().unwrap_or(0);
                // Of what tells by how much to move, six bits count.
                number = number.wrapping_shl(gear as u32).wrapping_add(gear);
                if let Some(kept) = self.kept.get_mut(count % PIECE) {
                    *kept = number;
                }
                count += usize::from(number < limit);
            }
            self.numbers.extend(self.kept.get(..count).unwrap_or_default());
        }
        number
    }
}

/// Bytes that a window is moved over in one go.
const PIECE: usize = 128;

/// How many spaces and ends of lines a text has, a few bytes in one step.
fn spaces(text: &str) -> usize {
    let count = |bytes: &[u8]| {
        bytes.iter().fold(0_u8, |count, byte| count + u8::from((*byte == b' ') | (*byte == b'\n')))
    };
    text.as_bytes().chunks(255).map(|bytes| usize::from(count(bytes))).sum()
}

/// Below which number the windows of a page of so many are listed.
fn limit(windows: usize) -> u64 {
    u64::MAX >> (windows / LISTED).checked_ilog2().unwrap_or(0).min(24)
}

impl Windows {
    /// The same of the runs of words of a page, each once: slower to make, and exact.
    pub(super) fn of_runs(runs: &[u64]) -> Self {
        let limit = limit(runs.len());
        let mut numbers = runs.iter().map(|run| mix(*run)).filter(|number| *number < limit).collect();
        Self::of(&mut numbers, limit)
    }

    /// Of these numbers, each once: what is left of them.
    fn of(found: &mut Vec<u64>, limit: u64) -> Self {
        let (mut seen, mut lowest, mut rough) = (Seen::default(), [u64::MAX; PARTS], [0; 4]);
        let mut numbers = vec![0; found.len()];
        // A window comes again where something stands between two words, which cannot be guessed: no step depends on it.
        let mut count = 0;
        for at in 0..found.len() {
            let Some(number) = found.get(at).copied() else { break };
            let bits = first_bits(number);
            if let Some(lowest) = lowest.get_mut(part(number)) {
                *lowest = (*lowest).min(number);
            }
            if let Some(bits) = rough.get_mut((number >> 50 & 3) as usize) {
                *bits |= 1 << (number >> 44 & 63);
            }
            if let (Some(listed), Some(found)) = (numbers.get_mut(count), found.get_mut(count)) {
                (*listed, *found) = (bits, number);
            }
            count += usize::from(seen.add(bits));
        }
        numbers.truncate(count);
        found.truncate(count);
        let pair = |number: &u64| {
            let other = lowest.get(part(*number)).copied().unwrap_or(0);
            mix(number.rotate_left(32) ^ other)
        };
        // One in four is enough to meet by, unless a page says the same again and again.
        let below = if found.len() < LISTED / 2 { limit } else { limit / 4 };
        let mut pairs = Vec::with_capacity(LISTED / 2);
        pairs.extend(found.iter().filter(|number| **number < below).map(pair));
        Self { limit: first_bits(limit), numbers, rough, pairs, is_coarse: false }
    }

    /// Which windows the page has.
    pub(super) fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        for number in &self.numbers {
            seen.add(*number);
        }
        seen
    }

    /// At first sight, how many windows one page has, how many the other has, and how many both. Pages of which not as
    /// many were listed cannot be told at first sight.
    pub(super) fn roughly_shared(&self, other: &Self) -> Option<[usize; 3]> {
        let mut counts = [0; 3];
        for (a, b) in self.rough.iter().zip(&other.rough) {
            counts[0] += a.count_ones() as usize;
            counts[1] += b.count_ones() as usize;
            counts[2] += (a & b).count_ones() as usize;
        }
        (self.limit == other.limit).then_some(counts)
    }

    /// Of the windows that are listed of two pages, how many one has, how many the other has, and how many both:
    /// this one, the other one, and the windows that the other one has.
    pub(super) fn shared(&self, other: &Self, others: &Seen) -> [usize; 3] {
        // Of the page with more windows, those that would have been listed of the other.
        let limit = self.limit.min(other.limit);
        let count = |page: &Self| match page.limit {
            own if own == limit => page.numbers.len(),
            _ => page.numbers.iter().filter(|number| **number < limit).count(),
        };
        // Whether a window is in both cannot be guessed: no step depends on it.
        let both = |number: &u32| usize::from(*number < limit) & usize::from(others.has(*number));
        [count(self), count(other), self.numbers.iter().map(both).sum()]
    }
}

impl Seen {
    /// Whether a window is new.
    fn add(&mut self, number: u32) -> bool {
        let Some(bits) = self.bits.get_mut(number as usize / 64 % 32) else { return false };
        let bit = 1 << (number % 64);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }

    fn has(&self, number: u32) -> bool {
        self.bits.get(number as usize / 64 % 32).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

fn first_bits(number: u64) -> u32 {
    (number >> 32) as u32
}

fn part(number: u64) -> usize {
    (number >> 44) as usize % PARTS
}

/// A number without pattern for each number (the last steps of SplitMix64; Steele, Lea and Flood, 2014).
fn mix(mut number: u64) -> u64 {
    number = number.wrapping_mul(shingles::BASE);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
