//! Which messages a person wrote, so that hiding a person touches these rows and no others.

use crate::hash::{Index, hash};
use crate::ids::{ParticipantId, ServerId};

#[derive(Debug, Default)]
pub(super) struct Authors {
    authors: Vec<(ParticipantId, Vec<ServerId>)>,
    index: Index,
}

impl Authors {
    pub(super) fn messages(&self, author: &ParticipantId) -> &[ServerId] {
        let known = self.find(author).and_then(|number| self.authors.get(number));
        known.map_or(&[], |(_, messages)| messages)
    }

    pub(super) fn add(&mut self, author: &ParticipantId, message: ServerId) {
        let number = self.find(author).unwrap_or_else(|| {
            let number = self.authors.len();
            self.authors.push((author.clone(), Vec::new()));
            self.index.add(hash(author.as_str()), number);
            number
        });
        if let Some((_, messages)) = self.authors.get_mut(number) {
            messages.push(message);
        }
    }

    pub(super) fn remove(&mut self, author: &ParticipantId, message: &ServerId) {
        let number = self.find(author);
        let Some((_, messages)) = number.and_then(|number| self.authors.get_mut(number)) else {
            return;
        };
        // Memory is freed from the oldest, which stand near the front.
        if let Some(index) = messages.iter().position(|known| known == message) {
            messages.remove(index);
        }
    }

    fn find(&self, author: &ParticipantId) -> Option<usize> {
        let is_it = |number| self.authors.get(number).is_some_and(|(known, _)| known == author);
        self.index.find(hash(author.as_str()), is_it)
    }
}
