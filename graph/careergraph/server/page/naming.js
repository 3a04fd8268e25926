// How terms are named: IRIs by their labels, which are asked for as they are needed, or as CURIEs.
import * as api from "./api.js";
import { readAnswer } from "./answer.js";
import { curie } from "./vocabulary.js";

const BATCH = 400;
const SAFE = /^[a-z][a-z0-9+.-]*:[^\u0000- <>"{}|\\^`]+$/i;
const labels = new Map();

export const isNamed = (term) => term?.type === "uri" && labels.get(term.value);

/** Ask for the labels of those terms that are IRIs and have not been asked for. */
export async function loadLabels(terms, signal) {
  const wanted = new Set();
  for (const term of terms) {
    if (term?.type === "uri" && SAFE.test(term.value) && !labels.has(term.value)) wanted.add(term.value);
  }
  const iris = [...wanted];
  for (let at = 0; at < iris.length; at += BATCH) await loadBatch(iris.slice(at, at + BATCH), signal);
}

async function loadBatch(iris, signal) {
  const values = iris.map((iri) => `<${iri}>`).join(" ");
  const query = `SELECT ?iri ?label { VALUES ?iri { ${values} } { ?iri skos:prefLabel ?label } UNION { ?iri rdfs:label ?label } }`;
  const response = await api.ask(query, "application/sparql-results+json", signal);
  const { rows } = readAnswer(await api.textOf(response), "application/sparql-results+json");
  const best = new Map();
  for (const [iri, label] of rows) {
    const rank = languageRank(label["xml:lang"]);
    if (rank < (best.get(iri.value)?.rank ?? Infinity)) best.set(iri.value, { rank, text: label.value });
  }
  for (const iri of iris) labels.set(iri, best.get(iri)?.text ?? "");
}

const languageRank = (tag) => (tag === undefined ? 1 : tag.startsWith("en") ? 0 : 2);

/** Return the text of a term; IRIs by label where that is wanted and known. */
export function textOf(term, labelled = false) {
  if (!term) return "";
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    return `<<( ${[subject, predicate, object].map((part) => textOf(part, labelled)).join(" ")} )>>`;
  }
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "uri") return term.value;
  return (labelled && labels.get(term.value)) || curie(term.value) || term.value;
}
