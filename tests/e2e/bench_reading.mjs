// A CSV file of 50 MB, from a File to its rows in a worker: Headroom's worker beside Papa Parse in a worker, same page, same
// file, in turns. Ours also hashes the file, decodes it, guesses what it is and what every column means, and says what was
// skipped; Papa Parse gives arrays of text.
import { readFile } from "node:fs/promises";

const MEGABYTES = 50;
const ROUNDS = 5;
const SCRIPT = "peer-papaparse.js";

const WORKER = `
onmessage = ({ data: { file } }) => {
  const begin = performance.now();
  Papa.parse(file, {
    skipEmptyLines: true,
    complete: ({ data }) => postMessage({ rows: data.length, inside: performance.now() - begin }),
    error: (error) => postMessage({ error: String(error) }),
  });
};
`;

/** Medians in milliseconds: plain cells, one quoted cell a row, and an inventory, which ours turns into evidence besides. */
export async function benchReading(browser, site) {
  const papa = await readFile(new URL("node_modules/papaparse/papaparse.min.js", import.meta.url), "utf8");
  const context = await browser.newContext();
  await context.route(`**/${SCRIPT}`, (route) => route.fulfill({ contentType: "text/javascript", body: papa + WORKER }));
  const page = await context.newPage();
  await page.goto(`${site.url}?nosw`);
  await page.waitForFunction(() => performance.getEntriesByName("headroom-started").length > 0);
  // The page's own analysis of the example is over before anything is timed.
  await page.waitForTimeout(6_000);
  const results = {};
  const files = {
    plain: { header: "c1,c2,c3,c4,c5,c6", quoted: false, times: 1 },
    quoted: { header: "c1,c2,c3,c4,c5,c6", quoted: true, times: 1 },
    // Long notes: of an inventory a hundred thousand rows are kept.
    inventory: { header: "name,family,records,bytes,quality,note", quoted: false, times: 28 },
  };
  for (const [kind, file] of Object.entries(files)) {
    results[kind] = await page.evaluate(measure, { ...file, megabytes: MEGABYTES, rounds: ROUNDS, script: SCRIPT });
  }
  await context.close();
  return results;
}

// Runs in the page: nothing from outside is in reach but its argument.
async function measure({ header, quoted, times: again, megabytes, rounds, script }) {
  const file = (round) => {
    const parts = [`${header}\n`];
    let size = parts[0].length;
    let seed = 1 + round;
    for (let row = 0; size < megabytes * 1e6; row += 1) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const note = quoted ? `"checked, by ${seed % 97}, ""twice"""` : `checked by ${seed % 97} twice `.repeat(again).trim();
      const line = `shard_${row},group_${seed % 31},${seed % 100000},${seed},0.${seed % 1000},${note}\n`;
      parts.push(line);
      size += line.length;
    }
    return new File(parts, `bench-${round}.csv`, { type: "text/csv" });
  };
  const ask = (worker, message, isAnswer) =>
    new Promise((answered, failed) => {
      worker.onerror = (event) => failed(new Error(event.message ?? "the worker failed"));
      worker.onmessage = ({ data }) => {
        const answer = isAnswer(data);
        if (answer !== undefined) answered(answer);
      };
      if (message !== undefined) worker.postMessage(message);
    });
  const reply = (data) => (Array.isArray(data) ? JSON.parse(data[0]) : undefined);

  const folder = document.querySelector("meta[name=headroom-engine]").content;
  const times = { headroom: [], papaparse: [] };
  let rows;
  // The first round is for warming up. Every round has fresh content, which no cache can know, and fresh workers.
  for (let round = 0; round <= rounds; round += 1) {
    const content = file(round);
    const ours = new Worker(`${folder}worker_loader.js`, { type: "module" });
    await ask(ours, undefined, (data) => reply(data)?.ready);
    let begin = performance.now();
    const answer = await ask(ours, [JSON.stringify({ add: { job: 1, name: content.name } }), content], (data) => {
      const said = reply(data);
      return said?.added ?? said?.failed;
    });
    const headroom = performance.now() - begin;
    ours.terminate();
    if (answer.diagnostics !== undefined) throw new Error(JSON.stringify(answer.diagnostics));

    const peer = new Worker(`./${script}`);
    begin = performance.now();
    const parsed = await ask(peer, { file: content }, (data) => data);
    const papaparse = performance.now() - begin;
    peer.terminate();
    if (parsed.error !== undefined) throw new Error(parsed.error);
    rows = parsed.rows - 1;
    if (round > 0) {
      times.headroom.push(headroom);
      times.papaparse.push(papaparse);
    }
  }
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const [headroom, papaparse] = [median(times.headroom), median(times.papaparse)];
  return { rows, headroom_ms: headroom, papaparse_ms: papaparse, ratio: papaparse / headroom, times };
}
