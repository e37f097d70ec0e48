//! What is kept of a contact so that the next page load can come back to it.

use chirrup_wire::Secret;

use super::Contact;
use crate::time::Millis;

/// Names the format, so that a later version can tell.
const FORMAT: &str = "connect 1";

/// What is needed to come back: one value per line, because a derived format is kilobytes of the widget.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) contact: Contact,
    /// Reads history even when the conversation is over.
    pub(super) token: Option<Secret>,
    pub(super) ended_at: Option<Millis>,
}

impl Kept {
    pub(super) fn to_text(&self) -> String {
        let Contact { display_name, markdown, .. } = &self.contact;
        let lines = [
            FORMAT,
            &self.contact.contact_id,
            &self.contact.initial_contact_id,
            &self.contact.participant_id,
            self.contact.participant_token.reveal(),
            &display_name.replace(['\n', '\r'], " "),
            if *markdown { "markdown" } else { "plain" },
            self.token.as_ref().map_or("", Secret::reveal),
            &self.ended_at.map_or(String::new(), |at| at.0.to_string()),
        ];
        lines.join("\n")
    }

    /// Nothing when the text is not what this version writes.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let lines: Vec<_> = text.split('\n').collect();
        let [FORMAT, contact_id, initial, participant, secret, name, markup, token, ended_at] =
            lines[..]
        else {
            return None;
        };
        let contact = Contact {
            contact_id: contact_id.to_owned(),
            initial_contact_id: initial.to_owned(),
            participant_id: participant.to_owned(),
            participant_token: Secret::new(secret),
            display_name: name.to_owned(),
            markdown: markup == "markdown",
        };
        let token = Some(token).filter(|token| !token.is_empty()).map(Secret::new);
        let ended_at = ended_at.parse().ok().map(Millis);
        Some(Self { contact, token, ended_at })
    }
}

#[cfg(test)]
mod tests {
    use super::{Contact, Kept, Millis, Secret};

    #[test]
    fn what_is_kept_is_read_back() {
        for (token, ended_at) in [(None, None), (Some(Secret::new("ctok")), Some(Millis(7)))] {
            let contact = Contact {
                contact_id: "c-1".into(),
                initial_contact_id: "c-0".into(),
                participant_id: "p-1".into(),
                participant_token: Secret::new("ptok"),
                display_name: "Mira\nsecond line".into(),
                markdown: true,
            };
            let text = Kept { contact, token: token.clone(), ended_at }.to_text();
            let kept = Kept::from_text(&text).expect("readable");
            assert_eq!(kept.contact.participant_token, Secret::new("ptok"));
            assert_eq!(kept.contact.display_name, "Mira second line");
            assert!(kept.contact.markdown);
            assert_eq!((kept.token, kept.ended_at), (token, ended_at));
        }
    }
}
