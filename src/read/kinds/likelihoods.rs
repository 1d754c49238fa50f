//! Likelihoods of texts: a document a row, with its negative log-likelihood and its tokens. They become perplexity.

use crate::data::{Diagnostic, Evaluation, Evidence, units};
use crate::metric::scores::{Data, measure, metric};
use crate::read::columns::profile::Profile;
use crate::read::extract::{Extracted, Source};
use crate::read::kinds::kind::Kind;
use crate::read::kinds::spec::{KindSpec, Weighing, Weight, alone};
use crate::read::roles::{Accepts, Counting, RoleSpec};
use std::collections::BTreeMap;

/// The name of the kind.
pub const KIND: Kind = Kind("likelihoods");

/// Likelihoods, one document a row.
pub const SPEC: KindSpec = KindSpec {
    kind: KIND,
    label: "likelihoods of texts",
    counted: ("table of likelihoods", "tables of likelihoods"),
    shown: ("evidence", "measured-title"),
    list: "likelihoods",
    weight: 0,
    wide: false,
    roles: ROLES,
    weigh,
    beside: alone,
    extract,
    // What they say is among the evaluations, and counted there.
    count: |_| 0,
    add: refuse,
};

pub(super) fn refuse(_: serde_json::Value, _: &str, _: &mut Evidence) -> Result<(), serde_json::Error> {
    Err(serde::de::Error::custom("what such items say belongs among the evaluations"))
}

const ROLES: &[RoleSpec] = &[
    RoleSpec::new(
        "nll",
        "Log-likelihood",
        Accepts::Number,
        "Sum over the tokens of the document, in nats; negative or not is told by its sign.",
        "nll negative_log_likelihood neg_log_likelihood nll_sum sum_nll total_nll loglikelihood log_likelihood \
         loglik logprob log_prob sum_logprob sum_logprobs total_logprob logprobs_sum",
    )
    .needed(),
    RoleSpec::new(
        "tokens",
        "Tokens",
        Accepts::Count,
        "Tokens that the sum is over.",
        "tokens num_tokens n_tokens token_count length_tokens n_tok num_tok",
    )
    .needed()
    .counts(Counting::Items),
    RoleSpec::new(
        "item",
        "Document",
        Accepts::Text,
        "Name of the document; rows of one name are parts of one document.",
        "id document doc doc_id document_id item item_id text_id sample_id example_id dialogue_id conversation_id uid",
    ),
    RoleSpec::new(
        "slice",
        "Slice",
        Accepts::Text,
        "Group that the document is of.",
        "slice category group language domain source subset dataset corpus family",
    ),
    RoleSpec::new("model", "Model", Accepts::Text, "What was measured.", "model run model_name run_name checkpoint"),
    RoleSpec::new("time", "Time", Accepts::Text, "When: baseline, after, a date.", "time when phase before_after"),
    RoleSpec::new(
        "illustrative",
        "Illustrative",
        Accepts::YesNo,
        "Yes where it is not measured.",
        "illustrative example_value made_up",
    ),
];

fn weigh(w: &mut Weighing) -> Weight {
    let (Some(nll), Some(tokens)) = (w.profile("nll"), w.profile("tokens")) else { return (0.0, None) };
    let signed = nll.values.iter().all(|v| *v >= 0.0) || nll.values.iter().all(|v| *v <= 0.0);
    let counted = tokens.whole() && tokens.values.iter().all(|t| *t >= 1.0);
    if w.score("nll") < 0.9 || !signed || !counted || w.table.cells.rows() < 2 {
        return (0.0, None);
    }
    for role in ["slice", "model", "time"] {
        if w.profile(role).is_some_and(|p: &Profile| !p.tells_groups()) {
            w.map.roles.remove(role);
        }
    }
    (if w.has("item") { 0.97 } else { 0.7 }, None)
}

/// Model, time and slice.
type Place = (Option<String>, Option<String>, Option<String>);

fn extract(source: &mut Source, out: &mut Extracted) {
    let [nll, tokens, item] = ["nll", "tokens", "item"].map(|id| source.field(id));
    let [slice, model, time, illustrative] = ["slice", "model", "time", "illustrative"].map(|id| source.field(id));
    let Some(perplexity) = metric("perplexity") else { return };
    let mut groups: BTreeMap<Place, BTreeMap<String, (f64, f64)>> = BTreeMap::new();
    let (mut without, mut made_up) = (0_usize, false);
    for row in 0..source.rows() {
        let sum = nll.as_ref().and_then(|f| source.quantity(f, row)).map(|q| q.value.abs());
        let count = source.number("tokens", tokens.as_ref(), row).filter(|t| *t > 0.0);
        let Some((sum, count)) = sum.zip(count) else {
            without += 1;
            continue;
        };
        made_up |= source.illustrative(illustrative.as_ref(), row);
        let name = source.item(item.as_ref(), row);
        let [slice, model, time] = [("slice", &slice), ("model", &model), ("time", &time)]
            .map(|(id, field)| source.text(id, field.as_ref(), row));
        let mut add = |slice: Option<String>| {
            let documents = groups.entry((model.clone(), time.clone(), slice)).or_default();
            let (n, t) = documents.entry(name.clone()).or_default();
            (*n, *t) = (*n + sum, *t + count);
        };
        add(None);
        if slice.is_some() {
            add(slice);
        }
        out.read += 1;
    }
    if without > 0 {
        let message = format!(
            "{} without a log-likelihood or without tokens: not measured.",
            units::counted(without, "row", "rows")
        );
        source.notes.add(Diagnostic::warning("items-unmeasured", message));
    }
    for ((model, time, slice), documents) in groups {
        let data = Data { likelihoods: Some(documents.into_values().collect()), ..Data::default() };
        let Some(found) = measure(perplexity, &data) else { continue };
        out.evidence.evaluations.push(Evaluation {
            metric: perplexity.id().into(),
            label: perplexity.label().into(),
            value: found.value,
            se: found.interval.map(|(low, high)| (high - low) / (2.0 * crate::read::extract::Z95)),
            n: Some(found.n as f64),
            interval: found.interval,
            direction: Some(perplexity.direction()),
            slice,
            model,
            time,
            items: Vec::new(),
            file: source.file.to_owned(),
            row: None,
            illustrative: made_up,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    #[test]
    fn sums_and_tokens_of_documents_are_perplexity() {
        for (text, sign) in [
            ("id,nll,tokens\na,20,10\nb,50,20\n", 1.0),
            ("document;loglikelihood;num_tokens\na;-20,0;10\nb;-50,0;20\n", 1.0),
            ("id,nll,tokens\na,10,5\na,10,5\nb,50,20\n", 1.0),
        ] {
            let said = read_evidence("x.csv", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
            let [e] = &said.evaluations[..] else { panic!("{text}: {said:?}") };
            assert_eq!((e.metric.as_str(), e.n), ("perplexity", Some(2.0)), "{text}");
            assert!((e.value - crate::num::math::exp(sign * 70.0 / 30.0)).abs() < 1e-12, "{text}: {}", e.value);
        }
        let parted = "id,nll,tokens,domain\na,20,10,x\nb,50,20,y\nc,30,10,x\n";
        let said = read_evidence("x.csv", parted.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
        let slices: Vec<_> = said.evaluations.iter().map(|e| e.slice.as_deref()).collect();
        assert_eq!(slices, [None, Some("x"), Some("y")]);
        // Runs of a scaling law and points of a curve are none.
        for text in ["params,tokens,loss\n1e8,1e9,3.1\n2e8,1e9,3.0\n", "tokens,loss\n1000,3\n2000,2.9\n4000,2.8\n"] {
            let said = read_evidence("x.csv", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
            assert!(said.evaluations.is_empty(), "{text}");
        }
    }
}
