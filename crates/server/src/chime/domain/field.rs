//! What a field of a request may look like. Each rule answers the value, or an error that says what to change.

use crate::chime::arn::{Arn, Kind, is_id};
use crate::chime::error::ChimeError;

/// Longest metadata, in characters.
pub const METADATA_MAX: usize = 1024;
/// Most results of a page, and how many when nobody asks.
pub const MOST_RESULTS: usize = 50;

/// A field that must be there.
pub fn required<T>(value: Option<T>, name: &str) -> Result<T, ChimeError> {
    value.ok_or_else(|| ChimeError::bad_request(format!("{name} is required")))
}

/// A text of 1 to `most` characters with something in it to see.
pub fn name(value: Option<String>, field: &str, most: usize) -> Result<String, ChimeError> {
    let text = required(value, field)?;
    if text.trim().is_empty() || text.chars().count() > most || has_control(&text) {
        let rule = format!("{field} has 1 to {most} characters, not all of them blank");
        return Err(ChimeError::bad_request(rule));
    }
    Ok(text)
}

/// One line of at most 1,024 characters. An empty one is none.
pub fn metadata(value: Option<String>) -> Result<Option<String>, ChimeError> {
    let Some(text) = value else { return Ok(None) };
    let is_one_line = !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    if text.chars().count() > METADATA_MAX || !is_one_line {
        return Err(ChimeError::bad_request("Metadata is one line of at most 1024 characters"));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// `ClientRequestToken`: 2–64 of `[-_a-zA-Z0-9]`.
pub fn request_token(value: Option<String>) -> Result<String, ChimeError> {
    let text = required(value, "ClientRequestToken")?;
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if !(2..=64).contains(&text.len()) || !is_plain {
        let rule = "ClientRequestToken has 2 to 64 letters, digits, - and _";
        return Err(ChimeError::bad_request(rule));
    }
    Ok(text)
}

/// One of a few words.
pub fn word<T>(
    value: Option<&str>,
    field: &str,
    of: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ChimeError> {
    let Some(text) = value else { return Ok(None) };
    let unknown = || ChimeError::bad_request(format!("{field} is none of its values: {text:?}"));
    of(text).map(Some).ok_or_else(unknown)
}

/// An ARN of one kind.
pub fn arn(text: &str, field: &str, kind: Kind) -> Result<Arn, ChimeError> {
    let wanted = kind.segment();
    let wrong =
        || ChimeError::bad_request(format!("{field} is not the ARN of a {wanted}: {text:?}"));
    Arn::parse(text).filter(|arn| arn.kind() == kind).ok_or_else(wrong)
}

/// An id that the caller chooses.
pub fn id(text: &str, field: &str) -> Result<(), ChimeError> {
    let rule = "has 1 to 64 letters, digits and :-_.@, with a letter or digit at both ends";
    is_id(text).then_some(()).ok_or_else(|| ChimeError::bad_request(format!("{field} {rule}")))
}

/// A number within bounds.
pub fn number(value: u32, field: &str, least: u32, most: u32) -> Result<u32, ChimeError> {
    let is_within = (least..=most).contains(&value);
    let rule = || ChimeError::bad_request(format!("{field} is {least} to {most}"));
    is_within.then_some(value).ok_or_else(rule)
}

/// A list with as many entries as there may be, none of them twice.
pub fn list(
    values: Option<Vec<String>>,
    field: &str,
    most: usize,
) -> Result<Vec<String>, ChimeError> {
    let values = required(values, field)?;
    let mut seen = std::collections::BTreeSet::new();
    let is_plain = values.iter().all(|value| seen.insert(value.as_str()));
    if values.is_empty() || values.len() > most || !is_plain {
        let rule = format!("{field} has 1 to {most} entries, none of them twice");
        return Err(ChimeError::bad_request(rule));
    }
    Ok(values)
}

/// `MaxResults`: 1–50.
pub fn max_results(value: Option<&str>) -> Result<usize, ChimeError> {
    let Some(text) = value else { return Ok(MOST_RESULTS) };
    let count = text.parse().ok().filter(|count| (1..=MOST_RESULTS).contains(count));
    count.ok_or_else(|| ChimeError::bad_request("MaxResults is 1 to 50"))
}

fn has_control(text: &str) -> bool {
    text.contains(|letter: char| letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::{list, max_results, metadata, name, request_token};

    fn text(length: usize) -> String {
        "é".repeat(length)
    }

    #[test]
    fn lengths_count_characters() {
        assert!(
            name(Some(text(256)), "Name", 256).is_ok()
                && name(Some(text(257)), "Name", 256).is_err()
        );
        assert!(metadata(Some(text(1024))).is_ok() && metadata(Some(text(1025))).is_err());
        assert!(name(Some("  ".to_owned()), "Name", 256).is_err(), "blank");
        assert!(name(None, "Name", 256).is_err(), "absent");
    }

    #[test]
    fn metadata_is_one_line() {
        assert!(metadata(Some("{\"a\":1}".to_owned())).is_ok());
        assert!(metadata(Some("{\n}".to_owned())).is_err());
        assert_eq!(metadata(Some(String::new())).ok(), Some(None), "the apps parse what is there");
    }

    #[test]
    fn tokens_have_a_pattern() {
        for (token, is_good) in [("a-Z_9", true), ("a", false), ("a b", false), ("é1", false)] {
            assert_eq!(request_token(Some(token.to_owned())).is_ok(), is_good, "{token}");
        }
        assert!(request_token(Some("x".repeat(65))).is_err());
    }

    #[test]
    fn pages_have_1_to_50_entries() {
        assert_eq!(max_results(None).ok(), Some(50));
        assert_eq!(max_results(Some("1")).ok(), Some(1));
        for wrong in ["0", "51", "-1", "many", ""] {
            assert!(max_results(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lists_have_bounds_and_no_doubles() {
        let of = |texts: &[&str]| Some(texts.iter().map(|text| (*text).to_owned()).collect());
        assert!(list(of(&["a", "b"]), "MemberArns", 2).is_ok());
        for wrong in [None, of(&[]), of(&["a", "a"]), of(&["a", "b", "c"])] {
            assert!(list(wrong, "MemberArns", 2).is_err());
        }
    }
}
