// Large files made on the spot, of the shapes that people drop; nothing of them lies in the repository.
import { createWriteStream } from "node:fs";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once } from "node:events";
import { workbook } from "./xlsx.mjs";

/** Writes `line(i)` for each i until it returns undefined or `bytes` are there. */
export async function lines(file, { head = "", line, bytes = Infinity, rows = Infinity }) {
  if (await there(file)) return file;
  const out = createWriteStream(file);
  let size = head.length;
  let part = [head];
  for (let i = 0; i < rows && size < bytes; i += 1) {
    const text = line(i);
    part.push(text);
    size += text.length;
    if (part.length === 20_000) {
      if (!out.write(part.join(""))) await once(out, "drain");
      part = [];
    }
  }
  out.end(part.join(""));
  await once(out, "close");
  return file;
}

const there = (file) => stat(file).then(() => true, () => false);
/** A number below 1 that depends on i and looks like chance. */
const mixed = (i) => (Math.imul(i + 1, 2654435761) >>> 0) / 4294967296;

/** One row of an inventory. */
export const inventoryRow = (i) =>
  `shard-${i},family ${i % 31},${1 + (i % 4)},present,${Math.floor(mixed(i) * 100000)},${Math.floor(mixed(i + 7) * 1e8)},0.${100 + (i % 900)},checked by hand in week ${i % 52} of the year\n`;
export const INVENTORY_HEAD = "name,family,tier,status,records,bytes,quality,note\n";

/** One item as the lm-evaluation-harness logs it. */
const sample = (i) =>
  `${JSON.stringify({
    doc_id: i,
    doc: { question: `What is the answer to question ${i}, which was written for this test and is long enough?`, choices: ["one", "two", "three", "four"], answer: i % 4 },
    target: String(i % 4),
    arguments: { gen_args_0: { arg_0: `Question: what is the answer to question ${i}?\nAnswer:`, arg_1: " one" } },
    resps: [[["-1.25", "False"]], [["-2.5", "False"]]],
    filtered_resps: [["-1.25", "False"], ["-2.5", "False"]],
    filter: "none",
    metrics: ["acc", "acc_norm"],
    doc_hash: `${(i * 2654435761).toString(16)}${i.toString(16).padStart(8, "0")}`,
    acc: mixed(i) < 0.7 ? 1 : 0,
    acc_norm: mixed(i + 3) < 0.75 ? 1 : 0,
  })}\n`;

/** Cases: what they are, in words, and the files. */
export const LARGE = {
  many: {
    words: "300 files at once",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      const files = [];
      for (let f = 0; f < 300; f += 1) {
        const path = join(folder, `part-${f}.csv`);
        const rows = Array.from({ length: 20 }, (_, i) => inventoryRow(f * 20 + i)).join("");
        await writeFile(path, INVENTORY_HEAD + rows);
        files.push(path);
      }
      return files;
    },
  },
  inventory: {
    words: "inventory of 200 MB",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      return lines(join(folder, "inventory-large.csv"), { head: INVENTORY_HEAD, line: inventoryRow, bytes: 200e6 });
    },
  },
  datasets: {
    words: "inventory of 100,000 data sets, the most that are kept",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      return lines(join(folder, "inventory-full.csv"), { head: INVENTORY_HEAD, line: inventoryRow, rows: 100_000 });
    },
  },
  rows: {
    words: "10,000,000 rows, 500 MB",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      return lines(join(folder, "ten-million.csv"), { head: "name,family,records,quality\n", line: (i) => `data set ${String(i).padStart(9, "0")},family ${i % 31},${10000 + (i % 90000)},0.${100 + (i % 900)},\n`, rows: 1e7 });
    },
  },
  narrow: {
    words: "10,000,000 rows below 256 MB",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      return lines(join(folder, "narrow.csv"), { head: "name,records\n", line: (i) => `s${i},${i % 1000}\n`, rows: 1e7 });
    },
  },
  samples: {
    words: "items of lm-eval, 100 MB of JSON Lines",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      return lines(join(folder, "samples_quiz_2026-01-05T10-00-00.jsonl"), { line: sample, bytes: 100e6 });
    },
  },
  predictions: {
    words: "1,000,000 predictions",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      const line = (i) => {
        const truth = mixed(i) < 0.4 ? 1 : 0;
        const score = Math.min(0.9999, Math.max(0.0001, 0.5 * truth + 0.5 * mixed(i + 11)));
        return `${truth},${score > 0.5 ? 1 : 0},${score.toFixed(4)}\n`;
      };
      return lines(join(folder, "predictions.csv"), { head: "y_true,y_pred,y_score\n", line, rows: 1e6 });
    },
  },
  sheet: {
    words: "spreadsheet of 20 MB",
    async make(folder) {
      await mkdir(folder, { recursive: true });
      const path = join(folder, "inventory.xlsx");
      if (await there(path)) return path;
      const rows = [["name", "family", "tier", "status", "records", "bytes"]];
      for (let i = 0; i < 76_000; i += 1) rows.push([`shard-${i}`, `family ${i % 31}`, 1 + (i % 4), "present", Math.floor(mixed(i) * 100000), Math.floor(mixed(i + 7) * 1e8)]);
      await writeFile(path, workbook({ Sets: rows }));
      return path;
    },
  },
};
