//! The contact flow: the bot greets, answers from its script, and hands over to the agents.
//!
//! What the bot owes is kept in the room, so that it answers after a restart too.

mod alarm;
mod script;

pub use alarm::{Alarm, run};
pub use script::Script;

use chirrup_wire::connect::content_type::{TEXT_MARKDOWN, TEXT_PLAIN};

use crate::clock::Millis;
use crate::config::Config;
use crate::domain::{Body, Item, Phase, Role, Room};
use crate::store::{Direction, PageRequest, StoreError, Tx};

/// The bot and what it says.
pub struct Flow {
    bot_name: String,
    greeting: String,
    answer_after_millis: i64,
    script: Script,
}

/// The bot reads at most this many messages before it answers.
const MOST_QUESTIONS: usize = 20;

impl Flow {
    /// The flow of the config.
    pub fn new(config: &Config) -> Self {
        Self {
            bot_name: config.flow.bot_name.clone(),
            greeting: config.flow.greeting.trim().to_owned(),
            answer_after_millis: i64::from(config.flow.answer_after_millis),
            script: config.flow.script.clone(),
        }
    }

    /// The bot's name.
    pub fn bot_name(&self) -> &str {
        &self.bot_name
    }

    /// The customer is there: greets them, the first time. What came with the start is said then.
    pub fn arrive(&self, tx: &mut Tx<'_>, room: &mut Room) -> Result<(), StoreError> {
        let now = tx.now();
        let mut items = room.arrive(now);
        if items.is_empty() {
            return Ok(());
        }
        items.extend(say_as_bot(room, &self.greeting, now));
        let mut typing = None;
        if let (Some(words), Some(customer)) = (room.first_words.take(), room.customer().cloned()) {
            let said = room.say(&customer.id, &words.content_type, &words.content, now);
            items.extend(said.unwrap_or_default());
            typing = self.ask(room, items.last(), now);
        }
        tx.keep(room, items)?;
        tell_typing(tx, room, typing);
        Ok(())
    }

    /// Notes that the customer asked something, while the bot is the one to answer, and returns the
    /// bot's typing.
    pub fn ask(&self, room: &mut Room, question: Option<&Item>, now: Millis) -> Option<Item> {
        let question = question?;
        if room.phase != Phase::Bot {
            return None;
        }
        if room.bot_asked.is_none() {
            room.bot_asked = Some(question.id.clone());
        }
        room.bot_due = Some(now.plus_millis(self.answer_after_millis));
        let bot = room.bot()?.id.clone();
        room.type_for(&bot, now).ok()
    }

    /// Says what the bot owes.
    pub fn answer(&self, tx: &mut Tx<'_>, room: &mut Room) -> Result<(), StoreError> {
        let now = tx.now();
        let questions = Self::questions(tx, room)?;
        room.bot_due = None;
        room.bot_asked = None;
        let Some(topic) = self.script.topic_for_all(&questions) else {
            return tx.keep(room, Vec::new());
        };
        let items = say_as_bot(room, &topic.answer, now);
        if topic.is_handover {
            room.queue(now);
        }
        tx.keep(room, items)
    }

    /// Everything that the customer said since the bot last answered.
    fn questions(tx: &Tx<'_>, room: &Room) -> Result<Vec<String>, StoreError> {
        let Some(first) = &room.bot_asked else { return Ok(Vec::new()) };
        let Some(first) = tx.reads().item(&room.id, first)? else { return Ok(Vec::new()) };
        let page = tx.reads().page(&PageRequest {
            room_id: room.id.clone(),
            contact_id: None,
            direction: Direction::Forward,
            from: first.at,
            limit: MOST_QUESTIONS,
            with_agents_only: false,
        })?;
        let words = page.iter().filter_map(|(item, _)| match (&item.body, &item.sender) {
            (Body::Message { content, .. }, Some(sender)) if sender.role == Role::Customer => {
                Some(content.clone())
            }
            _ => None,
        });
        Ok(words.collect())
    }
}

/// Tells the bot's typing, after what made it type.
pub fn tell_typing(tx: &mut Tx<'_>, room: &Room, typing: Option<Item>) {
    if let (Some(typing), Some(bot)) = (typing, room.bot()) {
        tx.tell_typing(room, typing, &bot.id);
    }
}

fn say_as_bot(room: &mut Room, text: &str, now: Millis) -> Vec<Item> {
    let Some(bot) = room.bot().map(|bot| bot.id.clone()) else { return Vec::new() };
    if text.is_empty() {
        return Vec::new();
    }
    let markdown = room.content_types.iter().any(|one| one == TEXT_MARKDOWN);
    let content_type = if markdown { TEXT_MARKDOWN } else { TEXT_PLAIN };
    // A chat that ended meanwhile needs no words of the bot.
    room.say(&bot, content_type, text, now).unwrap_or_default()
}
