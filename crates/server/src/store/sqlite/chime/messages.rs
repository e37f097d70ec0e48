//! Messages, and who may see those that are not for all.

use rusqlite::{Row, params};

use super::users::identity;
use super::{ChimeReads, ChimeWrites, count, strange, time, word};
use crate::chime::domain::record::{Message, MessageKind, Request, Seq, Status, Words};
use crate::clock::Millis;
use crate::store::{Direction, StoreError};

const COLUMNS: &str = "m.seq, m.channel, m.part, part.id, m.id, m.at, m.sender, sender.arn, sender.name, \
    m.target, target.arn, m.type, m.status, m.content, m.metadata, m.content_type, m.attributes, \
    m.edited_at, m.updated_at, m.is_redacted";
const JOINS: &str = "JOIN chime_users AS sender ON sender.seq = m.sender \
    LEFT JOIN chime_users AS target ON target.seq = m.target \
    LEFT JOIN chime_parts AS part ON part.seq = m.part";

/// Which messages to read.
#[derive(Clone, Copy, Debug)]
pub struct MessagePage {
    /// The channel.
    pub channel: Seq,
    /// The part of it.
    pub part: Seq,
    /// Who reads.
    pub reader: Seq,
    /// Which way.
    pub direction: Direction,
    /// The earliest time that counts, itself included.
    pub from: Millis,
    /// The latest time that counts, itself included.
    pub until: Millis,
    /// How many.
    pub most: usize,
}

impl ChimeReads<'_> {
    /// A message by id, for whose eyes it may be.
    pub fn message(&self, channel: Seq, id: &str) -> Result<Option<Message>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_messages AS m {JOINS} WHERE m.channel = ?1 AND m.id = ?2"
        );
        self.one(&sql, params![channel, id], message)
    }

    /// What was sent with a token, and for what.
    pub fn message_by_token(
        &self,
        sender: Seq,
        channel: Seq,
        token: &str,
    ) -> Result<Option<(Message, [u8; 16])>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, m.request_digest FROM chime_messages AS m {JOINS} \
             WHERE m.sender = ?1 AND m.channel = ?2 AND m.request_token = ?3"
        );
        self.one(&sql, params![sender, channel, token], |row| Ok((message(row)?, row.get(20)?)))
    }

    /// The messages that a reader may see, in the order of the scan. Those for all and those for few eyes are
    /// two lists in order; a page is the front of both, merged.
    pub fn messages(&self, page: &MessagePage) -> Result<Vec<Message>, StoreError> {
        let order = match page.direction {
            Direction::Forward => "ASC",
            Direction::Backward => "DESC",
        };
        let (from, until, most) = (page.from.0, page.until.0, count(page.most));
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_messages AS m {JOINS} \
             WHERE m.channel = ?1 AND m.part = ?2 AND m.is_private = 0 AND m.at BETWEEN ?3 AND ?4 \
             ORDER BY m.at {order} LIMIT ?5"
        );
        let values = params![page.channel, page.part, from, until, most];
        let mut found = self.all(&sql, values, message)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM chime_readers AS r \
             CROSS JOIN chime_messages AS m ON m.seq = r.message {JOINS} \
             WHERE r.channel = ?1 AND r.part = ?2 AND r.reader = ?3 AND r.at BETWEEN ?4 AND ?5 \
             ORDER BY r.at {order} LIMIT ?6"
        );
        let values = params![page.channel, page.part, page.reader, from, until, most];
        found.extend(self.all(&sql, values, message)?);
        match page.direction {
            Direction::Forward => found.sort_by_key(|message| message.at),
            Direction::Backward => found.sort_by_key(|message| std::cmp::Reverse(message.at)),
        }
        found.truncate(page.most);
        Ok(found)
    }
}

impl ChimeWrites<'_> {
    /// Keeps a message, and returns its number.
    pub fn add_message(&self, message: &Message, request: &Request) -> Result<Seq, StoreError> {
        let sql = "INSERT INTO chime_messages (channel, part, is_private, at, id, sender, target, \
                     type, status, content, metadata, attributes, content_type, updated_at, \
                     request_token, request_digest) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
        let seq = self.add(
            sql,
            params![
                message.channel,
                message.part,
                message.is_private(),
                message.at.0,
                message.id,
                message.sender_seq,
                message.target_seq,
                message.kind.text(),
                message.status.text(),
                message.words.content,
                message.words.metadata,
                attributes_text(&message.words)?,
                message.words.content_type,
                message.updated_at.0,
                request.token,
                &request.digest[..]
            ],
        )?;
        self.add_readers(&Message { seq, ..message.clone() })?;
        self.move_clock(message)?;
        Ok(seq)
    }

    /// Keeps a message as it is now: its words, status, times and eyes.
    pub fn save_message(&self, message: &Message) -> Result<(), StoreError> {
        let sql = "UPDATE chime_messages SET is_private = ?2, at = ?3, status = ?4, content = ?5, \
                     metadata = ?6, attributes = ?7, content_type = ?8, edited_at = ?9, \
                     updated_at = ?10, is_redacted = ?11 WHERE seq = ?1";
        self.run(
            sql,
            params![
                message.seq,
                message.is_private(),
                message.at.0,
                message.status.text(),
                message.words.content,
                message.words.metadata,
                attributes_text(&message.words)?,
                message.words.content_type,
                message.edited_at.map(|at| at.0),
                message.updated_at.0,
                message.is_redacted
            ],
        )?;
        Ok(())
    }

    /// A message that waited goes where it belongs: its time and its eyes are others from here on.
    pub fn release_message(&self, message: &Message) -> Result<(), StoreError> {
        self.run("DELETE FROM chime_readers WHERE message = ?1", [message.seq])?;
        self.save_message(message)?;
        self.add_readers(message)?;
        self.move_clock(message)
    }

    /// Forgets a message.
    pub fn remove_message(&self, seq: Seq) -> Result<(), StoreError> {
        self.run("DELETE FROM chime_messages WHERE seq = ?1", [seq])?;
        Ok(())
    }

    fn add_readers(&self, message: &Message) -> Result<(), StoreError> {
        if !message.is_private() {
            return Ok(());
        }
        let target = message.target_seq.filter(|_| message.status == Status::Sent);
        let target = target.filter(|target| *target != message.sender_seq);
        for reader in std::iter::once(message.sender_seq).chain(target) {
            let sql = "INSERT INTO chime_readers (channel, part, reader, at, message) \
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let (channel, part) = (message.channel, message.part);
            self.run(sql, params![channel, part, reader, message.at.0, message.seq])?;
        }
        Ok(())
    }

    /// What waits for a processor moves the order on, but nobody has said it yet.
    fn move_clock(&self, message: &Message) -> Result<(), StoreError> {
        let said = (message.status == Status::Sent).then_some(message.at.0);
        let sql = "UPDATE chime_channels \
                   SET last_at = ?2, last_message_at = COALESCE(?3, last_message_at) WHERE seq = ?1";
        self.run(sql, params![message.channel, message.at.0, said])?;
        Ok(())
    }
}

fn attributes_text(words: &Words) -> Result<Option<String>, StoreError> {
    Ok(words.attributes.as_ref().map(serde_json::to_string).transpose()?)
}

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    let attributes = match row.get::<_, Option<String>>(16)? {
        Some(text) => Some(chirrup_wire::decode(&text).ok_or_else(|| strange(16, "attributes"))?),
        None => None,
    };
    Ok(Message {
        seq: row.get(0)?,
        channel: row.get(1)?,
        part: row.get(2)?,
        sub_channel: row.get(3)?,
        id: row.get(4)?,
        at: Millis(row.get(5)?),
        sender_seq: row.get(6)?,
        sender: identity(row, 7)?,
        target_seq: row.get(9)?,
        target: row.get(10)?,
        kind: word(row, 11, MessageKind::of)?,
        is_kept: true,
        status: word(row, 12, Status::of)?,
        words: Words {
            content: row.get(13)?,
            metadata: row.get(14)?,
            content_type: row.get(15)?,
            attributes,
        },
        edited_at: time(row, 17)?,
        updated_at: Millis(row.get(18)?),
        is_redacted: row.get(19)?,
    })
}
