//! The browser's storage: what is put comes back, also in another connection, and what is not needed goes.

use headroom::shell::files;
use headroom::shell::store::Store;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn files_and_project_come_back() {
    let store = Store::named("headroom-test-store");
    assert!(store.keep_only(&[]).await.is_ok());
    let content = files::blob("size,loss\n1,2\n", "text/csv").unwrap();
    store.put_file("aa", "curve.csv", &content).await.unwrap();
    store.put_file("bb", "other.csv", &content).await.unwrap();
    store.swap_project(|_| "{\"name\":\"first\"}".to_owned()).await.unwrap();
    let second = |now: Option<String>| {
        assert_eq!(now.as_deref(), Some("{\"name\":\"first\"}"));
        "{\"name\":\"second\"}".to_owned()
    };
    store.swap_project(second).await.unwrap();

    let again = Store::named("headroom-test-store");
    assert_eq!(again.project().await.unwrap().as_deref(), Some("{\"name\":\"second\"}"));
    let kept = again.file("aa").await.unwrap().unwrap();
    assert_eq!(kept.name, "curve.csv");
    let text = JsFuture::from(kept.content.text()).await.unwrap().as_string();
    assert_eq!(text.as_deref(), Some("size,loss\n1,2\n"));

    again.keep_only(&["bb".to_owned()]).await.unwrap();
    assert!(again.file("aa").await.unwrap().is_none());
    assert!(again.file("bb").await.unwrap().is_some());
}

#[wasm_bindgen_test]
async fn what_was_never_kept_is_absent() {
    let store = Store::named("headroom-test-empty");
    assert!(store.project().await.unwrap().is_none());
    assert!(store.file("cc").await.unwrap().is_none());
}

#[wasm_bindgen_test]
fn addresses_name_pages_and_shared_scenarios() {
    use headroom::shell::address::{Address, of_page, parse};
    let page = |page: &str, anchor: &str| Address::Page { page: page.into(), anchor: anchor.into() };
    assert_eq!(parse(""), page("", ""));
    assert_eq!(parse("#/curves"), page("curves", ""));
    assert_eq!(parse(&of_page("decide", "gate 1/ä")), page("decide", "gate 1/ä"));
    assert_eq!(parse("#h1.abc"), Address::Shared("h1.abc".into()));
    assert_eq!(parse("#home"), page("", ""));
}
