const LEAST_LABEL = 11;
const LEAST_SCALE = LEAST_LABEL / data.fonts.skill;
const MOST_SCALE = 1.6;
const phone = matchMedia("(max-width: 640px)");
const isPictured = () => !state.table && !phone.matches;
let network = null;

function startNetwork() {
  const visNodes = new vis.DataSet(
    nodes.map(({ id, kind, x, y, w, h }) => {
      // vis leaves out what it takes to be out of sight by a square of twice this size.
      const size = Math.max(w, h) / 2;
      return { id, kind, x, y, size, shape: "custom", ctxRenderer: renderer };
    }),
  );
  // vis draws straight lines only; the routed ones are drawn before its nodes, from the same edges.
  const visEdges = new vis.DataSet(
    edges.map(({ id, kind, source, target }) => ({ id, kind, from: source.id, to: target.id, hidden: true })),
  );
  network = new vis.Network(element("canvas"), { nodes: visNodes, edges: visEdges }, data.options);
  network.on("beforeDrawing", paintUnder);
  network.on("afterDrawing", placeHeadings);
  network.once("afterDrawing", measure);
  network.on("resize", () => setTimeout(place, 0));
  network.on("click", ({ nodes: [id] }) => choose(id === undefined ? null : nodeById.get(id)));
  network.on("hoverNode", ({ node }) => hover(nodeById.get(node)));
  network.on("blurNode", () => hover(null));
  network.on("dragEnd", keepInside);
  network.on("zoom", () => {
    const scale = Math.min(3, Math.max(0.35, network.getScale()));
    if (scale !== network.getScale()) network.moveTo({ scale });
    keepInside();
  });
  element("canvas").addEventListener("wheel", onWheel, { capture: true, passive: false });
  element("fit").addEventListener("click", () => {
    state.at = null;
    fit();
    keepAddress("replace");
  });
  onChange(showGraph);
}

// vis learns a custom shape's size by drawing it, and uses it only after a refresh: it is told here,
// for a box that is out of sight, too.
function measure(ctx) {
  for (const { id, x, y, w, h } of nodes) {
    const drawn = network.body.nodes[id];
    Object.assign(drawn.shape, { width: w, height: h, left: x - w / 2, top: y - h / 2 });
    drawn.needsRefresh();
    drawn.updateBoundingBox(ctx);
  }
  network.redraw();
}

function renderer({ ctx, id }) {
  const node = nodeById.get(id);
  const drawNode = () => {
    ctx.save();
    paintNode(canvasSurface(ctx), node);
    ctx.restore();
  };
  return { drawNode, nodeDimensions: { width: node.w, height: node.h } };
}

// Runs before vis draws the nodes.
function paintUnder(ctx) {
  ctx.save();
  const surface = canvasSurface(ctx);
  const edge = (x) => network.DOMtoCanvas({ x, y: 0 }).x;
  paintBands(surface, edge(-9), edge(element("canvas").clientWidth + 9));
  paintEdges(surface);
  ctx.restore();
}

function showGraph(part) {
  element("graph").hidden = !isPictured();
  element("fit").hidden = !isPictured();
  if ("language" in part && mirrored !== (root.dir === "rtl")) mirror();
  if ("hidden" in part) {
    network.body.data.nodes.update(nodes.map((node) => ({ id: node.id, hidden: !isShown(node) })));
  }
  network.setSelection({ nodes: [state.chosen, state.compared].filter(Boolean).map(({ id }) => id), edges: [] });
  if ("at" in part || "table" in part || "language" in part) setTimeout(place, 0);
  if (isPictured() && part.chosen && !("at" in part)) bringIntoView(part.compared || part.chosen);
  network.redraw();
}

// Turn the picture over, so that its columns run as the language does.
function mirror() {
  mirrored = !mirrored;
  const across = (point) => (point.x = data.width - point.x);
  nodes.forEach(across);
  for (const edge of edges) edge.points.forEach(across);
  for (const column of data.columns) column[2] = data.width - column[2] - column[3];
  if (state.at) state.at = { ...state.at, x: data.width - state.at.x };
  network.body.data.nodes.update(nodes.map(({ id, x, y }) => ({ id, x, y })));
  network.once("afterDrawing", measure);
}

// Where the reader has gone, else all of it, as far as labels stay readable.
function place() {
  if (!isPictured()) return;
  if (state.at) network.moveTo({ position: state.at, scale: state.at.scale });
  else {
    fit();
    if (state.chosen) bringIntoView(state.compared || state.chosen);
  }
  network.redraw();
}

function moveTo(position, scale) {
  network.moveTo({ position, scale });
  state.at = { ...position, scale };
  keepAddress("replace");
}

const viewport = () => ({ width: element("canvas").clientWidth, height: element("canvas").clientHeight });

function fit() {
  const { width, height } = viewport();
  if (!width || !height) return;
  const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, width / data.width, height / data.height));
  network.moveTo({ position: clamp({ x: mirrored ? data.width : 0, y: 0 }, scale), scale });
}

// The middle of the view, moved so that no side shows more emptiness than it must; a picture with
// room to spare stands at the top, under its headings.
function clamp(middle, scale) {
  const { width, height } = viewport();
  const along = (at, view, whole) => {
    const half = view / scale / 2;
    return whole <= 2 * half ? whole / 2 : Math.min(Math.max(at, half), whole - half);
  };
  const half = height / scale / 2;
  const y = data.height <= 2 * half ? half : along(middle.y, height, data.height);
  return { x: along(middle.x, width, data.width), y };
}

function keepInside() {
  const scale = network.getScale();
  moveTo(clamp(network.getViewPosition(), scale), scale);
}

function onWheel(event) {
  if (event.ctrlKey || event.metaKey) return;
  event.stopImmediatePropagation();
  const scale = network.getScale();
  const at = network.getViewPosition();
  const wanted = clamp({ x: at.x + event.deltaX / scale, y: at.y + event.deltaY / scale }, scale);
  if (Math.abs(wanted.x - at.x) + Math.abs(wanted.y - at.y) < 0.5) return;
  event.preventDefault();
  moveTo(wanted, scale);
}

function bringIntoView(node) {
  const scale = Math.max(network.getScale(), LEAST_SCALE);
  const { width, height } = viewport();
  const at = network.getViewPosition();
  const reach = (view, size) => view / scale / 2 - size / 2 - 8;
  const along = (middle, target, most) =>
    Math.abs(target - middle) <= most ? middle : target - Math.sign(target - middle) * Math.max(0, most);
  const position = clamp(
    { x: along(at.x, node.x, reach(width, node.w)), y: along(at.y, node.y, reach(height, node.h)) },
    scale,
  );
  const far = Math.abs(position.x - at.x) + Math.abs(position.y - at.y);
  if (far > 0.5 || scale !== network.getScale()) moveTo(position, scale);
}

function hover(node) {
  state.hovered = node;
  element("canvas").style.cursor = node ? "pointer" : "";
  network.redraw();
}

// Choose a node, or nothing; while comparing, what it is compared with.
function choose(node) {
  const compared = state.comparing && node && node !== state.chosen;
  if (compared) change({ compared: node, comparing: false });
  else change({ chosen: node, compared: null, comparing: false, ...(node && { lane: node.lane }) });
}
