use leptos::prelude::*;
/// The inventory.
#[component]
pub fn Inventory() -> impl IntoView {}
