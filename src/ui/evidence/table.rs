//! Every data set: sorted by any column, filtered by tier, family, stage, status and text; saved as CSV.

use super::words::share;
use crate::analysis::Prepared;
use crate::data::{Dataset, Stage, Status, units};
use crate::shell::files;
use crate::ui::use_app;
use leptos::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Rows put on the page at first, and with each press of "more".
const PAGE: usize = 200;
/// Most values of a column that are offered one by one.
const CHOICES: usize = 500;

/// A column: its name, how it is shown, how it is sorted, and whether it is a number.
struct ColumnSpec {
    label: &'static str,
    number: bool,
    show: fn(&Dataset) -> String,
    order: fn(&Dataset, &Dataset) -> Ordering,
}

fn known(value: Option<f64>, show: fn(f64) -> String) -> String {
    value.map_or_else(|| "unknown".to_owned(), show)
}

/// Unknown comes last, whichever way the rest is sorted up.
fn by(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
    }
}

fn word(text: &Option<String>) -> String {
    text.clone().unwrap_or_else(|| "unknown".to_owned())
}

fn weak(status: Status) -> u8 {
    match status {
        Status::Missing => 0,
        Status::Partial => 1,
        Status::Unknown => 2,
        Status::Present => 3,
    }
}

const COLUMNS: [ColumnSpec; 13] = [
    ColumnSpec { label: "Name", number: false, show: |d| d.name.clone(), order: |a, b| a.name.cmp(&b.name) },
    ColumnSpec {
        label: "Status",
        number: false,
        show: |d| d.status.word().to_owned(),
        order: |a, b| weak(a.status).cmp(&weak(b.status)),
    },
    ColumnSpec {
        label: "Tier",
        number: true,
        show: |d| known(d.tier.map(f64::from), units::compact),
        order: |a, b| by(a.tier.map(f64::from), b.tier.map(f64::from)),
    },
    ColumnSpec { label: "Family", number: false, show: |d| word(&d.family), order: |a, b| a.family.cmp(&b.family) },
    ColumnSpec {
        label: "Stage",
        number: false,
        show: |d| d.stage.map_or("unknown", Stage::words).to_owned(),
        order: |a, b| a.stage.cmp(&b.stage),
    },
    ColumnSpec {
        label: "Records",
        number: true,
        show: |d| known(d.records, units::compact),
        order: |a, b| by(a.records, b.records),
    },
    ColumnSpec {
        label: "Objects",
        number: true,
        show: |d| known(d.objects, units::compact),
        order: |a, b| by(a.objects, b.objects),
    },
    ColumnSpec {
        label: "Size",
        number: true,
        show: |d| known(d.bytes, units::bytes),
        order: |a, b| by(a.bytes, b.bytes),
    },
    ColumnSpec {
        label: "Missing",
        number: true,
        show: |d| known(d.missing_bytes, units::bytes),
        order: |a, b| by(a.missing_bytes, b.missing_bytes),
    },
    ColumnSpec {
        label: "Tokens",
        number: true,
        show: |d| known(d.tokens, units::compact),
        order: |a, b| by(a.tokens, b.tokens),
    },
    ColumnSpec {
        label: "Quality",
        number: true,
        show: |d| known(d.quality, units::score),
        order: |a, b| by(a.quality, b.quality),
    },
    ColumnSpec {
        label: "Duplicates",
        number: true,
        show: |d| share(d.duplication),
        order: |a, b| by(a.duplication, b.duplication),
    },
    ColumnSpec { label: "Licence", number: false, show: |d| word(&d.licence), order: |a, b| a.licence.cmp(&b.licence) },
];

/// What the person looks for; view state, not part of the project.
#[derive(Clone, Copy)]
struct Filter {
    tier: RwSignal<String>,
    family: RwSignal<String>,
    stage: RwSignal<String>,
    status: RwSignal<String>,
    text: RwSignal<String>,
}

impl Filter {
    fn keeps(self, d: &Dataset) -> bool {
        let is = |wanted: RwSignal<String>, column: usize| {
            wanted.with(|w| w.is_empty() || COLUMNS.get(column).is_some_and(|c| *w == (c.show)(d)))
        };
        let found = |text: &str| {
            let all = [Some(&d.name), d.family.as_ref(), d.licence.as_ref(), d.note.as_ref()];
            all.into_iter().flatten().any(|t| t.to_lowercase().contains(text))
        };
        is(self.status, 1)
            && is(self.tier, 2)
            && is(self.family, 3)
            && is(self.stage, 4)
            && self.text.with(|text| text.is_empty() || found(&text.to_lowercase()))
    }
}

/// The inventory on screen.
fn inventory(prepared: Option<&Arc<Prepared>>) -> &[Dataset] {
    prepared.map(|p| p.evidence.datasets.as_slice()).unwrap_or_default()
}

/// The first of the data sets at these places.
fn picked(all: &[Dataset], rows: &[usize], most: usize) -> Vec<Dataset> {
    rows.iter().take(most).filter_map(|i| all.get(*i)).cloned().collect()
}

/// The table.
#[component]
pub fn Datasets() -> impl IntoView {
    let app = use_app();
    let filter = Filter {
        tier: RwSignal::default(),
        family: RwSignal::default(),
        stage: RwSignal::default(),
        status: RwSignal::default(),
        text: RwSignal::default(),
    };
    // Gaps first.
    let sort = RwSignal::new((1_usize, false));
    let shown = RwSignal::new(PAGE);
    // Places in the inventory: of a hundred thousand data sets only those on the page are copied.
    let rows = Memo::new(move |_| {
        let (column, down) = sort.get();
        app.prepared.with(|p| {
            let all = inventory(p.as_ref());
            let mut rows: Vec<usize> = (0..all.len()).filter(|i| filter.keeps(&all[*i])).collect();
            if let Some(spec) = COLUMNS.get(column) {
                let order = |a: &usize, b: &usize| (spec.order)(&all[*a], &all[*b]);
                rows.sort_by(|a, b| if down { order(b, a) } else { order(a, b) });
            }
            rows
        })
    });
    let on_page = Memo::new(move |_| {
        let most = shown.get();
        app.prepared.with(|p| rows.with(|rows| picked(inventory(p.as_ref()), rows, most)))
    });
    let values = move |show: fn(&Dataset) -> String| {
        Memo::new(move |_| app.prepared.with(|p| inventory(p.as_ref()).iter().map(show).collect::<BTreeSet<_>>()))
    };
    let [status, tier, family, stage] = [1, 2, 3, 4].map(|column: usize| values(COLUMNS[column].show));
    let count = move || {
        let all = app.prepared.with(|p| inventory(p.as_ref()).len());
        format!("{} of {all} data sets", rows.with(Vec::len))
    };
    let saved = move |_| {
        let list =
            app.prepared.with_untracked(|p| rows.with_untracked(|r| picked(inventory(p.as_ref()), r, usize::MAX)));
        save(&list);
    };
    view! {
        <h3 id="datasets">"Data sets"</h3>
        <div class="row filters" role="group" aria-label="Filter">
            <Choice label="Status" wanted=filter.status values=status />
            <Choice label="Tier" wanted=filter.tier values=tier />
            <Choice label="Family" wanted=filter.family values=family />
            <Choice label="Stage" wanted=filter.stage values=stage />
            <label class="field field--inline">
                <span>"Text"</span>
                <input
                    type="search"
                    prop:value=move || filter.text.get()
                    on:input=move |e| filter.text.set(event_target_value(&e))
                />
            </label>
            <span role="status">{count}</span>
            <button type="button" on:click=saved>
                "Table as CSV"
            </button>
        </div>
        <div class="scroll datasets" tabindex="0" role="region" aria-labelledby="datasets">
            <table>
                <thead>
                    <tr>{COLUMNS.iter().enumerate().map(|(i, spec)| head(i, spec, sort)).collect_view()}</tr>
                </thead>
                <tbody>{move || on_page.with(|list| list.iter().map(row).collect_view())}</tbody>
            </table>
        </div>
        <Show when=move || { rows.with(Vec::len) > shown.get() }>
            <p class="actions">
                <button type="button" on:click=move |_| shown.update(|n| *n += PAGE)>
                    "Show more"
                </button>
            </p>
        </Show>
    }
}

fn head(i: usize, spec: &'static ColumnSpec, sort: RwSignal<(usize, bool)>) -> impl IntoView {
    let order = move || match sort.get() {
        (column, _) if column != i => None,
        (_, false) => Some("ascending"),
        (_, true) => Some("descending"),
    };
    let press = move |_| {
        sort.update(|(column, down)| if *column == i { *down = !*down } else { (*column, *down) = (i, false) })
    };
    view! {
        <th scope="col" aria-sort=order class:number=spec.number>
            <button type="button" class="sort" on:click=press>
                {spec.label}
            </button>
        </th>
    }
}

fn row(d: &Dataset) -> impl IntoView + use<> {
    let cells = COLUMNS.iter().skip(1).map(|spec| {
        let text = (spec.show)(d);
        let unknown = text == "unknown";
        view! {
            <td class:number=spec.number class:none=unknown>
                {text}
            </td>
        }
    });
    let source = d.row.map_or_else(|| d.file.clone(), |row| format!("{}, row {row}", d.file));
    view! {
        <tr data-status=d.status.word()>
            <th scope="row" title=source>
                {d.name.clone()}
                {d.split.clone().map(|split| view! { <span class="soft">{format!(" \u{b7} {split}")}</span> })}
                {d
                    .illustrative
                    .then(|| {
                        view! {
                            " "
                            <span class="tag">"illustrative"</span>
                        }
                    })}
            </th>
            {cells.collect_view()}
        </tr>
    }
}

#[component]
fn Choice(label: &'static str, wanted: RwSignal<String>, values: Memo<BTreeSet<String>>) -> impl IntoView {
    let options = move || {
        let list = values.get();
        if list.len() > CHOICES {
            return view! { <option disabled>{format!("{} values: search the text", list.len())}</option> }.into_any();
        }
        list.into_iter().map(|v| view! { <option value=v.clone()>{v.clone()}</option> }).collect_view().into_any()
    };
    view! {
        <label class="field field--inline">
            <span>{label}</span>
            <select on:change=move |e| wanted.set(event_target_value(&e)) prop:value=move || wanted.get()>
                <option value="">"all"</option>
                {options}
            </select>
        </label>
    }
}

/// The rows as they are filtered and sorted, numbers unrounded, unknown empty.
fn save(rows: &[Dataset]) {
    let mut csv = String::from(
        "name,status,tier,family,stage,records,objects,bytes,missing_bytes,tokens,quality,duplication,licence,illustrative,file,row\r\n",
    );
    for d in rows {
        let text = |t: &Option<String>| t.as_deref().map(crate::report::csv::text).unwrap_or_default();
        let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
        let cells = [
            crate::report::csv::text(&d.name),
            d.status.word().to_owned(),
            d.tier.map(|t| t.to_string()).unwrap_or_default(),
            text(&d.family),
            d.stage.map_or("", Stage::words).to_owned(),
            number(d.records),
            number(d.objects),
            number(d.bytes),
            number(d.missing_bytes),
            number(d.tokens),
            number(d.quality),
            number(d.duplication),
            text(&d.licence),
            if d.illustrative { "yes" } else { "no" }.to_owned(),
            crate::report::csv::text(&d.file),
            d.row.map(|r| r.to_string()).unwrap_or_default(),
        ];
        csv.push_str(&cells.join(","));
        csv.push_str("\r\n");
    }
    files::download_text("data-sets.csv", "text/csv;charset=utf-8", &csv);
}
