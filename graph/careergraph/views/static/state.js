// All that a reader can set. Whoever shows a part of it registers with onChange; whoever sets a
// part of it calls change.
const state = {
  chosen: null,
  compared: null,
  comparing: false,
  depth: "1",
  hovered: null,
  walked: null,
  table: false,
  lane: 0,
  phrase: "",
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  language: firstLanguageOf(navigator.languages || []),
  hidden: noneHidden(),
  at: null,
  asked: null,
  planned: null,
};
const listeners = [];
let changing = false;
const onChange = (listener) => listeners.push(listener);

// `keep` says how the address takes it: "push" is a step that Back undoes, "replace" is none.
function change(part, keep = "push") {
  changing = true;
  Object.assign(state, part);
  derive();
  for (const listener of listeners) listener(part);
  changing = false;
  if (keep) keepAddress(keep);
}

function noneHidden() {
  return { kind: new Set(), group: new Set(), column: new Set(), evidence: new Set(), certainty: new Set() };
}

// What a filter compares, by its name; the values are those of the legend's boxes.
const NODE_FILTERS = { group: (node) => String(node.group), column: (node) => String(node.column) };
const EDGE_FILTERS = { kind: (edge) => edge.kind, evidence: (edge) => edge.evidence, certainty: (edge) => edge.certainty };
const passes = (item, filters) =>
  Object.entries(filters).every(([name, valueOf]) => !state.hidden[name].has(valueOf(item)));

// What follows from the state, computed once per change and never per frame.
const shown = { nodes: new Set(nodes), edges, lanes: new Set(), touching: new Map(), focus: null };
const isShown = (node) => shown.nodes.has(node);

function derive() {
  shown.nodes = new Set(nodes.filter((node) => passes(node, NODE_FILTERS)));
  shown.edges = edges.filter(
    (edge) =>
      shown.nodes.has(edge.source) &&
      shown.nodes.has(edge.target) &&
      passes(edge, EDGE_FILTERS) &&
      !(state.planned && edge.kind === "moves to"),
  );
  shown.lanes = new Set([...shown.nodes].map((node) => node.lane));
  shown.touching = new Map();
  for (const edge of shown.edges) {
    for (const end of new Set([edge.source, edge.target])) {
      if (!shown.touching.has(end)) shown.touching.set(end, []);
      shown.touching.get(end).push(edge);
    }
  }
  if (state.chosen && !isShown(state.chosen)) Object.assign(state, { chosen: null, compared: null });
  if (state.compared && !isShown(state.compared)) state.compared = null;
  if (!state.chosen) state.comparing = false;
  shown.focus = state.compared
    ? between(state.chosen, state.compared)
    : state.chosen && around(state.chosen, state.depth === "all" ? Infinity : Number(state.depth));
}

// A role stands for itself and for the skills that it requires.
function circle(node) {
  const inside = new Set([node]);
  if (node.kind !== "role" || data.name === "heatmap") return inside;
  for (const edge of shown.touching.get(node) || []) {
    if (edge.kind === "requires" && edge.source === node) inside.add(edge.target);
  }
  return inside;
}

// The nodes at most so many lines away, and the lines on the way there.
function around(node, steps) {
  const near = circle(node);
  const touching = new Set();
  let border = [...near];
  for (let step = 0; step < steps && border.length; step += 1) {
    const next = [];
    for (const from of border) {
      for (const edge of shown.touching.get(from) || []) {
        touching.add(edge);
        for (const end of [edge.source, edge.target]) {
          if (!near.has(end)) next.push(end);
          near.add(end);
        }
      }
    }
    border = next;
  }
  return { near, touching };
}

// Two nodes with what each stands for, and the lines inside and between them.
function between(one, other) {
  const near = new Set([...circle(one), ...circle(other)]);
  return { near, touching: new Set(shown.edges.filter((edge) => near.has(edge.source) && near.has(edge.target))) };
}
