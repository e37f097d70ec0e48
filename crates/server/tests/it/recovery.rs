//! Lines that break and a server that dies, under two clients that write: in the end everybody has the
//! same conversation, and nobody had to do anything.

use std::process::Stdio;
use std::time::Duration;

use chirrup_core::session::Side;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tempfile::TempDir;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::stop::Process;
use crate::support::{Api, Client, Cut, Person, Proxy, QUICK, TestServer, Way, write_config};

/// A customer and an agent on one chat, each over a line of their own, and one who only reads.
struct Talk {
    customer: Client,
    agent: Client,
    customer_line: Proxy,
    agent_line: Proxy,
    reader: Person,
}

impl Talk {
    async fn begin(api: &Api) -> Self {
        let customer_line = Proxy::before(&api.root).await;
        let agent_line = Proxy::before(&api.root).await;
        let customer = Client::new(&customer_line.root, Side::Customer);
        customer.start("Mira").await;
        customer.send("agent");
        customer.until_shown("One moment.").await;
        let accepted = api.sign_in("Ana").await.accept_next().await;
        let agent = Client::new(&agent_line.root, Side::Agent);
        agent.join(&accepted).await;
        let reader = api.person(&accepted).await;
        Self { customer, agent, customer_line, agent_line, reader }
    }

    /// Both have everything that the server has, in its order, and everything that was sent.
    async fn assert_equal(&self, sent: &[Vec<String>; 2]) {
        let lines = sent.iter().flatten();
        for client in [&self.customer, &self.agent] {
            client.until_settled().await;
            for line in lines.clone() {
                client.until_shown(line).await;
            }
            client.read_everything().await;
        }
        let stored = self.reader.messages().await;
        assert_eq!(self.customer.shown(), stored, "the customer");
        assert_eq!(self.agent.shown(), stored, "the agent");
        for sent in sent {
            let of_one = stored.iter().filter(|(_, text)| sent.contains(text));
            let of_one: Vec<_> = of_one.map(|(_, text)| text.clone()).collect();
            assert_eq!(&of_one, sent, "once each, in the order in which they were written");
        }
    }
}

/// Writes line after line while a story goes on, and gives what it wrote.
async fn write_during(
    client: &Client,
    who: &str,
    seed: u64,
    story: &CancellationToken,
) -> Vec<String> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut sent = Vec::new();
    while !story.is_cancelled() {
        let line = format!("{who} {}", sent.len());
        client.send(&line);
        sent.push(line);
        sleep(Duration::from_millis(random.random_range(20..120))).await;
    }
    sent
}

/// Both write until the story is over.
async fn while_both_write(
    talk: &Talk,
    seed: u64,
    story: impl Future<Output = ()>,
) -> [Vec<String>; 2] {
    let over = CancellationToken::new();
    let ends = async {
        story.await;
        over.cancel();
    };
    let (customer, agent, ()) = tokio::join!(
        write_during(&talk.customer, "customer", seed, &over),
        write_during(&talk.agent, "agent", seed + 1, &over),
        ends,
    );
    [customer, agent]
}

/// Breaks a line again and again where it hurts, never for long.
async fn break_often(line: &Proxy, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    for round in 0..5 {
        sleep(Duration::from_millis(random.random_range(0..150))).await;
        let way = if random.random() { Way::Up } else { Way::Down };
        line.cut_at(if round % 2 == 0 {
            Cut::Answer
        } else {
            Cut::Bytes(way, random.random_range(0..3000))
        })
        .await;
        sleep(Duration::from_millis(random.random_range(0..100))).await;
        line.mend();
    }
}

async fn lines_break(seed: u64) {
    let server = TestServer::start().await;
    let talk = Talk::begin(&server.api()).await;
    let breaking = async {
        tokio::join!(
            break_often(&talk.customer_line, seed),
            break_often(&talk.agent_line, seed + 1000),
        );
    };
    let sent = while_both_write(&talk, seed, breaking).await;
    talk.assert_equal(&sent).await;
    for client in [&talk.customer, &talk.agent] {
        assert!(client.unanswered() >= 3, "acknowledgements were lost");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_break_lose_and_double_nothing() {
    lines_break(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_break_elsewhere_lose_and_double_nothing() {
    lines_break(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_without_a_line_is_fetched_page_by_page() {
    let server = TestServer::start().await;
    let talk = Talk::begin(&server.api()).await;
    talk.customer_line.cut();
    let mut sent = Vec::new();
    for n in 0..130 {
        let line = format!("agent {n}");
        talk.reader.say(&line).await;
        sent.push(line);
    }
    let before = talk.customer.pages_asked().len();
    talk.customer_line.mend();
    talk.assert_equal(&[Vec::new(), sent]).await;
    let asked = talk.customer.pages_asked().split_off(before);
    let continued = asked.iter().filter(|page| page["NextToken"].is_string()).count();
    assert!(continued >= 2, "130 lines are three pages: {asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_and_comes_back_has_lost_and_doubled_nothing() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), QUICK);
    let mut process = Process::start(&data, Stdio::null(), "info").await;
    let api = process.api();
    let listen = api.root.trim_start_matches("http://").to_owned();
    let talk = Talk::begin(&api).await;
    let dying = async {
        for _ in 0..2 {
            sleep(Duration::from_millis(400)).await;
            process.child.kill().await.expect("killed");
            sleep(Duration::from_millis(100)).await;
            process = Process::start_at(&listen, &data, Stdio::null(), "info").await;
        }
        sleep(Duration::from_millis(200)).await;
    };
    let sent = while_both_write(&talk, 7, dying).await;
    talk.assert_equal(&sent).await;
}
