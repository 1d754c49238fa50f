//! The browser's storage: what is put comes back, also in another connection, and what is not needed goes.

use headroom::shell::files;
use headroom::shell::store::{Store, Swap};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn files_and_project_come_back() {
    let store = Store::named("headroom-test-store");
    assert!(store.keep_only(&[]).await.is_ok());
    let content = files::blob("size,loss\n1,2\n", "text/csv").unwrap();
    store.put_file("aa", "curve.csv", &content).await.unwrap();
    store.put_file("bb", "other.csv", &content).await.unwrap();
    store.swap_project(|_| Swap { text: "{\"name\":\"first\"}".to_owned(), aside: false }).await.unwrap();
    let second = |now: Option<String>| {
        assert_eq!(now.as_deref(), Some("{\"name\":\"first\"}"));
        Swap { text: "{\"name\":\"second\"}".to_owned(), aside: false }
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
async fn what_cannot_be_read_is_set_aside_once_and_can_be_let_go() {
    let store = Store::named("headroom-test-aside");
    store.swap_project(|_| Swap { text: "{ damaged".to_owned(), aside: true }).await.unwrap();
    assert!(store.asides().await.unwrap().is_empty(), "nothing was there");
    for _ in 0..2 {
        store.swap_project(|_| Swap { text: "{ damaged".to_owned(), aside: true }).await.unwrap();
    }
    let found = store.asides().await.unwrap();
    assert_eq!(found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["{ damaged"]);
    assert_eq!(store.project().await.unwrap().as_deref(), Some("{ damaged"));
    store.forget_aside(&found[0].0).await.unwrap();
    assert!(store.asides().await.unwrap().is_empty());
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

#[wasm_bindgen_test]
async fn an_answer_that_never_comes_is_not_waited_for() {
    use headroom::shell::within;
    assert_eq!(within(1_000, std::future::ready(7)).await, Some(7));
    assert_eq!(within(20, std::future::pending::<u8>()).await, None);
}
