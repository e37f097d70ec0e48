//! Subjects of rulings: which ruling on each of them counts.
//!
//! Of every sender the newest ruling on a subject is kept, whether or not the sender is an authority, because
//! the lists that say so may change. Invariant: `counted` is the newest of the authorities' rulings.

use std::sync::Arc;

use super::authority::Authority;
use super::ruling::{Ruling, Topic};
use crate::hash::{Index, hash};

/// One subject.
#[derive(Debug)]
struct Subject {
    topic: Topic,
    name: Arc<str>,
    /// The newest of each sender.
    rulings: Vec<Arc<Ruling>>,
    counted: Option<Arc<Ruling>>,
}

impl Subject {
    /// Takes a ruling; answers whether it is the newest of its sender.
    fn take(&mut self, ruling: &Arc<Ruling>) -> bool {
        match self.rulings.iter_mut().find(|known| known.by == ruling.by) {
            Some(known) if ruling.is_after(known) => *known = ruling.clone(),
            Some(_) => return false,
            None => self.rulings.push(ruling.clone()),
        }
        true
    }

    /// Finds the one that counts; answers whether it is another than before.
    fn settle(&mut self, authority: &Authority) -> bool {
        let mut newest: Option<&Arc<Ruling>> = None;
        for ruling in &self.rulings {
            let is_newer = newest.is_none_or(|newest| ruling.is_after(newest));
            if is_newer && authority.has(&ruling.by) {
                newest = Some(ruling);
            }
        }
        if newest == self.counted.as_ref() {
            return false;
        }
        self.counted = newest.cloned();
        true
    }
}

/// All subjects that rulings were about.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    subjects: Vec<Subject>,
    index: Index,
}

impl Subjects {
    /// The ruling that counts on a subject.
    pub(super) fn counted(&self, topic: Topic, name: &str) -> Option<&Arc<Ruling>> {
        self.subjects.get(self.find(topic, name)?)?.counted.as_ref()
    }

    /// Takes an authority's ruling; answers whether another ruling counts because of it.
    pub(super) fn take(&mut self, ruling: &Arc<Ruling>, authority: &Authority) -> bool {
        let (topic, name) = ruling.subject();
        let number = self.find(topic, name).unwrap_or_else(|| self.add(topic, name));
        let subject = self.subjects.get_mut(number);
        subject.is_some_and(|subject| subject.take(ruling) && subject.settle(authority))
    }

    /// The lists changed; answers which subjects have another ruling that counts.
    pub(super) fn settle(&mut self, authority: &Authority) -> Vec<(Topic, Arc<str>)> {
        let changed = self.subjects.iter_mut().filter_map(|subject| {
            subject.settle(authority).then(|| (subject.topic, subject.name.clone()))
        });
        changed.collect()
    }

    fn find(&self, topic: Topic, name: &str) -> Option<usize> {
        self.index.find(subject_hash(topic, name), |number| {
            let subject = self.subjects.get(number);
            subject.is_some_and(|subject| subject.topic == topic && *subject.name == *name)
        })
    }

    fn add(&mut self, topic: Topic, name: &str) -> usize {
        let number = self.subjects.len();
        let (rulings, counted) = (Vec::new(), None);
        self.subjects.push(Subject { topic, name: name.into(), rulings, counted });
        self.index.add(subject_hash(topic, name), number);
        number
    }
}

/// Subjects of one name, such as a person's, are far from each other.
fn subject_hash(topic: Topic, name: &str) -> u32 {
    hash(name) ^ (topic as u32).wrapping_mul(0x9e37_79b9)
}
