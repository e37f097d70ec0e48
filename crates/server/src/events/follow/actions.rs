//! What moderators did in a room, as the log has it, and what follows from it.
//!
//! Not here: which messages are new. Invariant: an action counts only when its sender is a moderator by the
//! service's own list.

use std::collections::BTreeSet;

use chirrup_wire::conventions::{Action, Deed, Metadata};

use super::{bans, ticket_of};
use crate::clock::Millis;
use crate::events::chime_client::ListedMessage;
use crate::events::{EventId, review};
use crate::store::{LogEntry, StoreError, Tx};

/// What others have to do because of what moderators did.
#[derive(Default)]
pub(super) struct Follows {
    /// Something about messages that wait.
    pub(super) ruling: bool,
    /// A place in the channel is to be made again.
    pub(super) place: bool,
}

/// Notes what a moderator did, and what follows from it.
pub(super) fn note(
    tx: &Tx<'_>,
    event: &EventId,
    message: &ListedMessage,
    (at, moderators): (Millis, &BTreeSet<String>),
    follows: &mut Follows,
) -> Result<(), StoreError> {
    let Some(sender) = message.sender.as_ref().filter(|sender| moderators.contains(&sender.arn))
    else {
        tracing::debug!(%event, "an action of somebody who is no moderator");
        return Ok(());
    };
    let Some(action) = message.content.as_deref().and_then(Action::read) else { return Ok(()) };
    let events = tx.records().event_writes();
    follows.ruling |= review::note_deed(&events, event, &action.deed, (at, &message.message_id))?;
    let subject = match &action.deed {
        Deed::Hide { id } => {
            events.set_hidden(event, id, true)?;
            Some(id.clone())
        }
        Deed::Restore { id } => {
            events.set_hidden(event, id, false)?;
            Some(id.clone())
        }
        Deed::Pin { id } | Deed::Approve { id } | Deed::Reject { id } | Deed::Held { id, .. } => {
            Some(id.clone())
        }
        // A ban that was lifted before the list of bans was read is on no list.
        Deed::Unban { user } => {
            bans::make_place(tx, event, &ticket_of(user))?;
            follows.place = true;
            Some(user.clone())
        }
        Deed::HideUser { user }
        | Deed::RestoreUser { user }
        | Deed::Timeout { user, .. }
        | Deed::EndTimeout { user }
        | Deed::Ban { user }
        | Deed::ApproveUser { user }
        | Deed::UnapproveUser { user } => Some(user.clone()),
        Deed::SlowMode { seconds } => Some(seconds.to_string()),
        Deed::Mode(mode) => Some(mode.name().to_owned()),
        Deed::Announce { text } => Some(text.clone()),
        Deed::Clear | Deed::Unclear | Deed::Unpin | Deed::Unannounce | Deed::Unknown { .. } => None,
    };
    events.add_log(
        event,
        &LogEntry {
            source: source_of(message, &sender.arn),
            at,
            who: sender.arn.clone(),
            who_name: sender.name.clone(),
            action: action.deed.name().to_owned(),
            subject,
            reason: action.reason,
        },
    )
}

/// What an entry of the log is known by. What concerns a whole room is said in each part of an elastic channel, each
/// time with the same client id, and was done once.
fn source_of(message: &ListedMessage, sender: &str) -> String {
    let metadata = message.metadata.as_deref().map(Metadata::read).unwrap_or_default();
    match metadata.client_token {
        Some(client_id) => format!("action {client_id} {sender}"),
        None => message.message_id.clone(),
    }
}
