"""Selecting records as people do it with numpy and scikit-learn, in one run: the same vectors, the same measures as `cargo bench --bench select`.

Run only on request:
    python benches/peers/select.py [FOLDER]
FOLDER may hold vectors as little-endian float32, 64 a row (fl_*_d64.f32); without it normal vectors are made here. Needs numpy; the
k-means needs scikit-learn and is left out without it. Times are processor time, one thread (set OMP_NUM_THREADS=1).

- facility location: lazy greedy on the dense matrix of (1 + cosine) / 2 in float64, 10 % of the records.
- S2L: k-means of 100,000 trajectories of 12 losses, 100 clusters, 20 rounds from random rows, then the allocation, smallest cluster first.
"""

import heapq
import pathlib
import sys
import time

import numpy as np


def lazy_greedy(s, k):
    nearest = np.zeros(len(s))
    heap = [(-gain, j) for j, gain in enumerate(s.sum(axis=0))]
    heapq.heapify(heap)
    order = []
    while len(order) < k:
        _, j = heapq.heappop(heap)
        gain = np.maximum(s[j] - nearest, 0).sum()
        if heap and -heap[0][0] > gain + 1e-9:
            heapq.heappush(heap, (-gain, j))
            continue
        np.maximum(nearest, s[j], out=nearest)
        order.append(j)
    return order, nearest.sum()


def facility_location(name, vectors):
    begun = time.process_time()
    unit = vectors.astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    s = (1 + unit @ unit.T) / 2
    compared = time.process_time()
    order, objective = lazy_greedy(s, len(s) // 10)
    done = time.process_time()
    print(f"{name}: n {len(s)}, pairs {1e3 * (compared - begun):.0f} ms, greedy {1e3 * (done - compared):.0f} ms, objective {objective:.7f}")


def allocate(sizes, budget):
    take = np.zeros(len(sizes), int)
    for done, part in enumerate(np.argsort(sizes, kind="stable")):
        take[part] = min(sizes[part], (budget - take.sum()) // (len(sizes) - done))
    return take


def s2l(rng):
    try:
        from sklearn.cluster import KMeans
    except ImportError:
        print("S2L: scikit-learn is not there; left out")
        return
    losses = (rng.normal(size=(100, 12))[np.arange(100_000) % 100] + rng.normal(size=(100_000, 12))).astype(np.float32)
    begun = time.process_time()
    first = losses[rng.choice(len(losses), 100, replace=False)]
    labels = KMeans(100, init=first, n_init=1, max_iter=20, algorithm="lloyd").fit(losses).labels_
    take = allocate(np.bincount(labels, minlength=100), 10_000)
    print(f"S2L: n 100000, 12 losses, K 100: {1e3 * (time.process_time() - begun):.0f} ms, {take.sum()} records")


def main():
    rng = np.random.default_rng(7)
    files = sorted(pathlib.Path(sys.argv[1]).glob("fl_*_d64.f32")) if len(sys.argv) > 1 else []
    for file in files:
        facility_location(file.stem, np.fromfile(file, "<f4").reshape(-1, 64))
    for n in (2000, 5000):
        facility_location(f"made n {n}", rng.normal(size=(n, 64)).astype(np.float32))
    s2l(rng)


if __name__ == "__main__":
    main()
