//! Events on the service in this server.

use serde_json::json;
use tempfile::TempDir;

use crate::support::{QUICK, TestServer, write_config};

#[tokio::test]
async fn the_demo_has_codes_of_its_own_in_each_data_folder() {
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), &format!("{QUICK}\n[events]\ndemo = true\n"));
    let server = TestServer::over(data, None).await;
    let file = server.data.path().join("demo-tickets.json");
    let demo: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).expect("codes")).expect("JSON");
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
    let server = TestServer::over(server.stop().await, None).await;
    let again: serde_json::Value = serde_json::from_slice(
        &std::fs::read(server.data.path().join("demo-tickets.json")).expect("codes"),
    )
    .expect("JSON");
    assert_eq!(demo, again, "a restart keeps the codes");
}
