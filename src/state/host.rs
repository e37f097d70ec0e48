//! What the host page can tell a chat, and what it hears.

use std::sync::Arc;

use chirrup_core::room::EndReason;
use chirrup_core::session::{SendError, SessionError};
use chirrup_core::{Item, Pairs, Phase, Session};

use super::{Chat, apply};

/// UTF-8 bytes that the attributes of a contact may have in all.
const ATTRIBUTES_BYTES_MAX: usize = 32_768;

/// What the host page hears.
#[derive(Clone, Debug, PartialEq)]
pub enum HostEvent {
    /// The number of unread messages changed.
    Unread(u32),
    /// The server confirmed a message of this person.
    Sent(Arc<Item>),
    /// A message of somebody else arrived.
    Received(Arc<Item>),
    /// A conversation began; one that is resumed began earlier.
    Started,
    /// The conversation is over.
    Ended(EndReason),
    /// The connection changed.
    Connection(Link),
    /// Something failed.
    Error(SessionError),
    /// The person keeps order here: their tools are needed.
    KeepsOrder,
    /// The person wants the window closed.
    CloseAsked,
}

/// The connection as the host page hears of it: a [`Phase`] without its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// There is no conversation.
    Idle,
    /// The first connection is being made.
    Connecting,
    /// Connected.
    Live,
    /// Lost, and being made again.
    Reconnecting,
    /// The conversation is over.
    Ended,
}

impl From<Phase> for Link {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Idle => Self::Idle,
            Phase::Starting | Phase::Connecting { .. } => Self::Connecting,
            Phase::Live => Self::Live,
            Phase::Reconnecting { .. } => Self::Reconnecting,
            Phase::Ended { .. } => Self::Ended,
        }
    }
}

/// Why attributes were not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributeError {
    /// A name that the service refuses.
    #[error("attribute names are letters, digits, “-” and “_”; “{0}” is not")]
    Name(String),
    /// Too much.
    #[error("attributes may have {ATTRIBUTES_BYTES_MAX} bytes in all")]
    TooLong,
}

impl Chat {
    /// Puts a text into the composer, now or as soon as there is one.
    pub fn prefill(self, text: &str) {
        match self.room.try_get_untracked().flatten() {
            Some(_) => apply::draft(self, text.into()),
            None => self.carry(|carried| carried.draft = Some(text.into())),
        }
    }

    /// Sends a text for the host page, now or as soon as a conversation begins.
    ///
    /// # Errors
    /// The text was not taken.
    pub fn say(self, text: &str) -> Result<(), SendError> {
        if text.trim().is_empty() {
            return Err(SendError::Empty);
        }
        if self.room.try_get_untracked().flatten().is_some() {
            return self.send(text).map(|_| ());
        }
        self.carry(|carried| carried.texts.push(text.into()));
        Ok(())
    }

    /// Says who the visitor is: the name goes into the pre-chat form, the rest becomes attributes.
    ///
    /// # Errors
    /// An attribute was not taken; then nothing was.
    pub fn identify(
        self,
        name: Option<&str>,
        rest: Pairs<String, String>,
    ) -> Result<(), AttributeError> {
        self.set_attributes(rest)?;
        if let Some(name) = name {
            apply::start_name(self, name);
        }
        Ok(())
    }

    /// Attributes that the next conversation starts with, merged into those set before.
    ///
    /// # Errors
    /// An attribute was not taken; then none was.
    pub fn set_attributes(self, attributes: Pairs<String, String>) -> Result<(), AttributeError> {
        if let Some(name) =
            attributes.iter().map(|(name, _)| name).find(|name| !is_attribute_name(name))
        {
            return Err(AttributeError::Name(name.clone()));
        }
        let Some(works) = self.works() else {
            return Ok(());
        };
        let mut carried = works.carried.borrow_mut();
        let mut merged = carried.attributes.clone();
        merged.extend(attributes);
        if merged.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
            > ATTRIBUTES_BYTES_MAX
        {
            return Err(AttributeError::TooLong);
        }
        carried.attributes = merged;
        Ok(())
    }

    /// Forgets the visitor: the conversation, everything kept of it, the name and the attributes.
    pub fn reset(self) {
        self.carry(|carried| *carried = super::works::Carried::default());
        apply::start_name(self, "");
        apply::problem_seen(self);
        if let Some(works) = self.works() {
            drop(works.ticket.take());
            works.driver.command(Session::reset);
        }
    }

    fn carry(self, change: impl FnOnce(&mut super::works::Carried)) {
        if let Some(works) = self.works() {
            change(&mut works.carried.borrow_mut());
        }
    }
}

/// Letters, digits, `-` and `_`, as the service asks.
pub fn is_attribute_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
