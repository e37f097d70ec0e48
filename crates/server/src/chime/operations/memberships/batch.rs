//! `BatchCreateChannelMembership`: up to 100 at once; who cannot come in keeps nobody else out.

use chirrup_wire::chime::membership::{
    BatchCreateChannelMembershipError, BatchCreateChannelMembershipRequest,
    BatchCreateChannelMembershipResponse,
};

use super::create::action;
use super::{Newcomer, admit};
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::limits::Quotas;
use crate::chime::domain::record::{MemberType, Membership};
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Scene};
use crate::chime::operations::tell;
use crate::store::Tx;

const MEMBERS_MAX: usize = 100;

/// `POST /channels/{channelArn}/memberships?operation=batch-create`.
pub(in crate::chime::operations) async fn batch_create_memberships(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: BatchCreateChannelMembershipRequest = call.body()?;
    let members = field::list(body.member_arns, "MemberArns", MEMBERS_MAX)?;
    let kind = field::word(body.kind.as_deref(), "Type", MemberType::of)?;
    let kind = kind.unwrap_or(MemberType::Default);
    let sub_channel = body.sub_channel_id;
    let quotas = call.app.config.chime.quotas;
    let make = move |tx: &mut Tx<'_>| -> Result<_, ChimeError> {
        let mut scene = access::enter(&tx.chime(), &channel, &bearer)?;
        scene.need(action(false, kind))?;
        let mut memberships = Vec::new();
        let mut errors = Vec::new();
        for arn in &members {
            let how = (kind, sub_channel.as_deref());
            match bring(tx, &mut scene, arn, how, &quotas) {
                Ok(membership) => memberships.push(membership),
                Err(error) if error.status().is_client_error() => errors.push(because(arn, &error)),
                Err(error) => return Err(error),
            }
        }
        if scene.channel.elastic.is_some() {
            for membership in &memberships {
                tell::joined(tx, &scene.channel, membership)?;
            }
        } else {
            tell::joined_together(tx, &scene.channel, &memberships)?;
        }
        let mut together = tell::together(&scene.channel, &memberships);
        together.invited_by = Some(scene.actor.identity());
        together.kind = Some(kind.text().to_owned());
        Ok(BatchCreateChannelMembershipResponse {
            batch_channel_memberships: Some(together),
            errors,
        })
    };
    Reply::ok(&call.app.store.write(make).await?)
}

fn bring(
    tx: &Tx<'_>,
    scene: &mut Scene,
    arn: &str,
    (kind, sub_channel): (MemberType, Option<&str>),
    quotas: &Quotas,
) -> Result<Membership, ChimeError> {
    let arn: Arn = field::arn(arn, "MemberArns", Kind::User)?;
    let user = access::user(&tx.chime(), &arn)?;
    let newcomer = Newcomer { user: &user, invited_by: &scene.actor, kind, sub_channel };
    admit(tx, &mut scene.channel, &newcomer, quotas)
}

fn because(arn: &str, error: &ChimeError) -> BatchCreateChannelMembershipError {
    BatchCreateChannelMembershipError {
        member_arn: Some(arn.to_owned()),
        error_code: Some(error.code().to_owned()),
        error_message: Some(error.message().to_owned()),
    }
}
