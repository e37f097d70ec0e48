//! The part of a chat that is not reactive.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chirrup_core::Pairs;
use chirrup_core::session::Network;
use chirrup_wire::Secret;
use leptos::prelude::*;

use super::announce::Announcer;
use super::connection::Strip;
use super::moderate::Undoing;
use super::transcript::Transcript;
use super::{Chat, HostEvent};
use crate::driver::{Driver, Guard};

/// One per chat. Nothing in here is borrowed while a signal is written or the host is told.
pub(super) struct Works {
    pub(super) driver: Driver,
    pub(super) owner: Owner,
    pub(super) host: Rc<dyn Fn(HostEvent)>,
    pub(super) network: Cell<Network>,
    pub(super) strip: RefCell<Strip>,
    pub(super) announcer: RefCell<Announcer>,
    pub(super) transcript: Cell<Transcript>,
    pub(super) carried: RefCell<Carried>,
    /// The ticket that was tried last.
    pub(super) ticket: RefCell<Secret>,
    /// What this person did as a moderator and may undo; nothing for all others.
    pub(super) undoing: RefCell<Option<Undoing>>,
    pub(super) strip_timer: RefCell<Option<Guard>>,
    pub(super) door_timer: RefCell<Option<Guard>>,
    pub(super) announcer_timer: RefCell<Option<Guard>>,
    pub(super) wait_timer: RefCell<Option<Guard>>,
    pub(super) transcript_timer: RefCell<Option<Guard>>,
}

/// What the host page said before there was a conversation to say it to.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub(super) draft: Option<String>,
    pub(super) texts: Vec<String>,
    pub(super) attributes: Pairs<String, String>,
}

impl Works {
    pub(super) fn tell(&self, event: HostEvent) {
        (self.host)(event);
    }

    /// Sets one of the timers, or clears it.
    pub(super) fn set_timer(
        &self,
        timer: &RefCell<Option<Guard>>,
        millis: Option<u64>,
        run: impl FnOnce() + 'static,
    ) {
        let guard = millis.map(|millis| self.driver.outside().after(millis, Box::new(run)));
        let old = timer.replace(guard);
        drop(old);
    }
}

impl Chat {
    /// `None` once the chat is gone.
    pub(super) fn works(self) -> Option<Rc<Works>> {
        self.works.try_get_value().flatten()
    }
}
