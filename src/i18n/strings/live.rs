//! The table of words in a room of thousands.

/// Words of a live room.
pub struct LiveStrings {
    // Messages.
    /// Stands above the first.
    pub beginning: &'static str,
    /// Its author changed it.
    pub edited: &'static str,
    /// A moderator hid it, and this person may still see it.
    pub hidden: &'static str,
    /// Stands in the place of a message that was taken away.
    pub removed: &'static str,
    /// The same, of this person's own message.
    pub removed_own: &'static str,
    /// After a message that mentions this person, for those who hear it.
    pub mentions_you: &'static str,
    /// A message that nobody else sees.
    pub only_you: &'static str,
    /// An own message that one other person alone sees, by name where that is known.
    pub only_one: fn(Option<&str>) -> String,
    /// Takes an own message back, after that was asked for once.
    pub really_delete: &'static str,
    /// The badge of the one everybody came for.
    pub artist: &'static str,
    /// The badge of a moderator.
    pub moderator: &'static str,
    /// What a message of the artist is, for those who hear it.
    pub artist_message: &'static str,
    /// What a message of a moderator is, for those who hear it.
    pub moderator_message: &'static str,

    // Answers.
    /// Begins an answer to a message.
    pub answer: &'static str,
    /// Before what is being answered.
    pub answering: &'static str,
    /// The same, of what only two people see: so is the answer.
    pub answering_privately: &'static str,
    /// Sends the next message as it is, without answering anything.
    pub stop_answering: &'static str,
    /// Leads from an answer to what it answers.
    pub show_answered: &'static str,
    /// After a message that answers another, for those who hear it.
    pub is_answer: &'static str,

    // How many there are.
    /// So many watch.
    pub watching: fn(&str) -> String,
    /// So many messages are hidden, and so many people banned.
    pub taken_away: fn(&str, &str) -> String,

    // What stands above the messages.
    /// Name of the announcement.
    pub announcement: &'static str,
    /// Name of the pinned message.
    pub pinned: &'static str,
    /// Shows the whole of a long one, and folds it again.
    pub unfold: &'static str,

    // Pause.
    /// The person reads further up, and so many messages wait.
    pub paused: fn(u32) -> String,
    /// Goes back to the end.
    pub resume: &'static str,

    // Emoji.
    /// Name of the emoji bar.
    pub throw: &'static str,
    /// Names of its buttons, in order.
    pub emoji: [&'static str; 6],

    // Mentions.
    /// Name of the list of people.
    pub people: &'static str,
    /// So many people can be picked.
    pub people_count: fn(u32) -> String,
    /// More are mentioned than the service takes.
    pub too_many_mentions: fn(usize) -> String,

    // Composer.
    /// When the next message may go, in seconds.
    pub wait: fn(u32) -> String,
    /// A moderator silenced this person until then.
    pub muted: fn(&str) -> String,
    /// For so long.
    pub muted_left: fn(&str) -> String,
    /// This person is banned.
    pub banned: &'static str,
    /// Nobody may write.
    pub frozen: &'static str,
    /// This person may only read.
    pub read_only: &'static str,
    /// Why.
    pub reason: fn(&str) -> String,
    /// What a moderator, or somebody with an own message, asked for did not happen.
    pub command_failed: &'static str,
    /// A moderator's tools could not be had.
    pub tools_failed: &'static str,
}
