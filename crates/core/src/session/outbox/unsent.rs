//! One message that the backend has not confirmed, and how it is kept between page loads.

use crate::ids::ItemId;
use crate::time::Millis;
use crate::timeline::{Delivery, FailReason};

/// A message that the backend has not confirmed.
#[derive(Debug)]
pub(crate) struct Unsent {
    pub(crate) item: ItemId,
    pub(crate) token: String,
    pub(super) text: String,
    /// When it was written, or last retried by the person: the ten minutes count from here.
    pub(super) since: Millis,
    /// The newest time of the backend before it was written: no echo of it is older.
    pub(super) after: Millis,
    /// Whether the backend may have it.
    pub(super) attempted: bool,
    pub(super) attempts: u32,
    pub(super) in_flight: bool,
    pub(super) not_before: Option<Millis>,
    /// A refused token gets one more try on a fresh connection.
    pub(super) forbidden_once: bool,
    pub(super) state: UnsentState,
    /// What goes beside the text, ready made.
    pub(super) metadata: Option<String>,
    /// Whom it mentions.
    pub(super) mentioned: Vec<String>,
    /// The one person whom it is for, if it is not for all.
    pub(super) target: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnsentState {
    Sending,
    Waiting,
    Failed(FailReason),
}

impl Unsent {
    /// Written just then.
    pub(super) fn new(text: &str, token: String, after: Millis, now: Millis) -> Self {
        Self {
            item: ItemId(0),
            token,
            text: text.to_owned(),
            since: now,
            after,
            attempted: false,
            attempts: 0,
            in_flight: false,
            not_before: None,
            forbidden_once: false,
            state: UnsentState::Waiting,
            metadata: None,
            mentioned: Vec::new(),
            target: None,
        }
    }

    /// Whether it is still to be sent.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.state, UnsentState::Failed(_))
    }

    /// As kept: times, state and contact, and what goes beside the text, in the first line; the text below.
    pub(super) fn to_text(&self, contact: &str) -> String {
        let failed = match self.state {
            UnsentState::Sending | UnsentState::Waiting => "-",
            UnsentState::Failed(FailReason::TimedOut) => "timed-out",
            UnsentState::Failed(FailReason::Refused) => "refused",
            UnsentState::Failed(FailReason::Ended) => "ended",
            UnsentState::Failed(FailReason::Denied) => "denied",
            UnsentState::Failed(FailReason::Unreviewed) => "unreviewed",
        };
        let (since, after) = (self.since.0.to_string(), self.after.0.to_string());
        let mut beside = String::new();
        if let Some(metadata) = &self.metadata {
            let target = self.target.iter().map(|target| [";", target].concat());
            let target: String = target.collect();
            beside = [" ", &self.mentioned.join(","), &target, " ", metadata].concat();
        }
        [&since, " ", &after, " ", failed, " ", contact, &beside, "\n", &self.text].concat()
    }

    /// Reads what was kept for this contact.
    pub(super) fn from_text(kept: &str, contact: &str, token: &str) -> Option<Self> {
        let (head, text) = kept.split_once('\n')?;
        let (since, head) = head.split_once(' ')?;
        let (after, head) = head.split_once(' ')?;
        let (state, head) = head.split_once(' ')?;
        let (of_contact, beside) = head.split_once(' ').unwrap_or((head, ""));
        let (mentioned, metadata) = beside.split_once(' ').unzip();
        let people = mentioned.unwrap_or_default();
        let (mentioned, target) =
            people.split_once(';').map_or((people, None), |(all, one)| (all, Some(one)));
        let mentioned = mentioned.split(',').filter(|arn| !arn.is_empty());
        let since = Millis(since.parse().ok()?);
        let after = Millis(after.parse().ok()?);
        let state = match state {
            "timed-out" => UnsentState::Failed(FailReason::TimedOut),
            "refused" => UnsentState::Failed(FailReason::Refused),
            "ended" => UnsentState::Failed(FailReason::Ended),
            "denied" => UnsentState::Failed(FailReason::Denied),
            "unreviewed" => UnsentState::Failed(FailReason::Unreviewed),
            _ => UnsentState::Waiting,
        };
        (of_contact == contact).then(|| Self {
            attempted: true,
            state,
            metadata: metadata.map(str::to_owned),
            mentioned: mentioned.map(str::to_owned).collect(),
            target: target.map(str::to_owned),
            ..Self::new(text, token.to_owned(), after, since)
        })
    }

    pub(super) fn delivery(&self, now: Millis) -> Delivery {
        match self.state {
            UnsentState::Sending => Delivery::Sending { since: now },
            UnsentState::Waiting => Delivery::Waiting,
            UnsentState::Failed(reason) => Delivery::Failed(reason),
        }
    }
}
