//! What a ticket code looks like. Only the backend knows which codes there are, so nothing is refused here.

/// What was typed, as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing is left of it.
    Empty,
    /// It may be one.
    Plausible,
    /// It has what codes do not have, or far too much: an address, a name, a line of a mail.
    Odd,
}

/// Letters and digits are more than any code has.
const LONGEST: usize = 64;

/// Looks at a text. Spaces and dashes are for the eye.
pub fn look(text: &str) -> Look {
    let is_gap = |letter: &char| letter.is_whitespace() || is_dash(*letter);
    let mut count = 0;
    for letter in text.chars().filter(|letter| !is_gap(letter)) {
        count += 1;
        // Letters of other scripts are letters; what else stands beyond ASCII, nobody pastes with a code.
        if count > LONGEST || letter.is_ascii() && !letter.is_ascii_alphanumeric() {
            return Look::Odd;
        }
    }
    if count == 0 { Look::Empty } else { Look::Plausible }
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::{Look, look};

    #[test]
    fn a_code_may_be_pasted_with_spaces_dashes_and_small_letters() {
        for code in ["K7QM-2XPD-9HVA", " k7qm 2xpd 9hva\n", "K7QM–2XPD—9HVA", "ab"] {
            assert_eq!(look(code), Look::Plausible, "{code}");
        }
    }

    #[test]
    fn what_is_something_else_looks_odd() {
        for text in ["mira@example.com", "https://tickets.example/k7qm", &"A".repeat(65)] {
            assert_eq!(look(text), Look::Odd, "{text}");
        }
    }

    #[test]
    fn dashes_alone_are_nothing() {
        assert_eq!(look(" -- "), Look::Empty);
    }
}
