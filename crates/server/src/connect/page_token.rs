//! `NextToken`: where the next page begins, signed, so that nobody reads elsewhere with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::clock::Millis;
use crate::domain::{ContactId, ParticipantId};

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

const MAC_BYTES: usize = 16;
const LONGEST: usize = 1000;

impl PageToken {
    /// The text of the token.
    pub(super) fn seal(&self, key: &[u8; 32]) -> Option<String> {
        let body = serde_json::to_vec(self).ok()?;
        let mut bytes = mac(key, &body)?.finalize().into_bytes().to_vec();
        bytes.truncate(MAC_BYTES);
        bytes.extend(body);
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The token in this text, if we made it.
    pub(super) fn open(text: &str, key: &[u8; 32]) -> Option<Self> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (sealed, body) = bytes.split_at_checked(MAC_BYTES)?;
        mac(key, body)?.verify_truncated_left(sealed).ok()?;
        serde_json::from_slice(body).ok()
    }
}

fn mac(key: &[u8; 32], body: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::<Sha256>::new_from_slice(key).ok().map(|mac| mac.chain_update(body))
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
