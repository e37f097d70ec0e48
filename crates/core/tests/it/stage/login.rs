//! The login of the small event.

use chirrup_core::{Millis, Response};
use chirrup_wire::Secret;
use chirrup_wire::conventions::audience::{
    Counts, CountsRequest, EarlierName, Person, PersonRequest,
};
use chirrup_wire::conventions::login::{
    Channel, Code, Credentials, ErrorEnvelope, Limits, LinkPolicy, LoginError, LoginRequest,
    LoginResponse, NicknameRequest, NicknameResponse, RenewRequest, RenewResponse, Role, User,
};
use chirrup_wire::rfc3339;

use super::{CHANNEL, Key, Stage, arn};

fn ok(body: &impl serde::Serialize) -> Response {
    Response { status: 200, headers: Vec::new(), body: serde_json::to_string(body).unwrap() }
}

pub(super) fn no(error: LoginError) -> Response {
    let status = error.code.status();
    let body = serde_json::to_string(&ErrorEnvelope { error }).unwrap();
    Response { status, headers: Vec::new(), body }
}

fn code(code: Code) -> Response {
    no(LoginError { code, ..LoginError::default() })
}

impl Stage {
    pub(super) fn login_call(&mut self, operation: &str, body: &str, now: Millis) -> Response {
        if let Some((status, body)) = &self.door {
            return Response { status: *status, headers: Vec::new(), body: body.clone() };
        }
        match operation {
            "login" => self.login(&serde_json::from_str(body).unwrap(), now),
            "nickname" => self.nickname(&serde_json::from_str(body).unwrap()),
            "renew" => self.renew(&serde_json::from_str(body).unwrap(), now),
            "counts" => self.counts(&serde_json::from_str(body).unwrap(), now),
            "person" => self.person(&serde_json::from_str(body).unwrap()),
            other => panic!("no such operation: {other}"),
        }
    }

    fn of_device(&self, device: Option<&Secret>) -> Option<String> {
        let device = device?.reveal();
        let mut guests = self.guests.iter();
        let found = guests.find(|(_, guest)| guest.device.as_deref() == Some(device));
        found.map(|(ticket, _)| ticket.clone())
    }

    fn login(&mut self, request: &LoginRequest, now: Millis) -> Response {
        let by_device = self.of_device(request.device.as_ref());
        let typed = request.ticket.as_ref().map(|ticket| ticket.reveal().to_owned());
        let Some(ticket) = typed.or(by_device) else { return code(Code::DeviceUnknown) };
        let device = request.device.as_ref().unwrap().reveal().to_owned();
        let Some(guest) = self.guests.get_mut(&ticket) else { return code(Code::TicketUnknown) };
        if guest.is_banned {
            return code(Code::TicketBanned);
        }
        let elsewhere = guest.device.as_ref().is_some_and(|other| *other != device);
        if elsewhere && request.takeover != Some(true) {
            let code = Code::TicketUsedElsewhere;
            return no(LoginError { code, takeover: Some(true), ..LoginError::default() });
        }
        guest.device = Some(device);
        if guest.waits > 0 {
            guest.waits -= 1;
            let position = Some(guest.waits);
            return no(LoginError {
                code: Code::TicketWaiting,
                position,
                retry_after_seconds: Some(2),
                ..LoginError::default()
            });
        }
        let guest = guest.clone();
        if elsewhere {
            self.close_with(&ticket, 4002);
        }
        let role = match guest.role {
            "artist" => Role::Artist,
            "moderator" => Role::Moderator,
            _ => Role::Fan,
        };
        let credentials = self.hand_out(&ticket, now);
        ok(&LoginResponse {
            user: User { arn: arn(&ticket), nickname: guest.nickname },
            role,
            channel: Channel { arn: CHANNEL.into(), name: "Main stage".into() },
            region: "us-east-1".into(),
            messaging_endpoint: "http://127.0.0.1:2/chime".into(),
            credentials,
            link_policy: LinkPolicy::Plain,
            limits: Limits { message_chars: 500, slow_mode_seconds: 0 },
            moderators: self.with_a_say(),
            artists: self.artists(),
        })
    }

    fn artists(&self) -> Vec<String> {
        let artists = self.guests.iter().filter(|(_, guest)| guest.role == "artist");
        artists.map(|(ticket, _)| arn(ticket)).collect()
    }

    fn with_a_say(&self) -> Vec<String> {
        if !self.lists_in_login {
            return Vec::new();
        }
        self.moderators.iter().chain(&self.admins).map(|ticket| arn(ticket)).collect()
    }

    fn hand_out(&mut self, ticket: &str, now: Millis) -> Credentials {
        self.made += 1;
        let key = format!("AKID{:06}", self.made);
        let expires = Millis(self.time(now).0 + self.key_millis);
        let secret = format!("secret-{}", self.made);
        let token = format!("token-{}", self.made);
        let known =
            Key { secret: secret.clone(), token: token.clone(), ticket: ticket.into(), expires };
        self.keys.insert(key.clone(), known);
        Credentials {
            access_key_id: key,
            secret_access_key: Secret::new(secret),
            session_token: Some(Secret::new(token)),
            expiration: Some(rfc3339::write(expires.0)),
        }
    }

    fn nickname(&mut self, request: &NicknameRequest) -> Response {
        let wanted = request.nickname.clone().unwrap();
        let Some(ticket) = self.of_device(request.device.as_ref()) else {
            return code(Code::DeviceUnknown);
        };
        let taken = self.guests.values().any(|guest| guest.nickname == wanted);
        let problem = match wanted.as_str() {
            _ if taken => Some(Code::NicknameTaken),
            "U11a" => Some(Code::NicknameTooSimilar),
            "admin" => Some(Code::NicknameReserved),
            "x" => Some(Code::NicknameInvalid),
            _ => None,
        };
        if let Some(code) = problem {
            let similar_to = (code == Code::NicknameTooSimilar).then(|| "Ulla".to_owned());
            let suggestions = vec![format!("{wanted}2"), format!("{wanted}3")];
            return no(LoginError { code, similar_to, suggestions, ..LoginError::default() });
        }
        if request.check != Some(true) {
            self.guests.get_mut(&ticket).unwrap().nickname.clone_from(&wanted);
        }
        ok(&NicknameResponse { nickname: wanted })
    }

    fn renew(&mut self, request: &RenewRequest, now: Millis) -> Response {
        let Some(ticket) = self.of_device(request.device.as_ref()) else {
            return code(Code::DeviceUnknown);
        };
        if self.guests[&ticket].is_banned {
            return code(Code::TicketBanned);
        }
        let credentials = self.hand_out(&ticket, now);
        ok(&RenewResponse { credentials, moderators: self.with_a_say(), artists: self.artists() })
    }

    fn counts(&mut self, request: &CountsRequest, now: Millis) -> Response {
        let Some(ticket) = self.of_device(request.device.as_ref()) else {
            return code(Code::DeviceUnknown);
        };
        self.heard_of.push((ticket.clone(), now));
        let of_moderators = |count| (self.guests[&ticket].role == "moderator").then_some(count);
        ok(&Counts {
            members: 4_817,
            watching: 1_200 + u32::try_from(self.heard_of.len()).unwrap(),
            messages: u32::try_from(self.messages.len()).unwrap(),
            hidden: of_moderators(3),
            banned: of_moderators(1),
        })
    }

    fn person(&mut self, request: &PersonRequest) -> Response {
        let asks = self.of_device(request.device.as_ref()).map(|ticket| self.guests[&ticket].role);
        if asks != Some("moderator") {
            return code(Code::RequestInvalid);
        }
        let user = request.user.clone().unwrap();
        let guest = &self.guests[user.rsplit('/').next().unwrap()];
        ok(&Person {
            user: user.clone(),
            nickname: guest.nickname.clone(),
            role: Role::Fan,
            is_banned: guest.is_banned,
            earlier: vec![EarlierName {
                nickname: "Trouble".into(),
                since: "2026-05-01T10:00:00.000Z".into(),
            }],
        })
    }
}
