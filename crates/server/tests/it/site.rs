//! Static files.

use std::io::Write as _;
use std::path::Path;

use reqwest::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION,
};
use reqwest::redirect::Policy;
use tempfile::TempDir;

use crate::support::{QUICK, TestServer, write_config};

fn write_site(folder: &Path) {
    std::fs::create_dir(folder.join("v1.2.3")).expect("a folder");
    std::fs::write(folder.join("index.html"), "<h1>Shop</h1>").expect("a file");
    std::fs::write(folder.join("v1.2.3/chirrup.js"), "fixed").expect("a file");
    std::fs::write(folder.join("a.wasm"), "plain").expect("a file");
    std::fs::write(folder.join("a.wasm.br"), "as if packed").expect("a file");
    let packed = std::fs::File::create(folder.join("a.wasm.gz")).expect("a file");
    let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    packed.write_all(b"plain").expect("packed");
}

#[tokio::test]
async fn files_come_packed_typed_and_with_the_right_caching() {
    let site = TempDir::new().expect("a folder");
    write_site(site.path());
    let data = TempDir::new().expect("a folder");
    write_config(data.path(), QUICK);
    let server = TestServer::over(data, Some(site.path().to_owned())).await;
    let http = reqwest::Client::builder().redirect(Policy::none()).build().expect("a client");
    let get = |path: &str| http.get(format!("{}{path}", server.root));

    let index = get("/").send().await.expect("an answer");
    assert_eq!(index.headers()[CACHE_CONTROL], "no-cache");
    let tag = index.headers()[ETAG].clone();
    assert_eq!(index.text().await.expect("text"), "<h1>Shop</h1>");
    let same = get("/").header(IF_NONE_MATCH, tag).send().await.expect("an answer");
    assert_eq!(same.status(), 304);

    let fixed = get("/v1.2.3/chirrup.js").send().await.expect("an answer");
    assert!(fixed.headers()[CACHE_CONTROL].to_str().expect("text").contains("immutable"));

    let packed = get("/a.wasm").header(ACCEPT_ENCODING, "gzip, br").send().await;
    let packed = packed.expect("an answer");
    assert_eq!(packed.headers()[CONTENT_ENCODING], "br");
    assert_eq!(packed.headers()[CONTENT_TYPE], "application/wasm");
    assert_eq!(packed.headers()["access-control-allow-origin"], "*");
    assert_eq!(packed.text().await.expect("text"), "as if packed");
    let gzip = get("/a.wasm").header(ACCEPT_ENCODING, "gzip").send().await.expect("an answer");
    assert_eq!(gzip.headers()[CONTENT_ENCODING], "gzip");

    let desk = get("/desk").send().await.expect("an answer");
    assert_eq!(
        (desk.status().as_u16(), &desk.headers()[LOCATION]),
        (308, &"/desk/".parse().expect("text"))
    );
    let desk = get("/desk/").send().await.expect("an answer");
    assert_eq!(desk.headers()["x-frame-options"], "DENY");
    assert_eq!(desk.text().await.expect("text"), "<h1>Shop</h1>");
    for missing in ["/nothing.js", "/../chirrup.toml", "/desk/nothing"] {
        assert_eq!(get(missing).send().await.expect("an answer").status(), 404, "{missing}");
    }
}
