//! Pixels, turned and made fewer.

use std::collections::VecDeque;

/// An image, decoded: rows from the top, one byte a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: usize,
    pub(super) height: usize,
    /// 1 (grey), 2 (grey and opacity), 3 (colour) or 4 (colour and opacity).
    pub(super) channels: usize,
    pub(super) bytes: Vec<u8>,
}

impl Pixels {
    fn at(&self, x: usize, y: usize) -> &[u8] {
        let from = (y * self.width + x) * self.channels;
        self.bytes.get(from..from + self.channels).unwrap_or_default()
    }

    /// The same image as an EXIF orientation (1 to 8) asks for it to be shown.
    pub(super) fn turned(self, orientation: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let (width, height) = if orientation >= 5 { (h, w) } else { (w, h) };
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for y in 0..height {
            for x in 0..width {
                let (x, y) = match orientation {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                bytes.extend_from_slice(self.at(x, y));
            }
        }
        Self { width, height, bytes, ..self }
    }

    /// The same image with fewer pixels.
    pub(super) fn reduced(&self, width: usize, height: usize) -> Self {
        let channels = self.channels;
        let opacity = channels.is_multiple_of(2);
        let across = Weights::new(self.width, width);
        let down = Weights::new(self.height, height);
        // Narrow first: what follows works on fewer pixels. Rows are made narrow as they are needed, and
        // dropped after: beside the image itself, little is held.
        let mut rows = self.bytes.chunks_exact((self.width * channels).max(1));
        let mut narrow: VecDeque<Vec<f32>> = VecDeque::new();
        let mut first = 0;
        let mut bytes = Vec::with_capacity(width * height * channels);
        let mut sums = vec![0.0f32; width * channels];
        for (from, weights) in down.iter() {
            while first < from {
                if narrow.pop_front().is_none() {
                    rows.next();
                }
                first += 1;
            }
            let missing = weights.len().saturating_sub(narrow.len());
            narrow.extend(rows.by_ref().take(missing).map(|row| narrowed(row, channels, opacity, &across)));
            sums.fill(0.0);
            for (row, weight) in narrow.iter().zip(weights) {
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += value * weight;
                }
            }
            for pixel in sums.chunks_exact(channels) {
                let alpha = pixel.last().copied().filter(|_| opacity);
                for (channel, value) in pixel.iter().enumerate() {
                    let value = match alpha {
                        Some(alpha) if channel + 1 < channels => {
                            if alpha > 0.5 {
                                value * 255.0 / alpha
                            } else {
                                0.0
                            }
                        }
                        _ => *value,
                    };
                    // Saturates: a kernel with negative lobes goes past both ends.
                    bytes.push(value.round() as u8);
                }
            }
        }
        Self { width, height, channels, bytes }
    }
}

/// A row made narrow. What is transparent has no colour: colours count as much as they are seen.
fn narrowed(row: &[u8], channels: usize, opacity: bool, across: &Weights) -> Vec<f32> {
    let mut out = Vec::with_capacity(across.len() * channels);
    for (from, weights) in across.iter() {
        let mut sum = [0.0f32; 4];
        for (pixel, weight) in row.chunks_exact(channels).skip(from).zip(weights) {
            let seen = match pixel.last() {
                Some(alpha) if opacity => weight * f32::from(*alpha) / 255.0,
                _ => *weight,
            };
            for (channel, (sum, value)) in sum.iter_mut().zip(pixel).enumerate() {
                let weight = if opacity && channel + 1 == channels { *weight } else { seen };
                *sum += f32::from(*value) * weight;
            }
        }
        out.extend_from_slice(sum.get(..channels).unwrap_or_default());
    }
    out
}

/// What each new pixel is made of: the first old one, and the weight of each from there.
struct Weights {
    starts: Vec<(usize, usize)>,
    weights: Vec<f32>,
}

impl Weights {
    fn new(old: usize, new: usize) -> Self {
        let scale = old as f32 / new.max(1) as f32;
        let reach = 2.0 * scale.max(1.0);
        let mut this = Self { starts: Vec::with_capacity(new), weights: Vec::new() };
        for rank in 0..new {
            let centre = (rank as f32 + 0.5) * scale;
            let from = (centre - reach).max(0.0) as usize;
            let to = ((centre + reach).ceil() as usize).min(old);
            let first = this.weights.len();
            this.weights.extend((from..to).map(|at| kernel((at as f32 + 0.5 - centre) / scale.max(1.0))));
            let own = this.weights.get_mut(first..).unwrap_or_default();
            let sum: f32 = own.iter().sum();
            for weight in own {
                *weight /= sum;
            }
            this.starts.push((from, first));
        }
        this
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &[f32])> {
        let ends = self.starts.iter().skip(1).map(|(_, first)| *first).chain([self.weights.len()]);
        self.starts
            .iter()
            .zip(ends)
            .map(|((from, first), end)| (*from, self.weights.get(*first..end).unwrap_or_default()))
    }
}

/// The cubic of Catmull and Rom: sharp, with few halos round letters.
fn kernel(x: f32) -> f32 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, bytes: &[u8]) -> Pixels {
        Pixels { width, height: bytes.len() / width, channels: 1, bytes: bytes.to_vec() }
    }

    #[test]
    fn each_orientation_is_shown_upright() {
        // 1 2
        // 3 4
        // 5 6
        let shown = |orientation| {
            let turned = grey(2, &[1, 2, 3, 4, 5, 6]).turned(orientation);
            (turned.width, turned.bytes)
        };
        assert_eq!(shown(1), (2, vec![1, 2, 3, 4, 5, 6]));
        assert_eq!(shown(2), (2, vec![2, 1, 4, 3, 6, 5]));
        assert_eq!(shown(3), (2, vec![6, 5, 4, 3, 2, 1]));
        assert_eq!(shown(4), (2, vec![5, 6, 3, 4, 1, 2]));
        assert_eq!(shown(5), (3, vec![1, 3, 5, 2, 4, 6]));
        assert_eq!(shown(6), (3, vec![5, 3, 1, 6, 4, 2]), "to the right by a quarter");
        assert_eq!(shown(7), (3, vec![6, 4, 2, 5, 3, 1]));
        assert_eq!(shown(8), (3, vec![2, 4, 6, 1, 3, 5]), "to the left by a quarter");
        assert_eq!(shown(0), shown(1));
    }

    #[test]
    fn an_even_image_stays_even_and_halves_meet_in_the_middle() {
        let even = Pixels { width: 9, height: 7, channels: 3, bytes: [10, 200, 77].repeat(63) };
        assert_eq!(even.reduced(4, 3).bytes, [10, 200, 77].repeat(12));
        let halves = grey(8, &[0, 0, 0, 0, 255, 255, 255, 255]).reduced(4, 1);
        assert_eq!((halves.bytes[0], halves.bytes[3]), (0, 255));
        assert_eq!(u16::from(halves.bytes[1]) + u16::from(halves.bytes[2]), 255, "{halves:?}");
    }

    #[test]
    fn what_is_transparent_lends_no_colour() {
        // Red that is seen beside green that is not.
        let pixels = Pixels {
            width: 4,
            height: 1,
            channels: 4,
            bytes: [[255, 0, 0, 255], [0, 255, 0, 0]].repeat(2).concat(),
        };
        let one = pixels.reduced(1, 1);
        assert_eq!(one.bytes, [255, 0, 0, 128]);
        let nothing = Pixels { width: 2, height: 1, channels: 2, bytes: vec![9, 0, 9, 0] };
        assert_eq!(nothing.reduced(1, 1).bytes, [0, 0]);
    }
}
