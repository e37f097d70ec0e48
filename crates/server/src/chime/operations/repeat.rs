//! `ClientRequestToken`: the same request gets the same answer, another with the same token a conflict.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::chime::domain::record::{Request, Seq};
use crate::chime::error::ChimeError;
use crate::clock::Millis;

/// A token and what was asked for with it.
pub(super) fn request(token: &str, asked: &impl Serialize) -> Result<Request, ChimeError> {
    let asked = serde_json::to_vec(asked).map_err(|_| ChimeError::service_failure())?;
    let mut digest = [0; 16];
    for (to, from) in digest.iter_mut().zip(Sha256::digest(asked)) {
        *to = from;
    }
    Ok(Request { token: token.to_owned(), digest })
}

/// What was made with this token before.
pub(super) fn same<T>(
    found: Option<(T, [u8; 16])>,
    request: &Request,
) -> Result<Option<T>, ChimeError> {
    match found {
        None => Ok(None),
        Some((made, digest)) if digest == request.digest => Ok(Some(made)),
        Some(_) => {
            Err(ChimeError::conflict("this ClientRequestToken was used for another request"))
        }
    }
}

/// The tokens of messages that are not kept, for as long as a client may repeat them.
#[derive(Default)]
pub(super) struct Recent {
    known: Mutex<Known>,
}

type Key = (Seq, Seq, String);

#[derive(Default)]
struct Known {
    messages: HashMap<Key, (String, [u8; 16])>,
    order: VecDeque<(Millis, Key)>,
}

const MOST: usize = 20_000;
const REPEATED_WITHIN_SECONDS: u64 = 120;

impl Recent {
    /// The id of the message that was sent with a token, and its digest.
    pub(super) fn find(
        &self,
        channel: Seq,
        sender: Seq,
        token: &str,
    ) -> Option<(String, [u8; 16])> {
        let key = (channel, sender, token.to_owned());
        self.known.lock().unwrap_or_else(PoisonError::into_inner).messages.get(&key).cloned()
    }

    /// Notes a message.
    pub(super) fn note(
        &self,
        channel: Seq,
        sender: Seq,
        request: &Request,
        message: &str,
        now: Millis,
    ) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((until, _)) = known.order.front()
            && (*until <= now || known.order.len() >= MOST)
        {
            if let Some((_, key)) = known.order.pop_front() {
                known.messages.remove(&key);
            }
        }
        let key = (channel, sender, request.token.clone());
        let until = now.plus_seconds(REPEATED_WITHIN_SECONDS);
        known.order.push_back((until, key.clone()));
        known.messages.insert(key, (message.to_owned(), request.digest));
    }
}

#[cfg(test)]
mod tests {
    use super::{Recent, request, same};
    use crate::clock::Millis;

    #[test]
    fn the_same_request_is_found_and_another_conflicts() {
        let first = request("token", &"content").expect("a request");
        let other = request("token", &"other").expect("a request");
        assert_eq!(same(Some(("made", first.digest)), &first).ok(), Some(Some("made")));
        assert_eq!(same::<&str>(None, &first).ok(), Some(None));
        let error = same(Some(("made", first.digest)), &other).expect_err("a conflict");
        assert_eq!(error.name(), "ConflictException");
    }

    #[test]
    fn what_is_not_kept_is_known_for_a_while() {
        let recent = Recent::default();
        let asked = request("token", &"content").expect("a request");
        recent.note(1, 2, &asked, "message", Millis(0));
        assert_eq!(recent.find(1, 2, "token"), Some(("message".to_owned(), asked.digest)));
        assert_eq!(recent.find(2, 2, "token"), None, "another channel");
        let other = request("other", &"content").expect("a request");
        recent.note(1, 2, &other, "message", Millis(200_000));
        assert_eq!(recent.find(1, 2, "token"), None, "forgotten");
    }
}
