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
    /// The bytes that the last character may end with; none where anything may come before what follows.
    last: Vec<u8>,
    /// Sets of pairs of which every match holds at least one each.
    pub(super) needs: Vec<Pairs>,
}

impl Sequence {
    pub(super) fn walk(&mut self, hir: &Hir) {
        match hir.kind() {
            // Of no length: what stands around stands side by side.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                literal.0.iter().for_each(|byte| self.push(vec![*byte], vec![*byte]))
            }
            HirKind::Class(class) => match ends(class) {
                Some((first, last)) => self.push(first, last),
                None => self.last.clear(),
            },
            HirKind::Repetition(repetition) => match repetition.min {
                0 => self.last.clear(),
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
            let mut branch = Self { last: self.last.clone(), needs: Vec::new() };
            branch.walk(part);
            branch.needs.into_iter().min_by_key(Pairs::weight)
        };
        let any = parts.iter().map(rarest).try_fold(Pairs::default(), |mut any, rarest| {
            any.add_all(&rarest?);
            Some(any)
        });
        self.needs.extend(any);
        self.last.clear();
    }

    fn push(&mut self, first: Vec<u8>, last: Vec<u8>) {
        let mut pairs = Pairs::default();
        for before in &self.last {
            first.iter().for_each(|after| pairs.add(sort(*before), sort(*after)));
        }
        if !self.last.is_empty() {
            self.needs.push(pairs);
        }
        self.last = last;
    }
}

/// The first and the last bytes of the characters of a class; none where they are many.
fn ends(class: &Class) -> Option<(Vec<u8>, Vec<u8>)> {
    const MOST: usize = 16;
    match class {
        Class::Unicode(class) => {
            let characters =
                class.ranges().iter().flat_map(|range| range.start()..=range.end()).take(MOST + 1);
            let (mut first, mut last) = (Vec::new(), Vec::new());
            for character in characters {
                let mut buffer = [0; 4];
                let bytes = character.encode_utf8(&mut buffer).as_bytes();
                first.extend(bytes.first());
                last.extend(bytes.last());
            }
            (first.len() <= MOST).then_some((first, last))
        }
        Class::Bytes(class) => {
            let bytes = class.ranges().iter().flat_map(|range| range.start()..=range.end()).take(MOST + 1);
            let bytes: Vec<u8> = bytes.collect();
            (bytes.len() <= MOST).then(|| (bytes.clone(), bytes))
        }
    }
}
