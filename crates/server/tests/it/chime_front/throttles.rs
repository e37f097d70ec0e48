//! Throttles: who calls too often is told when to come back, and nobody else notices.

use std::time::Duration;

use chirrup_wire::sigv4::{self, Prefetch};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Ear, Person};
use crate::support::{QUICK, TestServer};

const ENDPOINT: &str = "endpoints/messaging-session";

#[tokio::test]
async fn a_bearer_who_calls_too_often_is_told_when_to_come_back() {
    let server = TestServer::with(&format!("{QUICK}\n[chime.throttle]\nbearer = 3")).await;
    let (ulla, bo) = (Person::new(&server, "ulla").await, Person::new(&server, "bo").await);
    for _ in 0..3 {
        ulla.call(Method::GET, ENDPOINT, &Value::Null).await.ok();
    }
    ulla.call(Method::GET, ENDPOINT, &Value::Null).await.refused(429, "ThrottledClientException");
    bo.call(Method::GET, ENDPOINT, &Value::Null).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_calls_is_told_to_wait_and_others_do_not_notice() {
    let server = TestServer::with(&format!("{QUICK}\n[chime.throttle]\nbearer = 5")).await;
    let (ulla, bo) = (Person::new(&server, "ulla").await, Person::new(&server, "bo").await);
    let mut bos = bo.listen().await;
    let storm: Vec<_> = (0..300)
        .map(|_| {
            let ulla = ulla.clone();
            tokio::spawn(async move { ulla.call(Method::GET, ENDPOINT, &Value::Null).await })
        })
        .collect();
    bo.call(Method::GET, ENDPOINT, &Value::Null).await.ok();
    let mut good = 0;
    for call in storm {
        let answer = call.await.expect("an answer");
        if answer.status == 200 {
            good += 1;
        } else {
            answer.refused(429, "ThrottledClientException");
        }
    }
    assert!((5..150).contains(&good), "{good} of 300");
    assert!(bos.is_silent().await, "the socket of somebody else is open");
    // Who waits as told is served again.
    tokio::time::sleep(Duration::from_secs(1)).await;
    ulla.call(Method::GET, ENDPOINT, &Value::Null).await.ok();
}

#[tokio::test]
async fn a_user_connects_once_a_second() {
    let server = TestServer::with(QUICK).await;
    let mut ulla = Person::new(&server, "ulla").await;
    let _first = ulla.listen().await;
    ulla.ahead_millis = 1000;
    let mut second = Ear::open(&ulla.address(Prefetch::Off)).await;
    assert_eq!(second.closed().await.0, 1013, "clients try again");
}

#[tokio::test]
async fn what_is_said_in_one_sub_channel_keeps_nobody_in_another_from_speaking() {
    // All sub-channels of a channel once took from one bucket.
    // Who is brought in is counted by the rate of elastic channels.
    let rates = "channel_messages = 1\nbearer = 1000\npeople = 1\nelastic_people = 1000";
    let server = TestServer::with(&format!("{QUICK}\n[chime.throttle]\n{rates}")).await;
    let owner = Person::owner(&server);
    let body = json!({
        "AppInstanceArn": server.app().chime.identity.app_instance_arn, "Name": "Arena",
        "ClientRequestToken": "arena", "ElasticChannelConfiguration": {
            "MaximumSubChannels": 2, "TargetMembershipsPerSubChannel": 2,
            "MinimumMembershipPercentage": 40,
        },
    });
    let made = owner.call(Method::POST, "channels", &body).await.made();
    let channel = sigv4::encode(made["ChannelArn"].as_str().expect("an ARN"));
    let mut people = Vec::new();
    for id in ["ann", "bo", "cy"] {
        let person = Person::new(&server, id).await;
        let body = json!({"MemberArn": person.arn, "Type": "DEFAULT"});
        let path = format!("channels/{channel}/memberships");
        let joined = owner.call(Method::POST, &path, &body).await.made();
        people.push((person, joined["SubChannelId"].clone()));
    }
    let [(ann, here), _, (cy, there)] = people.as_slice() else { panic!("three") };
    assert_ne!(here, there);
    for (person, part) in [(ann, here), (cy, there)] {
        let body = json!({"Content": "hi", "Type": "STANDARD", "Persistence": "PERSISTENT",
            "ClientRequestToken": "first", "SubChannelId": part});
        let path = format!("channels/{channel}/messages");
        person.call(Method::POST, &path, &body).await.made();
    }
}
