// The interface speaks one language at a time. A term is its own English; the others are in data.
const RIGHT_TO_LEFT = new Set(["ar"]);
const LANGUAGES = ["en", ...Object.keys(data.words)];
// The first of the reader's languages that the interface speaks, else English.
function firstLanguageOf(tags) {
  return tags.map((tag) => tag.split("-")[0]).find((tag) => LANGUAGES.includes(tag)) || "en";
}

const isolate = (text) => `\u2068${text}\u2069`;

function t(term, values = {}) {
  const foreign = state.language !== "en";
  const text = (foreign && data.words[state.language][term]) || term;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return foreign && typeof value === "string" ? isolate(value) : String(value);
  });
}

const isKnown = (term) => state.language === "en" || term in data.words[state.language];

// What the template marks with data-t is translated: its text, or the attributes that are named.
const marks = [...document.querySelectorAll("[data-t]")].map((marked) => {
  const names = marked.dataset.t.split(" ").filter(Boolean);
  const terms = names.map((name) => [name, marked.getAttribute(name)]);
  return { marked, terms, text: names.length ? null : marked.textContent.trim() };
});

function showLanguage() {
  root.lang = state.language;
  root.dir = RIGHT_TO_LEFT.has(state.language) ? "rtl" : "ltr";
  for (const { marked, terms, text } of marks) {
    if (text !== null) {
      marked.textContent = t(text);
      marked.lang = isKnown(text) ? state.language : "en";
    }
    for (const [name, term] of terms) marked.setAttribute(name, t(term));
  }
  for (const edge of edges) edge.row.cells[COLUMN.kind].textContent = t(edge.kind);
  element("language").value = state.language;
}
