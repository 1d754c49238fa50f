//! What the page shows before its program has arrived: the verdict on the worked example, written into index.html.
//!
//! `tests/it/opening.rs` keeps that part of index.html equal to what this writes, so that nobody is shown an old verdict. The
//! classes are those of the page's own verdict bar: when the program takes over, the words stay where they are.

use super::escape::html as escape;
use crate::analysis::Exploration;
use crate::analysis::readout::card;
use crate::decide::{Decision, PhaseState, Reason};
use crate::policy::PolicyPack;
use crate::scenario::Scenario;

/// The verdict bar, the phase track and the three strongest reasons as HTML without a link or a control: nothing here can be
/// used yet. `project` names the example.
#[must_use]
pub fn write(project: &str, pack: &PolicyPack, decision: &Decision, exploration: &Exploration) -> String {
    let verdict = &decision.verdict;
    let mut out = String::from(
        "<header class=\"tools\"><div class=\"tools__inner\"><p class=\"tools__brand\">Headroom</p><p class=\"opening__note\" role=\"status\">Worked example: ",
    );
    escape(&mut out, project);
    out.push_str(". The controls are loading&hellip;</p></div></header>\n<section class=\"verdict\" aria-label=\"Verdict\" data-action=\"");
    escape(&mut out, verdict.action.id());
    out.push_str("\">\n<div class=\"verdict__inner\">\n<div class=\"verdict__what\">\n<p class=\"verdict__question\">");
    escape(&mut out, card::QUESTION);
    out.push_str("</p>\n<p class=\"verdict__action\">");
    escape(&mut out, verdict.action.words());
    out.push_str("</p>\n<p class=\"verdict__why\">");
    escape(&mut out, &verdict.sentence);
    out.push_str("</p>\n");
    if let Some(costs) = card::costs(decision, exploration, pack) {
        out.push_str("<p class=\"verdict__costs\">");
        escape(&mut out, &costs);
        out.push_str("</p>\n");
    }
    out.push_str("<p class=\"verdict__meta\">");
    if let Some(sure) = card::sure(exploration, decision, pack, &Scenario::default()) {
        out.push_str("<span class=\"verdict__sure\">");
        escape(&mut out, &sure);
        out.push_str("</span> \u{b7} ");
    }
    out.push_str("Policy: ");
    escape(&mut out, &pack.name);
    out.push_str("</p>\n");
    if let Some(flip) = card::nearest(&exploration.flips) {
        out.push_str("<p class=\"verdict__flip\"><span class=\"label\">What would change it:</span> ");
        escape(&mut out, &flip.sentence);
        out.push_str("</p>\n");
    }
    out.push_str("</div>\n<ol class=\"track\" aria-label=\"Phases\">\n");
    for state in &decision.phases {
        phase(&mut out, state);
    }
    out.push_str("</ol>\n</div>\n</section>\n<main class=\"opening__main\">\n<h1>Decide</h1>\n<h2>Why</h2>\n<ol class=\"why-list\">\n");
    for r in verdict.reasons.iter().take(3) {
        reason(&mut out, decision, r);
    }
    out.push_str("</ol>\n</main>");
    out
}

fn phase(out: &mut String, state: &PhaseState) {
    out.push_str("<li class=\"track__phase\"");
    if state.current {
        out.push_str(" aria-current=\"step\"");
    }
    if state.done {
        out.push_str(" data-done");
    }
    out.push_str("><span class=\"track__word\">");
    escape(out, state.phase.word());
    out.push_str("</span>");
    if let Some(standing) = [(state.done, "done"), (state.current, "now")].iter().find_map(|(is, w)| is.then_some(*w)) {
        out.push_str(" <span class=\"track__standing\">");
        out.push_str(standing);
        out.push_str("</span>");
    }
    out.push_str("<span class=\"track__counts\">");
    for (outcome, n) in state.by_outcome() {
        out.push_str(&format!(
            "<span class=\"count\" data-outcome=\"{}\"><span aria-hidden=\"true\">{}</span>{n}<span class=\"count__word\"> {}</span></span> ",
            outcome.id(),
            outcome.icon(),
            outcome.word()
        ));
    }
    out.push_str("</span></li>\n");
}

fn reason(out: &mut String, decision: &Decision, r: &Reason) {
    out.push_str("<li class=\"reason\"><p class=\"reason__head\"><span class=\"outcome\" data-outcome=\"");
    out.push_str(r.outcome.id());
    out.push_str("\"><span class=\"outcome__sign\" aria-hidden=\"true\">");
    out.push_str(r.outcome.icon());
    out.push_str("</span><span class=\"outcome__word\">");
    out.push_str(r.outcome.word());
    out.push_str("</span></span> <b>");
    escape(out, decision.outcome(&r.gate).map_or(r.gate.as_str(), |o| o.label.as_str()));
    out.push_str("</b></p><p class=\"reason__text\">");
    escape(out, &r.text);
    out.push_str("</p></li>\n");
}
