//! Which rows are arrivals, told apart from older pages and from rows that only changed.
//!
//! Ids come from a counter, so a row is fresh when its id is above all ids seen before; it is an arrival
//! when it also stands at the end. Own messages that wait for their echo may stand below an arrival.

use chirrup_core::timeline::{Delivery, Item, Origin};
use chirrup_core::{ItemId, ItemKind};

use crate::state::Row;

/// What came in at the end since the last look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Arrivals {
    /// Messages of others.
    pub from_others: u32,
    /// The first of them.
    pub first: Option<ItemId>,
    /// Whether this person sent something here.
    pub own_sent: bool,
}

/// The highest id of all rows.
pub fn newest(rows: &[Row]) -> ItemId {
    rows.iter().map(|row| row.id).max().unwrap_or_default()
}

/// Looks at the end of the rows for ids above `seen`.
pub fn arrivals(rows: &[Row], seen: ItemId) -> Arrivals {
    let mut found = Arrivals::default();
    for row in rows.iter().rev() {
        let item = row.item.get_untracked();
        let fresh = row.id > seen;
        if !fresh && !is_on_its_way(&item) {
            break;
        }
        let ItemKind::Message(message) = &item.kind else { continue };
        match message.origin {
            Origin::Other if fresh => {
                found.from_others += 1;
                found.first = Some(row.id);
            }
            Origin::Own if fresh && is_on_its_way(&item) => found.own_sent = true,
            Origin::Own | Origin::Other => {}
        }
    }
    found
}

/// Whether an item is a message of this person that the server has not confirmed.
fn is_on_its_way(item: &Item) -> bool {
    let ItemKind::Message(message) = &item.kind else { return false };
    match message.delivery {
        Delivery::Sending { .. } | Delivery::Waiting | Delivery::Failed(_) => true,
        Delivery::Received
        | Delivery::InReview
        | Delivery::Sent
        | Delivery::Delivered
        | Delivery::Read => false,
    }
}
