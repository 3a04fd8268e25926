// vis-network draws at a scale of one: the picture scrolls as the page does, and its labels never
// shrink.
let network = null;
let picture = null;
let boxById = new Map();

function renderer({ ctx, id }) {
  const box = boxById.get(id);
  return { drawNode: () => paintBox(canvasPaper(ctx), box), nodeDimensions: { width: box.w, height: box.h } };
}

function show() {
  const room = element("picture");
  if (!room.clientWidth) return;
  picture = layoutNow(room.clientWidth, room.clientHeight);
  boxById = new Map(picture.boxes.map((box) => [box.id, box]));
  state.hovered = state.walked = null;
  const height = Math.ceil(Math.max(picture.height, innerWidth >= 1000 ? room.clientHeight - 2 : 0));
  const canvas = element("canvas");
  canvas.style.height = `${height}px`;
  const nodes = picture.boxes.map(({ id, x, y, w, h }) => ({
    id, x: x + w / 2, y: y + h / 2, size: Math.max(w, h) / 2, shape: "custom", ctxRenderer: renderer,
  }));
  const edges = picture.lines.map(({ centre, box }) => {
    const [from, to] = box.section.inward ? [box.id, centre.id] : [centre.id, box.id];
    return { id: `${centre.id} ${box.id}`, from, to, hidden: true };
  });
  if (network) network.setData({ nodes, edges });
  else startNetwork(canvas, nodes, edges);
  network.setSize(`${room.clientWidth}px`, `${height}px`);
  network.moveTo({ position: { x: room.clientWidth / 2, y: height / 2 }, scale: 1 });
  // vis learns a custom shape's size by drawing it, and uses it only after a refresh.
  network.redraw();
  for (const { id } of picture.boxes) network.body.nodes[id].needsRefresh();
  network.redraw();
}

function startNetwork(canvas, nodes, edges) {
  network = new vis.Network(canvas, { nodes, edges }, { ...data.options, autoResize: false });
  network.on("beforeDrawing", (ctx) => paintUnder(canvasPaper(ctx), state.hovered || state.walked));
  network.on("click", ({ nodes: [id] }) => {
    const box = boxById.get(id);
    if (box && (!box.centre || state.other !== null)) choose(box.concept);
  });
  network.on("hoverNode", ({ node }) => hover(boxById.get(node)));
  network.on("blurNode", () => hover(null));
  let width = element("picture").clientWidth;
  new ResizeObserver(() => {
    if (element("picture").clientWidth === width) return;
    width = element("picture").clientWidth;
    requestAnimationFrame(show);
  }).observe(element("picture"));
}

function hover(box) {
  state.hovered = box;
  element("canvas").style.cursor = box ? "pointer" : "";
  element("canvas").title = box ? labelOf(box.concept) : "";
  network.redraw();
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function nextBox(from, [right, down]) {
  let best = null;
  let least = Infinity;
  for (const box of picture.boxes) {
    const [dx, dy] = [box.x - from.x, middle(box) - middle(from)];
    if (right ? dx * right <= 0 : dy * down <= 0 || Math.abs(dx) > 30) continue;
    const cost = right ? Math.abs(dx) * 3 + Math.abs(dy) : Math.abs(dy);
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

function walkTo(box) {
  if (!box) return;
  state.walked = box;
  network.redraw();
  const room = element("picture");
  if (box.y < room.scrollTop) room.scrollTop = box.y - 60;
  if (box.y + box.h > room.scrollTop + room.clientHeight) room.scrollTop = box.y + box.h + 20 - room.clientHeight;
  const where = box.centre ? t(kindOf(box.concept)) : joined([box.section.title, box.note]);
  say(`${labelOf(box.concept)}, ${where}`);
}

function startCanvas() {
  const canvas = element("canvas");
  canvas.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (way) walkTo(state.walked ? nextBox(state.walked, way) : picture.boxes[0]);
    else if (event.key === "Home") walkTo(picture.boxes[0]);
    else if (event.key === "End") walkTo(picture.boxes[picture.boxes.length - 1]);
    else if ((event.key === "Enter" || event.key === " ") && state.walked) choose(state.walked.concept);
    else if (event.key === "Escape") goBack();
    else return;
    event.preventDefault();
  });
  canvas.addEventListener("blur", () => {
    state.walked = null;
    network.redraw();
  });
}
