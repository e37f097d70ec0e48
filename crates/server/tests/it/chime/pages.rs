//! Pages: 1 to 50 entries, a token that is good for its list only, times that only grow.

use chirrup_server::chime::operation::Operation;
use serde_json::json;

use super::world::{World, refused};

#[tokio::test]
async fn messages_come_50_at_a_time_in_both_directions() {
    let world = World::new().await;
    let admin = world.admin();
    let room = world.room("main", json!({})).await;
    for number in 0..120 {
        world.say(&room, &admin, &format!("{number:03}")).await;
    }
    let all: Vec<_> = (0..120).map(|number| format!("{number:03}")).collect();
    for order in ["ASCENDING", "DESCENDING"] {
        let (mut texts, mut times, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
        let mut token: Option<String> = None;
        loop {
            let mut query = vec![("sort-order", order)];
            query.extend(token.as_deref().map(|token| ("next-token", token)));
            let path = [room.as_str()];
            let page = world.get(Operation::ListChannelMessages, &admin, &path, &query).await;
            let page = page.expect("a page").1;
            let messages = page["ChannelMessages"].as_array().expect("a list");
            sizes.push(messages.len());
            for message in messages {
                texts.push(message["Content"].as_str().expect("a text").to_owned());
                times.push(message["CreatedTimestamp"].as_f64().expect("seconds"));
            }
            token = page["NextToken"].as_str().map(str::to_owned);
            if token.is_none() {
                break;
            }
        }
        if order == "DESCENDING" {
            texts.reverse();
            times.reverse();
        }
        assert_eq!(texts, all);
        assert_eq!(sizes, [50, 50, 20]);
        assert!(times.is_sorted_by(|one, other| one < other), "times only grow");
    }
}

#[tokio::test]
async fn times_bound_a_list() {
    let world = World::new().await;
    let admin = world.admin();
    let room = world.room("main", json!({})).await;
    for text in ["a", "b", "c"] {
        world.say(&room, &admin, text).await;
    }
    let messages = world.messages(&room, &admin).await;
    let at = messages[1]["CreatedTimestamp"].as_f64().expect("seconds");
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of this century")]
    let at = chirrup_server::clock::Millis((at * 1000.0).round() as i64).to_string();
    let texts = async |name: &str| {
        let path = [room.as_str()];
        let listed = world.get(Operation::ListChannelMessages, &admin, &path, &[(name, &at)]).await;
        listed.expect("a list").1["ChannelMessages"].as_array().expect("a list").len()
    };
    assert_eq!((texts("not-before").await, texts("not-after").await), (2, 2), "both ends count");
    let path = [room.as_str()];
    let wrong = [("not-before", "yesterday")];
    let listed = world.get(Operation::ListChannelMessages, &admin, &path, &wrong).await;
    assert_eq!(refused(listed), "BadRequest");
}

#[tokio::test]
async fn a_page_has_at_most_50_entries_and_a_token_one_list() {
    let world = World::new().await;
    let admin = world.admin();
    let room = world.room("main", json!({})).await;
    let other = world.room("other", json!({})).await;
    for text in ["a", "b"] {
        world.say(&room, &admin, text).await;
    }
    let list = async |channel: &str, query: &[(&str, &str)]| {
        world.get(Operation::ListChannelMessages, &admin, &[channel], query).await
    };
    for wrong in ["0", "51", "many"] {
        let listed = list(room.as_str(), &[("max-results", wrong)]).await;
        assert_eq!(refused(listed), "BadRequest", "{wrong}");
    }
    let page = list(room.as_str(), &[("max-results", "1")]).await.expect("a page").1;
    let token = page["NextToken"].as_str().expect("a token");
    assert!(list(room.as_str(), &[("next-token", token)]).await.is_ok());
    let elsewhere = list(other.as_str(), &[("next-token", token)]).await;
    assert_eq!(refused(elsewhere), "BadRequest");
    let forged = list(room.as_str(), &[("next-token", "forged")]).await;
    assert_eq!(refused(forged), "BadRequest");
}
