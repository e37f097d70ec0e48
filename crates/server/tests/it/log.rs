//! What the log never shows.

use std::process::Stdio;

use serde_json::json;
use tempfile::TempDir;

use crate::stop::Process;
use crate::support::{KEY, QUICK, write_config};

#[tokio::test]
async fn no_text_and_no_secret_reaches_the_log() {
    for format in ["text", "json"] {
        let data = TempDir::new().expect("a folder");
        write_config(data.path(), &format!("{QUICK}\n[log]\nformat = \"{format}\""));
        let path = data.path().join("log");
        let log = std::fs::File::create(&path).expect("a file");
        let process = Process::start(&data, Stdio::from(log), "debug").await;
        let customer = process.api().customer("Mira-of-the-log").await;
        let connected = customer.connect().await;
        let mut socket = customer.socket().await;
        socket.item("MESSAGE").await;
        customer.say("the-text-of-a-message").await;
        customer.try_say("the-text-of-a-message", &"t".repeat(501)).await;
        customer.call("message", json!(["the-text-of-a-message"])).await;
        let desk = process.api().sign_in("Ana").await;
        process.api().try_sign_in("Ana", "the-wrong-key-of-somebody").await;
        process.stop().await;

        let log = std::fs::read_to_string(&path).expect("a log");
        assert!(log.contains("SendMessage"), "something is logged: {log}");
        let url = connected["Websocket"]["Url"].as_str().expect("an address");
        let ticket = url.rsplit('=').next().expect("a ticket");
        for secret in [
            "the-text-of-a-message",
            "Mira-of-the-log",
            "the-wrong-key-of-somebody",
            KEY,
            ticket,
            &customer.participant_token,
            &customer.connection_token,
            &desk.token,
        ] {
            assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
        }
    }
}
