// Every relation around what is chosen, as a table: it is made when it is asked for.
const COLUMNS = ["From", "Relation", "To", "Strength", "Why", "Source"];

async function makeTable() {
  const items = listedNow().flatMap((section) => section.items);
  const [places, reasons] = await Promise.all(["places", "reasons"].map(extra));
  const table = make("table");
  const head = make("tr");
  for (const term of COLUMNS) {
    const cell = make("th", t(term));
    cell.scope = "col";
    head.append(cell);
  }
  table.append(make("caption", `${titleNow()} (${written(items.flatMap(({ relations }) => relations).length)})`));
  table.createTHead().append(head);
  const body = table.createTBody();
  for (const { note, share, relations } of items) {
    for (const one of relations) {
      const strength = share !== undefined || one.relation === "transfers to" ? note : "";
      const [place, reason] = [places, reasons].map((texts) => (texts && one.statement !== null && texts[one.statement]) || "");
      body.append(rowOf([labelOf(one.from), t(one.relation), labelOf(one.to), strength, reason, sourceOf(one, place)]));
    }
  }
  element("tables").replaceChildren(table);
}

function sourceOf(relation, place) {
  const origin = originOf(relation);
  return [originText(origin), place, doubtText(origin)].filter(Boolean).join(". ");
}

function rowOf(texts) {
  const row = make("tr");
  for (const text of texts) {
    const cell = make("td", text);
    cell.dir = "auto";
    row.append(cell);
  }
  return row;
}

function showTable() {
  element("tables").hidden = !state.table;
  element("picture").hidden = state.table;
  element("as-graph").setAttribute("aria-pressed", String(!state.table));
  element("as-table").setAttribute("aria-pressed", String(state.table));
  if (state.table) makeTable();
}

function startTable() {
  element("as-graph").addEventListener("click", () => change({ table: false }));
  element("as-table").addEventListener("click", () => change({ table: true }));
  SHARED["copy-table"] = async () => {
    await makeTable();
    copy(tsvText());
  };
}
