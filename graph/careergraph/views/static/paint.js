// How lanes, lines and boxes look, on whatever surface they are painted.
const TEXT_START = 8;
const TEXT_END = 5;
const LINE_HEIGHT = { role: 15, skill: 14 };
const tone = (node) => colours.tones[data.groups[node.group][1]];

// In a language that runs from right to left the columns do too.
let mirrored = false;

function arrowhead(points, size) {
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const corner = (turn) => ({ x: end.x - size * Math.cos(angle + turn), y: end.y - size * Math.sin(angle + turn) });
  return [end, corner(0.42), corner(-0.42)];
}

function lineStyle(edge, lit, quiet) {
  if (edge.kind === "transfers to") {
    return { stroke: colours.accent, alpha: lit ? 1 : quiet ? 0.1 : 0.3, width: lit ? 2 : 1 };
  }
  if (edge.kind === "requires") {
    return { stroke: tone(edge.source), alpha: lit ? 1 : quiet ? 0.25 : 0.55, width: lit ? 2 : 1.2 };
  }
  if (edge.kind === "moves to") return { stroke: colours.way, alpha: quiet && !lit ? 0.3 : 1, width: edge.lit ? 3.5 : lit ? 2.4 : 1.4 };
  return { stroke: colours.lead, alpha: quiet && !lit ? 0.35 : 1, width: lit ? 2.4 : 1.6 };
}

// A line of a heat-map stands for a square, and is as long as its side.
function paintSquare(surface, edge, lit, quiet) {
  const [from, to] = edge.points;
  const side = Math.abs(to.x - from.x);
  const alpha = (quiet && !lit ? 0.3 : 1) * (edge.lit ? 1 : 0.35);
  surface.box(Math.min(from.x, to.x), from.y - side / 2, side, side, 0, { fill: tone(edge.source), alpha });
}

function paintEdge(surface, edge, lit, quiet) {
  if (data.name === "heatmap") {
    paintSquare(surface, edge, lit, quiet);
    return;
  }
  const style = lineStyle(edge, lit, quiet);
  surface.line(edge.points, 5, style);
  const pointed = edge.kind === "leads to" || edge.kind === "moves to";
  if (pointed || (lit && edge.kind === "transfers to")) {
    const head = arrowhead(edge.points, edge.kind === "moves to" && edge.lit ? 13 : 8);
    surface.shape(head, { fill: style.stroke, alpha: style.alpha });
  }
}

function paintBands(surface, left, right) {
  data.lanes.forEach(([, top, height, band], lane) => {
    if (band === null || !shown.lanes.has(lane)) return;
    surface.box(left, top, right - left, height, 0, { fill: colours.tones[band], alpha: colours.band });
  });
}

// Faint lines first, lit ones over them. What is hovered over or walked to lights its own lines.
function paintEdges(surface) {
  const passing = state.hovered || state.walked;
  const focus = passing && passing !== state.chosen ? around(passing, 1) : shown.focus;
  const quiet = data.name === "route" || Boolean(state.chosen || state.planned);
  const isLit = (edge) => (focus && focus.touching.has(edge)) || (!state.chosen && edge.lit);
  for (const edge of shown.edges) if (!isLit(edge)) paintEdge(surface, edge, false, quiet);
  for (const edge of shown.edges) if (isLit(edge)) paintEdge(surface, edge, true, quiet);
  planner?.paint(surface);
}

const isLitNode = (node) => (shown.focus ? shown.focus.near.has(node) : node.lit);
const isPicked = (node) => node === state.chosen || node === state.compared;

// The text of a box that is much taller than wide runs upward.
function paintUpward(surface, node, left, top, fill) {
  const line = LINE_HEIGHT[node.kind];
  const first = left + node.w / 2 - ((node.lines.length - 1) * line) / 2;
  const style = { size: data.fonts[node.kind], bold: node.kind === "role", fill, room: node.h - TEXT_START - TEXT_END, turned: true };
  node.lines.forEach((text, index) => surface.text(text, first + index * line, top + node.h - TEXT_START, style));
}

function paintLabel(surface, node, left, top, fill) {
  if (node.h > 4 * node.w) {
    paintUpward(surface, node, left, top, fill);
    return;
  }
  const line = LINE_HEIGHT[node.kind];
  const room = node.w - TEXT_START - TEXT_END;
  const x = mirrored ? left + node.w - TEXT_START : left + TEXT_START;
  const first = top + node.h / 2 - ((node.lines.length - 1) * line) / 2;
  const style = { size: data.fonts[node.kind], bold: node.kind === "role", fill, room, align: mirrored ? "right" : "left" };
  node.lines.forEach((text, index) => surface.text(text, x, first + index * line, style));
}

function paintBadge(surface, node, left, top) {
  const x = mirrored ? left + node.w - 1 : left + 1;
  surface.disc(x, top + 1, 10, { fill: colours.way });
  surface.text(node.badge, x, top + 1, { size: 12, bold: true, fill: colours.page, align: "center", room: 17 });
}

function paintNode(surface, node) {
  const lit = isLitNode(node);
  const left = node.x - node.w / 2;
  const top = node.y - node.h / 2;
  const role = node.kind === "role";
  surface.box(left, top, node.w, node.h, 5, {
    fill: role ? (lit ? tone(node) : colours.quiet) : lit ? colours.surface : colours.page,
  });
  if (!role) {
    surface.box(left, top, node.w, node.h, 5, { stroke: tone(node), alpha: lit ? 0.75 : 0.25 });
    const bar = mirrored ? left + node.w - 3 : left;
    surface.box(bar, top + 3, 3, node.h - 6, 0, { fill: tone(node), alpha: lit ? 1 : 0.35 });
  }
  if (isPicked(node) || node === state.walked || node === state.hovered) {
    surface.box(left - 2.5, top - 2.5, node.w + 5, node.h + 5, 7, {
      stroke: node === state.walked ? colours.focus : colours.ink,
      width: isPicked(node) || node === state.walked ? 2.4 : 1.2,
    });
  }
  paintLabel(surface, node, left, top, lit ? (role ? colours.toneInk : colours.ink) : colours.soft);
  if (node.badge) paintBadge(surface, node, left, top);
}
