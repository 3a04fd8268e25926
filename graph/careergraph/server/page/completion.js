// What the editor offers while people type: words of SPARQL, variables in use, terms, things.
import { syntaxTree } from "./codemirror.js";
import * as api from "./api.js";
import { nearest } from "./matching.js";
import { prefixes, terms, written } from "./vocabulary.js";

const words = (text) => text.trim().split(/\s+/);
const KEYWORDS = [
  ..."SELECT DISTINCT REDUCED WHERE OPTIONAL FILTER UNION MINUS BIND VALUES HAVING LIMIT".split(" "),
  ..."OFFSET CONSTRUCT DESCRIBE ASK PREFIX BASE GRAPH UNDEF AS ASC DESC IN EXISTS".split(" "),
  "GROUP BY", "ORDER BY", "NOT EXISTS", "NOT IN", "FILTER NOT EXISTS", "FILTER EXISTS",
];
const FUNCTIONS = words(`COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND
  IRI BNODE RAND ABS CEIL FLOOR ROUND CONCAT SUBSTR STRLEN REPLACE UCASE LCASE ENCODE_FOR_URI CONTAINS
  STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS NOW UUID STRUUID MD5 SHA1
  SHA256 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX`);
const SECTIONS = {
  variables: { name: "Variables", rank: 0 },
  terms: { name: "Terms", rank: 1 },
  words: { name: "SPARQL", rank: 2 },
  things: { name: "Roles, skills and paths", rank: 3 },
};
const LEAST_LETTERS = 2;
const LEAST_THING = 3;
const MOST_WORDS = 5;

const VARIABLE = /[?$][\p{L}\p{N}_]*$/u;
const PREFIXED = /[A-Za-z][\w.-]*:[\w.%-]*$/;
const WORD = /[\p{L}][\p{L}\p{N}_-]*$/u;
const PHRASE = /(?<![\p{L}\p{N}_:?$<@-])[\p{L}][\p{L}\p{N}_-]*(?:[ ,]+[\p{L}\p{N}][\p{L}\p{N}_-]*)*$/u;

const isText = (context) => /string|comment/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name);

/** Offer what the page knows by itself. */
export function offerWords(context) {
  if (isText(context)) return null;
  return variables(context) ?? prefixed(context) ?? plainWords(context);
}

function variables(context) {
  const typed = context.matchBefore(VARIABLE);
  if (!typed) return null;
  const text = context.state.doc.toString();
  const around = text.slice(0, typed.from) + " " + text.slice(typed.to);
  const used = [...new Set(around.match(/[?$][\p{L}\p{N}_]+/gu) ?? [])].sort();
  const options = used.map((label) => ({ label, type: "variable", section: SECTIONS.variables }));
  return { from: typed.from, options, validFor: /^[?$][\p{L}\p{N}_]*$/u };
}

function prefixed(context) {
  const typed = context.matchBefore(PREFIXED);
  if (!typed) return null;
  const [prefix, local] = typed.text.split(":");
  const own = terms().filter((term) => term.curie.startsWith(`${prefix}:`));
  const found = nearest(local, own, (term) => [term.curie.split(":")[1], term.label ?? ""]);
  return { from: typed.from, options: found.map(termOption), filter: false };
}

function plainWords(context) {
  const typed = context.matchBefore(WORD);
  if (!typed ? !context.explicit : !context.explicit && typed.text.length < LEAST_LETTERS) return null;
  const text = typed?.text ?? "";
  const found = nearest(text, terms(), (term) => [term.curie.split(":")[1], term.label ?? ""], 12);
  const spaces = Object.keys(prefixes()).filter((prefix) => prefix.startsWith(text.toLowerCase()));
  const options = [
    ...found.map(termOption),
    ...nearest(text, KEYWORDS, (word) => [word], 12).map((label) => ({ label, type: "keyword", section: SECTIONS.words })),
    ...nearest(text, FUNCTIONS, (word) => [word], 8).map((label) => ({
      label, type: "function", apply: `${label}(`, section: SECTIONS.words,
    })),
    ...spaces.map((prefix) => ({
      label: `${prefix}:`, detail: prefixes()[prefix], type: "namespace", section: SECTIONS.words,
    })),
  ];
  return { from: typed?.from ?? context.pos, options, filter: false };
}

function termOption(term) {
  return {
    label: term.curie,
    detail: term.label,
    type: term.kind === "individual" ? "constant" : term.kind,
    info: described(term) || undefined,
    section: SECTIONS.terms,
  };
}

function described({ definition, domain, range }) {
  const of = domain ? `of ${written(domain)}` : "";
  const to = range ? `to ${written(range)}` : "";
  return [definition, [of, to].filter(Boolean).join(" ")].filter(Boolean).join(" — ");
}

/** Offer roles, skills and paths by their labels, which the server looks for. */
export async function offerThings(context) {
  if (isText(context) || context.matchBefore(VARIABLE)) return null;
  const typed = context.matchBefore(PREFIXED) ?? phrase(context);
  if (!typed) return null;
  const [prefix, local] = typed.text.includes(":") ? typed.text.split(":") : ["", typed.text];
  if (local.length < LEAST_THING) return null;
  const asking = new AbortController();
  context.addEventListener("abort", () => asking.abort(), { onDocChange: true });
  try {
    const found = await api.things(local, asking.signal);
    const options = found
      .filter(({ iri }) => iri.startsWith(prefixes()[prefix] ?? ""))
      .map(({ iri, kind, label }) => ({
        label, detail: kind, apply: written(iri), type: kind, info: iri, section: SECTIONS.things,
      }));
    return { from: typed.from, options, filter: false };
  } catch {
    return null;
  }
}

/** Return the words before the cursor that may be a label, words of SPARQL before them left out. */
function phrase(context) {
  const typed = context.matchBefore(PHRASE);
  if (!typed) return null;
  const parts = [...typed.text.matchAll(/[^ ,]+/g)];
  const reserved = new Set([...KEYWORDS.flatMap(words), "BY", "NOT"]);
  const last = parts.findLastIndex(([word]) => reserved.has(word.toUpperCase()) || word === "a");
  const label = parts.slice(Math.max(last + 1, parts.length - MOST_WORDS));
  if (!label.length) return null;
  return { from: typed.from + label[0].index, text: typed.text.slice(label[0].index) };
}
