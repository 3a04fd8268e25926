// The legend is the filter: an entry's box shows or hides what it stands for.
const entries = [...document.querySelectorAll("#legend .entry")].map((entry) => {
  const box = entry.querySelector("input");
  const [name, value] = Object.entries(box.dataset)[0];
  return { name, value, box, count: entry.querySelector(".count"), only: entry.querySelector(".only"), label: entry.querySelector("label") };
});
const valuesOf = (name) => entries.filter((entry) => entry.name === name).map(({ value }) => value);

function setHidden(name, values) {
  change({ hidden: { ...state.hidden, [name]: new Set(values) } });
}

function setShown(name, value, on) {
  const values = [...state.hidden[name]].filter((other) => other !== value);
  setHidden(name, on ? values : [...values, value]);
}

// Only this; and all again where it is already alone.
function showOnly(name, value) {
  const others = valuesOf(name).filter((other) => other !== value);
  const alone = !state.hidden[name].has(value) && others.every((other) => state.hidden[name].has(other));
  setHidden(name, alone ? [] : others);
}

const share = (part, all) => (part === all ? String(all) : `${part} / ${all}`);
const isFiltered = () => Object.values(state.hidden).some((values) => values.size);

function showFilters(part) {
  for (const { name, value, box, count } of entries) {
    const valueOf = NODE_FILTERS[name] || EDGE_FILTERS[name];
    const [drawn, all] = NODE_FILTERS[name] ? [[...shown.nodes], nodes] : [shown.edges, edges];
    const of = (items) => items.filter((item) => valueOf(item) === value).length;
    box.checked = !state.hidden[name].has(value);
    count.textContent = share(of(drawn), of(all));
  }
  element("reset").disabled = !isFiltered();
  const counts = { nodes: share(shown.nodes.size, nodes.length), edges: share(shown.edges.length, edges.length) };
  element("totals").textContent = t("Boxes: {nodes}. Lines: {edges}.", counts);
  if ("hidden" in part) showRows();
}

function showRows() {
  const drawn = new Set(shown.edges);
  for (const node of nodes) node.row.hidden = !isShown(node);
  for (const edge of edges) edge.row.hidden = !drawn.has(edge);
  for (const table of document.querySelectorAll('#tables table:not([data-kind="step"])')) {
    const rows = [...table.tBodies[0].rows];
    table.querySelector(".count").textContent = share(rows.filter((row) => !row.hidden).length, rows.length);
  }
}

function startFilters() {
  element("legend").hidden = false;
  element("legend").open = !phone.matches;
  for (const { name, value, box, only, label } of entries) {
    box.addEventListener("change", () => setShown(name, value, box.checked));
    label.addEventListener("dblclick", () => showOnly(name, value));
    only.addEventListener("click", () => showOnly(name, value));
  }
  element("reset").addEventListener("click", () => change({ hidden: noneHidden() }));
  onChange(showFilters);
}

function showView() {
  element("tables").hidden = !state.table;
  element("as-graph").setAttribute("aria-pressed", String(!state.table));
  element("as-table").setAttribute("aria-pressed", String(state.table));
}

function markRow(part) {
  for (const row of document.querySelectorAll("tr.marked")) row.classList.remove("marked");
  for (const node of [state.chosen, state.compared]) if (node) node.row.classList.add("marked");
  const node = part.compared || part.chosen;
  if (node && state.table) node.row.scrollIntoView({ block: "center" });
}

function startSwitch() {
  element("as-graph").addEventListener("click", () => change({ table: false }));
  element("as-table").addEventListener("click", () => change({ table: true }));
  element("theme").addEventListener("click", () => change({ theme: state.theme === "dark" ? "light" : "dark" }));
  element("language").addEventListener("change", ({ target }) => change({ language: target.value }));
  onChange(showLanguage);
  onChange(showTheme);
  onChange(showView);
  onChange(markRow);
}
