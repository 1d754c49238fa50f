"""Constants of src/fit/calibration.rs from real learning curves. Run only on request; nothing in the build needs it.

    cargo bench --bench lcdb -- --export /tmp/prefixes.jsonl FILE     # every prefix of every curve, fitted by the engine
    python tools/calibrate/calibrate.py /tmp/prefixes.jsonl           # needs numpy, scipy, jax

Data: LCDB 1.1 (Yan, Mohr, Viering 2025, CC BY 4.0), 200 curves of 124 data sets. For every curve, every prefix of at
least four sizes and every later size (up to 40 times the last seen one) is one example; every curve counts the same.
What is learned: how the families share the forecast gain (softmax weights) and how wide the forecast is (two half
Student t scales, sums of squares of quantities of the curve itself). Loss: negative log likelihood of the later value
plus BRIER times the Brier scores of "improves by at least .005 / .01 / .02", and a small ridge.
Figures are printed cross-validated over data sets (eight folds by openml_id) and in-sample.
"""
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
import scipy.optimize as so
import scipy.stats as st
from jax.scipy.special import gammaln

jax.config.update("jax_enable_x64", True)
MEMBERS = ["last1", "pow2", "pow3", "pow4", "ilog2", "logpower3", "mmf4", "wbl4"]
FRACTIONS = (0.10, 0.25, 0.50)
FOLDS, BRIER, FREEDOM, MAX_FACTOR = 8, 12.0, 2.0, 40.0
ITERATIONS = 250
BASE = np.log([1.2, 0.6, 0.3, 0.1, 0.5, 0.5, 0.02, 0.5, 0.2])


def examples(path):
    curves = {}
    for line in open(path):
        r = json.loads(line)
        curves.setdefault(r["id"], dict(set=r["set"], points=np.array(r["points"], float), fits={}))["fits"][r["k"]] = r
    d = {k: [] for k in "curve set k L n y last gain misfit residual noise wobble steep total behind tiny final".split()}
    masks = {f: [] for f in FRACTIONS}
    for ci, c in enumerate(curves.values()):
        x, y, _ = c["points"].T
        seen = {f: max(4, int((x <= f * x[-1]).sum())) for f in FRACTIONS}
        for k, r in c["fits"].items():
            s, last = r["signs"], y[k - 1]
            v = np.array([[np.nan if q is None else q for q in r["models"][m]["v"]] for m in MEMBERS])
            v = np.where(np.isnan(v), last, v)
            # The scatter without the bend, as in Signs::unbend.
            rms2 = np.mean((v[:, :k] - y[:k]) ** 2, 1)
            simple = np.sqrt(min(rms2[MEMBERS.index(m)] for m in ("pow2", "pow3", "ilog2", "logpower3")) * k / (k - 3))
            wobble, tiny = max(s["noise"], min(s["scatter"], simple)), 1e-4 * abs(last)
            misfit = 0.5 * np.log(rms2 + (0.3 * wobble) ** 2 + tiny**2 + 1e-300)
            residual = last - v[:, k - 1]
            residual[0] = 0.0
            for t in range(k, len(x)):
                row = dict(curve=ci, set=c["set"], k=k, L=np.log(x[t] / x[k - 1]), n=min(k, 40), y=y[t], last=last,
                           gain=v[:, k - 1] - v[:, t], misfit=misfit - misfit.min(), residual=residual, noise=s["noise"],
                           wobble=wobble, steep=max(abs(q) for q in s["slopes"]), total=abs(s["total"]),
                           behind=s["behind"], tiny=tiny + 1e-12, final=t == len(x) - 1)
                for name, value in row.items():
                    d[name].append(value)
                for f in FRACTIONS:
                    masks[f].append(t == len(x) - 1 and k == seen[f])
    return {k: np.array(v) for k, v in d.items()}, {f: np.array(m) for f, m in masks.items()}


D, EVAL = examples(sys.argv[1])
J = {k: jnp.array(v, dtype=float) for k, v in D.items() if k != "set"}
TRUE = J["last"] - J["y"]
SIZES = dict(share=len(MEMBERS), points=len(MEMBERS), reach=1, trust=1, trust_reach=1, residual=1, worse=9, better=9, count=1)
SLICE, total = {}, 0
for name, count in SIZES.items():
    SLICE[name] = slice(total, total + count)
    total += count
START = np.zeros(total)
START[SLICE["worse"]] = START[SLICE["better"]] = BASE


def predict(p):
    q = {k: p[s] for k, s in SLICE.items()}
    L, few = J["L"], jnp.log(J["n"]) - 2.3
    logit = q["share"] + q["points"] * few[:, None]
    logit = logit - (jnp.exp(q["trust"][0]) + q["trust_reach"][0] * (L[:, None] - 1.5)) * J["misfit"]
    logit = logit.at[:, 0].add(q["reach"][0] * (L - 1.5))
    w = jax.nn.softmax(logit, 1)
    gains = J["gain"] + q["residual"][0] * J["residual"]
    m = (w * gains).sum(1)
    spread2 = (w * (gains - m[:, None]) ** 2).sum(1)
    out = dict(m=m)
    for side in ("worse", "better"):
        e = jnp.exp(q[side])
        model = (e[1] ** 2 * spread2 + (e[2] * m) ** 2 + (e[3] * J["steep"] * L) ** 2 + (e[4] * J["wobble"] * L ** e[5]) ** 2
                 + (e[6] * J["total"] * L ** e[7]) ** 2 + e[8] ** 2 * J["behind"] ** 2 * L)
        out[side] = jnp.sqrt((e[0] * J["noise"]) ** 2 + jnp.exp(2 * q["count"][0] * few) * model + J["tiny"] ** 2)
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
        per = per + BRIER * (chance - (TRUE >= delta - 1e-9)) ** 2
    ridge = 0.001 * (p[SLICE["share"]] ** 2).sum() + 0.002 * (p[SLICE["points"]] ** 2).sum()
    ridge += 0.0002 * ((p - START)[SLICE["worse"].start:] ** 2).sum()
    return (w * per).sum() / w.sum() + ridge


GRADIENT = jax.jit(jax.value_and_grad(loss))


def train(w):
    w = jnp.array(w)
    f = lambda p: tuple(map(np.asarray, GRADIENT(p, w)))
    return so.minimize(f, START, jac=True, method="L-BFGS-B", options=dict(maxiter=ITERATIONS)).x


def report(label, o, widen):
    t, row = st.t.ppf(0.95, FREEDOM), []
    for f in FRACTIONS:
        i = EVAL[f]
        last, y, m = D["last"][i], D["y"][i], o["m"][i]
        worse, better = widen * o["worse"][i], widen * o["better"][i]
        error = np.abs(np.clip(last - m, 0, 1) - y)
        high, low = np.clip(last - m + t * worse, 0, 1), np.clip(last - m - t * better, 0, 1)
        z = 0.01 - m
        p = 1 - st.t.cdf(z / np.where(z < 0, worse, better), FREEDOM)
        event = (last - y >= 0.01 - 1e-9).astype(float)
        skill = 1 - np.mean((p - event) ** 2) / (event.mean() * (1 - event.mean()))
        cover = np.mean((y >= low - 1e-12) & (y <= high + 1e-12))
        row.append(f"{np.median(error):.4f} {error.mean():.4f} cover {cover:.3f} width {np.median(high - low):.4f} skill {skill:+.3f}")
    print(f"{label:22s}", " | ".join(row), flush=True)


def main():
    use = D["L"] <= np.log(MAX_FACTOR)
    w = np.zeros(len(use))
    for c in np.unique(D["curve"]):
        i = (D["curve"] == c) & use
        w[i] = 1 / max(i.sum(), 1)
    sets = np.unique(D["set"])
    fold = (np.random.RandomState(0).permutation(len(sets)) % FOLDS)[np.searchsorted(sets, D["set"])]
    out = {k: np.zeros(len(use)) for k in ("m", "worse", "better")}
    for f in range(FOLDS):
        o = predict(train(w * (fold != f)))
        for k in out:
            out[k][fold == f] = np.asarray(o[k])[fold == f]
    # The width is chosen last, so that the cross-validated 90 % intervals hold 90 %.
    for widen in (0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2):
        report(f"cross-validated x{widen}", out, widen)
    p = train(w)
    report("in-sample x1.0", {k: np.asarray(v) for k, v in predict(p).items()}, 1.0)
    q = {k: p[s] for k, s in SLICE.items()}
    print("pub const MEMBERS: &[Member] = &[")
    for name, share, points in zip(MEMBERS, q["share"], q["points"]):
        print(f'    Member {{ id: "{name}", share: {share:.4f}, points: {points:.4f} }},')
    print("];")
    print(f"pub const REACH: f64 = {q['reach'][0]:.4f};")
    print(f"pub const TRUST: (f64, f64) = ({np.exp(q['trust'][0]):.4f}, {q['trust_reach'][0]:.4f});")
    print(f"pub const RESIDUAL: f64 = {q['residual'][0]:.4f};")
    for side in ("worse", "better"):
        print(f"pub const {side.upper()}: [f64; 9] = [" + ", ".join(f"{v:.5f}" for v in np.exp(q[side])) + "];")
    print(f"pub const COUNT: f64 = {q['count'][0]:.4f};")


main()
