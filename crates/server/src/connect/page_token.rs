//! `NextToken`: where the next page begins, signed, so that nobody reads elsewhere with it.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::domain::{ContactId, ParticipantId};
use crate::seal;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PageToken {
    /// Who may use it.
    pub(super) reader: ParticipantId,
    /// Only this contact.
    pub(super) contact: Option<ContactId>,
    /// Whether pages go to newer items.
    pub(super) is_forward: bool,
    /// 0 is the conversation itself, then the ones it continues, newest first.
    pub(super) room: usize,
    /// The first time that counts, itself included.
    pub(super) from: Millis,
}

impl PageToken {
    /// The text of the token.
    pub(super) fn seal(&self, key: &[u8; 32]) -> Option<String> {
        seal::seal(self, key)
    }

    /// The token in this text, if we made it.
    pub(super) fn open(text: &str, key: &[u8; 32]) -> Option<Self> {
        seal::open(text, key)
    }
}

#[cfg(test)]
mod tests {
    use super::PageToken;
    use crate::clock::Millis;
    use crate::domain::ParticipantId;

    #[test]
    fn only_what_we_sealed_opens() {
        let token = PageToken {
            reader: ParticipantId::new("p"),
            contact: None,
            is_forward: false,
            room: 0,
            from: Millis(7),
        };
        let text = token.seal(&[1; 32]).expect("a token");
        assert_eq!(PageToken::open(&text, &[1; 32]), Some(token));
        assert_eq!(PageToken::open(&text, &[2; 32]), None, "another key");
        let tampered = format!("{}A", &text[..text.len() - 1]);
        assert_eq!(PageToken::open(&tampered, &[1; 32]), None, "another text");
        assert_eq!(PageToken::open("", &[1; 32]), None);
    }
}
