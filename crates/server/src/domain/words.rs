//! Words that a room carries along. Their `Debug` says nothing, because people wrote them.

use serde::{Deserialize, Serialize};

use super::participant::Role;
use crate::clock::Millis;

/// The newest message of a room.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The beginning of it.
    pub text: String,
    /// Whose it is.
    pub role: Role,
    /// When it was said.
    pub at: Millis,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Preview(…)")
    }
}

/// A message that came with the start of the chat.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstWords {
    /// What kind of text.
    pub content_type: String,
    /// The text.
    pub content: String,
}

impl std::fmt::Debug for FirstWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FirstWords(…)")
    }
}
