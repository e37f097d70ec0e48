//! Tokens: 256 random bits, given out once and kept only as their SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chirrup_wire::Secret;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

/// What the store knows of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// The hash of a token as it came in.
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }
}

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// `CreateParticipantConnection`.
    Participant,
    /// Every other participant call.
    Connection,
    /// One socket, once.
    Ticket,
    /// The desk.
    Desk,
}

/// A token nobody has, and its hash.
pub fn fresh() -> (Secret, TokenHash) {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let hash = TokenHash::of(&text);
    (Secret::new(text), hash)
}

#[cfg(test)]
mod tests {
    use super::{TokenHash, fresh};

    #[test]
    fn a_token_is_found_by_its_hash_and_is_unlike_the_next() {
        let (token, hash) = fresh();
        assert_eq!(TokenHash::of(token.reveal()), hash);
        assert_ne!(token, fresh().0);
        assert!(token.reveal().len() >= 43, "256 bits");
    }
}
