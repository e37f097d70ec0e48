//! What a request says of its signature, in its headers or in its query. Only read here, not believed.
//!
//! Invariant: each part is there once and has its form. Nothing of it shows in `Debug`, for there is none.

use super::encode::{decode, unhex};
use super::refusal::{Part, Refusal};
use super::stamp::Stamp;
use super::{ALGORITHM, Request, TERMINATOR, canonical, header, parameter};

/// The longest time for which AWS lets an address be signed: a week.
const LONGEST_SECONDS: u64 = 604_800;

/// A signature as it was sent.
pub(super) struct Claim {
    pub(super) credential: Credential,
    pub(super) stamp: Stamp,
    /// The same moment as `stamp`, since 1970-01-01T00:00:00Z.
    pub(super) signed_at_millis: u64,
    /// Only in a query: how long it holds.
    pub(super) holds_for_millis: Option<u64>,
    /// In lower case, ascending, each once.
    pub(super) signed_headers: Vec<String>,
    pub(super) session_token: Option<String>,
    pub(super) signature: [u8; 32],
}

/// `{key}/{yyyymmdd}/{region}/{service}/aws4_request`.
pub(super) struct Credential {
    pub(super) access_key_id: String,
    pub(super) day: String,
    pub(super) region: String,
    pub(super) service: String,
}

impl Claim {
    /// Reads `authorization`, `x-amz-date` and `x-amz-security-token`.
    pub(super) fn in_headers(request: &Request<'_>) -> Result<Self, Refusal> {
        let authorization = single(request, header::AUTHORIZATION, Part::Authorization)?
            .ok_or(Refusal::Missing(Part::Authorization))?;
        let (algorithm, rest) =
            authorization.trim().split_once(' ').ok_or(Refusal::Malformed(Part::Authorization))?;
        if algorithm != ALGORITHM {
            return Err(Refusal::Malformed(Part::Algorithm));
        }
        let fields = |field: &str| {
            let (name, value) = field.trim().split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        };
        let fields: Vec<_> = rest.split(',').map(fields).collect::<Option<_>>().unwrap_or_default();
        if fields.len() != 3 {
            return Err(Refusal::Malformed(Part::Authorization));
        }
        let field = |name, part| one(&fields, name, part)?.ok_or(Refusal::Missing(part));
        let credential = field("Credential", Part::Credential)?;
        let signed_headers = field("SignedHeaders", Part::SignedHeaders)?;
        let signature = field("Signature", Part::Signature)?;
        let date =
            single(request, header::DATE, Part::Date)?.ok_or(Refusal::Missing(Part::Date))?;
        let token = single(request, header::SECURITY_TOKEN, Part::SecurityToken)?;
        let (stamp, signed_at_millis) = read_stamp(date)?;
        Ok(Self {
            credential: Credential::read(credential)?,
            stamp,
            signed_at_millis,
            holds_for_millis: None,
            signed_headers: read_names(signed_headers)?,
            session_token: token.map(str::to_owned),
            signature: read_signature(signature)?,
        })
    }

    /// Reads the `X-Amz-…` parameters.
    pub(super) fn in_query(request: &Request<'_>) -> Result<Self, Refusal> {
        let pairs = canonical::pairs(request.query);
        let optional = |name, part| match one(&pairs, name, part)? {
            Some(value) => decode(value).map(Some).ok_or(Refusal::Malformed(part)),
            None => Ok(None),
        };
        let value = |name, part| optional(name, part)?.ok_or(Refusal::Missing(part));
        if value(parameter::ALGORITHM, Part::Algorithm)? != ALGORITHM {
            return Err(Refusal::Malformed(Part::Algorithm));
        }
        let credential = value(parameter::CREDENTIAL, Part::Credential)?;
        let date = value(parameter::DATE, Part::Date)?;
        let expires = value(parameter::EXPIRES, Part::Expires)?;
        let signed_headers = value(parameter::SIGNED_HEADERS, Part::SignedHeaders)?;
        let signature = value(parameter::SIGNATURE, Part::Signature)?;
        let session_token = optional(parameter::SECURITY_TOKEN, Part::SecurityToken)?;
        let (stamp, signed_at_millis) = read_stamp(&date)?;
        Ok(Self {
            credential: Credential::read(&credential)?,
            stamp,
            signed_at_millis,
            holds_for_millis: Some(read_seconds(&expires)? * 1000),
            signed_headers: read_names(&signed_headers)?,
            session_token,
            signature: read_signature(&signature)?,
        })
    }
}

impl Credential {
    fn read(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.split('/').map(str::to_owned);
        let mut part = || parts.next().filter(|part| !part.is_empty());
        let read = (part(), part(), part(), part(), part());
        match (read, parts.next()) {
            ((Some(access_key_id), Some(day), Some(region), Some(service), Some(end)), None)
                if end == TERMINATOR =>
            {
                Ok(Self { access_key_id, day, region, service })
            }
            _ => Err(Refusal::Malformed(Part::Credential)),
        }
    }
}

/// The value of a header that may come once.
fn single<'a>(request: &Request<'a>, name: &str, part: Part) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.values(name);
    let value = values.next();
    if values.next().is_some() { Err(Refusal::Malformed(part)) } else { Ok(value) }
}

/// The value of a name that may come once.
fn one<'a>(
    pairs: &'a [(String, String)],
    name: &str,
    part: Part,
) -> Result<Option<&'a str>, Refusal> {
    let mut values = pairs.iter().filter(|(other, _)| other == name);
    let value = values.next().map(|(_, value)| value.as_str());
    if values.next().is_some() { Err(Refusal::Malformed(part)) } else { Ok(value) }
}

fn read_stamp(text: &str) -> Result<(Stamp, u64), Refusal> {
    Stamp::read(text).ok_or(Refusal::Malformed(Part::Date))
}

fn read_seconds(text: &str) -> Result<u64, Refusal> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|seconds| (1..=LONGEST_SECONDS).contains(seconds));
    seconds.filter(|_| is_number).ok_or(Refusal::Malformed(Part::Expires))
}

fn read_names(text: &str) -> Result<Vec<String>, Refusal> {
    let names: Vec<_> = text.split(';').map(str::to_owned).collect();
    let in_order = names.is_sorted_by(|name, next| name < next);
    let well_formed = |name: &String| !name.is_empty() && *name == name.to_ascii_lowercase();
    if in_order && names.iter().all(well_formed) {
        Ok(names)
    } else {
        Err(Refusal::Malformed(Part::SignedHeaders))
    }
}

fn read_signature(text: &str) -> Result<[u8; 32], Refusal> {
    unhex(text).ok_or(Refusal::Malformed(Part::Signature))
}
