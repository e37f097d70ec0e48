//! Filter rules of notifications: which attributes a message must have, or must not (protocol sheet §3.4).
//!
//! A rule names attributes, each with the words that are wanted or, under `anything-but`, that are not; `$or` holds
//! rules of which one is enough. Not here: filtering, because this server pushes nothing.

use serde_json::{Map, Value};

/// Of the text.
const BYTES_MAX: usize = 2048;
/// Names of attributes and words together.
const COMPLEXITY_MAX: usize = 20;
/// Rules in one `$or`.
const CHOICES_MAX: usize = 5;

/// What a rule has to be, for people.
pub const WANTED: &str = "FilterRule is a JSON object of at most 2048 bytes with lists of words, 20 names and words \
                          in all, and 5 rules in $or";

/// Whether this text is a filter rule.
pub fn is_rule(text: &str) -> bool {
    let rule = serde_json::from_str(text).ok();
    let complexity = rule.as_ref().and_then(of_rule);
    text.len() <= BYTES_MAX && complexity.is_some_and(|complexity| complexity <= COMPLEXITY_MAX)
}

/// Names and words; nothing when it is no rule.
fn of_rule(rule: &Map<String, Value>) -> Option<usize> {
    let parts = rule.iter().map(|(name, value)| {
        let list = value.as_array()?;
        if name != "$or" {
            return list.iter().map(of_word).sum::<Option<usize>>().map(|words| words + 1);
        }
        let rules = list.iter().map(|rule| rule.as_object().and_then(of_rule));
        (list.len() <= CHOICES_MAX).then(|| rules.sum())?
    });
    parts.sum()
}

fn of_word(word: &Value) -> Option<usize> {
    match word {
        Value::String(_) => Some(1),
        Value::Object(one) if one.len() == 1 => {
            let words = one.get("anything-but")?.as_array()?;
            words.iter().all(Value::is_string).then_some(words.len())
        }
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_rule, of_rule};

    #[test]
    fn names_and_words_are_counted_as_the_service_counts_them() {
        let rule = json!({"type": [{"anything-but": ["Room"]}], "mention": ["Bob"]});
        assert_eq!(rule.as_object().and_then(of_rule), Some(4), "the documentation's own example");
        let either = json!({"$or": [{"mention": ["Bob"]}, {"type": [{"anything-but": ["Room"]}]}]});
        assert_eq!(either.as_object().and_then(of_rule), Some(4));
    }

    #[test]
    fn what_is_too_much_or_no_rule_is_refused() {
        let words = |count: usize| json!({"mention": vec!["Bob"; count]}).to_string();
        assert!(is_rule(&words(19)) && !is_rule(&words(20)), "20 in all");
        let choices = |count: usize| json!({"$or": vec![json!({"a": ["b"]}); count]}).to_string();
        assert!(is_rule(&choices(5)) && !is_rule(&choices(6)));
        assert!(!is_rule(&json!({"a": ["x".repeat(2_100)]}).to_string()));
        for text in [
            "[]",
            "{",
            r#"{"a":"b"}"#,
            r#"{"a":[1]}"#,
            r#"{"a":[{"prefix":"b"}]}"#,
            r#"{"a":[{"anything-but":[1]}]}"#,
            r#"{"$or":[["a"]]}"#,
        ] {
            assert!(!is_rule(text), "{text}");
        }
    }
}
