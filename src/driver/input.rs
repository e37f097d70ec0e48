//! What happens outside, waiting for its turn.

use chirrup_core::{RequestId, Response, SocketId, TransportError};

use super::outside::{News, SocketNews};

/// One thing that happened.
pub(super) enum Input {
    Socket(SocketId, SocketNews),
    Response(RequestId, Result<Response, TransportError>),
    Timeout,
    News(News),
}

impl Input {
    /// Whether it may wait for the next frame of the page, with others of its kind.
    pub(super) fn can_wait(&self) -> bool {
        matches!(self, Self::Socket(_, SocketNews::Frame(_)))
    }

    /// Whether it is the last that a socket tells; nothing that came before may follow it.
    pub(super) fn ends_socket(&self) -> bool {
        matches!(self, Self::Socket(_, SocketNews::Closed(_)))
    }
}
