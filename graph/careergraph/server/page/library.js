// The named queries: a list to search, and a form for the parameters of one.
import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { nearest } from "./matching.js";

const THINGS = ["role", "skill", "path"];
const WAIT = 150;

/** Make the list; `on` says what it means to run a query with values, and to insert one. */
export async function makeLibrary(on) {
  const queries = await api.namedQueries();
  const list = byId("named-list");
  const items = new Map(queries.map((query) => [query.name, item(query)]));

  function item(query) {
    const id = `query-${query.name}`;
    const toggle = () => open(query.name, button.getAttribute("aria-expanded") !== "true");
    const button = element(
      "button", { type: "button", "aria-expanded": "false", "aria-controls": id, click: toggle },
      query.summary, element("small", {}, query.name),
    );
    return { query, button, form: null, row: element("li", {}, button, element("div", { id, hidden: true })) };
  }

  function open(name, wanted = true, values = {}) {
    const { query, button, row } = items.get(name);
    const body = row.lastChild;
    button.setAttribute("aria-expanded", wanted);
    body.hidden = !wanted;
    if (!wanted) return;
    if (!body.firstChild || Object.keys(values).length) body.replaceChildren(...details(query, values, on));
  }

  function show() {
    const text = byId("named-search").value;
    const names = (query) => [query.summary, query.name, ...query.tags, query.description];
    const found = text ? nearest(text, queries, names) : queries;
    const rows = found.map((query) => items.get(query.name).row);
    list.replaceChildren(...(rows.length ? rows : [element("li", {}, "No named query fits.")]));
  }

  byId("named-search").addEventListener("input", show);
  show();
  return { open: (name, values) => items.has(name) && open(name, true, values) };
}

function details(query, values, on) {
  const fields = query.parameters.map((parameter) => field(query.name, parameter, values[parameter.name]));
  const form = element(
    "form", { class: "fields" },
    query.description ? element("p", {}, query.description) : null,
    ...fields,
    element(
      "div", { class: "bar" },
      element("button", { type: "submit", class: "first" }, "Run this"),
      element("button", { type: "button", click: () => on.insert(query.text) }, "Insert text"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = [...new FormData(form)].filter(([, value]) => value.trim());
    on.run(query.name, Object.fromEntries(given));
  });
  return [form];
}

function field(name, parameter, value) {
  const id = `${name}-${parameter.name}`;
  const required = parameter.default === null;
  const hint = required ? `such as ${parameter.example}` : parameter.default ? `${parameter.default} if left out` : "may be left out";
  const suggested = THINGS.includes(parameter.type);
  const input = element("input", {
    id, name: parameter.name, required, placeholder: hint, value, autocomplete: "off",
    list: suggested ? `${id}-list` : null, "aria-describedby": `${id}-about`,
  });
  const label = element("label", { for: id }, `${parameter.name.replaceAll("_", " ")} (${parameter.type})`);
  const about = element("small", { id: `${id}-about` }, parameter.description);
  const offered = suggested ? element("datalist", { id: `${id}-list` }) : null;
  if (offered) suggest(input, offered, parameter.type);
  return element("div", { class: "field" }, label, input, about, offered);
}

function suggest(input, offered, type) {
  let waiting;
  let asking;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asking?.abort();
    if (!input.value.trim()) return;
    waiting = setTimeout(async () => {
      asking = new AbortController();
      try {
        const found = await api.things(input.value, asking.signal);
        const labels = found.filter(({ kind }) => kind === type).map(({ label }) => label);
        offered.replaceChildren(...labels.map((label) => element("option", { value: label })));
      } catch {
        // Without suggestions the value can still be typed.
      }
    }, WAIT);
  });
}
