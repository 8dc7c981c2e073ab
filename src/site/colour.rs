//! Colours, and how well one can be read on another: WCAG 2.2.

use std::{fmt, str::FromStr};

use crate::model::sentence::{Sentence, expected};

/// A colour of the sRGB space, as `#8a1c1c` or `#813` writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Parts into which the way from a colour to black or white is divided.
const STEPS: u16 = 128;

impl Colour {
    /// Black.
    pub(super) const BLACK: Colour = Colour::new(0, 0, 0);
    /// White.
    pub(super) const WHITE: Colour = Colour::new(255, 255, 255);

    /// The colour with these parts.
    pub(super) const fn new(red: u8, green: u8, blue: u8) -> Colour {
        Colour { red, green, blue }
    }

    /// The contrast of text of one colour on the other, from 1 to 21
    /// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
    pub(super) fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour nearest to this one, on the way to `end`, with a contrast of `least` on each of `grounds`.
    pub(super) fn towards(self, end: Colour, grounds: &[Colour], least: f64) -> Colour {
        let mut steps = (0..=STEPS).map(|step| self.mixed(end, step));
        steps.find(|colour| colour.least_contrast(grounds) >= least).unwrap_or(end)
    }

    /// The least of its contrasts on `grounds`.
    pub(super) fn least_contrast(self, grounds: &[Colour]) -> f64 {
        grounds.iter().map(|ground| self.contrast(*ground)).fold(f64::INFINITY, f64::min)
    }

    fn mixed(self, other: Colour, step: u16) -> Colour {
        let part = |own: u8, other: u8| {
            let sum = u32::from(own) * u32::from(STEPS - step) + u32::from(other) * u32::from(step);
            u8::try_from((sum + u32::from(STEPS) / 2) / u32::from(STEPS)).unwrap_or(u8::MAX)
        };
        Colour::new(part(self.red, other.red), part(self.green, other.green), part(self.blue, other.blue))
    }

    /// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl FromStr for Colour {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let digits = text.strip_prefix('#').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let part = |number: u32, shift: u32, mask: u32| u8::try_from((number >> shift) & mask).unwrap_or_default();
        match (number, digits.map_or(0, str::len)) {
            (Some(number), 6) => Ok(Colour::new(part(number, 16, 255), part(number, 8, 255), part(number, 0, 255))),
            (Some(number), 3) => {
                let twice = |shift| part(number, shift, 15) * 17;
                Ok(Colour::new(twice(8), twice(4), twice(0)))
            }
            _ => Err(expected("expected-colour", text)),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour(text: &str) -> Colour {
        text.parse().unwrap()
    }

    #[test]
    fn contrast_is_as_wcag_defines_it() {
        // https://webaim.org/resources/contrastchecker/ gives the same figures.
        for (text, ground, expected) in [
            ("#000", "#fff", 21.0),
            ("#777777", "#ffffff", 4.48),
            ("#767676", "#fff", 4.54),
            ("#f00", "#fff", 4.0),
            ("#abc", "#abc", 1.0),
        ] {
            let found = colour(text).contrast(colour(ground));
            assert!((found - expected).abs() < 0.006, "{text} on {ground}: {found}");
        }
    }

    #[test]
    fn a_colour_is_six_or_three_digits_after_a_number_sign() {
        assert_eq!((colour("#8A1c1c").to_string(), colour("#813").to_string()), ("#8a1c1c".into(), "#881133".into()));
        for wrong in ["", "#", "8a1c1c", "#8a1c1", "#8a1c1c1c", "red", "#8a1c1g", "#+a1c1c", "# 8a1c1", "#ааа"] {
            assert!(wrong.parse::<Colour>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn the_nearest_colour_has_the_contrast_that_was_asked_for(red: u8, green: u8, blue: u8) {
            let (own, grounds) = (Colour::new(red, green, blue), [colour("#fdfcf9"), colour("#f3efe6")]);
            let found = own.towards(Colour::BLACK, &grounds, 4.5);
            prop_assert!(found.least_contrast(&grounds) >= 4.5, "{own}: {found}");
            prop_assert!(own.least_contrast(&grounds) < 4.5 || found == own);
        }

        #[test]
        fn reads_what_it_writes(red: u8, green: u8, blue: u8) {
            let own = Colour::new(red, green, blue);
            prop_assert_eq!(colour(&own.to_string()), own);
        }
    }
}
