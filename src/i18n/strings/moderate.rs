//! The table of words of moderators' tools.

use chirrup_wire::conventions::Deed;

/// Words of moderators' tools.
pub struct ModerateStrings {
    // What stands above the messages.
    /// Name of the row of buttons.
    pub bar: &'static str,
    /// Works through messages by single keys.
    pub triage: &'static str,
    /// Those keys, and what they do.
    pub triage_keys: [(&'static str, &'static str); 6],
    /// So many messages wait for review.
    pub review: fn(usize) -> String,
    /// The log.
    pub log: &'static str,
    /// The room's rules.
    pub room: &'static str,

    // On a message.
    /// Name of the buttons on somebody's message.
    pub tools: fn(&str) -> String,
    /// Hides a message.
    pub hide: &'static str,
    /// Brings it back at once.
    pub undo: &'static str,
    /// Brings it back later.
    pub restore: &'static str,
    /// Silences somebody for a while.
    pub time_out: &'static str,
    /// For how long.
    pub time_out_for: &'static str,
    /// So long, in the order of [`TIME_OUTS`](crate::ui::moderate::TIME_OUTS).
    pub time_outs: [&'static str; 6],
    /// Lets somebody write again.
    pub end_time_out: &'static str,
    /// More that can be done.
    pub more: &'static str,
    /// Opens what is known of somebody.
    pub about: &'static str,
    /// Pins a message.
    pub pin: &'static str,
    /// Takes the pin away.
    pub unpin: &'static str,
    /// Hides everything of somebody.
    pub hide_user: &'static str,
    /// Takes that back.
    pub restore_user: &'static str,
    /// Bans somebody.
    pub ban: &'static str,
    /// Takes that back.
    pub unban: &'static str,
    /// Lets somebody write in a room for approved people.
    pub approve_user: &'static str,
    /// Takes that back.
    pub unapprove_user: &'static str,
    /// Puts the id of a message on the clipboard.
    pub copy_id: &'static str,
    /// Under a message that somebody hid.
    pub hidden_by: fn(&str) -> String,
    /// Beside an offer to undo.
    pub undo_seconds: fn(u32) -> String,

    // Questions.
    /// Before somebody is banned.
    pub ban_question: fn(&str) -> String,
    /// What it means.
    pub ban_explanation: &'static str,
    /// Before everything of somebody is hidden.
    pub hide_user_question: fn(&str) -> String,
    /// What it means.
    pub hide_user_explanation: &'static str,
    /// Label of the field.
    pub reason: &'static str,
    /// Begins a word to one person alone.
    pub private: &'static str,
    /// Its title.
    pub private_to: fn(&str) -> String,
    /// Label of the field for it.
    pub private_text: &'static str,
    /// Sends it.
    pub private_send: &'static str,
    /// Gives what was done at once its reason.
    pub say_why: &'static str,
    /// Closes a dialog.
    pub close: &'static str,

    // About somebody.
    /// Nicknames that the person had before.
    pub earlier_names: &'static str,
    /// What the ticket ends with.
    pub ticket: &'static str,
    /// The newest messages.
    pub last_messages: &'static str,
    /// There is none here.
    pub no_messages: &'static str,
    /// Silenced until then.
    pub is_timed_out: fn(&str) -> String,
    /// Banned.
    pub is_banned: &'static str,
    /// Everything is hidden.
    pub is_hidden: &'static str,
    /// May write in a room for approved people.
    pub is_approved: &'static str,

    // The room's rules.
    /// Time between two messages of one person.
    pub slow_mode: &'static str,
    /// So long, in the order of [`SLOW_MODES`](crate::ui::moderate::SLOW_MODES).
    pub slow_modes: [&'static str; 6],
    /// Who may write.
    pub mode: &'static str,
    /// These may, in the order of [`MODES`](crate::ui::moderate::MODES).
    pub modes: [&'static str; 5],
    /// Label of the field.
    pub announcement: &'static str,
    /// Puts it up.
    pub announce: &'static str,
    /// Takes it down.
    pub unannounce: &'static str,
    /// Hides every message.
    pub clear: &'static str,

    // Lists.
    /// Nothing waits for review.
    pub review_empty: &'static str,
    /// Lets a message appear.
    pub approve: &'static str,
    /// Keeps it from appearing.
    pub reject: &'static str,
    /// Nobody did anything yet.
    pub log_empty: &'static str,
    /// What somebody did, after the name: to whom, and until when or with what.
    pub deed: fn(&Deed, &str, &str) -> String,
}
