//! A chart on the page: the picture, a crosshair that reads values, a threshold line to drag, the numbers, the files.

use super::point_notes::{PointNotes, marked};
use crate::analysis::readout::View;
use crate::chart::{ChartSpec, Drawing, PlotArea, draw, standalone};
use crate::decide::Decision;
use crate::shell::{files, picture};
use crate::ui::App;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// What the charts look at now, followed by the caller; `None` until the first analysis has come.
pub fn with_view<T>(app: App, read: impl FnOnce(&View<'_>) -> T) -> Option<T> {
    let prepared = app.prepared.get()?;
    let decision = app.decision.get()?;
    let pack = app.pack.get();
    let exploration = app.exploration.get_untracked();
    let exploration = exploration.as_deref();
    Some(
        app.scenario.with(|scenario| {
            read(&View { prepared: &prepared, pack: &pack, scenario, decision: &decision, exploration })
        }),
    )
}

/// The same without following anything, for those who follow something narrower.
pub fn with_view_now<T>(app: App, read: impl FnOnce(&View<'_>) -> T) -> Option<T> {
    let prepared = app.prepared.get_untracked()?;
    let decision: Arc<Decision> = app.decision.get_untracked()?;
    let pack = app.pack.get_untracked();
    let exploration = app.exploration.get_untracked();
    let exploration = exploration.as_deref();
    Some(app.scenario.with_untracked(|scenario| {
        read(&View { prepared: &prepared, pack: &pack, scenario, decision: &decision, exploration })
    }))
}

/// A chart. The finding is not repeated here: the caller puts it above as a heading.
#[component]
pub fn ChartView(
    /// The chart; nothing is shown without one.
    #[prop(into)]
    spec: Signal<Option<Arc<ChartSpec>>>,
    /// Small: no notes, table or files.
    #[prop(optional)]
    small: bool,
    /// Called while the threshold line is moved, with the value.
    #[prop(optional, into)]
    on_move: Option<Callback<f64>>,
    /// Called when the line is let go.
    #[prop(optional, into)]
    on_settle: Option<Callback<()>>,
) -> impl IntoView {
    let frame: NodeRef<html::Div> = NodeRef::new();
    let width = RwSignal::new(if small { 320.0 } else { 720.0 });
    let measure = move || {
        // The chart may be gone by the next frame.
        let wide = frame.try_get_untracked().flatten().map_or(0, |f| f.offset_width());
        if wide > 0 {
            let _ = width.try_set(f64::from(wide));
        }
    };
    Effect::new(move |_| {
        if frame.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let at: RwSignal<Option<usize>> = RwSignal::new(None);
    let noted = if small { Memo::new(move |_| spec.get()) } else { marked(crate::ui::use_app(), spec) };
    let drawing: Memo<Option<Arc<Drawing>>> = Memo::new(move |_| noted.get().map(|s| Arc::new(draw(&s, width.get()))));
    let svg = move || drawing.get().map(|d| d.svg.clone()).unwrap_or_default();
    let left_out = move || {
        let words = drawing.get().map(|d| d.left_out.join("; ")).unwrap_or_default();
        (!words.is_empty() && !small).then(|| view! { <p class="chart-view__note">{words}</p> })
    };
    let notes = move || {
        let list = spec.get().filter(|_| !small).map(|s| s.notes.clone()).unwrap_or_default();
        (!list.is_empty()).then(|| view! { <p class="chart-view__note">{list.join(" ")}</p> })
    };
    view! {
        <figure class="chart-view" class:chart-view--small=small>
            <div class="chart-view__frame" node_ref=frame>
                <div class="chart-view__picture" inner_html=svg></div>
                <Reader spec drawing at />
                {on_move.map(|on_move| view! { <Grip spec drawing on_move on_settle /> })}
            </div>
            {left_out}
            {notes}
            {(!small).then(|| view! { <PointNotes spec at /> })}
            {(!small).then(|| view! { <Numbers spec=noted.into() /> })}
        </figure>
    }
}

/// The crosshair: by pointer, touch and arrow keys; Esc closes it.
#[component]
fn Reader(
    spec: Signal<Option<Arc<ChartSpec>>>,
    drawing: Memo<Option<Arc<Drawing>>>,
    at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let strip: NodeRef<html::Div> = NodeRef::new();
    let count = move || spec.with(|s| s.as_ref().map_or(0, |s| s.readings.len()));
    let point = move |client: (i32, i32)| {
        let Some(area) = strip.get_untracked().map(|e| e.get_bounding_client_rect()) else { return };
        let across = (f64::from(client.0) - area.left()) / area.width().max(1.0);
        let up = 1.0 - (f64::from(client.1) - area.top()) / area.height().max(1.0);
        at.set(spec.with_untracked(|s| s.as_ref().and_then(|s| s.reading_at((across, up)))));
    };
    let key = move |event: ev::KeyboardEvent| {
        let last = count().saturating_sub(1);
        let now = at.get_untracked();
        // On a map the upright arrows go from row to row.
        let row = spec.with_untracked(|s| s.as_ref().and_then(|s| s.row_length()));
        let next = match event.key().as_str() {
            "ArrowUp" if row.is_some() => {
                let next = now.map_or(0, |i| i + row.unwrap_or(1));
                if next <= last { Some(next) } else { now }
            }
            "ArrowDown" if row.is_some() => Some(now.map_or(last, |i| i.checked_sub(row.unwrap_or(1)).unwrap_or(i))),
            "ArrowRight" | "ArrowUp" => Some(now.map_or(0, |i| (i + 1).min(last))),
            "ArrowLeft" | "ArrowDown" => Some(now.map_or(last, |i| i.saturating_sub(1))),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" => None,
            _ => return,
        };
        if now.is_some() || next.is_some() {
            event.prevent_default();
        }
        at.set(next.filter(|_| count() > 0));
    };
    let words = move || {
        let i = at.get()?;
        spec.with(|s| s.as_ref().and_then(|s| s.readings.get(i)).map(|r| r.text.clone()))
    };
    let spot = move || {
        let (i, drawn) = (at.get()?, drawing.get()?);
        let reading = spec.with(|s| s.as_ref().and_then(|s| s.readings.get(i)).cloned())?;
        let area = &drawn.area;
        Some((
            per_cent(area.x_px(reading.x), area.width),
            per_cent(area.y_px(area.y.clamp(reading.y)), area.height),
            area.x.share(reading.x),
        ))
    };
    let edge = move |pick: fn(&PlotArea) -> f64| {
        drawing.with(|d| d.as_ref().map_or("0".into(), |d| format!("{:.3}%", pick(&d.area))))
    };
    view! {
        <div
            class="chart-view__strip"
            node_ref=strip
            role="slider"
            tabindex="0"
            aria-label="Read values along the chart"
            aria-valuemin="0"
            aria-valuemax=move || count().saturating_sub(1).to_string()
            aria-valuenow=move || at.get().unwrap_or(0).to_string()
            aria-valuetext=move || words().unwrap_or_else(|| "use the arrow keys to read values".into())
            style:left=move || edge(|a| 100.0 * a.plot.left / a.width)
            style:width=move || edge(|a| 100.0 * a.plot.width / a.width)
            style:top=move || edge(|a| 100.0 * a.plot.top / a.height)
            style:height=move || edge(|a| 100.0 * a.plot.height / a.height)
            on:pointermove=move |event| point((event.client_x(), event.client_y()))
            on:pointerdown=move |event| point((event.client_x(), event.client_y()))
            on:pointerleave=move |event| {
                if event.pointer_type() == "mouse" {
                    at.set(None)
                }
            }
            on:keydown=key
            on:blur=move |_| at.set(None)
        ></div>
        {move || {
            spot()
                .map(|(x, y, share)| {
                    view! {
                        <span class="chart-view__rule" aria-hidden="true" style:left=x.clone()></span>
            <span class="chart-view__spot" aria-hidden="true" style:left=x style:top=y></span>
            <span class="chart-view__tip" class:chart-view__tip--left={share > 0.5} aria-hidden="true">{words()}</span>
                    }
                })
        }}
    }
}

pub(super) fn per_cent(px: f64, of: f64) -> String {
    format!("{:.3}%", 100.0 * px / of.max(1.0))
}

/// The threshold line: dragged, or moved by keys; a number box stands elsewhere on the page.
#[component]
fn Grip(
    spec: Signal<Option<Arc<ChartSpec>>>,
    drawing: Memo<Option<Arc<Drawing>>>,
    on_move: Callback<f64>,
    on_settle: Option<Callback<()>>,
) -> impl IntoView {
    // The geometry when the drag began: the axis may move under the pointer.
    let held: StoredValue<Option<(f64, f64, PlotArea)>> = StoredValue::new(None);
    let handle = Memo::new(move |_| spec.with(|s| s.as_ref().and_then(|s| s.handle.clone())));
    let settle = move || {
        if let Some(done) = on_settle {
            done.run(());
        }
    };
    let set = move |value: f64| {
        if let Some(h) = handle.get_untracked() {
            on_move.run(h.scale.dragged(h.scale.position(value)));
        }
    };
    let down = move |event: ev::PointerEvent| {
        let Some(drawn) = drawing.get_untracked() else { return };
        let target = event_target::<web_sys::Element>(&event);
        let Some(parent) = target.parent_element() else { return };
        let frame = parent.get_bounding_client_rect();
        let picture = drawn.area.height * frame.width() / drawn.area.width;
        held.set_value(Some((frame.top(), picture, drawn.area.clone())));
        let _ = target.set_pointer_capture(event.pointer_id());
        event.prevent_default();
    };
    let moved = move |event: ev::PointerEvent| {
        let value = held.with_value(|h| {
            h.as_ref().map(|(top, tall, area)| {
                area.y_value((f64::from(event.client_y()) - top) / tall.max(1.0) * area.height)
            })
        });
        if let Some(value) = value {
            set(value);
        }
    };
    let up = move |_| {
        if held.with_value(Option::is_some) {
            held.set_value(None);
            settle();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let next = handle.get_untracked().and_then(|h| h.scale.keyed(Some(h.value), &event.key()));
        if let Some(next) = next {
            event.prevent_default();
            on_move.run(next);
            settle();
        }
    };
    let shown = move || handle.get().is_some();
    let top = move || {
        let (h, drawn) = (handle.get(), drawing.get());
        match (h, drawn) {
            (Some(h), Some(d)) => per_cent(d.area.y_px(d.area.y.clamp(h.value)), d.area.height),
            _ => "0".into(),
        }
    };
    let of = move |pick: fn(&crate::chart::Handle) -> String| handle.with(|h| h.as_ref().map(pick).unwrap_or_default());
    view! {
        <Show when=shown>
            <div
                class="chart-view__grip"
                role="slider"
                tabindex="0"
                aria-orientation="vertical"
                aria-label=move || of(|h| format!("Threshold: {}", h.label))
                aria-valuemin=move || of(|h| h.scale.range.0.to_string())
                aria-valuemax=move || of(|h| h.scale.range.1.to_string())
                aria-valuenow=move || of(|h| h.value.to_string())
                aria-valuetext=move || of(|h| crate::data::amount::show(h.value, h.scale.unit))
                style:top=top
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=up
                on:keydown=key
            ></div>
        </Show>
    }
}

/// The table behind the chart and the files it can be taken away as.
#[component]
fn Numbers(spec: Signal<Option<Arc<ChartSpec>>>) -> impl IntoView {
    let app = crate::ui::use_app();
    let own = move || {
        let spec = spec.get_untracked()?;
        let svg = standalone(&draw(&spec, 720.0).svg, &spec.title, &spec.description);
        Some((spec, svg))
    };
    let save_csv = move |_| {
        if let Some(s) = spec.get_untracked() {
            files::download_text(&format!("{}.csv", s.id), "text/csv;charset=utf-8", &s.table.csv());
        }
    };
    let save_svg = move |_| {
        if let Some((s, svg)) = own() {
            files::download_text(&format!("{}.svg", s.id), "image/svg+xml", &svg);
        }
    };
    let save_png = move |_| {
        if let Some((s, svg)) = own() {
            let height = s.height.at(720.0);
            picture::download_png(&format!("{}.png", s.id), &svg, (720.0, height), 2.0, move || {
                app.notice(true, "This browser could not draw the picture as PNG; SVG works everywhere.", Vec::new());
            });
        }
    };
    let open = RwSignal::new(false);
    let rows = move || {
        let s = spec.get().filter(|_| open.get())?;
        let head = s.table.columns.iter().map(|c| view! { <th scope="col">{c.clone()}</th> }).collect_view();
        let body = s
            .table
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().map(|cell| {
                    let number = cell.is_number();
                    view! { <td class:number=number>{cell.show()}</td> }
                });
                view! { <tr>{cells.collect_view()}</tr> }
            })
            .collect_view();
        Some(view! {
            <div class="scroll" tabindex="0" role="region" aria-label="The numbers of the chart">
                <table>
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        })
    };
    view! {
        <div class="chart-view__foot">
            <details on:toggle=move |event| {
                let details: web_sys::Element = event_target(&event);
                open.set(details.has_attribute("open"));
            }>
                <summary>"Numbers of this chart"</summary>
                {rows}
            </details>
            <div class="actions chart-view__files" role="group" aria-label="Take the chart away">
                <button type="button" class="quiet" on:click=save_csv>
                    "CSV"
                </button>
                <button type="button" class="quiet" on:click=save_svg>
                    "SVG"
                </button>
                <button type="button" class="quiet" on:click=save_png>
                    "PNG"
                </button>
            </div>
        </div>
    }
}
