let ready = false;

// A planned route is a step that the browser goes back from; anything else is not.
function writeHash(how = "replaceState") {
  if (!ready) return;
  const said = new URLSearchParams();
  if (state.chosen) said.set("node", state.chosen.id);
  said.set("view", state.table ? "table" : "graph");
  said.set("theme", root.dataset.theme);
  for (const kind of state.hiddenKinds) said.append("without", kind);
  for (const group of state.hiddenGroups) said.append("without-group", String(group));
  planner?.write(said);
  try {
    history[how](null, "", `#${said}`);
  } catch (error) {
    // A sandboxed frame has no address of its own to keep.
    if (error.name !== "SecurityError") throw error;
  }
}

function readHash() {
  const said = new URLSearchParams(location.hash.slice(1));
  const theme = said.get("theme");
  if (theme === "dark" || theme === "light") setTheme(theme);
  state.hiddenKinds = new Set(said.getAll("without"));
  state.hiddenGroups = new Set(said.getAll("without-group").map(Number));
  for (const box of boxes()) {
    box.checked = box.dataset.kind
      ? !state.hiddenKinds.has(box.dataset.kind)
      : !state.hiddenGroups.has(Number(box.dataset.group));
  }
  setTable(said.get("view") === "table");
  applyFilters();
  const node = nodeById.get(said.get("node"));
  if (node) choose(node);
  planner?.read(said);
}

document.querySelector(".tools").hidden = false;
element("graph").hidden = false;
startHeadings();
startNetwork();
fit();
startPanel();
startFilters();
startSwitch();
startSearch();
startKeyboard();
startPrint();
planner?.start();
readHash();
ready = true;
addEventListener("hashchange", readHash);

// For tests and the curious: what is drawn, read only.
window.careergraph = Object.freeze({
  network,
  nodes: () => nodes.filter(isShown).map((node) => node.id),
  edges: () => edges.filter(isDrawn).map((edge) => edge.id),
  boxes: () => nodes.map(({ id, x, y, w, h }) => ({ id, x, y, w, h })),
  fonts: data.fonts,
  planner: planner?.exposed,
});
