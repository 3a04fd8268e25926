const DIRECTIONS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const DEPTH_KEYS = { 1: "1", 2: "2", 3: "3", 0: "all" };

// The nearest box that way; going astray sideways counts three times.
function nextNode(from, way) {
  let best = null;
  let least = Infinity;
  for (const node of shown.nodes) {
    if (node === from) continue;
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
  const seen = [data.groups[node.group][0], data.lanes[node.lane][0], data.columns[node.column][0]];
  say([...new Set([node.label, t(node.kind), node.badge, ...seen])].filter(Boolean).join(", "));
}

function onCanvasKey(event) {
  const drawn = [...shown.nodes];
  const way = DIRECTIONS[event.key];
  const start = state.walked || state.chosen;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (way) walkTo(start ? nextNode(start, way) : drawn[0]);
  else if (event.key === "Home") walkTo(drawn[0]);
  else if (event.key === "End") walkTo(drawn[drawn.length - 1]);
  else if (event.key === "Enter" || event.key === " ") choose(state.walked);
  else if (event.key === "c" && state.chosen) change({ comparing: !state.comparing, compared: null });
  else if (event.key in DEPTH_KEYS) change({ depth: DEPTH_KEYS[event.key] });
  else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.2 : 1 / 1.2);
  else if (event.key === "Escape") {
    state.walked = null;
    choose(null);
  } else return;
  event.preventDefault();
}

function zoom(factor) {
  const scale = Math.min(3, Math.max(0.35, network.getScale() * factor));
  moveTo(clamp(network.getViewPosition(), scale), scale);
}

const isTyping = (target) => target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");

function onPageKey(event) {
  if (event.altKey && event.key === "ArrowLeft") {
    if (goBack()) event.preventDefault();
    return;
  }
  if (isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "/") element("search").focus();
  else if (event.key === "?") showGuide();
  else if (event.key === "Escape" && state.comparing) change({ comparing: false });
  else return;
  event.preventDefault();
}

function startKeyboard() {
  element("canvas").addEventListener("keydown", onCanvasKey);
  element("canvas").addEventListener("blur", () => {
    state.walked = null;
    network.redraw();
  });
  addEventListener("keydown", onPageKey);
}
