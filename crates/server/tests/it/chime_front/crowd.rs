//! Many listeners: everybody gets everything, in order.

use super::{room, say, server};

#[tokio::test]
async fn a_crowd_hears_a_burst_in_order() {
    let server = server().await;
    let ids: Vec<_> = (0..40).map(|number| format!("fan-{number}")).collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    let (channel, mut people) = room(&server, &ids).await;
    assert_eq!(server.app().chime.hub.watching(&channel), 40);
    for number in 0..200 {
        say(&server, &channel, &number.to_string()).await;
    }
    for (_, ear) in &mut people {
        for number in 0..200 {
            assert_eq!(ear.message().await, number.to_string());
        }
    }
}
