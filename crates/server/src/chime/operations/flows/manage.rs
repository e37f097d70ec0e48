//! `CreateChannelFlow`, `UpdateChannelFlow`, `DescribeChannelFlow`, `DeleteChannelFlow`, `ListChannelFlows`.
//!
//! Where the service has the ARN of a Lambda function, there is the address that is called over HTTP.

use chirrup_wire::chime::Time;
use serde::{Deserialize, Serialize};

use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::{Fallback, Flow, Processor};
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::chime::operations::page::Pager;
use crate::chime::operations::{encode, identity, repeat};
use crate::store::{ChimeReads, Tx};

const NAME_MAX: usize = 256;
const PROCESSORS_MAX: usize = 3;
const ORDER_MAX: u32 = 3;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CreateRequest {
    app_instance_arn: Option<String>,
    processors: Option<Vec<WireProcessor>>,
    name: Option<String>,
    #[serde(skip_serializing)]
    client_request_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateRequest {
    processors: Option<Vec<WireProcessor>>,
    name: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WireProcessor {
    name: Option<String>,
    configuration: Option<Configuration>,
    execution_order: Option<u32>,
    fallback_action: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Configuration {
    lambda: Option<Lambda>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Lambda {
    resource_arn: Option<String>,
    invocation_type: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FlowArn {
    channel_flow_arn: Arn,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    channel_flow: WireFlow,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Listed {
    channel_flows: Vec<WireFlow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct WireFlow {
    channel_flow_arn: Arn,
    name: String,
    processors: Vec<WireProcessor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_timestamp: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_updated_timestamp: Option<Time>,
}

impl WireFlow {
    fn summary(flow: Flow) -> Self {
        Self {
            channel_flow_arn: flow.arn,
            name: flow.name,
            processors: flow.processors.into_iter().map(wire).collect(),
            created_timestamp: None,
            last_updated_timestamp: None,
        }
    }
}

fn wire(processor: Processor) -> WireProcessor {
    let lambda =
        Lambda { resource_arn: Some(processor.url), invocation_type: Some("ASYNC".to_owned()) };
    WireProcessor {
        name: Some(processor.name),
        configuration: Some(Configuration { lambda: Some(lambda) }),
        execution_order: Some(processor.order),
        fallback_action: Some(processor.fallback.text().to_owned()),
    }
}

/// The service's model has up to three processors, its quota one.
fn check(processors: Option<Vec<WireProcessor>>) -> Result<Vec<Processor>, ChimeError> {
    let processors = field::required(processors, "Processors")?;
    if processors.is_empty() || processors.len() > PROCESSORS_MAX {
        return Err(ChimeError::bad_request("Processors has 1 to 3 entries"));
    }
    if processors.len() > 1 {
        return Err(ChimeError::resource_limit_exceeded("a channel flow has at most 1 processor"));
    }
    processors.into_iter().map(processor).collect()
}

fn processor(wanted: WireProcessor) -> Result<Processor, ChimeError> {
    let lambda = wanted.configuration.and_then(|configuration| configuration.lambda);
    let lambda = field::required(lambda, "Configuration.Lambda")?;
    if lambda.invocation_type.as_deref() != Some("ASYNC") {
        return Err(ChimeError::bad_request("InvocationType is ASYNC"));
    }
    let order = field::required(wanted.execution_order, "ExecutionOrder")?;
    let fallback = wanted.fallback_action.as_deref();
    let fallback = field::word(fallback, "FallbackAction", Fallback::of)?;
    Ok(Processor {
        name: field::name(wanted.name, "Processors.Name", NAME_MAX)?,
        url: address(field::required(lambda.resource_arn, "ResourceArn")?)?,
        order: field::number(order, "ExecutionOrder", 1, ORDER_MAX)?,
        fallback: field::required(fallback, "FallbackAction")?,
    })
}

/// An address without a name and password in it, which would show in answers.
fn address(text: String) -> Result<String, ChimeError> {
    let is_good = reqwest::Url::parse(&text).is_ok_and(|url| {
        let is_http = ["http", "https"].contains(&url.scheme());
        is_http && url.has_host() && url.username().is_empty() && url.password().is_none()
    });
    if is_good && text.len() <= 2048 {
        return Ok(text);
    }
    Err(ChimeError::bad_request(
        "ResourceArn is the http or https address of a processor, without name and password",
    ))
}

fn flow_arn(call: &Call) -> Result<Arn, ChimeError> {
    access::named(call, 0, "ChannelFlowArn", Kind::Flow)
}

fn found(chime: &ChimeReads<'_>, arn: &Arn, power: &Power) -> Result<Flow, ChimeError> {
    let unknown = || ChimeError::forbidden(format!("no such channel flow: {arn}"));
    let flow = chime.flow(arn)?.ok_or_else(unknown)?;
    power.need_admin(chime, flow.instance)?;
    Ok(flow)
}

/// `POST /channel-flows`.
pub(in crate::chime::operations) async fn create_flow(call: Call) -> Result<Reply, ChimeError> {
    let power = Power::of(&call);
    let body: CreateRequest = call.body()?;
    let token = field::request_token(body.client_request_token.clone())?;
    let request = repeat::request(&token, &body)?;
    let instance = field::required(body.app_instance_arn, "AppInstanceArn")?;
    let instance = field::arn(&instance, "AppInstanceArn", Kind::Instance)?;
    let name = field::name(body.name, "Name", NAME_MAX)?;
    let processors = check(body.processors)?;
    let most = call.app.config.chime.quotas.flows_per_instance;
    let make = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let (chime, now) = (tx.chime(), tx.now());
        let seq = identity::instance(&chime, &instance)?.seq;
        power.need_admin(&chime, seq)?;
        let before = chime.flow_by_token(seq, &request.token)?;
        if let Some(made) = repeat::same(before, &request)? {
            return Ok(made);
        }
        if chime.count_flows(seq)? >= most {
            let limit = format!("an app instance has at most {most} channel flows");
            return Err(ChimeError::resource_limit_exceeded(limit));
        }
        let id = uuid::Uuid::new_v4().to_string();
        let arn = instance.sibling(Kind::Flow, &id).ok_or_else(ChimeError::service_failure)?;
        let flow =
            Flow { seq: 0, instance: seq, arn, name, processors, created_at: now, updated_at: now };
        chime.add_flow(&flow, &request)?;
        Ok(flow.arn)
    };
    Reply::created(&FlowArn { channel_flow_arn: call.app.store.write(make).await? })
}

/// `PUT /channel-flows/{arn}`.
pub(in crate::chime::operations) async fn update_flow(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (flow_arn(&call)?, Power::of(&call));
    let body: UpdateRequest = call.body()?;
    let name = field::name(body.name, "Name", NAME_MAX)?;
    let processors = check(body.processors)?;
    let update = move |tx: &mut Tx<'_>| -> Result<Arn, ChimeError> {
        let chime = tx.chime();
        let before = found(&chime, &arn, &power)?;
        chime.save_flow(&Flow { name, processors, updated_at: tx.now(), ..before })?;
        Ok(arn)
    };
    Reply::ok(&FlowArn { channel_flow_arn: call.app.store.write(update).await? })
}

/// `GET /channel-flows/{arn}`.
pub(in crate::chime::operations) async fn describe_flow(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (flow_arn(&call)?, Power::of(&call));
    let flow = call.app.store.read(move |reads| found(&reads.chime(), &arn, &power)).await?;
    let (created, updated) = (flow.created_at, flow.updated_at);
    let channel_flow = WireFlow {
        created_timestamp: Some(encode::seconds(created)),
        last_updated_timestamp: Some(encode::seconds(updated)),
        ..WireFlow::summary(flow)
    };
    Reply::ok(&Described { channel_flow })
}

/// `DELETE /channel-flows/{arn}`. A flow that channels use stays.
pub(in crate::chime::operations) async fn delete_flow(call: Call) -> Result<Reply, ChimeError> {
    let (arn, power) = (flow_arn(&call)?, Power::of(&call));
    let delete = move |tx: &mut Tx<'_>| -> Result<(), ChimeError> {
        let chime = tx.chime();
        let flow = found(&chime, &arn, &power)?;
        if chime.is_flow_used(flow.seq)? {
            return Err(ChimeError::conflict("channels use the channel flow"));
        }
        Ok(chime.remove_flow(flow.seq)?)
    };
    call.app.store.write(delete).await?;
    Ok(Reply::nothing())
}

/// `GET /channel-flows?app-instance-arn=…`.
pub(in crate::chime::operations) async fn list_flows(call: Call) -> Result<Reply, ChimeError> {
    let power = Power::of(&call);
    let instance = access::asked(&call, "app-instance-arn", Kind::Instance)?;
    let instance = field::required(instance, "app-instance-arn")?;
    let pager = Pager::of(&call)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        let seq = identity::instance(&chime, &instance)?.seq;
        power.need_admin(&chime, seq)?;
        Ok::<_, ChimeError>(chime.flows(seq, after, most)?)
    });
    let mut flows = read.await?;
    let next_token = pager.cut(&mut flows, |flow| flow.seq);
    Reply::ok(&Listed {
        channel_flows: flows.into_iter().map(WireFlow::summary).collect(),
        next_token,
    })
}
