//! What a socket is told at once, and that nothing falls between that and what it hears live.

use std::collections::BTreeSet;

use chirrup_wire::sigv4::{self, Prefetch};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Ear, Person, server};
use crate::support::TestServer;

/// A channel of the admin with this user in it, by the service's own calls.
async fn channel_with(server: &TestServer, user: &Person) -> (Person, String) {
    let owner = Person::owner(server);
    let instance = server.app().chime.identity.app_instance_arn.to_string();
    let made = json!({"AppInstanceArn": instance, "Name": "Main stage", "Mode": "UNRESTRICTED",
                      "ClientRequestToken": "channel", "MemberArns": [user.arn.as_str()]});
    let answer = owner.call(Method::POST, "channels", &made).await;
    let channel = answer.body["ChannelArn"].as_str().expect("an ARN").to_owned();
    (owner, channel)
}

async fn send(owner: &Person, channel: &str, text: &str) {
    let path = format!("channels/{}/messages", sigv4::encode(channel));
    let message = json!({"Content": text, "Type": "STANDARD", "Persistence": "PERSISTENT",
                         "ClientRequestToken": format!("token-{text}")});
    let answer = owner.call(Method::POST, &path, &message).await;
    assert_eq!(answer.status, 201, "{answer:?}");
}

fn payload(frame: &Value) -> Value {
    serde_json::from_str(frame["Payload"].as_str().expect("JSON text")).expect("JSON")
}

fn number(message: &Value) -> u32 {
    message["Content"].as_str().expect("a content").parse().expect("a number")
}

#[tokio::test]
async fn nothing_falls_between_what_is_told_at_once_and_what_is_heard_live() {
    let server = server().await;
    let mut ulla = Person::new(&server, "ulla").await;
    let (owner, channel) = channel_with(&server, &ulla).await;
    let last = 150_u32;
    let talking = async {
        for number in 0..=last {
            send(&owner, &channel, &number.to_string()).await;
        }
    };
    let listening = async {
        for attempt in 0..4 {
            // Each address is another one, and holds from another second on.
            ulla.ahead_millis = attempt * 1000;
            let mut ear = Ear::open(&ulla.address(Prefetch::On)).await;
            assert_eq!(ear.event().await, "SESSION_ESTABLISHED");
            let details = ear.0.frame().await;
            assert_eq!(details["Headers"]["x-amz-chime-event-type"], "CHANNEL_DETAILS");
            let told = payload(&details);
            let told = told["ChannelMessages"].as_array().expect("messages");
            let mut known: BTreeSet<u32> = told.iter().map(number).collect();
            let first = known.first().copied().unwrap_or(0);
            let wanted = if attempt == 3 { last } else { first + 30 };
            while known.last().copied().unwrap_or(0) < wanted {
                known.insert(number(&payload(&ear.0.frame().await)));
            }
            let all: Vec<u32> = known.into_iter().collect();
            let through: Vec<u32> = (first..first + u32::try_from(all.len()).unwrap()).collect();
            assert_eq!(all, through, "there is a gap");
        }
    };
    tokio::join!(talking, listening);
}

#[tokio::test]
async fn channels_that_are_joined_by_a_call_are_heard_at_once() {
    let server = server().await;
    let ulla = Person::new(&server, "ulla").await;
    let mut ear = ulla.listen().await;
    let (owner, channel) = channel_with(&server, &ulla).await;
    send(&owner, &channel, "1").await;
    assert_eq!(ear.message().await, "1");
}
