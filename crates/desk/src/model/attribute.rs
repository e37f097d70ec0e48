//! What a chat was started with: the visitor's answers before it, and what the customer's page knew.
//!
//! Not the service's own data of a contact, which is in `contact`. Nothing here is trusted: label and value
//! are texts to be shown as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

/// One attribute as an agent reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in words.
    pub label: String,
    /// Never blank; may be long and of several lines.
    pub value: String,
}

/// Parses the attributes of an accepted contact, by name. A blank value says nothing and is left out.
pub fn parse_attributes(attributes: BTreeMap<String, String>) -> Arc<[Attribute]> {
    attributes
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| Attribute { label: label(&name), value: value.trim().into() })
        .collect()
}

/// Names are written for programs: `orderNumber` and `order_number` both read as "Order number".
fn label(name: &str) -> String {
    let mut label = String::with_capacity(name.len());
    let mut before = None;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins_hump = letter.is_uppercase() && before.is_some_and(char::is_lowercase);
        let is_acronym = letters.peek().is_none_or(|next| !next.is_lowercase());
        match letter {
            '_' | '-' => {}
            _ if label.is_empty() => label.extend(letter.to_uppercase()),
            _ if begins_hump && is_acronym => label.extend([' ', letter]),
            _ if begins_hump => {
                label.push(' ');
                label.extend(letter.to_lowercase());
            }
            _ if matches!(before, Some('_' | '-')) => label.extend([' ', letter]),
            _ => label.push(letter),
        }
        before = Some(letter);
    }
    if label.is_empty() { name.into() } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_programs_become_labels_for_people() {
        assert_eq!(label("email"), "Email");
        assert_eq!(label("orderNumber"), "Order number");
        assert_eq!(label("order_number"), "Order number");
        assert_eq!(label("customer-ID"), "Customer ID");
        assert_eq!(label("customerID"), "Customer ID");
        assert_eq!(label("planB"), "Plan B");
        assert_eq!(label("__cart__total_"), "Cart total");
    }

    #[test]
    fn a_name_without_letters_stays_what_it_is() {
        assert_eq!(label("--"), "--");
    }

    #[test]
    fn blank_answers_are_not_listed_and_the_others_are_in_the_order_of_their_names() {
        let started_with = [("tier", "gold"), ("phone", " "), ("order", " 1042\n")];
        let started_with = started_with.map(|(name, value)| (name.into(), value.into())).into();

        let attributes = parse_attributes(started_with);

        let shown = attributes.iter().map(|one| (one.label.as_str(), one.value.as_str()));
        assert_eq!(shown.collect::<Vec<_>>(), [("Order", "1042"), ("Tier", "gold")]);
    }

    #[test]
    fn markup_and_lines_in_a_value_are_text_like_any_other() {
        let started_with = [("note".into(), "<b>one</b>\ntwo".into())].into();

        let attributes = parse_attributes(started_with);

        assert_eq!(attributes[0].value, "<b>one</b>\ntwo");
    }
}
