//! Receipts in: how far own messages got on other people's devices.

use super::{Delivery, ItemKind, Origin, Timeline};
use crate::ids::ServerId;

/// How far a receipt says a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Delivered,
    Read,
}

impl Timeline {
    /// Somebody else has this own message, and so every own message above it. Delivery never goes back.
    /// Answers whether the message is known.
    pub(crate) fn raise(&mut self, server_id: &ServerId, reach: Reach) -> bool {
        let Some((item, _)) = self.known.find(server_id) else { return false };
        let Some(mut index) = self.position(item) else { return false };
        loop {
            match self.get(index).map(|item| &item.kind) {
                Some(ItemKind::Message(message)) if message.origin == Origin::Own => {
                    let (raised, settled) = match (message.delivery, reach) {
                        (Delivery::Sent, Reach::Delivered) => (Some(Delivery::Delivered), false),
                        (Delivery::Sent | Delivery::Delivered, Reach::Read) => {
                            (Some(Delivery::Read), false)
                        }
                        (Delivery::Delivered | Delivery::Read, _) => (None, true),
                        (
                            Delivery::Received
                            | Delivery::Sending { .. }
                            | Delivery::Waiting
                            | Delivery::InReview
                            | Delivery::Failed(_),
                            _,
                        ) => (None, false),
                    };
                    if let Some(delivery) = raised {
                        self.set_delivery_at(index, delivery);
                    }
                    // What is above a settled message was settled with it.
                    if settled {
                        return true;
                    }
                }
                Some(
                    ItemKind::Message(_)
                    | ItemKind::Notice(_)
                    | ItemKind::DayDivider(_)
                    | ItemKind::UnreadDivider
                    | ItemKind::Gap,
                ) => {}
                None => return true,
            }
            match index.checked_sub(1) {
                Some(above) => index = above,
                None => return true,
            }
        }
    }
}
