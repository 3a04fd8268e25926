// Every state has an address, and Back goes through them: by the browser's history where the page
// may use it, else (in a sandboxed frame) by the page's own trail.
const WAIT = 250;
const first = { theme: state.theme, language: state.language };
let ready = false;
let trail = [""];
let step = 0;
let unwritten = null;
let timer = 0;

function addressText() {
  const said = new URLSearchParams();
  if (state.chosen) said.set("node", state.chosen.id);
  if (state.compared) said.set("with", state.compared.id);
  if (state.comparing) said.set("comparing", "yes");
  if (state.depth !== "1") said.set("depth", state.depth);
  said.set("view", state.table ? "table" : "graph");
  said.set("theme", state.theme);
  said.set("language", state.language);
  if (state.lane) said.set("lane", String(state.lane));
  if (state.phrase) said.set("search", state.phrase);
  for (const [name, values] of Object.entries(state.hidden)) {
    for (const value of values) said.append(`without-${name}`, value);
  }
  if (state.at) {
    const { x, y, scale } = state.at;
    said.set("at", [(mirrored ? data.width - x : x).toFixed(1), y.toFixed(1), scale.toFixed(3)].join(","));
  }
  planner?.write(said);
  return said.toString();
}

function stateOf(text) {
  const said = new URLSearchParams(text);
  const one = (name, allowed, other) => (allowed.includes(said.get(name)) ? said.get(name) : other);
  const hidden = noneHidden();
  for (const name of Object.keys(hidden)) hidden[name] = new Set(said.getAll(`without-${name}`));
  const chosen = nodeById.get(said.get("node")) || null;
  const language = one("language", LANGUAGES, first.language);
  return {
    chosen,
    compared: (chosen && nodeById.get(said.get("with"))) || null,
    comparing: Boolean(chosen) && said.get("comparing") === "yes",
    depth: one("depth", DEPTHS, "1"),
    table: said.get("view") === "table",
    theme: one("theme", ["light", "dark"], first.theme),
    language,
    lane: laneOf(said.get("lane"), chosen),
    phrase: said.get("search") || "",
    hidden,
    asked: planner && planner.read(said),
    at: placeOf(said.get("at"), RIGHT_TO_LEFT.has(language)),
  };
}

function laneOf(text, chosen) {
  const lane = Number(text);
  if (text !== null && data.lanes[lane]) return lane;
  return chosen ? chosen.lane : 0;
}

function placeOf(text, turned) {
  const [x, y, scale] = (text || "").split(",").map(Number);
  if (![x, y, scale].every(Number.isFinite) || scale < 0.35 || scale > 3) return null;
  return { x: turned ? data.width - x : x, y, scale };
}

// Returns whether the browser let the page write its address.
function writeHistory(how, text) {
  try {
    history[how]({ step }, "", `#${text}`);
    return true;
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
    return false;
  }
}

function keepAddress(how) {
  if (!ready || changing) return;
  const text = addressText();
  if (how === "replace") {
    unwritten = text;
    clearTimeout(timer);
    timer = setTimeout(flush, WAIT);
    return;
  }
  flush();
  if (text === trail[step]) return;
  step += 1;
  trail = [...trail.slice(0, step), text];
  writeHistory("pushState", text);
  showBack();
}

function flush() {
  clearTimeout(timer);
  if (unwritten === null) return;
  trail[step] = unwritten;
  writeHistory("replaceState", unwritten);
  unwritten = null;
}

// Returns whether there was something to go back to that the page itself has to restore.
function goBack() {
  if (step === 0) return false;
  flush();
  if (writeHistory("replaceState", trail[step] || addressText())) {
    history.back();
  } else {
    step -= 1;
    restore(trail[step]);
  }
  return true;
}

function restore(text) {
  const { language, ...rest } = stateOf(text);
  if (language !== state.language) change({ language, at: null }, null);
  change(rest, null);
  showBack();
}

function showBack() {
  element("back").disabled = step === 0;
}

function startAddress() {
  if (history.state && Number.isInteger(history.state.step)) step = history.state.step;
  restore(location.hash.slice(1));
  trail[step] = location.hash.slice(1);
  addEventListener("popstate", ({ state: kept }) => {
    // What waits to be written belongs to the step that was left.
    clearTimeout(timer);
    unwritten = null;
    // An address that somebody typed is a step of its own.
    step = kept && Number.isInteger(kept.step) ? kept.step : step + 1;
    trail[step] = location.hash.slice(1);
    if (!kept) writeHistory("replaceState", trail[step]);
    restore(trail[step]);
  });
  element("back").addEventListener("click", goBack);
  ready = true;
}
