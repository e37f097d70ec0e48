//! Who a chat belongs to: the widget's instance, or one conversation of an agents' desk.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chirrup_core::session::{Backend, Network};
use chirrup_core::{Day, Phase};
use leptos::prelude::*;

use super::announce::Announcer;
use super::connection::{Connection, Strip};
use super::door::Door;
use super::transcript::Transcript;
use super::works::{Carried, Works};
use super::{Chat, HostEvent, Panel, Settings, apply};
use crate::driver::{Driver, Outside};

/// Owns a chat. Dropping it closes its sockets, cancels its requests and disposes of its signals.
pub struct ChatOwner {
    owner: Owner,
    chat: Chat,
}

impl ChatOwner {
    /// The handle that components hold.
    pub fn chat(&self) -> Chat {
        self.chat
    }
}

impl Drop for ChatOwner {
    fn drop(&mut self) {
        if let Some(works) = self.chat.works() {
            works.driver.close();
        }
        self.owner.cleanup();
    }
}

impl Chat {
    /// A chat at work: it comes back to a kept conversation, or waits for [`Chat::start`] or [`Chat::join`].
    ///
    /// `host` hears what a host page may know. It may call commands from inside.
    ///
    /// The chat belongs to nobody but the owner it comes with: not to the component that asks for it.
    #[expect(clippy::new_ret_no_self, reason = "the owner comes first; it holds the chat")]
    pub fn new(
        settings: Settings,
        backend: Backend,
        outside: Rc<dyn Outside>,
        host: impl Fn(HostEvent) + 'static,
    ) -> ChatOwner {
        let owner = Owner::new_root(None);
        let chat = owner.with(|| Self {
            settings: StoredValue::new(Rc::new(settings)),
            phase: RwSignal::new(Phase::Idle),
            door: StoredValue::new(Door::new()),
            room: RwSignal::new(None),
            connection: RwSignal::new(Connection::Fine),
            problem: RwSignal::new(None),
            panel: RwSignal::new(Panel::Closed),
            lacks_tools: RwSignal::new(false),
            today: RwSignal::new(Day::default()),
            announcement: RwSignal::new(None),
            works: StoredValue::new(None),
        });
        let driver = Driver::new(backend, outside, move |report| apply::report(chat, report));
        let works = Rc::new(Works {
            driver,
            owner: owner.clone(),
            host: Rc::new(host),
            network: Cell::new(Network::Online),
            strip: RefCell::new(Strip::default()),
            announcer: RefCell::new(Announcer::default()),
            transcript: Cell::new(Transcript::default()),
            carried: RefCell::new(Carried::default()),
            ticket: RefCell::default(),
            undoing: RefCell::default(),
            strip_timer: RefCell::default(),
            door_timer: RefCell::default(),
            announcer_timer: RefCell::default(),
            wait_timer: RefCell::default(),
            transcript_timer: RefCell::default(),
        });
        chat.works.set_value(Some(Rc::clone(&works)));
        works.driver.wake();
        ChatOwner { owner, chat }
    }
}
