const DIRECTIONS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

// The nearest box that way; going astray sideways counts three times.
function nextNode(from, way) {
  let best = null;
  let least = Infinity;
  for (const node of nodes) {
    if (node === from || !isShown(node)) continue;
    const ahead = (node.x - from.x) * way.x + (node.y - from.y) * way.y;
    const aside = Math.abs((node.x - from.x) * way.y) + Math.abs((node.y - from.y) * way.x);
    const enough = way.x ? node.column !== from.column : node.column === from.column;
    if (ahead <= 0 || !enough) continue;
    const cost = ahead + 3 * aside;
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}

function walkTo(node) {
  if (!node) return;
  state.walked = node;
  bringIntoView(node);
  network.redraw();
  element("said").textContent =
    `${node.label}, ${node.kind}, ${data.lanes[node.lane][0]}, ${data.columns[node.column][0]}`;
}

function startKeyboard() {
  const canvas = element("canvas");
  canvas.addEventListener("keydown", (event) => {
    const way = DIRECTIONS[event.key];
    const start = state.walked || state.chosen;
    if (way) walkTo(start ? nextNode(start, way) : nodes.find(isShown));
    else if (event.key === "Home") walkTo(nodes.find(isShown));
    else if (event.key === "End") walkTo(nodes.filter(isShown).pop());
    else if (event.key === "Enter" || event.key === " ") choose(state.walked);
    else if (event.key === "Escape") {
      state.walked = null;
      choose(null);
    } else return;
    event.preventDefault();
  });
  canvas.addEventListener("blur", () => {
    state.walked = null;
    network.redraw();
  });
}
