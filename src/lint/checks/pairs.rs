//! Bytes side by side: « ce », « er », « rf » and « fa » in « cerfa ». Of texts that hold the letters of an expression,
//! few hold them beside each other.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many sorts of bytes are told apart.
const SORTS: usize = 64;

/// Which sorts of bytes stand side by side: a row for the first one, a bit for the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pairs(pub(super) [u64; SORTS]);

impl Default for Pairs {
    fn default() -> Self {
        Self([0; SORTS])
    }
}

impl Pairs {
    pub(super) fn of(text: &str) -> Self {
        let mut pairs = Self::default();
        let mut bytes = text.bytes().map(sort);
        let Some(mut first) = bytes.next() else { return pairs };
        for second in bytes {
            pairs.add(first, second);
            first = second;
        }
        pairs
    }

    fn add(&mut self, first: u8, second: u8) {
        if let Some(row) = self.0.get_mut(usize::from(first)) {
            *row |= 1 << second;
        }
    }

    fn add_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(row, other)| *row |= other);
    }

    /// The rows that hold something, with their ranks.
    pub(super) fn listed(&self) -> Vec<(usize, u64)> {
        self.0.iter().copied().enumerate().filter(|(_, row)| *row != 0).collect()
    }

    /// How often a French text holds one of them, roughly.
    pub(super) fn weight(&self) -> u32 {
        let seconds = |row: u64| (0..64_u8).filter(move |second| row >> second & 1 == 1).map(frequency);
        let row = |(first, row): (u8, u64)| frequency(first) * seconds(row).sum::<u32>();
        (0_u8..).zip(self.0).map(row).sum()
    }
}

/// Small letters from 0, capitals from 26, then digits, all alike, and what else is frequent.
const fn sort(byte: u8) -> u8 {
    const TABLE: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte as usize] = sort_of(byte as u8);
            byte += 1;
        }
        table
    };
    TABLE[byte as usize]
}

const DIGIT: u8 = 52;

const fn sort_of(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a',
        b'A'..=b'Z' => byte - b'A' + 26,
        b'0'..=b'9' => DIGIT,
        b' ' => 53,
        // The first byte of « é » and its like.
        0xC3 => 54,
        0xA8..=0xAB => 55,
        0x80..=0xBF => 56,
        0xC2 => 57,
        0xE2 => 58,
        0xC0.. => 59,
        b'.' | b',' => 60,
        b'-' | b'/' => 61,
        b'(' | b')' => 62,
        _ => 63,
    }
}

/// How many bytes in a thousand are of a sort, in French.
fn frequency(sort: u8) -> u32 {
    const LETTERS: [u32; 26] =
        [65, 8, 28, 31, 125, 9, 9, 7, 60, 3, 1, 45, 25, 58, 44, 25, 8, 55, 65, 60, 52, 12, 1, 3, 3, 1];
    match sort {
        DIGIT => 10,
        53 => 150,
        54 | 55 => 30,
        56 | 58 | 60 => 15,
        _ => LETTERS.get(usize::from(sort)).copied().unwrap_or(3),
    }
}

/// What stands in order in an expression, as far as its bytes are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    /// The sorts of bytes that the last character may end with; none where anything may come before what follows.
    last: Option<u64>,
    /// Sets of pairs of which every match holds at least one each.
    pub(super) needs: Vec<Pairs>,
}

impl Sequence {
    pub(super) fn walk(&mut self, hir: &Hir) {
        match hir.kind() {
            // Of no length: what stands around stands side by side.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                literal.0.iter().map(|byte| 1 << sort(*byte)).for_each(|sort| self.push(sort, sort));
            }
            HirKind::Class(class) => {
                let (first, last) = ends(class);
                self.push(first, last);
            }
            HirKind::Repetition(repetition) => match repetition.min {
                0 => self.last = None,
                least => {
                    self.walk(&repetition.sub);
                    if least > 1 {
                        self.walk(&repetition.sub);
                    }
                }
            },
            HirKind::Capture(capture) => self.walk(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.walk(part)),
            HirKind::Alternation(parts) => self.branch(parts),
        }
    }

    /// Adds what every way has: one of what each of them needs most.
    fn branch(&mut self, parts: &[Hir]) {
        let rarest = |part: &Hir| {
            let mut branch = Self { last: self.last, needs: Vec::new() };
            branch.walk(part);
            branch.needs.into_iter().min_by_key(Pairs::weight)
        };
        let any = parts.iter().map(rarest).try_fold(Pairs::default(), |mut any, rarest| {
            any.add_all(&rarest?);
            Some(any)
        });
        self.needs.extend(any);
        self.last = None;
    }

    /// A character that begins and ends with bytes of these sorts.
    fn push(&mut self, first: u64, last: u64) {
        if let Some(before) = self.last {
            let row = |rank: u8| if before >> rank & 1 == 1 { first } else { 0 };
            let mut pairs = Pairs::default();
            pairs.0.iter_mut().zip(0_u8..).for_each(|(seconds, rank)| *seconds = row(rank));
            self.needs.push(pairs);
        }
        self.last = Some(last);
    }
}

/// The sorts of the first and of the last bytes of the characters of a class.
fn ends(class: &Class) -> (u64, u64) {
    /// Of a longer range, only its ends are looked at.
    const MOST: usize = 32;
    let sorts = |from: u8, to: u8| (from..=to).fold(0, |sorts, byte| sorts | 1 << sort(byte));
    let (mut first, mut last) = (0, 0);
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                let (start, end) = (edges(range.start()), edges(range.end()));
                first |= sorts(start.0, end.0);
                last |= if range.len() <= MOST {
                    (range.start()..=range.end()).fold(0, |sorts, c| sorts | 1 << sort(edges(c).1))
                } else {
                    // Plain characters are bytes; those of others end with any byte that goes on.
                    let plain = if start.0 < 0x80 { sorts(start.0, end.0.min(0x7F)) } else { 0 };
                    plain | if end.0 < 0x80 { 0 } else { sorts(0x80, 0xBF) }
                };
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                first |= sorts(range.start(), range.end());
            }
            last = first;
        }
    }
    (first, last)
}

/// The first and the last byte of a character.
fn edges(c: char) -> (u8, u8) {
    let mut buffer = [0; 4];
    let bytes = c.encode_utf8(&mut buffer).as_bytes();
    (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0))
}
