// What is chosen and set, in the address where there is one, and in a trail of its own for going
// back.
const trailBack = [];

const keyOf = (concept) => `${kindOf(concept)}:${labelOf(concept)}`;
let byKey = null;

// Things of one kind with one label are told apart by a number.
function keys() {
  if (byKey) return byKey;
  byKey = { concepts: new Map(), names: [] };
  for (let concept = 0; concept < atlas.labels.length; concept += 1) {
    const plainKey = keyOf(concept);
    let key = plainKey;
    for (let place = 2; byKey.concepts.has(key); place += 1) key = `${plainKey}~${place}`;
    byKey.concepts.set(key, concept);
    byKey.names.push(key);
  }
  return byKey;
}

function addressText() {
  const said = new URLSearchParams();
  if (state.at !== HOME) said.set("at", keys().names[state.at]);
  if (state.other !== null) said.set("with", keys().names[state.other]);
  if (state.depth === 2) said.set("depth", "2");
  if (state.table) said.set("view", "table");
  said.set("theme", state.theme);
  said.set("language", state.language);
  for (const [name, values] of Object.entries(state.hidden)) {
    for (const value of values) said.append(`without-${name}`, value);
  }
  return said.toString();
}

function writeAddress() {
  try {
    history.pushState(null, "", `#${addressText()}`);
  } catch (error) {
    // A sandboxed frame has no address of its own to keep.
    if (error.name !== "SecurityError") throw error;
  }
}

function stateOf(text) {
  const said = new URLSearchParams(text);
  const one = (name, allowed, other) => (allowed.includes(said.get(name)) ? said.get(name) : other);
  const find = (name) => (said.has(name) ? keys().concepts.get(said.get(name)) : undefined);
  const [at, other] = [find("at"), find("with")];
  const two = at !== undefined && other !== undefined && kindOf(at) === "role" && kindOf(other) === "role";
  const hidden = noneHidden();
  for (const name of Object.keys(hidden)) hidden[name] = new Set(said.getAll(`without-${name}`));
  return {
    at: at === undefined ? HOME : at,
    other: two ? other : null,
    comparing: null,
    depth: said.get("depth") === "2" ? 2 : 1,
    table: said.get("view") === "table",
    theme: one("theme", ["light", "dark"], state.theme),
    language: one("language", LANGUAGES, state.language),
    hidden,
  };
}

function restore(text) {
  Object.assign(state, stateOf(text));
  showAll();
}

function showAll() {
  showLanguage();
  showTheme();
  const counts = { roles: atlas.roles, skills: atlas.skills, relations: data.relations };
  for (const [name, number] of Object.entries(counts)) counts[name] = written(number);
  element("subtitle").textContent = t("{roles} roles, {skills} skills, {relations} relations", counts);
  element("back").disabled = !trailBack.length;
  document.title = state.at === HOME ? atlas.title : `${titleNow()} · ${atlas.title}`;
  lookAround();
  showComparing();
  showTable();
  show();
  showLists();
}

// Whoever sets a part of the state calls this; Back undoes it.
function change(part) {
  const before = addressText();
  Object.assign(state, part);
  if (addressText() === before) return;
  trailBack.push(before);
  showAll();
  writeAddress();
}

function choose(concept, other = null) {
  let [at, second] = [concept, other];
  if (state.comparing !== null && kindOf(concept) === "role" && concept !== state.comparing) {
    [at, second] = [state.comparing, concept];
  }
  if (at === state.at && second === state.other) return;
  const inLists = element("details").contains(document.activeElement) || document.activeElement === element("search");
  change({ at, other: second, comparing: second === null ? state.comparing : null });
  arrive(inLists);
}

function arrive(inLists) {
  element("picture").scrollTop = 0;
  element("details").scrollTop = 0;
  if (inLists) element("chosen").querySelector("h2").focus({ preventScroll: innerWidth >= 1000 });
  say(state.other === null ? spoken(state.at) : aboutComparison(scene.compared).join(" "));
}

function goBack() {
  if (!trailBack.length) return;
  restore(trailBack.pop());
  writeAddress();
  arrive(false);
}

function spoken(concept) {
  const lists = listedNow().map(({ title, items }) => `${title}: ${items.length}`);
  return [`${labelOf(concept)}, ${t(KINDS[kindOf(concept)])}`, ...lists].join(". ");
}

function start() {
  state.language = firstLanguageOf(navigator.languages || []);
  element("tools").hidden = false;
  element("main").hidden = false;
  element("waiting").hidden = true;
  element("home").addEventListener("click", () => choose(HOME));
  element("back").addEventListener("click", goBack);
  element("stop").addEventListener("click", () => {
    state.comparing = null;
    showComparing();
  });
  element("theme").addEventListener("click", () => change({ theme: state.theme === "dark" ? "light" : "dark" }));
  element("language").addEventListener("change", ({ target }) => change({ language: target.value }));
  addEventListener("popstate", () => restore(location.hash.slice(1)));
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
    event.preventDefault();
    element("search").focus();
  });
  startFilters();
  startSearch();
  startCanvas();
  startTable();
  startShare();
  restore(location.hash.slice(1));
}

start();

// For tests and the curious: what is held and drawn, read only.
window.careergraph = Object.freeze({
  atlas,
  network,
  choose: (concept, other = null) => choose(concept, other),
  at: () => [state.at, state.other],
  sections: (concept) => filtered(sectionsOf(concept)).map(({ key, items }) => [key, items.map((one) => one.concept)]),
  search: (phrase) => {
    buildIndex();
    return index.search(phrase);
  },
  further: () => scene.further.items.map(({ concept }) => concept),
  boxes: () => picture.boxes.map(({ id, concept, x, y, w, h }) => ({ id, concept, x, y, w, h })),
  heads: () => picture.heads.map(({ x, y, w }) => ({ x, y, w, h: HEAD })),
  lines: () => picture.lines.map(({ box, centre, points }) => ({ from: centre.id, to: box.id, points })),
});
