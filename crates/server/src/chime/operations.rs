//! The operations of messaging and identity: where a verified call ends, and what a socket asks of them.
//!
//! One file per family. Here is only which operation leads to which.

use super::arn::Arn;
use super::call::{Call, Reply};
use super::error::ChimeError;
use super::hub::Heard;
use crate::store::{Reads, StoreError};

/// In which order a socket is told of its channels, when it asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// Those with unread messages first, then by their last message.
    Both,
    /// Those with unread messages first.
    Unread,
    /// By their last message.
    LastMessage,
}

/// Answers a call. No family has moved in here yet, so there is no operation to find.
///
/// # Errors
/// What the operation refuses.
#[expect(clippy::unused_async, reason = "operations wait for the store")]
pub async fn dispatch(_call: Call) -> Result<Reply, ChimeError> {
    Err(ChimeError::unknown_operation())
}

/// The channels that a user is a member of, each with the part of it if it is elastic. Nothing when there is
/// no such user.
///
/// # Errors
/// The store fails.
pub fn channels_of(_reads: &dyn Reads, _user: &Arn) -> Result<Option<Heard>, StoreError> {
    Ok(Some(Vec::new()))
}

/// What a socket is told at once: the payloads of `CHANNEL_DETAILS`, in order.
///
/// # Errors
/// The store fails.
pub fn prefetch(_reads: &dyn Reads, _user: &Arn, _sort: SortBy) -> Result<Vec<String>, StoreError> {
    Ok(Vec::new())
}
