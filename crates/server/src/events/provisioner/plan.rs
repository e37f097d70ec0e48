//! What is done next: people who wait, then new names, then the soonest event, then what is over.
//!
//! A plan is a short look ahead. It is made anew when it is empty and when the bell rings, and what is being done
//! already is left out of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::events::provisioner::job::Job;
use crate::events::{Event, EventId, Phase, Ticket, TicketId};
use crate::store::{Due, EventReads, StoreError};

/// How far a plan looks ahead, beyond what is being done.
const LOOK: usize = 256;
/// Members that one call adds.
pub(super) const BATCH: usize = 100;
/// Amazon takes one batch a second for a channel.
pub(super) const BETWEEN_BATCHES: Duration = Duration::from_millis(1_100);

/// What a job works on; no two jobs work on the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A ticket's user.
    Ticket(EventId, TicketId),
    /// The channel itself, its archive, its end.
    Channel(EventId),
    /// Adding many members to a channel.
    Batch(EventId),
}

/// The jobs of the next moment.
#[derive(Default)]
pub(super) struct Plan {
    jobs: VecDeque<Job>,
    planned: BTreeSet<Subject>,
    busy: BTreeSet<Subject>,
    last_batch: BTreeMap<EventId, Instant>,
    /// When a batch may be sent that has to wait.
    batch_at: Option<Instant>,
}

impl Plan {
    pub(super) fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// How long the first of those jobs has to wait that cannot be done yet.
    pub(super) fn wait(&self) -> Option<Duration> {
        self.batch_at.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// The next job, being done from here on.
    pub(super) fn take(&mut self) -> Option<Job> {
        let job = self.jobs.pop_front()?;
        for subject in job.subjects() {
            self.planned.remove(&subject);
            self.busy.insert(subject);
        }
        if let Job::Members { event, .. } = &job {
            self.last_batch.insert(event.id.clone(), Instant::now());
        }
        Some(job)
    }

    /// A job has ended, whatever became of it.
    pub(super) fn finish(&mut self, job: &Job) {
        for subject in job.subjects() {
            self.busy.remove(&subject);
        }
    }

    /// Looks ahead anew. Between two batches for one channel lies at least `between`.
    pub(super) fn fill(
        &mut self,
        reads: &EventReads<'_>,
        between: Duration,
    ) -> Result<(), StoreError> {
        self.jobs.clear();
        self.planned.clear();
        self.batch_at = None;
        let limit = u32::try_from(LOOK + self.busy.len()).unwrap_or(u32::MAX);
        let live = reads.events(&[Phase::Live])?;
        for ticket in reads.asked_for(limit)? {
            match live.iter().find(|event| event.id == ticket.event) {
                Some(event) if event.has_channel => {
                    self.add(Job::Whole { event: event.clone(), ticket });
                }
                Some(event) => self.add(Job::Channel { event: event.clone() }),
                None => {}
            }
        }
        for ticket in reads.to_rename(limit)? {
            self.add(Job::Rename { ticket });
        }
        for event in &live {
            if self.jobs.len() >= LOOK {
                return Ok(());
            }
            self.fill_live(reads, event, limit, between)?;
        }
        for event in reads.events(&[Phase::Archiving, Phase::Removing])? {
            if self.jobs.len() >= LOOK {
                return Ok(());
            }
            self.fill_over(reads, &event, limit)?;
        }
        Ok(())
    }

    fn fill_live(
        &mut self,
        reads: &EventReads<'_>,
        event: &Event,
        limit: u32,
        between: Duration,
    ) -> Result<(), StoreError> {
        if !event.has_channel {
            self.add(Job::Channel { event: event.clone() });
        }
        let wanted = reads.due(&event.id, Due::User, limit)?;
        if event.has_channel {
            // The last few of an event do not wait for a full batch.
            let least = if wanted.is_empty() { 1 } else { BATCH };
            let due = reads.due(&event.id, Due::Member, limit)?;
            self.add_members(event, due, least, between);
        }
        for ticket in wanted {
            let event = event.clone();
            // Moderators and artists are few, and are there from the beginning.
            if ticket.role.is_staff() && event.has_channel {
                self.add(Job::Whole { event, ticket });
            } else {
                self.add(Job::User { event, ticket });
            }
        }
        Ok(())
    }

    fn add_members(&mut self, event: &Event, due: Vec<Ticket>, least: usize, between: Duration) {
        let (staff, fans): (Vec<_>, Vec<_>) =
            due.into_iter().partition(|ticket| ticket.role.is_staff());
        for ticket in staff {
            self.add(Job::Whole { event: event.clone(), ticket });
        }
        let free = fans.into_iter().filter(|ticket| self.is_free(ticket));
        let tickets: Vec<Ticket> = free.take(BATCH).collect();
        if tickets.len() < least {
            return;
        }
        let may_at = self.last_batch.get(&event.id).map(|last| *last + between);
        match may_at.filter(|at| *at > Instant::now()) {
            Some(at) => self.batch_at = Some(self.batch_at.map_or(at, |other| other.min(at))),
            None => self.add(Job::Members { event: event.clone(), tickets }),
        }
    }

    fn fill_over(
        &mut self,
        reads: &EventReads<'_>,
        event: &Event,
        limit: u32,
    ) -> Result<(), StoreError> {
        let id = &event.id;
        let is_worked_on = self.busy.iter().any(|subject| match subject {
            Subject::Ticket(other, _) | Subject::Channel(other) | Subject::Batch(other) => {
                other == id
            }
        });
        if event.phase == Phase::Archiving {
            // What is being made for it comes to its end first, or it would outlive the removal.
            if !is_worked_on {
                self.add(Job::Archive { event: event.clone() });
            }
            return Ok(());
        }
        if event.has_channel {
            self.add(Job::RemoveChannel { event: event.clone() });
            return Ok(());
        }
        let due = reads.due(id, Due::Removal, limit)?;
        if due.is_empty() {
            self.add(Job::Finish { event: event.clone() });
        }
        for ticket in due {
            self.add(Job::RemoveUser { ticket });
        }
        Ok(())
    }

    fn is_free(&self, ticket: &Ticket) -> bool {
        self.is_untaken(&Subject::Ticket(ticket.event.clone(), ticket.id.clone()))
    }

    fn is_untaken(&self, subject: &Subject) -> bool {
        !self.busy.contains(subject) && !self.planned.contains(subject)
    }

    /// Adds a job unless one works on the same, or is about to.
    fn add(&mut self, job: Job) {
        let subjects = job.subjects();
        if self.jobs.len() < LOOK && subjects.iter().all(|subject| self.is_untaken(subject)) {
            self.planned.extend(subjects);
            self.jobs.push_back(job);
        }
    }
}
