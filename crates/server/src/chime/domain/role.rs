//! Who may do what (protocol sheet §3.8), in one table.
//!
//! Where the sheet marks its source as silent: anybody may add himself to a public channel, and members may
//! describe their own channel. A member may take others out only where members may also add them; in a
//! restricted channel that is for those who moderate it.

use super::record::{Channel, MemberType, Mode, Privacy};

/// What somebody is to a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Of the instance.
    pub is_admin: bool,
    /// Of the channel.
    pub is_moderator: bool,
    /// In the channel, and how.
    pub member: Option<MemberType>,
}

impl Standing {
    /// Whether the channel obeys.
    pub fn rules(&self) -> bool {
        self.is_admin || self.is_moderator
    }

    /// Whether in the channel, seen or not.
    pub fn is_member(&self) -> bool {
        self.member.is_some()
    }
}

/// What somebody wants to do. The table needs no more of a call than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Change or delete the channel.
    Manage,
    /// Look at the channel.
    Describe,
    /// List and get messages and memberships.
    Read,
    /// Send messages and edit own ones.
    Send,
    /// Keep a read marker, preferences.
    Follow,
    /// Redact a message of one's own.
    RedactOwn,
    /// Redact a message of somebody else.
    RedactOther,
    /// Delete a message.
    DeleteMessage,
    /// Come in.
    AddSelf,
    /// Bring somebody in.
    AddOther,
    /// Bring somebody in whom nobody sees.
    AddHidden,
    /// Go.
    RemoveSelf,
    /// Take somebody out.
    RemoveOther,
    /// Moderators, bans, flows, sub-channels.
    Moderate,
}

/// The table.
pub fn allows(action: Action, who: &Standing, channel: &Channel) -> bool {
    let is_public = channel.privacy == Privacy::Public;
    let is_open = channel.mode == Mode::Unrestricted && who.is_member();
    match action {
        Action::Manage | Action::Moderate | Action::AddHidden | Action::RedactOther => who.rules(),
        Action::Describe | Action::Read => who.rules() || who.is_member() || is_public,
        Action::Send => who.member == Some(MemberType::Default),
        Action::Follow | Action::RedactOwn => who.is_member(),
        Action::DeleteMessage => who.is_admin,
        Action::AddSelf => who.rules() || is_public,
        Action::AddOther | Action::RemoveOther => who.rules() || is_open,
        Action::RemoveSelf => who.rules() || who.is_member(),
    }
}

#[cfg(test)]
mod tests {
    use chirrup_wire::chime::rest::Identity;

    use super::{Action, Standing, allows};
    use crate::chime::arn::Arn;
    use crate::chime::domain::record::{Channel, MemberType, Mode, Privacy};
    use crate::clock::Millis;

    fn channel(mode: Mode, privacy: Privacy) -> Channel {
        let arn = "arn:aws:chime:us-east-1:1:app-instance/a/channel/c";
        Channel {
            seq: 1,
            instance: 1,
            arn: Arn::parse(arn).expect("an ARN"),
            name: "Main".to_owned(),
            mode,
            privacy,
            metadata: None,
            created_by: Identity::default(),
            created_at: Millis(0),
            updated_at: Millis(0),
            last_message_at: None,
            last_at: Millis(0),
            flow: None,
            elastic: None,
            expiration: None,
            members: 0,
            moderators: 0,
        }
    }

    const ACTIONS: [Action; 14] = [
        Action::Manage,
        Action::Describe,
        Action::Read,
        Action::Send,
        Action::Follow,
        Action::RedactOwn,
        Action::RedactOther,
        Action::DeleteMessage,
        Action::AddSelf,
        Action::AddOther,
        Action::AddHidden,
        Action::RemoveSelf,
        Action::RemoveOther,
        Action::Moderate,
    ];

    fn allowed(who: Standing, mode: Mode, privacy: Privacy) -> Vec<Action> {
        let channel = channel(mode, privacy);
        ACTIONS.into_iter().filter(|action| allows(*action, &who, &channel)).collect()
    }

    #[test]
    fn the_table_of_a_restricted_private_channel() {
        let of = |who| allowed(who, Mode::Restricted, Privacy::Private);
        assert_eq!(of(Standing::default()), [], "others");
        let member = Standing { member: Some(MemberType::Default), ..Standing::default() };
        let of_member = [
            Action::Describe,
            Action::Read,
            Action::Send,
            Action::Follow,
            Action::RedactOwn,
            Action::RemoveSelf,
        ];
        assert_eq!(of(member), of_member);
        let moderator = Standing { is_moderator: true, ..Standing::default() };
        let not_moderator =
            [Action::Send, Action::Follow, Action::RedactOwn, Action::DeleteMessage];
        assert!(
            ACTIONS
                .into_iter()
                .all(|one| of(moderator).contains(&one) != not_moderator.contains(&one))
        );
        let admin = Standing { is_admin: true, member: Some(MemberType::Default), ..moderator };
        assert_eq!(of(admin), ACTIONS, "an admin who has joined");
    }

    #[test]
    fn open_channels_let_more_in() {
        let other = Standing::default();
        let of_other = [Action::Describe, Action::Read, Action::AddSelf];
        assert_eq!(allowed(other, Mode::Restricted, Privacy::Public), of_other);
        let member = Standing { member: Some(MemberType::Default), ..other };
        let of_member = allowed(member, Mode::Unrestricted, Privacy::Private);
        assert!(of_member.contains(&Action::AddOther) && !of_member.contains(&Action::AddHidden));
    }

    #[test]
    fn who_is_hidden_watches_and_says_nothing() {
        let hidden = Standing { member: Some(MemberType::Hidden), ..Standing::default() };
        let of_hidden = allowed(hidden, Mode::Restricted, Privacy::Private);
        assert!(of_hidden.contains(&Action::Read) && !of_hidden.contains(&Action::Send));
    }
}
