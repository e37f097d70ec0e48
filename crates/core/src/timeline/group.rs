//! Grouping: which messages form one run of an author.
//!
//! A message knows whether it joins the row above and the row below; an arrival touches only its neighbours.

use super::item::{Delivery, GroupPlace, Item, ItemKind, Message};

/// Messages further apart than this are separate groups.
const GAP_MILLIS_MAX: u64 = 180_000;

/// Whether two rows, one right above the other, are of one group. Days cannot differ: a divider would lie
/// between them.
pub(super) fn joins(above: &Item, below: &Item) -> bool {
    let (ItemKind::Message(first), ItemKind::Message(second)) = (&above.kind, &below.kind) else {
        return false;
    };
    first.author.id == second.author.id
        && below.at.since(above.at) <= GAP_MILLIS_MAX
        && state_class(first.delivery) == state_class(second.delivery)
}

/// What a reader must tell apart without hovering. A message on its way looks like a sent one, so that a
/// group does not jump when the backend confirms it.
fn state_class(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::Received
        | Delivery::Sending { .. }
        | Delivery::InReview
        | Delivery::Sent
        | Delivery::Delivered
        | Delivery::Read => 0,
        Delivery::Waiting => 1,
        Delivery::Failed(_) => 2,
    }
}

impl GroupPlace {
    /// From whether the row above joins, and the row below.
    pub(super) fn from_joins(joins: (bool, bool)) -> Self {
        match joins {
            (false, false) => Self::Single,
            (false, true) => Self::First,
            (true, true) => Self::Middle,
            (true, false) => Self::Last,
        }
    }

    fn joins_above(self) -> bool {
        matches!(self, Self::Middle | Self::Last)
    }

    fn joins_below(self) -> bool {
        matches!(self, Self::First | Self::Middle)
    }
}

impl Message {
    /// The place when the row below joins or not, if that is a change.
    pub(super) fn place_with_below(&self, below: bool) -> Option<GroupPlace> {
        let place = GroupPlace::from_joins((self.group.joins_above(), below));
        (place != self.group).then_some(place)
    }

    /// The place when the row above joins or not, if that is a change.
    pub(super) fn place_with_above(&self, above: bool) -> Option<GroupPlace> {
        let place = GroupPlace::from_joins((above, self.group.joins_below()));
        (place != self.group).then_some(place)
    }
}
