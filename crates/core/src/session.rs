//! A session: one connection to one backend, with its rooms.
//!
//! This file holds the four kinds of method and hands each to the part it concerns. What is *not* here: any
//! one protocol, clocks, sockets. Invariant: after every method everything that can go out has gone out.
//!
//! Long because: it is the client's whole face, every method with its words; what they do lies in the files
//! beside it.

pub mod admission;
pub mod config;
pub mod phase;

mod backoff;
mod bursts;
mod calls;
mod changes;
mod crowd;
mod deeds;
mod dispatch;
mod entries;
mod frames;
mod heartbeat;
mod lifecycle;
mod link;
mod login;
pub(crate) mod outbox;
pub(crate) mod pages;
mod parts;
mod queue;
pub(crate) mod random;
mod rate;
pub(crate) mod receipts;
mod resume;
mod rooms;
mod timers;
mod typing;
mod watch;

use std::fmt;

pub use admission::{Admission, NicknameProblem, NicknameRefusal, TicketRefusal};
pub use config::{
    Backend, ConnectConfig, EventConfig, JoinDetails, SessionConfig, Side, StartDetails,
};
pub use outbox::Composed;
pub use phase::{Network, Phase, SendError, SessionError, Visibility};

use crate::event::Event;
use crate::ids::{ItemId, ParticipantId, RequestId, RoomId, SocketId};
use crate::output::{Output, Response, StoreKey, TransportError};
use crate::pairs::Pairs;
use crate::protocol::Adapter;
use crate::room::{EndReason, Room};
use crate::time::{Day, Millis};
use calls::{Call, Calls};
use chirrup_wire::Secret;
use chirrup_wire::conventions::Deed;
use link::Link;
use login::Login;
use parts::OtherParts;
use queue::Queue;
use random::Random;
use rate::{Rate, Weight};
use rooms::Rooms;
use timers::{Timer, Timers};
use watch::Watch;

/// One connection to one backend, with its rooms.
pub struct Session {
    phase: Phase,
    adapter: Box<dyn Adapter>,
    link: Link,
    rooms: Rooms,
    rooms_opened: u64,
    calls: Calls,
    timers: Timers,
    random: Random,
    rate: Rate,
    /// For every call, where the backend counts every call.
    pace: Rate,
    /// The backend asked for a pause.
    pause_until: Option<Millis>,
    /// A person on the way into an event.
    login: Option<Login>,
    /// When the lists of people were asked for.
    people_asked: Millis,
    /// Emoji that wait for their frame.
    thrown: Vec<(String, u32)>,
    last_burst: Option<Millis>,
    watch: Watch,
    /// Reads the history of other parts than the own, for whoever asked for it.
    other_parts: Option<Box<dyn OtherParts>>,
    outputs: Queue<Output>,
    events: Queue<Event>,
    /// What an earlier page load kept, until a room takes it.
    stored: Pairs<StoreKey, Secret>,
    /// The chat being started, or refused last: trying the same again is the same chat.
    starting: Option<Starting>,
    /// Whether the conversation is one that was come back to.
    resumed: bool,
    /// How often the backend was asked to end the conversation.
    end_asked: Option<u32>,
    last_typing: Option<Millis>,
    utc_offset_minutes: i32,
    unknown_frames: u64,
}

struct Starting {
    details: StartDetails,
    token: String,
}

/// Without what people wrote and without secrets.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("phase", &self.phase).finish_non_exhaustive()
    }
}

impl Session {
    /// A session at rest. When `config.stored` holds a conversation, call [`Session::resume`].
    pub fn new(config: SessionConfig, now: Millis) -> Self {
        let SessionConfig { backend, utc_offset_minutes, seed, mut stored } = config;
        let mut random = Random::new(seed);
        let Backend(mut adapter) = backend;
        let login = adapter.event_mut().map(|event| {
            let known = stored.remove(&StoreKey::Device);
            let device = known.unwrap_or_else(|| Secret::from(random.token()));
            event.device = device.clone();
            Login::new(device)
        });
        let mut session = Self {
            phase: Phase::Idle,
            adapter,
            link: Link::default(),
            rooms: Rooms::default(),
            rooms_opened: 0,
            calls: Calls::default(),
            timers: Timers::default(),
            random,
            rate: Rate::new(now),
            pace: Rate::of_all_calls(now),
            pause_until: None,
            login,
            people_asked: Millis(0),
            thrown: Vec::new(),
            last_burst: None,
            watch: Watch::new(),
            other_parts: None,
            outputs: Queue::new(),
            events: Queue::new(),
            stored,
            starting: None,
            resumed: false,
            end_asked: None,
            last_typing: None,
            utc_offset_minutes,
            unknown_frames: 0,
        };
        session.forget_stale(now);
        session.tell_today(now);
        if let Some(admission) = session.admission().cloned() {
            session.events.push_back(Event::Admission(admission));
        }
        session
    }

    // Getters.

    /// Where the session stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Where the person stands on the way into an event; nothing in a support chat.
    pub fn admission(&self) -> Option<&Admission> {
        self.login.as_ref().map(|login| &login.admission)
    }

    /// The backend's time. What a room's [`Moderation`](crate::moderation::Moderation) says of times is by it.
    pub fn clock(&self, now: Millis) -> Millis {
        self.backend_time(now)
    }

    /// All rooms, oldest first.
    pub fn rooms(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter()
    }

    /// One room.
    pub fn room(&self, room: RoomId) -> Option<&Room> {
        self.rooms.get(room)
    }

    /// Whether an earlier page load left a conversation to come back to.
    pub fn can_resume(&self) -> bool {
        self.phase == Phase::Idle && self.has_kept()
    }

    /// Frames that this client did not understand, or that were not of this conversation.
    pub fn unknown_frames(&self) -> u64 {
        self.unknown_frames
    }

    // Inputs.

    /// A socket is open.
    pub fn handle_socket_opened(&mut self, socket: SocketId, now: Millis) {
        self.socket_opened(socket, now);
        self.settle(now);
    }

    /// A text frame came in.
    pub fn handle_frame(&mut self, socket: SocketId, text: &str, now: Millis) {
        self.take_frame(socket, text, now);
        self.settle(now);
    }

    /// A socket is closed, or could not be opened (code 1006).
    pub fn handle_socket_closed(&mut self, socket: SocketId, code: u16, now: Millis) {
        self.socket_closed(socket, code, now);
        self.settle(now);
    }

    /// A request was answered, or got no answer.
    pub fn handle_response(
        &mut self,
        request: RequestId,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let Some((call, result)) = self.take_answer(request, result, now) else {
            self.settle(now);
            return;
        };
        match call {
            Call::Typing | Call::Attend | Call::Burst | Call::DeedElsewhere => {}
            Call::Start => self.on_started(result, now),
            Call::Connection => self.on_connection(result, now),
            Call::Page { room, kind } => self.on_page(room, kind, result, now),
            Call::PartPage { part } => {
                if let Some(parts) = &mut self.other_parts {
                    parts.handle_page(&mut *self.adapter, &part, result, &mut self.random, now);
                }
            }
            Call::Message { room, token, is_markdown } => {
                self.on_message_answer(room, &token, is_markdown, result, now);
            }
            Call::Receipt { room, kind, message } => {
                self.on_receipt_answer(room, kind, message, result, now);
            }
            Call::End { room } => self.on_end_answer(room, result, now),
            Call::Login { takeover } => self.on_login(takeover, result, now),
            Call::Nickname { nickname, is_check } => {
                self.on_nickname(nickname, is_check, result, now);
            }
            Call::Renew => self.on_renewed(result, now),
            Call::Verdict => self.on_verdict(result, now),
            Call::Standing { room } => self.on_standing(room, result, now),
            Call::People { room, list, so_far } => {
                self.on_people(room, list, so_far, result, now);
            }
            // What changed comes in a frame.
            Call::Deed | Call::Edit { .. } | Call::Redact { .. } => self.on_deed(result, now),
            Call::Counts => self.on_counts(result),
            Call::About => self.on_about(result),
        }
        self.settle(now);
    }

    /// The time of [`Session::poll_timeout`] is here.
    pub fn handle_timeout(&mut self, now: Millis) {
        while let Some((timer, due)) = self.timers.take_due(now) {
            match timer {
                Timer::Midnight => self.tell_today(now),
                Timer::Typing => self.expire_typing(now),
                Timer::End => self.finish(EndReason::Own, now),
                // These only wake what every call tries anyway.
                Timer::Outbox
                | Timer::Pages
                | Timer::Receipts
                | Timer::Calls
                | Timer::Burst
                | Timer::Counts
                | Timer::Moderation => {}
                Timer::Login => self.ask_login(None, false),
                Timer::Credentials => self.renew(),
                Timer::Standing => self.ask_standing(),
                Timer::Connect
                | Timer::SocketOpen
                | Timer::Subscribe
                | Timer::Heartbeat
                | Timer::Renew => self.on_link_timer(timer, due, now),
            }
        }
        self.settle(now);
    }

    /// The tab came to the front or went away.
    pub fn handle_visibility(&mut self, visibility: Visibility, now: Millis) {
        self.watch.is_visible = visibility == Visibility::Visible;
        match visibility {
            Visibility::Visible => self.verify_link(now),
            Visibility::Hidden => {}
        }
        self.settle(now);
    }

    /// The browser says that the network came or went.
    pub fn handle_network(&mut self, network: Network, now: Millis) {
        match network {
            Network::Online => self.verify_link(now),
            // Browsers are often wrong about this: the socket decides.
            Network::Offline => self.probe(now),
        }
        self.settle(now);
    }

    /// Another tab of this visitor stored or dropped a value.
    pub fn handle_stored(&mut self, key: &StoreKey, value: Option<Secret>, now: Millis) {
        self.take_stored(key, value, now);
        self.settle(now);
    }

    /// The local time zone's offset changed.
    pub fn handle_utc_offset(&mut self, utc_offset_minutes: i32, now: Millis) {
        self.utc_offset_minutes = utc_offset_minutes;
        for room in self.rooms.iter_mut() {
            room.timeline.set_utc_offset(utc_offset_minutes);
        }
        self.tell_today(now);
        self.settle(now);
    }

    // Commands.

    /// Starts a conversation. Ignored unless idle.
    pub fn start(&mut self, details: StartDetails, now: Millis) {
        if self.phase != Phase::Idle {
            return;
        }
        let again = self.starting.take().filter(|starting| starting.details == details);
        let token = again.map_or_else(|| self.random.token(), |starting| starting.token);
        let Some(request) = self.adapter.start_request(&details, &token) else { return };
        self.starting = Some(Starting { details, token });
        self.set_phase(Phase::Starting);
        self.calls.make(Call::Start, request, &mut self.outputs);
        self.settle(now);
    }

    /// Joins a conversation that somebody else started. Ignored unless idle.
    pub fn join(&mut self, details: JoinDetails, now: Millis) {
        if self.phase != Phase::Idle || !self.adapter.join(details) {
            return;
        }
        self.open_room(now);
        self.set_phase(Phase::Connecting { attempt: 1 });
        self.connect(now);
        self.settle(now);
    }

    /// Comes back to the conversation of an earlier page load, or to one that was suspended. Ignored when
    /// there is none.
    pub fn resume(&mut self, now: Millis) {
        match self.phase {
            Phase::Idle => self.come_back(now),
            Phase::Reconnecting { .. } | Phase::Connecting { .. } => self.connect(now),
            Phase::Starting | Phase::Live | Phase::Ended { .. } => {}
        }
        self.settle(now);
    }

    /// Sends a text. The item is in the timeline at once.
    ///
    /// # Errors
    /// The text was not taken, and the caller keeps it.
    pub fn send(&mut self, room: RoomId, text: &str, now: Millis) -> Result<ItemId, SendError> {
        self.send_composed(room, Composed { text, ..Composed::default() }, now)
    }

    /// Sends a text that names people or answers a message.
    ///
    /// # Errors
    /// The text was not taken, and the caller keeps it.
    pub fn send_composed(
        &mut self,
        room: RoomId,
        composed: Composed<'_>,
        now: Millis,
    ) -> Result<ItemId, SendError> {
        let item = self.compose(room, composed, now);
        self.settle(now);
        item
    }

    /// Changes the text of an own message; the row follows when the backend has it.
    ///
    /// # Errors
    /// The text was not taken, and the caller keeps it.
    pub fn edit(
        &mut self,
        room: RoomId,
        item: ItemId,
        text: &str,
        now: Millis,
    ) -> Result<(), SendError> {
        let taken = self.change_own(room, item, text);
        self.settle(now);
        taken
    }

    /// Takes an own message back: its text goes for good.
    pub fn delete(&mut self, room: RoomId, item: ItemId, now: Millis) {
        self.take_back(room, item);
        self.settle(now);
    }

    // Commands of an event.

    /// Comes in with a ticket. Ignored while the person is in.
    pub fn sign_in(&mut self, ticket: &str, now: Millis) {
        if matches!(self.phase, Phase::Ended { .. }) {
            self.leave();
        }
        if matches!(self.phase, Phase::Idle | Phase::Starting) && !self.is_named() {
            self.admit(Admission::Checking);
            self.ask_login(Some(ticket), false);
        }
        self.settle(now);
    }

    /// Moves the person's session here from the device that has it.
    pub fn take_over(&mut self, now: Millis) {
        if matches!(self.phase, Phase::Ended { .. }) {
            self.leave();
        }
        if self.phase == Phase::Idle && self.login.is_some() {
            self.admit(Admission::Checking);
            self.ask_login(None, true);
        }
        self.settle(now);
    }

    /// Asks whether a nickname could be had; [`Event::NicknameChecked`] tells. The newest question counts.
    pub fn check_nickname(&mut self, nickname: &str, now: Millis) {
        self.ask_nickname(nickname, true);
        self.settle(now);
    }

    /// Takes a nickname, and goes into the room with it.
    pub fn claim_nickname(&mut self, nickname: &str, now: Millis) {
        self.ask_nickname(nickname, false);
        self.settle(now);
    }

    /// The chat is open for a person to look at, or closed. Who looks is counted among those who watch;
    /// [`Event::Counts`] tells how many they are.
    pub fn attend(&mut self, is_open: bool, now: Millis) {
        self.watch.is_open = is_open;
        self.settle(now);
    }

    /// Reads the history of all parts of an elastic channel from here on, which only a moderator may: each as far
    /// back as that of the own part reaches.
    pub fn read_parts(&mut self, now: Millis) {
        if self.other_parts.is_none() {
            self.other_parts = Some(parts::begin());
        }
        self.settle(now);
    }

    /// Asks what only moderators may know of somebody; [`Event::About`] tells, if the backend does.
    pub fn look_up(&mut self, person: &ParticipantId, now: Millis) {
        self.ask_about(person);
        self.settle(now);
    }

    /// Does what only a moderator may: every [`Deed`], from hiding a message to freezing the room. A ban or its
    /// end is asked of the backend too. What comes of it is told as [`RoomChange::Moderation`].
    ///
    /// [`RoomChange::Moderation`]: crate::event::RoomChange::Moderation
    pub fn moderate(&mut self, room: RoomId, deed: Deed, reason: Option<&str>, now: Millis) {
        self.act(room, deed, reason);
        self.settle(now);
    }

    /// Takes somebody's message away without a trace. Only admins may.
    pub fn erase(&mut self, room: RoomId, item: ItemId, now: Millis) {
        self.erase_message(room, item);
        self.settle(now);
    }

    /// Throws one emoji. What is thrown within a second goes together.
    pub fn burst(&mut self, room: RoomId, emoji: &str, now: Millis) {
        self.throw(room, emoji);
        self.settle(now);
    }

    // Commands of any room.

    /// Sends a failed message again, with the same client token.
    pub fn retry(&mut self, room: RoomId, item: ItemId, now: Millis) {
        self.retry_unsent(room, item, now);
        self.send_again(room, item, now);
        self.settle(now);
    }

    /// Takes an unsent message (failed or waiting) out of outbox and timeline, or one that the backend stopped.
    pub fn discard(&mut self, room: RoomId, item: ItemId, now: Millis) {
        self.discard_unsent(room, item);
        self.discard_stopped(room, item);
        self.settle(now);
    }

    /// Loads the next older page; nothing happens while one is in flight or at the beginning.
    pub fn load_older(&mut self, room: RoomId, now: Millis) {
        if let Some(room) = self.rooms.get_mut(room) {
            room.pages.want_older();
        }
        self.settle(now);
    }

    /// The person has seen everything up to this item.
    pub fn mark_read(&mut self, room: RoomId, item: ItemId, now: Millis) {
        let moved = self.rooms.get_mut(room).is_some_and(|room| {
            let moved = room.seen_up_to(item).is_some_and(|seen| room.see(seen));
            if moved {
                room.want_read(now);
            }
            moved
        });
        if moved {
            self.keep_seen(room);
        }
        self.settle(now);
    }

    /// The composer's text changed. Keeps the draft and sends typing.
    pub fn set_draft(&mut self, room: RoomId, text: &str, now: Millis) {
        if self.keep_draft(room, text) && !text.trim().is_empty() {
            self.send_typing(room, now);
        }
        self.settle(now);
    }

    /// The person came back to the room (window opened or focused): places the unread divider anew.
    pub fn visit(&mut self, room: RoomId, now: Millis) {
        if let Some(room) = self.rooms.get_mut(room) {
            if room.pages.is_opened() {
                room.place_unread_divider();
            } else {
                room.visit_due = true;
            }
        }
        self.settle(now);
    }

    /// The person is at the end of the timeline, or reads further up. In a room of thousands what comes in
    /// waits for them there; anywhere else nothing happens.
    pub fn set_following(&mut self, room: RoomId, is_following: bool, now: Millis) {
        if let Some(room) = self.rooms.get_mut(room) {
            room.set_following(is_following);
        }
        self.settle(now);
    }

    /// Ends the conversation for good.
    pub fn end(&mut self, room: RoomId, now: Millis) {
        if self.phase.wants_connection() && self.end_asked.is_none() && self.room(room).is_some() {
            self.end_asked = Some(0);
            self.ask_end(room);
        }
        self.settle(now);
    }

    /// Forgets the conversation, everything kept of it, and closes the connection. Back to idle.
    pub fn reset(&mut self, now: Millis) {
        let mut keys = vec![StoreKey::Resume, StoreKey::Draft, StoreKey::Seen];
        for room in self.rooms.iter() {
            for unsent in &room.outbox.unsent {
                keys.push(StoreKey::Outbox(unsent.token.clone()));
            }
        }
        keys.extend(std::mem::take(&mut self.stored).into_iter().map(|(key, _)| key));
        for key in keys {
            self.outputs.push_back(Output::Forget { key });
        }
        self.leave();
        self.settle(now);
    }

    /// Closes the connection without ending the conversation: the page goes away. [`Session::resume`], or
    /// the page coming back, takes it up again.
    pub fn suspend(&mut self, now: Millis) {
        if self.phase.wants_connection() {
            self.close_link("suspended");
            if self.phase == Phase::Live {
                self.set_phase(Phase::Reconnecting { since: now, attempt: 1 });
            }
        }
        self.settle(now);
    }

    // Polls.

    /// The next thing to do outside.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The next thing to tell the UI.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// When [`Session::handle_timeout`] is due.
    pub fn poll_timeout(&self) -> Option<Millis> {
        self.timers.next()
    }

    // Parts that concern the whole session.

    fn set_phase(&mut self, phase: Phase) {
        if phase != self.phase {
            self.phase = phase;
            self.events.push_back(Event::Phase(phase));
        }
    }

    fn tell_today(&mut self, now: Millis) {
        let today = Day::of(now, self.utc_offset_minutes);
        self.events.push_back(Event::Today(today));
        self.timers.set(Timer::Midnight, today.next().start(self.utc_offset_minutes));
    }

    fn conversation(&self) -> Option<String> {
        self.adapter.conversation().map(str::to_owned)
    }

    /// Sends everything that can be sent, and queues what changed for the UI.
    fn settle(&mut self, now: Millis) {
        self.timers.clear_rooms();
        for room in self.rooms.ids() {
            self.pump_outbox(room, now);
            self.pump_pages(room, now);
            if let Some(mut parts) = self.other_parts.take() {
                parts.pump(self, room, now);
                self.other_parts = Some(parts);
            }
            self.pump_receipts(room, now);
            self.pump_typing(room);
            self.pump_moderation(room, now);
            if let Some(room) = self.rooms.get_mut(room) {
                room.tend();
            }
            self.tell_timeline(room);
            self.tell_changes(room);
        }
        self.pump_bursts(now);
        self.pump_counts(now);
        self.pump_calls(now);
    }

    /// Whether the person is past the nickname screen, or on it.
    fn is_named(&self) -> bool {
        matches!(self.admission(), Some(Admission::Nickname { .. } | Admission::Admitted { .. }))
    }

    /// Whether a message or event may go. Where every call is counted, the queue looks after that.
    fn may_call(&mut self, weight: Weight, now: Millis) -> Result<(), Millis> {
        if self.adapter.event().is_some() { Ok(()) } else { self.rate.take(weight, now) }
    }

    fn tell_timeline(&mut self, room: RoomId) {
        let diffs = self.rooms.get_mut(room).map(|room| room.timeline.take_diffs());
        if let Some(diffs) = diffs.filter(|diffs| !diffs.is_empty()) {
            self.events.push_back(Event::Timeline { room, diffs });
        }
    }

    fn tell_changes(&mut self, room: RoomId) {
        if let Some(known) = self.rooms.get_mut(room) {
            for change in std::mem::take(&mut known.changes) {
                // Of counts that nobody has heard yet only the newest says anything.
                self.events.retain(|event| !event.is_outdated_by(room, &change));
                self.events.push_back(Event::Room { room, change });
            }
        }
    }
}
