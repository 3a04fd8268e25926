// What a role adds is listed with links, from its relations.
const LISTED = new Set(["Adds"]);

const LISTS = [
  ["Moves on to", "moves to", "source"],
  ["Is entered from", "moves to", "target"],
  ["Leads to", "leads to", "source"],
  ["Comes after", "leads to", "target"],
  ["Requires", "requires", "source"],
  ["Required by", "requires", "target"],
  ["Shortens learning", "transfers to", "source"],
  ["Is shortened by", "transfers to", "target"],
];

// The named queries that answer what the lists of a panel say, and the parameter of each.
const QUERIES = {
  role: [["role-requirements", "role"], ["role-adds", "role"]],
  skill: [["where-required", "skill"], ["what-a-skill-helps", "skill"], ["what-helps-to-learn", "skill"]],
};
const DEPTHS = ["1", "2", "3", "all"];
let panelSays = "";

function link(node, text) {
  return makeButton(text || node.label, "link", () => choose(node));
}

function inEnglish(made) {
  made.lang = "en";
  return made;
}

function showPanel() {
  element("summary").hidden = Boolean(state.chosen || state.planned);
  planner?.stepAside(Boolean(state.chosen));
  const says = [state.chosen, state.compared].map((node) => node && node.id).join(" ") + state.comparing + state.language + Boolean(state.planned);
  for (const radio of document.querySelectorAll("#depth input")) radio.checked = radio.value === state.depth;
  if (says === panelSays) return;
  panelSays = says;
  const panel = element("chosen");
  panel.replaceChildren();
  panel.hidden = !state.chosen;
  if (!state.chosen) return;
  panel.append(panelTools());
  if (state.compared) panel.append(...comparison(state.chosen, state.compared));
  else panel.append(...description(state.chosen));
  panel.scrollTop = 0;
  element("details").scrollTop = 0;
}

function panelTools() {
  const tools = make("div", "", "panel-tools");
  tools.append(makeButton(t(state.planned ? "Back to the route" : "Overview"), "", () => choose(null)));
  const compare = makeButton(t(state.comparing ? "Stop comparing" : "Compare with…"), "", () =>
    change({ comparing: !state.comparing, compared: null }),
  );
  compare.id = "compare";
  if (!state.compared) tools.append(compare);
  return tools;
}

function description(node) {
  const parts = [make("h2", node.label, "name"), make("p", `${t(node.kind)} · ${data.groups[node.group][0]}`, "kind")];
  if (state.comparing) parts.push(make("p", t("Choose what to compare it with: in the picture, in the table or by search."), "hint"));
  else parts.push(depthControl());
  if (planner) parts.push(...planner.buttons(node));
  parts.push(facts(node));
  for (const [title, relation, end] of LISTS) {
    const found = edges.filter((edge) => edge.kind === relation && edge[end] === node);
    if (found.length) parts.push(make("h3", `${t(title)} (${found.length})`), list(found, end));
  }
  parts.push(make("h3", t("Ask the graph")), ...QUERIES[node.kind].map(([query, key]) => queryLine(query, key, node)));
  return parts;
}

function depthControl() {
  const control = make("fieldset");
  control.id = "depth";
  control.append(make("legend", t("Steps around it")));
  for (const depth of DEPTHS) {
    const label = make("label");
    const radio = make("input");
    Object.assign(radio, { type: "radio", name: "depth", value: depth, checked: depth === state.depth });
    radio.addEventListener("change", () => change({ depth }));
    label.append(radio, make("span", depth === "all" ? t("All") : depth));
    control.append(label);
  }
  return control;
}

function queryLine(query, key, node) {
  const safe = /^[\w:.-]+$/.test(node.id) ? node.id : `'${node.id}'`;
  const line = `careergraph query ${query} -p ${key}=${safe}`;
  const row = make("p", "", "query");
  const code = make("code", line);
  code.dir = "ltr";
  const copied = makeButton(t("Copy"), "", () => copy(line));
  copied.setAttribute("aria-label", t("Copy {text}", { text: line }));
  row.append(code, copied);
  return row;
}

function facts(node) {
  const listed = make("dl");
  termsOf[node.kind].forEach((term, index) => {
    const text = index ? cell(node.row, index) : "";
    if (text && !LISTED.has(term)) listed.append(make("dt", t(term)), inEnglish(make("dd", text)));
  });
  return listed;
}

function list(found, end) {
  const items = make("ul");
  for (const edge of found) {
    const item = make("li");
    item.append(link(end === "source" ? edge.target : edge.source));
    for (const text of [cell(edge.row, COLUMN.strength), cell(edge.row, COLUMN.why), originOf(edge.row)]) {
      if (text) item.append(inEnglish(make("small", text)));
    }
    items.append(item);
  }
  return items;
}

function announce(part) {
  if (part.chosen) say(`${t("Chosen")}: ${part.chosen.label}, ${t(part.chosen.kind)}`);
  if (part.compared) say(`${t("Compared")}: ${state.chosen.label}; ${part.compared.label}`);
}

function say(text) {
  element("said").textContent = text;
}

function startPanel() {
  for (const mention of document.querySelectorAll("#summary .link")) {
    const node = nodeById.get(mention.dataset.node);
    if (node) mention.replaceWith(link(node, mention.textContent));
  }
  onChange(showPanel);
  onChange(announce);
}
