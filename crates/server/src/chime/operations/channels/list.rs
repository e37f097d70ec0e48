//! `ListChannels`, `ListChannelsModeratedByAppInstanceUser`, `ListChannelsAssociatedWithChannelFlow`.

use chirrup_wire::chime::channel::ListChannelsResponse;
use serde::Serialize;

use super::describe::Moderated;
use crate::chime::arn::Kind;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::Privacy;
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::chime::operations::page::Pager;
use crate::chime::operations::{encode, memberships};
use crate::store::ChannelFilter;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListedModerated {
    channels: Vec<Moderated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

/// `GET /channels?app-instance-arn=…`. Only an admin sees private channels.
pub(in crate::chime::operations) async fn list_channels(call: Call) -> Result<Reply, ChimeError> {
    let bearer = call.bearer()?.clone();
    let instance = access::asked(&call, "app-instance-arn", Kind::Instance)?;
    let instance = field::required(instance, "app-instance-arn")?;
    let privacy = field::word(call.parameter("privacy"), "privacy", Privacy::of)?;
    let privacy = privacy.unwrap_or(Privacy::Public);
    let pager = Pager::of(&call)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let actor = access::actor(&chime, &bearer)?;
        let is_own = bearer.instance_of() == instance;
        let is_admin = chime.is_admin(actor.instance, actor.seq)?;
        if !is_own || (privacy == Privacy::Private && !is_admin) {
            return Err(ChimeError::forbidden("only an admin lists private channels"));
        }
        let filter = ChannelFilter::Of { instance: actor.instance, privacy };
        Ok(chime.channels(filter, after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |channel| channel.seq);
    let channels = found.iter().map(|one| encode::channel_summary(one, encode::seconds));
    Reply::ok(&ListChannelsResponse { channels: channels.collect(), next_token })
}

/// `GET /channels?scope=app-instance-user-moderated-channels`.
pub(in crate::chime::operations) async fn list_channels_moderated(
    call: Call,
) -> Result<Reply, ChimeError> {
    let bearer = call.bearer()?.clone();
    let user = access::asked(&call, "app-instance-user-arn", Kind::User)?;
    let pager = Pager::of(&call)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let user = memberships::subject(&chime, &bearer, user.as_ref())?;
        Ok::<_, ChimeError>(chime.channels(ChannelFilter::ModeratedBy(user.seq), after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |channel| channel.seq);
    let summary =
        |one| Moderated { channel_summary: encode::channel_summary(one, encode::seconds) };
    Reply::ok(&ListedModerated { channels: found.iter().map(summary).collect(), next_token })
}

/// `GET /channels?scope=channel-flow-associations&channel-flow-arn=…`.
pub(in crate::chime::operations) async fn list_channels_with_flow(
    call: Call,
) -> Result<Reply, ChimeError> {
    let power = Power::of(&call);
    let flow = access::asked(&call, "channel-flow-arn", Kind::Flow)?;
    let flow = field::required(flow, "channel-flow-arn")?;
    let pager = Pager::of(&call)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let unknown = || ChimeError::forbidden(format!("no such channel flow: {flow}"));
        let flow = chime.flow(&flow)?.ok_or_else(unknown)?;
        power.need_admin(&chime, flow.instance)?;
        Ok::<_, ChimeError>(chime.channels(ChannelFilter::WithFlow(flow.seq), after, most)?)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |channel| channel.seq);
    let channels = found.iter().map(|one| encode::channel_summary(one, encode::seconds));
    Reply::ok(&ListChannelsResponse { channels: channels.collect(), next_token })
}
