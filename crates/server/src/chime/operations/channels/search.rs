//! `SearchChannels`: by members, among the channels that the caller is in, or among all for an admin.

use std::collections::BTreeSet;

use chirrup_wire::chime::channel::ListChannelsResponse;
use serde::Deserialize;

use crate::chime::arn::{Arn, Kind};
use crate::chime::call::{Call, Reply};
use crate::chime::domain::field;
use crate::chime::domain::record::{Channel, Seq};
use crate::chime::error::ChimeError;
use crate::chime::operations::access::{self, Power};
use crate::chime::operations::encode;
use crate::chime::operations::page::Pager;
use crate::store::ChimeReads;

const FIELDS_MAX: usize = 20;
const VALUES_MAX: usize = 20;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SearchChannelsRequest {
    fields: Option<Vec<SearchField>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SearchField {
    key: Option<String>,
    operator: Option<String>,
    values: Option<Vec<String>>,
}

/// Who has to be in a channel.
struct Wanted {
    members: BTreeSet<Arn>,
    /// Whether nobody else may be.
    is_exact: bool,
    /// Whether no channel can fit, because two fields say different things.
    is_impossible: bool,
}

impl Wanted {
    fn check(body: SearchChannelsRequest) -> Result<Self, ChimeError> {
        let fields = field::required(body.fields, "Fields")?;
        if fields.is_empty() || fields.len() > FIELDS_MAX {
            return Err(ChimeError::bad_request("Fields has 1 to 20 entries"));
        }
        let mut exact: Option<BTreeSet<Arn>> = None;
        let mut members = BTreeSet::new();
        let mut is_impossible = false;
        for wanted in fields {
            if wanted.key.as_deref() != Some("MEMBERS") {
                return Err(ChimeError::bad_request("Key is MEMBERS"));
            }
            let values = field::list(wanted.values, "Values", VALUES_MAX)?;
            let values = values.iter().map(|arn| field::arn(arn, "Values", Kind::User));
            let values: BTreeSet<Arn> = values.collect::<Result<_, _>>()?;
            members.extend(values.iter().cloned());
            match wanted.operator.as_deref() {
                Some("INCLUDES") => {}
                Some("EQUALS") => {
                    is_impossible |= exact.as_ref().is_some_and(|before| *before != values);
                    exact = Some(values);
                }
                _ => return Err(ChimeError::bad_request("Operator is EQUALS or INCLUDES")),
            }
        }
        is_impossible |= exact.as_ref().is_some_and(|exact| *exact != members);
        Ok(Self { members, is_exact: exact.is_some(), is_impossible })
    }
}

/// `POST /channels?operation=search`.
pub(in crate::chime::operations) async fn search_channels(call: Call) -> Result<Reply, ChimeError> {
    let (power, mut wanted) = (Power::of(&call), Wanted::check(call.body()?)?);
    let (most, next) = (call.parameter("max-results"), call.parameter("next-token"));
    let pager = Pager::new(&call, most, next, &call.body)?;
    let (after, most) = (pager.after(), pager.fetch());
    let read = call.app.store.read(move |reads| {
        let chime = reads.chime();
        if let Power::User(arn) = &power {
            let actor = access::actor(&chime, arn)?;
            if !chime.is_admin(actor.instance, actor.seq)? {
                wanted.is_impossible |= wanted.is_exact && !wanted.members.contains(arn);
                wanted.members.insert(arn.clone());
            }
            // Channels of another instance have none of this one's users in them.
            wanted.is_impossible |=
                wanted.members.iter().any(|one| one.instance_of() != arn.instance_of());
        }
        find(&chime, &wanted, after, most)
    });
    let mut found = read.await?;
    let next_token = pager.cut(&mut found, |channel| channel.seq);
    let channels = found.iter().map(|one| encode::channel_summary(one, encode::seconds));
    Reply::ok(&ListChannelsResponse { channels: channels.collect(), next_token })
}

fn find(
    chime: &ChimeReads<'_>,
    wanted: &Wanted,
    after: Seq,
    most: usize,
) -> Result<Vec<Channel>, ChimeError> {
    let mut users = Vec::new();
    for arn in &wanted.members {
        match chime.user(arn)? {
            Some(user) if !wanted.is_impossible => users.push(user),
            _ => return Ok(Vec::new()),
        }
    }
    users.sort_by_key(|user| user.memberships);
    let users: Vec<Seq> = users.into_iter().map(|user| user.seq).collect();
    Ok(chime.channels_with(&users, wanted.is_exact, after, most)?)
}
