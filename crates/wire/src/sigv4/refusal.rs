//! Why a signature was refused. Not here: how a service words it; that is for the server.

use std::fmt;

/// A part of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The `authorization` header as a whole.
    Authorization,
    /// `X-Amz-Algorithm`, or the first word of the header.
    Algorithm,
    /// Key and scope.
    Credential,
    /// `x-amz-date`.
    Date,
    /// `X-Amz-Expires`.
    Expires,
    /// The list of covered headers.
    SignedHeaders,
    /// The digits.
    Signature,
    /// `x-amz-security-token`.
    SecurityToken,
}

/// A part of the scope of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopePart {
    /// Signed for another region.
    Region,
    /// Signed for another service.
    Service,
    /// The day of the scope is not the day of the signature.
    Date,
}

/// Why a request is not believed. Checked in the order of the variants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A part of the signature did not come. Without [`Part::Authorization`] or, in a query,
    /// [`Part::Algorithm`] the request is not signed at all.
    Missing(Part),
    /// A part came twice or cannot be read.
    Malformed(Part),
    /// The signature is for something else.
    WrongScope(ScopePart),
    /// The sender's clock is further from ours than is allowed.
    Skewed {
        /// Milliseconds that the sender is ahead of us; negative when behind.
        ahead_millis: i64,
    },
    /// An address was used after its time.
    Expired {
        /// Milliseconds since its time was over.
        by_millis: u64,
    },
    /// A header that has to be covered is not: its name, in lower case.
    HeaderUnsigned(String),
    /// A covered header did not come: its name, in lower case.
    HeaderAbsent(String),
    /// Nobody holds this key, or not with this session token.
    UnknownKey,
    /// The request is not the one that was signed, or was signed with another key.
    BadSignature,
}

impl Refusal {
    /// Whether the time alone is wrong: a sender who takes ours and signs again may be believed.
    pub fn is_about_time(&self) -> bool {
        matches!(self, Self::Skewed { .. } | Self::Expired { .. })
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authorization => "authorization",
            Self::Algorithm => "algorithm",
            Self::Credential => "credential",
            Self::Date => "date",
            Self::Expires => "expiry",
            Self::SignedHeaders => "list of signed headers",
            Self::Signature => "signature",
            Self::SecurityToken => "security token",
        })
    }
}

impl fmt::Display for ScopePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Region => "region",
            Self::Service => "service",
            Self::Date => "day",
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(part) => write!(f, "the {part} is missing"),
            Self::Malformed(part) => write!(f, "the {part} cannot be read"),
            Self::WrongScope(part) => write!(f, "signed for another {part}"),
            Self::Skewed { ahead_millis } => {
                let by = ahead_millis.unsigned_abs() / 1000;
                let way = if *ahead_millis < 0 { "behind" } else { "ahead" };
                write!(f, "the sender's clock is {by} s {way}")
            }
            Self::Expired { by_millis } => write!(f, "expired {} s ago", by_millis / 1000),
            Self::HeaderUnsigned(name) => write!(f, "the header {name} has to be signed"),
            Self::HeaderAbsent(name) => write!(f, "the signed header {name} is absent"),
            Self::UnknownKey => f.write_str("unknown access key or session token"),
            Self::BadSignature => f.write_str("the signature does not match the request"),
        }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::{Part, Refusal, ScopePart};

    #[test]
    fn each_refusal_is_a_sentence() {
        for (refusal, sentence) in [
            (Refusal::Missing(Part::Expires), "the expiry is missing"),
            (Refusal::WrongScope(ScopePart::Date), "signed for another day"),
            (Refusal::Skewed { ahead_millis: -600_000 }, "the sender's clock is 600 s behind"),
            (Refusal::Expired { by_millis: 1999 }, "expired 1 s ago"),
        ] {
            assert_eq!(refusal.to_string(), sentence);
        }
    }
}
