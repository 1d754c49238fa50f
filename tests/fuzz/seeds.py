"""Writes tests/fuzz/seeds/TARGET: one tiny file of each shape that a target reads, besides the fixtures of the tests.

python3 tests/fuzz/seeds.py    (only when a shape is added; what it writes is committed)
"""
import json
import os
import random
import shutil
import struct
import zlib
from base64 import urlsafe_b64encode
from hashlib import sha256

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "seeds")
SOME = random.Random(12)


def write(target, name, content):
    folder = os.path.join(HERE, target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)


def lines(items):
    return "\n".join(json.dumps(i) for i in items)


shutil.rmtree(HERE, ignore_errors=True)
PASSED = [1, 1, 0, 1]

# ---- tables
TABLES = {
    "predictions": "id,label,prediction,score,slice\n" + "".join(
        f"i{i},{SOME.choice('ab')},{SOME.choice('ab')},{SOME.random():.2f},{SOME.choice(['x', 'y'])}\n" for i in range(12)),
    "classes": "id,label,prediction\n" + "".join(f"{i},{SOME.choice('abc')},{SOME.choice('abc')}\n" for i in range(10)),
    "probabilities": "label,prediction,prob_a,prob_b,prob_c\na,a,0.7,0.2,0.1\nb,c,0.1,0.4,0.5\nc,c,0,0,1\n",
    "numbers": "id;label;prediction\n1;1,5;1,7\n2;2,25;2\n3;-1;0,5\n",
    "texts": "item\treference\tprediction\nq1\tthe cat sat\ta cat sat\nq2\tno\tyes, no\nq3\t\tx\n",
    "ratings": "item,rater,rating\na,r1,1\na,r2,2\nb,r1,3\nb,r2,3\nc,r1,1\n",
    "scores": "item,metric,value,model,time\na,acc,1,m,2026-01-01\na,acc,0,n,2026-01-01\nb,acc,1,m,2026-01-02\n",
    "trials": "task,trial,variant,passed\nt0,1,base,1\nt0,2,base,0\nt1,1,new,true\n",
    "ragas": "user_input,retrieved_contexts,response,reference,faithfulness\nq?,\"['c']\",a,t,1.0\nr?,\"[]\",a,t,0.5\n",
    "langsmith": "inputs.question,outputs.answer,error,reference.answer,feedback.correctness,example_id,id\nq,a,,a,1.0,e,r\n",
    "inventory": "name,family,tier,stage,status,records,bytes,licence\na,d,1,sft,present,\"1,000\",2 MB,MIT\nb,d,2,sft,missing,10k,3 GiB,\n",
    "curve": "size,metric,value,seed\n100,acc,0.5,1\n200,acc,0.6,1\n400,acc,0.65,1\n800,acc,0.7,2\n",
    "wide": "model,acc@100,acc@1000,acc@10000\nm,0.5,0.6,0.7\n",
    "runs": "params,tokens,loss\n1e8|1e9|3.1\n2e8,4e9,2.8\n",
    "pipes": "| metric | value |\n|---|---|\n| acc | 91.5 % |\n",
    "checks": "check,value,note\nleakage,0,none\nduplicates,3 %,\n",
    "targets": "metric,target,direction\nacc,0.9,higher\nloss,1.2,lower\n",
    "quoted": "\ufeffname;\"a \"\"b\"\"\"\r\n\"x\ny\";'1 000,5'\r\n",
    "card.md": "---\nlicense: mit\nsize_categories:\n- 1K<n<10K\n---\n# A card\n",
    "plain.yaml": "model: m\ntasks:\n  - arc\n  - mmlu\nshots: 5\n",
    "aliases.yaml": "base: &b {size: 1, items: [&t \"a\\u202eb\", *t]}\nruns:\n- <<: *b\n  size: 2\n- *b\n",
    "lock.yaml": "schema: '2.0'\nstages:\n  a:\n    cmd: c\n    outs:\n    - {path: data/x.csv, md5: '00', size: 10, nfiles: 2}\n",
    "package.yml": "name: p\nlicenses:\n- name: MIT\nresources:\n- name: r\n  path: r.csv\n  bytes: 12\n",
    "model.md": "---\nlicense: mit\nmodel-index:\n- name: m\n  results:\n  - dataset: {name: d}\n    metrics:\n    - {type: f1, value: 0.9}\n---\n# M\n",
    "likelihoods": "id,nll,tokens,domain\na,20.5,10,x\nb,50,20,y\nc,30,10,x\n",
    "preferences": "id,model_a,model_b,winner\n1,new,old,model_a\n1,old,new,tie\n2,new,old,old\n",
    "records": "id,split,text\na,train,one two three four five six\nb,test,one two three four five six\n",
    "page.html": "<!DOCTYPE html><html><head><title>404\n not found</title></head></html>",
}
for name, text in TABLES.items():
    write("table", name, text)
write("table", "utf16", "metric\tvalue\nacc\t0,5\n".encode("utf-16"))
write("table", "latin1", "métrique;valeur\nacc;0,5\n".encode("latin-1"))

# ---- JSON and JSON Lines
inspect_samples = [
    {"id": f"s{i}", "epoch": e, "input": "q", "target": "a",
     "scores": {"match": {"value": "C" if p else "I", "answer": "a"}, "judge": {"value": {"tone": 0.5, "facts": p}}}}
    for e in (1, 2) for i, p in enumerate(PASSED)]
inspect_head = {
    "version": 2, "status": "success",
    "eval": {"task": "t", "model": "m", "run_id": "r", "created": "2026-03-04", "dataset": {"samples": 4}, "config": {"epochs": 2}},
    "results": {"total_samples": 8, "completed_samples": 8, "scores": [
        {"name": "match", "scorer": "match", "reducer": "mean",
         "metrics": {"accuracy": {"name": "accuracy", "value": 0.7}, "stderr": {"value": 0.1}}}]}}
JSONS = {
    "lm_eval_samples": lines(
        {"doc_id": i, "doc": {}, "resps": [["a"]], "filtered_resps": ["a"], "filter": "none",
         "metrics": ["acc", "perplexity", "bleu", "bits_per_byte"], "doc_hash": f"h{i}", "acc": p, "perplexity": -1.5,
         "bleu": ["a", "b"], "bits_per_byte": [-10.0, 12]} for i, p in enumerate(PASSED)),
    "lm_eval": json.dumps({
        "results": {"arc": {"acc,none": 0.5, "acc_stderr,none": 0.1, "alias": "arc"}, "mmlu": {"acc": 0.6, "acc_stderr": 0.01}},
        "n-samples": {"arc": {"original": 10, "effective": 8}}, "higher_is_better": {"arc": {"acc": True}},
        "config": {"model_args": "pretrained=a/b,revision=c"}, "versions": {"arc": 1}, "date": 1767225600.5}),
    "inspect": json.dumps(inspect_head | {"samples": inspect_samples}),
    "inspect_summary": json.dumps(inspect_head),
    "every_eval": lines(
        {"schema_version": "0.2.1", "evaluation_id": "e", "model_id": "m", "evaluation_name": "arc", "sample_id": f"s{i}",
         "evaluation_timestamp": "2026-01-01T00:00:00", "evaluation": {"score": p, "is_correct": bool(p)}}
        for i, p in enumerate(PASSED)),
    "every_eval_whole": json.dumps({
        "model_info": {"id": "m"}, "evaluation_timestamp": "1767225600", "evaluation_results": [
            {"evaluation_name": "arc", "metric_config": {"metric_id": "acc", "lower_is_better": False},
             "score_details": {"score": 0.7, "uncertainty": {"standard_error": {"value": 0.1}, "num_samples": 20}}}]}),
    "promptfoo": json.dumps({"evalId": "e", "results": {"version": 3, "timestamp": "2026-03-04", "results": [
        {"testIdx": i, "promptIdx": 0, "provider": {"id": "m"}, "success": bool(p), "score": p, "failureReason": 1 - p,
         "namedScores": {"Tone": 1.5}, "vars": {"q": f"q{i // 2}"}, "testCase": {"vars": {"q": 1}, "assert": [{"metric": "Tone"}]},
         "gradingResult": {"namedScoreWeights": {"Tone": 2}, "componentResults": [
             {"score": 1, "assertion": {"metric": "Tone", "weight": 2}}, {"score": 0.5}]}} for i, p in enumerate(PASSED)],
        "prompts": [{"provider": "m", "metrics": {"score": 3, "testPassCount": 3, "testFailCount": 1, "testErrorCount": 0}}],
        "stats": {"successes": 3, "failures": 1, "errors": 0}}}),
    "deepeval": json.dumps({"testRunData": {"testCases": [
        {"name": f"t{i}", "success": bool(p), "order": i, "metricsData": [
            {"name": "Relevancy", "threshold": 0.5, "success": bool(p), "score": 0.9 * p}]} for i, p in enumerate(PASSED)],
        "testPassed": 3, "testFailed": 1}, "hyperparameters": {"model": "m"}}),
    "helm": json.dumps([
        {"instance_id": f"id{i}", "train_trial_index": 0, "perturbation": {"name": "typos"} if i == 3 else None, "stats": [
            {"name": {"name": "exact_match", "split": "test"}, "count": 1, "sum": p, "mean": p},
            {"name": {"name": "num_output_tokens"}, "count": 1, "sum": 30, "mean": 30}]} for i, p in enumerate(PASSED)]),
    "openai": lines(
        [{"spec": {"completion_fns": ["m"], "eval_name": "arc.dev.v0", "base_eval": "arc", "created_at": "2026-03-04"}}]
        + [{"run_id": "r", "event_id": i, "sample_id": f"arc.{i}", "type": "match", "data": {"correct": bool(p)}}
           for i, p in enumerate(PASSED)]
        + [{"event_id": 9, "sample_id": "arc.9", "type": "metrics", "data": {"f1": 0.5}}, {"final_report": {"accuracy": 0.7}}]),
    "nemo": lines(
        {"problem_idx": i, "reward": p, "repeat": 0, "metadata": {"category": "even"}} for i, p in enumerate(PASSED)),
    "predictions": lines(
        {"id": i, "label": "ab"[p], "prediction": "ab"[SOME.randrange(2)], "score": SOME.random()} for i, p in enumerate(PASSED)),
    "evidence": json.dumps({"headroom": "evidence", "version": 1, "datasets": [{"name": "a", "tier": 1, "records": 10}],
        "runs": [{"name": "r", "params": 1e8, "tokens": 1e9, "loss": 3.1}],
        "curves": [{"metric": "acc", "points": [{"size": 100, "value": 0.5}, {"size": 200, "value": 0.6}]}],
        "evaluations": [{"metric": "acc", "value": 0.5, "se": 0.1, "n": 20, "items": [["a", 1], ["b", 0]], "label": "Acc"}],
        "checks": [{"id": "leakage", "value": 0}], "targets": [{"metric": "acc", "value": 0.9}],
        "predictions": [{"rows": [{"item": "a", "label": "x", "prediction": "y"}]}]}),
    "file_list": json.dumps({"label": "Mine", "policy": "fine-tuning", "files": ["a.csv", "b.csv"]}),
    "columns": json.dumps({"metric": {"0": "acc", "1": "f1"}, "value": {"0": 0.5, "1": 0.6}}),
    "split": json.dumps({"columns": ["metric", "value"], "index": [0, 1], "data": [["acc", 0.5], ["f1", 0.6]]}),
    "nested": json.dumps({"runs": [{"name": "r", "metrics": {"loss": 3.1, "acc": [0.5, 0.6]}, "config": {"params": 1e8, "tokens": 1e9}}]}),
    "log_history": json.dumps({"log_history": [{"step": s, "epoch": s / 10, "loss": 3 / s, "eval_loss": 3.2 / s} for s in (1, 2, 4)], "global_step": 4}),
    "card": json.dumps({"@context": {"sc": "https://schema.org/"}, "@type": "sc:Dataset", "name": "a", "license": "mit", "distribution": [
        {"@type": "cr:FileObject", "contentSize": "10 MB"}], "recordSet": [{"field": [{"name": "x"}], "data": [{"x": 1}]}]}),
}
for name, text in JSONS.items():
    write("json", name, text)

# ---- logs of inspect-ai: a digit that says how they are packed, then a line for each part
log = lines([inspect_head] + inspect_samples[:3])
for kind in range(5):
    write("archive", f"log{kind}", f"{kind}{log}")
sample = json.dumps(inspect_samples[0]).encode()
frame = b"\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", len(sample)) + struct.pack("<I", len(sample) << 3 | 1)[:3] + sample
write("archive", "frame", b"5" + frame)
write("archive", "repeat", b"5\x28\xb5\x2f\xfd\xa0" + struct.pack("<I", 50) + struct.pack("<I", 50 << 3 | 3)[:3] + b" ")
pack = zlib.compressobj(9, zlib.DEFLATED, -15)
write("archive", "deflated", b"6" + pack.compress(sample) + pack.flush())
with open(os.path.join(HERE, "..", "..", "fixtures", "read", "items_inspect.eval"), "rb") as log:
    packed = log.read()
write("archive", "whole", b"7" + packed)
# Its header holds a block that is truly compressed.
at = packed.index(b"header.json") + len("header.json")
write("archive", "compressed", b"5" + packed[at:packed.index(b"PK\x01\x02", at)])

# ---- spreadsheets: a digit for the kind, where the shared strings end, then strings and sheet
strings = '<sst uniqueCount="3"><si><t>metric</t></si><si><t>value</t></si><si><r><t>a</t></r><r><t>cc</t></r></si></sst>'
sheet = ('<worksheet><dimension ref="A1:B3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
         '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>0.5</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>f1</t></is></c>'
         '<c r="B3" t="e"><v>#N/A</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>')
write("sheet", "xlsx", b"0" + bytes([len(strings)]) + (strings + sheet).encode())


def record(kind, data=b""):
    code = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return code + bytes([len(data)]) + data


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


words = ["metric", "value", "acc"]
strings = record(159, struct.pack("<II", 3, 3)) + b"".join(record(19, b"\0" + wide(w)) for w in words) + record(160)


def cell(kind, column, data):
    return record(kind, struct.pack("<II", column, 0) + data)


def row(number):
    return record(0, struct.pack("<I", number) + bytes(13))


sheet = (record(129) + record(148, struct.pack("<IIII", 0, 2, 0, 1)) + record(145)
         + row(0) + cell(7, 0, struct.pack("<I", 0)) + cell(7, 1, struct.pack("<I", 1))
         + row(1) + cell(7, 0, struct.pack("<I", 2)) + cell(5, 1, struct.pack("<d", 0.5))
         + row(2) + cell(6, 0, wide("f1")) + cell(2, 1, struct.pack("<i", 50 << 2 | 2 | 1)) + record(146) + record(130))
write("sheet", "xlsb", b"1" + bytes([len(strings)]) + strings + sheet)

ods = ('<office:document-content><office:body><office:spreadsheet><table:table table:name="P">'
       '<table:table-row><table:table-cell office:value-type="string"><text:p>metric</text:p></table:table-cell>'
       '<table:table-cell office:value-type="string"><text:p>value</text:p></table:table-cell></table:table-row>'
       '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>acc</text:p></table:table-cell>'
       '<table:table-cell office:value-type="float" office:value="0.5"><text:p>0.5</text:p></table:table-cell>'
       '<table:table-cell table:number-columns-repeated="16381"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>')
write("sheet", "ods", "2\0" + ods)


def old(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


book = old(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + old(0x42, struct.pack("<H", 1200))
table = b"".join(struct.pack("<HB", len(w), 0) + w.encode() for w in words)
table = old(0xFC, struct.pack("<II", 3, 3) + table)
begin = len(book) + len(old(0x85, bytes(9))) + len(table) + len(old(0x0A))
book += old(0x85, struct.pack("<IBBBB", begin, 0, 0, 1, 0) + b"P") + table + old(0x0A)
book += (old(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + old(0x200, struct.pack("<IIHHH", 0, 3, 0, 2, 0))
         + old(0xFD, struct.pack("<HHHI", 0, 0, 0, 0)) + old(0xFD, struct.pack("<HHHI", 0, 1, 0, 1))
         + old(0xFD, struct.pack("<HHHI", 1, 0, 0, 2)) + old(0x203, struct.pack("<HHHd", 1, 1, 0, 0.5))
         + old(0x204, struct.pack("<HHHHB", 2, 0, 0, 2, 0) + b"f1") + old(0x27E, struct.pack("<HHHi", 2, 1, 0, 50 << 2 | 3)) + old(0x0A))
write("sheet", "xls", b"3\0" + book)

# Workbook and styles of both, with the sheet as it is.
book = ('<workbook><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="s1"/></sheets><definedNames>'
        '<definedName name="n">S!$A$1</definedName></definedNames></workbook>')
styles = ('<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/>'
          '<xf numFmtId="164"/></cellXfs></styleSheet>')
write("sheet", "xlsx_book", b"4" + bytes([len(book)]) + (book + styles).encode())
name = bytes(9) + wide("n") + struct.pack("<I", 3) + b"\x1e\x07\0" + struct.pack("<I", 0)
book = (record(153, struct.pack("<III", 1, 0, 0)) + record(156, struct.pack("<II", 0, 1) + wide("s1") + wide("S")) + record(144)
        + record(362, struct.pack("<IIII", 1, 0, 0, 0)) + record(39, name) + record(157))
styles = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + wide("yyyy")) + record(617, struct.pack("<I", 2))
styles += record(47, struct.pack("<HH", 0, 0)) + record(47, struct.pack("<HH", 0, 164))
write("sheet", "xlsb_book", b"5" + bytes([len(book)]) + book + styles)

# ---- projects, reports, kept states, links
table = TABLES["inventory"].encode()
pack = zlib.compressobj(9, zlib.DEFLATED, -15)
deflated = urlsafe_b64encode(pack.compress(table) + pack.flush()).decode().rstrip("=")
digest = sha256(table).hexdigest()
scenario = {
    "name": "S", "thresholds": {"quality-tier-1": {"threshold": 0.1}}, "assumptions": {"rater_error": 0.1}, "ranges": {"rater_error": [0, 0.1]},
    "what_if": {"missing_weight tier=1": 0.2, "metric metric=accuracy": 0.9}, "models": {"acc": "pow3"}, "law": "chinchilla",
    "runs": {"target-accuracy": "newest"}, "votes": [{"who": "a", "verdict": "expand", "confidence": 3, "after": {"verdict": "measure"}}],
    "waivers": {"quality-tier-2": {"reason": "r", "owner": "o", "expires": "2026-01-01"}},
    "notes": {"gate duplication": {"text": "t"}, "what-if missing_weight tier=1": {"text": "u"}, "point c 1": {"text": "v"}}}
file_map = {"part": "", "include": True, "map": {"kind": "inventory", "roles": {"name": {"column": "name"}, "records": {"column": "records"}},
            "constants": {"tier": "1"}}}
project = {
    "version": 1, "name": "P", "policy": {"id": "fine-tuning"}, "active": 0, "scenarios": [scenario, {"name": "T"}],
    "files": [{"name": "a.csv", "hash": digest, "size": len(table), "map": file_map}]}
plain = project | {"files": [{"name": "a.csv", "hash": digest, "size": len(table)}], "scenarios": [{"name": "S"}]}
for name, p in (("project", project), ("plain", plain)):
    saved = {"headroom": "project", "project": p, "files": [{"hash": digest, "size": len(table), "deflated": deflated}]}
    write("saved", name, json.dumps(saved))
write("saved", "kept", json.dumps({"tab": "t", "project": plain, "past": [[plain, "do"]], "future": [[plain, "undo"]]}))
shared = {"v": 1, "n": "P", "p": {"id": "fine-tuning"}, "f": [["a.csv", digest[:16], file_map]], "s": [scenario], "a": 0}
write("link", "shared", json.dumps(shared))
write("link", "plain", json.dumps({"v": 1, "n": "P", "s": [{"name": "S"}], "a": 0}))
pack = zlib.compressobj(9, zlib.DEFLATED, -15)
write("link", "fragment", "h1." + urlsafe_b64encode(pack.compress(b'{"v":1}') + pack.flush()).decode().rstrip("="))

# ---- policy packs: the small one of the tests has most of what a pack can say
write("pack", "least", json.dumps({"headroom": "policy", "version": 1, "id": "i", "name": "N"}))
