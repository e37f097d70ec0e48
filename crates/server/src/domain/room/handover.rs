//! From the bot to the queue, from the queue to an agent, from one agent to another.

use super::{Room, participant};
use crate::clock::Millis;
use crate::domain::ids::{AgentId, ContactId, ParticipantId};
use crate::domain::item::{Body, Item, Visibility};
use crate::domain::participant::{Presence, Role};
use crate::domain::phase::{Phase, Refusal};

impl Room {
    /// The bot gives the contact to the agents.
    pub fn queue(&mut self, now: Millis) {
        if self.phase == Phase::Bot {
            self.bot_due = None;
            self.bot_asked = None;
            self.phase = Phase::Waiting { since: now, for_agent: None, transferred_by: None };
        }
    }

    /// An agent takes the contact, or comes back to one of theirs.
    pub fn accept(
        &mut self,
        agent: &AgentId,
        name: &str,
        now: Millis,
    ) -> Result<(ParticipantId, Vec<Item>), Refusal> {
        match &self.phase {
            Phase::Open { agent: owner, .. } if owner == agent => {
                let here = self.active_agent(agent).ok_or(Refusal::NotYours)?;
                return Ok((here.id.clone(), Vec::new()));
            }
            Phase::Waiting { for_agent, .. }
                if for_agent.as_ref().is_none_or(|wanted| wanted == agent) => {}
            Phase::Open { .. } | Phase::Waiting { .. } => return Err(Refusal::Taken),
            Phase::Expected | Phase::Bot => return Err(Refusal::NotWaiting),
            Phase::Ended { .. } => return Err(Refusal::Ended),
        }
        let mut joined = participant(Role::Agent, name.to_owned(), Presence::Active, now);
        joined.agent_id = Some(agent.clone());
        self.participants.push(joined.clone());
        self.phase = Phase::Open { since: now, agent: agent.clone() };
        if let Some(customer) = self.customer_mut() {
            customer.heard_at = now;
        }
        let made = vec![self.make(Body::Joined, Some(&joined), now)];
        Ok((joined.id, made))
    }

    /// The agent whom the contact is with or waits for is no longer there: it waits for anybody.
    pub fn release(&mut self, now: Millis) -> Vec<Item> {
        let agent = match &self.phase {
            Phase::Open { agent, .. } | Phase::Waiting { for_agent: Some(agent), .. } => {
                agent.clone()
            }
            Phase::Expected | Phase::Bot | Phase::Waiting { .. } | Phase::Ended { .. } => {
                return Vec::new();
            }
        };
        let leaving = self.active_agent(&agent).cloned();
        let made = leaving.iter().map(|one| self.make(Body::Left, Some(one), now)).collect();
        if let Some(leaving) = &leaving {
            self.set_presence(&leaving.id, Presence::Left);
        }
        let transferred_by = leaving.map(|one| one.display_name);
        self.phase = Phase::Waiting { since: now, for_agent: None, transferred_by };
        made
    }

    /// The agent of the contact hands it to another one: the next contact of the chain begins.
    pub fn transfer(
        &mut self,
        from: &AgentId,
        to: &AgentId,
        to_name: &str,
        now: Millis,
    ) -> Result<Vec<Item>, Refusal> {
        if self.is_ended() {
            return Err(Refusal::Ended);
        }
        if !matches!(&self.phase, Phase::Open { agent, .. } if agent == from) {
            return Err(Refusal::NotYours);
        }
        let leaving = self.active_agent(from).cloned().ok_or(Refusal::NotYours)?;
        let invited = participant(Role::Agent, to_name.to_owned(), Presence::Expected, now);
        let mut made = vec![self.make(Body::TransferSucceeded, Some(&leaving), now)];
        let mut invitation = self.make(Body::Invited, Some(&invited), now);
        invitation.visibility = Visibility::Agents;
        made.push(invitation);
        made.push(self.make(Body::Left, Some(&leaving), now));
        self.set_presence(&leaving.id, Presence::Left);
        self.contact_id = ContactId::fresh();
        self.phase = Phase::Waiting {
            since: now,
            for_agent: Some(to.clone()),
            transferred_by: Some(leaving.display_name),
        };
        Ok(made)
    }
}
