//! What changed between two states of the desk that an agent should hear.

use std::sync::Arc;

use super::contact::{Contact, ContactId, Standing};

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A visitor waits who did not before.
    Waiting {
        /// Their name.
        customer: Arc<str>,
        /// Who handed them over.
        transferred_by: Option<Arc<str>>,
    },
    /// Somebody wrote in an open contact that is not on the screen.
    Message {
        /// Their name.
        customer: Arc<str>,
        /// The beginning of what they wrote.
        text: Arc<str>,
    },
    /// An open contact is over.
    Ended {
        /// The visitor's name.
        customer: Arc<str>,
    },
    /// An open contact was handed over.
    Transferred {
        /// The visitor's name.
        customer: Arc<str>,
        /// Who has it.
        to: Arc<str>,
    },
}

/// Compares two states. The contact on the screen speaks for itself.
pub fn news(before: &[Contact], after: &[Contact], on_screen: Option<&ContactId>) -> Vec<News> {
    after.iter().filter_map(|contact| told(before, contact, on_screen)).collect()
}

fn told(before: &[Contact], contact: &Contact, on_screen: Option<&ContactId>) -> Option<News> {
    let old = before.iter().find(|old| old.id == contact.id);
    let customer = Arc::clone(&contact.customer);
    match &contact.standing {
        Standing::Waiting { transferred_by } => {
            let waited = old.is_some_and(|old| matches!(old.standing, Standing::Waiting { .. }));
            (!waited).then(|| News::Waiting { customer, transferred_by: transferred_by.clone() })
        }
        Standing::Open => {
            let wrote = contact.unread > old.map_or(0, |old| old.unread);
            let text = Arc::clone(&contact.preview.as_ref()?.text);
            (wrote && on_screen != Some(&contact.id)).then_some(News::Message { customer, text })
        }
        Standing::Ended => {
            let was_open = old.is_some_and(|old| old.standing == Standing::Open);
            (was_open && on_screen != Some(&contact.id)).then_some(News::Ended { customer })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::contact::tests::contact;
    use super::super::contact::{Preview, Speaker};
    use super::*;

    fn waiting() -> Standing {
        Standing::Waiting { transferred_by: None }
    }

    fn unread(id: &str, unread: u32) -> Contact {
        let preview =
            Preview { text: "where is my order?".into(), speaker: Speaker::Customer, at: None };
        Contact { unread, preview: Some(preview), ..contact(id, Standing::Open) }
    }

    #[test]
    fn a_visitor_who_begins_to_wait_is_told_once() {
        let after = [contact("a", waiting())];

        assert_eq!(
            news(&[], &after, None),
            [News::Waiting { customer: "Kim a".into(), transferred_by: None }]
        );
        assert_eq!(news(&after, &after, None), []);
    }

    #[test]
    fn an_open_contact_that_is_handed_back_is_told_as_waiting() {
        let before = [contact("a", Standing::Ended)];
        let back = Standing::Waiting { transferred_by: Some("Ben".into()) };

        assert_eq!(
            news(&before, &[contact("a", back)], None),
            [News::Waiting { customer: "Kim a".into(), transferred_by: Some("Ben".into()) }]
        );
    }

    #[test]
    fn a_message_is_told_unless_its_contact_is_on_the_screen() {
        let (before, after) = ([unread("a", 1)], [unread("a", 2)]);

        let message = News::Message { customer: "Kim a".into(), text: "where is my order?".into() };
        assert_eq!(news(&before, &after, None), [message]);
        assert_eq!(news(&before, &after, Some(&"a".into())), []);
    }

    #[test]
    fn reading_is_no_news() {
        assert_eq!(news(&[unread("a", 2)], &[unread("a", 0)], None), []);
    }

    #[test]
    fn the_end_of_an_open_contact_elsewhere_is_told() {
        let (before, after) = ([contact("a", Standing::Open)], [contact("a", Standing::Ended)]);

        assert_eq!(news(&before, &after, None), [News::Ended { customer: "Kim a".into() }]);
        assert_eq!(news(&before, &after, Some(&"a".into())), []);
    }
}
