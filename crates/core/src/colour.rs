//! Which colour a person's name has where names are coloured: the same for everybody who looks, on any day.
//!
//! What the colours are is `--chirrup-name-1` and following of `style/tokens.css`.

use crate::hash::hash;
use crate::ids::ParticipantId;

/// How many colours there are.
pub const COLOURS: u8 = 12;

/// The colour of a person's name, from 1 to [`COLOURS`].
pub fn of(person: &ParticipantId) -> u8 {
    let number = hash(person.as_str()) % u32::from(COLOURS);
    u8::try_from(number).unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::{COLOURS, of};
    use crate::ids::ParticipantId;

    const TOKENS: &str = include_str!("../../../style/tokens.css");

    /// The least that text of this size needs.
    const CONTRAST_MIN: f64 = 4.5;

    /// Rows of messages, of bubbles, and of a mention of the reader.
    const LIGHT_ROWS: [&str; 4] = ["#ffffff", "#f6f7f9", "#f1f3f6", "#eef2ff"];
    const DARK_ROWS: [&str; 4] = ["#1b1e25", "#14161b", "#23262e", "#232a40"];

    /// The light and the dark value of a token.
    fn token(name: &str) -> (&'static str, &'static str) {
        let (_, rest) = TOKENS.split_once(&format!("--chirrup-{name}: ")).expect("a token");
        let (value, _) = rest.split_once(';').expect("a value");
        let of = |scheme: &str| {
            let (_, rest) = value.split_once(&format!("var(--chirrup-{scheme}, ")).expect("both");
            rest.split_once(')').expect("a colour").0
        };
        (of("light"), of("dark"))
    }

    /// Relative luminance, as WCAG 2 has it.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let part = u8::from_str_radix(&colour[at..at + 2], 16).expect("two digits");
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_is_measured_as_published() {
        assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_name_can_be_read_on_every_row() {
        assert_eq!(token("background"), (LIGHT_ROWS[0], DARK_ROWS[0]));
        assert_eq!(token("surface"), (LIGHT_ROWS[1], DARK_ROWS[1]));
        assert_eq!(token("bubble-in"), (LIGHT_ROWS[2], DARK_ROWS[2]));
        for number in 1..=COLOURS {
            let (light, dark) = token(&format!("name-{number}"));
            for (name, rows) in [(light, LIGHT_ROWS), (dark, DARK_ROWS)] {
                for row in rows {
                    let contrast = contrast(name, row);
                    assert!(contrast >= CONTRAST_MIN, "{number}: {name} on {row} is {contrast}");
                }
            }
        }
        assert!(!TOKENS.contains(&format!("--chirrup-name-{}", COLOURS + 1)));
    }

    #[test]
    fn a_person_keeps_a_colour_and_colours_are_spread() {
        let arn = |number: u32| {
            let arn = format!("arn:aws:chime:us-east-1:1:app-instance/a/user/t-{number:06}");
            ParticipantId::from(arn.as_str())
        };
        // Others see these colours too: another way to count would show them others.
        assert_eq!([1, 2, 3].map(|number| of(&arn(number))), [5, 2, 3]);
        let mut counts = [0; COLOURS as usize];
        for number in 0..12_000 {
            counts[usize::from(of(&arn(number))) - 1] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
    }
}
