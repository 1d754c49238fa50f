//! The table of `headroom fit scaling`: columns to runs.

use super::{Arguments, Refusal};
use crate::data::evaluation::metric_id;
use crate::data::{Diagnostic, Place, ScalingRun, Table};
use crate::read::number::{Cell, Marks, Style, parse};
use crate::read::{Limits, open};

/// Roles of columns and the names by which they are known, surest first.
const ROLES: &[(&str, &[&str])] = &[
    (
        "loss",
        &[
            "loss",
            "val_loss",
            "validation_loss",
            "eval_loss",
            "test_loss",
            "final_loss",
            "cross_entropy",
            "ce_loss",
            "train_loss",
            "l",
            "y",
        ],
    ),
    (
        "params",
        &[
            "n",
            "params",
            "parameters",
            "n_params",
            "num_params",
            "num_parameters",
            "parameter_count",
            "param_count",
            "model_params",
            "model_parameters",
            "model_size",
            "size_params",
            "x_params",
        ],
    ),
    (
        "tokens",
        &[
            "d",
            "tokens",
            "total_tokens",
            "training_tokens",
            "train_tokens",
            "tokens_seen",
            "n_tokens",
            "num_tokens",
            "d_f",
            "df",
            "data",
            "dataset_size",
            "data_size",
            "examples",
            "samples",
            "records",
            "n_train",
            "train_size",
            "training_size",
            "characters",
        ],
    ),
    (
        "flop",
        &[
            "c",
            "flop",
            "flops",
            "compute",
            "training_flop",
            "training_flops",
            "train_flops",
            "total_flops",
            "train_compute",
            "budget",
        ],
    ),
    ("unique", &["u", "u_d", "unique_tokens", "unique", "distinct_tokens", "unique_data", "unique_samples"]),
    ("epochs", &["epochs", "epoch", "num_epochs", "passes"]),
    ("quality", &["q", "quality", "data_quality", "quality_score", "mixture_quality"]),
    ("series", &["series", "config_name", "model_name", "model", "curve", "curve_id", "run", "run_name", "name", "id"]),
];

/// Most remarks about single rows that are kept.
const MOST_REMARKS: usize = 20;

/// The runs of a file, and what there is to say about it.
pub(super) struct Read {
    pub runs: Vec<ScalingRun>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A column in use.
#[derive(Clone, Copy)]
struct Column {
    index: usize,
    style: Style,
}

/// Which column plays which role, by position in [`ROLES`].
type Columns = [Option<Column>; 8];
const LOSS: usize = 0;
const PARAMS: usize = 1;
const TOKENS: usize = 2;
const FLOP: usize = 3;
const UNIQUE: usize = 4;
const EPOCHS: usize = 5;
const QUALITY: usize = 6;
const SERIES: usize = 7;

/// Reads the runs of the file.
pub(super) fn read(a: &Arguments) -> Result<Read, Refusal> {
    let name = a.file.display().to_string();
    let bytes = std::fs::read(&a.file).map_err(|e| Refusal(format!("{name}: cannot be read ({e})")))?;
    let opened = open(&name, bytes, &Limits::default()).map_err(|e| Refusal(format!("{name}: {e}")))?;
    let document = opened.document;
    let mut diagnostics = document.diagnostics;
    let Some(table) = document.value.candidates.into_iter().max_by_key(|t| t.cells.rows()) else {
        return Err(Refusal(format!("{name}: there is no table in it")));
    };
    if table.cells.rows() == 0 {
        return Err(Refusal(format!("{name}: the table has no rows")));
    }
    let across = sizes_across(&table);
    let wide = matches!(a.law.as_str(), "rectified" | "fine-tuning") && across.len() >= 4;
    let columns = columns(&table, a, &name, wide)?;
    let runs = if wide {
        let sizes = across.iter().map(|(_, size)| size.to_string()).collect::<Vec<_>>();
        let text =
            format!("Sizes are read from {} column names, {} to {}.", sizes.len(), sizes[0], sizes[sizes.len() - 1]);
        diagnostics.push(Diagnostic::info("sizes-across", text));
        wide_runs(&table, &columns, &across, &name, &mut diagnostics)
    } else {
        long_runs(&table, &columns, a, &name, &mut diagnostics)
    };
    if runs.is_empty() {
        let first = diagnostics.iter().find(|d| d.place.is_some()).map_or(String::new(), |d| format!(": {d}"));
        return Err(Refusal(format!("{name}: no row could be used{first}")));
    }
    Ok(Read { runs, diagnostics })
}

/// Columns whose names are sizes.
fn sizes_across(table: &Table) -> Vec<(usize, f64)> {
    let size = |name: &String| parse(name, Style::Point, false).value().filter(|v| *v >= 0.0 && v.is_finite());
    table.columns.iter().enumerate().filter_map(|(i, name)| Some((i, size(name)?))).collect()
}

fn columns(table: &Table, a: &Arguments, file: &str, wide: bool) -> Result<Columns, Refusal> {
    let known = || table.columns.join(", ");
    let mut out: Columns = [None; 8];
    let mut taken = vec![false; table.columns.len()];
    for given in &a.column {
        let found =
            given.split_once('=').and_then(|(role, name)| Some((ROLES.iter().position(|r| r.0 == role)?, name)));
        let Some((role, name)) = found else {
            let roles: Vec<&str> = ROLES.iter().map(|r| r.0).collect();
            return Err(Refusal(format!(
                "--column: expected ROLE=COLUMN with a role of {}, found \"{given}\"",
                roles.join(", ")
            )));
        };
        let Some(index) = table.column(name) else {
            return Err(Refusal(format!(
                "{file}: no column \"{name}\" for --column {given}; the columns are {}",
                known()
            )));
        };
        taken[index] = true;
        out[role] = Some(Column { index, style: style(table, index) });
    }
    let ids: Vec<String> = table.columns.iter().map(|c| metric_id(c)).collect();
    for (role, (id, names)) in ROLES.iter().enumerate() {
        if out[role].is_some() || (wide && matches!(*id, "loss" | "tokens")) {
            continue;
        }
        let mut names: Vec<&str> = names.to_vec();
        match (*id, a.law.as_str()) {
            ("params", "fine-tuning" | "rectified") => names.extend(["x", "size"]),
            ("tokens", "rectified") => names.extend(["size", "n", "x"]),
            _ => {}
        }
        // A rectified curve is over data: "n" and "size" are then the data, unless tokens have a name of their own.
        if *id == "params" && a.law == "rectified" && !wide {
            names.retain(|n| !matches!(*n, "n" | "x" | "size"));
        }
        let hit = names.iter().find_map(|n| ids.iter().position(|c| c == n).filter(|i| !taken[*i]));
        if let Some(index) = hit {
            taken[index] = true;
            out[role] = Some(Column { index, style: style(table, index) });
        }
    }
    let lacks = |role: usize| out[role].is_none();
    let needs_size = matches!(a.law.as_str(), "chinchilla" | "data-constrained" | "fine-tuning");
    let missing = if wide {
        (needs_size && lacks(PARAMS)).then_some("params")
    } else if lacks(LOSS) {
        Some("loss")
    } else if needs_size && lacks(PARAMS) && (lacks(FLOP) || lacks(TOKENS)) {
        Some("params")
    } else if lacks(TOKENS) && (lacks(FLOP) || lacks(PARAMS)) {
        Some("tokens")
    } else if a.law == "quality" && lacks(QUALITY) {
        Some("quality")
    } else if a.law == "data-constrained" && lacks(UNIQUE) && lacks(EPOCHS) {
        Some("unique")
    } else {
        None
    };
    match missing {
        Some(role) => Err(Refusal(format!(
            "{file}: cannot tell which column is the {role}; name it with --column {role}=COLUMN; the columns are {}",
            known()
        ))),
        None => Ok(out),
    }
}

fn style(table: &Table, column: usize) -> Style {
    let mut marks = Marks::default();
    (0..table.cells.rows()).for_each(|row| marks.see(table.cells.get(row, column)));
    marks.style(false, None)
}

/// Reads cells of one row, noting what cannot be read.
struct Row<'a> {
    table: &'a Table,
    row: usize,
    file: &'a str,
    remarks: &'a mut Vec<Diagnostic>,
}

impl Row<'_> {
    fn place(&self, column: usize) -> Place {
        Place {
            file: self.file.to_owned(),
            part: (!self.table.part.is_empty()).then(|| self.table.part.clone()),
            row: Some(self.table.source_row(self.row)),
            column: self.table.columns.get(column).cloned(),
        }
    }
    fn number(&mut self, column: Option<Column>) -> Option<f64> {
        let Column { index, style } = column?;
        let text = self.table.cells.get(self.row, index);
        match parse(text, style, false) {
            Cell::Number(q) => Some(q.value),
            Cell::Unknown => None,
            Cell::Unreadable => {
                let place = self.place(index);
                self.remark(
                    Diagnostic::warning("number-unreadable", "This is not a number.")
                        .at(place)
                        .found(text)
                        .expected("a number"),
                );
                None
            }
        }
    }
    fn text(&self, column: Option<Column>) -> String {
        column.map_or(String::new(), |c| self.table.cells.get(self.row, c.index).trim().to_owned())
    }
    fn remark(&mut self, diagnostic: Diagnostic) {
        if self.remarks.len() < MOST_REMARKS {
            self.remarks.push(diagnostic);
        }
    }
}

fn long_runs(
    table: &Table,
    columns: &Columns,
    a: &Arguments,
    file: &str,
    remarks: &mut Vec<Diagnostic>,
) -> Vec<ScalingRun> {
    let mut out = Vec::new();
    for row in 0..table.cells.rows() {
        let mut at = Row { table, row, file, remarks };
        let [loss, params, tokens, flop, unique, epochs, quality] =
            [LOSS, PARAMS, TOKENS, FLOP, UNIQUE, EPOCHS, QUALITY].map(|role| at.number(columns[role]));
        let implied = |other: Option<f64>| Some(flop? / 6.0 / other?);
        let params = params.or_else(|| implied(tokens));
        let tokens = tokens.or_else(|| implied(params));
        let needs_size = !matches!(a.law.as_str(), "rectified" | "quality");
        let (Some(loss), Some(tokens)) = (loss, tokens) else {
            at.remark(incomplete(at.place(columns[LOSS].map_or(0, |c| c.index))));
            continue;
        };
        if needs_size && params.is_none() {
            at.remark(incomplete(at.place(columns[PARAMS].map_or(0, |c| c.index))));
            continue;
        }
        out.push(ScalingRun {
            name: at.text(columns[SERIES]),
            params: params.unwrap_or(0.0),
            tokens,
            loss,
            unique_tokens: unique.or_else(|| Some(tokens / epochs.filter(|e| *e > 0.0)?.max(1.0))),
            quality,
            flop,
            file: file.to_owned(),
            row: Some(table.source_row(row)),
        });
    }
    out
}

fn incomplete(place: Place) -> Diagnostic {
    Diagnostic::warning("row-not-a-run", "The row lacks a value that the law needs and was left out.").at(place)
}

fn wide_runs(
    table: &Table,
    columns: &Columns,
    across: &[(usize, f64)],
    file: &str,
    remarks: &mut Vec<Diagnostic>,
) -> Vec<ScalingRun> {
    let mut out = Vec::new();
    for row in 0..table.cells.rows() {
        let mut at = Row { table, row, file, remarks };
        let named = at.text(columns[SERIES]);
        let name = if named.is_empty() { format!("row {}", table.source_row(row)) } else { named };
        let params = at.number(columns[PARAMS]).unwrap_or(0.0);
        for &(index, size) in across {
            if let Some(loss) = at.number(Some(Column { index, style: Style::Point })) {
                out.push(ScalingRun {
                    name: name.clone(),
                    params,
                    tokens: size,
                    loss,
                    file: file.to_owned(),
                    row: Some(table.source_row(row)),
                    ..ScalingRun::default()
                });
            }
        }
    }
    out
}
