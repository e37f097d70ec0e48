//! `kill -9` at any moment: what was acknowledged is there, and nothing is there twice.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

use crate::stop::Process;
use crate::support::{Person, QUICK, write_config};

/// Message text → id, as acknowledged.
type Acknowledged = Arc<Mutex<BTreeMap<String, String>>>;

/// Sends until the server is gone. The last message was sent and not answered: it returns as pending.
async fn send_until_gone(person: Person, acknowledged: Acknowledged) -> Option<String> {
    for n in 0.. {
        let text = format!("{}-{n}", person.id);
        let call = person.api.http.post(format!("{}/connect/participant/message", person.api.root));
        let body = json!({"ContentType": "text/plain", "Content": text, "ClientToken": text});
        let call = call.header("x-amz-bearer", &person.connection_token).body(body.to_string());
        let Ok(answer) = call.send().await else { return Some(text) };
        let Ok(answer) = answer.json::<serde_json::Value>().await else { return Some(text) };
        let id = answer["Id"].as_str().expect("an acknowledgement").to_owned();
        let before = acknowledged.lock().expect("a lock").insert(text, id.clone());
        assert!(before.is_none_or(|before| before == id), "a repeat is the same message");
    }
    None
}

async fn stored(person: &Person) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut body = json!({"MaxResults": 100});
    loop {
        let page = person.transcript(body.clone()).await;
        for item in page["Transcript"].as_array().expect("items") {
            if item["ParticipantId"] == person.id.as_str() && item["Type"] == "MESSAGE" {
                let text = |field: &str| item[field].as_str().expect("a text").to_owned();
                found.push((text("Content"), text("Id")));
            }
        }
        match page["NextToken"].as_str() {
            Some(token) => body["NextToken"] = json!(token),
            None => return found,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_has_lost_and_doubled_nothing() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), QUICK);
    let mut process = Process::start(&data, Stdio::null(), "info").await;
    let mut people = Vec::new();
    for _ in 0..8 {
        people.push(process.api().customer("Mira").await);
    }
    let acknowledged = Acknowledged::default();
    for round in 0..4 {
        let sending: Vec<_> = people
            .iter()
            .map(|one| tokio::spawn(send_until_gone(one.clone(), Arc::clone(&acknowledged))))
            .collect();
        tokio::time::sleep(Duration::from_millis(250 + 130 * round)).await;
        process.child.kill().await.expect("killed");
        let mut pending = Vec::new();
        for task in sending {
            pending.push(task.await.expect("a sender").expect("it was interrupted"));
        }
        process = Process::start(&data, Stdio::null(), "info").await;
        for (person, text) in people.iter_mut().zip(pending) {
            person.api = process.api();
            // What was under way is sent again with its token, as every client does.
            let again = person.try_say(&text, &text).await.ok();
            let id = again["Id"].as_str().expect("an id").to_owned();
            acknowledged.lock().expect("a lock").insert(text, id);
        }
        // Texts begin anew each round: those of the rounds before are repeats of the same tokens.
    }
    let acknowledged = acknowledged.lock().expect("a lock").clone();
    let mut all = BTreeSet::new();
    for person in &people {
        for (text, id) in stored(person).await {
            assert_eq!(acknowledged.get(&text), Some(&id), "stored as acknowledged");
            assert!(all.insert(text.clone()), "{text} is stored twice");
        }
    }
    assert_eq!(all.len(), acknowledged.len(), "everything acknowledged is stored");
    assert!(all.len() > 50, "something was sent: {}", all.len());
}
