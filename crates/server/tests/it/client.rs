//! The client core and the server with each other: no fake on either side.

use chirrup_core::Phase;
use chirrup_core::room::HistoryState;
use chirrup_core::session::Side;

use crate::support::{Client, Proxy, TestServer, history, room};

#[tokio::test]
async fn a_customer_starts_a_chat_is_greeted_and_gets_an_answer() {
    let server = TestServer::start().await;
    let customer = Client::new(&server.root, Side::Customer);
    customer.start("Mira").await;
    customer.until_shown("Hello").await;
    customer.send("Where is my parcel?");
    customer.until_shown("Two **days**.").await;
    let texts: Vec<_> = customer.shown().into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["Hello", "Where is my parcel?", "Two **days**."]);
}

#[tokio::test]
async fn an_agent_talks_with_a_customer_until_the_customer_leaves() {
    let server = TestServer::start().await;
    let customer = Client::new(&server.root, Side::Customer);
    customer.start("Mira").await;
    customer.send("agent");
    let accepted = server.api().sign_in("Ana").await.accept_next().await;
    let agent = Client::new(&server.root, Side::Agent);
    agent.join(&accepted).await;
    agent.send("Ana here");
    customer.until_shown("Ana here").await;
    customer.act(|session, now| session.end(room(session), now));
    for client in [&customer, &agent] {
        client.until("an end", |session| matches!(session.phase(), Phase::Ended { .. })).await;
    }
    assert_eq!(customer.shown(), agent.shown());
}

#[tokio::test]
async fn a_long_history_is_read_back_fifty_at_a_time() {
    let server = TestServer::start().await;
    let customer = Client::new(&server.root, Side::Customer);
    customer.start("Mira").await;
    customer.send("agent");
    let accepted = server.api().sign_in("Ana").await.accept_next().await;
    let agent = server.api().person(&accepted).await;
    for n in 0..120 {
        agent.say(&format!("line {n}")).await;
    }
    let stored = agent.messages().await;

    let customer = Client::load(customer.close());
    customer.act(chirrup_core::Session::resume);
    customer.ready().await;
    assert_eq!(customer.shown(), stored[stored.len() - 50..], "the newest page alone");
    customer.act(|session, now| session.load_older(room(session), now));
    customer.until("a second page", |session| history(session) == HistoryState::More).await;
    assert_eq!(customer.shown(), stored[stored.len() - 100..]);
    customer.read_everything().await;
    assert_eq!(customer.shown(), stored);

    let asked = customer.pages_asked();
    assert!(asked.iter().all(|page| page["MaxResults"] == 50), "{asked:?}");
    let continued = asked.iter().filter(|page| page["NextToken"].is_string()).count();
    assert_eq!(continued, stored.len().div_ceil(50) - 1, "{asked:?}");
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_goes_on_where_it_was() {
    let server = TestServer::start().await;
    let line = Proxy::before(&server.root).await;
    let customer = Client::new(&line.root, Side::Customer);
    customer.start("Mira").await;
    customer.send("agent");
    customer.until_shown("One moment.").await;
    let accepted = server.api().sign_in("Ana").await.accept_next().await;
    let agent = server.api().person(&accepted).await;
    // The page is closed while a message is written and another cannot leave.
    line.cut();
    customer.send("said without a line");
    customer.act(|session, now| session.set_draft(room(session), "half a sent", now));
    let kept = customer.close();
    agent.say("said meanwhile").await;
    line.mend();

    let customer = Client::load(kept);
    assert!(customer.act(|session, _| session.can_resume()));
    customer.act(chirrup_core::Session::resume);
    // The unsent message may be there before the first page is.
    customer.ready().await;
    customer.until_settled().await;
    customer.until_shown("said without a line").await;
    let draft =
        customer.act(|session, _| session.room(room(session)).map(|room| room.draft().to_owned()));
    assert_eq!(draft.as_deref(), Some("half a sent"));
    let stored = agent.messages().await;
    assert_eq!(customer.shown(), stored);
    let sent = stored.iter().filter(|(_, text)| text == "said without a line").count();
    assert_eq!(sent, 1);
}
