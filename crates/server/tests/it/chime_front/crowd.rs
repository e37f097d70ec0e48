//! Many listeners: everybody gets everything, in order.

use super::{room, say, server};

const MESSAGES: usize = 200;

#[tokio::test]
async fn a_crowd_hears_a_burst_in_order() {
    let server = server().await;
    let ids: Vec<_> = (0..40).map(|number| format!("fan-{number}")).collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    let (channel, people) = room(&server, &ids).await;
    assert_eq!(server.app().chime.hub.watching(&channel), 40);
    // All read while it is said, as clients do. Who reads later answers no ping, and on a machine that is busy with
    // something else that was silence enough to be given up.
    let hearing: Vec<_> = people
        .into_iter()
        .map(|(_, mut ear)| {
            tokio::spawn(async move {
                for number in 0..MESSAGES {
                    assert_eq!(ear.message().await, number.to_string());
                }
                ear
            })
        })
        .collect();
    for number in 0..MESSAGES {
        say(&server, &channel, &number.to_string()).await;
    }
    for one in hearing {
        one.await.expect("everything in order");
    }
}
