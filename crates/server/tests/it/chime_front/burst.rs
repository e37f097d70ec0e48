//! `kill -9` while many write: every message that was acknowledged is there, once, under its id.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;

use super::Person;
use crate::stop::Process;
use crate::support::{QUICK, write_config};

/// Sends until the server is gone: what was acknowledged, by text, and the text that was not.
async fn send_until_gone(
    person: Person,
    channel: String,
    round: usize,
) -> (BTreeMap<String, String>, String) {
    let mut acknowledged = BTreeMap::new();
    for n in 0.. {
        let text = format!("{}-{round}-{n}", person.arn.id());
        let Some(answer) = person.try_say(&channel, &text, 0).await else {
            return (acknowledged, text);
        };
        let id = answer.made()["MessageId"].as_str().expect("an id").to_owned();
        acknowledged.insert(text, id);
    }
    unreachable!("a server that is killed answers no more")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_in_a_burst_has_lost_and_doubled_nothing() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &format!("{QUICK}\n[chime.throttle]\nenabled = false"));
    let mut process = Process::start(&data, Stdio::null(), "info").await;
    let instance =
        process.addresses["admin"]["appInstanceArn"].as_str().expect("an ARN").to_owned();
    let owner = Person::named_in(&process.addresses);
    let mut people = Vec::new();
    for n in 0..8 {
        people.push(Person::user_of(&owner, &instance, &format!("fan{n}")).await);
    }
    let members: Vec<&Person> = people.iter().collect();
    let channel = owner.channel(&instance, &members).await;
    let mut acknowledged = BTreeMap::new();
    for round in 0..3 {
        let sending: Vec<_> = people
            .iter()
            .map(|one| tokio::spawn(send_until_gone(one.clone(), channel.clone(), round)))
            .collect();
        tokio::time::sleep(Duration::from_millis(300)).await;
        process.child.kill().await.expect("killed");
        process = Process::start(&data, Stdio::null(), "info").await;
        for (person, task) in people.iter_mut().zip(sending) {
            let (of_one, pending) = task.await.expect("a sender");
            acknowledged.extend(of_one);
            person.move_by(&process.addresses);
            // What was under way is sent again with its token, as every client does.
            let again = person.try_say(&channel, &pending, 0).await.expect("an answer").made();
            acknowledged.insert(pending, again["MessageId"].as_str().expect("an id").to_owned());
        }
    }
    let history = people[0].history(&channel).await;
    assert_eq!(history.len(), acknowledged.len(), "everything, and nothing twice");
    assert_eq!(history.into_iter().collect::<BTreeMap<_, _>>(), acknowledged);
    assert!(acknowledged.len() > 50, "something was sent: {}", acknowledged.len());
}
