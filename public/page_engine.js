// Where the browser has no workers: loads the analysis into the page itself and hands it to the program as an event.
const folder = document.querySelector("meta[name=headroom-engine]").content;
let detail = {};
try {
  detail = await import(new URL(`${folder}worker.js`, document.baseURI));
  await detail.default();
} catch (error) {
  console.info("The analysis could not be loaded:", error.message);
  detail = {};
}
document.dispatchEvent(new CustomEvent("headroom-engine", { detail }));
