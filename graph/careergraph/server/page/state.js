// What the address of the page says: the query, or a named query with its values, and the view.
// A long query stands behind #, where no server has to read it.

const LONGEST_ADDRESS = 8000;
const VALUE = "p.";
const CHART = "chart.";

export const EMPTY = { query: "", named: null, values: {}, view: "table", labels: true, chart: {} };

/** Return the address of a state, relative to the page's. */
export function toAddress({ query, named, values, view, labels, chart }) {
  const said = new URLSearchParams(named ? { named } : { query });
  if (named) for (const [name, value] of Object.entries(values)) said.set(VALUE + name, value);
  if (view !== EMPTY.view) said.set("view", view);
  if (!labels) said.set("labels", "no");
  if (view === "chart") for (const [name, value] of Object.entries(chart)) said.set(CHART + name, value);
  const text = said.toString();
  return (text.length <= LONGEST_ADDRESS ? "?" : "#") + text;
}

/** Return the state that an address has. */
export function fromAddress({ search, hash }) {
  const said = new URLSearchParams(hash.includes("=") ? hash.slice(1) : search);
  const group = (prefix) =>
    Object.fromEntries([...said].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]));
  const view = said.get("view");
  return {
    query: said.get("query") ?? "",
    named: said.get("named"),
    values: group(VALUE),
    view: ["chart", "raw"].includes(view) ? view : EMPTY.view,
    labels: said.get("labels") !== "no",
    chart: group(CHART),
  };
}
