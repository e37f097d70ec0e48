//! An answer of the pre-chat form and what may be wrong with it.

use leptos::prelude::*;

use crate::state::PrechatField;
use crate::state::settings::{FieldKind, Need};

/// A field with what was typed into it.
#[derive(Clone)]
pub struct Answer {
    /// The field.
    pub field: PrechatField,
    /// What is in it.
    pub typed: RwSignal<String>,
    /// What is wrong with it, since it was last checked.
    pub problem: RwSignal<Option<Problem>>,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is none, and one is needed.
    Empty,
    /// It is no e-mail address.
    Email,
    /// It is no telephone number.
    Tel,
}

impl Answer {
    /// A field with a first text in it.
    pub fn new(field: PrechatField, text: String) -> Self {
        Self { field, typed: RwSignal::new(text), problem: RwSignal::new(None) }
    }

    /// What was typed, without white space around it.
    pub fn text(&self) -> String {
        self.typed.with_untracked(|typed| typed.trim().to_owned())
    }

    /// Checks the answer, keeps what is wrong with it, and says whether it is right.
    pub fn check(&self) -> bool {
        let problem = problem_of(&self.text(), self.field.kind, self.field.need);
        self.problem.set(problem);
        problem.is_none()
    }
}

/// What is wrong with a text as the answer to a field.
///
/// Addresses and numbers are checked for slips of the finger only: what is valid, their servers know.
fn problem_of(text: &str, kind: FieldKind, need: Need) -> Option<Problem> {
    if text.is_empty() {
        return (need == Need::Required).then_some(Problem::Empty);
    }
    match kind {
        FieldKind::Text | FieldKind::Multiline => None,
        FieldKind::Email => (!looks_like_email(text)).then_some(Problem::Email),
        FieldKind::Tel => (!looks_like_tel(text)).then_some(Problem::Tel),
    }
}

fn looks_like_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    let has_dot_inside = host.split('.').count() > 1 && host.split('.').all(|it| !it.is_empty());
    !user.is_empty() && has_dot_inside && !text.contains(char::is_whitespace)
}

fn looks_like_tel(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5 && text.chars().all(|it| it.is_ascii_digit() || "+-() ./".contains(it))
}

#[cfg(test)]
mod tests {
    use super::{Problem, problem_of};
    use crate::state::settings::{FieldKind, Need};

    #[test]
    fn only_a_required_answer_may_not_be_empty() {
        assert_eq!(problem_of("", FieldKind::Email, Need::Required), Some(Problem::Empty));
        assert_eq!(problem_of("", FieldKind::Email, Need::Optional), None);
        assert_eq!(problem_of("x", FieldKind::Text, Need::Required), None);
    }

    #[test]
    fn slips_in_addresses_are_found() {
        for good in ["ana@example.com", "a.b+c@mail.example.co.uk"] {
            assert_eq!(problem_of(good, FieldKind::Email, Need::Required), None, "{good}");
        }
        for bad in ["ana", "ana@", "@example.com", "ana@example", "ana@example.", "a b@example.com"]
        {
            assert_eq!(
                problem_of(bad, FieldKind::Email, Need::Required),
                Some(Problem::Email),
                "{bad}"
            );
        }
    }

    #[test]
    fn slips_in_numbers_are_found() {
        assert_eq!(problem_of("+49 (30) 123-456", FieldKind::Tel, Need::Required), None);
        for bad in ["123", "call me", "12345x"] {
            assert_eq!(
                problem_of(bad, FieldKind::Tel, Need::Required),
                Some(Problem::Tel),
                "{bad}"
            );
        }
    }
}
