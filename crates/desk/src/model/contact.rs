//! Contacts as the desk lists them.

use std::fmt;
use std::sync::Arc;

use chirrup_core::Millis;
use chirrup_wire::connect::item::ParticipantRole;
use chirrup_wire::desk;

/// The service's id of a contact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactId(Arc<str>);

impl ContactId {
    /// The id as the service spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ContactId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One visitor's contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The visitor's name; may be empty.
    pub customer: Arc<str>,
    /// Who the visitor is in the conversation. A transfer changes the contact's id and leaves this.
    pub customer_id: Arc<str>,
    /// Where it stands.
    pub standing: Standing,
    /// When it came there.
    pub since: Millis,
    /// Messages that this agent has not read.
    pub unread: u32,
    /// The last message.
    pub preview: Option<Preview>,
}

/// Where a contact stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the queue.
    Waiting {
        /// Who handed it to this agent.
        transferred_by: Option<Arc<str>>,
    },
    /// With this agent.
    Open,
    /// Over, or with somebody else. Listed until the agent puts it away.
    Ended,
}

/// The last message of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Its beginning.
    pub text: Arc<str>,
    /// Who spoke.
    pub speaker: Speaker,
    /// When.
    pub at: Option<Millis>,
}

/// Whose message a preview is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The visitor.
    Customer,
    /// This agent, or the one before.
    Agent,
    /// The bot or the contact flow.
    Bot,
}

impl From<ParticipantRole> for Speaker {
    fn from(role: ParticipantRole) -> Self {
        match role {
            ParticipantRole::Customer => Self::Customer,
            ParticipantRole::Agent | ParticipantRole::Supervisor => Self::Agent,
            ParticipantRole::System | ParticipantRole::CustomBot | ParticipantRole::Unknown => {
                Self::Bot
            }
        }
    }
}

/// Parses a frame's contacts. A time that cannot be read becomes `now`, so that no visitor is lost for it.
pub fn parse_contacts(contacts: Vec<desk::Contact>, now: Millis) -> Vec<Contact> {
    contacts.into_iter().map(|contact| parse_contact(contact, now)).collect()
}

fn parse_contact(contact: desk::Contact, now: Millis) -> Contact {
    Contact {
        id: contact.contact_id.as_str().into(),
        customer: contact.customer_name.into(),
        customer_id: contact.customer_id.into(),
        standing: match contact.state {
            desk::ContactState::Waiting => {
                Standing::Waiting { transferred_by: contact.transferred_by.map(Arc::from) }
            }
            desk::ContactState::Open => Standing::Open,
        },
        since: Millis::from_rfc3339(&contact.since).unwrap_or(now),
        unread: contact.unread,
        preview: contact.preview.map(|preview| Preview {
            text: preview.text.into(),
            speaker: preview.role.into(),
            at: Millis::from_rfc3339(&preview.at),
        }),
    }
}

/// The service's contacts, and after them those that it no longer lists while this desk still shows
/// them: an agent who reads the end of a conversation does not lose it under their eyes.
pub fn merge(
    known: &[Contact],
    fresh: Vec<Contact>,
    shown: &[ContactId],
    now: Millis,
) -> Vec<Contact> {
    let gone = known
        .iter()
        .filter(|old| shown.contains(&old.id) && fresh.iter().all(|contact| contact.id != old.id))
        .map(|old| match old.standing {
            Standing::Ended => old.clone(),
            Standing::Waiting { .. } | Standing::Open => {
                Contact { standing: Standing::Ended, since: now, unread: 0, ..old.clone() }
            }
        })
        .collect::<Vec<_>>();
    fresh.into_iter().chain(gone).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::model) fn contact(id: &str, standing: Standing) -> Contact {
        Contact {
            id: id.into(),
            customer: format!("Kim {id}").into(),
            customer_id: format!("p-{id}").into(),
            standing,
            since: Millis(1_000),
            unread: 0,
            preview: None,
        }
    }

    #[test]
    fn a_frame_is_parsed_once_and_an_unreadable_time_loses_nobody() {
        let frame = vec![desk::Contact {
            contact_id: "c1".into(),
            customer_id: "p1".into(),
            customer_name: "Kim".into(),
            state: desk::ContactState::Waiting,
            preview: Some(desk::Preview {
                text: "agent".into(),
                role: ParticipantRole::Customer,
                at: "2026-03-03T14:32:10.250Z".into(),
            }),
            unread: 2,
            transferred_by: Some("Ben".into()),
            since: "soon".into(),
        }];

        let contacts = parse_contacts(frame, Millis(7));

        assert_eq!((&*contacts[0].customer, &*contacts[0].customer_id), ("Kim", "p1"));
        assert_eq!(contacts[0].standing, Standing::Waiting { transferred_by: Some("Ben".into()) });
        assert_eq!(contacts[0].since, Millis(7));
        let preview = contacts[0].preview.clone().unwrap();
        assert_eq!(preview.speaker, Speaker::Customer);
        assert_eq!(preview.at, Some(Millis(1_772_548_330_250)));
    }

    #[test]
    fn a_shown_contact_that_the_service_drops_stays_as_ended() {
        let known = vec![contact("a", Standing::Open), contact("b", Standing::Open)];

        let merged = merge(&known, Vec::new(), &["a".into()], Millis(5_000));

        assert_eq!(merged.len(), 1);
        assert_eq!(merged[0].id, "a".into());
        assert_eq!(merged[0].standing, Standing::Ended);
        assert_eq!(merged[0].since, Millis(5_000));
    }

    #[test]
    fn an_ended_contact_keeps_the_time_of_its_end() {
        let known = vec![contact("a", Standing::Ended)];

        let merged = merge(&known, Vec::new(), &["a".into()], Millis(9_000));

        assert_eq!(merged[0].since, Millis(1_000));
    }

    #[test]
    fn a_contact_that_comes_back_is_listed_once_as_the_service_says() {
        let known = vec![contact("a", Standing::Ended)];
        let fresh = vec![contact("a", Standing::Waiting { transferred_by: Some("Ben".into()) })];

        let merged = merge(&known, fresh.clone(), &["a".into()], Millis(9_000));

        assert_eq!(merged, fresh);
    }
}
