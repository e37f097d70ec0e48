//! What becomes of what happened outside.

use chirrup::state::Panel;
use chirrup_wire::desk::{self, AcceptResponse, DeskFrame};
use leptos::prelude::*;

use super::conversation::Conversation;
use super::{Desk, Door, Problem, SignInProblem};
use crate::model::{Contact, ContactId, Link, News, Standing, merge, news, parse_contacts};
use crate::net::{Answer, Call, CallError, Input, SignedIn};

impl Desk {
    pub(super) fn apply(self, input: Input) {
        let machine = self.machine();
        match input {
            Input::Answered(call, result) => self.apply_answer(call, result),
            Input::Opened => machine.say_hello(),
            Input::Frame(DeskFrame::SignedOut) => self.leave(Some(SignInProblem::Expired)),
            Input::Frame(DeskFrame::State { contacts, agents }) => {
                machine.link(Link::handle_state);
                self.agents.set(agents);
                self.apply_contacts(contacts);
            }
            Input::Closed => machine.link(Link::handle_closed),
            Input::Network(network) => {
                machine.link(|link, now| link.handle_network(network, now));
            }
            Input::Timeout => machine.ring(),
            Input::Minute => self.now.set(machine.now()),
        }
        self.drain();
    }

    fn apply_contacts(self, contacts: Vec<desk::Contact>) {
        let now = self.machine().now();
        let shown = self.conversations.with_untracked(|all| {
            all.iter().map(|conversation| conversation.contact.clone()).collect::<Vec<_>>()
        });
        let before = self.contacts.get_untracked();
        let after = merge(&before, parse_contacts(contacts, now), &shown, now);
        // What was there when the agent came in is no news.
        let is_first = self.machine().take_first_state();
        let news = if is_first {
            Vec::new()
        } else {
            self.on_screen.with_untracked(|shown| news(&before, &after, shown.as_ref()))
        };
        let come_back = if is_first { self.kept_on_screen(&after) } else { None };

        self.now.set(now);
        self.contacts.set(after);
        self.tell(news);
        if let Some(contact) = come_back {
            self.open_as(&contact, Panel::OpenedByPage);
        }
    }

    fn apply_answer(self, call: Call, result: Result<Answer, CallError>) {
        match (call, result) {
            (Call::SignIn(_), Ok(Answer::SignedIn(response))) => {
                self.enter(SignedIn { agent: response.agent, token: response.token });
                self.machine().keep(None);
                self.go_to_lists();
            }
            (Call::SignIn(_), Err(error)) => {
                self.door.set(Door::Closed(Some(sign_in_problem(error))));
            }
            (Call::Accept(contact), Ok(Answer::Accepted(response))) => {
                self.apply_accepted(&contact, response);
            }
            (Call::Accept(contact), Err(error)) => {
                self.accepting.update(|all| all.retain(|one| *one != contact));
                if self.on_screen.with_untracked(|shown| shown.as_ref() == Some(&contact)) {
                    self.show(None);
                }
                self.apply_error(error, Problem::Gone);
            }
            (Call::Transfer { contact, agent }, Ok(_)) => {
                self.transferring.set(None);
                self.apply_transferred(&contact, &agent);
            }
            (Call::Transfer { .. }, Err(error)) => {
                self.transferring.set(None);
                self.apply_error(error, Problem::TransferRefused);
            }
            // Whoever signs out is signed out here, whatever the server makes of it; and each other call
            // has parsed its own kind of answer.
            (Call::SignOut, _) | (Call::SignIn(_) | Call::Accept(_), Ok(_)) => {}
        }
    }

    fn apply_accepted(self, contact: &ContactId, response: AcceptResponse) {
        self.accepting.update(|all| all.retain(|one| one != contact));
        let Some(agent) = self.agent_name() else { return };
        let (conversation, life) = Conversation::join(self, contact, response, agent);
        let panel = self.on_screen.with_untracked(|shown| self.panel_of(contact, shown.as_ref()));
        conversation.set_panel(panel);
        self.machine().keep_conversation(contact, life);
        self.conversations.update(|all| all.push(conversation));
        self.contacts.update(|contacts| {
            if let Some(accepted) = contacts.iter_mut().find(|one| one.id == *contact) {
                accepted.standing = Standing::Open;
            }
        });
    }

    fn apply_transferred(self, contact: &ContactId, agent: &str) {
        let to = self.agents.with_untracked(|agents| {
            agents.iter().find(|one| one.id == agent).map(|one| one.name.as_str().into())
        });
        let customer = self.contact_untracked(contact).map(|contact| contact.customer);
        self.put_away(contact);
        if let (Some(customer), Some(to)) = (customer, to) {
            self.tell(vec![News::Transferred { customer, to }]);
        }
    }

    fn apply_error(self, error: CallError, unknown: Problem) {
        match error {
            CallError::SignedOut => self.leave(Some(SignInProblem::Expired)),
            CallError::Taken => self.problem.set(Some(Problem::Taken)),
            CallError::Unknown => self.problem.set(Some(unknown)),
            CallError::TooMany | CallError::Unreachable => {
                self.problem.set(Some(Problem::Unreachable));
            }
        }
    }

    fn tell(self, news: Vec<News>) {
        if !news.is_empty() {
            self.told.update(|told| {
                told.number += 1;
                told.news = news;
            });
        }
    }

    /// The contact that was on the screen before a reload, if it is still open.
    fn kept_on_screen(self, contacts: &[Contact]) -> Option<ContactId> {
        let (_, kept) = self.machine().kept()?;
        let is_open =
            |one: &&Contact| one.standing == Standing::Open && kept == Some(one.id.clone());
        contacts.iter().find(is_open).map(|contact| contact.id.clone())
    }

    pub(super) fn contact_untracked(self, id: &ContactId) -> Option<Contact> {
        untrack(|| self.contact(id))
    }

    fn agent_name(self) -> Option<String> {
        self.door.with_untracked(|door| match door {
            Door::Open(agent) => Some(agent.name.clone()),
            Door::Closed(_) | Door::Opening => None,
        })
    }
}

fn sign_in_problem(error: CallError) -> SignInProblem {
    match error {
        CallError::SignedOut => SignInProblem::Wrong,
        CallError::TooMany => SignInProblem::TooMany,
        CallError::Taken | CallError::Unknown | CallError::Unreachable => {
            SignInProblem::Unreachable
        }
    }
}
