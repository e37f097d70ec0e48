//! Whether a message is nothing but a few emoji: those are shown big and without a bubble.

const AT_MOST: usize = 3;

/// Whether a text is one to three emoji and nothing else.
pub fn is_emoji_only(text: &str) -> bool {
    let mut count = 0;
    let mut is_joined = false;
    let mut flag_is_half = false;
    for char in text.trim().chars() {
        match char {
            '\u{200D}' => {
                is_joined = true;
                continue;
            }
            // Variation selectors and skin tones belong to the emoji before them.
            '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' if count > 0 => continue,
            '\u{1F1E6}'..='\u{1F1FF}' => {
                flag_is_half = !flag_is_half;
                count += usize::from(flag_is_half);
            }
            '\u{231A}'..='\u{23FF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{2B05}'..='\u{2B55}'
            | '\u{1F300}'..='\u{1FAFF}' => count += usize::from(!is_joined),
            _ => return false,
        }
        is_joined = false;
    }
    (1..=AT_MOST).contains(&count) && !flag_is_half
}

#[cfg(test)]
mod tests {
    use super::is_emoji_only;

    #[test]
    fn up_to_three_emoji_are_big() {
        assert!(is_emoji_only("👍"));
        assert!(is_emoji_only(" 🎉🎉🎉 "));
        assert!(is_emoji_only("👩‍👩‍👧"), "a family is one");
        assert!(is_emoji_only("👍🏽❤️"), "skin tone and variation selector");
        assert!(is_emoji_only("🇩🇪🇫🇷"), "two flags");
    }

    #[test]
    fn everything_else_is_text() {
        assert!(!is_emoji_only(""));
        assert!(!is_emoji_only("ok 👍"));
        assert!(!is_emoji_only("👍👍👍👍"));
        assert!(!is_emoji_only("123"));
    }
}
