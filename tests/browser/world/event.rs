//! What the small event of the world says: its login and the channel, as JSON. Everybody's ARN ends in a name in
//! lower case, and Olli and Nina are moderators.

use chirrup_core::StoreKey;
use chirrup_wire::{Secret, rfc3339};

use super::items::js_text;
use super::{START, World};

const APP: &str = "arn:aws:chime:us-east-1:1:app-instance/a";
const ANSWERS: [(&str, &str); 6] = [
    ("/endpoints/messaging-session", r#"{"Endpoint":{"Url":"socket.event.example"}}"#),
    (
        "scope=app-instance-user-membership",
        r#"{"ChannelMembership":{"ChannelSummary":{},"AppInstanceUserMembershipSummary":{"Type":"DEFAULT"}}}"#,
    ),
    ("/admins?", r#"{"AppInstanceAdmins":[]}"#),
    ("/bans?", r#"{"ChannelBans":[]}"#),
    ("/messages?", r#"{"ChannelMessages":[]}"#),
    ("/messages", r#"{"MessageId":"answered","Status":{"Value":"SENT"}}"#),
];

/// The ARN of somebody.
pub(crate) fn arn(name: &str) -> String {
    format!("{APP}/user/{}", name.to_lowercase())
}

impl World {
    /// An event, to which this person comes back.
    pub(crate) fn event(name: &'static str) -> Self {
        let world = Self::default();
        world.0.is_event.set(true);
        world.0.guest.set(Some(name));
        let kept = format!("event 1\n{}\n", arn(name));
        world.0.stored.borrow_mut().insert(StoreKey::Resume, Secret::from(kept));
        world
    }

    /// The socket listens.
    pub(crate) fn established(&self) {
        self.frame(r#"{"Headers":{"x-amz-chime-event-type":"SESSION_ESTABLISHED","x-amz-chime-message-type":"SYSTEM"}}"#);
    }

    /// The service's clock is ahead.
    pub(crate) fn is_ahead(&self, millis: u64) {
        self.0.ahead_millis.set(millis);
    }

    /// Olli silences somebody for so long.
    pub(crate) fn times_out(&self, id: &str, name: &str, millis: u64) {
        let until = START + self.0.now.get() + self.0.ahead_millis.get() + millis;
        let (user, until) = (arn(name), rfc3339::write(until));
        self.acts(
            id,
            "Olli",
            &format!(r#"{{"action":"timeout","user":"{user}","until":"{until}"}}"#),
        );
    }

    /// Somebody says something.
    pub(crate) fn says(&self, id: &str, name: &str, text: &str) {
        self.sends(id, (name, name), text, "");
    }

    /// Somebody does something as a moderator.
    pub(crate) fn acts(&self, id: &str, name: &str, action: &str) {
        let content_type = r#","ContentType":"application/vnd.chirrup.action+json""#;
        self.sends(id, (name, name), action, content_type);
    }

    /// Somebody says something under another name than before.
    pub(crate) fn says_as(&self, id: &str, who: (&str, &str), text: &str) {
        self.sends(id, who, text, "");
    }

    /// Somebody says something to one person alone.
    pub(crate) fn whispers(&self, id: &str, name: &str, whom: &str, text: &str) {
        let target = format!(r#","Target":[{{"MemberArn":"{}"}}]"#, arn(whom));
        self.sends(id, (name, name), text, &target);
    }

    /// Somebody answers the message of this id.
    pub(crate) fn answers(&self, id: &str, name: &str, to: &str, text: &str) {
        let metadata = js_text(&format!(r#"{{"v":1,"r":"{to}"}}"#));
        self.sends(id, (name, name), text, &format!(r#","Metadata":{metadata}"#));
    }

    /// The service does what this person asked for last: the action comes back in a frame.
    pub(crate) fn does(&self, id: &str) {
        let name = self.0.guest.get().expect("somebody is here");
        self.acts(id, name, &self.deeds().pop().expect("something was asked for"));
    }

    /// What this person asked for, as a moderator.
    pub(crate) fn deeds(&self) -> Vec<String> {
        let bodies = self.bodies("/messages").into_iter();
        let bodies = bodies.filter(|body| body.contains("vnd.chirrup.action+json"));
        bodies.map(|body| content(&body)).collect()
    }

    /// Addresses asked for that hold this.
    pub(crate) fn asked_for(&self, part: &str) -> usize {
        self.0.asked.borrow().iter().filter(|request| request.url.contains(part)).count()
    }

    fn sends(&self, id: &str, (who, name): (&str, &str), text: &str, more: &str) {
        let at = rfc3339::write(START + self.0.now.get());
        let (who, name, text) = (arn(who), js_text(name), js_text(text));
        let payload = format!(
            r#"{{"ChannelArn":"{APP}/channel/main","MessageId":"{id}","Content":{text},"Type":"STANDARD","CreatedTimestamp":"{at}","LastUpdatedTimestamp":"{at}","Sender":{{"Arn":"{who}","Name":{name}}},"Redacted":false,"Persistence":"PERSISTENT"{more}}}"#
        );
        let payload = js_text(&payload);
        self.frame(&format!(
            r#"{{"Headers":{{"x-amz-chime-event-type":"CREATE_CHANNEL_MESSAGE","x-amz-chime-message-type":"STANDARD"}},"Payload":{payload}}}"#
        ));
    }
}

/// What the event answers to a request.
pub(super) fn body_for(url: &str, name: &str) -> String {
    let person = arn(name);
    let role = if ["Olli", "Nina"].contains(&name) { "moderator" } else { "fan" };
    let (olli, nina) = (arn("Olli"), arn("Nina"));
    if url.ends_with("/login") {
        return format!(
            r#"{{"user":{{"arn":"{person}","nickname":"{name}"}},"role":"{role}","channel":{{"arn":"{APP}/channel/main","name":"Main stage"}},"region":"us-east-1","messagingEndpoint":"https://chime.event.example","credentials":{{"accessKeyId":"ASIA","secretAccessKey":"s"}},"linkPolicy":"plain","limits":{{"messageChars":500,"slowModeSeconds":0}},"moderators":["{olli}","{nina}"]}}"#
        );
    }
    if url.contains("/moderators?") {
        let each = |arn: &str| format!(r#"{{"Moderator":{{"Arn":"{arn}"}}}}"#);
        return format!(r#"{{"ChannelModerators":[{},{}]}}"#, each(&olli), each(&nina));
    }
    if url.ends_with("/counts") {
        let more = if role == "moderator" { r#","hidden":12,"banned":0"# } else { "" };
        return format!(r#"{{"members":4817,"watching":1234,"messages":90210{more}}}"#);
    }
    if url.ends_with("/person") {
        let earlier = r#"[{"nickname":"Trouble","since":"2026-05-01T10:00:00.000Z"}]"#;
        let rita = arn("Rita");
        return format!(
            r#"{{"user":"{rita}","nickname":"Rita","role":"fan","isBanned":false,"earlier":{earlier}}}"#
        );
    }
    let found = ANSWERS.iter().find(|(part, _)| url.contains(part));
    found.map_or("{}", |(_, body)| body).to_owned()
}

fn content(body: &str) -> String {
    let parsed = js_sys::JSON::parse(body).expect("a body is JSON");
    let content = js_sys::Reflect::get(&parsed, &"Content".into()).expect("it has content");
    content.as_string().expect("content is a text")
}
