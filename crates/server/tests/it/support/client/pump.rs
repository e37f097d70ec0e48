//! The pump: performs the outputs of a session for real, and gives it back what came of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chirrup_core::{
    Method, Millis, Output, Request, RequestId, Response, Session, SocketId, StoreKey,
    TransportError,
};
use chirrup_wire::Secret;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_util::sync::CancellationToken;

/// Backoff that takes seconds takes a fraction of them. It is also how the tests have clients whose clock
/// is not the server's.
const SPEED: u32 = 5;

/// A clock that runs faster than time.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    began: Instant,
    at: Millis,
}

impl Clock {
    pub(super) fn start() -> Self {
        let at = u64::try_from(chirrup_server::clock::Millis::now().0).expect("after 1970");
        Self { began: Instant::now(), at: Millis(at) }
    }

    pub(super) fn now(self) -> Millis {
        let millis = (self.began.elapsed() * SPEED).as_millis();
        self.at + u64::try_from(millis).expect("a short test")
    }
}

pub(super) struct Pump {
    state: Mutex<State>,
    clock: Clock,
    http: reqwest::Client,
    pub(super) changes: watch::Sender<()>,
    /// Ends everything that is under way.
    stop: CancellationToken,
}

pub(super) struct State {
    pub(super) session: Session,
    pub(super) stored: BTreeMap<StoreKey, Secret>,
    sockets: BTreeMap<SocketId, mpsc::UnboundedSender<Message>>,
    /// Bodies of the requests for pages of the transcript.
    pub(super) pages_asked: Vec<Value>,
    /// Messages that went out and got no answer.
    pub(super) unanswered: usize,
}

impl Pump {
    /// Starts to pump.
    pub(super) fn start(
        session: Session,
        stored: BTreeMap<StoreKey, Secret>,
        clock: Clock,
        stop: CancellationToken,
    ) -> Arc<Self> {
        let sockets = BTreeMap::new();
        let state = State { session, stored, sockets, pages_asked: Vec::new(), unanswered: 0 };
        let pump = Arc::new(Self {
            state: Mutex::new(state),
            clock,
            http: reqwest::Client::new(),
            changes: watch::Sender::new(()),
            stop,
        });
        pump.spawn(Arc::clone(&pump).keep_time());
        pump
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        tokio::spawn(async move { stop.run_until_cancelled_owned(work).await });
    }

    /// Calls the session, then does what it asks.
    pub(super) fn act<T>(self: &Arc<Self>, act: impl FnOnce(&mut Session, Millis) -> T) -> T {
        let mut state = self.lock();
        // The clock is read behind the lock, so that it never runs backwards for the session.
        let result = act(&mut state.session, self.clock.now());
        while let Some(output) = state.session.poll_output() {
            self.perform(&mut state, output);
        }
        while state.session.poll_event().is_some() {}
        drop(state);
        self.changes.send_replace(());
        result
    }

    fn perform(self: &Arc<Self>, state: &mut State, output: Output) {
        match output {
            Output::OpenSocket { socket, url } => {
                let (up, waiting) = mpsc::unbounded_channel();
                state.sockets.insert(socket, up);
                self.spawn(Arc::clone(self).run_socket(socket, url, waiting));
            }
            Output::SendFrame { socket, text } => put(state, socket, Message::text(text)),
            Output::CloseSocket { socket, code, reason } => {
                let close = CloseFrame { code: code.into(), reason: reason.into() };
                put(state, socket, Message::Close(Some(close)));
                state.sockets.remove(&socket);
            }
            Output::Request(id, request) => {
                if request.url.ends_with("/participant/transcript") {
                    let body = serde_json::from_str(request.body.reveal()).expect("JSON");
                    state.pages_asked.push(body);
                }
                self.spawn(Arc::clone(self).ask(id, request));
            }
            // Its answer is ignored when it comes.
            Output::CancelRequest(_) => {}
            Output::Store { key, value } => drop(state.stored.insert(key, value)),
            Output::Forget { key } => drop(state.stored.remove(&key)),
        }
    }

    async fn keep_time(self: Arc<Self>) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let due = self.lock().session.poll_timeout();
            let wait = due.map_or(u64::MAX, |due| due.since(self.clock.now()));
            let wait = Duration::from_millis(wait) / SPEED;
            if timeout(wait, changes.changed()).await.is_err() {
                self.act(Session::handle_timeout);
            }
        }
    }

    async fn ask(self: Arc<Self>, id: RequestId, request: Request) {
        let answer = self.try_ask(&request).await.map_err(|_| TransportError);
        if answer.is_err() && request.url.ends_with("/participant/message") {
            self.lock().unanswered += 1;
        }
        self.act(|session, now| session.handle_response(id, answer, now));
    }

    async fn try_ask(&self, request: &Request) -> reqwest::Result<Response> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut call =
            self.http.request(method, &request.url).body(request.body.reveal().to_owned());
        for (name, value) in &request.headers {
            call = call.header(*name, value.reveal());
        }
        let patience = Duration::from_millis(request.timeout_millis.into()) / SPEED;
        let answer = call.timeout(patience).send().await?;
        let status = answer.status().as_u16();
        let headers = answer.headers().iter().filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        });
        let headers = headers.collect();
        Ok(Response { status, headers, body: answer.text().await? })
    }

    async fn run_socket(
        self: Arc<Self>,
        socket: SocketId,
        url: Secret,
        mut waiting: mpsc::UnboundedReceiver<Message>,
    ) {
        let closed =
            |code| self.act(|session, now| session.handle_socket_closed(socket, code, now));
        let Ok((mut stream, _)) = tokio_tungstenite::connect_async(url.reveal()).await else {
            return closed(1006);
        };
        self.act(|session, now| session.handle_socket_opened(socket, now));
        loop {
            tokio::select! {
                message = waiting.recv() => {
                    let Some(message) = message else { return };
                    if stream.send(message).await.is_err() {
                        return closed(1006);
                    }
                }
                message = stream.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        self.act(|session, now| session.handle_frame(socket, &text, now));
                    }
                    Some(Ok(Message::Close(close))) => {
                        return closed(close.map_or(1005, |close| close.code.into()));
                    }
                    None | Some(Err(_)) => return closed(1006),
                    Some(Ok(_)) => {}
                },
            }
        }
    }
}

/// A socket that is gone already takes nothing, as in a browser.
fn put(state: &State, socket: SocketId, message: Message) {
    if let Some(up) = state.sockets.get(&socket) {
        drop(up.send(message));
    }
}
