//! The table of words at the door of an event: ticket, nickname, waiting, and being put out.

/// Words of the way into an event and out of it.
pub struct GateStrings {
    // Ticket.
    /// Heading.
    pub ticket_title: &'static str,
    /// Where the code is found.
    pub ticket_text: &'static str,
    /// Label of the field.
    pub ticket: &'static str,
    /// There is nothing in the field.
    pub ticket_empty: &'static str,
    /// What was typed does not look like a code. It may be one all the same.
    pub ticket_odd: &'static str,
    /// Submits the code.
    pub ticket_submit: &'static str,
    /// The same button while the code is looked at, and the screen after a reload.
    pub checking: &'static str,

    // Why a ticket did not do.
    /// There is no such ticket.
    pub unknown: &'static str,
    /// Another device has the session, and it can be moved.
    pub elsewhere: &'static str,
    /// Another device has the session, and it cannot be moved.
    pub elsewhere_only: &'static str,
    /// Moves the session to this device.
    pub take_over: &'static str,
    /// The ticket is banned.
    pub ticket_banned: &'static str,
    /// The event opens at this time, in words.
    pub opens_at: fn(&str) -> String,
    /// The event opens, nobody said when.
    pub opens_later: &'static str,
    /// Too many wrong codes.
    pub too_many: &'static str,
    /// The button while nothing may be tried, with the seconds that are left.
    pub wait: fn(u32) -> String,
    /// The login endpoint cannot be reached.
    pub unreachable: &'static str,
    /// Heading when the event is over.
    pub over_title: &'static str,
    /// What there is to say then.
    pub over_text: &'static str,
    /// Heading when there is no such event.
    pub no_event_title: &'static str,
    /// What there is to do then.
    pub no_event_text: &'static str,
    /// Back to the ticket field.
    pub other_ticket: &'static str,

    // Waiting.
    /// Heading.
    pub waiting_title: &'static str,
    /// What happens by itself.
    pub waiting_text: &'static str,
    /// How many come first.
    pub position: fn(u32) -> String,

    // Nickname.
    /// Heading.
    pub nickname_title: &'static str,
    /// Who sees it.
    pub nickname_text: &'static str,
    /// Label of the field.
    pub nickname: &'static str,
    /// How long it may be, and the sentence for one that may not be.
    pub nickname_rule: &'static str,
    /// It can be had.
    pub nickname_free: fn(&str) -> String,
    /// Somebody has it.
    pub nickname_taken: &'static str,
    /// It looks like somebody's; whose, where that is known.
    pub nickname_similar: fn(Option<&str>) -> String,
    /// Nobody can have it.
    pub nickname_reserved: &'static str,
    /// It could not be looked up.
    pub nickname_unreachable: &'static str,
    /// Label of the suggestions.
    pub nickname_suggestions: &'static str,
    /// Takes the nickname and goes in.
    pub join: &'static str,
    /// The same button while the nickname is being taken.
    pub joining: &'static str,

    // Inside, and out again.
    /// In a room in which nobody has written yet.
    pub empty: &'static str,
    /// Who this person is: the nickname.
    pub signed_in_as: fn(&str) -> String,
    /// Role of the one everybody came for.
    pub artist: &'static str,
    /// Role of those who keep order.
    pub moderator: &'static str,
    /// The event is over.
    pub ended: &'static str,
    /// Another device has the session now.
    pub replaced: &'static str,
    /// Moves the session back.
    pub take_back: &'static str,
    /// This person was banned.
    pub banned: &'static str,
    /// This person was taken out.
    pub removed: &'static str,
    /// The backend wants a new sign-in.
    pub signed_out: &'static str,
    /// Signs in again.
    pub come_back: &'static str,
}
