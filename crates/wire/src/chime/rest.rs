//! What the messaging operations share: headers, errors, who somebody is, and where the socket is.

use serde::Serialize;

use crate::object::object;

/// The header that names who acts: the ARN of an `AppInstanceUser`.
pub const BEARER_HEADER: &str = "x-amz-chime-bearer";
/// The header that names an error, such as `BadRequestException`.
pub const ERROR_TYPE_HEADER: &str = "x-amzn-ErrorType";

/// Body of an error answer.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorBody {
    /// Such as `BadRequest`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// A sentence for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

object!(ErrorBody {
    "Code" | "__type" => code,
    "Message" | "message" => message,
});

/// Somebody: a user or a bot of an app instance.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Identity {
    /// Who.
    pub arn: String,
    /// Name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

object!(Identity {
    "Arn" => arn,
    "Name" => name,
});

/// Answer to `GetMessagingSessionEndpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetMessagingSessionEndpointResponse {
    /// Where sockets connect.
    pub endpoint: MessagingSessionEndpoint,
}

object!(GetMessagingSessionEndpointResponse {
    "Endpoint" => endpoint,
});

/// Where sockets connect.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessagingSessionEndpoint {
    /// A host, with a port if it is not the scheme's own: no scheme, no path.
    pub url: String,
}

object!(MessagingSessionEndpoint {
    "Url" => url,
});
