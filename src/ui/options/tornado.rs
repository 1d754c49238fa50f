//! One input at a time: how far the probability of meeting all targets moves.

use crate::data::{Unit, units};
use crate::decide::FlipSubject;
use crate::ui::use_app;
use leptos::prelude::*;

/// The tornado with its table.
#[component]
pub fn TornadoChart() -> impl IntoView {
    let app = use_app();
    move || {
        let tornado = app.exploration.get()?.tornado.clone();
        let base = tornado.base?;
        let bars: Vec<_> = tornado.bars.into_iter().filter(|b| (b.outputs.1 - b.outputs.0).abs() >= 0.005).collect();
        if bars.is_empty() {
            return Some(view! { <p>"No input within its range moves the probability of meeting all targets by half a point."</p> }.into_any());
        }
        let height = 30.0 * bars.len() as f64 + 34.0;
        let x = |p: f64| 250.0 + p * 440.0;
        let s = |v: f64| format!("{v:.1}");
        let share = |p: f64| units::show(p, Unit::Fraction);
        let kind = |b: &crate::decide::sensitivity::TornadoBar| match b.subject {
            FlipSubject::Threshold(_) => " (target)",
            FlipSubject::Fact(_) => " (measured)",
            FlipSubject::Assumption(_) => "",
        };
        let drawn = bars
            .iter()
            .enumerate()
            .map(|(i, b)| {
                let y = 24.0 + 30.0 * i as f64;
                let (a, z) = (b.outputs.0.min(b.outputs.1), b.outputs.0.max(b.outputs.1));
                let (left, right) = if b.outputs.0 <= b.outputs.1 { (b.inputs.0, b.inputs.1) } else { (b.inputs.1, b.inputs.0) };
                let name: String = format!("{}{}{}", b.label, kind(b), if b.non_monotone { " *" } else { "" });
                let name: String = if name.chars().count() > 36 { name.chars().take(35).chain(['\u{2026}']).collect() } else { name };
                view! {
                    <g>
                        <text class="tornado__name" x="242" y=s(y + 13.0) text-anchor="end">{name}</text>
                        <rect class="tornado__low" x=s(x(a)) y=s(y) width=s((x(base.clamp(a, z)) - x(a)).max(0.5)) height="18" />
                        <rect class="tornado__high" x=s(x(base.clamp(a, z))) y=s(y) width=s((x(z) - x(base.clamp(a, z))).max(0.5)) height="18" />
                        <text class="tornado__end" x=s((x(a) - 4.0).max(290.0)) y=s(y + 13.0) text-anchor=if x(a) - 4.0 < 290.0 { "start" } else { "end" } class:inside=x(a) - 4.0 < 290.0>{(x(a) - 4.0 >= 290.0).then(|| units::show(left, b.unit))}</text>
                        <text class="tornado__end" x=s(x(z) + 4.0) y=s(y + 13.0)>{units::show(right, b.unit)}</text>
                        <title>{format!("{}: {} at {}, {} at {}; {}", b.label, share(b.outputs.0), units::show(b.inputs.0, b.unit), share(b.outputs.1), units::show(b.inputs.1, b.unit), b.basis)}</title>
                    </g>
                }
            })
            .collect_view();
        let starred = bars.iter().any(|b| b.non_monotone);
        let rows = bars
            .iter()
            .map(|b| {
                view! {
                    <tr><th scope="row">{format!("{}{}", b.label, kind(b))}</th><td class="number">{units::show(b.inputs.0, b.unit)}</td><td class="number">{share(b.outputs.0)}</td>
                    <td class="number">{units::show(b.inputs.1, b.unit)}</td><td class="number">{share(b.outputs.1)}</td><td>{b.basis.clone()}</td></tr>
                }
            })
            .collect_view();
        let first = bars.first().map_or_else(String::new, |b| {
            format!(
                "{}{} moves the probability most: from {} to {}.",
                b.label,
                kind(b),
                share(b.outputs.0.min(b.outputs.1)),
                share(b.outputs.0.max(b.outputs.1))
            )
        });
        Some(
            view! {
                <figure class="tornado">
                    <figcaption>{first.clone()}</figcaption>
                    <div class="scroll" tabindex="0" role="region" aria-label="Tornado chart">
                    <svg viewBox=format!("0 0 780 {height}") role="img" aria-label=format!("Tornado chart of the probability of meeting all measured targets after spending the record budget. {first}")>
                        <text class="frontier__tick" x=s(x(base)) y="14" text-anchor="middle">{format!("as assumed: {}", share(base))}</text>
                        {drawn}
                        <line class="tornado__base" x1=s(x(base)) x2=s(x(base)) y1="18" y2=s(height) />
                    </svg>
                    </div>
                    <p class="soft small">{format!("Probability that all measured targets are met after spending the record budget, as one input moves through its range.{}", if starred { " * not monotone over the range." } else { "" })}</p>
                    <details><summary>"Data of this chart"</summary>
                        <div class="scroll" tabindex="0" role="region" aria-label="Tornado data"><table><thead><tr><th scope="col">"Input"</th><th scope="col" class="number">"Low"</th><th scope="col" class="number">"Probability"</th><th scope="col" class="number">"High"</th><th scope="col" class="number">"Probability"</th><th scope="col">"Range"</th></tr></thead><tbody>{rows}</tbody></table></div>
                    </details>
                </figure>
            }
            .into_any(),
        )
    }
}
