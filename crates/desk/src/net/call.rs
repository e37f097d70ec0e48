//! The desk's calls over HTTP: what they send, what comes back, and what a failure means.

use chirrup_core::{Method, Request, Response, TransportError};
use chirrup_wire::Secret;
use chirrup_wire::desk::{AcceptResponse, SignInRequest, SignInResponse, TransferRequest};

use crate::model::ContactId;

const TIMEOUT_MILLIS: u32 = 15_000;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// With name and key.
    SignIn(SignInRequest),
    /// The token is worth nothing afterwards.
    SignOut,
    /// Take a contact, or get a fresh token for one that is taken already.
    Accept(ContactId),
    /// Hand a contact to another agent.
    Transfer {
        /// Which contact.
        contact: ContactId,
        /// The other agent's id.
        agent: String,
    },
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Call::SignIn`].
    SignedIn(SignInResponse),
    /// To [`Call::Accept`].
    Accepted(AcceptResponse),
    /// To the others.
    Done,
}

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Name, key or token are wrong (401).
    #[error("not signed in")]
    SignedOut,
    /// Somebody else was first (409).
    #[error("taken by somebody else")]
    Taken,
    /// There is no such contact or agent (404).
    #[error("unknown")]
    Unknown,
    /// Too many tries (429).
    #[error("too many tries")]
    TooMany,
    /// No answer, or one that makes no sense; trying again may help.
    #[error("no answer")]
    Unreachable,
}

impl CallError {
    fn from_status(status: u16) -> Self {
        match status {
            401 => Self::SignedOut,
            404 => Self::Unknown,
            409 => Self::Taken,
            429 => Self::TooMany,
            _ => Self::Unreachable,
        }
    }
}

impl Call {
    pub(super) fn request(&self, origin: &str, token: Option<&Secret>) -> Request {
        let body = self.body();
        let mut headers = Vec::new();
        if body.is_some() {
            headers.push(("content-type", Secret::new("application/json")));
        }
        if let Some(token) = token {
            headers.push(("authorization", Secret::new(format!("Bearer {}", token.reveal()))));
        }
        Request {
            method: Method::Post,
            url: format!("{origin}/desk/api/{}", self.path()),
            headers,
            body: Secret::new(body.unwrap_or_default()),
            timeout_millis: TIMEOUT_MILLIS,
        }
    }

    pub(super) fn answer(
        &self,
        response: Result<Response, TransportError>,
    ) -> Result<Answer, CallError> {
        let response = response.map_err(|TransportError| CallError::Unreachable)?;
        if !(200..300).contains(&response.status) {
            return Err(CallError::from_status(response.status));
        }
        let answer = match self {
            Self::SignIn(_) => serde_json::from_str(&response.body).map(Answer::SignedIn),
            Self::Accept(_) => serde_json::from_str(&response.body).map(Answer::Accepted),
            Self::SignOut | Self::Transfer { .. } => Ok(Answer::Done),
        };
        answer.map_err(|_| CallError::Unreachable)
    }

    fn path(&self) -> String {
        match self {
            Self::SignIn(_) => "sign-in".into(),
            Self::SignOut => "sign-out".into(),
            Self::Accept(contact) => format!("contacts/{contact}/accept"),
            Self::Transfer { contact, .. } => format!("contacts/{contact}/transfer"),
        }
    }

    fn body(&self) -> Option<String> {
        match self {
            Self::SignIn(request) => serde_json::to_string(request).ok(),
            Self::Transfer { agent, .. } => {
                serde_json::to_string(&TransferRequest { agent_id: agent.clone() }).ok()
            }
            Self::SignOut | Self::Accept(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.into() }
    }

    #[test]
    fn a_transfer_names_the_contact_in_the_address_and_the_agent_in_the_body() {
        let call = Call::Transfer { contact: "c1".into(), agent: "ben".into() };

        let request = call.request("http://desk.example", Some(&Secret::new("token")));

        assert_eq!(request.url, "http://desk.example/desk/api/contacts/c1/transfer");
        assert_eq!(request.body.reveal(), r#"{"agentId":"ben"}"#);
        assert!(request.headers.contains(&("authorization", Secret::new("Bearer token"))));
        assert_eq!(call.answer(Ok(response(204, ""))), Ok(Answer::Done));
    }

    #[test]
    fn an_answer_that_makes_no_sense_is_no_answer() {
        let call = Call::Accept("c1".into());

        assert_eq!(call.answer(Ok(response(200, "<html>"))), Err(CallError::Unreachable));
        assert_eq!(call.answer(Err(TransportError)), Err(CallError::Unreachable));
    }

    #[test]
    fn statuses_become_what_an_agent_can_do_about_them() {
        let failed = |status| Call::SignOut.answer(Ok(response(status, "")));

        assert_eq!(failed(401), Err(CallError::SignedOut));
        assert_eq!(failed(409), Err(CallError::Taken));
        assert_eq!(failed(502), Err(CallError::Unreachable));
    }

    #[test]
    fn a_call_shows_no_key() {
        let call = Call::SignIn(SignInRequest { name: "Ana".into(), key: Secret::new("hush") });

        assert!(!format!("{call:?}").contains("hush"));
    }
}
