function applyFilters() {
  for (const node of nodes) node.row.hidden = !isShown(node);
  for (const edge of edges) edge.row.hidden = !isDrawn(edge);
  network.body.data.nodes.update(nodes.map((node) => ({ id: node.id, hidden: !isShown(node) })));
  if (state.chosen && !isShown(state.chosen)) choose(null);
  network.redraw();
  writeHash();
}

function toggle(set, value, shown) {
  if (shown) set.delete(value);
  else set.add(value);
}

const boxes = () => element("legend").querySelectorAll("input");

function startFilters() {
  element("legend").hidden = false;
  for (const box of boxes()) {
    box.addEventListener("change", () => {
      if (box.dataset.kind) toggle(state.hiddenKinds, box.dataset.kind, box.checked);
      else toggle(state.hiddenGroups, Number(box.dataset.group), box.checked);
      applyFilters();
    });
  }
}

function setTable(table) {
  state.table = table;
  element("graph").hidden = table;
  element("tables").hidden = !table;
  element("as-graph").setAttribute("aria-pressed", String(!table));
  element("as-table").setAttribute("aria-pressed", String(table));
  element("fit").hidden = table;
}

function startSwitch() {
  element("as-graph").addEventListener("click", () => {
    setTable(false);
    touched = false;
    network.redraw();
    setTimeout(fit, 0);
    writeHash();
  });
  element("as-table").addEventListener("click", () => {
    setTable(true);
    writeHash();
  });
  element("theme").addEventListener("click", () => {
    setTheme(root.dataset.theme === "dark" ? "light" : "dark");
    network.redraw();
    writeHash();
  });
}
