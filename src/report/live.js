// Starts the program inside of a live report. Written by Headroom; the digest of this text stands in the page's policy.
(() => {
  const at = (id) => document.getElementById(id);
  const sent = at("headroom-sent");

  const start = async () => {
    globalThis.headroomSent = await headroomUnpack.text("headroom-carried");
    const module = await headroomUnpack.module();

    const app = document.createElement("div");
    app.id = "app";
    const bar = document.createElement("div");
    bar.id = "headroom-bar";
    bar.setAttribute("role", "navigation");
    bar.setAttribute("aria-label", "Live report");
    const word = document.createElement("p");
    word.textContent = "Live report";
    const choice = (label, live) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => show(live));
      return button;
    };
    const buttons = [choice("As it was sent", false), choice("Live", true)];
    bar.append(word, ...buttons);

    let shown = sent;
    // One of the two is in the page at a time: they would share identifiers.
    const show = (live) => {
      const next = live ? app : sent;
      if (next === shown) return;
      shown.replaceWith(next);
      shown = next;
      at("headroom-live-style").media = live ? "all" : "not all";
      at("headroom-sent-style").media = live ? "not all" : "all";
      buttons.forEach((button, i) => button.setAttribute("aria-pressed", String((i === 1) === live)));
      if (live) {
        // The way to the report may have left an address of no page.
        if (/^#\/(policy|report|workshop)/.test(location.hash)) history.replaceState(null, "", "#/decide");
        scrollTo(0, 0);
      }
    };

    globalThis.headroomLive = {
      place: app,
      worker: () => headroomUnpack.worker(module, globalThis.headroomSent),
      // What only the report holds is shown there.
      sent: (id) => {
        show(false);
        (at(id) ?? sent).scrollIntoView();
      },
    };
    // Whoever has begun to read is not interrupted.
    const reading = scrollY > 40 || /^#[^/h]/.test(location.hash);
    sent.before(bar);
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === 0)));
    // The program begins in the page: what it may have to ask at once, about a scenario in the address, is a dialog.
    if (!reading) show(true);
    await wasm_bindgen({ module_or_path: module });
    performance.mark("headroom-started");
  };

  start().catch((error) => {
    // The report stands as it was sent; why its thresholds do not move is said where a person looks for it.
    at("headroom-bar")?.remove();
    const app = at("app");
    if (app !== null) app.replaceWith(sent);
    at("headroom-live-style").media = "not all";
    at("headroom-sent-style").media = "all";
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = `The thresholds of this report do not move in this browser: ${error.message}.`;
    sent.before(note);
  });
})();
