"""Constants of src/fit/calibration.rs from real curves of several worlds. Run only on request; nothing in the build needs it.

    cargo bench --bench lcdb -- --export /tmp/prefixes.jsonl          # every prefix of every curve, fitted by the engine
    python tools/calibrate/calibrate.py /tmp/prefixes.jsonl [--worlds]   # needs numpy, scipy, jax

Data: LCDB 1.1 (Yan, Mohr, Viering 2025, CC BY 4.0), 200 curves of 118 data sets by name, and 134 curves of language models
(sources in the shared samples). For every curve, every prefix of at least four sizes and every later size (up to 40 times the
last seen one) is one example; four fifths of a curve's weight lie on forecasts of its last size; WEIGHT says what a curve of
each world counts.
What is learned: how the families share the forecast gain (softmax weights) and how wide the forecast is (two half Student t
scales: sums of squares of quantities of the curve, times factors that depend on how rough it is, how many points it has, how
far one looks, whether the metric has a largest value, and whether the points are checkpoints). Loss: negative log likelihood
of the later value, plus BRIER times the Brier scores of "improves by at least .005 / .01 / .02" for scores, and a small ridge.
Figures are printed cross-validated, each fold learned from the same cold start without its sources: the data set by its NAME
(tabular), the model (fine-tuning, open_lm), the task (checkpoints); then in-sample. With --worlds also each world forecast
without any curve of it.
"""
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
import scipy.optimize as so
import scipy.stats as st

jax.config.update("jax_enable_x64", True)
MEMBERS = ["last1", "pow2", "pow3", "pow4", "ilog2", "logpower3", "mmf4", "wbl4"]
FRACTIONS = (0.10, 0.25, 0.50)
FOLDS, BRIER, FREEDOM, MAX_FACTOR, ITERATIONS, LAST, MEASURED = 6, 8.0, 2.0, 40.0, 160, 0.8, 0.3
WEIGHT = {"tabular": 1.0, "ft_flan": 7.0, "openlm": 5.0, "pythia_acc": 1.5, "pythia_ppl": 4.0}
WIDTHS = (1.12, 0.92, 1.1)  # chosen last: trained apart with and without a largest value, checkpoints


def source(world, r):
    """What a curve shares with others and is never learned from and tested on at once."""
    first, _, second = r["id"].partition(":")
    return f"{world}|" + {"tabular": r["set"], "openlm": first, "ft_flan": r["id"]}.get(world, second)


def examples(path):
    d = {k: [] for k in ("curve world source L n y last gain misfit residual noise scatter steep two behind tiny three endless "
                         "checkpoints low high final f0.1 f0.25 f0.5").split()}
    numbers = {}
    for line in open(path):
        r = json.loads(line)
        k, s, b = r["k"], r["signs"], r["better"]
        x, y = np.array([p[:2] for p in r["points"]], float).T
        if r.get("scale") == "log":
            y = np.log(y)
        z = b * y  # more is better, on the fitted scale
        world = "openlm" if r["world"].startswith("openlm") else r["world"]
        seen = {f: max(4, int((x <= f * x[-1]).sum())) for f in FRACTIONS}
        v = np.array([[np.nan if q is None else q for q in r["models"][m]["v"]] for m in MEMBERS], float)
        v = b * np.where(np.isnan(v), y[k - 1], v)
        last, room = z[k - 1], s.get("headroom")
        tiny = 1e-4 * abs(y[k - 1] if room is None else room) + 1e-12
        rms2 = np.mean((v[:, :k] - z[:k]) ** 2, 1)
        misfit = 0.5 * np.log(rms2 + 0.09 * max(s["noise"], s["scatter"]) ** 2 + tiny**2 + 1e-300)
        residual = v[:, k - 1] - last
        residual[0] = 0.0
        floor = -np.inf if r["range"] is None else 0.0
        low, high = (floor, 0.0) if r["range"] is None else ((0.0, 1.0) if b > 0 else (-1.0, 0.0))
        for t in range(k, len(x)):
            final = t == len(x) - 1
            row = dict(curve=numbers.setdefault((world, r["id"]), len(numbers)), world=world, source=source(world, r),
                       L=np.log(x[t] / x[k - 1]), n=s["apart"], y=z[t], last=last, gain=v[:, t] - v[:, k - 1],
                       misfit=misfit - misfit.min(), residual=residual, noise=s["noise"], scatter=s["scatter"],
                       steep=max(abs(q) for q in s["slopes"]), two=s["recent"][0], three=s["recent"][1], behind=s["behind"],
                       tiny=tiny, endless=r["range"] is None, checkpoints=r["kind"] == "checkpoints", low=low, high=high,
                       final=final, **{f"f{f}": final and k == seen[f] for f in FRACTIONS})
            for name, value in row.items():
                d[name].append(value)
    return {k: np.array(v) for k, v in d.items()}


D = examples(sys.argv[1])
WORLDS = list(WEIGHT)
J = {k: jnp.array(v, dtype=float) for k, v in D.items() if v.dtype.kind in "fib"}
TRUE = J["y"] - J["last"]
COUNT = jnp.log(jnp.clip(J["n"], 4, 40)) - 2.3
SCORE = 1.0 - J["endless"]
BEGIN = dict(
    share=[1.0738, 0.2625, 0.0397, 0.1280, -0.7728, -0.0297, -0.7791, 0.0776],
    points=[0.4484, -2.4364, -0.5634, -0.3030, -0.8537, -0.3153, 2.0020, 2.0214],
    reach=[-0.5539], trust=[np.log(0.8924), -0.0777], residual=[-0.0883], last1=[0.0, 0.0],
    worse=[-0.301, -1.504, -1.78, -4.384, -0.7, -0.903, -5.902, -0.477, -1.162],
    better=[-0.186, -1.071, -1.628, -4.22, -0.9, -0.5, -5.74, -0.638, -1.688],
    typical=[-2.1, 0.0], bounded=[-0.6, 0.3, 0, 0, 0, -0.1, 0, 0], unbounded=[-0.6, 0.3, 0, 0, 0, -0.1, 0, 0],
    unbounded_worse=[0, 0], unbounded_better=[0, 0], checkpoints=[0, 0, 0, 0])
SLICE, START = {}, []
for name, values in BEGIN.items():
    SLICE[name] = slice(len(START), len(START) + len(values))
    START += values
START = np.array(START, float)


def predict(p):
    q = {k: p[s] for k, s in SLICE.items()}
    L = J["L"]
    noise = jnp.sqrt(J["scatter"] ** 2 + MEASURED * J["noise"] ** 2) + J["tiny"]
    rough = jnp.clip(jnp.log(noise / (jnp.abs(J["two"]) + noise)) + 2.0, -2, 2)
    logit = q["share"] + q["points"] * COUNT[:, None]
    logit = logit - jnp.maximum(jnp.exp(q["trust"][0]) + q["trust"][1] * (L[:, None] - 1.5), 0) * J["misfit"]
    logit = logit.at[:, 0].add(q["reach"][0] * (L - 1.5) + q["last1"][0] * rough + q["last1"][1] * J["endless"])
    w = jax.nn.softmax(logit, 1)
    gains = J["gain"] + q["residual"][0] * J["residual"]
    m = (w * gains).sum(1)
    spread2 = (w * (gains - m[:, None]) ** 2).sum(1)
    change = jnp.sqrt(J["two"] ** 2 + m**2) + J["scatter"] + J["tiny"]
    freedom, typical = jnp.maximum(J["n"] - 3, 0.5), jnp.exp(q["typical"])
    wobble = (freedom * J["scatter"] ** 2 + typical[1] * (typical[0] * change) ** 2) / (freedom + typical[1])
    wobble = jnp.sqrt(wobble + MEASURED * J["noise"] ** 2)
    rough = jnp.clip(jnp.log((wobble + J["tiny"]) / change) + 2.0, -2, 2)
    far = jnp.clip(L - 1.5, -1.5, 2.0)
    g = [jnp.where(J["endless"] > 0, u, b) for u, b in zip(q["unbounded"], q["bounded"])]
    c, run = q["checkpoints"], J["checkpoints"]
    model = g[0] * COUNT + g[1] * rough + g[2] * rough * COUNT + g[3] * far * rough + g[4] * far * COUNT + run * (c[0] + c[1] * far)
    scatter = g[5] * COUNT + g[6] * rough + g[7] * rough * COUNT + run * (c[2] + c[3] * far)
    out = dict(m=m)
    for side in ("worse", "better"):
        e, more = jnp.exp(q[side]), q[f"unbounded_{side}"]
        error = (e[1] ** 2 * spread2 + (e[2] * m) ** 2 + (e[3] * J["steep"] * L) ** 2 + (e[6] * J["three"] * L ** e[7]) ** 2
                 + e[8] ** 2 * J["behind"] ** 2 * L)
        points = (e[4] * wobble) ** 2 * (1 + (e[5] * L) ** 2)
        out[side] = jnp.sqrt((e[0] * J["noise"]) ** 2 + points * jnp.exp(2 * (scatter + J["endless"] * more[1]))
                             + error * jnp.exp(2 * (model + J["endless"] * more[0])) + J["tiny"] ** 2)
    return out


def loss(p, w):
    o, nu = predict(p), FREEDOM
    r = TRUE - o["m"]
    s = jnp.where(r < 0, o["worse"], o["better"])
    z = r / s
    per = jnp.log(s) + (nu + 1) / 2 * jnp.log1p(z * z / nu)
    for delta in (0.005, 0.01, 0.02):
        zz = delta - o["m"]
        u = zz / jnp.where(zz < 0, o["worse"], o["better"])
        chance = 0.5 - 0.5 * u / jnp.sqrt(2 + u * u)  # closed form for two degrees of freedom
        per = per + SCORE * BRIER * (chance - (TRUE >= delta - 1e-9)) ** 2
    return (w * per).sum() / w.sum() + 0.001 * ((p - START) ** 2).sum()


GRADIENT = jax.jit(jax.value_and_grad(loss))


def train(w):
    w = jnp.array(w)
    f = lambda p: tuple(map(np.asarray, GRADIENT(jnp.array(p), w)))
    return so.minimize(f, START, jac=True, method="L-BFGS-B", options=dict(maxiter=ITERATIONS)).x


def weights():
    use = D["L"] <= np.log(MAX_FACTOR) + 1e-9
    w = np.zeros(len(use))
    for c in np.unique(D["curve"]):
        last, rest = (D["curve"] == c) & use & D["final"], (D["curve"] == c) & use & ~D["final"]
        both = last.any() and rest.any()
        for part, share in ((last, LAST if both else 1.0), (rest, 1 - LAST if both else 1.0)):
            w[part] = share / max(part.sum(), 1)
    return w * np.array([WEIGHT[x] for x in D["world"]])


def report(label, o):
    t = st.t.ppf(0.95, FREEDOM)
    widen = np.where(D["checkpoints"], WIDTHS[2], np.where(D["endless"], WIDTHS[1], WIDTHS[0]))
    print(label)
    for world in WORLDS:
        row = []
        for f in FRACTIONS:
            i = D[f"f{f}"] & (D["world"] == world)
            last, y, m = D["last"][i], D["y"][i], o["m"][i]
            worse, better = widen[i] * o["worse"][i], widen[i] * o["better"][i]
            inside = lambda v: np.clip(v, D["low"][i], D["high"][i])
            middle, low, high = inside(last + m), inside(last + m - t * worse), inside(last + m + t * better)
            error = np.abs(middle - y)
            half = np.maximum(np.where(y < middle, middle - low, high - middle), 1e-12)
            cover = np.mean((y >= low - 1e-12) & (y <= high + 1e-12))
            z = 0.01 - m
            p = 1 - st.t.cdf(z / np.where(z < 0, worse, better), FREEDOM)
            event = (y - last >= 0.01 - 1e-9).astype(float)
            skill = 1 - np.mean((p - event) ** 2) / max(event.mean() * (1 - event.mean()), 1e-9)
            row.append(f"{np.median(error):.4f} cover {100 * cover:5.1f} width {np.median(high - low):.4f} "
                       f"needed {np.quantile(error / half, 0.9):.2f} skill {skill:+.2f}")
        print(f"  {world:10s}", " | ".join(row), flush=True)


def left_out(groups, w):
    out = {k: np.zeros(len(w)) for k in ("m", "worse", "better")}
    for g in np.unique(groups):
        o = predict(jnp.array(train(w * (groups != g))))
        for k in out:
            out[k][groups == g] = np.asarray(o[k])[groups == g]
    return out


def main():
    w = weights()
    fold = np.zeros(len(w), int)
    random = np.random.RandomState(0)
    for world in WORLDS:
        i = D["world"] == world
        names = np.unique(D["source"][i])
        fold[i] = (random.permutation(len(names)) % min(FOLDS, len(names)))[np.searchsorted(names, D["source"][i])]
    report("cross-validated", left_out(fold, w))
    if "--worlds" in sys.argv:
        report("each world without any curve of it", left_out(D["world"], w))
    p = train(w)
    report("in-sample", {k: np.asarray(v) for k, v in predict(jnp.array(p)).items()})
    q = {k: p[s] for k, s in SLICE.items()}
    pair = lambda name, v: print(f"pub const {name}: (f64, f64) = ({v[0]:.5f}, {v[1]:.5f});")
    array = lambda name, v: print(f"pub const {name}: [f64; {len(v)}] = [" + ", ".join(f"{x:.5f}" for x in v) + "];")
    for name, share, points in zip(MEMBERS, q["share"], q["points"]):
        print(f'    Member {{ id: "{name}", share: {share:.4f}, points: {points:.4f} }},')
    for name, value in (("REACH", q["reach"][0]), ("ROUGH", q["last1"][0]), ("ENDLESS", q["last1"][1]), ("RESIDUAL", q["residual"][0])):
        print(f"pub const {name}: f64 = {value:.4f};")
    pair("TRUST", (np.exp(q["trust"][0]), q["trust"][1]))
    array("WORSE", np.exp(q["worse"]))
    array("BETTER", np.exp(q["better"]))
    pair("TYPICAL", np.exp(q["typical"]))
    for name in ("bounded", "unbounded", "checkpoints"):
        array(name.upper(), q[name])
    for name in ("unbounded_worse", "unbounded_better"):
        pair(name.upper(), q[name])


main()
