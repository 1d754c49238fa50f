//! What a project changes of its policy is in force at once, as a threshold is: no fit hangs on it.

use super::with;
use crate::scenario::PolicyUse;
use crate::ui::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// Follows the project's own gates.
pub(super) fn follow(app: App) {
    let policy = Memo::new(move |_| app.history.with(|h| h.project().policy.clone()));
    Effect::new(move |before: Option<PolicyUse>| {
        let now = policy.get();
        let gates = |b: &PolicyUse| {
            let same_pack = (&b.id, &b.hash) == (&now.id, &now.hash);
            // What is rolled up by tiers and families has to come from the engine with them.
            same_pack && b.own != now.own && !b.own.lists.prepares_otherwise(&now.own.lists)
        };
        if let Some(before) = before.filter(gates) {
            changed(app, &before, &now);
        }
        now
    });
}

/// Puts the project's own gates in force where the pack that they change is on screen; elsewhere the engine's answer does.
fn changed(app: App, before: &PolicyUse, now: &PolicyUse) {
    let known = with(app, |s| s.policies.1.0 == now.id && s.policies.1.1 == now.hash) == Some(true);
    let base = app.base.get_untracked().or_else(|| before.own.is_empty().then(|| app.pack.get_untracked()));
    let (true, Some(base)) = (known, base) else { return };
    batch(|| {
        app.pack.set(Arc::new(now.own.applied(&base)));
        app.base.set((!now.own.is_empty()).then_some(base));
        app.exploration_stale.set(true);
    });
}
