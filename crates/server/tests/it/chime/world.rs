//! A store with the service's operations on it, people who call, and what they hear.

use chirrup_server::app::App;
use chirrup_server::chime::arn::{Arn, Kind};
use chirrup_server::chime::call::{Call, Caller, Principal};
use chirrup_server::chime::error::ChimeError;
use chirrup_server::chime::hub::Listener;
use chirrup_server::chime::operation::Operation;
use chirrup_server::chime::operations::{self, channels_of, dispatch, sweep};
use chirrup_server::clock::Millis;
use chirrup_server::config::{Config, Options};
use chirrup_server::store::StoreError;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{QUICK, write_config};

/// A service without a front: calls go straight to their operations.
pub(super) struct World {
    pub(super) app: App,
    pub(super) data: TempDir,
}

/// Status and body, or the name of an error.
pub(super) type Answered = Result<(u16, Value), ChimeError>;

impl World {
    pub(super) async fn new() -> Self {
        Self::with("").await
    }

    /// With settings in `[chime.quotas]`.
    pub(super) async fn with(quotas: &str) -> Self {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), &format!("{QUICK}\n[chime.quotas]\n{quotas}"));
        Self::over(data).await
    }

    pub(super) async fn over(data: TempDir) -> Self {
        let config = Config::load(Options {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: data.path().to_owned(),
            config: None,
            site: None,
            desk: None,
            tls: None,
            tls_listen: None,
        });
        let app = App::open(config.expect("a config")).await.expect("an app");
        Self { app, data }
    }

    pub(super) fn arn(&self, kind: Kind, id: &str) -> Arn {
        self.instance().sibling(kind, id).expect("an ARN")
    }

    pub(super) fn user(&self, id: &str) -> Arn {
        self.arn(Kind::User, id)
    }

    pub(super) fn channel(&self, id: &str) -> Arn {
        self.arn(Kind::Channel, id)
    }

    pub(super) fn instance(&self) -> Arn {
        self.app.chime.identity.app_instance_arn.clone()
    }

    pub(super) fn admin(&self) -> Arn {
        self.app.chime.identity.admin_arn.clone()
    }

    /// Calls with the owner's keys for nobody.
    pub(super) async fn own(&self, operation: Operation, path: &[&Arn], body: Value) -> Answered {
        let path: Vec<_> = path.iter().map(|arn| arn.as_str()).collect();
        self.call(operation, None, &path, &[], body).await
    }

    /// Calls for a user.
    pub(super) async fn ask(
        &self,
        operation: Operation,
        bearer: &Arn,
        path: &[&Arn],
        body: Value,
    ) -> Answered {
        let path: Vec<_> = path.iter().map(|arn| arn.as_str()).collect();
        self.call(operation, Some(bearer), &path, &[], body).await
    }

    /// Asks for a user with a query.
    pub(super) async fn get(
        &self,
        operation: Operation,
        bearer: &Arn,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Answered {
        self.call(operation, Some(bearer), path, query, Value::Null).await
    }

    pub(super) async fn call(
        &self,
        operation: Operation,
        bearer: Option<&Arn>,
        path: &[&str],
        query: &[(&str, &str)],
        body: Value,
    ) -> Answered {
        let caller = Caller { principal: Principal::Owner, bearer: bearer.cloned() };
        self.call_as(operation, caller, path, query, body).await
    }

    pub(super) async fn call_as(
        &self,
        operation: Operation,
        caller: Caller,
        path: &[&str],
        query: &[(&str, &str)],
        body: Value,
    ) -> Answered {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let reply = dispatch(Call {
            app: self.app.clone(),
            operation,
            caller,
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            query: query.collect(),
            body: if body.is_null() { String::new() } else { body.to_string() }.into(),
        })
        .await?;
        let body =
            reply.body.map_or(Value::Null, |body| serde_json::from_str(&body).expect("JSON"));
        Ok((reply.status.as_u16(), body))
    }

    /// Makes users.
    pub(super) async fn people<const N: usize>(&self, ids: [&str; N]) -> [Arn; N] {
        for id in ids {
            let body = json!({
                "AppInstanceArn": self.instance(),
                "AppInstanceUserId": id,
                "Name": id.to_uppercase(),
                "ClientRequestToken": format!("user-{id}"),
            });
            self.own(Operation::CreateAppInstanceUser, &[], body).await.expect("a user");
        }
        ids.map(|id| self.user(id))
    }

    /// Makes a channel of the admin, with more settings.
    pub(super) async fn room(&self, id: &str, more: Value) -> Arn {
        self.room_of(&self.admin(), id, more).await
    }

    pub(super) async fn room_of(&self, creator: &Arn, id: &str, more: Value) -> Arn {
        let body = self.room_body(id, &more);
        let made = self.ask(Operation::CreateChannel, creator, &[], body).await;
        made.expect("a channel");
        self.channel(id)
    }

    pub(super) fn room_body(&self, id: &str, more: &Value) -> Value {
        let mut body = json!({
            "AppInstanceArn": self.instance(),
            "ChannelId": id,
            "Name": "Main stage",
            "ClientRequestToken": format!("channel-{id}"),
        });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    }

    /// Adds a member, for the admin.
    pub(super) async fn add(&self, channel: &Arn, member: &Arn) {
        let body = json!({"MemberArn": member, "Type": "DEFAULT"});
        let operation = Operation::CreateChannelMembership;
        self.ask(operation, &self.admin(), &[channel], body).await.expect("a membership");
    }

    /// Sends a message and returns its id.
    pub(super) async fn say(&self, channel: &Arn, sender: &Arn, text: &str) -> String {
        let body = message(text, &format!("token-{text}").replace(' ', "-"));
        let sent = self.ask(Operation::SendChannelMessage, sender, &[channel], body).await;
        sent.expect("sent").1["MessageId"].as_str().expect("an id").to_owned()
    }

    /// The messages that somebody sees, newest first.
    pub(super) async fn messages(&self, channel: &Arn, reader: &Arn) -> Vec<Value> {
        let listed =
            self.get(Operation::ListChannelMessages, reader, &[channel.as_str()], &[]).await;
        listed.expect("messages").1["ChannelMessages"].as_array().expect("a list").clone()
    }

    /// What somebody sees, as texts, newest first.
    pub(super) async fn texts(&self, channel: &Arn, reader: &Arn) -> Vec<String> {
        let messages = self.messages(channel, reader).await;
        messages
            .iter()
            .map(|message| message["Content"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Somebody who listens from here on.
    pub(super) async fn listen(&self, user: &Arn) -> Ear {
        self.settle().await;
        let listener = self.app.chime.hub.listen(user, 100, 10_000).expect("a place");
        let who = user.clone();
        let heard = self.app.store.read(move |reads| channels_of(reads, &who)).await;
        self.app.chime.hub.add_channels(user, heard.expect("a list").expect("a user"));
        Ear(listener)
    }

    /// Sweeps until nothing is left to do.
    pub(super) async fn sweep_at(&self, now: Millis) {
        while sweep(&self.app, now).await.expect("swept") {}
    }

    /// Sweeps as some days later.
    pub(super) async fn days_later(&self, days: u64) {
        self.sweep_at(Millis::now().plus_seconds(days * 86_400 + 60)).await;
    }

    /// Lets go on what goes on without calls.
    pub(super) fn start_background(&self) {
        self.app.tasks.spawn(operations::run(self.app.clone()));
    }

    /// When this returns, everything that was changed before has been told.
    pub(super) async fn settle(&self) {
        self.app.store.write(|_| Ok::<_, StoreError>(())).await.expect("a write");
    }

    /// Everything that somebody has heard: event types and payloads.
    pub(super) async fn heard(&self, ear: &mut Ear) -> Vec<(String, Value)> {
        self.settle().await;
        let mut all = Vec::new();
        while let Ok(frame) = ear.0.waiting.try_recv() {
            all.push(taken_apart(frame.as_str()));
        }
        all
    }

    /// The types of everything that somebody has heard.
    pub(super) async fn events(&self, ear: &mut Ear) -> Vec<String> {
        self.heard(ear).await.into_iter().map(|(event, _)| event).collect()
    }

    /// Stops in order and gives the data back.
    pub(super) async fn stop(self) -> TempDir {
        self.app.stopping.cancel();
        self.app.tasks.close();
        self.app.tasks.wait().await;
        self.app.store.close().await;
        self.data
    }
}

/// Somebody who listens.
pub(super) struct Ear(Listener);

impl Ear {
    /// The next thing.
    pub(super) async fn next(&mut self) -> (String, Value) {
        let frame = tokio::time::timeout(crate::support::PATIENCE, self.0.waiting.recv()).await;
        taken_apart(frame.expect("in time").expect("a frame").as_str())
    }
}

fn taken_apart(frame: &str) -> (String, Value) {
    let frame: Value = serde_json::from_str(frame).expect("JSON");
    let mut event = frame["Headers"]["x-amz-chime-event-type"].as_str().expect("a type").to_owned();
    if let Some(reason) = frame["Headers"]["x-amz-chime-event-reason"].as_str() {
        event = format!("{event} {reason}");
    }
    let payload = frame["Payload"].as_str().expect("a text");
    (event, serde_json::from_str(payload).expect("JSON in the text"))
}

/// A message as callers send it.
pub(super) fn message(text: &str, token: &str) -> Value {
    json!({
        "Content": text,
        "Type": "STANDARD",
        "Persistence": "PERSISTENT",
        "ClientRequestToken": token,
    })
}

/// The name of an error, without its ending.
pub(super) fn refused(answered: Answered) -> &'static str {
    answered.expect_err("an error").code()
}
