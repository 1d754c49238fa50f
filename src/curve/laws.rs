//! Laws every family obeys, run on every member of the registry.

use super::{Linear, MODELS, Span, model};

const SIZES: &[f64] = &[16.0, 45.0, 128.0, 700.0, 5_000.0, 1e6];

fn inner_points(span: &Span, id: &str) -> Vec<Vec<f64>> {
    let axes = model(id).unwrap().axes(span);
    [0.3, 0.5, 0.7].iter().map(|s| axes.iter().map(|a| a.low + s * (a.high - a.low)).collect()).collect()
}

#[test]
fn identifiers_are_unique_and_described() {
    for (i, m) in MODELS.iter().enumerate() {
        let about = m.about();
        assert!(MODELS[i + 1..].iter().all(|o| o.about().id != about.id), "{}", about.id);
        assert!(!about.label.is_empty() && !about.formula.is_empty() && !about.source.is_empty());
        assert!(about.params.iter().all(|p| !p.id.is_empty() && !p.meaning.is_empty()));
        if let Some(other) = about.same_as {
            assert!(model(other).is_some_and(|o| o.about().same_as.is_none()));
        }
    }
}

#[test]
fn basis_is_finite_and_improves() {
    for rising in [true, false] {
        let span = Span { sizes: (16.0, 1e6), rising };
        for m in MODELS.iter().filter(|m| !matches!(m.about().linear, Linear::ShapeFree | Linear::Last)) {
            let about = m.about();
            let up = if about.linear == Linear::Amplitude && about.form == super::Form::Score {
                rising
            } else {
                about.form == super::Form::Score
            };
            for theta in inner_points(&span, about.id) {
                let p = m.assemble(&span, 0.0, 1.0, &theta);
                let values: Vec<f64> = SIZES.iter().map(|n| m.value(*n, &p)).collect();
                assert!(values.iter().all(|v| v.is_finite()), "{} {theta:?} {values:?}", about.id);
                for w in values.windows(2) {
                    let step = if up { w[1] - w[0] } else { w[0] - w[1] };
                    assert!(step >= -1e-12 * w[0].abs(), "{} {theta:?} {values:?}", about.id);
                }
            }
        }
    }
}

#[test]
fn amplitude_and_offset_enter_as_declared() {
    let span = Span { sizes: (16.0, 1e6), rising: true };
    for m in MODELS {
        let (offset, amplitude) = match m.about().linear {
            Linear::Both => (0.4, 0.3),
            Linear::Amplitude => (0.0, 0.3),
            Linear::Offset => (0.4, 1.0),
            Linear::Last | Linear::ShapeFree => continue,
        };
        for theta in inner_points(&span, m.about().id) {
            let unit = m.assemble(&span, 0.0, 1.0, &theta);
            let scaled = m.assemble(&span, offset, amplitude, &theta);
            for n in SIZES {
                let expected = offset + amplitude * m.value(*n, &unit);
                assert!((m.value(*n, &scaled) - expected).abs() < 1e-9, "{} {theta:?} at {n}", m.about().id);
            }
        }
    }
}

#[test]
fn analytic_gradient_is_the_numerical_one() {
    let span = Span { sizes: (16.0, 1e6), rising: true };
    for m in MODELS.iter().filter(|m| m.about().linear != Linear::ShapeFree) {
        for theta in inner_points(&span, m.about().id) {
            let p = m.assemble(&span, 0.7, 0.3, &theta).to_vec();
            let mut gradient = vec![0.0; p.len()];
            for n in SIZES {
                m.gradient(*n, &p, &mut gradient);
                for k in 0..p.len() {
                    let step = 1e-5 * p[k].abs().max(1e-12);
                    let shifted = |s: f64| {
                        let mut q = p.clone();
                        q[k] += s;
                        m.value(*n, &q)
                    };
                    let numerical = (shifted(step) - shifted(-step)) / (2.0 * step);
                    let size = gradient[k].abs().max(numerical.abs());
                    // Rounding of the value bounds what the difference can show.
                    let slack = 1e-5 * size + 1e-14 * m.value(*n, &p).abs().max(1.0) / step;
                    assert!(
                        (gradient[k] - numerical).abs() <= slack,
                        "{} d/d{} at {n}: {} {numerical}",
                        m.about().id,
                        m.about().params[k].id,
                        gradient[k]
                    );
                }
            }
        }
    }
}
