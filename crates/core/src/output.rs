//! What core wants done outside, and the shapes in which the outside answers.

use chirrup_wire::Secret;

use crate::ids::{RequestId, SocketId};

/// Something the driver must do. The order of outputs is the order in which to do them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Open a socket; answer with `handle_socket_opened` or `handle_socket_closed`.
    OpenSocket {
        /// Name of the socket in later inputs and outputs.
        socket: SocketId,
        /// Where to.
        url: Secret,
    },
    /// Send a text frame.
    SendFrame {
        /// On which socket.
        socket: SocketId,
        /// The frame.
        text: String,
    },
    /// Close a socket. No answer is expected; later frames of it are ignored.
    CloseSocket {
        /// Which socket.
        socket: SocketId,
        /// Close code.
        code: u16,
        /// Close reason.
        reason: &'static str,
    },
    /// Make an HTTP request; answer with `handle_response`.
    Request(RequestId, Request),
    /// Give up a request; a late answer is ignored.
    CancelRequest(RequestId),
    /// Keep a value so that the next page load finds it.
    Store {
        /// Its name.
        key: StoreKey,
        /// Its value.
        value: Secret,
    },
    /// Drop a kept value.
    Forget {
        /// Its name.
        key: StoreKey,
    },
}

/// An HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Absolute address.
    pub url: String,
    /// Header names in lower case, and values. Values may be secret and are not logged.
    pub headers: Vec<(&'static str, Secret)>,
    /// Body text.
    pub body: Secret,
    /// Give up after this many milliseconds, with [`TransportError`].
    pub timeout_millis: u32,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// DELETE
    Delete,
}

impl Method {
    /// As the wire has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// An answer to a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Header names in lower case, and values: `x-amzn-errortype`, `retry-after` and `date` where readable.
    pub headers: Vec<(String, String)>,
    /// Body text.
    pub body: String,
}

/// No answer: the network failed, the address was refused, or the time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransportError;

/// Names of kept values. The driver adds the prefix of the instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreKey {
    /// What is needed to come back to the conversation.
    Resume,
    /// One unsent message, by client token, so that two tabs do not overwrite each other.
    Outbox(String),
    /// The text in the composer.
    Draft,
    /// How far the person has read.
    Seen,
    /// Names this browser to the login of an event. It outlives every conversation.
    Device,
}

impl StoreKey {
    /// The text after the prefix: `resume`, `outbox:<token>`, `draft`, `seen`, `device`.
    pub fn to_text(&self) -> String {
        match self {
            Self::Resume => "resume".into(),
            Self::Outbox(token) => ["outbox:", token].concat(),
            Self::Draft => "draft".into(),
            Self::Seen => "seen".into(),
            Self::Device => "device".into(),
        }
    }

    /// Reads what [`StoreKey::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "resume" => Some(Self::Resume),
            "draft" => Some(Self::Draft),
            "seen" => Some(Self::Seen),
            "device" => Some(Self::Device),
            other => other.strip_prefix("outbox:").map(|token| Self::Outbox(token.into())),
        }
    }
}
