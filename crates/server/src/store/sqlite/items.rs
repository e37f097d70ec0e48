//! Items and receipts.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::clock::Millis;
use crate::domain::{
    Body, ContactId, Item, ItemId, ParticipantId, Role, RoomId, Sender, Visibility,
};
use crate::store::sqlite::Records;
use crate::store::{Direction, Page, PageRequest, Receipt, StoreError};

const COLUMNS: &str = "id, contact_id, at, kind, content_type, content, participant_id, \
                       display_name, role, visibility";

impl Records<'_> {
    pub(super) fn find_item(&self, room: &RoomId, id: &ItemId) -> Result<Option<Item>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM items WHERE id = ?1 AND room_id = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([id.as_str(), room.as_str()], item).optional()?)
    }

    pub(super) fn find_item_by_client_token(
        &self,
        sender: &ParticipantId,
        token: &str,
    ) -> Result<Option<Item>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM items WHERE participant_id = ?1 AND client_token = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([sender.as_str(), token], item).optional()?)
    }

    pub(super) fn put_item(
        &self,
        room: &RoomId,
        item: &Item,
        client_token: Option<&str>,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO items (room_id, id, contact_id, at, kind, content_type, content, \
                     participant_id, display_name, role, visibility, client_token) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let (kind, content_type, content) = kind(&item.body);
        let sender = item.sender.as_ref();
        self.connection.prepare_cached(sql)?.execute(params![
            room.as_str(),
            item.id.as_str(),
            item.contact_id.as_str(),
            item.at.0,
            kind,
            content_type,
            content,
            sender.map(|one| one.participant_id.as_str()),
            sender.map(|one| one.display_name.as_str()),
            sender.map(|one| role_text(one.role)),
            visibility_text(item.visibility),
            client_token,
        ])?;
        Ok(())
    }

    pub(super) fn find_page(&self, request: &PageRequest) -> Result<Page, StoreError> {
        let (compare, order) = match request.direction {
            Direction::Forward => (">=", "ASC"),
            Direction::Backward => ("<=", "DESC"),
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM items WHERE room_id = ?1 AND at {compare} ?2 \
               AND (?3 IS NULL OR contact_id = ?3) AND (?4 OR visibility = 'all') \
             ORDER BY at {order} LIMIT ?5"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let contact = request.contact_id.as_ref().map(ContactId::as_str);
        let limit = i64::try_from(request.limit).unwrap_or(i64::MAX);
        let room = request.room_id.as_str();
        let values = params![room, request.from.0, contact, request.with_agents_only, limit];
        let items: Vec<Item> = statement.query_map(values, item)?.collect::<Result<_, _>>()?;
        let times = items.iter().map(|one| one.at);
        let (Some(first), Some(last)) = (times.clone().min(), times.max()) else {
            return Ok(Vec::new());
        };
        let mut receipts = self.find_receipts(&request.room_id, first, last)?;
        let page = items.into_iter().map(|item| {
            let (of_it, others) =
                std::mem::take(&mut receipts).into_iter().partition(|one| one.item_at == item.at);
            receipts = others;
            (item, of_it)
        });
        Ok(page.collect())
    }

    pub(super) fn find_nth_newest(
        &self,
        room: &RoomId,
        n: u32,
    ) -> Result<Option<Millis>, StoreError> {
        let sql = "SELECT MIN(at) FROM \
                   (SELECT at FROM items WHERE room_id = ?1 ORDER BY at DESC LIMIT ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let read = |row: &Row<'_>| row.get::<_, Option<i64>>(0);
        Ok(statement.query_row(params![room.as_str(), n], read)?.map(Millis))
    }

    fn find_receipts(
        &self,
        room: &RoomId,
        first: Millis,
        last: Millis,
    ) -> Result<Vec<Receipt>, StoreError> {
        let sql = "SELECT item_id, item_at, participant_id, delivered_at, read_at FROM receipts \
                   WHERE room_id = ?1 AND item_at BETWEEN ?2 AND ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![room.as_str(), first.0, last.0], receipt)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first time of each kind counts. What is read was delivered.
    pub(super) fn put_receipt(
        &self,
        room: &RoomId,
        new: &Receipt,
    ) -> Result<(Receipt, bool), StoreError> {
        let sql = "SELECT item_id, item_at, participant_id, delivered_at, read_at FROM receipts \
                   WHERE room_id = ?1 AND item_at = ?2 AND participant_id = ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let key = params![room.as_str(), new.item_at.0, new.recipient.as_str()];
        let known = statement.query_row(key, receipt).optional()?;
        let mut all = known.clone().unwrap_or_else(|| Receipt {
            delivered_at: None,
            read_at: None,
            ..new.clone()
        });
        all.read_at = all.read_at.or(new.read_at);
        all.delivered_at = all.delivered_at.or(new.delivered_at).or(new.read_at);
        if known.as_ref() == Some(&all) {
            return Ok((all, false));
        }
        let sql = "INSERT INTO receipts \
                     (room_id, item_at, participant_id, item_id, delivered_at, read_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                   ON CONFLICT DO UPDATE SET delivered_at = ?5, read_at = ?6";
        self.connection.prepare_cached(sql)?.execute(params![
            room.as_str(),
            all.item_at.0,
            all.recipient.as_str(),
            all.item_id.as_str(),
            all.delivered_at.map(|at| at.0),
            all.read_at.map(|at| at.0),
        ])?;
        Ok((all, true))
    }
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let kind: String = row.get(3)?;
    let sender = match row.get::<_, Option<String>>(6)? {
        Some(participant) => Some(Sender {
            participant_id: ParticipantId::new(participant),
            display_name: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
            role: role(&row.get::<_, Option<String>>(8)?.unwrap_or_default()),
        }),
        None => None,
    };
    Ok(Item {
        id: ItemId::new(row.get::<_, String>(0)?),
        contact_id: ContactId::new(row.get::<_, String>(1)?),
        at: Millis(row.get(2)?),
        body: body(&kind, row.get(4)?, row.get(5)?),
        sender,
        visibility: visibility(&row.get::<_, String>(9)?),
    })
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        item_id: ItemId::new(row.get::<_, String>(0)?),
        item_at: Millis(row.get(1)?),
        recipient: ParticipantId::new(row.get::<_, String>(2)?),
        delivered_at: row.get::<_, Option<i64>>(3)?.map(Millis),
        read_at: row.get::<_, Option<i64>>(4)?.map(Millis),
    })
}

fn kind(body: &Body) -> (&'static str, Option<&str>, Option<&str>) {
    match body {
        Body::Message { content_type, content } => ("message", Some(content_type), Some(content)),
        Body::Joined => ("joined", None, None),
        Body::Left => ("left", None, None),
        Body::Invited => ("invited", None, None),
        Body::TransferSucceeded => ("transferred", None, None),
        Body::Ended => ("ended", None, None),
        Body::Typing => ("typing", None, None),
        Body::Idle => ("idle", None, None),
        Body::Returned => ("returned", None, None),
        Body::AutoDisconnection => ("autodisconnection", None, None),
        Body::Rehydrated => ("rehydrated", None, None),
    }
}

fn body(kind: &str, content_type: Option<String>, content: Option<String>) -> Body {
    match kind {
        "joined" => Body::Joined,
        "left" => Body::Left,
        "invited" => Body::Invited,
        "transferred" => Body::TransferSucceeded,
        "ended" => Body::Ended,
        "typing" => Body::Typing,
        "idle" => Body::Idle,
        "returned" => Body::Returned,
        "autodisconnection" => Body::AutoDisconnection,
        "rehydrated" => Body::Rehydrated,
        _ => Body::Message {
            content_type: content_type.unwrap_or_default(),
            content: content.unwrap_or_default(),
        },
    }
}

fn role_text(role: Role) -> &'static str {
    match role {
        Role::Customer => "customer",
        Role::Agent => "agent",
        Role::System => "system",
    }
}

fn role(text: &str) -> Role {
    match text {
        "customer" => Role::Customer,
        "agent" => Role::Agent,
        _ => Role::System,
    }
}

fn visibility_text(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::All => "all",
        Visibility::Agents => "agents",
    }
}

fn visibility(text: &str) -> Visibility {
    if text == "all" { Visibility::All } else { Visibility::Agents }
}
