"""The scaling-law fits as people do them today: scipy, many starts, one at a time.

Run only on request, with the path of the shared samples:
    python benches/peers/scaling.py ../shared/samples/scaling [--bootstrap N]
Needs numpy and scipy. Prints CPU seconds, the objective reached and the share of starts that reached it.
Chinchilla: the objective of Hoffmann et al. 2022 (arXiv 2203.15556, D.2), L-BFGS-B with analytic gradient, 243 starts
(three values an unknown). Rectified: least squares on ln loss, 100 starts a curve.
"""

import csv
import itertools
import sys
import time

import numpy as np
from scipy.optimize import least_squares, minimize


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def objective(p, n, d, y, delta=1e-3):
    a, b, e, alpha, beta = p
    z = np.stack([a - alpha * n, b - beta * d, np.full_like(n, e)])
    top = z.max(axis=0)
    share = np.exp(z - top)
    total = share.sum(axis=0)
    share /= total
    r = y - (top + np.log(total))
    size = np.abs(r)
    value = np.where(size <= delta, 0.5 * r * r, delta * (size - 0.5 * delta)).sum()
    slope = np.clip(r, -delta, delta)
    g = np.array([share[0], share[1], share[2], -share[0] * n, -share[1] * d])
    return value, -(g * slope).sum(axis=1)


def chinchilla(folder, replicates):
    table = rows(f"{folder}/chinchilla_234.csv")
    n, d, y = (np.log([float(r[k]) for r in table]) for k in ("N", "D", "loss"))
    grid = itertools.product([0, 10, 20], [0, 10, 20], [-1, 0, 1], [0, 1, 2], [0, 1, 2])
    tight = {"maxiter": 20000, "maxfun": 40000, "ftol": 1e-15, "gtol": 1e-12}
    began = time.process_time()
    found = [minimize(objective, s, (n, d, y), "L-BFGS-B", True, options=tight) for s in grid]
    seconds = time.process_time() - began
    best = min(found, key=lambda f: f.fun)
    at_best = sum(f.fun <= best.fun * (1 + 1e-6) for f in found)
    print(f"chinchilla huber: {seconds:.2f} CPU s, objective {best.fun:.12e}, {at_best} of {len(found)} starts at the best")
    if replicates:
        random = np.random.default_rng(1)
        began = time.process_time()
        for _ in range(replicates):
            i = random.integers(0, len(y), len(y))
            minimize(objective, best.x, (n[i], d[i], y[i]), "BFGS", True)
        print(f"bootstrap: {time.process_time() - began:.2f} CPU s for {replicates} refits")


def rectified(folder):
    table = rows(f"{folder}/finetuning_flan.csv")
    sizes = [k for k in table[0] if k.isdigit() and k != "0"]
    x = np.log([float(k) for k in sizes])
    middle = x.mean()
    random = np.random.default_rng(1)
    began = time.process_time()
    errors = []
    for row in table:
        y = np.log([float(row[k]) for k in sizes])

        def residual(u):
            return np.log(np.exp(u[0]) / (np.exp(u[1]) + np.exp(u[2] * (x - middle))) + np.exp(u[3])) - y

        best = np.inf
        for _ in range(100):
            start = random.uniform([-1, -4, 0.05, -4], [3, 4, 1.5, 1])
            try:
                best = min(best, least_squares(residual, start, method="lm").cost)
            except ValueError:
                continue
        errors.append(np.sqrt(2 * best / len(sizes)))
    print(f"rectified, {len(table)} curves: {time.process_time() - began:.2f} CPU s, mean rmsd {np.mean(errors):.9f}")


if __name__ == "__main__":
    np.seterr(all="ignore")  # blind starts overflow; the optimisers shrug it off
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    count = int(sys.argv[sys.argv.index("--bootstrap") + 1]) if "--bootstrap" in sys.argv else 0
    chinchilla(sys.argv[1], count)
    rectified(sys.argv[1])
