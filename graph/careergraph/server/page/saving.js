// Saves a query as a file with the header that named queries have.
import { byId, element } from "./dom.js";
import { openDialog, saveFile } from "./dialog.js";

const TYPES = ["string", "role", "skill", "path", "level", "iri", "integer", "decimal", "boolean"];
const NAME = "[a-z0-9]+(-[a-z0-9]+)*";

/** Return the text of a named query. */
export function namedQueryText({ summary, description, tags, columns, parameters, query }) {
  const lines = [`summary: ${oneLine(summary)}`];
  if (oneLine(description)) lines.push(`description: ${oneLine(description)}`);
  if (oneLine(tags)) lines.push(`tags: ${oneLine(tags)}`);
  if (columns.length) lines.push(`columns: ${columns.join(", ")}`);
  for (const { name, type, example, about } of parameters) {
    lines.push(`parameter: ${name}; ${type}; example=${field(example)}; ${field(about)}`.trimEnd());
  }
  const body = query.split("\n").filter((line) => !line.startsWith("#+")).join("\n").trim();
  return `${lines.map((line) => `#+ ${line}`).join("\n")}\n${body}\n`;
}

/** Return the parameters that a query uses, each once; those in comments are none. */
export function parametersOf(query) {
  const code = query.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*/g, " ");
  return [...new Set([...code.matchAll(/\$([a-z][a-z_0-9]*)/g)].map((match) => match[1]))];
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const field = (text) => oneLine(text).replaceAll(";", ",");

/** Ask for a name and a question, and save the query. */
export function askToSave(query, columns, say) {
  const parameters = parametersOf(query);
  const form = element(
    "form", { method: "dialog", class: "fields" },
    input("name", "Name, such as skills-of-a-path", { required: true, pattern: NAME, title: "small letters, digits and hyphens" }),
    input("summary", "The question it answers", { required: true }),
    input("description", "Description"),
    input("tags", "Tags, separated by commas"),
    ...parameters.map(parameterFields),
    element(
      "div", { class: "bar" },
      element("button", { type: "submit", class: "first" }, "Save"),
      element("button", { type: "button", click: () => byId("dialog").close() }, "Cancel"),
    ),
  );
  form.addEventListener("submit", () => {
    const given = new FormData(form);
    const text = namedQueryText({
      summary: given.get("summary"),
      description: given.get("description"),
      tags: given.get("tags"),
      columns,
      query,
      parameters: parameters.map((name) => ({
        name,
        type: given.get(`${name}-type`),
        example: given.get(`${name}-example`),
        about: given.get(`${name}-about`),
      })),
    });
    saveFile(new Blob([text], { type: "application/sparql-query" }), `${given.get("name")}.rq`);
    say(`Saved as ${given.get("name")}.rq. In a folder given with --queries it is a named query.`);
  });
  openDialog("Save as a named query", form);
}

function input(name, label, attributes = {}) {
  return element("label", {}, label, element("input", { name, autocomplete: "off", ...attributes }));
}

function parameterFields(name) {
  const types = TYPES.map((type) => element("option", { value: type }, type));
  return element(
    "fieldset", {},
    element("legend", {}, `Parameter $${name}`),
    element("label", {}, "Type", element("select", { name: `${name}-type` }, ...types)),
    input(`${name}-example`, "Example", { required: true }),
    input(`${name}-about`, "What it is"),
  );
}
