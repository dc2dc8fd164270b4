//! A colour as `site.toml` and themes write it, how it contrasts with another, and the nearest one that contrasts
//! enough.
//!
//! Contrast is that of WCAG 2 (relative luminance of sRGB). « Nearest » keeps the hue: only the lightness moves, in
//! OKLCH (Björn Ottosson, 2020), where equal steps look equal, and the chroma comes down as far as a screen needs.

use core::fmt;

/// A colour of sRGB, opaque.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colour(
    /// Red, green, blue.
    pub [u8; 3],
);

/// Contrast that text needs on its ground (WCAG 2, 1.4.3).
pub const OF_TEXT: f64 = 4.5;

/// Contrast that the edge of a control needs on its ground (WCAG 2, 1.4.11).
pub const OF_CONTROL: f64 = 3.0;

/// Steps of lightness that are tried: a five-hundredth is less than an eye sees.
const STEPS: i32 = 500;

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        let pair = |first: u8, second: u8| Some(value(first)? * 16 + value(second)?);
        match *digits {
            [r, g, b] => Some(Self([pair(r, r)?, pair(g, g)?, pair(b, b)?])),
            [r, s, g, h, b, c] => Some(Self([pair(r, s)?, pair(g, h)?, pair(b, c)?])),
            _ => None,
        }
    }

    /// The relative luminance of WCAG 2, from 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of WCAG 2 with another colour, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour of the same hue, nearest in lightness, that contrasts as much as is said with each of
    /// these: itself, if it does. None when no lightness does.
    pub fn nearest_with(self, others: &[(Self, f64)]) -> Option<Self> {
        let passes = |colour: Self| others.iter().all(|(other, least)| colour.contrast(*other) >= *least);
        if passes(self) {
            return Some(self);
        }
        let from = self.oklch();
        (1..=STEPS)
            .flat_map(|step| {
                let away = f64::from(step) / f64::from(STEPS);
                [from.lightness - away, from.lightness + away]
            })
            .filter(|lightness| (0.0..=1.0).contains(lightness))
            .map(|lightness| Oklch { lightness, ..from }.colour())
            .find(|colour| passes(*colour))
    }

    /// The same hue for a dark ground: the least light that contrasts enough with all of these, not too vivid for
    /// the eye on a dark screen. None when no lightness does.
    pub fn on_dark(self, grounds: &[Self], least: f64) -> Option<Self> {
        const VIVID: f64 = 0.12;
        let own = self.oklch();
        let from = Oklch { lightness: 0.5, chroma: own.chroma.min(VIVID), ..own };
        (STEPS / 2..=STEPS)
            .map(|step| Oklch { lightness: f64::from(step) / f64::from(STEPS), ..from }.colour())
            .find(|colour| grounds.iter().all(|ground| colour.contrast(*ground) >= least))
    }

    fn oklch(self) -> Oklch {
        let [r, g, b] = self.0.map(linear);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a) }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// A colour as OKLCH has it.
#[derive(Clone, Copy)]
struct Oklch {
    /// From 0 to 1.
    lightness: f64,
    chroma: f64,
    /// Radians.
    hue: f64,
}

impl Oklch {
    /// The colour of sRGB: as vivid as a screen can show at this lightness.
    fn colour(self) -> Colour {
        if let Some(colour) = self.within() {
            return colour;
        }
        let (mut shown, mut beyond) = (0.0, self.chroma);
        for _ in 0..16 {
            let chroma = f64::midpoint(shown, beyond);
            match (Self { chroma, ..self }).within() {
                Some(_) => shown = chroma,
                None => beyond = chroma,
            }
        }
        // Without chroma it is a grey, which every screen shows.
        Self { chroma: shown, ..self }.within().unwrap_or_default()
    }

    fn within(self) -> Option<Colour> {
        const ROUNDING: f64 = 0.0005;
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        let parts = [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ];
        let shown = parts.iter().all(|part| (-ROUNDING..=1.0 + ROUNDING).contains(part));
        shown.then(|| Colour(parts.map(encoded)))
    }
}

/// A part of sRGB as an amount of light, from 0 to 1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// An amount of light as a part of sRGB.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn encoded(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let part = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    // From 0 to 255, by the line above.
    (part * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::read(text).unwrap()
    }

    #[test]
    fn what_is_read_is_written_the_same() {
        assert_eq!(colour("#0b5").to_string(), "#00bb55");
        assert_eq!(colour("#00BB55").to_string(), "#00bb55");
        for wrong in ["", "0b5", "#0b", "#0b55", "#gg0000", "#é00", "red", "#00bb5512"] {
            assert_eq!(Colour::read(wrong), None, "{wrong}");
        }
    }

    /// Ratios that are published elsewhere: black on white is 21, and the greys are those that « 4.5 » is known by.
    #[test]
    fn contrast_is_that_of_wcag() {
        for (one, two, ratio) in [
            ("#000", "#fff", "21.00"),
            ("#777777", "#ffffff", "4.48"),
            ("#767676", "#ffffff", "4.54"),
            ("#ff0000", "#ffffff", "4.00"),
            ("#0000ff", "#ffffff", "8.59"),
            ("#005f6b", "#ffffff", "7.37"),
            ("#6fd0db", "#10191e", "9.93"),
            ("#949494", "#ffffff", "3.03"),
        ] {
            assert_eq!(format!("{:.2}", colour(one).contrast(colour(two))), ratio, "{one} {two}");
            assert_eq!(format!("{:.2}", colour(two).contrast(colour(one))), ratio, "{two} {one}");
        }
    }

    #[test]
    fn a_colour_goes_to_oklch_and_back() {
        for text in ["#000000", "#ffffff", "#005f6b", "#ff0000", "#00ff00", "#0000ff", "#a8201a", "#010203"] {
            assert_eq!(colour(text).oklch().colour().to_string(), text);
        }
        // The lightness and the hue of pure red, as CSS Color 4 gives them: 0.628 and 29.2 degrees.
        let red = colour("#f00").oklch();
        assert_eq!(format!("{:.3} {:.1}", red.lightness, red.hue.to_degrees()), "0.628 29.2");
    }

    #[test]
    fn the_nearest_colour_passes_keeps_the_hue_and_moves_no_further() {
        let (paper, tint) = (colour("#ffffff"), colour("#f3f6f6"));
        for text in ["#ff9900", "#00a3d9", "#7ac943", "#e2007a", "#777777"] {
            let from = colour(text);
            let near = from.nearest_with(&[(paper, OF_TEXT), (tint, OF_TEXT)]).unwrap();
            assert!(near.contrast(paper).min(near.contrast(tint)) >= OF_TEXT, "{near}");
            let (one, two) = (from.oklch(), near.oklch());
            assert!(one.chroma < 0.01 || (one.hue - two.hue).abs() < 0.02, "{text} {near}");
            // A step lighter would fail.
            let lighter = Oklch { lightness: two.lightness + 0.004, ..two }.colour();
            assert!(lighter.contrast(tint) < OF_TEXT, "{text} {near} {lighter}");
        }
        let kept = colour("#005f6b");
        assert_eq!(kept.nearest_with(&[(paper, OF_TEXT), (tint, OF_TEXT)]), Some(kept));
        // Nothing contrasts enough with both ends.
        assert_eq!(kept.nearest_with(&[(colour("#000"), 7.0), (colour("#fff"), 7.0)]), None);
    }

    #[test]
    fn a_colour_of_the_day_has_one_of_the_night() {
        let grounds = [colour("#10191e"), colour("#18242b")];
        for text in ["#005f6b", "#8a1538", "#1d3f8a", "#000000"] {
            let night = colour(text).on_dark(&grounds, 7.0).unwrap();
            assert!(grounds.iter().all(|ground| night.contrast(*ground) >= 7.0), "{night}");
        }
    }
}
