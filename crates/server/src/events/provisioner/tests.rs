//! The pace of a whole event, from its first user to the removal of its last, under a virtual clock.
//!
//! The clock stands still while anything is under way, and moves when all that could be done waits for a turn. So
//! what is measured at the service is the pace and not the machine, and nothing here takes longer than its work.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, Uri};
use axum::response::{IntoResponse as _, Response};
use chirrup_wire::sigv4::Credentials;
use tempfile::TempDir;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::{Instant, advance};

use super::{Backoff, MOST_AT_ONCE, Worker};
use crate::app::App;
use crate::clock::Millis;
use crate::config::{Config, Options, RemoteConfig};
use crate::events::chime_client::ChimeClient;
use crate::events::{CodeHash, Event, EventId, NewTicket, Phase, Role, Settings, TicketId, remote};
use crate::store::{Progress, StoreError, Tx};

const TICKETS: u32 = 80;
const INSTANCE: &str = "arn:aws:chime:us-east-1:123456789012:app-instance/stage";
/// The clock moves by so much, which is less than anybody waits.
const STEP: Duration = Duration::from_millis(2);
/// Nothing takes longer by a real clock unless it hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// A service that is content with everything, and notes when it was asked for what.
#[derive(Clone, Default)]
struct Service {
    root: String,
    arrivals: Arc<Mutex<Vec<(Instant, String)>>>,
    /// The request of this number is never answered.
    unanswered: Arc<AtomicUsize>,
}

impl Service {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let root = format!("http://{}", listener.local_addr().expect("an address"));
        let service = Self { root, ..Self::default() };
        let router = Router::new().fallback(answer).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.expect("a service") });
        service
    }

    /// When requests arrived, and which.
    fn arrivals(&self) -> Vec<(Instant, String)> {
        self.arrivals.lock().expect("a lock").clone()
    }

    /// When requests arrived that delete something.
    fn removals(&self) -> Vec<(Instant, String)> {
        let mut arrivals = self.arrivals();
        arrivals.retain(|(_, what)| what.starts_with("DELETE"));
        arrivals
    }
}

async fn answer(State(service): State<Service>, method: Method, uri: Uri) -> Response {
    let count = {
        let mut arrivals = service.arrivals.lock().expect("a lock");
        arrivals.push((Instant::now(), format!("{method} {}", uri.path())));
        arrivals.len()
    };
    if count == service.unanswered.load(Ordering::SeqCst) {
        std::future::pending::<()>().await;
    }
    "{}".into_response()
}

/// The most requests in any second.
fn highest(arrivals: &[(Instant, String)]) -> usize {
    let within = |from: Instant| {
        arrivals.iter().filter(|(at, _)| (from..from + Duration::from_secs(1)).contains(at)).count()
    };
    arrivals.iter().map(|(at, _)| within(*at)).max().unwrap_or(0)
}

/// How long it was from the first of them to the last.
fn duration(arrivals: &[(Instant, String)]) -> Duration {
    let [(first, _), .., (last, _)] = arrivals else { return Duration::ZERO };
    *last - *first
}

/// A server that makes and removes what an event needs, with the usual config.
struct Night {
    app: App,
    at_once: Arc<Semaphore>,
    working: JoinHandle<()>,
}

impl Night {
    async fn begin(data: &Path, service: &Service) -> Self {
        let config = Config::load(Options {
            listen: "127.0.0.1:0".parse().expect("an address"),
            tls_listen: None,
            tls: None,
            data: data.to_owned(),
            config: None,
            site: None,
            desk: None,
        });
        let mut config = config.expect("a config");
        config.events.chime = Some(RemoteConfig {
            endpoint: Some(service.root.clone()),
            region: "us-east-1".to_owned(),
            app_instance_arn: INSTANCE.to_owned(),
            admin_arn: format!("{INSTANCE}/user/admin"),
            role_arn: String::new(),
            sts_endpoint: None,
            review_lambda_arn: None,
            credentials: Some(Credentials {
                access_key_id: "AKID".to_owned(),
                secret_access_key: chirrup_wire::Secret::new("secret"),
                session_token: None,
            }),
        });
        let listen = config.listen;
        let app = App::open(config).await.expect("a server");
        let remote = remote::choose(&app, listen).expect("a service");
        app.events.open(remote.clone());
        let at_once = Arc::new(Semaphore::new(MOST_AT_ONCE));
        let worker = Worker {
            client: ChimeClient::new(remote, app.events.pace.clone()),
            app: app.clone(),
            at_once: Arc::clone(&at_once),
            backoff: Backoff::default(),
        };
        let working = tokio::spawn(async move { worker.work().await });
        Self { app, at_once, working }
    }

    /// Uploads an event with its tickets.
    async fn upload(&self) {
        let upload = |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            let events = tx.records().event_writes();
            let event = Event {
                id: night(),
                phase: Phase::Loading,
                opens_at: tx.now(),
                ends_at: tx.now().plus_seconds(3_600),
                settings: serde_json::from_str::<Settings>(r#"{"name": "A night out"}"#)?,
                uploads: 0,
                has_channel: false,
                is_elastic: false,
                archive: None,
            };
            events.save_event(&event)?;
            for number in 0..TICKETS {
                let ticket = NewTicket {
                    id: TicketId::new(format!("night.{number}")),
                    code: CodeHash([0; 32]),
                    role: Role::Fan,
                    day: Millis(0),
                    number,
                    nickname: None,
                };
                events.add_ticket(&event, &ticket, tx.now())?;
            }
            events.accept_upload(&night())
        };
        self.app.store.write(upload).await.expect("an event");
        self.app.events.bell.ring();
    }

    /// The organiser ends it.
    async fn end(&self) {
        let end = |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            let events = tx.records().event_writes();
            let event = events.event(&night())?.expect("an event");
            events.save_event(&Event { phase: Phase::Archiving, ..event })
        };
        self.app.store.write(end).await.expect("an end");
        self.app.events.bell.ring();
    }

    /// Lets time pass until the event is as it should be.
    async fn until(&self, is: impl Fn(Phase, &Progress) -> bool) {
        let began = std::time::Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "nothing gets on");
            // Whoever has a place has begun a job or is about to, and needs a turn for it.
            let busy = MOST_AT_ONCE - self.at_once.available_permits();
            if busy > 0 && self.app.events.pace.waiting() == busy {
                advance(STEP).await;
                continue;
            }
            let read = self.app.store.read(|reads| {
                let event = reads.events().event(&night())?.expect("an event");
                Ok::<_, StoreError>((event.phase, reads.events().progress(&night())?))
            });
            let (phase, progress) = read.await.expect("an event");
            if is(phase, &progress) {
                return;
            }
            if busy == 0 {
                // The worker looks for something to do, or rests until there is some.
                advance(STEP).await;
            } else {
                yield_now().await;
            }
        }
    }

    /// Nothing that is under way is answered or noted any more.
    async fn kill(self) {
        self.working.abort();
        self.app.stopping.cancel();
        self.app.tasks.close();
        self.app.tasks.wait().await;
        self.app.store.close().await;
    }
}

fn night() -> EventId {
    EventId::parse("night").expect("an id")
}

/// Whether the last ticket is made.
fn is_made(_: Phase, progress: &Progress) -> bool {
    progress.made == u64::from(TICKETS)
}

fn is_over(phase: Phase, _: &Progress) -> bool {
    phase == Phase::Over
}

/// Keeps the clock from moving by itself until it is dropped: to the clock a thread that waits is somebody at work.
fn hold_the_clock() -> std::sync::mpsc::Sender<()> {
    let (hold, waiting) = std::sync::mpsc::channel();
    tokio::task::spawn_blocking(move || waiting.recv());
    hold
}

#[tokio::test(start_paused = true)]
async fn an_event_is_removed_as_quickly_as_it_was_made_and_no_quicker() {
    let _hold = hold_the_clock();
    let (data, service) = (TempDir::new().expect("a folder"), Service::start().await);
    let night = Night::begin(data.path(), &service).await;
    night.upload().await;
    night.until(is_made).await;
    let made = service.arrivals();
    assert!((82..=83).contains(&made.len()), "the channel, its users, and a batch or two");
    night.end().await;
    night.until(is_over).await;
    let removed = service.removals();
    assert_eq!(removed.len(), 81, "the channel and its users");
    for (requests, what) in [(&made[..81], "making"), (&removed, "removing")] {
        // Ten turns come back a little more than a second after they were taken.
        let took = duration(requests);
        assert!(took >= Duration::from_millis(7_900), "{what} took {took:?}");
        assert!(took <= Duration::from_millis(8_300), "{what} took {took:?}");
    }
    assert_eq!(highest(&service.arrivals()), 10, "with the archive between them");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_killed_while_it_removes_goes_on_at_the_same_rate() {
    // The second in which it was killed had the requests of both.
    let _hold = hold_the_clock();
    let (data, service) = (TempDir::new().expect("a folder"), Service::start().await);
    let night = Night::begin(data.path(), &service).await;
    night.upload().await;
    night.until(is_made).await;
    let before = service.arrivals().len();
    night.end().await;
    night.until(|phase, _| phase == Phase::Removing).await;
    let archived = service.arrivals().len();
    assert!(archived > before, "the history was asked for");
    service.unanswered.store(archived + 41, Ordering::SeqCst);
    let is_stuck = || service.arrivals().len() == archived + 41;
    night.until(|_, _| is_stuck()).await;
    let stuck = service.arrivals().pop().expect("a request").1;
    night.kill().await;
    let night = Night::begin(data.path(), &service).await;
    night.until(is_over).await;
    let removed = service.removals();
    assert_eq!(removed.len(), 82, "the one that had no answer was asked for again");
    assert_eq!(removed.iter().filter(|removal| removal.1 == stuck).count(), 2);
    assert_eq!(highest(&removed), 10);
    let took = duration(&removed);
    assert!(took >= Duration::from_secs(9), "a second of silence between them: {took:?}");
    assert!(took <= Duration::from_millis(9_500), "{took:?}");
}
