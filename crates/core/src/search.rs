//! Where a short text stands in another. Not here: searches that have to be fast; the standard library's is,
//! and costs the widget more than a kilobyte.

/// The first place of `part`, in bytes.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    (0..=text.len()).find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

/// What stands before and after the first `part`.
pub(crate) fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::{find, split_once};

    #[test]
    fn what_is_found_is_what_the_standard_library_finds() {
        for text in ["", "a", "aab", "aaab", "https://a://b", "äöü", "ü – ä"] {
            for part in ["", "a", "ab", "aab", "://", "ü", " – ", "aaabb"] {
                assert_eq!(find(text, part), text.find(part), "{part} in {text}");
                assert_eq!(split_once(text, part), text.split_once(part), "{part} in {text}");
            }
        }
    }
}
