//! A line between a client and a server that can be cut: at once, or in the middle of what passes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::PATIENCE;

/// Where the line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// After so many more bytes one way, whatever they are part of.
    Bytes(Way, usize),
    /// When a message has reached the server and its answer is on the way back.
    Answer,
    /// The same, once the connection is known.
    AnswerOn(u64),
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the server.
    Up,
    /// To the client.
    Down,
}

/// The line. Everything on it breaks when it is dropped.
pub(crate) struct Proxy {
    /// Its address, for the client.
    pub(crate) root: String,
    line: Arc<Line>,
    _stop: DropGuard,
}

struct Line {
    target: SocketAddr,
    planned: Mutex<Option<Cut>>,
    /// Cancelled when the line breaks; there is a new one when it is mended.
    whole: watch::Sender<CancellationToken>,
}

impl Proxy {
    /// A whole line to a server at `http://ADDRESS`.
    pub(crate) async fn before(root: &str) -> Self {
        let target = root.trim_start_matches("http://").parse().expect("an address");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let root = format!("http://{}", listener.local_addr().expect("an address"));
        let whole = watch::Sender::new(CancellationToken::new());
        let line = Arc::new(Line { target, planned: Mutex::default(), whole });
        let stop = CancellationToken::new();
        let accept = stop.clone().run_until_cancelled_owned(Arc::clone(&line).accept(listener));
        tokio::spawn(accept);
        Self { root, line, _stop: stop.drop_guard() }
    }

    /// Breaks everything; nobody comes through until the line is mended.
    pub(crate) fn cut(&self) {
        self.line.whole.borrow().cancel();
    }

    /// Waits until the line broke where it was planned.
    pub(crate) async fn cut_at(&self, cut: Cut) {
        *self.line.plan() = Some(cut);
        let whole = self.line.whole.borrow().clone();
        assert!(timeout(PATIENCE, whole.cancelled()).await.is_ok(), "{cut:?}: never");
    }

    pub(crate) fn mend(&self) {
        self.line.whole.send_replace(CancellationToken::new());
    }
}

impl Line {
    fn plan(&self) -> MutexGuard<'_, Option<Cut>> {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn accept(self: Arc<Self>, listener: TcpListener) {
        for number in 0.. {
            let (client, _) = listener.accept().await.expect("a client");
            let whole = self.whole.borrow().clone();
            let line = Arc::clone(&self);
            // Whoever comes while the line is broken is dropped at once.
            tokio::spawn(whole.clone().run_until_cancelled_owned(async move {
                let Ok(server) = TcpStream::connect(line.target).await else { return };
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::join!(
                    line.carry(number, Way::Up, from_client, to_server, &whole),
                    line.carry(number, Way::Down, from_server, to_client, &whole),
                );
            }));
        }
    }

    async fn carry(
        &self,
        number: u64,
        way: Way,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
        whole: &CancellationToken,
    ) {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer).await {
            let passes = self.passes(number, way, &buffer[..count]);
            if to.write_all(&buffer[..passes]).await.is_err() {
                break;
            }
            if passes < count {
                whole.cancel();
            }
        }
        // Whatever ended one way, the other side hears of it by the end of its own.
        drop(to.shutdown().await);
    }

    /// How many bytes of a chunk come through before the line breaks.
    fn passes(&self, number: u64, way: Way, chunk: &[u8]) -> usize {
        let mut planned = self.plan();
        match *planned {
            Some(Cut::Bytes(cut_way, left)) if cut_way == way => {
                let is_over = left < chunk.len();
                *planned = (!is_over).then_some(Cut::Bytes(way, left.saturating_sub(chunk.len())));
                left.min(chunk.len())
            }
            Some(Cut::Answer | Cut::AnswerOn(_)) if way == Way::Up => {
                let path = b"/participant/message";
                if chunk.windows(path.len()).any(|part| part == path) {
                    *planned = Some(Cut::AnswerOn(number));
                }
                chunk.len()
            }
            Some(Cut::AnswerOn(cut_number)) if cut_number == number && way == Way::Down => {
                *planned = None;
                0
            }
            _ => chunk.len(),
        }
    }
}
