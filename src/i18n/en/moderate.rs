//! English, for moderators' tools.

use chirrup_wire::conventions::{Deed, RoomMode};

use crate::i18n::ModerateStrings;

pub(in crate::i18n) const MODERATE: ModerateStrings = ModerateStrings {
    bar: "Moderation",
    triage: "Triage",
    triage_keys: [
        ("J", "next"),
        ("K", "back"),
        ("H", "hide"),
        ("T", "time out"),
        ("U", "undo"),
        ("P", "pause"),
    ],
    review: |count| match count {
        0 => "Review".to_owned(),
        _ => ["Review ", &count.to_string()].concat(),
    },
    log: "Log",
    room: "Room",

    tools: |name| ["Actions on a message of ", name].concat(),
    hide: "Hide message",
    undo: "Undo",
    restore: "Restore",
    time_out: "Time out…",
    time_out_for: "Time out for",
    time_outs: ["10 seconds", "1 minute", "5 minutes", "10 minutes", "30 minutes", "24 hours"],
    end_time_out: "End time-out",
    more: "More actions",
    about: "About this person",
    pin: "Pin message",
    unpin: "Unpin message",
    hide_user: "Hide all messages…",
    restore_user: "Show all messages again",
    ban: "Ban…",
    unban: "Lift ban",
    approve_user: "Approve as writer",
    unapprove_user: "Take approval back",
    copy_id: "Copy message ID",
    hidden_by: |name| ["by ", name].concat(),
    undo_seconds: |seconds| [&seconds.to_string(), " s"].concat(),

    ban_question: |name| ["Ban ", name, "?"].concat(),
    ban_explanation: "They leave the room at once and cannot come back with this ticket, under any name.",
    hide_user_question: |name| ["Hide all messages of ", name, "?"].concat(),
    hide_user_explanation: "Earlier and later messages disappear for everybody but moderators.",
    reason: "Reason",
    private: "Write privately…",
    private_to: |name| ["Only ", name, " will see this"].concat(),
    private_text: "Message",
    private_send: "Send",
    say_why: "Say why…",
    close: "Close",

    earlier_names: "Earlier names",
    ticket: "Ticket ends in",
    last_messages: "Last messages",
    no_messages: "None in this window",
    is_timed_out: |time| ["Timed out until ", time].concat(),
    is_banned: "Banned",
    is_hidden: "All messages hidden",
    is_approved: "Approved as writer",

    slow_mode: "Slow mode",
    slow_modes: ["Off", "5 s", "10 s", "30 s", "1 min", "5 min"],
    mode: "Who may write",
    modes: ["Everybody", "Approved people", "Links are reviewed", "All is reviewed", "Nobody"],
    announcement: "Announcement",
    announce: "Announce",
    unannounce: "Take down",
    clear: "Clear chat",

    review_empty: "Nothing waits for review.",
    approve: "Approve",
    reject: "Reject",
    log_empty: "Nothing has been done yet.",
    deed,
};

fn deed(deed: &Deed, whom: &str, detail: &str) -> String {
    let said = match deed {
        Deed::Hide { .. } => ["hid a message of ", whom],
        Deed::Restore { .. } => ["restored a message of ", whom],
        Deed::HideUser { .. } => ["hid all messages of ", whom],
        Deed::RestoreUser { .. } => ["showed all messages again of ", whom],
        Deed::Timeout { .. } => return ["timed out ", whom, " until ", detail].concat(),
        Deed::EndTimeout { .. } => ["ended the time-out of ", whom],
        Deed::Ban { .. } => ["banned ", whom],
        Deed::Unban { .. } => ["lifted the ban of ", whom],
        Deed::ApproveUser { .. } => ["approved ", whom],
        Deed::UnapproveUser { .. } => ["took approval back from ", whom],
        Deed::Clear => ["cleared the chat", ""],
        Deed::Unclear => ["brought the cleared chat back", ""],
        Deed::SlowMode { seconds: 0 } => ["switched slow mode off", ""],
        Deed::SlowMode { .. } => return ["set slow mode to ", detail, " s"].concat(),
        Deed::Pin { .. } => ["pinned a message of ", whom],
        Deed::Unpin => ["took the pin away", ""],
        Deed::Announce { .. } => ["announced: ", detail],
        Deed::Unannounce => ["took the announcement down", ""],
        Deed::Mode(mode) => ["changed who may write: ", mode_word(*mode)],
        Deed::Held { .. } => ["held a message of ", whom],
        Deed::Approve { .. } => ["approved a held message", ""],
        Deed::Reject { .. } => ["rejected a held message", ""],
        Deed::Unknown { .. } => ["did something else", ""],
    };
    said.concat()
}

fn mode_word(mode: RoomMode) -> &'static str {
    match mode {
        RoomMode::Open => "everybody",
        RoomMode::Approved => "approved people",
        RoomMode::ReviewLinks => "links are reviewed",
        RoomMode::Review => "all is reviewed",
        RoomMode::Frozen => "nobody",
        RoomMode::Unknown => "others",
    }
}
