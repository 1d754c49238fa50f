//! The mapping of one table: what it is about, which column plays which role, with scale and direction, over its first
//! rows. Every change is an edit and the file is read again at once.

use super::maps::{in_force, put};
use crate::data::Direction;
use crate::engine::ReadingView;
use crate::read::columns::fates;
use crate::read::kinds::curves;
use crate::read::{Accepts, CandidateSummary, ColumnUse, FileMap, KINDS, Kind, Measure, TableMap, roles};
use crate::ui::use_app;
use leptos::prelude::*;

/// The file whose table is mapped, and where changes go.
#[derive(Clone, Copy)]
struct Form {
    view: Memo<ReadingView>,
    app: crate::ui::App,
}

impl Form {
    fn table(self) -> Option<CandidateSummary> {
        self.view.with(|v| v.candidates.iter().find(|c| c.chosen).or(v.candidates.first()).cloned())
    }
    /// The map in force: what was chosen last, even while the file is still being read again, else what was recognised.
    fn map(self) -> TableMap {
        let hash = self.view.with(|v| v.hash.clone());
        let given =
            self.app.history.with(|h| h.project().files.iter().find(|f| f.hash == hash).and_then(|f| f.map.clone()));
        given
            .and_then(|g| g.map)
            .or_else(|| self.view.with(in_force).map)
            .or_else(|| self.table().map(|t| t.map))
            .unwrap_or_default()
    }
    fn change(self, change: impl FnOnce(&mut TableMap)) {
        let (hash, part, mut map) =
            untrack(|| (self.view.with(|v| v.hash.clone()), self.table().map(|t| t.part), self.map()));
        change(&mut map);
        self.app.dispatch(put(&hash, FileMap { part, map: Some(map), ..FileMap::default() }));
    }
}

/// The form.
#[component]
pub fn Mapping(
    /// The file.
    view: Memo<ReadingView>,
    /// Its hash.
    hash: String,
) -> impl IntoView {
    let form = Form { view, app: use_app() };
    let several = move || view.with(|v| v.candidates.iter().filter(|c| c.chosen).count() > 1);
    let reason = move || form.table().map(|t| t.reason).unwrap_or_default();
    let id = format!("kind-{}", hash.get(..8).unwrap_or_default());
    let kind = move |event| {
        let words = event_target_value(&event);
        let kind = KINDS.iter().map(|k| k.kind).find(|k| k.words() == words).unwrap_or_default();
        form.change(|map| {
            // Roles of the same name keep their columns; the rest belongs to another kind of table.
            map.kind = kind;
            map.roles.retain(|role, _| roles(kind).any(|r| r.id == role));
            map.apart.clear();
            if !kind.spec().is_some_and(|k| k.wide) {
                map.measures.clear();
            }
        });
    };
    view! {
        <Show when=several>
            <p>"Its tables complete one another and are read together. Choose one above to change how it is read."</p>
        </Show>
        <p class="row">
            <label class="field field--inline" for=id.clone()>
                <span>"What it is about"</span>
            </label>
            <select id=id.clone() on:change=kind>
                {move || {
                    let now = form.map().kind;
                    let option = |k: Kind| {
                        view! {
                            <option value=k.words() selected=now == k>
                                {k.words()}
                            </option>
                        }
                    };
                    let unknown = (now == Kind::UNKNOWN).then(|| option(Kind::UNKNOWN));
                    view! {
                        {unknown}
                        {KINDS.iter().map(|k| option(k.kind)).collect_view()}
                    }
                }}
            </select>
            <span class="none">{reason}</span>
        </p>
        <div class="scroll" tabindex="0" role="region" aria-label="Columns, their roles and the first rows">
            <Grid form />
        </div>
        <Needs form />
    }
}

/// The required roles that no column plays.
#[component]
fn Needs(form: Form) -> impl IntoView {
    move || {
        let map = form.map();
        let lacks = roles(map.kind)
            .filter(|r| r.required && !map.roles.contains_key(r.id) && !map.constants.contains_key(r.id));
        let lacks: Vec<&str> =
            lacks.filter(|r| !(r.id == "value" && !map.measures.is_empty())).map(|r| r.label).collect();
        (!lacks.is_empty()).then(|| view! { <p class="warning">"Still needed: "{lacks.join(", ")}"."</p> })
    }
}

/// The first rows under a form of their columns. It is made anew only when the table is another one, so that a change
/// leaves the focus where it is.
#[component]
fn Grid(form: Form) -> impl IntoView {
    let table = Memo::new(move |_| form.table().map(|t| (t.columns, t.preview)));
    move || {
        let (columns, preview) = table.get().unwrap_or_default();
        let heads = columns.iter().map(|column| view! { <th scope="col">{column.clone()}</th> }).collect_view();
        let uses = columns
            .into_iter()
            .map(|column| {
                view! {
                    <td>
                        <Column form column />
                    </td>
                }
            })
            .collect_view();
        let rows = preview.into_iter().map(|row| {
            view! { <tr>{row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
        });
        view! {
            <table class="preview">
                <thead>
                    <tr>{heads}</tr>
                    <tr class="preview__roles">{uses}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
    }
}

/// Value of the option that makes a column a measure of its own.
const MEASURE: &str = "(measure)";
/// Value of the option that makes a column tell series apart, besides the one that names them.
const APART: &str = "(apart)";

/// How one column is used at present.
#[derive(Clone, Debug, Default, PartialEq)]
struct Use {
    kind: Kind,
    role: String,
    metric: Option<String>,
    scale: Option<f64>,
    way: Option<Direction>,
}

impl Use {
    fn of(map: &TableMap, column: &str) -> Self {
        let kind = map.kind;
        if let Some(m) = map.measures.iter().find(|m| m.column == column) {
            let metric = Some(m.metric.clone());
            return Self { kind, role: MEASURE.to_owned(), metric, scale: m.scale, way: m.direction };
        }
        if map.apart.iter().any(|c| c == column) {
            return Self { kind, role: APART.to_owned(), ..Self::default() };
        }
        let found = map.roles.iter().find(|(_, u)| u.column == column);
        found.map_or(Self { kind, ..Self::default() }, |(role, u)| Self {
            kind,
            role: role.clone(),
            metric: None,
            scale: u.scale,
            way: u.direction,
        })
    }
    fn accepts(&self) -> Option<Accepts> {
        if self.metric.is_some() {
            return Some(Accepts::Number);
        }
        roles(self.kind).find(|r| r.id == self.role).map(|r| r.accepts)
    }
    fn wide(&self) -> bool {
        self.kind.spec().is_some_and(|k| k.wide)
    }
}

/// Role, metric, scale and direction of one column.
#[component]
fn Column(form: Form, column: String) -> impl IntoView {
    let own = column.clone();
    let now = Memo::new(move |_| Use::of(&form.map(), &own));
    let kind = Memo::new(move |_| now.with(|u| u.kind));
    let role = Memo::new(move |_| now.with(|u| u.role.clone()));
    let metric = Memo::new(move |_| now.with(|u| u.metric.is_some()));
    let numeric = Memo::new(move |_| now.with(|u| u.accepts().is_some_and(Accepts::numeric)));
    let valued = Memo::new(move |_| now.with(|u| u.metric.is_some() || (u.wide() && u.role == "value")));
    let name = StoredValue::new(column.clone());
    // What became of a column that plays no role: a spread of another, a label, or nothing and why.
    let own = column.clone();
    let unplayed = Memo::new(move |_| {
        let fate = fates(std::slice::from_ref(&own), &form.map()).into_iter().next()?;
        role.with(String::is_empty).then_some(fate.words).filter(|words| words != "not used")
    });
    let choose = move |event| {
        let chosen = event_target_value(&event);
        form.change(|map| name.with_value(|column| assign(map, column, &chosen)));
    };
    let options = move || {
        let wide = now.with_untracked(Use::wide);
        let listed = roles(kind.get()).map(|r| {
            let label = if r.required { format!("{} (needed)", r.label) } else { r.label.to_owned() };
            view! {
                <option value=r.id selected=move || role.get() == r.id title=r.help>
                    {label}
                </option>
            }
        });
        view! {
            {listed.collect_view()}
            {wide
                .then(|| {
                    view! {
                        <option value=MEASURE selected=move || role.get() == MEASURE>
                            "A metric of its own"
                        </option>
                    }
                })}
            {(kind.get() == curves::KIND)
                .then(|| {
                    view! {
                        <option value=APART selected=move || role.get() == APART>
                            "Tells series apart, too"
                        </option>
                    }
                })}
        }
    };
    view! {
        <select aria-label=format!("Role of {column}") on:change=choose>
            <option value="" selected=move || role.with(String::is_empty)>
                "not used"
            </option>
            {options}
        </select>
        <Show when=move || unplayed.get().is_some()>
            <p class="soft small">{move || unplayed.get()}</p>
        </Show>
        <Show when=move || metric.get()>
            <Metric form column=name.get_value() now />
        </Show>
        <Show when=move || numeric.get()>
            <Scale form column=name.get_value() now />
        </Show>
        <Show when=move || valued.get()>
            <Way form column=name.get_value() now />
        </Show>
    }
}

/// Gives a column a role, which it takes from the column that had it.
fn assign(map: &mut TableMap, column: &str, chosen: &str) {
    map.roles.retain(|_, used| used.column != column);
    map.apart.retain(|c| c != column);
    let had = map.measures.iter().position(|m| m.column == column).map(|at| map.measures.remove(at));
    if chosen == MEASURE {
        map.roles.remove("value");
        map.measures.push(had.unwrap_or_else(|| Measure {
            column: column.to_owned(),
            metric: column.to_owned(),
            ..Measure::default()
        }));
    } else if chosen == APART {
        map.apart.push(column.to_owned());
    } else if !chosen.is_empty() {
        if chosen == "value" {
            map.measures.clear();
        }
        map.constants.remove(chosen);
        map.roles.insert(chosen.to_owned(), ColumnUse::plain(column));
    }
}

/// The metric a column of its own measures.
#[component]
fn Metric(form: Form, column: String, now: Memo<Use>) -> impl IntoView {
    let label = format!("Metric in {column}");
    let rename = move |event| {
        let name = event_target_value(&event);
        form.change(|map| {
            if let Some(m) = map.measures.iter_mut().find(|m| m.column == column) {
                m.metric = if name.trim().is_empty() { m.column.clone() } else { name.trim().to_owned() };
            }
        });
    };
    view! {
        <input
            type="text"
            aria-label=label
            prop:value=move || now.with(|u| u.metric.clone().unwrap_or_default())
            on:change=rename
        />
    }
}

/// Scales by which numbers are multiplied, with their words.
const SCALES: [(&str, &str); 8] = [
    ("", "as written"),
    ("0.01", "per cent"),
    ("1000", "thousands"),
    ("1000000", "millions"),
    ("1000000000", "billions, GB"),
    ("1000000000000", "trillions, TB"),
    ("1048576", "MiB"),
    ("1073741824", "GiB"),
];

#[component]
fn Scale(form: Form, column: String, now: Memo<Use>) -> impl IntoView {
    let label = format!("Unit of {column}");
    let choose = move |event| {
        let scale = event_target_value(&event).parse().ok();
        form.change(|map| {
            if let Some(m) = map.measures.iter_mut().find(|m| m.column == column) {
                m.scale = scale;
            } else if let Some(u) = map.roles.values_mut().find(|u| u.column == column) {
                u.scale = scale;
            }
        });
    };
    let scale = Memo::new(move |_| now.with(|u| u.scale));
    let same = move |text: &str| text.parse::<f64>().ok() == scale.get();
    let options = SCALES.map(|(value, words)| {
        view! {
            <option value=value selected=move || same(value)>
                {words}
            </option>
        }
    });
    let odd = move || {
        let known = SCALES.iter().any(|(value, _)| same(value));
        scale.get().filter(|_| !known).map(|s| {
            view! {
                <option value=s.to_string() selected=true>
                    {format!("times {s}")}
                </option>
            }
        })
    };
    view! {
        <select aria-label=label on:change=choose>
            {options}
            {odd}
        </select>
    }
}

#[component]
fn Way(form: Form, column: String, now: Memo<Use>) -> impl IntoView {
    let label = format!("Direction of {column}");
    let choose = move |event| {
        let direction = match event_target_value(&event).as_str() {
            "higher" => Some(Direction::Higher),
            "lower" => Some(Direction::Lower),
            _ => None,
        };
        form.change(|map| {
            if let Some(m) = map.measures.iter_mut().find(|m| m.column == column) {
                m.direction = direction;
            } else if let Some(u) = map.roles.values_mut().find(|u| u.column == column) {
                u.direction = direction;
            }
        });
    };
    let way = Memo::new(move |_| now.with(|u| u.way));
    view! {
        <select aria-label=label on:change=choose>
            <option value="" selected=move || way.get().is_none()>
                "usual direction"
            </option>
            <option value="higher" selected=move || way.get() == Some(Direction::Higher)>
                "higher is better"
            </option>
            <option value="lower" selected=move || way.get() == Some(Direction::Lower)>
                "lower is better"
            </option>
        </select>
    }
}
