//! What moderators and bans have in common: both are a mark on a user in a channel, which is made, described, taken
//! back and listed alike. Who may be marked, and what follows from it, each of the two says itself.

use chirrup_wire::chime::rest::Identity;

use super::access::{self, Scene};
use super::page::Pager;
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::Call;
use crate::chime::domain::record::{Mark, User};
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::store::{ChimeReads, MarkKind, Tx};

/// A page of those who are marked.
pub(super) struct Listed {
    pub(super) channel: Arn,
    pub(super) people: Vec<Identity>,
    pub(super) next_token: Option<String>,
}

impl MarkKind {
    /// What somebody is who has the mark.
    fn word(self) -> &'static str {
        match self {
            Self::Moderator => "a moderator",
            Self::Ban => "banned",
        }
    }

    /// What the path calls whom it names.
    fn parameter(self) -> &'static str {
        match self {
            Self::Moderator => "ChannelModeratorArn",
            Self::Ban => "MemberArn",
        }
    }
}

/// Who is to be marked by whom; an error unless the caller may, and the user is there without the mark.
pub(super) fn candidate(
    chime: &ChimeReads<'_>,
    kind: MarkKind,
    (channel, bearer, wanted): (&Arn, &Arn, &Arn),
) -> Result<(Scene, User), ChimeError> {
    let scene = access::enter(chime, channel, bearer)?;
    scene.need(Action::Moderate)?;
    let found = chime.user(wanted)?.filter(|user| user.instance == scene.channel.instance);
    let unknown = || ChimeError::bad_request(format!("no such user: {wanted}"));
    let user = found.ok_or_else(unknown)?;
    if chime.is_marked(kind, scene.channel.seq, user.seq)? {
        return Err(ChimeError::conflict(format!("the user is {} already", kind.word())));
    }
    Ok((scene, user))
}

/// The channel that a call names, and the mark on the user that it names.
pub(super) async fn describe(call: &Call, kind: MarkKind) -> Result<(Arn, Mark), ChimeError> {
    let (channel, bearer) = (access::channel_arn(call)?, call.bearer()?.clone());
    let (named, asked) = (access::named(call, 1, kind.parameter(), Kind::User)?, channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(Action::Moderate)?;
        let user = access::user(&chime, &named)?;
        let unknown = || ChimeError::not_found(format!("not {}: {named}", kind.word()));
        chime.mark(kind, scene.channel.seq, user.seq)?.ok_or_else(unknown)
    });
    Ok((channel, read.await?))
}

/// Takes a mark back, and does what follows from it.
pub(super) async fn remove(
    call: &Call,
    kind: MarkKind,
    then: fn(&mut Tx<'_>, &Scene, &User) -> Result<(), ChimeError>,
) -> Result<(), ChimeError> {
    let (channel, bearer) = (access::channel_arn(call)?, call.bearer()?.clone());
    let named = access::named(call, 1, kind.parameter(), Kind::User)?;
    let remove = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let unknown = || ChimeError::forbidden(format!("not {}: {named}", kind.word()));
        let user = chime.user(&named)?.ok_or_else(unknown)?;
        if !chime.remove_mark(kind, scene.channel.seq, user.seq)? {
            return Err(unknown());
        }
        then(tx, &scene, &user)
    };
    call.app.store.write(remove).await
}

/// Those who are marked, to whoever may do this.
pub(super) async fn list(
    call: &Call,
    kind: MarkKind,
    action: Action,
) -> Result<Listed, ChimeError> {
    let (channel, bearer) = (access::channel_arn(call)?, call.bearer()?.clone());
    let pager = Pager::of(call)?;
    let (after, most, asked) = (pager.after(), pager.fetch(), channel.clone());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let scene = access::enter(&chime, &asked, &bearer)?;
        scene.need(action)?;
        Ok::<_, ChimeError>(chime.marks(kind, scene.channel.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |(seq, _)| *seq);
    let people = found.into_iter().map(|(_, person)| person).collect();
    Ok(Listed { channel, people, next_token })
}
