// Starts the program where all of it stands in one file (tools/stamp.sh makes it); public/boot.js calls this.
window.headroomStart = async () => {
  const module = await headroomUnpack.module();
  const files = new Map();
  for (const script of document.querySelectorAll("script[data-path]")) files.set(script.dataset.path, script);
  window.headroomLive = {
    place: document.getElementById("app"),
    worker: () => headroomUnpack.worker(module, null),
    file: (path) => {
      const script = files.get(path.replace("./", ""));
      if (script === undefined) return undefined;
      if (script.dataset.packed === undefined) return new Blob([script.textContent]);
      return new Blob([Uint8Array.from(atob(script.textContent), (c) => c.charCodeAt(0))]);
    },
  };
  document.getElementById("app").textContent = "";
  await wasm_bindgen({ module_or_path: module });
};
