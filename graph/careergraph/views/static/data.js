const element = (id) => document.getElementById(id);
const data = JSON.parse(element("data").textContent);

// The table is the page's text: what the panel and the search say is read from its rows, which
// stand in the order of the data.
const rowsOf = (kind) => [...document.querySelectorAll(`table[data-kind="${kind}"] tbody tr`)];
const cell = (row, index) => row.cells[index].textContent.trim();
const waiting = { role: rowsOf("role"), skill: rowsOf("skill") };

// Lengths of the label's lines, or lines that are not just its parts; see _breaks in render.py.
function linesOf(label, breaks) {
  let start = 0;
  return breaks.map((part) => {
    if (typeof part === "string") return part;
    start += part + 1;
    return label.slice(start - part - 1, start - 1);
  });
}

const nodes = data.nodes.map(([kind, lane, column, group, x, y, w, h, lit, badge, ...breaks]) => {
  const row = waiting[kind].shift();
  const [id, label] = [row.dataset.id, cell(row, 0)];
  const lines = linesOf(label, breaks);
  return { id, label, row, kind, lane, column, group, x, y, w, h, lit: Boolean(lit), badge, lines };
});
const nodeById = new Map(nodes.map((node) => [node.id, node]));
const COLUMN = { kind: 1, strength: 3, why: 4, origin: 5 };
const edgeRows = rowsOf("edge");

// A start, then in turn how far the line runs across and down; see _turns in render.py.
function pointsOf([x, y, ...turns]) {
  const points = [{ x, y }];
  turns.forEach((turn, index) => {
    const last = points[points.length - 1];
    const next = index % 2 ? { x: last.x, y: turn } : { x: turn, y: last.y };
    if (next.x !== last.x || next.y !== last.y) points.push(next);
  });
  return points;
}

const edges = data.edges.map(([source, target, lit, ...turns], index) => {
  const row = edgeRows[index];
  const points = pointsOf(turns);
  const ends = { source: nodes[source], target: nodes[target] };
  return { id: row.dataset.id, row, kind: cell(row, COLUMN.kind), ...ends, points, lit: Boolean(lit) };
});
const origins = [...document.querySelectorAll("#origins li")].map((item) => item.textContent);

function originOf(row) {
  const [, number, place] = cell(row, COLUMN.origin).match(/^\[(\d+)\]\s*([^]*)$/);
  return [origins[number - 1], place].filter(Boolean).join(", ");
}

const state = {
  chosen: null,
  hovered: null,
  walked: null,
  table: false,
  planned: null,
  hiddenKinds: new Set(),
  hiddenGroups: new Set(),
};

const isShown = (node) => !state.hiddenGroups.has(node.group);
const isDrawn = (edge) =>
  !state.hiddenKinds.has(edge.kind) &&
  isShown(edge.source) &&
  isShown(edge.target) &&
  !(state.planned && edge.kind === "moves to");

// What plan_route.js puts here where the page plans routes.
let planner = null;

// A lane whose nodes are all hidden.
const isEmpty = (lane) => !nodes.some((node) => node.lane === lane && isShown(node));

// A role is chosen together with the skills that stand under it.
function circle(node) {
  const inside = new Set([node]);
  if (node.kind === "role" && data.name !== "heatmap") {
    for (const edge of edges) {
      if (edge.kind === "requires" && edge.source === node) inside.add(edge.target);
    }
  }
  return inside;
}

function neighbourhood(node) {
  const inside = circle(node);
  const near = new Set(inside);
  const touching = new Set();
  for (const edge of edges) {
    if (!isDrawn(edge) || !(inside.has(edge.source) || inside.has(edge.target))) continue;
    touching.add(edge);
    near.add(edge.source);
    near.add(edge.target);
  }
  return { near, touching };
}

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}
