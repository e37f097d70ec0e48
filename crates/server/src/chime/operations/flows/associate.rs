//! `AssociateChannelFlow`, `DisassociateChannelFlow`.

use axum::http::StatusCode;
use serde::Deserialize;

use crate::chime::arn::Kind;
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::role::Action;
use crate::chime::error::ChimeError;
use crate::chime::operations::access;
use crate::store::Tx;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct AssociateRequest {
    channel_flow_arn: Option<String>,
}

/// `PUT /channels/{channelArn}/channel-flow`. A channel has one flow at most.
pub(in crate::chime::operations) async fn associate_flow(call: Call) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let body: AssociateRequest = call.body()?;
    let wanted = field::required(body.channel_flow_arn, "ChannelFlowArn")?;
    let wanted = field::arn(&wanted, "ChannelFlowArn", Kind::Flow)?;
    let associate = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        let found = chime.flow(&wanted)?.filter(|flow| flow.instance == scene.channel.instance);
        let unknown = || ChimeError::not_found(format!("no such channel flow: {wanted}"));
        let flow = found.ok_or_else(unknown)?;
        if scene.channel.flow.is_some_and(|other| other != wanted) {
            return Err(ChimeError::conflict("the channel has another channel flow"));
        }
        Ok(chime.set_flow(scene.channel.seq, Some(flow.seq), tx.now())?)
    };
    call.app.store.write(associate).await?;
    Ok(Reply { status: StatusCode::OK, body: None })
}

/// `DELETE /channels/{channelArn}/channel-flow/{channelFlowArn}`. What waits already goes on waiting.
pub(in crate::chime::operations) async fn disassociate_flow(
    call: Call,
) -> Result<Reply, ChimeError> {
    let (channel, bearer) = (access::channel_arn(&call)?, call.bearer()?.clone());
    let flow = access::named(&call, 1, "ChannelFlowArn", Kind::Flow)?;
    let disassociate = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let scene = access::enter(&chime, &channel, &bearer)?;
        scene.need(Action::Moderate)?;
        if scene.channel.flow.as_ref() != Some(&flow) {
            return Err(ChimeError::not_found("the channel does not have this channel flow"));
        }
        Ok(chime.set_flow(scene.channel.seq, None, tx.now())?)
    };
    call.app.store.write(disassociate).await?;
    Ok(Reply::nothing())
}
