// Files of an answer, in each format that the server offers.
import * as api from "./api.js";
import { element } from "./dom.js";
import { saveFile } from "./dialog.js";

const NAMES = {
  csv: "CSV", tsv: "TSV", json: "JSON", xml: "XML", ndjson: "NDJSON", parquet: "Parquet", arrow: "Arrow",
  turtle: "Turtle", ntriples: "N-Triples", rdfxml: "RDF/XML", jsonld: "JSON-LD",
};
const ENDINGS = { json: "srj", xml: "srx", turtle: "ttl", ntriples: "nt", rdfxml: "rdf" };
const MOST_CSV = ["csv", "tsv"];

/** Fill the menu for an answer; files are asked for anew, so they are complete to the limit. */
export function fillDownloads(menu, { form, cut }, query, said) {
  const formats = JSON.parse(form === "graph" ? document.body.dataset.graphFormats : document.body.dataset.rowFormats);
  const offered = Object.keys(NAMES).filter((name) => formats[name] && !(form === "ask" && name === "parquet"));
  const items = offered.map((name) => {
    const download = async () => {
      menu.open = false;
      menu.querySelector("summary").focus();
      try {
        said.say(`Getting the answer as ${NAMES[name]}…`);
        const file = await api.fileOf(await api.ask(query, formats[name]));
        saveFile(file, `answer.${ENDINGS[name] ?? name}`);
        const silent = MOST_CSV.includes(name) ? ", which the file cannot say" : "";
        said.say(`The answer is saved as ${NAMES[name]}${cut ? `, cut at ${cut}${silent}` : ""}.`);
      } catch (error) {
        said.fail(error);
      }
    };
    return element("li", {}, element("button", { type: "button", click: download }, NAMES[name]));
  });
  menu.querySelector("ul").replaceChildren(...items);
}

/** Close a menu on Escape and on a click elsewhere. */
export function makeMenu(menu) {
  document.addEventListener("click", ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
