//! What the components see: [`Desk`] is the handle; components read it and call its commands.
//!
//! Commands say what the agent wants and mark it as under way; `apply` writes what came of it. What is
//! on the screen is the agent's own decision and changes at once.

mod apply;
mod commands;
mod conversation;
mod machine;

use std::rc::Rc;

use chirrup::driver::{Browser, Outside, Persist};
use chirrup::state::Panel;
use chirrup_core::Millis;
use chirrup_wire::desk::Agent;
use leptos::prelude::*;

use crate::model::{Contact, ContactId, News, Strip};
use crate::net::{Call, Net, SignedIn};

pub use conversation::Conversation;
use machine::Machine;

/// Key of the desk's part of the tab's storage; conversations have keys of their own.
const INSTANCE_KEY: &str = "desk";

/// The desk: reads in, commands out. `Copy`, found with [`use_desk`].
#[derive(Clone, Copy)]
pub struct Desk {
    door: RwSignal<Door>,
    contacts: RwSignal<Vec<Contact>>,
    agents: RwSignal<Vec<Agent>>,
    strip: RwSignal<Strip>,
    conversations: RwSignal<Vec<Conversation>>,
    on_screen: RwSignal<Option<ContactId>>,
    accepting: RwSignal<Vec<ContactId>>,
    transferring: RwSignal<Option<ContactId>>,
    problem: RwSignal<Option<Problem>>,
    told: RwSignal<Told>,
    to_lists: RwSignal<u64>,
    arrival: StoredValue<Panel>,
    now: RwSignal<Millis>,
    machine: StoredValue<Rc<Machine>, LocalStorage>,
}

/// Whether an agent is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// Nobody; why, if somebody was or tried.
    Closed(Option<SignInProblem>),
    /// Name and key are being checked.
    Opening,
    /// This agent.
    Open(Agent),
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// Name or key are wrong.
    Wrong,
    /// The sign-in is over.
    Expired,
    /// Too many tries.
    TooMany,
    /// The server did not answer.
    Unreachable,
}

/// What went wrong with a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Another agent took it first.
    Taken,
    /// It is over.
    Gone,
    /// The other agent could not take it.
    TransferRefused,
    /// The server did not answer.
    Unreachable,
}

/// Something to say politely. The number makes two equal tellings different.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Told {
    /// Counts up.
    pub number: u64,
    /// What to say.
    pub news: Vec<News>,
}

/// The desk of the component tree.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}

impl Desk {
    /// The desk of this page, signed in again when this tab was before a reload.
    pub fn of_page() -> Self {
        let origin = window().location().origin().unwrap_or_default();
        Self::new(Rc::new(Browser::new(Persist::Session, INSTANCE_KEY)), origin)
    }

    /// A desk in some world, with its server at `origin`.
    pub fn new(outside: Rc<dyn Outside>, origin: String) -> Self {
        let now = outside.now();
        #[expect(clippy::cast_possible_truncation, reason = "64 random bits of 128 are enough")]
        let seed = outside.seed() as u64;
        let machine = Rc::new(Machine::new(Net::new(outside, origin), seed));
        let desk = Self {
            door: RwSignal::new(Door::Closed(None)),
            contacts: RwSignal::default(),
            agents: RwSignal::default(),
            strip: RwSignal::default(),
            conversations: RwSignal::default(),
            on_screen: RwSignal::new(None),
            accepting: RwSignal::default(),
            transferring: RwSignal::new(None),
            problem: RwSignal::new(None),
            told: RwSignal::default(),
            to_lists: RwSignal::new(0),
            arrival: StoredValue::new(Panel::OpenedByPage),
            now: RwSignal::new(now),
            machine: StoredValue::new_local(Rc::clone(&machine)),
        };
        machine.wake(desk);
        if let Some((signed_in, _)) = machine.kept() {
            desk.enter(signed_in);
        }
        desk
    }

    // Reads. All of them track. Commands are in `commands`.

    /// Whether an agent is signed in.
    pub fn door(self) -> Signal<Door> {
        self.door.into()
    }

    /// Every contact of the lists.
    pub fn contacts(self) -> Signal<Vec<Contact>> {
        self.contacts.into()
    }

    /// One contact, as long as it is listed.
    pub fn contact(self, id: &ContactId) -> Option<Contact> {
        self.contacts.with(|contacts| contacts.iter().find(|contact| contact.id == *id).cloned())
    }

    /// Everybody who can take a transfer, this agent among them.
    pub fn agents(self) -> Signal<Vec<Agent>> {
        self.agents.into()
    }

    /// What the desk's own connection strip says.
    pub fn strip(self) -> Signal<Strip> {
        self.strip.into()
    }

    /// The conversations that are connected, in the order in which they were opened.
    pub fn conversations(self) -> Signal<Vec<Conversation>> {
        self.conversations.into()
    }

    /// Which contact is on the screen.
    pub fn on_screen(self) -> Signal<Option<ContactId>> {
        self.on_screen.into()
    }

    /// The contacts that are being accepted.
    pub fn accepting(self) -> Signal<Vec<ContactId>> {
        self.accepting.into()
    }

    /// The contact that is being handed over.
    pub fn transferring(self) -> Signal<Option<ContactId>> {
        self.transferring.into()
    }

    /// What went wrong last, until it is dismissed or something else is tried.
    pub fn problem(self) -> Signal<Option<Problem>> {
        self.problem.into()
    }

    /// What to say politely.
    pub fn told(self) -> Signal<Told> {
        self.told.into()
    }

    /// Counts how often the agent wanted to be back in the lists: focus follows it.
    pub fn to_lists(self) -> Signal<u64> {
        self.to_lists.into()
    }

    /// The time, to the minute.
    pub fn now(self) -> Signal<Millis> {
        self.now.into()
    }

    fn machine(self) -> Rc<Machine> {
        self.machine.get_value()
    }

    /// Does what the link wants done, and shows how it is.
    fn drain(self) {
        let strip = self.machine().drain();
        if self.strip.with_untracked(|shown| *shown != strip) {
            self.strip.set(strip);
        }
    }

    fn enter(self, signed_in: SignedIn) {
        self.door.set(Door::Open(signed_in.agent.clone()));
        self.machine().enter(signed_in);
        self.drain();
    }

    fn leave(self, problem: Option<SignInProblem>) {
        self.machine().leave();
        self.forget(problem);
    }

    fn forget(self, problem: Option<SignInProblem>) {
        self.drain();
        self.door.set(Door::Closed(problem));
        self.conversations.set(Vec::new());
        self.on_screen.set(None);
        self.contacts.set(Vec::new());
        self.agents.set(Vec::new());
        self.accepting.set(Vec::new());
        self.transferring.set(None);
        self.problem.set(None);
        self.told.set(Told::default());
    }

    fn open_as(self, id: &ContactId, arrival: Panel) {
        self.arrival.set_value(arrival);
        self.show(Some(id.clone()));
        let has_conversation =
            self.conversations.with_untracked(|all| all.iter().any(|one| one.contact == *id));
        let under_way = self.accepting.with_untracked(|all| all.contains(id));
        if !has_conversation && !under_way {
            self.accepting.update(|all| all.push(id.clone()));
            self.machine().call(Call::Accept(id.clone()));
        }
    }

    fn show(self, id: Option<ContactId>) {
        self.machine().keep(id.as_ref());
        for conversation in self.conversations.get_untracked() {
            conversation.set_panel(self.panel_of(&conversation.contact, id.as_ref()));
        }
        self.on_screen.set(id);
    }

    /// How a conversation is shown while `on_screen` is on the screen. A page that comes back after a reload
    /// leaves focus where it is.
    fn panel_of(self, contact: &ContactId, on_screen: Option<&ContactId>) -> Panel {
        if on_screen == Some(contact) { self.arrival.get_value() } else { Panel::Closed }
    }

    fn drop_conversation(self, contact: &ContactId) {
        if self.on_screen.with_untracked(|shown| shown.as_ref() == Some(contact)) {
            self.close_screen();
        }
        self.conversations.update(|all| all.retain(|one| one.contact != *contact));
    }
}
