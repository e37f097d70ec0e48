//! `CreateChannel`. Who makes a channel is in it and moderates it; an elastic one it only moderates.

use chirrup_wire::chime::channel::{
    ChannelArnResponse, ElasticChannelConfiguration, ExpirationSettings,
};
use serde::{Deserialize, Serialize};

use super::NAME_MAX;
use super::expiration;
use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::limits::Quotas;
use crate::chime::domain::record::{Elastic, Expiration, MemberType, Mode, Privacy, Request, User};
use crate::chime::error::ChimeError;
use crate::chime::operations::memberships::{Newcomer, admit};
use crate::chime::operations::{access, repeat, tell};
use crate::store::{ChimeReads, MarkKind, NewChannel, Tx};

const PEOPLE_MAX: usize = 10;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateChannelRequest {
    app_instance_arn: Option<String>,
    name: Option<String>,
    #[serde(skip_serializing)]
    client_request_token: Option<String>,
    mode: Option<String>,
    privacy: Option<String>,
    metadata: Option<String>,
    channel_id: Option<String>,
    member_arns: Option<Vec<String>>,
    moderator_arns: Option<Vec<String>>,
    elastic_channel_configuration: Option<ElasticChannelConfiguration>,
    expiration_settings: Option<ExpirationSettings>,
}

/// A channel that keeps all limits.
struct Wanted {
    arn: Arn,
    name: String,
    mode: Mode,
    privacy: Privacy,
    metadata: Option<String>,
    members: Vec<Arn>,
    moderators: Vec<Arn>,
    elastic: Option<Elastic>,
    expiration: Option<Expiration>,
    request: Request,
}

/// `POST /channels`.
pub(in crate::chime::operations) async fn create_channel(call: Call) -> Result<Reply, ChimeError> {
    let bearer = call.bearer()?.clone();
    let quotas = call.app.config.chime.quotas;
    let wanted = Wanted::check(call.body()?, &quotas)?;
    let make = move |tx: &mut Tx<'_>| make(tx, &wanted, &bearer, &quotas);
    let arn = call.app.store.write(make).await?;
    Reply::created(&ChannelArnResponse { channel_arn: arn.to_string() })
}

impl Wanted {
    fn check(body: CreateChannelRequest, quotas: &Quotas) -> Result<Self, ChimeError> {
        let token = field::request_token(body.client_request_token.clone())?;
        let request = repeat::request(&token, &body)?;
        let instance = field::required(body.app_instance_arn, "AppInstanceArn")?;
        let instance = field::arn(&instance, "AppInstanceArn", Kind::Instance)?;
        let id = body.channel_id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        field::id(&id, "ChannelId")?;
        let arn = instance.sibling(Kind::Channel, &id).ok_or_else(ChimeError::service_failure)?;
        let mode = field::word(body.mode.as_deref(), "Mode", Mode::of)?;
        let mode = mode.unwrap_or(Mode::Restricted);
        let privacy = field::word(body.privacy.as_deref(), "Privacy", Privacy::of)?;
        let members = people(body.member_arns, "MemberArns")?;
        let elastic = body.elastic_channel_configuration;
        let elastic = elastic.map(|elastic| check_elastic(&elastic, quotas)).transpose()?;
        if elastic.is_some() && (mode != Mode::Restricted || !members.is_empty()) {
            let rule = "elastic channels are RESTRICTED and made without MemberArns";
            return Err(ChimeError::bad_request(rule));
        }
        Ok(Self {
            arn,
            name: field::name(body.name, "Name", NAME_MAX)?,
            mode,
            privacy: privacy.unwrap_or(Privacy::Private),
            metadata: field::metadata(body.metadata)?,
            members,
            moderators: people(body.moderator_arns, "ModeratorArns")?,
            elastic,
            expiration: expiration::check(body.expiration_settings)?,
            request,
        })
    }
}

fn people(arns: Option<Vec<String>>, name: &str) -> Result<Vec<Arn>, ChimeError> {
    let Some(arns) = arns else { return Ok(Vec::new()) };
    let arns = field::list(Some(arns), name, PEOPLE_MAX)?;
    arns.iter().map(|arn| field::arn(arn, name, Kind::User)).collect()
}

fn check_elastic(
    wanted: &ElasticChannelConfiguration,
    quotas: &Quotas,
) -> Result<Elastic, ChimeError> {
    let number =
        |value, name, least, most| field::number(field::required(value, name)?, name, least, most);
    let parts = wanted.maximum_sub_channels;
    let target = wanted.target_memberships_per_sub_channel;
    let percentage = wanted.minimum_membership_percentage;
    Ok(Elastic {
        most_parts: number(parts, "MaximumSubChannels", 2, quotas.sub_channels)?,
        target: number(
            target,
            "TargetMembershipsPerSubChannel",
            2,
            quotas.members_per_sub_channel,
        )?,
        percentage: number(percentage, "MinimumMembershipPercentage", 1, 40)?,
    })
}

fn make(
    tx: &mut Tx<'_>,
    wanted: &Wanted,
    bearer: &Arn,
    quotas: &Quotas,
) -> Result<Arn, ChimeError> {
    let chime = tx.chime();
    let actor = access::actor(&chime, bearer)?;
    let unknown = || ChimeError::forbidden("no such app instance");
    let instance = chime.instance(&wanted.arn.instance_of())?.ok_or_else(unknown)?;
    if instance.seq != actor.instance {
        return Err(unknown());
    }
    let before = chime.channel_by_token(actor.seq, &wanted.request.token)?;
    if let Some(made) = repeat::same(before, &wanted.request)? {
        return Ok(made);
    }
    if chime.channel(&wanted.arn)?.is_some() {
        let exists = format!("the channel exists already: {}", wanted.arn);
        return Err(ChimeError::conflict(exists));
    }
    let is_full = instance.channels >= quotas.channels_per_instance;
    let elastic_is_full = wanted.elastic.is_some()
        && chime.count_elastic(instance.seq)? >= quotas.elastic_channels_per_instance;
    if is_full || elastic_is_full {
        return Err(ChimeError::resource_limit_exceeded("the app instance has all its channels"));
    }
    let moderators = found(&chime, &wanted.moderators, &actor)?;
    let members = found(&chime, &wanted.members, &actor)?;
    let seq = chime.add_channel(&NewChannel {
        instance: instance.seq,
        arn: &wanted.arn,
        name: &wanted.name,
        mode: wanted.mode,
        privacy: wanted.privacy,
        metadata: wanted.metadata.as_deref(),
        created_by: actor.seq,
        elastic: wanted.elastic,
        request: &wanted.request,
        at: tx.now(),
    })?;
    let mut channel = chime.channel_at(seq)?.ok_or_else(ChimeError::service_failure)?;
    if wanted.expiration.is_some() {
        chime.expire_channel(&channel, wanted.expiration)?;
    }
    for moderator in std::iter::once(&actor).chain(&moderators) {
        chime.add_mark(MarkKind::Moderator, seq, moderator.seq, actor.seq, tx.now())?;
    }
    if wanted.elastic.is_none() {
        for user in std::iter::once(&actor).chain(&members) {
            let kind = MemberType::Default;
            let newcomer = Newcomer { user, invited_by: &actor, kind, sub_channel: None };
            let membership = admit(tx, &mut channel, &newcomer, quotas)?;
            tell::joined(tx, &channel, &membership)?;
        }
    }
    Ok(wanted.arn.clone())
}

/// The named users of the instance without the caller, who needs no naming.
fn found(chime: &ChimeReads<'_>, arns: &[Arn], actor: &User) -> Result<Vec<User>, ChimeError> {
    let mut users = Vec::new();
    for arn in arns.iter().filter(|arn| **arn != actor.arn) {
        let unknown = || ChimeError::bad_request(format!("no such user: {arn}"));
        let user = chime.user(arn)?.filter(|user| user.instance == actor.instance);
        users.push(user.ok_or_else(unknown)?);
    }
    Ok(users)
}
