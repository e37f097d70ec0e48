//! `ListChannelMembershipsForAppInstanceUser`.

use chirrup_wire::chime::membership::{
    AppInstanceUserMembership, ChannelMembershipForAppInstanceUser,
    ListChannelMembershipsForAppInstanceUserResponse,
};

use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::record::User;
use crate::chime::error::ChimeError;
use crate::chime::operations::page::Pager;
use crate::chime::operations::{access, encode};
use crate::store::{ChimeReads, OwnMembership};

/// `GET /channels?scope=app-instance-user-memberships`.
pub(in crate::chime::operations) async fn list_memberships_of_user(
    call: Call,
) -> Result<Reply, ChimeError> {
    let bearer = call.bearer()?.clone();
    let user = access::asked(&call, "app-instance-user-arn", Kind::User)?;
    let pager = Pager::of(&call)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let user = subject(&chime, &bearer, user.as_ref())?;
        Ok::<_, ChimeError>(chime.memberships_of(user.seq, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |own| own.seq);
    let channel_memberships = found.into_iter().map(wire).collect();
    Reply::ok(&ListChannelMembershipsForAppInstanceUserResponse { channel_memberships, next_token })
}

/// The user whom a call asks about: the caller, or anybody if an admin calls.
pub(in crate::chime::operations) fn subject(
    chime: &ChimeReads<'_>,
    bearer: &Arn,
    asked: Option<&Arn>,
) -> Result<User, ChimeError> {
    let actor = access::actor(chime, bearer)?;
    let Some(other) = asked.filter(|other| *other != bearer) else { return Ok(actor) };
    if !chime.is_admin(actor.instance, actor.seq)? {
        return Err(ChimeError::forbidden("only an admin may ask about others"));
    }
    let other_user = access::actor(chime, other)?;
    if other_user.instance == actor.instance {
        Ok(other_user)
    } else {
        Err(ChimeError::forbidden(format!("no such user: {other}")))
    }
}

fn wire(own: OwnMembership) -> ChannelMembershipForAppInstanceUser {
    ChannelMembershipForAppInstanceUser {
        channel_summary: encode::channel_summary(&own.channel, encode::seconds),
        app_instance_user_membership_summary: AppInstanceUserMembership {
            kind: Some(own.kind.text().to_owned()),
            read_marker_timestamp: own.read_at.map(encode::seconds),
            sub_channel_id: own.sub_channel,
        },
    }
}
