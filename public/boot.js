// Starts the program: fetches the module that Trunk named on this script's own tag, then registers the service worker.
// A separate file because the Content-Security-Policy allows no inline script.
const tag = document.querySelector("script[data-js]");
const here = (path) => new URL(path, document.baseURI).href;

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

try {
  const program = await import(here(tag.dataset.js));
  await program.default({ module_or_path: here(tag.dataset.wasm) });
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
