use leptos::prelude::*;
/// The files.
#[component]
pub fn Files() -> impl IntoView {}
