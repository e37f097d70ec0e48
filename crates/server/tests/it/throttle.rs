//! The throttle table. Its figures are checked beside the code; here is what a client meets.

use reqwest::Method;
use serde_json::json;

use crate::support::TestServer;

/// The bursts of the service, and a rate that refills nothing while the test runs.
const SLOW: &str = "[throttle]\nsend = { rate = 1, burst = 15 }\n\
                    transcript = { rate = 1, burst = 12 }\ndisconnect = { rate = 1, burst = 5 }\n\
                    start_chat = { rate = 1, burst = 8 }\n";

#[tokio::test]
async fn each_kind_of_call_has_its_own_bucket() {
    let server = TestServer::with(SLOW).await;
    let customer = server.customer().await;
    for (operations, burst) in
        [(["message", "event"], 15), (["transcript", "transcript"], 12), (["disconnect"; 2], 5)]
    {
        let mut answers = Vec::new();
        for n in 0..burst + 20 {
            // Nonsense counts too: it is cheap to send. Messages and events share a bucket.
            answers.push(customer.call(operations[n % 2], json!("nonsense")).await);
        }
        let burst_passes = answers.iter().take(burst).all(|answer| answer.status == 400);
        assert!(burst_passes, "{operations:?}: a burst of {burst}");
        let refused = answers.into_iter().find(|answer| answer.status != 400);
        refused.expect("one is refused").refused(429, "ThrottlingException");
    }
}

#[tokio::test]
async fn starting_chats_has_its_own_name_for_it() {
    let server = TestServer::with(SLOW).await;
    let mut answers = Vec::new();
    for _ in 0..30 {
        let path = "/connect/contact/chat";
        answers.push(server.api().call(Method::PUT, path, None, &json!({})).await);
    }
    // Those before are refused because nobody signed them.
    let refused = answers.into_iter().find(|answer| answer.status != 403);
    refused.expect("one is refused").refused(429, "TooManyRequests");
}
