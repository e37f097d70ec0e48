//! How waiting ends: the message goes to everybody, or its sender hears why not.

use super::hold::{Waiting, What};
use crate::chime::domain::record::{Fallback, Message, Status};
use crate::chime::error::ChimeError;
use crate::chime::operations::tell;
use crate::store::{Callback, Tx};

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Send,
    Deny,
    Fail,
}

/// Ends waiting. What waited may have been changed in `waiting`.
pub(super) fn end(
    tx: &mut Tx<'_>,
    callback: &Callback,
    waiting: &Waiting,
    outcome: Outcome,
) -> Result<(), ChimeError> {
    let chime = tx.chime();
    chime.remove_callback(&callback.id)?;
    let Some(channel) = chime.channel_at(callback.channel)? else { return Ok(()) };
    let Some(message) = waiting.message(&chime, callback)? else { return Ok(()) };
    let is_edit = waiting.what == What::Edit;
    match outcome {
        Outcome::Send if is_edit => {
            let now = tx.now().max(message.updated_at.plus_millis(1));
            let message =
                Message { status: Status::Sent, edited_at: Some(now), updated_at: now, ..message };
            chime.save_message(&message)?;
            tell::message(tx, &channel, &message, "UPDATE_CHANNEL_MESSAGE")?;
        }
        Outcome::Send => {
            // It is sent only from here on: readers who have come further must not miss it.
            let at = channel.next_at(tx.now());
            let message = Message { status: Status::Sent, at, updated_at: at, ..message };
            if waiting.what == What::Kept {
                chime.release_message(&message)?;
            }
            tell::message(tx, &channel, &message, "CREATE_CHANNEL_MESSAGE")?;
        }
        Outcome::Deny => {
            if waiting.what == What::Kept {
                chime.remove_message(message.seq)?;
            }
            let message = Message { status: Status::Denied, ..message };
            let event = if is_edit {
                "DENIED_UPDATE_CHANNEL_MESSAGE"
            } else {
                "DENIED_CREATE_CHANNEL_MESSAGE"
            };
            tell::sender(tx, &channel, &message, event)?;
        }
        Outcome::Fail => {
            let message = Message { status: Status::Failed, ..message };
            if waiting.what == What::Kept {
                chime.save_message(&message)?;
            }
            let event = if is_edit {
                "FAILED_UPDATE_CHANNEL_MESSAGE"
            } else {
                "FAILED_CREATE_CHANNEL_MESSAGE"
            };
            tell::sender(tx, &channel, &message, event)?;
        }
    }
    Ok(())
}

/// The processor could not be reached: its flow says what happens.
pub(super) fn fall_back(tx: &mut Tx<'_>, callback: &Callback) -> Result<(), ChimeError> {
    let waiting = Waiting::of(callback)?;
    let outcome = match waiting.processor.fallback {
        Fallback::Continue => Outcome::Send,
        Fallback::Abort => Outcome::Fail,
    };
    end(tx, callback, &waiting, outcome)
}

/// The processor was reached and never called back.
pub(in crate::chime::operations) fn give_up(
    tx: &mut Tx<'_>,
    callback: &Callback,
) -> Result<(), ChimeError> {
    let waiting = Waiting::of(callback)?;
    end(tx, callback, &waiting, Outcome::Fail)
}
