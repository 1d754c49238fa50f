// A threshold is moved on the worked example, to and fro across the value at which the verdict changes; the time until the
// new verdict has been painted, in milliseconds and in frames of this machine.
const MOVES = 120;
const GATE = "gate-missing-weight-tier-1";

export async function benchMoving(browser, site) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  await page.goto(`${site.url}?nosw`);
  await page.locator(`#${GATE} input[type=range]`).waitFor({ timeout: 60_000 });
  await page.locator("#app .verdict__flip").waitFor({ timeout: 60_000 });
  const result = await page.evaluate(measure, { gate: GATE, moves: MOVES });
  await context.close();
  return result;
}

// Runs in the page. Painted: in a task after the animation frame in which the verdict bar names the new verdict.
async function measure({ gate, moves }) {
  const slider = document.querySelector(`#${gate} input[type=range]`);
  const verdict = document.querySelector("#app .verdict");
  const afterFrame = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(0);
      });
    });
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const frames = [];
  let last = await afterFrame();
  for (let i = 0; i < 60; i += 1) {
    const now = await afterFrame();
    frames.push(now - last);
    last = now;
  }
  const times = [];
  for (let move = 0; move < moves; move += 1) {
    const before = verdict.dataset.action;
    // Not always at the same point of a frame.
    await pause(20 + ((move * 7) % 17));
    const begin = performance.now();
    // Places on the track, whatever the scale of the threshold: far beyond the value at which the verdict changes, and before it.
    slider.value = String((move % 2 === 0 ? 0.9 : 0.08) * Number(slider.max));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    let painted = await afterFrame();
    for (let more = 0; verdict.dataset.action === before && more < 60; more += 1) painted = await afterFrame();
    if (verdict.dataset.action === before) throw new Error(`move ${move}: the verdict did not change`);
    times.push(painted - begin);
  }
  slider.dispatchEvent(new Event("change", { bubbles: true }));
  const at = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
  return { moves, frame_ms: at(frames, 0.5), median_ms: at(times, 0.5), p95_ms: at(times, 0.95), worst_ms: at(times, 1) };
}
