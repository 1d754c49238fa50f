//! Wide tables: sizes, runs or metrics as column names.

use super::name::{Place, Spread};
use super::profile::{Profile, looks_like_percent};
use crate::data::evaluation::metric_id;
use crate::read::map::Measure;
use crate::read::number::{Style, parse};
use crate::read::words;

/// Columns whose names are ascending sizes ("0, 200, 400, ..."), at least four.
#[must_use]
pub fn sizes_across(profiles: &[Profile]) -> Vec<Measure> {
    let sized: Vec<(&Profile, f64)> = profiles
        .iter()
        .filter(|p| p.numeric() > 0.5)
        .filter_map(|p| Some((p, parse(&p.name, Style::Point, false).value().filter(|v| *v >= 0.0)?)))
        .collect();
    if sized.len() < 4 || sized.windows(2).any(|w| w[0].1 >= w[1].1) {
        return Vec::new();
    }
    sized
        .into_iter()
        .map(|(p, size)| Measure {
            column: p.name.clone(),
            metric: "value".into(),
            size: Some(size),
            ..Measure::default()
        })
        .collect()
}

/// The way a wide table of unnamed values goes: down where most rows fall from the first size to the last.
#[must_use]
pub fn falls(profiles: &[Profile], measures: &[Measure]) -> bool {
    let of = |m: Option<&Measure>| m.and_then(|m| profiles.iter().find(|p| p.name == m.column));
    let (Some(first), Some(last)) = (of(measures.first()), of(measures.last())) else { return false };
    let pairs: Vec<bool> = first.values.iter().zip(&last.values).map(|(a, b)| b < a).collect();
    pairs.iter().filter(|f| **f).count() * 2 > pairs.len()
}

/// Weights & Biases panel exports: `run - metric`, with `__MIN` and `__MAX` beside. Run names may hold ` - ` too.
#[must_use]
pub fn panels(profiles: &[Profile]) -> Vec<Measure> {
    profiles
        .iter()
        .filter(|p| !p.name.ends_with("__MIN") && !p.name.ends_with("__MAX"))
        .filter(|p| p.name.rsplit_once(" - ").is_some_and(|(_, metric)| !metric.starts_with('_')))
        .filter_map(|p| {
            let (run, metric) = p.name.rsplit_once(" - ")?;
            let paired = profiles.iter().any(|q| q.name == format!("{}__MIN", p.name));
            let fits = !run.is_empty() && (paired || words::is_metric(metric)) && p.numeric() > 0.5;
            fits.then(|| Measure {
                column: p.name.clone(),
                metric: metric.to_owned(),
                series: Some(run.to_owned()),
                direction: words::usual_direction(metric),
                ..Measure::default()
            })
        })
        .collect()
}

/// Columns whose names are metrics, each with the columns of its error, deviation and interval. `taken` names the columns
/// that already play a role. `sized` says that a size column stands beside, so that `val_…` and `test_…` of a name that
/// is not known are metrics too.
#[must_use]
pub fn metrics(profiles: &[Profile], taken: &[&str], sized: bool) -> Vec<Measure> {
    let free = |p: &&Profile| !taken.contains(&p.name.as_str()) && !p.values.is_empty() && p.numeric() > 0.5;
    let mut found: Vec<&Profile> = profiles.iter().filter(free).filter(|p| is_measure(p, sized)).collect();
    // A training score answers nothing where the score on other data stands beside it.
    let trains = |p: &Profile| p.parts.place() == Some(Place::Training);
    let all = found.clone();
    let beside = |p: &Profile| trains(p) && all.iter().any(|q| !trains(q) && q.parts.common() == p.parts.common());
    found.retain(|p| !beside(p));
    if found.is_empty() && sized {
        // A size and one column of values that nothing else explains.
        let mut open = profiles.iter().filter(free).filter(|p| is_open(p));
        let of_rows = profiles.iter().any(|p| p.numeric() < 0.5 && p.distinct() > 1 && p.distinct() == p.cells.len());
        if let (Some(only), None, false) = (open.next(), open.next(), of_rows) {
            found.push(only);
        }
    }
    let mut measures: Vec<Measure> = found.iter().map(|p| measure(p)).collect();
    // What belongs to a training score goes with it.
    let owners = if all.is_empty() { &found } else { &all };
    give_spreads(&mut measures, owners, profiles.iter().filter(free));
    measures
}

/// A column as a measure, with the columns of its error, deviation and interval.
#[must_use]
pub fn with_spread(p: &Profile, profiles: &[Profile]) -> Measure {
    let mut one = [measure(p)];
    give_spreads(&mut one, &[p], profiles.iter().filter(|q| q.name != p.name && q.numeric() > 0.5));
    let [measure] = one;
    measure
}

fn give_spreads<'p>(measures: &mut [Measure], owners: &[&Profile], profiles: impl Iterator<Item = &'p Profile>) {
    for (p, (kind, left)) in profiles.filter_map(|p| Some((p, p.parts.spread()?))) {
        let Some(of) = owner(owners, &left) else { continue };
        let Some(measure) = measures.iter_mut().find(|m| m.column == of) else { continue };
        let place = match kind {
            Spread::Error => &mut measure.se,
            Spread::Deviation => &mut measure.sd,
            Spread::Low => &mut measure.low,
            Spread::High => &mut measure.high,
            Spread::Other => continue,
        };
        place.get_or_insert_with(|| p.name.clone());
    }
}

/// True for a column that is a metric by its name.
fn is_measure(p: &Profile, sized: bool) -> bool {
    if p.parts.internal || p.parts.spread().is_some() || p.parts.is_time() || p.parts.is_replicate(p.whole()) {
        return false;
    }
    let name = if p.scale.is_some() { &p.base } else { &p.name };
    let known = words::is_metric(name) && !matches!(p.base.as_str(), "duplication" | "duplicates" | "score");
    // "val_mean", "cv_score", "test_abs_rel"
    let placed = p.parts.place() == Some(Place::Evaluation) && p.parts.words.len() > 1;
    let mean = p.parts.common().is_empty() && p.parts.words.len() > 1;
    let counted = p.parts.count().is_some() || p.parts.is_share() || p.parts.is_setting();
    (known && !words::is_of_data(&p.base)) || (sized && !p.parts.is_rate() && (placed || mean) && !counted)
}

/// True for a column of values that no word of its name explains.
fn is_open(p: &Profile) -> bool {
    let n = &p.parts;
    let explained = n.internal
        || n.spread().is_some()
        || n.is_time()
        || n.is_rate()
        || n.is_share()
        || n.is_step()
        || n.count().is_some();
    !explained
        && !n.is_replicate(true)
        && !p.whole()
        && !n.is_setting()
        && p.numeric() == 1.0
        && !p.marked
        && p.scale.is_none()
}

fn measure(p: &Profile) -> Measure {
    // Tables of runs have their metrics under "metrics.", as they have their settings under "params.".
    let name = p.name.strip_prefix("metrics.").filter(|n| !n.is_empty()).unwrap_or(&p.name);
    let stem = name.strip_suffix("_mean").unwrap_or(name);
    let percent = p.scale.or_else(|| looks_like_percent(p, &metric_id(stem)).then_some(0.01));
    Measure {
        column: p.name.clone(),
        metric: if p.scale.is_some() { p.base.clone() } else { stem.to_owned() },
        direction: words::usual_direction(&p.base),
        scale: percent,
        ..Measure::default()
    }
}

/// Whose spread the words left of its name mean: the metric of the same words, of the same but for the part of the data,
/// the only one that has them all, or the only one there is where no word is left.
fn owner<'p>(found: &[&'p Profile], left: &[&str]) -> Option<&'p str> {
    let sorted = |mut words: Vec<&str>| {
        words.retain(|w| *w != "of");
        words.sort_unstable();
        words.join(" ")
    };
    let wanted = sorted(left.to_vec());
    let only = |fits: &dyn Fn(&Profile) -> bool| {
        let mut all = found.iter().filter(|p| fits(p)).map(|p| p.name.as_str());
        all.next().filter(|_| all.next().is_none())
    };
    if wanted.is_empty() {
        return only(&|_| true);
    }
    only(&|p| sorted(p.parts.stem()) == wanted)
        .or_else(|| only(&|p| sorted(p.parts.common()) == wanted))
        .or_else(|| only(&|p| left.iter().all(|w| *w == "of" || p.parts.words.iter().any(|own| own == w))))
}
