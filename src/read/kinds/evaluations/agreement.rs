//! How far raters agree, where the rows of an item are ratings by several of them. It is said, and is no metric of the model.

use crate::data::evaluation::metric_id;
use crate::data::{Diagnostic, units};
use crate::metric::scores::{Data, measure, metric};
use crate::read::extract::{Columns, Field, Source};
use crate::read::roles::Accepts;
use std::collections::BTreeMap;

/// Columns of who rated.
const RATERS: &[&str] = &["rater", "rater_id", "annotator", "annotator_id", "judge", "judge_id", "reviewer", "coder"];
/// Raters above which they are names of something else.
const MOST: usize = 100;

/// Ratings by item, each with a place for every rater.
type Ratings = BTreeMap<String, Vec<f64>>;

/// Says Krippendorff's alpha of each metric that several raters gave.
pub(super) fn say(source: &mut Source, item: Option<&Field>) {
    let Some(item) = item else { return };
    let Some(name) = source.table.columns.iter().find(|c| RATERS.contains(&metric_id(c).as_str())).cloned() else {
        return;
    };
    let Some(rater) = source.column(&name, None, Accepts::Text) else { return };
    let value = source.field("value");
    let metrics = source.field("metric");
    let columns = Columns::all(source);
    let mut raters: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Ratings> = BTreeMap::new();
    for row in 0..source.rows() {
        let (who, what) = (source.raw(&rater, row).trim().to_owned(), source.raw(item, row).trim().to_owned());
        if who.is_empty() || what.is_empty() {
            continue;
        }
        let at = raters.iter().position(|r| *r == who).unwrap_or_else(|| {
            raters.push(who);
            raters.len() - 1
        });
        if at >= MOST {
            return;
        }
        let mut given: Vec<(String, f64)> = Vec::new();
        for c in &columns {
            given.extend(source.quantity(&c.value, row).map(|q| (c.measure.metric.clone(), q.value)));
        }
        if let (true, Some(field)) = (columns.is_empty(), value.as_ref()) {
            let label = source.text("metric", metrics.as_ref(), row).unwrap_or_default();
            given.extend(source.quantity(field, row).map(|q| (label, q.value)));
        }
        for (metric, value) in given {
            let ratings = found.entry(metric).or_default().entry(what.clone()).or_default();
            ratings.resize(ratings.len().max(at + 1), f64::NAN);
            // Of two ratings of one rater, at two times say, the first is compared.
            if ratings[at].is_nan() {
                ratings[at] = value;
            }
        }
    }
    let Some(alpha) = metric("alpha_interval").filter(|_| raters.len() > 1) else { return };
    for (name, ratings) in found {
        let n = ratings.values().filter(|r| r.iter().filter(|v| v.is_finite()).count() > 1).count();
        let ratings = ratings.into_values().map(|mut r| {
            r.resize(raters.len(), f64::NAN);
            r
        });
        let data = Data { ratings: Some(ratings.collect()), ..Data::default() };
        let Some(found) = measure(alpha, &data).filter(|_| n > 1) else { continue };
        let range = found.interval.map_or_else(String::new, |(low, high)| {
            format!(", 95 % interval {} to {}", units::score(low), units::score(high))
        });
        let message = format!(
            "{} agree on \"{name}\" with Krippendorff's alpha {} (interval scale{range}), over {} that several rated.",
            units::counted(raters.len(), "rater", "raters"),
            units::score(found.value),
            units::counted(n, "item", "items"),
        );
        source.notes.add(Diagnostic::info("items-agreement", message));
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    #[test]
    fn agreement_of_raters_is_said_where_there_are_several() {
        let notes = |text: &str| -> Vec<String> {
            let read = read_evidence("x.csv", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
            assert_eq!(read.evaluations.len(), 1, "{text}: {:?}", read.evaluations);
            let all = read.files[0].diagnostics.iter();
            all.filter(|d| d.code == "items-agreement").map(|d| d.message.clone()).collect()
        };
        let same = "item,rater,empathy\na,r1,0.2\na,r2,0.2\nb,r1,0.8\nb,r2,0.8\nc,r1,0.5\nc,r2,0.5\n";
        let [said] = &notes(same)[..] else { panic!("{:?}", notes(same)) };
        assert!(said.starts_with("2 raters agree on \"empathy\" with Krippendorff's alpha 1.000"), "{said}");
        let apart = "item,rater,empathy\na,r1,0.2\na,r2,0.8\nb,r1,0.8\nb,r2,0.2\nc,r1,0.5\nc,r2,0.6\n";
        assert!(
            notes(apart)[0].contains("alpha \u{2212}") || notes(apart)[0].contains("alpha -"),
            "{:?}",
            notes(apart)
        );
        assert!(notes("item,rater,empathy\na,r1,0.2\nb,r1,0.8\nc,r1,0.5\n").is_empty(), "one rater agrees with nobody");
        let long = "item,rater,metric,score\na,r1,fluency,3\na,r2,fluency,3\nb,r1,fluency,5\nb,r2,fluency,4\nc,r1,fluency,1\nc,r2,fluency,2\n";
        assert!(notes(long)[0].contains("\"fluency\""), "{:?}", notes(long));
    }
}
