// What is wrong with a query, or looks so: said in words, and marked in the editor.
import { byId, element } from "./dom.js";

const PLACE = /\bline (\d+), column (\d+): /i;

/** Return a message with its place in the query, if it names one. */
export function markOf(message, severity) {
  const place = PLACE.exec(message);
  const [text] = message.slice(place ? place.index + place[0].length : 0).split("\n");
  return { line: Number(place?.[1] ?? 0), column: Number(place?.[2] ?? 0), message: text, severity };
}

/** Show what a request failed with, and a way to the place. */
export function showProblem(editor, message) {
  const mark = markOf(message, "error");
  const go = () => editor.goTo(mark);
  const link = mark.line
    ? element("button", { type: "button", click: go }, `Go to line ${mark.line}, column ${mark.column}`)
    : null;
  const text = element("pre", {}, message);
  byId("problem").replaceChildren(...[text, link].filter(Boolean));
  byId("problem").hidden = false;
  editor.mark(mark.line ? [mark] : []);
}

export function clearProblem() {
  byId("problem").hidden = true;
  byId("problem").replaceChildren();
}

/** Show what looks like a mistake in a query that runs. */
export function showWarnings(warnings) {
  const items = warnings.map((text) => element("li", {}, text));
  byId("warnings").replaceChildren(element("ul", { "aria-label": "Warnings" }, ...items));
  byId("warnings").hidden = !warnings.length;
}
