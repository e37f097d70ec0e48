//! Ticket codes: how they are typed, and what is kept of them.
//!
//! Codes are short enough to type, so a plain hash of one can be found by trying all codes. What is kept is an
//! HMAC under a key that lives in a file of its own beside the database: whoever gets hold of the database alone
//! can neither read nor guess a code. Invariant: a code is never stored and never in a log.

use std::fmt;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use chirrup_wire::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::Rng as _;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;

use crate::events::EventId;

/// Letters and digits of a code, without what people put between them.
const SHORTEST: usize = 6;
const LONGEST: usize = 64;
/// Bytes of the public id of a ticket: no two tickets of an event share them by chance.
const ID_BYTES: usize = 10;
const KEY_FILE: &str = "ticket.key";

/// A code as people may have typed it, brought to its one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code(Secret);

impl Code {
    /// Spaces and dashes are for the eye, and case does not matter.
    pub(super) fn parse(typed: &str) -> Option<Self> {
        let is_gap = |c: &char| {
            c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        };
        let text: String = typed.chars().take(4 * LONGEST).nfkc().filter(|c| !is_gap(c)).collect();
        let text = text.to_uppercase();
        let length = text.chars().count();
        let is_code =
            (SHORTEST..=LONGEST).contains(&length) && text.chars().all(char::is_alphanumeric);
        is_code.then(|| Self(Secret::new(text)))
    }
}

/// The id of a ticket, which is also the id of its user: public, and made from the code so that the same list
/// uploaded twice names the same users.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketId(String);

impl TicketId {
    /// An id that came from the store.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the store knows of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CodeHash(pub [u8; 32]);

/// The server's key for codes.
#[derive(Clone)]
pub(super) struct CodeKey([u8; 32]);

impl CodeKey {
    /// The key of a data folder, made on first use, readable by its owner only.
    pub(super) fn of_folder(data: &Path) -> std::io::Result<Self> {
        let path = data.join(KEY_FILE);
        let mut key = [0; 32];
        match std::fs::File::open(&path) {
            Ok(mut file) => {
                file.read_exact(&mut key)?;
                return Ok(Self(key));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        rand::rng().fill_bytes(&mut key);
        // Whole or not there: a start that was killed half way leaves no half key.
        let beside = data.join("ticket.key.new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(&key)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)?;
        Ok(Self(key))
    }

    /// The public id and the hash of a code in an event.
    pub(super) fn ticket(&self, event: &EventId, code: &Code) -> (TicketId, CodeHash) {
        let id = self.mac("id", event, code);
        let digits = hex(id.get(..ID_BYTES).unwrap_or(&id));
        (TicketId(format!("{event}.{digits}")), CodeHash(self.mac("code", event, code)))
    }

    fn mac(&self, purpose: &str, event: &EventId, code: &Code) -> [u8; 32] {
        // HMAC fills up a short key with zeros; a whole block needs no error that cannot happen.
        let mut block = [0; 64];
        block.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        for part in [purpose, event.as_str(), code.0.reveal()] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

/// Bytes as people compare them.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A code nobody can guess, in letters and digits that are not mistaken for each other.
pub(super) fn fresh() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bytes = [0_u8; 12];
    rand::rng().fill_bytes(&mut bytes);
    let letters = bytes.iter().enumerate().flat_map(|(place, byte)| {
        let gap = (place > 0 && place % 4 == 0).then_some('-');
        let letter = ALPHABET.get(usize::from(byte % 32)).copied().map(char::from);
        gap.into_iter().chain(letter)
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::{Code, CodeKey, fresh};
    use crate::events::EventId;

    fn event(id: &str) -> EventId {
        EventId::parse(id).expect("an id")
    }

    #[test]
    fn a_code_has_one_spelling() {
        let code = Code::parse("ABCD-2345").expect("a code");
        for typed in [" abcd2345 ", "AB CD\u{2013}23 45", "ａｂｃｄ２３４５", "abcd_2345"] {
            assert_eq!(Code::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        for typed in ["", "abc", "abcd/2345", &"x".repeat(65)] {
            assert_eq!(Code::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn without_the_key_a_code_cannot_be_tried() {
        let code = Code::parse("ABCD2345").expect("a code");
        let (one, other) = (CodeKey([1; 32]), CodeKey([2; 32]));
        assert_ne!(one.ticket(&event("a-1"), &code), other.ticket(&event("a-1"), &code));
        assert_ne!(one.ticket(&event("a-1"), &code), one.ticket(&event("b-1"), &code));
        let (id, _) = one.ticket(&event("a-1"), &code);
        assert!(id.as_str().len() <= 64 && id.as_str().starts_with("a-1."));
        assert!(!format!("{code:?}").contains("ABCD"));
    }

    #[test]
    fn the_key_of_a_folder_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = CodeKey::of_folder(folder.path()).expect("a key");
        assert_eq!(first.0, CodeKey::of_folder(folder.path()).expect("a key").0);
    }

    #[test]
    fn fresh_codes_can_be_typed() {
        let code = fresh();
        assert!(code.len() == 14 && Code::parse(&code).is_some(), "{code}");
        assert_ne!(code, fresh());
    }
}
