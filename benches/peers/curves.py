"""Learning curves as people extrapolate them today, beside Headroom, in one run: same curves, same shares, same measures.

Run only on request:
    python benches/peers/curves.py ../shared/samples/curves [--cli target/release/headroom] [--only WORLD]
Needs numpy and scipy. Every curve is fitted on its sizes up to a share f of the last (at least four) and forecast at the last.

- last value: nothing changes.
- scipy: `curve_fit` of y = c + a n^-b, default settings but a start near the data; its 90 % interval is the delta method's with
  the residual variance added (a prediction interval, Student t).
- M4: (y - e) / (e0 - y)^alpha = beta n^-c (Alabdulmohsin, Neyshabur, Zhai 2022, arXiv 2209.06640, the law of that paper's own
  benchmark). Written here from the formula: least squares on ln y from several starts, the law solved for y by bisection.
- BNSL with one break: y = a + b n^-c0 (1 + (n / d)^(1 / f))^(-c1 f) (Caballero et al. 2022, arXiv 2210.14891), least squares on
  ln(y + 1) as its authors do, from a grid of starts; the break lies within the sizes.

Scores are turned into errors (1 - accuracy) first. No interval is made up for a peer that has none.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import scipy.optimize as so
import scipy.stats as st

FRACTIONS = (0.10, 0.25, 0.50)
warnings.filterwarnings("ignore")


def curves(folder):
    """World → list of (identifier, sizes, values, errors, True where higher is better, True for a score in 0..1)."""
    found = {}
    for name in ("lcdb11_shared_200.csv", "language_models.csv"):
        with open(os.path.join(folder, name), newline="") as file:
            for r in csv.DictReader(file):
                tabular = "curve_id" in r
                if tabular and r["on_lcdb10_grid"] != "1":
                    continue
                key = ("tabular", r["curve_id"]) if tabular else (r["domain"], r["curve"])
                value, error = (r["val_error"], r["val_error_se"]) if tabular else (r["value"], r["stderr"])
                bounded = tabular or r["metric_kind"] == "acc"
                higher = not tabular and r["direction"] == "higher"
                rows = found.setdefault(key, (higher, bounded, []))[2]
                rows.append((float(r["size"]), float(value), float(error) if error else np.nan))
    worlds = {}
    for (world, name), (higher, bounded, rows) in found.items():
        x, y, e = np.array(sorted(rows)).T
        worlds.setdefault(world, []).append((name, x, y, e, higher, bounded))
    return worlds


def last_value(x, y, at):
    return y[-1], None


def scipy_power(x, y, at):
    law = lambda n, c, a, b: c + a * (n / x[0]) ** -b
    try:
        p, cov = so.curve_fit(law, x, y, p0=(y[-1] * 0.9, max(y[0] - 0.9 * y[-1], 1e-3), 0.5))
    except (RuntimeError, TypeError, ValueError):
        return y[-1], None
    m = law(at, *p)
    if not np.isfinite(m):
        return y[-1], None
    freedom = len(x) - 3
    if freedom < 1 or not np.isfinite(cov).all():
        return m, None
    step = 1e-6 * np.maximum(np.abs(p), 1e-6)
    g = np.array([(law(at, *(p + s)) - m) / s.sum() for s in np.diag(step)])
    s2 = ((y - law(x, *p)) ** 2).sum() / freedom
    half = st.t.ppf(0.95, freedom) * np.sqrt(max(g @ cov @ g, 0) + s2)
    return m, (m - half, m + half)


def m4(x, y, at):
    """Unknowns: e in (0, min y), e0 above max y, alpha, ln beta, c."""
    low, high = y.min(), y.max()
    unit = np.exp(np.log(x).mean())

    def value(n, q):
        e, e0 = low / (1 + np.exp(q[0])), high * (1 + np.exp(q[1]))
        alpha, c = np.exp(q[2]), np.exp(q[4])
        right = q[3] - c * np.log(n / unit)
        a, b = np.full(n.shape, 0.0), np.full(n.shape, 1.0)
        for _ in range(30):
            m = 0.5 * (a + b)
            over = np.log(np.maximum(m, 1e-300)) + np.log(e0 - e) - alpha * (np.log(np.maximum(1 - m, 1e-300)) + np.log(e0 - e)) > right
            a, b = np.where(over, a, m), np.where(over, m, b)
        return e + (e0 - e) * 0.5 * (a + b)

    floor = max(low, 1e-6)
    residual = lambda q: np.log(np.maximum(value(x, q), 1e-9)) - np.log(np.maximum(y, 1e-9 + 1e-3 * floor))
    best = None
    for e in (-2.0, 2.0):
        for alpha in (-3.0,):
            for c in (-2.0, -0.5):
                try:
                    r = so.least_squares(residual, [e, -2.0, alpha, np.log(max(np.median(y) * 0.5, 1e-3)), c],
                                         bounds=([-12, -12, -8, -50, -6], [12, 4, 2.5, 50, 2]), max_nfev=30)
                except ValueError:
                    continue
                if best is None or r.cost < best.cost:
                    best = r
    if best is None:
        return y[-1], None
    m = float(value(np.array([at]), best.x)[0])
    return (m if np.isfinite(m) else y[-1]), None


def bnsl(x, y, at):
    """One break within the sizes."""
    x0 = x[0]

    def value(n, q):
        a, b, c0, c1, d, f = np.exp(q[0]), np.exp(q[1]), q[2], q[3], q[4], np.exp(q[5])
        t = np.log(n / x0)
        return a + b * np.exp(-c0 * t - c1 * f * np.logaddexp(0, (t - d) / f))

    residual = lambda q: np.log1p(np.clip(value(x, q), 0, 1e12)) - np.log1p(y)
    top, best = np.log(x[-1] / x0), None
    scale = max(abs(y[-1]), 1e-3)
    for d in (0.3, 0.7):
        for a in (0.1, 0.8):
            for c in (0.2, 1.0):
                start = [np.log(a * scale), np.log(max(y[0] - a * scale, 1e-3)), c, 0.0, d * top, -1.0]
                try:
                    r = so.least_squares(residual, start, bounds=([-20, -20, 0, -3, 0, -3], [np.log(2 * y.max() + 1e-9) + 1, 20, 5, 5, top, 1.5]), max_nfev=100)
                except ValueError:
                    continue
                if best is None or r.cost < best.cost:
                    best = r
    if best is None:
        return y[-1], None
    m = float(value(np.array([at]), best.x)[0])
    return (m if np.isfinite(m) else y[-1]), None


def headroom(cli, curve, k, folder):
    """Median and 90 % interval by the built command line, given the prefix only; the metric's name tells its kind."""
    name, x, y, e, higher, bounded = curve
    metric = ("accuracy" if higher else "error_rate") if bounded else ("perplexity" if "ppl" in folder else "loss")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
        file.write(f"records,{metric}" + ("" if np.isnan(e[:k]).all() else ",stderr") + "\n")
        for i in range(k):
            file.write(f"{x[i]:.17g},{y[i]:.17g}" + ("" if np.isnan(e[:k]).all() else f",{e[i]:.17g}") + "\n")
    try:
        done = subprocess.run([cli, "fit", "curve", file.name, "--x", "records", "--y", metric, "--at", f"{x[-1]:.17g}", "--json"], capture_output=True, text=True)
        p = json.loads(done.stdout)["series"][0]["forecast"][0]
        return p["median"], (p["lower"], p["upper"])
    finally:
        os.unlink(file.name)


def main():
    argument = lambda name: sys.argv[sys.argv.index(name) + 1] if name in sys.argv else None
    cli, only = argument("--cli"), argument("--only")
    peers = {"last value": last_value, "scipy power law": scipy_power, "M4": m4, "BNSL": bnsl}
    print("| world | f | method | median error | mean error | 90 % interval covers | median width | ms |")
    print("|---|---|---|---|---|---|---|---|")
    for world, members in curves(sys.argv[1]).items():
        if only and only != world:
            continue
        for f in FRACTIONS:
            for label, peer in [*peers.items(), *([("Headroom", None)] if cli else [])]:
                errors, widths, held, began = [], [], [], time.process_time()
                for curve in members:
                    _, x, y, _, higher, bounded = curve
                    k = min(max(4, int((x <= f * x[-1]).sum())), len(x) - 1)
                    if peer is None:
                        m, interval = headroom(cli, curve, k, world)
                    else:
                        m, interval = peer(x[:k], (1 - y if higher else y)[:k], x[-1])
                        m, interval = (1 - m, interval and (1 - interval[1], 1 - interval[0])) if higher else (m, interval)
                    inside = lambda v: float(np.clip(v, 0, 1 if bounded else np.inf))
                    errors.append(abs(inside(m) - y[-1]))
                    if interval:
                        low, high = map(inside, interval)
                        widths.append(high - low)
                        held.append(low <= y[-1] <= high)
                cover = f"{100 * np.mean(held):.1f} % of {len(held)}" if held else ""
                width = f"{np.median(widths):.4g}" if widths else ""
                ms = f"{1e3 * (time.process_time() - began) / len(members):.1f}" if peer else ""
                print(f"| {world} | {f:.2f} | {label} | {np.median(errors):.4g} | {np.mean(errors):.4g} | {cover} | {width} | {ms} |", flush=True)


main()
