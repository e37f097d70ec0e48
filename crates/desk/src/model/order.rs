//! The order in which contacts are on the page, and how the arrow keys walk it.

use super::contact::{Contact, ContactId, Standing};

/// One of the lists, in page order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Who waits.
    Waiting,
    /// What is open.
    Open,
    /// What is over.
    Ended,
}

impl Section {
    /// The list a contact is in.
    pub fn of(contact: &Contact) -> Self {
        match contact.standing {
            Standing::Waiting { .. } => Self::Waiting,
            Standing::Open => Self::Open,
            Standing::Ended => Self::Ended,
        }
    }
}

/// Where an arrow key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One up.
    Up,
    /// One down.
    Down,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// The contacts in page order; inside each list as the service orders them.
pub fn rows(contacts: &[Contact]) -> Vec<ContactId> {
    let mut rows = contacts.iter().collect::<Vec<_>>();
    rows.sort_by_key(|contact| Section::of(contact));
    rows.into_iter().map(|contact| contact.id.clone()).collect()
}

/// The number of the row that a step from `from` leads to; the ends hold.
pub fn step(rows: &[ContactId], from: Option<&ContactId>, step: Step) -> Option<usize> {
    let at = from.and_then(|from| rows.iter().position(|row| row == from));
    let to = match (step, at) {
        (Step::First, _) | (Step::Up | Step::Down, None) => 0,
        (Step::Last, _) => rows.len().saturating_sub(1),
        (Step::Up, Some(at)) => at.saturating_sub(1),
        (Step::Down, Some(at)) => (at + 1).min(rows.len().saturating_sub(1)),
    };
    (to < rows.len()).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::contact;
    use super::*;

    fn ids(ids: &[&str]) -> Vec<ContactId> {
        ids.iter().map(|id| (*id).into()).collect()
    }

    #[test]
    fn waiting_comes_before_open_and_ended_comes_last() {
        let contacts = [
            contact("open", Standing::Open),
            contact("ended", Standing::Ended),
            contact("first", Standing::Waiting { transferred_by: None }),
            contact("second", Standing::Waiting { transferred_by: None }),
        ];

        assert_eq!(rows(&contacts), ids(&["first", "second", "open", "ended"]));
    }

    #[test]
    fn steps_stop_at_both_ends() {
        let rows = ids(&["a", "b", "c"]);
        let go = |from: &str, how| step(&rows, Some(&from.into()), how);

        assert_eq!(go("a", Step::Down), Some(1));
        assert_eq!(go("c", Step::Down), Some(2));
        assert_eq!(go("a", Step::Up), Some(0));
        assert_eq!(go("b", Step::First), Some(0));
        assert_eq!(go("a", Step::Last), Some(2));
    }

    #[test]
    fn a_row_that_is_gone_starts_over_and_an_empty_list_has_no_row() {
        assert_eq!(step(&ids(&["a"]), Some(&"gone".into()), Step::Down), Some(0));
        assert_eq!(step(&[], None, Step::Last), None);
    }
}
