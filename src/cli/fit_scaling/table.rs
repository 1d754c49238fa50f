//! The runs of `headroom fit scaling`: the file through the door of `inspect`, its columns as the law needs them.

use super::{Arguments, Refusal};
use crate::cli::columns::{self, Named, Said, Wanted};
use crate::data::{Diagnostic, ScalingRun, Table};
use crate::read::kinds::{curves, evaluations, runs};
use crate::read::{ColumnUse, TableMap, guess_as, sizes_across};

/// Roles as `--column` names them, and as the map of a table does.
const ROLES: [(&str, &str); 8] = [
    ("params", "params"),
    ("tokens", "tokens"),
    ("loss", "loss"),
    ("flop", "flop"),
    ("unique", "unique_tokens"),
    ("epochs", "epochs"),
    ("quality", "quality"),
    ("series", "name"),
];

/// The runs of a file, and what there is to say about it.
pub(super) struct Read {
    pub runs: Vec<ScalingRun>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the runs of the file.
pub(super) fn read(a: &Arguments) -> Result<Read, Refusal> {
    let law = a.law.as_str();
    let wanted = Wanted {
        kind: runs::KIND,
        has: |e| !e.runs.is_empty(),
        // Some laws are fitted to curves, over data or with sizes as columns; short ones look like evaluations.
        also: &[curves::KIND, evaluations::KIND],
        part: a.part.as_deref(),
        named: a.column.iter().map(|given| named(given)).collect::<Result<_, _>>()?,
        option: |role| {
            let id = ROLES.iter().find(|r| r.1 == role).map_or(role, |r| r.0);
            format!("--column {id}=COLUMN")
        },
    };
    let Said { evidence, mut diagnostics } = columns::read(&a.file, &wanted, |table, map| suit(law, table, map))?;
    let mut found = evidence.runs;
    if !needs_params(law) {
        found.iter_mut().filter(|r| r.params == ABSENT).for_each(|r| r.params = 0.0);
    }
    let lacks = match law {
        "quality" if found.iter().all(|r| r.quality.is_none()) => Some("quality"),
        "data-constrained" if found.iter().all(|r| r.unique_tokens.is_none()) => Some("unique"),
        _ => None,
    };
    if let Some(role) = lacks {
        return Err(Refusal(format!(
            "{}: cannot tell which column is the {role}; name it with --column {role}=COLUMN",
            a.file.display()
        )));
    }
    let of = found.iter().map(|r| r.file.as_str()).next().unwrap_or_default();
    diagnostics.retain(|d| d.place.as_ref().is_none_or(|p| p.file == of || p.file.is_empty()));
    Ok(Read { runs: found, diagnostics })
}

/// Parameters of a run in a table that has none, for laws that do not look at them.
const ABSENT: f64 = 1.0;

fn needs_params(law: &str) -> bool {
    matches!(law, "chinchilla" | "data-constrained" | "fine-tuning")
}

fn named(given: &str) -> Result<Named<'_>, Refusal> {
    let found = given.split_once('=').and_then(|(id, column)| Some((ROLES.iter().find(|r| r.0 == id)?.1, column)));
    let Some((role, column)) = found else {
        let roles: Vec<&str> = ROLES.iter().map(|r| r.0).collect();
        return Err(Refusal(format!(
            "--column: expected ROLE=COLUMN with a role of {}, found \"{given}\"",
            roles.join(", ")
        )));
    };
    Ok(Named { role, column, option: format!("--column {given}") })
}

/// What a law makes of a table that is no list of runs with parameters, tokens and loss: a curve over data (the rectified
/// law), sizes as columns, a column of sizes that are those of the models (fine-tuning).
fn suit(law: &str, table: &Table, map: &mut TableMap) {
    let across = sizes_across(table);
    if matches!(law, "rectified" | "fine-tuning") && across.len() >= 4 {
        map.roles.retain(|role, used| {
            !matches!(role.as_str(), "tokens" | "loss") && !across.iter().any(|m| m.column == used.column)
        });
        map.measures = across;
    }
    let curve = guess_as(table, curves::KIND).map;
    let column = |role: &str| curve.roles.get(role).cloned();
    let free = |map: &TableMap, used: &ColumnUse| !map.roles.values().any(|u| u.column == used.column);
    if !map.roles.contains_key("name") {
        if let Some(series) = column("series").filter(|u| free(map, u)) {
            map.roles.insert("name".into(), series);
        }
    }
    let value = column("value").or_else(|| curve.measures.first().map(|m| ColumnUse::plain(&m.column)));
    if !map.roles.contains_key("loss") && map.measures.is_empty() {
        if let Some(value) = value.filter(|u| free(map, u)) {
            map.roles.insert("loss".into(), value);
        }
    }
    let role = if law == "fine-tuning" || !map.measures.is_empty() { "params" } else { "tokens" };
    // A curve over data: "n" and "size" are then the data, unless tokens have a column of their own.
    if law == "rectified" && map.measures.is_empty() && !map.roles.contains_key("tokens") {
        map.roles.remove("params");
    }
    if matches!(law, "rectified" | "fine-tuning" | "quality") && !map.roles.contains_key(role) {
        let size = column("size").filter(|u| free(map, u));
        let named = || table.columns.iter().find(|c| c.eq_ignore_ascii_case("size")).map(|c| ColumnUse::plain(c));
        if let Some(size) = size.or_else(named).filter(|u| free(map, u)) {
            map.roles.insert(role.into(), size);
        }
    }
    if !needs_params(law) && !map.roles.contains_key("params") {
        map.constants.insert("params".into(), ABSENT.to_string());
    }
}
