//! What the desk holds but shows to nobody: the hands, the link, who is signed in, and what keeps each
//! conversation alive.
//!
//! Every part has its own cell, and no cell is borrowed while something outside is called: an answer
//! may come at once.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chirrup_core::Millis;

use super::Desk;
use super::conversation::Life;
use crate::model::{ContactId, Link, LinkOutput, Strip};
use crate::net::{Call, Net, SignedIn};

/// The moving parts behind a [`Desk`].
pub(super) struct Machine {
    net: Net,
    link: RefCell<Link>,
    signed_in: RefCell<Option<SignedIn>>,
    lives: RefCell<BTreeMap<ContactId, Life>>,
    states: Cell<States>,
}

/// Whether a state has come in since the agent did.
#[derive(Clone, Copy, PartialEq, Eq)]
enum States {
    None,
    Some,
}

impl Machine {
    pub(super) fn new(net: Net, seed: u64) -> Self {
        Self {
            net,
            link: RefCell::new(Link::new(seed)),
            signed_in: RefCell::default(),
            lives: RefCell::default(),
            states: Cell::new(States::None),
        }
    }

    pub(super) fn wake(&self, desk: Desk) {
        self.net.wake(Rc::new(move |input| desk.apply(input)));
    }

    pub(super) fn now(&self) -> Millis {
        self.net.now()
    }

    pub(super) fn participant_service(&self) -> String {
        self.net.participant_service()
    }

    /// Who was signed in before a reload, and what was on the screen.
    pub(super) fn kept(&self) -> Option<(SignedIn, Option<ContactId>)> {
        self.net.kept().read()
    }

    pub(super) fn keep(&self, on_screen: Option<&ContactId>) {
        if let Some(signed_in) = &*self.signed_in.borrow() {
            self.net.kept().write(signed_in, on_screen);
        }
    }

    pub(super) fn enter(&self, signed_in: SignedIn) {
        // What an earlier agent left behind without ever having been on the page.
        let lives = self.lives.take();
        drop(lives);
        self.signed_in.replace(Some(signed_in));
        self.states.set(States::None);
        self.link.borrow_mut().start(self.now());
    }

    /// Lets go of everything that belongs to the agent. Conversations go as they leave the page.
    pub(super) fn leave(&self) {
        self.signed_in.take();
        self.net.kept().clear();
        self.net.cancel_calls();
        self.link.borrow_mut().stop();
    }

    pub(super) fn call(&self, call: Call) {
        let token = self.signed_in.borrow().as_ref().map(|signed_in| signed_in.token.clone());
        self.net.call(call, token.as_ref());
    }

    /// Signs out at the server, after everything else was given up.
    pub(super) fn leave_and_sign_out(&self) {
        let token = self.signed_in.borrow().as_ref().map(|signed_in| signed_in.token.clone());
        self.leave();
        self.net.call(Call::SignOut, token.as_ref());
    }

    pub(super) fn say_hello(&self) {
        if let Some(signed_in) = &*self.signed_in.borrow() {
            self.net.say_hello(&signed_in.token);
        }
    }

    /// Changes the link; [`Machine::drain`] does what follows.
    pub(super) fn link(&self, change: impl FnOnce(&mut Link, Millis)) {
        change(&mut self.link.borrow_mut(), self.now());
    }

    pub(super) fn ring(&self) {
        self.net.clear_alarm();
        self.link(Link::handle_timeout);
    }

    /// Does what the link wants done, sets its alarm, and tells what the strip says.
    pub(super) fn drain(&self) -> Strip {
        loop {
            let output = self.link.borrow_mut().poll_output();
            match output {
                Some(LinkOutput::Open) => self.net.open_socket(),
                Some(LinkOutput::Close) => self.net.close_socket(),
                None => break,
            }
        }
        let now = self.now();
        let due = self.link.borrow().poll_timeout(now);
        self.net.set_alarm(due);
        self.link.borrow().strip(now)
    }

    pub(super) fn keep_conversation(&self, contact: &ContactId, life: Life) {
        let old = self.lives.borrow_mut().insert(contact.clone(), life);
        drop(old);
    }

    pub(super) fn drop_conversation(&self, contact: &ContactId) {
        let life = self.lives.borrow_mut().remove(contact);
        if let Some(life) = life {
            life.end();
        }
    }

    /// Whether no state had come in before this one.
    pub(super) fn take_first_state(&self) -> bool {
        self.states.replace(States::Some) == States::None
    }
}
