//! The socket of the small event, and whose signature something bears.

use chirrup_core::Millis;
use chirrup_wire::Secret;
use chirrup_wire::chime::channel::Channel;
use chirrup_wire::chime::frame::{ChannelDetails, EventType};
use chirrup_wire::chime::message::ChannelMessage;
use chirrup_wire::sigv4::{self, Request as Signed, Scope, payload_hash, verify_presigned};

use super::{CHANNEL, Stage, frame, framed};
use crate::server::Wire;

impl Stage {
    pub(crate) fn open(&mut self, wire: Wire, url: &str, now: Millis) -> bool {
        let (_, rest) = url.split_once("://").unwrap();
        let (host, rest) = rest.split_once('/').unwrap();
        let (path, query) = rest.split_once('?').unwrap();
        let request =
            Signed { method: "GET", host, path: &format!("/{path}"), query, headers: &[] };
        let time = self.time(now);
        let lookup = |key: &str, token: Option<&str>| self.secret(key, token, time);
        let hash = payload_hash(b"");
        let verified =
            verify_presigned(&request, &hash, Scope::chime("us-east-1"), time.0, &lookup);
        let session = query.split('&').find_map(|pair| pair.strip_prefix("sessionId=")).unwrap();
        assert!(session.chars().all(|letter| letter.is_ascii_alphanumeric()), "{session}");
        let Some(verified) = verified.ok().filter(|_| !self.forget_keys_after_calls) else {
            self.unsigned += 1;
            self.closing.push((wire, 4401));
            return true;
        };
        let ticket = self.keys[&verified.access_key_id].ticket.clone();
        self.sockets.insert(wire, ticket.clone());
        self.outbound
            .push_back((wire, frame::<ChannelMessage>(EventType::SessionEstablished, None)));
        if self.prefetches && self.guests[&ticket].is_member && !self.is_elastic() {
            let mut newest: Vec<_> = self.messages.iter().rev().take(20).map(framed).collect();
            for message in &mut newest {
                message.channel_arn = None;
            }
            let details = ChannelDetails {
                channel: Channel { channel_arn: CHANNEL.into(), ..Channel::default() },
                channel_messages: newest,
                channel_messages_has_more: self.messages.len() > 20,
                channel_memberships: self.members(),
                ..ChannelDetails::default()
            };
            self.outbound.push_back((wire, frame(EventType::ChannelDetails, Some(&details))));
        }
        true
    }

    pub(crate) fn close(&mut self, wire: Wire) {
        self.sockets.remove(&wire);
    }

    fn is_elastic(&self) -> bool {
        self.guests.values().any(|guest| guest.sub_channel.is_some())
    }

    fn secret(&self, key: &str, token: Option<&str>, time: Millis) -> Option<Secret> {
        let known = self.keys.get(key)?;
        let fits = token == Some(&known.token) && time < known.expires;
        fits.then(|| Secret::new(known.secret.clone()))
    }

    /// Whose request it is, or why nobody's.
    pub(super) fn signed_by(
        &self,
        request: &chirrup_core::Request,
        time: Millis,
    ) -> Result<String, sigv4::Refusal> {
        let (_, rest) = request.url.split_once("://").unwrap();
        let (host, target) = rest.split_at(rest.find('/').unwrap());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers: Vec<_> =
            request.headers.iter().map(|(name, value)| (*name, value.reveal())).collect();
        let signed = Signed { method: request.method.name(), host, path, query, headers: &headers };
        let lookup = |key: &str, token: Option<&str>| self.secret(key, token, time);
        let hash = payload_hash(request.body.reveal().as_bytes());
        let scope = Scope::chime("us-east-1");
        let verified = sigv4::verify(&signed, &hash, scope, time.0, &lookup)?;
        Ok(self.keys[&verified.access_key_id].ticket.clone())
    }
}
