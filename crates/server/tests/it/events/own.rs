//! Events on the service in this server.

use std::time::Duration;

use chirrup_server::chime::arn::Kind;
use chirrup_server::chime::credentials;
use chirrup_server::store::{StoreError, Tx};
use chirrup_wire::sigv4::{self, Prefetch};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::stage::{ADMIN_KEY, FAST, Told, admin, code, device_of, fans};
use crate::chime_front::person::{Ear, Person};
use crate::support::{PATIENCE, QUICK, TestServer, write_config};

/// A server with an event on its own service, which is open.
struct Night {
    server: TestServer,
    http: Client,
}

impl Night {
    /// With so many fans.
    async fn of(count: usize) -> Self {
        Self::with(fans(count), "").await
    }

    /// With these tickets, and more settings of events.
    async fn with(tickets: Value, more: &str) -> Self {
        let settings = format!("{QUICK}\n[events]\nadmin_key = \"{ADMIN_KEY}\"\n{FAST}\n{more}");
        let off = "[chime.throttle]\nenabled = false";
        let server = TestServer::with(&format!("{settings}\n{off}")).await;
        let night = Self { server, http: Client::new() };
        let event = json!({"id": "night", "name": "A night out", "opensAt": "2020-01-01T00:00:00Z",
            "endsAt": "2099-01-01T00:00:00Z", "tickets": tickets});
        night.admin("/admin/events", &event).await.ok();
        night
    }

    async fn admin(&self, path: &str, body: &Value) -> Told {
        let (root, body) = (&self.server.root, body.to_string());
        admin(&self.http, root, Method::POST, path, "application/json", body).await
    }

    async fn post(&self, path: &str, body: &Value) -> Told {
        let path = format!("/events/night/{path}");
        admin(&self.http, &self.server.root, Method::POST, &path, "", body.to_string()).await
    }

    /// Waits until so many tickets are banned.
    async fn until_banned(&self, count: u64) {
        let began = std::time::Instant::now();
        loop {
            let (root, path) = (&self.server.root, "/admin/events/night");
            let told = admin(&self.http, root, Method::GET, path, "", String::new()).await.ok();
            if told["counts"]["banned"] == count {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{told}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Somebody who is let in, as soon as their place is made.
    async fn login(&self, n: usize, device: &str, takeover: bool) -> Person {
        self.login_with(&code(n), device, takeover).await
    }

    async fn login_with(&self, ticket: &str, device: &str, takeover: bool) -> Person {
        let body = json!({"ticket": ticket, "device": device_of(device), "takeover": takeover});
        loop {
            let told = self.post("login", &body).await;
            if told.status == 425 {
                told.refused(425, "ticket-waiting");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
            return Person::logged_in(&self.server.root, &told.ok());
        }
    }
}

#[tokio::test]
async fn a_takeover_closes_the_first_socket_as_replaced_and_says_why() {
    // It was closed like that of somebody who is taken out.
    let night = Night::of(1).await;
    let mut phone = night.login(0, "phone", false).await.listen().await;
    let laptop = night.login(0, "laptop", true).await;
    let (code, reason) = phone.closed().await;
    assert_eq!((code, reason.as_str()), (4002, "Your ticket is now used on another device"));
    laptop.listen().await;
    let phone = json!({"device": device_of("phone")});
    night.post("login", &phone).await.refused(401, "device-unknown");
}

#[tokio::test]
async fn a_device_that_changes_its_ticket_gives_the_other_one_up() {
    let night = Night::of(2).await;
    let mut first = night.login(0, "phone", false).await.listen().await;
    night.login(1, "phone", false).await.listen().await;
    let (code, reason) = first.closed().await;
    assert_eq!((code, reason.as_str()), (4002, "Another ticket is now used on this device"));
}

#[tokio::test]
async fn whom_the_organiser_bans_is_put_out_and_told_of_the_ban() {
    // The device was signed out with it, so that it heard of another device instead.
    let night = Night::of(1).await;
    let fan = night.login(0, "phone", false).await;
    let mut socket = fan.listen().await;
    night.admin("/admin/events/night/bans", &json!({"ticket": code(0)})).await.ok();
    let (code, reason) = socket.closed().await;
    assert_eq!((code, reason.as_str()), (4003, "This ticket was banned from the chat"));
    let phone = json!({"device": device_of("phone")});
    night.post("login", &phone).await.refused(403, "ticket-banned");
    let call = fan.call(Method::GET, "endpoints/messaging-session", &Value::Null).await;
    call.refused(401, "UnauthorizedClientException");
}

#[tokio::test]
async fn whom_a_moderator_lets_back_comes_back_at_once() {
    // The ban was on the ticket until the room's next turn, and so was the place that it took away.
    let robin = json!({"code": "MOD-000000", "role": "moderator", "nickname": "Robin"});
    let tickets = json!([robin, {"code": code(0)}]);
    let night = Night::with(tickets, "follow_seconds = 3600").await;
    let robin = night.login_with("MOD-000000", "desk", false).await;
    let fan = night.login(0, "phone", false).await;
    let channel = robin.arn.sibling(Kind::Channel, "night").expect("an ARN");
    let bans = format!("channels/{}/bans", sigv4::encode(channel.as_str()));
    let messages = format!("channels/{}/messages", sigv4::encode(channel.as_str()));
    for _ in 0..2 {
        let member = json!({"MemberArn": fan.arn.as_str()});
        robin.call(Method::POST, &bans, &member).await.made();
        let phone = json!({"device": device_of("phone")});
        night.post("login", &phone).await.refused(403, "ticket-banned");
        night.until_banned(1).await;
        let ban = format!("{bans}/{}", sigv4::encode(fan.arn.as_str()));
        assert_eq!(robin.call(Method::DELETE, &ban, &Value::Null).await.status, 204);
        night.until_banned(0).await;
        let back = night.login(0, "phone", false).await;
        back.call(Method::GET, &messages, &Value::Null).await.ok();
    }
}

#[tokio::test]
async fn keys_that_have_expired_open_nothing_and_are_renewed() {
    let night = Night::of(1).await;
    let mut fan = night.login(0, "phone", false).await;
    let user = fan.arn.clone();
    let issue = move |tx: &mut Tx<'_>| credentials::issue(tx, &user, 1);
    let issued = night.server.app().store.write::<_, StoreError>(issue).await.expect("keys");
    fan.credentials = issued.credentials;
    let endpoint = async |fan: &Person| {
        fan.call(Method::GET, "endpoints/messaging-session", &Value::Null).await
    };
    endpoint(&fan).await.ok();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    endpoint(&fan).await.refused(401, "UnauthorizedClientException");
    let (code, _) = Ear::open(&fan.address(Prefetch::Off)).await.closed().await;
    assert_eq!(code, 4401);
    let fresh = night.post("renew", &json!({"device": device_of("phone")})).await.ok();
    let user = json!({"arn": fan.arn.as_str()});
    let renewed = json!({"user": user, "credentials": fresh["credentials"]});
    let fan = Person::logged_in(&night.server.root, &renewed);
    endpoint(&fan).await.ok();
    fan.listen().await;
}

#[tokio::test]
async fn the_demo_has_codes_of_its_own_in_each_data_folder() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &format!("{QUICK}\n[events]\ndemo = true\n"));
    let site = TempDir::new().expect("a folder");
    std::fs::create_dir(site.path().join("event")).expect("a folder");
    std::fs::write(site.path().join("event/index.html"), "<!doctype html>").expect("a page");
    let server = TestServer::over(data, Some(site.path().into())).await;
    let file = server.data.path().join("demo-tickets.json");
    let demo: Value = serde_json::from_slice(&std::fs::read(&file).expect("codes")).expect("JSON");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "the codes are their owner's");
    }
    let body = json!({"ticket": demo["moderator"], "device": "a-device-of-sixteen-or-more"});
    let url = format!("{}/events/demo/login", server.root);
    let told = server.api().http.post(url).body(body.to_string()).send().await.expect("an answer");
    let status = told.status().as_u16();
    assert!(status == 200 || status == 425, "known, and ready or being made: {status}");
    let addresses = server.addresses();
    let link = addresses.moderator.as_ref().expect("a link").reveal();
    let (page, code) = link.split_once("#ticket=").expect("a code that no server is sent");
    assert_eq!((Some(page), Some(code)), (addresses.event.as_deref(), demo["moderator"].as_str()));
    assert!(!format!("{addresses:?}").contains(code), "the link is a key");
    let server = TestServer::over(server.stop().await, None).await;
    assert_eq!(server.addresses().event, None, "a site without the page");
    let again: Value = serde_json::from_slice(
        &std::fs::read(server.data.path().join("demo-tickets.json")).expect("codes"),
    )
    .expect("JSON");
    assert_eq!(demo, again, "a restart keeps the codes");
}

#[tokio::test]
async fn a_moderator_of_an_elastic_event_hears_and_speaks_in_sub_channels_made_later() {
    // Moderators are made before anybody else, so they were in no sub-channel at all.
    let mut tickets = fans(3);
    let moderator = json!({"code": "MOD-000000", "role": "moderator"});
    tickets.as_array_mut().expect("tickets").push(moderator);
    let night = Night::with(tickets, "plain_channel_members = 1\nfollow_seconds = 1").await;
    let moderator = night.login_with("MOD-000000", "desk", false).await;
    let mut ear = moderator.listen().await;
    let fan = night.login(0, "phone", false).await;
    let event = |name: &str| fan.arn.instance_of().sibling(Kind::Channel, name).expect("an ARN");
    let channel = sigv4::encode(event("night").as_str());
    let user = sigv4::encode(fan.arn.as_str());
    let path = format!(
        "channels/{channel}?scope=app-instance-user-membership&app-instance-user-arn={user}"
    );
    let own = fan.call(Method::GET, &path, &Value::Null).await.ok();
    let summary = &own["ChannelMembership"]["AppInstanceUserMembershipSummary"];
    let part = summary["SubChannelId"].as_str().expect("a part").to_owned();
    let messages = format!("channels/{channel}/messages");
    let say = async |who: &Person, text: &str| {
        let body = json!({"Content": text, "Type": "STANDARD", "Persistence": "PERSISTENT",
            "SubChannelId": part, "ClientRequestToken": text});
        who.call(Method::POST, &messages, &body).await
    };
    // Joining is told to the moderator, who may speak from then on.
    for attempt in 0.. {
        if say(&moderator, &format!("welcome-{attempt}")).await.status == 201 {
            break;
        }
        assert!(attempt < 200, "the moderator is let into no sub-channel");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(ear.message().await.starts_with("welcome-"));
    say(&fan, "thank-you").await.made();
    assert_eq!(ear.message().await, "thank-you");
}
