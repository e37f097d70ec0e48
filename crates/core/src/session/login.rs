//! The way into an event: ticket, nickname, keys, and their renewal.
//!
//! The ticket is in memory only. The device's name is kept, because it alone lets a person back in after a
//! reload. Invariant: no key and no ticket is ever in an output that stores.

use chirrup_wire::conventions::login::{
    Code, ErrorEnvelope, LoginError, LoginResponse, NicknameResponse, RenewResponse,
};
use chirrup_wire::{Decode, Secret, decode};

use super::Session;
use super::admission::{Admission, NicknameProblem, NicknameRefusal, TicketRefusal};
use super::backoff;
use super::calls::Call;
use super::phase::Phase;
use super::timers::Timer;
use crate::event::Event;
use crate::moderation::Composing;
use crate::output::{Output, Response, StoreKey, TransportError};
use crate::pairs::Pairs;
use crate::room::EndReason;
use crate::time::Millis;

/// How long to wait before asking again for a place that is being made.
const WAITING_MILLIS: u64 = 5_000;
/// How long too many attempts keep the next one away when the backend does not say.
const ATTEMPTS_MILLIS: u64 = 60_000;

/// A person on the way into an event.
#[derive(Debug)]
pub(crate) struct Login {
    pub(super) device: Secret,
    pub(super) admission: Admission,
    ticket: Option<Secret>,
    /// The nickname that was asked about last.
    checked: String,
    failures: u32,
}

impl Login {
    pub(super) fn new(device: Secret) -> Self {
        Self {
            device,
            admission: Admission::Ticket { refusal: None },
            ticket: None,
            checked: String::new(),
            failures: 0,
        }
    }
}

/// What the login endpoint answered.
enum Answer<T> {
    Good(T),
    Error(LoginError),
    /// Nothing that it can have said.
    Nothing,
}

impl<T: Decode + Default> Answer<T> {
    fn of(result: Result<Response, TransportError>) -> Self {
        let Ok(response) = result else { return Self::Nothing };
        if (200..300).contains(&response.status) {
            return decode(&response.body).map_or(Self::Nothing, Self::Good);
        }
        match decode::<ErrorEnvelope>(&response.body) {
            Some(ErrorEnvelope { error }) if error.code != Code::Unknown => Self::Error(error),
            Some(_) | None => Self::Nothing,
        }
    }
}

impl Session {
    /// Asks the login endpoint: with a ticket, or with what this device did with one before.
    pub(super) fn ask_login(&mut self, ticket: Option<&str>, takeover: bool) {
        let Some(login) = &mut self.login else { return };
        if let Some(ticket) = ticket {
            login.ticket = Some(Secret::new(ticket.trim()));
        }
        let Some(event) = self.adapter.event() else { return };
        let request = event.login_request(login.ticket.as_ref(), takeover);
        self.timers.clear(Timer::Login);
        self.calls.cancel(|call| matches!(call, Call::Login { .. }), &mut self.outputs);
        let value = login.device.clone();
        self.outputs.push_back(Output::Store { key: StoreKey::Device, value });
        self.calls.make(Call::Login { takeover }, request, &mut self.outputs);
        self.set_phase(Phase::Starting);
    }

    pub(super) fn admit(&mut self, admission: Admission) {
        if let Some(login) = &mut self.login
            && login.admission != admission
        {
            login.admission = admission.clone();
            self.events.push_back(Event::Admission(admission));
        }
    }

    pub(super) fn on_login(
        &mut self,
        takeover: bool,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        if self.phase != Phase::Starting {
            return;
        }
        match Answer::<LoginResponse>::of(result) {
            Answer::Good(answer) => {
                let is_nameless =
                    self.adapter.event_mut().is_some_and(|event| event.take_login(answer));
                if is_nameless {
                    self.admit(Admission::Nickname { is_claiming: false, refusal: None });
                } else {
                    self.enter(now);
                }
            }
            Answer::Error(error) if error.code == Code::TicketWaiting => {
                self.admit(Admission::Waiting { position: error.position });
                let wait = error.retry_after_seconds.map(|seconds| u64::from(seconds) * 1000);
                self.timers.set(Timer::Login, now + wait.unwrap_or(WAITING_MILLIS).max(500));
            }
            Answer::Error(error) => self.refuse(ticket_refusal(&error, now)),
            Answer::Nothing => {
                let is_typed = self.login.as_ref().is_some_and(|login| {
                    login.ticket.is_some() && login.admission == Admission::Checking
                });
                if is_typed || takeover {
                    self.refuse(Some(TicketRefusal::Unreachable));
                } else {
                    // Somebody who was in before, or waits for a place, comes in without doing anything.
                    let Some(login) = &mut self.login else { return };
                    login.failures += 1;
                    let wait = backoff::wait_millis(login.failures, 0, &mut self.random);
                    self.timers.set(Timer::Login, now + wait);
                }
            }
        }
    }

    /// The ticket screen is up again.
    fn refuse(&mut self, refusal: Option<TicketRefusal>) {
        self.timers.clear(Timer::Login);
        if refusal.is_none() {
            // What was kept here is nothing to come back to.
            self.outputs.push_back(Output::Forget { key: StoreKey::Resume });
        }
        self.set_phase(Phase::Idle);
        // The same refusal of another try is news.
        if let Some(login) = &mut self.login {
            login.admission = Admission::Checking;
        }
        self.admit(Admission::Ticket { refusal });
    }

    /// The person has a place and a name: into the room.
    fn enter(&mut self, now: Millis) {
        let own = self.adapter.own();
        if let Some(login) = &mut self.login {
            login.failures = 0;
        }
        self.admit(Admission::Admitted { nickname: own.name.clone(), role: own.role });
        self.keep_resume(None);
        self.open_room(now);
        self.take_login_list(now);
        self.stored = Pairs::new();
        self.set_phase(Phase::Connecting { attempt: 1 });
        self.plan_renewal(now);
        self.ask_standing();
        self.connect(now);
    }

    // Nicknames.

    pub(super) fn ask_nickname(&mut self, nickname: &str, is_check: bool) {
        let nickname = nickname.trim();
        let Some(login) = &mut self.login else { return };
        let Admission::Nickname { is_claiming: false, .. } = login.admission else { return };
        let Some(event) = self.adapter.event() else { return };
        let request = event.nickname_request(nickname, is_check);
        // A newer question makes an older one idle.
        self.calls.cancel(|call| matches!(call, Call::Nickname { .. }), &mut self.outputs);
        nickname.clone_into(&mut login.checked);
        let call = Call::Nickname { nickname: nickname.to_owned(), is_check };
        self.calls.make(call, request, &mut self.outputs);
        if !is_check {
            self.admit(Admission::Nickname { is_claiming: true, refusal: None });
        }
    }

    pub(super) fn on_nickname(
        &mut self,
        nickname: String,
        is_check: bool,
        result: Result<Response, TransportError>,
        now: Millis,
    ) {
        let refusal = match Answer::<NicknameResponse>::of(result) {
            Answer::Good(answer) if is_check => {
                let nickname = answer.nickname;
                self.events.push_back(Event::NicknameChecked { nickname, refusal: None });
                return;
            }
            Answer::Good(answer) => {
                if let Some(place) = self.adapter.event_mut().and_then(|event| event.place.as_mut())
                {
                    place.nickname = answer.nickname;
                }
                self.enter(now);
                return;
            }
            Answer::Error(error) => nickname_refusal(nickname, error),
            Answer::Nothing => {
                let problem = NicknameProblem::Unreachable;
                NicknameRefusal { nickname, problem, suggestions: Vec::new() }
            }
        };
        if is_check {
            let nickname = refusal.nickname.clone();
            self.events.push_back(Event::NicknameChecked { nickname, refusal: Some(refusal) });
        } else {
            self.admit(Admission::Nickname { is_claiming: false, refusal: Some(refusal) });
        }
    }

    // Keys.

    pub(super) fn plan_renewal(&mut self, now: Millis) {
        if let Some(at) = self.adapter.event().and_then(|event| event.renew_at(now)) {
            self.timers.set(Timer::Credentials, at);
        }
    }

    /// Asks for fresh keys, unless that is under way.
    pub(super) fn renew(&mut self) {
        let is_asked = self.calls.is_open(|call| matches!(call, Call::Renew));
        let Some(event) = self.adapter.event().filter(|_| !is_asked) else { return };
        let request = event.renew_request();
        self.timers.clear(Timer::Credentials);
        self.calls.make(Call::Renew, request, &mut self.outputs);
    }

    pub(super) fn on_renewed(&mut self, result: Result<Response, TransportError>, now: Millis) {
        match Answer::<RenewResponse>::of(result) {
            Answer::Good(answer) => {
                if let Some(event) = self.adapter.event_mut() {
                    event.take_renewed(answer);
                }
                self.take_login_list(now);
                self.calls.is_held = false;
                if let Some(login) = &mut self.login {
                    login.failures = 0;
                }
                self.plan_renewal(now);
                if self.phase != Phase::Live {
                    self.connect(now);
                }
            }
            Answer::Error(error) => match error.code {
                Code::TicketBanned => self.finish(EndReason::Banned, now),
                Code::TicketUsedElsewhere => self.finish(EndReason::Replaced, now),
                Code::EventEnded => self.finish(EndReason::Remote, now),
                Code::DeviceUnknown | Code::TicketUnknown | Code::EventUnknown => {
                    self.finish(EndReason::Refused, now);
                }
                Code::RequestInvalid
                | Code::TicketWaiting
                | Code::EventNotOpen
                | Code::TooManyAttempts
                | Code::NicknameInvalid
                | Code::NicknameTaken
                | Code::NicknameTooSimilar
                | Code::NicknameReserved
                | Code::Unknown => {
                    let asked = u64::from(error.retry_after_seconds.unwrap_or(0)) * 1000;
                    self.renew_later(asked, now);
                }
            },
            Answer::Nothing => self.renew_later(0, now),
        }
    }

    fn renew_later(&mut self, asked_millis: u64, now: Millis) {
        let Some(login) = &mut self.login else { return };
        login.failures += 1;
        let wait = backoff::wait_millis(login.failures, asked_millis, &mut self.random);
        self.timers.set(Timer::Credentials, now + wait);
    }

    // Being put out.

    /// This person is not in the room any more: the login endpoint knows whether that is a ban.
    pub(super) fn ask_verdict(&mut self) {
        let is_asked = self.calls.is_open(|call| matches!(call, Call::Verdict));
        let Some(event) = self.adapter.event().filter(|_| !is_asked) else { return };
        let request = event.login_request(None, false);
        self.calls.make(Call::Verdict, request, &mut self.outputs);
    }

    pub(super) fn on_verdict(&mut self, result: Result<Response, TransportError>, now: Millis) {
        let reason = match Answer::<LoginResponse>::of(result) {
            Answer::Error(error) => match error.code {
                Code::TicketBanned => EndReason::Banned,
                // A device that was in the room is forgotten when its ticket is bound to another one.
                Code::TicketUsedElsewhere | Code::DeviceUnknown => EndReason::Replaced,
                Code::EventEnded => EndReason::Remote,
                Code::RequestInvalid
                | Code::TicketUnknown
                | Code::TicketWaiting
                | Code::EventUnknown
                | Code::EventNotOpen
                | Code::TooManyAttempts
                | Code::NicknameInvalid
                | Code::NicknameTaken
                | Code::NicknameTooSimilar
                | Code::NicknameReserved
                | Code::Unknown => EndReason::Removed,
            },
            Answer::Good(_) | Answer::Nothing => EndReason::Removed,
        };
        // The login may hear of a ban later than the room.
        let room = self.event_room().and_then(|room| self.rooms.get(room)?.moderation());
        let is_told =
            room.is_some_and(|rules| matches!(rules.composing(now), Composing::Banned { .. }));
        let reason =
            if is_told && reason == EndReason::Removed { EndReason::Banned } else { reason };
        self.finish(reason, now);
    }
}

/// What a refused login means for the ticket screen; nothing when there was no ticket to refuse.
fn ticket_refusal(error: &LoginError, now: Millis) -> Option<TicketRefusal> {
    let wait = error.retry_after_seconds.map(|seconds| u64::from(seconds) * 1000);
    Some(match error.code {
        Code::DeviceUnknown => return None,
        Code::TicketUnknown => TicketRefusal::Unknown,
        Code::TicketUsedElsewhere => {
            TicketRefusal::UsedElsewhere { can_take_over: error.takeover == Some(true) }
        }
        Code::TicketBanned => TicketRefusal::Banned,
        Code::EventUnknown => TicketRefusal::NoEvent,
        Code::EventNotOpen => TicketRefusal::NotOpen {
            opens_at: error.opens_at.as_deref().and_then(Millis::from_rfc3339),
        },
        Code::EventEnded => TicketRefusal::Ended,
        Code::TooManyAttempts => {
            TicketRefusal::TooManyAttempts { until: now + wait.unwrap_or(ATTEMPTS_MILLIS) }
        }
        Code::RequestInvalid
        | Code::TicketWaiting
        | Code::NicknameInvalid
        | Code::NicknameTaken
        | Code::NicknameTooSimilar
        | Code::NicknameReserved
        | Code::Unknown => TicketRefusal::Unreachable,
    })
}

fn nickname_refusal(nickname: String, error: LoginError) -> NicknameRefusal {
    let LoginError { code, similar_to, suggestions, .. } = error;
    let problem = match code {
        Code::NicknameInvalid => NicknameProblem::Invalid,
        Code::NicknameTaken => NicknameProblem::Taken,
        Code::NicknameTooSimilar => NicknameProblem::TooSimilar { to: similar_to },
        Code::NicknameReserved => NicknameProblem::Reserved,
        Code::RequestInvalid
        | Code::DeviceUnknown
        | Code::TicketUnknown
        | Code::TicketUsedElsewhere
        | Code::TicketBanned
        | Code::TicketWaiting
        | Code::EventUnknown
        | Code::EventNotOpen
        | Code::EventEnded
        | Code::TooManyAttempts
        | Code::Unknown => NicknameProblem::Unreachable,
    };
    NicknameRefusal { nickname, problem, suggestions }
}
