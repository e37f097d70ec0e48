//! Text by UTF-16 units, which are how browsers and metadata count.

/// How long a text is.
pub(super) fn units(text: &str) -> u32 {
    let units: usize = text.chars().map(char::len_utf16).sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// Splits a text at a unit; nothing when the text is shorter, or a character stands across it.
pub(super) fn split_units(text: &str, at: u32) -> Option<(&str, &str)> {
    let mut left = at as usize;
    let mut letters = text.chars();
    while left > 0 {
        left = left.checked_sub(letters.next()?.len_utf16())?;
    }
    text.split_at_checked(text.len() - letters.as_str().len())
}

/// How many units two texts have in common at their beginnings, at most so many.
pub(super) fn common(
    a: impl Iterator<Item = char>,
    b: impl Iterator<Item = char>,
    most: u32,
) -> u32 {
    let mut units = 0;
    for (a, b) in a.zip(b) {
        let longer = units + u32::from(a.len_utf16() == 2) + 1;
        if a != b || longer > most {
            break;
        }
        units = longer;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::{common, split_units, units};

    #[test]
    fn a_text_is_split_between_characters() {
        assert_eq!((units(""), units("a🙂b")), (0, 4));
        assert_eq!(split_units("a🙂b", 0), Some(("", "a🙂b")));
        assert_eq!(split_units("a🙂b", 1), Some(("a", "🙂b")));
        assert_eq!(split_units("a🙂b", 2), None);
        assert_eq!(split_units("a🙂b", 4), Some(("a🙂b", "")));
        assert_eq!(split_units("a🙂b", 5), None);
    }

    #[test]
    fn beginnings_are_compared() {
        assert_eq!(common("a🙂b".chars(), "a🙂c".chars(), 9), 3);
        assert_eq!(common("a🙂b".chars(), "a🙂c".chars(), 2), 1);
        assert_eq!(common("🙂".chars(), "🙃".chars(), 9), 0);
    }
}
