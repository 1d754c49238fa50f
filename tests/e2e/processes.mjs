// The memory of the browser's processes that this process started, by their kind, as Linux tells it.
import { readFileSync, readdirSync } from "node:fs";

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Process identifiers of all descendants of this process. */
function descendants() {
  const children = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = read(`/proc/${pid}/status`).match(/^PPid:\s+(\d+)/m)?.[1];
    if (parent === undefined) continue;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(pid);
  }
  const found = [];
  const open = [String(process.pid)];
  while (open.length > 0) {
    for (const child of children.get(open.pop()) ?? []) {
      found.push(child);
      open.push(child);
    }
  }
  return found;
}

/** Megabytes of the largest page process and of the browser's own process, in `field` of what Linux tells. */
function measured(field) {
  const most = { renderer: 0, browser: 0 };
  for (const pid of descendants()) {
    const line = read(`/proc/${pid}/cmdline`);
    const kind = line.includes("--type=renderer") ? "renderer" : line.includes("--type=") || !line.includes("chrom") ? null : "browser";
    if (kind === null) continue;
    const kilobytes = Number(read(`/proc/${pid}/status`).match(new RegExp(`^${field}:\\s+(\\d+)`, "m"))?.[1] ?? 0);
    most[kind] = Math.max(most[kind], Math.round(kilobytes / 1024));
  }
  return most;
}

/** Seconds of processor time that the workers of all pages have had so far. */
function workers() {
  let ticks = 0;
  for (const pid of descendants()) {
    const threads = (() => {
      try {
        return readdirSync(`/proc/${pid}/task`);
      } catch {
        return [];
      }
    })();
    for (const thread of threads) {
      const told = read(`/proc/${pid}/task/${thread}/stat`);
      if (!told.includes("(DedicatedWorker")) continue;
      const fields = told.slice(told.lastIndexOf(")") + 2).split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    }
  }
  return ticks / 100;
}

/** Looks four times a second: `now()` is what is in use, `stop()` the highest that was seen. Only where there is /proc. */
export function processes() {
  const most = { renderer: 0, browser: 0 };
  const look = () => {
    const high = measured("VmHWM");
    for (const kind of Object.keys(most)) most[kind] = Math.max(most[kind], high[kind]);
  };
  const timer = setInterval(look, 250);
  return {
    workers,
    now: () => measured("VmRSS"),
    stop: () => {
      look();
      clearInterval(timer);
      return most;
    },
  };
}
