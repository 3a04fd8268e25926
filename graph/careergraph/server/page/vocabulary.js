// The ontology's terms and the prefixes that queries here need not declare.
import * as api from "./api.js";

const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$/;

let known = { prefixes: {}, terms: [] };

export async function loadVocabulary() {
  known = await api.terms();
}

export const terms = () => known.terms;
export const prefixes = () => known.prefixes;

/** Return the CURIE of an IRI, or nothing where no prefix fits. */
export function curie(iri) {
  let best = "";
  for (const [prefix, namespace] of Object.entries(known.prefixes)) {
    const fits = iri.startsWith(namespace) && namespace.length > (known.prefixes[best] ?? "").length;
    if (fits && LOCAL.test(iri.slice(namespace.length))) best = prefix;
  }
  return best && `${best}:${iri.slice(known.prefixes[best].length)}`;
}

/** Return how a query names an IRI. */
export const written = (iri) => curie(iri) || `<${iri}>`;
