//! A disk without room: whoever writes is told so, reading goes on, and nothing acknowledged is lost.
#![cfg(target_os = "linux")]

use std::process::Stdio;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Ear, Person};
use crate::events::stage::{ADMIN_KEY, admin, code, device_of, fans};
use crate::stop::Process;
use crate::support::{Answer, QUICK, write_config};

/// As large as the files of a server may become from here on; what goes beyond is refused like by a full disk.
async fn limit_files(process: &Process, most: &str) {
    let id = process.child.id().expect("a process").to_string();
    let limit = format!("--fsize={most}:unlimited");
    let set = tokio::process::Command::new("prlimit").args(["--pid", &id, &limit]).status().await;
    assert!(set.expect("prlimit of util-linux").success());
}

async fn health(process: &Process) -> u16 {
    let address = process.addresses["health"].as_str().expect("an address");
    reqwest::get(address).await.expect("an answer").status().as_u16()
}

/// What bo hears, up to a message of this text.
async fn heard_until(ear: &mut Ear, last: &str) -> Vec<String> {
    let mut heard = Vec::new();
    loop {
        let words = ear.message().await;
        let words = words.split(' ').next().unwrap_or_default().to_owned();
        heard.push(words.clone());
        if words == last {
            return heard;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_loses_nothing_and_is_over_when_there_is_room() {
    let data = TempDir::new().expect("a folder");
    let events = format!("[events]\nadmin_key = \"{ADMIN_KEY}\"");
    write_config(data.path(), &format!("{QUICK}\n{events}\n[chime.throttle]\nenabled = false"));
    let mut process = Process::start(&data, Stdio::null(), "info").await;
    let instance =
        process.addresses["admin"]["appInstanceArn"].as_str().expect("an ARN").to_owned();
    let owner = Person::named_in(&process.addresses);
    let ulla = Person::user_of(&owner, &instance, "ulla").await;
    let mut bo = Person::user_of(&owner, &instance, "bo").await;
    let channel = owner.channel(&instance, &[&ulla, &bo]).await;
    let mut ear = bo.listen().await;
    let mut kept = Vec::new();
    let mut say = async |ulla: &Person, text: &str| -> Result<(), Answer> {
        let answer = ulla.try_say(&channel, text, 3_000).await.expect("an answer");
        if answer.status != 201 {
            return Err(answer);
        }
        let id = answer.made()["MessageId"].as_str().expect("an id").to_owned();
        kept.push((text.to_owned(), id));
        Ok(())
    };
    say(&ulla, "before").await.expect("there is room");
    let customer = process.api().customer("Mira").await;
    customer.say("before").await;

    let http = reqwest::Client::new();
    let event = json!({"id": "night", "name": "A night out", "opensAt": "2020-01-01T00:00:00Z",
        "endsAt": "2099-01-01T00:00:00Z", "tickets": fans(1)});
    let post = async |path: &str, kind: &str, body: &Value| {
        admin(&http, &owner.root, Method::POST, path, kind, body.to_string()).await
    };
    post("/admin/events", "application/json", &event).await.ok();

    let log = std::fs::metadata(data.path().join("chirrup.db-wal")).expect("a log").len();
    limit_files(&process, &(log + 100_000).to_string()).await;
    // A write that asks for little may find room where a larger one did not, or one beside the server's own.
    let mut refused_in_a_row = 0;
    let mut last_refused = String::new();
    for n in 0.. {
        assert!(n < 200, "the disk is never full");
        let text = format!("filling-{n}");
        let Err(answer) = say(&ulla, &text).await else {
            refused_in_a_row = 0;
            continue;
        };
        let told = answer.body["Message"].as_str().expect("a text");
        assert!(told.contains("cannot store"), "{told}");
        answer.refused(503, "ServiceUnavailableException");
        last_refused = text;
        refused_in_a_row = if health(&process).await == 503 { refused_in_a_row + 1 } else { 0 };
        if refused_in_a_row == 5 {
            break;
        }
    }
    assert!(!bo.history(&channel).await.is_empty(), "reading goes on");
    let answer = customer.try_say("after all", "one").await;
    let text = answer.body["Message"].as_str().expect("a text").to_owned();
    assert!(text.contains("cannot store"), "the support chat is told as well: {text}");
    answer.refused(500, "InternalServerException");
    let login = json!({"ticket": code(0), "device": device_of("phone")});
    let error = post("/events/night/login", "", &login).await.refused(503, "unavailable");
    let text = error["message"].as_str().expect("a text");
    assert!(text.contains("cannot store"), "and who wants to come in: {text}");

    limit_files(&process, "unlimited").await;
    // The same words under the same token, as a client repeats them, and others.
    say(&ulla, &last_refused).await.expect("there is room again");
    for _ in 0..2 {
        customer.try_say("after all", "one").await.ok();
    }
    let said = customer.messages().await;
    assert_eq!(said.iter().filter(|(_, text)| text == "after all").count(), 1, "{said:?}");
    say(&ulla, "after").await.expect("there is room");
    assert_eq!(health(&process).await, 200);
    let words: Vec<String> = kept.iter().map(|(words, _)| words.clone()).collect();
    assert_eq!(heard_until(&mut ear, "after").await, words, "what was acknowledged was told, once");
    assert_eq!(bo.history(&channel).await, kept);
    process.child.kill().await.expect("killed");
    let process = Process::start(&data, Stdio::null(), "info").await;
    bo.move_by(&process.addresses);
    assert_eq!(bo.history(&channel).await, kept, "and after a crash");
    process.stop().await;
}
