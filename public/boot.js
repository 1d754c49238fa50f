// Starts the program: fetches the module that Trunk named on this script's own tag, then registers the service worker.
// A separate file because the Content-Security-Policy allows no inline script.
const tag = document.querySelector("script[data-js]");
const here = (path) => new URL(path, document.baseURI).href;

// Drops are taken from the first moment: those from before the program runs wait for it. The program sets `hear`
// (src/shell/drops.rs) and gets each drop as a list of [path, File], with the files inside of folders.
const MOST_FILES = 2000;
const drops = { waiting: [], hear: null };
window.headroomDrops = drops;

const within = (entry) =>
  new Promise((done, fail) => {
    if (entry.isFile) return entry.file((file) => done([[entry.fullPath.replace(/^\//, ""), file]]), fail);
    const reader = entry.createReader();
    const found = [];
    // A reader gives its entries a hundred at a time, and none at the end.
    const more = () =>
      reader.readEntries(async (entries) => {
        if (entries.length === 0) return done(found);
        for (const inner of entries) {
          if (inner.name.startsWith(".") || found.length >= MOST_FILES) continue;
          found.push(...(await within(inner).catch(() => [])));
        }
        more();
      }, fail);
    more();
  });

async function filesOf(files, entries) {
  const list = [];
  for (const [i, entry] of entries.entries()) {
    if (entry?.isDirectory) list.push(...(await within(entry).catch(() => [])));
    else if (files[i] !== undefined) list.push([files[i].name, files[i]]);
  }
  return list.slice(0, MOST_FILES);
}

const hasFiles = (event) => event.dataTransfer !== null && [...event.dataTransfer.types].includes("Files");
addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
addEventListener("drop", async (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  // Both lists are empty once this handler has waited for anything.
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const list = await filesOf([...event.dataTransfer.files], entries);
  if (drops.hear === null) drops.waiting.push(list);
  else drops.hear(list);
});

// A first visit begins with the worked example, whose verdict the page already holds; the program takes it away (src/ui/frame/opening.rs).
// Storage that is refused holds no project either.
const opening = document.getElementById("opening");
let known = null;
try {
  known = localStorage.getItem("headroom-project");
  const theme = localStorage.getItem("headroom-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
if (opening !== null && known === null && /^(#\/?(decide)?)?$/.test(location.hash)) {
  opening.hidden = false;
  document.getElementById("app").classList.add("waiting");
} else {
  opening?.remove();
}

/** Says in words why the program did not start, in the place where it would have been. */
function failed(error) {
  const note = document.querySelector(".boot__failed");
  if (note === null) throw error;
  opening?.remove();
  document.getElementById("app").classList.remove("waiting");
  document.querySelector(".boot").removeAttribute("aria-busy");
  document.querySelector(".boot__note").hidden = true;
  note.hidden = false;
  note.textContent = `Headroom could not start in this browser: ${error.message}. It needs WebAssembly and module scripts; reload to try again.`;
  throw error;
}

/** Fetches the program; where it stands in this very file, tools/single.js unpacks it instead. */
async function fetched() {
  const program = await import(here(tag.dataset.js));
  await program.default({ module_or_path: here(tag.dataset.wasm) });
}

try {
  await (window.headroomStart ?? fetched)();
  performance.mark("headroom-started");
} catch (error) {
  failed(error);
}

// After the first load the program works offline. `?nosw` keeps the service worker out of the way (and removes it).
const workers = navigator.serviceWorker;
if (workers !== undefined && location.protocol.startsWith("http")) {
  if (new URLSearchParams(location.search).has("nosw")) {
    const registration = await workers.getRegistration("./");
    await registration?.unregister();
  } else {
    workers.register("./sw.js", { scope: "./", updateViaCache: "none" }).catch((error) => {
      console.info("Headroom will not work offline:", error.message);
    });
  }
}
