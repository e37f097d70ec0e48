//! Events and tickets as organisers write them.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::clock::Millis;
use crate::events::code::{Code, CodeKey};
use crate::events::upload::Stop;
use crate::events::{EventId, NewTicket, Nickname, Role, Settings};

/// Characters of a name that everybody sees.
const LONGEST_NAME: usize = 100;
/// The longest message that the service takes, in bytes.
const MOST_MESSAGE_CHARS: u32 = 4_096;
const MOST_SLOW_SECONDS: u32 = 3_600;

/// An event, not checked yet.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::events) struct EventInput {
    id: String,
    name: String,
    opens_at: String,
    ends_at: String,
    capacity: Option<u32>,
    #[serde(default)]
    limits: LimitsInput,
    #[serde(default)]
    reserved_names: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LimitsInput {
    message_chars: Option<u32>,
    slow_mode_seconds: Option<u32>,
}

/// An event, checked.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) id: EventId,
    pub(super) opens_at: Millis,
    pub(super) ends_at: Millis,
    pub(super) settings: Settings,
}

impl EventInput {
    /// The settings of an event in a body.
    pub(super) fn of_json(fields: Map<String, Value>) -> Result<Self, Stop> {
        serde_json::from_value(Value::Object(fields))
            .map_err(|error| Stop::invalid(format!("the event: {error}")))
    }

    /// The settings of an event in a query, where everything is text.
    pub(super) fn of_query(mut fields: Map<String, Value>) -> Result<Self, Stop> {
        let mut limits = Map::new();
        for name in ["messageChars", "slowModeSeconds"] {
            if let Some(value) = fields.remove(name) {
                limits.insert(name.to_owned(), number(value));
            }
        }
        if let Some(value) = fields.remove("capacity") {
            fields.insert("capacity".to_owned(), number(value));
        }
        fields.insert("limits".to_owned(), Value::Object(limits));
        Self::of_json(fields)
    }

    pub(super) fn check(self) -> Result<Checked, Stop> {
        let invalid = |what: &str| Stop::invalid(format!("the event: {what}"));
        let id = EventId::parse(&self.id)
            .ok_or_else(|| invalid("`id` is made of 2 to 40 small letters, digits and dashes"))?;
        let time = |name: &str, text: &str| {
            moment(text).ok_or_else(|| {
                invalid(&format!("`{name}` has to be a time such as 2026-05-01T20:00:00Z"))
            })
        };
        let (opens_at, ends_at) =
            (time("opensAt", &self.opens_at)?, time("endsAt", &self.ends_at)?);
        if ends_at <= opens_at {
            return Err(invalid("`endsAt` has to be after `opensAt`"));
        }
        let name = self.name.trim().to_owned();
        if name.is_empty()
            || name.chars().count() > LONGEST_NAME
            || name.chars().any(char::is_control)
        {
            return Err(invalid("`name` has 1 to 100 characters"));
        }
        let message_chars = self.limits.message_chars.unwrap_or(500);
        let slow_mode_seconds = self.limits.slow_mode_seconds.unwrap_or(0);
        if !(1..=MOST_MESSAGE_CHARS).contains(&message_chars) {
            return Err(invalid("`limits.messageChars` has to be from 1 to 4096"));
        }
        if slow_mode_seconds > MOST_SLOW_SECONDS {
            return Err(invalid("`limits.slowModeSeconds` has to be at most 3600"));
        }
        let (capacity, reserved_names) = (self.capacity, self.reserved_names);
        let settings =
            Settings { name, message_chars, slow_mode_seconds, capacity, reserved_names };
        Ok(Checked { id, opens_at, ends_at, settings })
    }
}

/// A ticket, not checked yet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::events) struct TicketInput {
    #[serde(default)]
    pub(in crate::events) code: String,
    #[serde(default)]
    pub(in crate::events) role: Option<String>,
    #[serde(default)]
    pub(in crate::events) nickname: Option<String>,
    #[serde(default)]
    pub(in crate::events) valid_from: Option<String>,
}

impl TicketInput {
    /// The ticket, or what is wrong with it. `today` is the day of tickets without one.
    pub(super) fn check(
        &self,
        key: &CodeKey,
        event: &EventId,
        number: u32,
        today: Millis,
    ) -> Result<NewTicket, String> {
        let code = Code::parse(&self.code)
            .ok_or("`code` needs 6 to 64 letters and digits, spaces and dashes aside")?;
        let given = |field: &Option<String>| {
            field.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let role = match given(&self.role).as_deref() {
            None | Some("fan") => Role::Fan,
            Some("artist") => Role::Artist,
            Some("moderator") => Role::Moderator,
            Some(_) => return Err("`role` is fan, artist or moderator".to_owned()),
        };
        let day = match given(&self.valid_from) {
            None => today,
            Some(text) => {
                moment(&text).ok_or("`validFrom` is a day such as 2026-05-01, or a time")?
            }
        };
        let nickname = given(&self.nickname).map(|name| Nickname::parse(&name)).transpose();
        let nickname = nickname.map_err(|problem| format!("`nickname`: {problem}"))?;
        let (id, code) = key.ticket(event, &code);
        Ok(NewTicket { id, code, role, day, number, nickname })
    }
}

fn moment(text: &str) -> Option<Millis> {
    let midnight = || {
        let day: jiff::civil::Date = text.parse().ok()?;
        let zoned = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Millis(zoned.timestamp().as_millisecond()))
    };
    Millis::parse(text).or_else(midnight)
}

/// A number as a query writes it; what is none is refused by name later.
fn number(value: Value) -> Value {
    match value.as_str().and_then(|text| text.parse::<u32>().ok()) {
        Some(number) => number.into(),
        None => value,
    }
}
