//! CORS, as browsers ask for official clients.

use reqwest::{Method, header};

use crate::support::TestServer;

#[tokio::test]
async fn a_preflight_allows_what_it_asks_for() {
    let server = TestServer::start().await;
    let asked = "authorization,content-type,x-amz-bearer,x-amz-content-sha256,x-amz-date,\
                 x-amz-user-agent";
    for path in ["participant/connection", "participant/message", "start-chat", "contact/chat"] {
        let url = format!("{}/connect/{path}", server.root);
        let preflight = server
            .api()
            .http
            .request(Method::OPTIONS, url)
            .header(header::ORIGIN, "https://shop.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, asked);
        let answer = preflight.send().await.expect("an answer");
        assert!(answer.status().is_success());
        let get = |name| answer.headers().get(name).expect("a header").to_str().expect("text");
        assert_eq!(get(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(get(header::ACCESS_CONTROL_ALLOW_HEADERS), asked);
        assert!(get(header::ACCESS_CONTROL_ALLOW_METHODS).contains("POST"));
        assert!(get(header::ACCESS_CONTROL_MAX_AGE).parse::<u32>().expect("seconds") > 0);
    }
}

#[tokio::test]
async fn a_browser_may_see_which_error_it_was() {
    let server = TestServer::start().await;
    let url = format!("{}/connect/participant/message", server.root);
    let call = server.api().http.post(url).header(header::ORIGIN, "https://shop.example");
    let answer = call.body("{}").send().await.expect("an answer");
    assert_eq!(answer.status(), 403);
    let exposed = answer.headers()[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().expect("text");
    assert!(exposed.contains("x-amzn-errortype") && exposed.contains("x-amzn-requestid"));
}

#[tokio::test]
async fn the_desk_is_for_its_own_page_only() {
    let server = TestServer::start().await;
    let url = format!("{}/desk/api/sign-in", server.root);
    let call = server.api().http.post(url).header(header::ORIGIN, "https://elsewhere.example");
    let answer = call.body("{}").send().await.expect("an answer");
    assert!(!answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
}
