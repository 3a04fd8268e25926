// What a role adds is listed with links, from its relations.
const LISTED = new Set(["Adds"]);

const LISTS = [
  ["Route", "moves to", "source"],
  ["Leads to", "leads to", "source"],
  ["Comes after", "leads to", "target"],
  ["Requires", "requires", "source"],
  ["Required by", "requires", "target"],
  ["Shortens learning", "transfers to", "source"],
  ["Is shortened by", "transfers to", "target"],
];

function link(node, text) {
  const button = make("button", text || node.label, "link");
  button.type = "button";
  button.addEventListener("click", () => choose(node));
  return button;
}

function showPanel(node) {
  const panel = element("chosen");
  panel.replaceChildren();
  panel.hidden = !node;
  element("summary").hidden = Boolean(node || state.planned);
  planner?.stepAside(Boolean(node));
  if (!node) return;
  const back = make("button", state.planned ? "Back to the route" : "Overview");
  back.type = "button";
  back.addEventListener("click", () => choose(null));
  const kind = node.kind === "role" ? "Role" : "Skill";
  panel.append(back, make("h2", node.label, "name"), make("p", `${kind}, ${data.groups[node.group][0]}`, "kind"));
  if (planner) panel.append(...planner.buttons(node));
  panel.append(facts(node.row));
  for (const [title, relation, end] of LISTS) {
    const found = edges.filter((edge) => edge.kind === relation && edge[end] === node);
    if (found.length) panel.append(make("h3", `${title} (${found.length})`), list(found, end));
  }
  element("details").scrollTop = 0;
}

function facts(row) {
  const terms = row.closest("table").tHead.rows[0].cells;
  const listed = make("dl");
  for (let index = 1; index < terms.length; index += 1) {
    const term = terms[index].textContent;
    const text = cell(row, index);
    if (text && !LISTED.has(term)) listed.append(make("dt", term), make("dd", text));
  }
  return listed;
}

function list(found, end) {
  const items = make("ul");
  for (const edge of found) {
    const item = make("li");
    item.append(link(end === "source" ? edge.target : edge.source));
    for (const text of [cell(edge.row, COLUMN.strength), cell(edge.row, COLUMN.why), originOf(edge.row)]) {
      if (text) item.append(make("small", text));
    }
    items.append(item);
  }
  return items;
}

function startPanel() {
  for (const mention of document.querySelectorAll("#summary .link")) {
    mention.replaceWith(link(nodeById.get(mention.dataset.node), mention.textContent));
  }
}
