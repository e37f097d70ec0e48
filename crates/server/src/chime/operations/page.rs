//! Pages of lists: `MaxResults`, and `NextToken`, which is signed and good for the same question only.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::chime::call::Call;
use crate::chime::domain::field;
use crate::chime::error::ChimeError;
use crate::seal;

/// Which page somebody wants.
pub(super) struct Pager {
    key: [u8; 32],
    question: u64,
    most: usize,
    after: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Token {
    question: u64,
    after: i64,
}

impl Pager {
    /// Reads the query.
    pub(super) fn of(call: &Call) -> Result<Self, ChimeError> {
        Self::new(call, call.parameter("max-results"), call.parameter("next-token"), &[])
    }

    /// Reads what came in a body; `asked` is what else the question depends on.
    pub(super) fn new(
        call: &Call,
        max_results: Option<&str>,
        next_token: Option<&str>,
        asked: &[u8],
    ) -> Result<Self, ChimeError> {
        let most = field::max_results(max_results)?;
        let question = question(call, asked);
        let wrong = || ChimeError::bad_request("NextToken is not one of this list");
        let after = match next_token {
            None => None,
            Some(text) => {
                let token: Token = seal::open(text, &call.app.page_key).ok_or_else(wrong)?;
                if token.question != question {
                    return Err(wrong());
                }
                Some(token.after)
            }
        };
        Ok(Self { key: call.app.page_key, question, most, after })
    }

    /// The entry after which the page begins, 0 before the first.
    pub(super) fn after(&self) -> i64 {
        self.after.unwrap_or(0)
    }

    /// The entry after which the page begins, if it is not the first page.
    pub(super) fn start(&self) -> Option<i64> {
        self.after
    }

    /// How many to fetch: one more than wanted tells whether there is a next page.
    pub(super) fn fetch(&self) -> usize {
        self.most + 1
    }

    /// Takes the one too many away, and gives the token of the next page if there was one.
    pub(super) fn cut<T>(&self, found: &mut Vec<T>, place: impl Fn(&T) -> i64) -> Option<String> {
        if found.len() <= self.most {
            return None;
        }
        found.truncate(self.most);
        let after = place(found.last()?);
        seal::seal(&Token { question: self.question, after }, &self.key)
    }
}

/// A number for what a call asks, whatever the page.
fn question(call: &Call, asked: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(call.operation.name());
    let bearer = call.caller.bearer.as_ref().map_or("", |bearer| bearer.as_str());
    let paging = ["max-results", "next-token"];
    let query = call.query.iter().filter(|(name, _)| !paging.contains(&name.as_str()));
    let query = query.flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    let words = call.path.iter().map(String::as_str).chain([bearer]).chain(query);
    for word in words {
        hash.update([0]);
        hash.update(word);
    }
    hash.update(asked);
    hash.finalize().iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
