//! What components can tell the desk. An answer that is awaited is written by `apply`.

use chirrup::state::Panel;
use chirrup_wire::Secret;
use chirrup_wire::desk::SignInRequest;
use leptos::prelude::*;

use super::{Desk, Door};
use crate::model::ContactId;
use crate::net::Call;

impl Desk {
    /// Signs in.
    pub fn sign_in(self, name: &str, key: &str) {
        if self.door.with_untracked(|door| matches!(door, Door::Closed(_))) {
            self.door.set(Door::Opening);
            let request = SignInRequest { name: name.trim().into(), key: Secret::new(key.trim()) };
            self.machine().call(Call::SignIn(request));
        }
    }

    /// Signs out, and leaves no trace in the tab.
    pub fn sign_out(self) {
        self.machine().leave_and_sign_out();
        self.forget(None);
    }

    /// Puts a contact on the screen, accepting it first when this desk has no conversation of it.
    pub fn open(self, id: &ContactId) {
        self.problem.set(None);
        self.open_as(id, Panel::OpenedByPerson);
    }

    /// Takes the contact off the screen; its conversation goes on.
    pub fn close_screen(self) {
        self.show(None);
        self.go_to_lists();
    }

    /// The agent wants to be in the lists.
    pub fn go_to_lists(self) {
        self.to_lists.update(|count| *count += 1);
    }

    /// Hands a contact to another agent.
    pub fn transfer(self, contact: &ContactId, agent: &str) {
        self.problem.set(None);
        self.transferring.set(Some(contact.clone()));
        let call = Call::Transfer { contact: contact.clone(), agent: agent.into() };
        self.machine().call(call);
    }

    /// Ends a contact for everybody.
    pub fn end(self, contact: &ContactId) {
        let conversation = self
            .conversations
            .with_untracked(|all| all.iter().find(|one| one.contact == *contact).cloned());
        if let Some(conversation) = conversation {
            conversation.chat.end();
        }
    }

    /// Takes an ended contact out of the list.
    pub fn put_away(self, contact: &ContactId) {
        self.drop_conversation(contact);
        self.contacts.update(|contacts| contacts.retain(|one| one.id != *contact));
    }

    /// A conversation has left the page: its chat may go. Before that, components would read what is gone.
    pub fn release(self, contact: &ContactId) {
        self.machine().drop_conversation(contact);
    }

    /// Takes the problem off the screen.
    pub fn dismiss_problem(self) {
        self.problem.set(None);
    }
}
