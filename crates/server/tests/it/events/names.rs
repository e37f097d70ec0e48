//! Nicknames: one of a kind in an event, whatever they are made of.

use serde_json::json;

use super::stage::{Stage, code, device_of, fans};

async fn two_fans() -> Stage {
    let stage = Stage::fast().await;
    stage.event("night", fans(8)).await.ok();
    stage.until_made("night", 8).await;
    stage.login("night", &code(0), "mira").await.ok();
    stage.login("night", &code(1), "eve").await.ok();
    stage
}

#[tokio::test]
async fn a_name_that_looks_like_anothers_is_refused_with_others_that_are_free() {
    let stage = two_fans().await;
    assert_eq!(stage.nickname("night", "mira", "  Mira  ").await.ok(), json!({"nickname": "Mira"}));
    let error = stage.nickname("night", "eve", "MIRA").await.refused(409, "nickname-taken");
    let suggestions = error["suggestions"].as_array().expect("suggestions").clone();
    assert_eq!(suggestions.len(), 3);
    for name in ["M1ra", "M.i.r.a", "Míra", "mlra"] {
        let error = stage.nickname("night", "eve", name).await.refused(409, "nickname-too-similar");
        assert_eq!(error["similarTo"], "Mira", "{name}");
    }
    for name in suggestions {
        stage.nickname("night", "eve", name.as_str().expect("a name")).await.ok();
    }
}

#[tokio::test]
async fn reserved_words_and_tricks_are_refused() {
    let stage = two_fans().await;
    for name in ["Moderator", "the Admin", "4dmin", "m0derator"] {
        let told = stage.nickname("night", "eve", name).await;
        if name == "4dmin" {
            told.ok();
            continue;
        }
        let error = told.refused(409, "nickname-reserved");
        assert!(!error["suggestions"].as_array().expect("suggestions").is_empty(), "{name}");
    }
    for name in ["x", "Mi\u{202e}ra", "Mira \u{1f338}", "Mi\u{200b}ra", "Mirа", &"long ".repeat(9)]
    {
        stage.nickname("night", "eve", name).await.refused(400, "nickname-invalid");
    }
}

#[tokio::test]
async fn a_check_takes_nothing() {
    let stage = two_fans().await;
    let check =
        |device: &str| json!({"nickname": "Mira", "check": true, "device": device_of(device)});
    stage.post("/events/night/nickname", &check("mira")).await.ok();
    stage.post("/events/night/nickname", &check("eve")).await.ok();
    stage.nickname("night", "mira", "Mira").await.ok();
    stage.post("/events/night/nickname", &check("mira")).await.ok();
    stage.post("/events/night/nickname", &check("eve")).await.refused(409, "nickname-taken");
}

#[tokio::test]
async fn of_all_who_want_a_name_at_once_one_gets_it() {
    let stage = Stage::fast().await;
    stage.event("night", fans(8)).await.ok();
    stage.until_made("night", 8).await;
    let devices: Vec<String> = (0..8).map(|n| format!("fan{n}")).collect();
    for (n, device) in devices.iter().enumerate() {
        stage.login("night", &code(n), device).await.ok();
    }
    let spellings = ["Mira", "MIRA", "mira", "M.ira", "Míra", "m1ra", "Mira", "miRa"];
    let calls =
        devices.iter().zip(spellings).map(|(device, name)| stage.nickname("night", device, name));
    let told = futures_util::future::join_all(calls).await;
    let taken = told.iter().filter(|told| told.status.is_success()).count();
    assert_eq!(taken, 1, "{told:?}");
}

#[tokio::test]
async fn a_new_name_reaches_the_service_and_the_old_one_stays_ones_own() {
    let stage = two_fans().await;
    stage.nickname("night", "mira", "Mira").await.ok();
    stage.nickname("night", "mira", "Nora").await.ok();
    for _ in 0..200 {
        if stage.fake.world().users.values().any(|name| name == "Nora") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(stage.fake.world().users.values().any(|name| name == "Nora"));
    // Nobody becomes who she was.
    stage.nickname("night", "eve", "Mira").await.refused(409, "nickname-taken");
    stage.nickname("night", "mira", "Mira").await.ok();
}

#[tokio::test]
async fn a_login_may_bring_a_name() {
    let stage = two_fans().await;
    let login = |n: usize, name: &str| json!({"ticket": code(n), "device": device_of(&format!("fan{n}")), "nickname": name});
    let answer = stage.post("/events/night/login", &login(2, "Ida")).await.ok();
    assert_eq!(answer["user"]["nickname"], "Ida");
    stage.post("/events/night/login", &login(3, "ida")).await.refused(409, "nickname-taken");
    // The login was refused as a whole.
    let device = json!({"device": device_of("fan3")});
    stage.post("/events/night/renew", &device).await.refused(401, "device-unknown");
}
