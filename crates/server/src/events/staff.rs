//! Moderators of an elastic channel are in each of its sub-channels, also in those that are made later.
//!
//! The service puts them nowhere by itself and leaves it to the organiser's backend, which is this. Not here: where
//! a moderator is put to begin with, see the provisioner. Who was put where is in memory only; after a restart the
//! service says that they are there already.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use crate::app::App;
use crate::events::chime_client::{CallError, ChimeClient};
use crate::events::follow::FollowError;
use crate::events::state::lock;
use crate::events::{Event, EventId, Role, TicketId};

/// Which moderators were put into which sub-channels.
#[derive(Default)]
pub(super) struct Staff(Mutex<BTreeMap<EventId, BTreeSet<(String, TicketId)>>>);

impl Staff {
    /// Those who are still missing somewhere. What is known of sub-channels that are no more is forgotten.
    fn missing(
        &self,
        event: &EventId,
        moderators: &[TicketId],
        sub_channels: &[String],
    ) -> Vec<(String, TicketId)> {
        let mut all = lock(&self.0);
        let known = all.entry(event.clone()).or_default();
        known.retain(|(sub_channel, _)| sub_channels.contains(sub_channel));
        let everywhere = sub_channels.iter().flat_map(|sub_channel| {
            moderators.iter().map(|moderator| (sub_channel.clone(), moderator.clone()))
        });
        everywhere.filter(|place| !known.contains(place)).collect()
    }

    /// A moderator is in a sub-channel.
    pub(super) fn note(&self, event: &EventId, place: (String, TicketId)) {
        lock(&self.0).entry(event.clone()).or_default().insert(place);
    }
}

/// Puts the moderators of an event into the sub-channels in which they are not yet.
pub(super) async fn spread(
    app: &App,
    client: &ChimeClient,
    event: &Event,
    sub_channels: &[String],
) -> Result<(), FollowError> {
    let id = event.id.clone();
    let moderators =
        app.store.read(move |reads| reads.events().with_role(&id, Role::Moderator)).await?;
    for place in app.events.staff.missing(&event.id, &moderators, sub_channels) {
        let (sub_channel, ticket) = &place;
        let added = client.add_member(event.id.as_str(), ticket.as_str(), Some(sub_channel)).await;
        match added {
            Ok(()) | Err(CallError::Exists) => {}
            // The sub-channel is no more, or this is no moderator any more: asking again changes nothing.
            Err(CallError::Gone(why) | CallError::Refused(why)) => {
                tracing::info!(why, event = %event.id, "a moderator stays out of a sub-channel");
            }
            Err(error @ (CallError::Busy { .. } | CallError::Failed(_))) => {
                return Err(error.into());
            }
        }
        app.events.staff.note(&event.id, place);
    }
    Ok(())
}
