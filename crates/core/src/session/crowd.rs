//! What only an event's room has: people by the backend's lists, moderators' rulings on its rows, and
//! what is told without being asked. Emoji are in `bursts`, edits in `changes`.

use chirrup_wire::conventions::Action;

use super::Session;
use super::calls::{Call, PeopleList};
use super::phase::Phase;
use super::timers::Timer;
use crate::event::RoomChange;
use crate::ids::{ParticipantId, RoomId, ServerId};
use crate::moderation::{Change, Composing, Moderation, Ruling};
use crate::output::{Response, TransportError};
use crate::protocol::{Chime, Details, Listed};
use crate::room::{Capabilities, Room, Seen};
use crate::time::Millis;
use crate::timeline::{Author, Concealed, Item};

/// How long the room may tell of itself before pages are asked for.
const DETAILS_MILLIS: u64 = 400;
/// The lists of people are asked for again at most this often when somebody unknown acts like a moderator.
const LISTS_MILLIS: u64 = 30_000;

impl Session {
    /// The room of an event; it has one.
    pub(super) fn event_room(&self) -> Option<RoomId> {
        self.adapter.event()?;
        self.rooms.iter().next().map(Room::id)
    }

    /// The backend's time, by which rulings are.
    pub(super) fn backend_time(&self, now: Millis) -> Millis {
        self.adapter.event().map_or(now, |event| event.clock(now))
    }

    // Coming in.

    /// Asks where in the room this person is, which has to be known before anything is read.
    pub(super) fn ask_standing(&mut self) {
        let Some(room) = self.event_room() else { return };
        let is_asked = self.calls.is_open(|call| matches!(call, Call::Standing { .. }));
        if let Some(event) = self.adapter.event().filter(|_| !is_asked) {
            let request = event.standing_request();
            self.ask(Call::Standing { room }, request);
        }
    }

    pub(super) fn on_standing(
        &mut self,
        room_id: RoomId,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let Some(event) = self.adapter.event_mut() else { return };
        match event.take_standing(result) {
            Ok(standing) => {
                let clock = self.backend_time(now);
                if let Some(moderation) = self.moderation_mut(room_id) {
                    moderation.handle_read_only(standing.is_read_only, clock);
                }
                if let Some(at) = standing.read_at {
                    self.take_read(room_id, at);
                }
                self.ask_parts(room_id);
            }
            Err(failure) if failure.is_retryable() => {
                let wait =
                    super::backoff::wait_millis(1, failure.retry_after_millis(), &mut self.random);
                self.timers.set(Timer::Standing, now + wait);
            }
            // Whoever is not in the room is not let in by trying.
            Err(_) => self.evict(),
        }
    }

    /// The socket listens: what it may tell by itself comes first, then lists of people.
    pub(super) fn arrive(&mut self, now: Millis) {
        let Some(room_id) = self.event_room() else { return };
        if let Some(room) = self.rooms.get_mut(room_id) {
            room.pages.hold(now + DETAILS_MILLIS);
        }
        self.ask_people(room_id, now);
    }

    pub(super) fn take_details(&mut self, details: Details, now: Millis) {
        let Some(room_id) = self.event_room() else { return };
        if let Some(at) = details.read_at {
            self.take_read(room_id, at);
        }
        let is_looked_up = self
            .adapter
            .event()
            .and_then(|event| event.place.as_ref())
            .is_some_and(|place| place.is_looked_up);
        if let Some(room) = self.rooms.get_mut(room_id) {
            for member in &details.members {
                room.crowd.note_there(member.clone());
            }
        }
        // What changed in rows that are here may be older than anything a page will bring.
        for entry in &details.entries {
            let room = self.rooms.get(room_id);
            if room.is_some_and(|room| room.timeline.find(&entry.id).is_some()) {
                self.take_entry(room_id, entry.clone(), false, now);
            }
        }
        // What is told while a page is on its way is on that page too.
        let is_wanted =
            self.rooms.get(room_id).is_some_and(|room| room.pages.takes_details(&details));
        if is_looked_up && is_wanted {
            self.apply_details(room_id, details, now);
        }
    }

    fn take_read(&mut self, room_id: RoomId, at: Millis) {
        // The marker names a time: everything of that moment was read.
        let seen = Seen { at, id: ServerId::from("\u{10ffff}") };
        if self.rooms.get_mut(room_id).is_some_and(|room| room.see(seen)) {
            self.keep_seen(room_id);
        }
    }

    /// This person was put out.
    pub(super) fn evict(&mut self) {
        self.close_link("removed");
        self.ask_verdict();
    }

    // Lists of people.

    fn ask_people(&mut self, room: RoomId, now: Millis) {
        self.people_asked = now;
        // The service lists them to those who keep order; the others have the login's list.
        let has_say = self.rooms.get(room).is_some_and(|room| room.capabilities.moderation);
        let is_told = self.login_list().is_some_and(|list| !list.is_empty());
        if is_told && !has_say {
            return;
        }
        for list in [PeopleList::Moderators, PeopleList::Admins] {
            self.ask_list(room, list, Vec::new(), None);
        }
        if has_say {
            self.ask_list(room, PeopleList::Bans, Vec::new(), None);
            self.ask_parts(room);
        }
    }

    /// Whoever keeps order in an elastic channel is in all of its parts.
    pub(super) fn ask_parts(&mut self, room: RoomId) {
        let is_elastic = self.adapter.event().is_some_and(Chime::is_elastic);
        let has_say = self.rooms.get(room).is_some_and(|room| room.capabilities.moderation);
        if is_elastic && has_say {
            self.ask_list(room, PeopleList::Parts, Vec::new(), None);
        }
    }

    fn login_list(&self) -> Option<&[ParticipantId]> {
        let place = self.adapter.event()?.place.as_ref()?;
        Some(&place.moderators)
    }

    /// The login said whose actions count. The service's own lists, where they are to be had, know better.
    pub(super) fn take_login_list(&mut self, now: Millis) {
        let Some(room_id) = self.event_room() else { return };
        let place = self.adapter.event().and_then(|event| event.place.as_ref());
        let artists = place.map(|place| place.artists.clone()).unwrap_or_default();
        if let Some(moderation) = self.moderation_mut(room_id) {
            moderation.handle_artists(artists);
        }
        let list = self.login_list().unwrap_or_default().to_vec();
        let has_say = self.rooms.get(room_id).is_some_and(|room| room.capabilities.moderation);
        let is_first = self.people_asked == Millis(0);
        if list.is_empty() || (has_say && !is_first) {
            return;
        }
        let clock = self.backend_time(now);
        if let Some(moderation) = self.moderation_mut(room_id) {
            moderation.handle_moderators(list, clock);
        }
        self.take_office(room_id);
    }

    /// Whoever keeps order can do what that takes.
    fn take_office(&mut self, room_id: RoomId) {
        let own = self.adapter.own().id;
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let has_say = room.moderation.as_ref().is_some_and(|rules| rules.is_authority(&own));
        if has_say && !room.capabilities.moderation {
            let capabilities = Capabilities { moderation: true, typing: true, ..room.capabilities };
            room.set_capabilities(capabilities);
            for list in [PeopleList::Moderators, PeopleList::Admins, PeopleList::Bans] {
                self.ask_list(room_id, list, Vec::new(), None);
            }
        }
    }

    fn ask_list(
        &mut self,
        room: RoomId,
        list: PeopleList,
        so_far: Vec<ParticipantId>,
        next: Option<&str>,
    ) {
        let is_same =
            |call: &Call| matches!(call, Call::People { list: other, .. } if *other == list);
        if self.calls.is_open(is_same) {
            return;
        }
        let Some(event) = self.adapter.event() else { return };
        let request = match list {
            PeopleList::Moderators => event.moderators_request(next),
            PeopleList::Admins => event.admins_request(next),
            PeopleList::Bans => event.bans_request(next),
            PeopleList::Parts => event.parts_request(next),
        };
        self.ask(Call::People { room, list, so_far }, request);
    }

    pub(super) fn on_people(
        &mut self,
        room_id: RoomId,
        list: PeopleList,
        mut people: Vec<ParticipantId>,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let answer = match list {
            PeopleList::Moderators => Chime::moderators(result),
            PeopleList::Admins => Chime::admins(result),
            PeopleList::Bans => Chime::bans(result),
            PeopleList::Parts => Chime::parts(result),
        };
        // A list that this person may not see, or that is not to be had: what was known stays.
        let Ok(Listed { people: more, next }) = answer else { return };
        people.extend(more);
        if let Some(next) = next {
            self.ask_list(room_id, list, people, Some(&next));
            return;
        }
        let take = match list {
            PeopleList::Moderators => Moderation::handle_moderators,
            PeopleList::Admins => Moderation::handle_admins,
            PeopleList::Bans => Moderation::handle_bans,
            PeopleList::Parts => {
                if let Some(event) = self.adapter.event_mut() {
                    event.take_parts(&people);
                }
                return;
            }
        };
        let clock = self.backend_time(now);
        let Some(moderation) = self.moderation_mut(room_id) else { return };
        take(moderation, people, clock);
        self.take_office(room_id);
    }

    // Rulings.

    /// What somebody did as a moderator; whether it counts, the lists say.
    pub(super) fn take_action(
        &mut self,
        room_id: RoomId,
        id: ServerId,
        at: Millis,
        author: &Author,
        action: Action,
        now: Millis,
    ) {
        let clock = self.backend_time(now);
        let by = (author.id.clone(), author.name.clone());
        let Some(moderation) = self.moderation_mut(room_id) else { return };
        let before = moderation.ignored();
        if let Some(ruling) = Ruling::new(id, at, by.0, by.1, action) {
            moderation.handle_ruling(ruling, clock);
        }
        let is_ignored = moderation.ignored() > before;
        if is_ignored && now.since(self.people_asked) >= LISTS_MILLIS {
            // Somebody may have become a moderator since: nothing else tells.
            self.ask_people(room_id, now);
            if self.login_list().is_some_and(|list| !list.is_empty()) {
                self.renew();
            }
        }
    }

    /// Brings the rows to what the rulings say, in the same drain in which they came.
    pub(super) fn pump_moderation(&mut self, room_id: RoomId, now: Millis) {
        let clock = self.backend_time(now);
        let is_live = self.phase == Phase::Live;
        let Some(room) = self.rooms.get_mut(room_id) else { return };
        let Some(moderation) = room.moderation.as_mut() else { return };
        moderation.handle_timeout(clock);
        let mut redact = Vec::new();
        while let Some(message) = is_live.then(|| moderation.poll_redaction(clock)).flatten() {
            redact.push(message);
        }
        let changes = moderation.take_changes();
        if let Some(at) = moderation.poll_timeout() {
            let wait = at.since(clock);
            // What is due waits for a connection, and that for no timer.
            if wait > 0 {
                self.timers.wake(Timer::Moderation, now + wait);
            }
        }
        for change in changes {
            room.follow(&change);
            let told = if let Change::Composing(composing) = change {
                Change::Composing(here(composing, clock, now))
            } else {
                change
            };
            room.changes.push(RoomChange::Moderation(told));
        }
        redact.retain(|message| room.has_text_of(message));
        for message in redact {
            self.redact(message);
        }
    }

    pub(super) fn redact(&mut self, message: ServerId) {
        let Some(event) = self.adapter.event() else { return };
        let request = event.redact_request(&message);
        self.ask(Call::Redact { message }, request);
    }

    fn moderation_mut(&mut self, room: RoomId) -> Option<&mut Moderation> {
        self.rooms.get_mut(room)?.moderation.as_mut()
    }
}

/// The same by this device's clock, for who counts down by it.
fn here(composing: Composing, clock: Millis, now: Millis) -> Composing {
    let here = |until: Millis| now + until.since(clock);
    match composing {
        Composing::SlowMode { until } => Composing::SlowMode { until: here(until) },
        Composing::Muted { until, reason } => Composing::Muted { until: here(until), reason },
        Composing::Free | Composing::Banned { .. } | Composing::Frozen | Composing::ReadOnly => {
            composing
        }
    }
}

impl Room {
    /// Rows follow a change of the rules.
    fn follow(&mut self, change: &Change) {
        match change {
            Change::Message(id) => self.review_row(id),
            Change::Person(person) => {
                let Some(moderation) = &self.moderation else { return };
                for id in moderation.messages_of(person).to_vec() {
                    self.review_row(&id);
                }
            }
            Change::Messages => {
                let ids: Vec<_> =
                    self.timeline.items().filter_map(|item| item.server_id.clone()).collect();
                for id in ids {
                    self.review_row(&id);
                }
            }
            Change::Authorities => {
                let roles: Vec<_> = self.authors_of_rows();
                self.timeline.set_roles(|author| {
                    let known = roles.iter().find(|(id, _)| *id == author.id);
                    known.map_or(author.role, |(_, role)| *role)
                });
            }
            Change::Standing(_)
            | Change::Composing(_)
            | Change::Pin
            | Change::Announcement
            | Change::Mode(_)
            | Change::SlowMode(_)
            | Change::Held
            | Change::Bans
            | Change::Log => {}
        }
    }

    /// Shows or hides a message as the rules say.
    pub(crate) fn review_row(&mut self, id: &ServerId) {
        let (Some(moderation), Some(item)) = (&self.moderation, self.timeline.find(id)) else {
            return;
        };
        let Some(message) = item.message() else { return };
        if message.marks.concealed == Some(Concealed::Redacted) {
            return;
        }
        let hidden = moderation.hidden(id, &message.author.id, item.at).map(|_| Concealed::Hidden);
        if hidden != message.marks.concealed {
            let item = item.id;
            self.timeline.conceal(item, hidden, self.capabilities.moderation);
        }
    }

    /// Whether an item says anything to this person.
    pub(super) fn is_shown(item: &Item) -> bool {
        item.message().is_none_or(|message| message.marks.concealed.is_none())
    }
}
