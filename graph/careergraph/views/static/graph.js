const LEAST_LABEL = 11;
const LEAST_SCALE = LEAST_LABEL / data.fonts.skill;
const MOST_SCALE = 1.6;
let network = null;
let touched = false;

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
  network.on("beforeDrawing", (ctx) => {
    nearNow = litNodes();
    drawUnder(ctx);
  });
  network.on("afterDrawing", placeHeadings);
  // vis learns a custom shape's size by drawing it, and uses it only after a refresh.
  network.once("afterDrawing", () => {
    for (const { id } of nodes) network.body.nodes[id].needsRefresh();
    network.redraw();
  });
  network.on("resize", () => {
    if (!touched) setTimeout(fit, 0);
  });
  network.on("click", ({ nodes: [id] }) => choose(id === undefined ? null : nodeById.get(id)));
  network.on("hoverNode", ({ node }) => hover(nodeById.get(node)));
  network.on("blurNode", () => hover(null));
  network.on("dragStart", () => (touched = true));
  network.on("dragEnd", keepInside);
  network.on("zoom", () => {
    touched = true;
    const scale = Math.min(3, Math.max(0.35, network.getScale()));
    if (scale !== network.getScale()) network.moveTo({ scale });
    keepInside();
  });
  element("canvas").addEventListener("wheel", onWheel, { capture: true, passive: false });
  element("fit").addEventListener("click", () => {
    touched = false;
    fit();
  });
}

// The canvas cannot be drawn anew for paper, so it keeps the size that it has on the screen.
function startPrint() {
  const { style } = element("graph");
  addEventListener("beforeprint", () => {
    const { width, height } = element("graph").getBoundingClientRect();
    if (width) Object.assign(style, { width: `${width}px`, height: `${height}px` });
  });
  addEventListener("afterprint", () => Object.assign(style, { width: "", height: "" }));
}

const viewport = () => ({ width: element("canvas").clientWidth, height: element("canvas").clientHeight });

function fit() {
  const { width, height } = viewport();
  if (!width || !height) return;
  const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, width / data.width, height / data.height));
  network.moveTo({ position: clamp({ x: 0, y: 0 }, scale), scale });
}

// The middle of the view, moved so that no side shows more emptiness than it must.
function clamp(middle, scale) {
  const { width, height } = viewport();
  const along = (at, view, whole) => {
    const half = view / scale / 2;
    return whole <= 2 * half ? whole / 2 : Math.min(Math.max(at, half), whole - half);
  };
  return { x: along(middle.x, width, data.width), y: along(middle.y, height, data.height) };
}

function keepInside() {
  const scale = network.getScale();
  network.moveTo({ position: clamp(network.getViewPosition(), scale), scale });
}

function onWheel(event) {
  if (event.ctrlKey || event.metaKey) return;
  event.stopImmediatePropagation();
  const scale = network.getScale();
  const at = network.getViewPosition();
  const wanted = clamp({ x: at.x + event.deltaX / scale, y: at.y + event.deltaY / scale }, scale);
  if (Math.abs(wanted.x - at.x) + Math.abs(wanted.y - at.y) < 0.5) return;
  event.preventDefault();
  touched = true;
  network.moveTo({ position: wanted, scale });
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
  network.moveTo({ position, scale });
}

function startHeadings() {
  for (const [label, rank] of data.columns) {
    const head = make("div");
    if (rank !== null) head.append(make("b", String(rank)));
    head.append(make("span", label));
    element("heads").append(head);
  }
  data.lanes.forEach(([label, , , index]) => {
    element("lanes").append(make("div", label, `tone-${index}`));
  });
}

function placeHeadings() {
  const scale = network.getScale();
  data.columns.forEach(([, , left, width], index) => {
    const style = element("heads").children[index].style;
    style.left = `${network.canvasToDOM({ x: left, y: 0 }).x}px`;
    style.width = `${width * scale}px`;
  });
  data.lanes.forEach(([, top, height], index) => {
    const style = element("lanes").children[index].style;
    style.top = `${network.canvasToDOM({ x: 0, y: top }).y}px`;
    style.height = `${height * scale}px`;
    style.visibility = isEmpty(index) ? "hidden" : "visible";
  });
}

function hover(node) {
  state.hovered = node;
  element("canvas").style.cursor = node ? "pointer" : "";
  network.redraw();
}

function choose(node) {
  state.chosen = node;
  network.setSelection({ nodes: node ? [node.id] : [], edges: [] });
  showPanel(node);
  for (const row of document.querySelectorAll("tr.marked")) row.classList.remove("marked");
  if (node) {
    const row = node.row;
    row.classList.add("marked");
    if (state.table) row.scrollIntoView({ block: "center" });
    else bringIntoView(node);
  }
  network.redraw();
  writeHash();
}
