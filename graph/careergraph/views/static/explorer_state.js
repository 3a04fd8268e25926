// What is chosen, in the address where there is one, and in a trail of its own for going back.
const trailBack = [];
let addressed = true;

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

function hashNow() {
  const said = new URLSearchParams();
  if (state.at !== HOME) said.set("at", keys().names[state.at]);
  if (state.other !== null) said.set("with", keys().names[state.other]);
  said.set("theme", root.dataset.theme);
  return `#${said}`;
}

function writeHash(push) {
  try {
    if (push) history.pushState(null, "", hashNow());
    else history.replaceState(null, "", hashNow());
  } catch (error) {
    // A sandboxed frame has no address of its own to keep.
    if (error.name !== "SecurityError") throw error;
    addressed = false;
  }
}

function readHash() {
  const said = new URLSearchParams(location.hash.slice(1));
  const theme = said.get("theme");
  if (theme === "dark" || theme === "light") setTheme(theme);
  const find = (name) => (said.has(name) ? keys().concepts.get(said.get(name)) : undefined);
  const at = find("at");
  const other = find("with");
  const two = at !== undefined && other !== undefined && kindOf(at) === "role" && kindOf(other) === "role";
  state.at = at === undefined ? HOME : at;
  state.other = two ? other : null;
  showAll();
}

function showAll() {
  element("back").disabled = !trailBack.length;
  document.title = state.at === HOME ? atlas.title : `${labelOf(state.at)} · ${atlas.title}`;
  showComparing();
  show();
  element("picture").scrollTop = 0;
  showLists();
}

function goTo(at, other) {
  const inLists = element("details").contains(document.activeElement) || document.activeElement === element("search");
  state.at = at;
  state.other = other;
  showAll();
  if (inLists) element("chosen").querySelector("h2").focus({ preventScroll: innerWidth >= 1000 });
  say(other === null ? spoken(at) : aboutComparison(comparison(at, other)).join(" "));
}

function choose(concept, other = null) {
  let [at, second] = [concept, other];
  if (state.comparing !== null && kindOf(concept) === "role" && concept !== state.comparing) {
    [at, second] = [state.comparing, concept];
    state.comparing = null;
  }
  if (at === state.at && second === state.other) return;
  trailBack.push([state.at, state.other]);
  goTo(at, second);
  writeHash(true);
}

function goBack() {
  const before = trailBack.pop();
  if (!before) return;
  goTo(...before);
  writeHash(true);
}

function spoken(concept) {
  const lists = sectionsOf(concept).map(({ title, items }) => `${title}: ${items.length}`);
  return [`${labelOf(concept)}, ${KINDS[kindOf(concept)]}`, ...lists].join(". ");
}

function start() {
  element("tools").hidden = false;
  element("main").hidden = false;
  element("waiting").hidden = true;
  element("home").addEventListener("click", () => choose(HOME));
  element("back").addEventListener("click", goBack);
  element("stop").addEventListener("click", () => {
    state.comparing = null;
    showComparing();
  });
  element("theme").addEventListener("click", () => {
    setTheme(root.dataset.theme === "dark" ? "light" : "dark");
      network.redraw();
    writeHash(false);
  });
  addEventListener("popstate", readHash);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || /INPUT|TEXTAREA/.test(event.target.tagName)) return;
    event.preventDefault();
    element("search").focus();
  });
  startSearch();
  startCanvas();
  readHash();
}

start();

// For tests and the curious: what is held and drawn, read only.
window.careergraph = Object.freeze({
  atlas,
  network,
  choose: (concept, other = null) => choose(concept, other),
  at: () => [state.at, state.other],
  sections: (concept) => sectionsOf(concept).map(({ key, items }) => [key, items.map((one) => one.concept)]),
  search: (phrase) => {
    buildIndex();
    return index.search(phrase);
  },
  boxes: () => picture.boxes.map(({ id, concept, x, y, w, h }) => ({ id, concept, x, y, w, h })),
  heads: () => picture.heads.map(({ x, y, w }) => ({ x, y, w, h: HEAD })),
  lines: () => picture.lines.map(({ box, centre, points }) => ({ from: centre.id, to: box.id, points })),
});
