//! The questions that files raise: of every metric that was found, what it is to reach.

use super::super::Prepared;
use super::found::{FoundMetric, found_metrics};
use super::preview::{preview, today};
use super::target::{ask, asked_of, possible};
use crate::data::{Unit, units};
use crate::policy::{Comparator, Gate, PolicyPack, Severity, metric_gate};
use crate::scenario::{Edit, Scenario};

/// What one metric, or one slice of it, is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricQuestion {
    /// The metric.
    pub metric: FoundMetric,
    /// The slice; the whole of it where there is none.
    pub slice: Option<String>,
    /// Name shown to people.
    pub label: String,
    /// The gate that asks it; `None` while nobody knows a target.
    pub gate: Option<Gate>,
    /// Today's value with its interval, or why there is none.
    pub today: String,
    /// What the gate says today and does to the verdict; empty without a gate.
    pub preview: String,
}

impl MetricQuestion {
    /// What no other question has.
    #[must_use]
    pub fn key(&self) -> String {
        let slice = self.slice.as_ref().map_or_else(String::new, |s| format!("/{s}"));
        format!("{}{slice}", self.metric.id)
    }
    /// The sign in force, or the one that the metric suggests.
    #[must_use]
    pub fn comparator(&self) -> Comparator {
        self.gate.as_ref().map_or_else(|| self.metric.comparator(), |g| g.comparator)
    }
    /// The edit that asks a target, with the severity that the gate has or the one of a target that decides.
    ///
    /// # Errors
    /// In words, where the metric cannot have such a value.
    pub fn asks(&self, pack: &PolicyPack, comparator: Comparator, target: f64) -> Result<Edit, String> {
        let target = possible(&self.metric, target)?;
        let asked = ask(pack, &self.metric, self.slice.as_deref(), (comparator, target));
        let severity = self.gate.as_ref().map_or(Severity::Block, |g| g.severity);
        let gate = Gate { severity, ..asked.gate };
        Ok(Edit::PutGates { gates: vec![gate], metrics: asked.metric.into_iter().collect(), retarget: true })
    }
    /// The edit that goes back to "I don't know"; `None` where nothing is asked.
    #[must_use]
    pub fn unasks(&self) -> Option<Edit> {
        Some(Edit::GateOff { gate: self.gate.as_ref()?.id.clone(), off: true })
    }
    /// The edit that makes the target decide, or only warn; `None` where nothing is asked.
    #[must_use]
    pub fn weighs(&self, severity: Severity) -> Option<Edit> {
        let gate = Gate { severity, ..self.gate.clone()? };
        Some(Edit::PutGates { gates: vec![gate], metrics: Vec::new(), retarget: false })
    }
}

/// Most slices of one metric that are asked about, besides those that have a target already.
pub const MOST_SLICES: usize = 12;

/// The questions, in the order of the files; slices after their metric where `slices` asks for them.
#[must_use]
pub fn questions(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario, slices: bool) -> Vec<MetricQuestion> {
    let mut list = Vec::new();
    for metric in found_metrics(&prepared.evidence, pack) {
        // A curve over steps of a run is no measurement of the model.
        if !metric.overall && metric.slices.is_empty() && metric.curves == 0 {
            continue;
        }
        let listed = |(at, slice): &(usize, &String)| {
            *at < MOST_SLICES || asked_of(pack, &metric.id, Some(slice.as_str())).is_some()
        };
        let own: Vec<String> = metric.slices.iter().enumerate().filter(listed).map(|(_, s)| s.clone()).collect();
        let own = if slices { own } else { Vec::new() };
        for slice in std::iter::once(None).chain(own.into_iter().map(Some)) {
            list.push(question(prepared, pack, scenario, metric.clone(), slice));
        }
    }
    list
}

fn question(
    prepared: &Prepared,
    pack: &PolicyPack,
    scenario: &Scenario,
    metric: FoundMetric,
    slice: Option<String>,
) -> MetricQuestion {
    let gate = asked_of(pack, &metric.id, slice.as_deref()).cloned();
    let probe = gate.clone().unwrap_or_else(|| {
        metric_gate("probe".into(), metric.label.clone(), &metric.id, slice.as_deref(), (metric.comparator(), 0.0))
    });
    // The interval is that of the metric's own range, which the policy need not know yet.
    let mut known = pack.clone();
    if known.metrics.iter().all(|m| m.id != metric.id) {
        known.metrics.push(metric.spec());
    }
    let measured = today(prepared, &known, scenario, &probe);
    let show = |v: f64| known.amount(v, Unit::Number).to_string();
    let today = match measured.as_ref().map(|m| (m, m.value)) {
        Some((m, Some(value))) => {
            let interval = m.interval.map_or(String::new(), |(a, b)| format!(" ({} to {})", show(a), show(b)));
            let items = m.n.map_or(String::new(), |n| format!(", n\u{a0}{}", units::grouped(n)));
            format!("{}{interval}{items}", show(value))
        }
        Some((m, None)) => format!("unknown: {}", m.because.as_deref().unwrap_or("no file says")),
        None => "unknown".to_owned(),
    };
    let preview = gate.as_ref().and_then(|g| preview(prepared, pack, scenario, g)).map(|p| p.beside(pack));
    let label = match &slice {
        Some(slice) => format!("{} ({slice})", metric.label),
        None => metric.label.clone(),
    };
    MetricQuestion { metric, slice, label, gate, today, preview: preview.unwrap_or_default() }
}

/// True where the page asks before it answers: no metric that was found has a target, or the targets are the project's own.
#[must_use]
pub fn is_asking(found: &[FoundMetric], pack: &PolicyPack, own: bool) -> bool {
    !found.is_empty() && (own || found.iter().all(|f| asked_of(pack, &f.id, None).is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Prepare, decide};
    use crate::decide::Action;
    use crate::policy::{defaults, parse};
    use crate::read::{Limits, combine, read_evidence};
    use crate::scenario::Project;

    const RESULTS: &str = r#"{"model":"m","n":4000,"results":[
        {"metric":"accuracy","slice":"all","value":0.86,"n":4000},{"metric":"macro_f1","slice":"all","value":0.81,"n":4000},
        {"metric":"accuracy","slice":"en","value":0.893,"n":2600},{"metric":"accuracy","slice":"es","value":0.613,"n":150}]}"#;
    const CURVE: &str = "train_size,accuracy,macro_f1\n500,0.61,0.49\n1000,0.68,0.58\n2000,0.74,0.655\n4000,0.782,0.711\n8000,0.819,0.757\n16000,0.841,0.786\n32000,0.86,0.81\n";

    fn prepared(pack: &PolicyPack) -> Prepared {
        let read = |name: &str, text: &str| {
            read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("it is read").value.evidence
        };
        Prepare::new(combine([read("r.json", RESULTS), read("c.csv", CURVE)]), pack, None).run()
    }

    #[test]
    fn from_files_to_a_verdict_by_answering_two_questions_and_back_again() {
        let base = parse(defaults::GENERAL).expect("it ships").value;
        let prepared = prepared(&base);
        let plain = Scenario::default();
        let verdict = |pack: &PolicyPack| decide(&prepared, pack, &plain).verdict;
        let first = verdict(&base);
        assert_eq!(first.action, Action::MeasureFirst);
        assert!(first.sentence.contains("sets no target"), "{}", first.sentence);
        let asked = questions(&prepared, &base, &plain, false);
        let of: Vec<_> = asked.iter().map(|q| (q.label.as_str(), q.today.as_str(), q.comparator())).collect();
        assert_eq!(
            of,
            [
                ("Accuracy", "0.860 (0.851 to 0.869), n\u{a0}4,000", Comparator::AtLeast),
                ("Macro F1", "0.810 (0.800 to 0.820), n\u{a0}4,000", Comparator::AtLeast)
            ]
        );
        let found = found_metrics(&prepared.evidence, &base);
        assert!(is_asking(&found, &base, false));
        let mut project = Project::default();
        for (at, target) in [(0, 0.9), (1, 0.85)] {
            let pack = project.policy.own.applied(&base);
            let now = questions(&prepared, &pack, &plain, false);
            let edit = now[at].asks(&pack, Comparator::AtLeast, target).expect("it can be");
            project = edit.apply(&project).expect("it applies");
        }
        let pack = project.policy.own.applied(&base);
        let now = questions(&prepared, &pack, &plain, false);
        assert!(now[0].preview.starts_with("It fails by 0.040."), "{}", now[0].preview);
        assert_ne!(verdict(&pack).action, Action::MeasureFirst, "{}", verdict(&pack).sentence);
        assert!(is_asking(&found, &pack, true) && !is_asking(&found, &pack, false));
        // Nice to have: it decides nothing any more.
        let nice = now[0].weighs(Severity::Warn).expect("it is asked").apply(&project).expect("it can be");
        let gate = nice.policy.own.applied(&base).gate("target-accuracy").cloned();
        assert_eq!(gate.map(|g| (g.severity, g.threshold)), Some((Severity::Warn, 0.9)));
        // "I don't know" is unknown again, honestly.
        let unasked = now.iter().fold(project, |p, q| q.unasks().expect("it is asked").apply(&p).expect("it can be"));
        assert_eq!(verdict(&unasked.policy.own.applied(&base)), first);
    }

    #[test]
    fn a_target_that_is_typed_holds_whatever_the_scenario_had_moved_it_to_and_undo_brings_that_back() {
        use crate::scenario::History;
        let base = parse(defaults::GENERAL).expect("it ships").value;
        let prepared = prepared(&base);
        let asked = |project: &Project, target: f64| {
            let pack = project.policy.own.applied(&base);
            let now = questions(&prepared, &pack, project.scenario(), false);
            now[0].asks(&pack, Comparator::AtLeast, target).expect("it can be")
        };
        let mut history = History::new(Project::default());
        history.apply(&asked(history.project(), 0.8)).expect("it applies");
        history.apply(&Edit::Threshold { gate: "target-accuracy".into(), value: Some(0.5) }).expect("it applies");
        history.apply(&asked(history.project(), 0.9)).expect("it applies");
        let judged = |project: &Project| {
            let pack = project.policy.own.applied(&base);
            let gate = pack.gate("target-accuracy").expect("it is asked").clone();
            let q = questions(&prepared, &pack, project.scenario(), false).remove(0);
            (project.scenario().threshold(&gate), q.preview)
        };
        let (threshold, preview) = judged(history.project());
        assert_eq!(threshold, 0.9);
        assert!(preview.starts_with("It fails by 0.040.") && !preview.contains("would"), "{preview}");
        // Its weight is another matter, and moves no threshold.
        history.undo();
        assert_eq!(judged(history.project()).0, 0.5);
        let pack = history.project().policy.own.applied(&base);
        let now = questions(&prepared, &pack, history.project().scenario(), false);
        history.apply(&now[0].weighs(Severity::Warn).expect("it is asked")).expect("it applies");
        assert_eq!(judged(history.project()).0, 0.5);
    }

    #[test]
    fn a_gate_says_what_it_would_do_to_the_verdict_before_it_is_asked_and_after() {
        let base = parse(defaults::GENERAL).expect("it ships").value;
        let (prepared, plain) = (prepared(&base), Scenario::default());
        let found = found_metrics(&prepared.evidence, &base);
        let asked = ask(&base, &found[0], None, (Comparator::AtLeast, 0.84));
        let mut changes = crate::policy::PolicyChanges::default();
        changes.put(&[], asked.metric.as_slice());
        let known = changes.applied(&base);
        let seen = preview(&prepared, &known, &plain, &asked.gate).expect("its rule is known");
        assert_eq!((seen.now, seen.then), (Action::MeasureFirst, Action::DoNotExpand));
        assert_eq!(
            seen.words(&known),
            "Today 0.860 (0.851 to 0.869), n\u{a0}4,000: passes by 0.020. It would turn the verdict to “do not expand, targets met”."
        );
        changes.put(std::slice::from_ref(&asked.gate), &[]);
        let pack = changes.applied(&base);
        assert_eq!(decide(&prepared, &pack, &plain).verdict.action, Action::DoNotExpand);
        assert_eq!(super::super::without(&prepared, &pack, &plain, &asked.gate.id), Action::MeasureFirst);
        // What is too near to be told is not called a pass or a failure.
        let near = ask(&known, &found[0], None, (Comparator::AtLeast, 0.86)).gate;
        let words = preview(&prepared, &known, &plain, &near).expect("its rule is known").words(&known);
        assert!(words.contains("cannot be told: the interval includes the target"), "{words}");
        // And what no file measures is unknown.
        let nobody = metric_gate("x".into(), "Dice".into(), "dice", None, (Comparator::AtLeast, 0.8));
        let words = preview(&prepared, &known, &plain, &nobody).expect("its rule is known").words(&known);
        assert!(words.starts_with("Unknown: no evaluation of dice was loaded"), "{words}");
    }

    #[test]
    fn slices_are_asked_of_where_they_are_wanted() {
        let base = parse(defaults::GENERAL).expect("it ships").value;
        let prepared = prepared(&base);
        let all = questions(&prepared, &base, &Scenario::default(), true);
        let labels: Vec<&str> = all.iter().map(|q| q.label.as_str()).collect();
        assert_eq!(labels, ["Accuracy", "Accuracy (en)", "Accuracy (es)", "Macro F1"]);
        assert!(all[2].today.starts_with("0.613"), "{}", all[2].today);
        assert!(all[2].asks(&base, Comparator::AtLeast, 80.0).is_err_and(|e| e.contains("between 0 and 1")));
        let edit = all[2].asks(&base, Comparator::AtLeast, 0.8).expect("it can be");
        let project = edit.apply(&Project::default()).expect("it can be");
        let pack = project.policy.own.applied(&base);
        let again = questions(&prepared, &pack, &Scenario::default(), true);
        assert_eq!(again.iter().filter(|q| q.gate.is_some()).count(), 1);
        assert!(again[2].preview.contains("fails by 0.187"), "{}", again[2].preview);
    }
}
