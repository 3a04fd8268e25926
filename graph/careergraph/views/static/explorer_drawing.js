// vis-network draws the boxes by these functions, at a scale of one: the picture scrolls as the
// page does, and its labels never shrink.
let network = null;
let picture = null;
let boxById = new Map();
const TONES = { role: 0, skill: 3, group: 2, home: 6 };
const toneOf = (concept) => colours.tones[TONES[kindOf(concept)]];

function path(ctx, points, radius = 6) {
  ctx.beginPath();
  ctx.moveTo(points[0].x, points[0].y);
  for (let i = 1; i < points.length - 1; i += 1) {
    const [before, at, after] = [points[i - 1], points[i], points[i + 1]];
    const reach = Math.min(
      radius,
      Math.hypot(at.x - before.x, at.y - before.y) / 2,
      Math.hypot(after.x - at.x, after.y - at.y) / 2,
    );
    ctx.arcTo(at.x, at.y, after.x, after.y, reach);
  }
  const last = points[points.length - 1];
  ctx.lineTo(last.x, last.y);
  ctx.stroke();
}

function stroke(ctx, points, loose) {
  ctx.setLineDash(loose ? [4, 3] : []);
  path(ctx, points);
  ctx.setLineDash([]);
}

// Lines share their way to the spine and along it, which is drawn once: dashes laid over each other
// would fill their gaps.
function drawLines(ctx) {
  ctx.strokeStyle = colours.lines;
  ctx.lineWidth = 1.2;
  const drawn = new Map();
  for (const line of picture.lines) {
    const [turn, end] = line.points.slice(-2);
    const start = line.points.slice(0, -2);
    const key = JSON.stringify([start, turn.x]);
    const trunk = drawn.get(key) || { start, x: turn.x, ys: [], loose: true };
    trunk.ys.push(turn.y);
    trunk.loose = trunk.loose && isLoose(line.box);
    drawn.set(key, trunk);
    stroke(ctx, [turn, end], isLoose(line.box));
  }
  for (const { start, x, ys, loose } of drawn.values()) {
    const at = start[start.length - 1];
    stroke(ctx, start, loose);
    const [top, bottom] = [Math.min(at.y, ...ys), Math.max(at.y, ...ys)];
    stroke(ctx, [{ x, y: top }, { x, y: bottom }], loose);
  }
}

function drawUnder(ctx) {
  ctx.save();
  ctx.lineJoin = "round";
  drawLines(ctx);
  const litBox = state.hovered || state.walked;
  for (const { box, points } of picture.lines) {
    if (box !== litBox) continue;
    ctx.strokeStyle = toneOf(box.concept);
    ctx.lineWidth = 2.4;
    path(ctx, points);
  }
  for (const head of picture.heads) drawHead(ctx, head);
  ctx.restore();
}

function drawHead(ctx, { title, more, x, y, w }) {
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colours.ink;
  ctx.font = `bold 13px ${FACE}`;
  ctx.fillText(cut(title, w, ctx.font), x, y + (more ? 15 : 28));
  ctx.fillStyle = colours.soft;
  ctx.font = `${MARK}px ${FACE}`;
  ctx.fillText(cut(more, w, ctx.font), x, y + 30);
}

function drawBox(ctx, box) {
  const { x, y, w, h, concept } = box;
  const tone = toneOf(concept);
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 6);
  ctx.fillStyle = box.centre ? tone : colours.surface;
  ctx.fill();
  if (!box.centre) drawFrame(ctx, box, tone);
  if (box === state.walked || box === state.hovered) {
    ctx.beginPath();
    ctx.roundRect(x - 2.5, y - 2.5, w + 5, h + 5, 8);
    ctx.strokeStyle = box === state.walked ? colours.focus : colours.ink;
    ctx.lineWidth = box === state.walked ? 2.4 : 1.4;
    ctx.stroke();
  }
  drawText(ctx, box);
  ctx.restore();
}

function drawFrame(ctx, box, tone) {
  const { x, y, w, h, share } = box;
  ctx.save();
  ctx.clip();
  if (share !== undefined) {
    ctx.fillStyle = tone;
    ctx.globalAlpha = 0.16;
    ctx.fillRect(x, y, w * share, h);
    ctx.globalAlpha = 1;
  }
  ctx.fillStyle = tone;
  ctx.fillRect(x, y, 4, h);
  ctx.restore();
  ctx.beginPath();
  ctx.roundRect(x + 0.5, y + 0.5, w - 1, h - 1, 5.5);
  ctx.setLineDash(isLoose(box) ? [4, 3] : []);
  ctx.strokeStyle = colours.lines;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawText(ctx, { x, y, w, h, lines, mark, centre }) {
  const pitch = centre ? 18 : LINE;
  const first = y + h / 2 - ((lines.length - 1) * pitch) / 2 + 0.5;
  ctx.textBaseline = "middle";
  ctx.fillStyle = centre ? colours.toneInk : colours.ink;
  ctx.font = centre ? `bold 14px ${FACE}` : `${FONT}px ${FACE}`;
  ctx.textAlign = centre ? "center" : "left";
  lines.forEach((line, place) => ctx.fillText(line, centre ? x + w / 2 : x + PAD + 3, first + place * pitch));
  ctx.textAlign = "right";
  ctx.fillStyle = colours.soft;
  ctx.font = `${MARK}px ${FACE}`;
  ctx.fillText(mark, x + w - PAD + 1, y + h / 2 + 0.5);
}

function renderer({ ctx, id }) {
  const box = boxById.get(id);
  return { drawNode: () => drawBox(ctx, box), nodeDimensions: { width: box.w, height: box.h } };
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
  network.on("beforeDrawing", drawUnder);
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
  const where = box.centre ? kindOf(box.concept) : [box.section.title, box.note].filter(Boolean).join(", ");
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
