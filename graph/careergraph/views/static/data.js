const element = (id) => document.getElementById(id);
const root = document.documentElement;
const data = JSON.parse(element("data").textContent);

// The table is the page's text: what the panel and the search say is read from its rows, which
// stand in the order of the data.
const rowsOf = (kind) => [...document.querySelectorAll(`table[data-kind="${kind}"] tbody tr`)];
const cell = (row, index) => row.cells[index].textContent.trim();
const waiting = { role: rowsOf("role"), skill: rowsOf("skill") };
const COLUMN = { kind: 1, strength: 3, why: 4, origin: 5 };
const edgeRows = rowsOf("edge");
const termsOf = {};
for (const kind of Object.keys(waiting)) {
  const head = document.querySelector(`table[data-kind="${kind}"] thead tr`);
  termsOf[kind] = head ? [...head.cells].map((heading) => heading.textContent.trim()) : [];
}

function factOf(node, term) {
  const index = termsOf[node.kind].indexOf(term);
  return index < 0 ? "" : cell(node.row, index);
}

// Lengths of the label's lines, or lines that are not just its parts; see _breaks in render.py.
function linesOf(label, breaks) {
  let start = 0;
  return breaks.map((part) => {
    if (typeof part === "string") return part;
    start += part + 1;
    return label.slice(start - part - 1, start - 1);
  });
}

const nodes = data.nodes.map(([kind, lane, column, group, x, y, w, h, lit, badge, ...breaks], index) => {
  const row = waiting[kind].shift();
  const [id, label] = [row.dataset.id, cell(row, 0)];
  const lines = linesOf(label, breaks);
  return { id, index, label, row, kind, lane, column, group, x, y, w, h, lit: Boolean(lit), badge, lines };
});
const nodeById = new Map(nodes.map((node) => [node.id, node]));

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

const edges = data.edges.map(([source, target, lit, evidence, doubtful, ...turns], index) => {
  const row = edgeRows[index];
  return {
    id: row.dataset.id,
    row,
    kind: cell(row, COLUMN.kind),
    source: nodes[source],
    target: nodes[target],
    evidence: data.evidence[evidence],
    certainty: doubtful ? "doubtful" : "no doubt stated",
    points: pointsOf(turns),
    lit: Boolean(lit),
  };
});
const origins = [...document.querySelectorAll("#origins li")].map((item) => item.textContent);

function originOf(row) {
  const [, number, place] = cell(row, COLUMN.origin).match(/^\[(\d+)\]\s*([^]*)$/);
  return [origins[number - 1], place].filter(Boolean).join(", ");
}

// What plan_route.js puts here where the page plans routes.
let planner = null;

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function makeButton(text, className, act) {
  const button = make("button", text, className);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
