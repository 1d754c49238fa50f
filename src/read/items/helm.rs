//! `per_instance_stats.json` of HELM: a list of instances, each with statistics by name. Perturbed copies of an instance are
//! no further items, and tokens, bytes and seconds are no scores.

use super::{Rows, Tool, name_of};
use crate::read::tree::Node;
use crate::read::words;

/// The tool.
pub struct Helm;

impl Tool for Helm {
    fn id(&self) -> &'static str {
        "helm_instances"
    }
    fn label(&self) -> &'static str {
        "HELM statistics by instance (JSON)"
    }
    fn claims(&self, first: &Node) -> bool {
        let stat = first.get("stats").map(Node::list).unwrap_or_default().first();
        first.get("instance_id").is_some() && stat.is_some_and(|s| s.path(&["name", "name"]).is_some())
    }
    fn take(&self, record: &Node, rows: &mut Rows) {
        let item = name_of(record.get("instance_id"));
        let of_instance = record.get("perturbation");
        for stat in record.get("stats").map(Node::list).unwrap_or_default() {
            let name = name_of(stat.path(&["name", "name"]));
            let count = stat.get("count").and_then(Node::number);
            if !words::is_metric(&name) {
                rows.leave_out(&name);
                continue;
            }
            let perturbation = stat.path(&["name", "perturbation"]).or(of_instance);
            rows.place.task = match perturbation.map(|p| name_of(p.get("name").or(Some(p)))) {
                Some(name) if !name.is_empty() => format!("perturbation {name}"),
                _ => String::new(),
            };
            let mean = stat.get("mean").and_then(Node::number);
            let sum = stat.get("sum").and_then(Node::number);
            let mean = mean.or_else(|| sum.zip(count.filter(|n| *n > 0.0)).map(|(sum, n)| sum / n));
            rows.score(&item, &name, mean);
        }
    }
}
