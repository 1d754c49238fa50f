"""Metrics of items as people compute them today: pandas reads the JSON Lines, scikit-learn computes, items are drawn again.

Run only on request, with the built command line:
    python benches/peers/metrics.py target/release/headroom [--megabytes 100] [--draws 2000]
Needs pandas and scikit-learn. Makes a file of that size (seeded, removed at the end), runs both in turns and prints seconds of
the clock and of the processor, the values of both side by side, and the ratio. Two classes with a score: accuracy, balanced
accuracy, precision, recall, F1, macro F1, Matthews correlation, kappa, AUROC, average precision and Brier score. Ours also
guesses what the file is and draws the items again for every metric that is no mean; theirs draws only with --draws.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import tempfile
import time


def made(path, megabytes):
    """A file of items: an identifier, a truth, a prediction, its score, a slice and a text that nobody needs."""
    some = random.Random(15)
    words = ["night", "sleep", "long", "feeling", "answer", "patient", "first", "names", "asks", "easier", "advice"]
    rows = 0
    with open(path, "w") as out:
        while out.tell() < megabytes << 20:
            for _ in range(1_000):
                truth = int(some.random() < 0.3)
                score = min(0.999, max(0.001, some.gauss(0.35 + 0.3 * truth, 0.18)))
                text = " ".join(some.choices(words, k=40))
                item = {"id": f"i{rows}", "y_true": truth, "y_pred": int(score >= 0.5), "y_score": round(score, 4),
                        "dialect": some.choice(["north", "south", "other"]), "text": text}
                out.write(json.dumps(item) + "\n")
                rows += 1
    return rows


def spent(of):
    """Seconds of the clock, seconds of the processor, and what came of it."""
    who = resource.RUSAGE_CHILDREN
    before, clock = resource.getrusage(who), time.perf_counter()
    result = of()
    after = resource.getrusage(who)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - clock, cpu, result


THEIRS = """
import json, sys
import numpy as np, pandas as pd
from sklearn import metrics as m
table = pd.read_json(sys.argv[1], lines=True)
t, p, s = table.y_true.to_numpy(), table.y_pred.to_numpy(), table.y_score.to_numpy()
def all_of(t, p, s):
    return {"accuracy": m.accuracy_score(t, p), "balanced_accuracy": m.balanced_accuracy_score(t, p),
            "precision": m.precision_score(t, p), "recall": m.recall_score(t, p), "f1": m.f1_score(t, p),
            "f1_macro": m.f1_score(t, p, average="macro"), "mcc": m.matthews_corrcoef(t, p),
            "kappa": m.cohen_kappa_score(t, p), "auroc": m.roc_auc_score(t, s),
            "average_precision": m.average_precision_score(t, s), "brier": m.brier_score_loss(t, s)}
values = all_of(t, p, s)
rng = np.random.default_rng(15)
for _ in range(int(sys.argv[2])):
    at = rng.integers(0, len(t), len(t))
    all_of(t[at], p[at], s[at])
print(json.dumps(values))
"""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("headroom")
    options.add_argument("--megabytes", type=int, default=100)
    options.add_argument("--draws", type=int, default=0)
    options.add_argument("--turns", type=int, default=3)
    options = options.parse_args()
    handle, path = tempfile.mkstemp(suffix=".jsonl")
    os.close(handle)
    try:
        rows = made(path, options.megabytes)
        print(f"{rows} items, {os.path.getsize(path) / 1e6:.0f} MB")

        def ours():
            out = subprocess.run([options.headroom, "metrics", path, "--json"], check=True, capture_output=True)
            found = json.loads(out.stdout)["metrics"]
            return {line["metric"]: line["value"] for line in found if not line.get("slice")}

        def theirs():
            command = ["python3", "-c", THEIRS, path, str(options.draws)]
            return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)

        best = {}
        for _ in range(options.turns):
            for name, of in (("headroom", ours), ("pandas + scikit-learn", theirs)):
                clock, cpu, values = spent(of)
                if name not in best or clock < best[name][0]:
                    best[name] = (clock, cpu, values)
        for name, (clock, cpu, _) in best.items():
            print(f"{name}: {clock:.2f} s, {cpu:.2f} s of the processor")
        (own, _, values), (other, _, expected) = best.values()
        print(f"{other / own:.1f} times as fast")
        for metric, value in expected.items():
            found = values.get(metric)
            print(f"  {metric:20} {found} {value} {'' if found is None else abs(found - value)}")
    finally:
        os.remove(path)


if __name__ == "__main__":
    main()
