// Two nodes side by side, from the page's own relations, whatever the legend hides.
// Where a graph's levels are cumulative, a role also requires what the roles before it require;
// the page says so by a fact of its roles.
const isCumulative = () => termsOf.role.includes("Requires in all");

function before(role) {
  const all = new Set([role]);
  for (const later of all) {
    for (const edge of edges) if (edge.kind === "leads to" && edge.target === later) all.add(edge.source);
  }
  return all;
}

// The skills that a role requires, or the skill itself.
function skillsOf(node) {
  if (node.kind === "skill") return new Set([node]);
  const roles = isCumulative() ? before(node) : new Set([node]);
  return new Set(edges.filter((edge) => edge.kind === "requires" && roles.has(edge.source)).map((edge) => edge.target));
}

const rolesOf = (skill) =>
  new Set(edges.filter((edge) => edge.kind === "requires" && edge.target === skill).map((edge) => edge.source));
const inBoth = (one, other) => [...one].filter((node) => other.has(node));
const inFirst = (one, other) => [...one].filter((node) => !other.has(node));
const transfersFrom = (held, needed) =>
  edges.filter((edge) => edge.kind === "transfers to" && held.has(edge.source) && needed.has(edge.target) && !held.has(edge.target));

function comparison(one, other) {
  const pair = { one: one.label, other: other.label };
  const parts = [make("h2", t("{one} and {other}", pair), "name")];
  const [mine, yours] = [skillsOf(one), skillsOf(other)];
  if (one.kind === "skill" && other.kind === "skill") {
    const [here, there] = [rolesOf(one), rolesOf(other)];
    parts.push(...named(t("Roles that require both"), inBoth(here, there)));
    parts.push(...named(t("Only {one} is required by", pair), inFirst(here, there)));
    parts.push(...named(t("Only {other} is required by", pair), inFirst(there, here)));
  } else {
    parts.push(...named(t("Shared skills"), inBoth(mine, yours)));
    parts.push(...named(t("Only {one}", pair), inFirst(mine, yours)));
    parts.push(...named(t("Only {other}", pair), inFirst(yours, mine)));
  }
  parts.push(...bridges(t("From {one} to {other}", pair), transfersFrom(mine, yours)));
  parts.push(...bridges(t("From {other} to {one}", pair), transfersFrom(yours, mine)));
  return [...parts, sideBySide(one, other)];
}

function sideBySide(one, other) {
  const table = make("table", "", "pair");
  const head = make("tr");
  head.append(make("td"));
  for (const node of [one, other]) {
    const heading = make("th");
    heading.scope = "col";
    heading.append(link(node));
    head.append(heading);
  }
  const body = make("tbody");
  const terms = [...new Set([...termsOf[one.kind].slice(1), ...termsOf[other.kind].slice(1)])];
  for (const term of terms) {
    const texts = [factOf(one, term), factOf(other, term)];
    if (LISTED.has(term) || !texts.some(Boolean)) continue;
    const row = make("tr");
    const heading = make("th", t(term));
    heading.scope = "row";
    row.append(heading, ...texts.map((text) => inEnglish(make("td", text))));
    body.append(row);
  }
  table.append(make("thead"), body);
  table.tHead.append(head);
  return table;
}

function named(title, found) {
  const items = make("ul");
  for (const node of found) {
    const item = make("li");
    item.append(link(node));
    const effort = factOf(node, "Effort");
    if (effort) item.append(inEnglish(make("small", effort)));
    items.append(item);
  }
  if (!found.length) items.append(make("li", t("None"), "none"));
  return [make("h3", `${title} (${found.length})`), items];
}

function bridges(title, found) {
  if (!found.length) return [];
  const items = make("ul");
  for (const edge of found) {
    const item = make("li");
    item.append(link(edge.source), make("span", mirrored ? " ← " : " → "), link(edge.target));
    for (const text of [cell(edge.row, COLUMN.strength), cell(edge.row, COLUMN.why), originOf(edge.row)]) {
      if (text) item.append(inEnglish(make("small", text)));
    }
    items.append(item);
  }
  return [make("h3", `${t("Transfers")}: ${title} (${found.length})`), items];
}
