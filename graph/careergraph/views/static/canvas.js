const FACE = 'Arial, "Liberation Sans", Helvetica, sans-serif';
const TEXT_LEFT = 8;
const TEXT_RIGHT = 5;
const tone = (node) => colours.tones[data.groups[node.group][1]];

function rounded(ctx, x, y, width, height, radius) {
  ctx.beginPath();
  ctx.moveTo(x + radius, y);
  ctx.arcTo(x + width, y, x + width, y + height, radius);
  ctx.arcTo(x + width, y + height, x, y + height, radius);
  ctx.arcTo(x, y + height, x, y, radius);
  ctx.arcTo(x, y, x + width, y, radius);
  ctx.closePath();
}

function trace(ctx, points, radius) {
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

function arrowhead(ctx, points, size) {
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  ctx.beginPath();
  ctx.moveTo(end.x, end.y);
  for (const turn of [0.42, -0.42]) {
    ctx.lineTo(end.x - size * Math.cos(angle + turn), end.y - size * Math.sin(angle + turn));
  }
  ctx.closePath();
  ctx.fill();
}

// A line that stands for a square is as long as its side.
function fillSquare(ctx, edge, lit, quiet) {
  const [from, to] = edge.points;
  const side = to.x - from.x;
  const dim = quiet && !lit ? 0.3 : 1;
  ctx.globalAlpha = dim * (edge.lit ? 1 : 0.35);
  ctx.fillStyle = tone(edge.source);
  ctx.fillRect(from.x, from.y - side / 2, side, side);
  ctx.globalAlpha = 1;
}

function drawEdge(ctx, edge, lit, quiet) {
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
  if (edge.kind === "transfers to") {
    ctx.strokeStyle = ctx.fillStyle = colours.accent;
    ctx.globalAlpha = lit ? 1 : quiet ? 0.1 : 0.3;
    ctx.lineWidth = lit ? 2 : 1;
  } else if (edge.kind === "requires") {
    ctx.strokeStyle = ctx.fillStyle = tone(edge.source);
    ctx.globalAlpha = lit ? 1 : quiet ? 0.25 : 0.55;
    ctx.lineWidth = lit ? 2 : 1.2;
  } else if (edge.kind === "moves to") {
    ctx.strokeStyle = ctx.fillStyle = colours.way;
    ctx.globalAlpha = quiet && !lit ? 0.3 : 1;
    ctx.lineWidth = edge.lit ? 3.5 : lit ? 2.4 : 1.4;
  } else {
    ctx.strokeStyle = ctx.fillStyle = colours.lead;
    ctx.globalAlpha = quiet && !lit ? 0.35 : 1;
    ctx.lineWidth = lit ? 2.4 : 1.6;
  }
  if (data.name === "heatmap") {
    fillSquare(ctx, edge, lit, quiet);
    return;
  }
  trace(ctx, edge.points, 5);
  const pointed = edge.kind === "leads to" || edge.kind === "moves to";
  if (pointed || (lit && edge.kind === "transfers to")) {
    arrowhead(ctx, edge.points, edge.kind === "moves to" && edge.lit ? 13 : 8);
  }
  ctx.globalAlpha = 1;
}

function drawBands(ctx) {
  const edge = (x) => network.DOMtoCanvas({ x, y: 0 }).x;
  const [left, right] = [edge(-9), edge(element("canvas").clientWidth + 9)];
  data.lanes.forEach(([, top, height, band], lane) => {
    if (band === null || isEmpty(lane)) return;
    ctx.fillStyle = colours.tones[band];
    ctx.globalAlpha = colours.band;
    ctx.fillRect(left, top, right - left, height);
  });
  ctx.globalAlpha = 1;
}

// Runs before vis draws the nodes: lanes first, then faint lines, then lit ones over them.
function drawUnder(ctx) {
  ctx.save();
  ctx.lineJoin = "round";
  drawBands(ctx);
  const focus = state.hovered || state.chosen || state.walked;
  const touching = focus ? neighbourhood(focus).touching : new Set();
  const quiet = data.name === "route" || Boolean(state.chosen || state.planned);
  const isLit = (edge) => (focus ? touching.has(edge) : edge.lit) || (!state.chosen && edge.lit);
  const drawn = edges.filter(isDrawn);
  for (const edge of drawn.filter((edge) => !isLit(edge))) drawEdge(ctx, edge, false, quiet);
  for (const edge of drawn.filter(isLit)) drawEdge(ctx, edge, true, quiet);
  planner?.draw(ctx);
  ctx.restore();
}

function litNodes() {
  if (state.chosen) return neighbourhood(state.chosen).near;
  return null;
}

// The text of a box that is much taller than wide runs upward.
function drawUpward(ctx, node, left, top, colour) {
  ctx.save();
  ctx.translate(left, top + node.h);
  ctx.rotate(-Math.PI / 2);
  drawText(ctx, { ...node, w: node.h, h: node.w }, 0, 0, colour);
  ctx.restore();
}

function drawText(ctx, node, left, top, colour) {
  if (node.h > 4 * node.w) {
    drawUpward(ctx, node, left, top, colour);
    return;
  }
  const role = node.kind === "role";
  const line = role ? 15 : 14;
  ctx.font = `${role ? "bold " : ""}${data.fonts[node.kind]}px ${FACE}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colour;
  const room = node.w - TEXT_LEFT - TEXT_RIGHT;
  const first = top + node.h / 2 - ((node.lines.length - 1) * line) / 2;
  node.lines.forEach((text, index) => {
    ctx.fillText(text, left + TEXT_LEFT, first + index * line + 0.5, room);
  });
}

function drawBadge(ctx, node, left, top) {
  ctx.beginPath();
  ctx.arc(left + 1, top + 1, 10, 0, 2 * Math.PI);
  ctx.fillStyle = colours.way;
  ctx.fill();
  ctx.font = `bold 12px ${FACE}`;
  ctx.textAlign = "center";
  ctx.fillStyle = colours.page;
  ctx.fillText(node.badge, left + 1, top + 1.5, 17);
}

function drawNode(ctx, node, near) {
  const lit = near ? near.has(node) : node.lit;
  const left = node.x - node.w / 2;
  const top = node.y - node.h / 2;
  const role = node.kind === "role";
  const fill = role ? (lit ? tone(node) : colours.quiet) : lit ? colours.surface : colours.page;
  ctx.save();
  rounded(ctx, left, top, node.w, node.h, 5);
  ctx.fillStyle = fill;
  ctx.fill();
  if (!role) {
    ctx.strokeStyle = tone(node);
    ctx.globalAlpha = lit ? 0.75 : 0.25;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.globalAlpha = lit ? 1 : 0.35;
    ctx.fillStyle = tone(node);
    ctx.fillRect(left, top + 3, 3, node.h - 6);
    ctx.globalAlpha = 1;
  }
  if (node === state.chosen || node === state.walked || node === state.hovered) {
    rounded(ctx, left - 2, top - 2, node.w + 4, node.h + 4, 7);
    ctx.strokeStyle = node === state.walked ? colours.focus : colours.ink;
    ctx.lineWidth = node === state.hovered && node !== state.chosen ? 1.2 : 2.4;
    ctx.stroke();
  }
  drawText(ctx, node, left, top, lit ? (role ? colours.toneInk : colours.ink) : colours.soft);
  if (node.badge) drawBadge(ctx, node, left, top);
  ctx.restore();
}

// One neighbourhood per frame, not one per node.
let nearNow = null;

function renderer({ ctx, id }) {
  const node = nodeById.get(id);
  return {
    drawNode: () => drawNode(ctx, node, nearNow),
    nodeDimensions: { width: node.w, height: node.h },
  };
}
