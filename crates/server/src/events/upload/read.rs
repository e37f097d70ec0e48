//! Lists as they come over the wire: bytes to tickets, one at a time.

use std::fmt;
use std::io::{BufRead as _, BufReader, Error, ErrorKind, Read};
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use serde::de::{DeserializeSeed, Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::events::Role;
use crate::events::upload::{EventInput, Intake, Place, Stop, TicketInput};

/// A line of a list; longer ones are no tickets.
const LONGEST_LINE: u64 = 16 * 1024;
/// A list of as many tickets as there may be, with room for every column.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Chunks that wait for the thread that reads them.
const QUEUE: usize = 4;

/// A body as something that can be read and waited for.
pub(super) struct BodyReader {
    chunks: mpsc::Receiver<Result<Bytes, Error>>,
    rest: Bytes,
}

impl BodyReader {
    /// Reads a body that has to keep coming.
    pub(super) fn over(body: Body, patience: Duration) -> Self {
        let (sender, chunks) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let (mut stream, mut bytes) = (body.into_data_stream(), 0);
            loop {
                let chunk = match timeout(patience, stream.next()).await {
                    Ok(None) => return,
                    Ok(Some(Ok(chunk))) => Ok(chunk),
                    Ok(Some(Err(_))) => {
                        Err(Error::new(ErrorKind::UnexpectedEof, "the body broke off"))
                    }
                    Err(_) => Err(Error::new(ErrorKind::TimedOut, "the body took too long")),
                };
                bytes += chunk.as_ref().map_or(0, Bytes::len);
                let chunk = if bytes > MOST_BYTES {
                    Err(Error::new(ErrorKind::FileTooLarge, "the body has more than 64 MiB"))
                } else {
                    chunk
                };
                let is_over = chunk.is_err();
                if sender.send(chunk).await.is_err() || is_over {
                    return;
                }
            }
        });
        Self { chunks, rest: Bytes::new() }
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        while self.rest.is_empty() {
            match self.chunks.blocking_recv() {
                Some(chunk) => self.rest = chunk?,
                None => return Ok(0),
            }
        }
        let count = buffer.len().min(self.rest.len());
        let chunk = self.rest.split_to(count);
        buffer.iter_mut().zip(chunk.iter()).for_each(|(to, from)| *to = *from);
        Ok(count)
    }
}

/// CSV with a header.
pub(super) fn csv(reader: BodyReader, intake: &mut Intake) -> Result<(), Stop> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let broken = |error: csv::Error| match error.position().map(csv::Position::line) {
        Some(line) => format!("line {line}: {error}"),
        None => error.to_string(),
    };
    let header = reader.headers().map_err(|error| intake.refuse(broken(error)))?.clone();
    let column = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
    let Some(code) = column("code") else {
        let message = "line 1: there is no column `code`; the first line has to name the columns";
        return Err(intake.refuse(message.to_owned()));
    };
    let [role, nickname, day] = ["role", "nickname", "validFrom"].map(column);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) if error.is_io_error() => return Err(intake.refuse(error.to_string())),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                intake.note_problem(Place::Line(line), plain(&error))?;
                continue;
            }
        }
        let place = Place::Line(record.position().map_or(0, csv::Position::line));
        let field = |column: Option<usize>| column.and_then(|at| record.get(at)).map(str::to_owned);
        let ticket = TicketInput {
            code: field(Some(code)).unwrap_or_default(),
            role: field(role),
            nickname: field(nickname),
            valid_from: field(day),
        };
        intake.ticket(place, &ticket, None)?;
    }
}

fn plain(error: &csv::Error) -> String {
    if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
        return format!("{len} columns where the first line has {expected_len}");
    }
    "it cannot be read as UTF-8".to_owned()
}

/// A JSON object in each line.
pub(super) fn lines(reader: BodyReader, intake: &mut Intake) -> Result<(), Stop> {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = (&mut reader).take(LONGEST_LINE + 1).read_until(b'\n', &mut line);
        let count = read.map_err(|error| intake.refuse(format!("line {number}: {error}")))?;
        if count == 0 {
            break;
        }
        if u64::try_from(count).unwrap_or(u64::MAX) > LONGEST_LINE {
            return Err(intake.refuse(format!("line {number}: it is too long")));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let place = Place::Line(number);
        if intake.has_begun() {
            match serde_json::from_slice::<TicketInput>(&line) {
                Ok(ticket) => intake.ticket(place, &ticket, None)?,
                Err(error) => intake.note_problem(place, without_place(&error))?,
            }
        } else {
            let event = serde_json::from_slice::<EventInput>(&line);
            let event = event.map_err(|error| {
                intake
                    .refuse(format!("line {number} has to be the event: {}", without_place(&error)))
            })?;
            intake.begin(event)?;
        }
    }
    Ok(())
}

/// The place in a line of JSON helps nobody who reads a list.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// One JSON object or array, whose tickets are taken in while it is read.
pub(super) fn json(reader: BodyReader, intake: &mut Intake) -> Result<(), Stop> {
    let mut stop = None;
    let mut deserializer = serde_json::Deserializer::from_reader(BufReader::new(reader));
    let list = List { intake: &mut *intake, stop: &mut stop };
    let result = deserializer.deserialize_any(list).and_then(|()| deserializer.end());
    match (stop, result) {
        (Some(stop), _) => Err(stop),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(intake.refuse(error.to_string())),
    }
}

/// The object or array itself.
struct List<'a> {
    intake: &'a mut Intake,
    stop: &'a mut Option<Stop>,
}

impl List<'_> {
    fn begin<E: serde::de::Error>(&mut self, fields: Map<String, Value>) -> Result<(), E> {
        if self.intake.has_begun() {
            return if fields.is_empty() {
                Ok(())
            } else {
                Err(E::custom("the settings of the event have to stand before its tickets"))
            };
        }
        let begun = EventInput::of_json(fields).and_then(|event| self.intake.begin(event));
        self.hold(begun)
    }

    /// serde carries its own errors; ours wait beside it.
    fn hold<E: serde::de::Error>(&mut self, result: Result<(), Stop>) -> Result<(), E> {
        result.map_err(|stop| {
            *self.stop = Some(stop);
            E::custom("refused")
        })
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event with `tickets`, or an array of tickets")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<(), M::Error> {
        let mut fields = Map::new();
        // Few, so they may stand before the settings of the event.
        let mut staff: Vec<(Role, Vec<TicketInput>)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "tickets" => {
                    self.begin(std::mem::take(&mut fields))?;
                    map.next_value_seed(Tickets { list: &mut self })?;
                }
                "moderators" => staff.push((Role::Moderator, map.next_value()?)),
                "artists" => staff.push((Role::Artist, map.next_value()?)),
                _ => {
                    fields.insert(name, map.next_value()?);
                }
            }
        }
        self.begin(fields)?;
        for (role, tickets) in staff {
            for (ticket, number) in tickets.iter().zip(1..) {
                let taken = self.intake.ticket(Place::Ticket(number), ticket, Some(role));
                self.hold(taken)?;
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(mut self, seq: S) -> Result<(), S::Error> {
        if !self.intake.has_begun() {
            return Err(S::Error::custom("an event is an object, with its tickets in `tickets`"));
        }
        Tickets { list: &mut self }.visit_seq(seq)
    }
}

/// An array of tickets.
struct Tickets<'a, 'b> {
    list: &'a mut List<'b>,
}

impl<'de> DeserializeSeed<'de> for Tickets<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Tickets<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of tickets")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        let mut number = 0;
        while let Some(ticket) = seq.next_element::<TicketInput>()? {
            number += 1;
            let taken = self.list.intake.ticket(Place::Ticket(number), &ticket, None);
            self.list.hold(taken)?;
        }
        Ok(())
    }
}
