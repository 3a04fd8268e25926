// The rows of an answer as a table: a page of them at a time, sorted by any column.
import { element } from "./dom.js";
import { isNamed, loadLabels, textOf } from "./naming.js";
import { numberOf, sortedPlaces, STRING } from "./numbers.js";
import { curie } from "./vocabulary.js";

const PAGE = 100;
const MOST_LABELS = 4000;
const MOST_TEXT = 2000;
const LINKED = /^https?:\/\//i;
const count = (number) => number.toLocaleString("en");

export class Table {
  constructor(panel, say) {
    this.panel = panel;
    this.say = say;
    this.labelled = true;
  }

  /** Show an answer from its first row. */
  async show(answer) {
    this.answer = answer;
    this.places = null;
    this.sorted = { column: -1, direction: 0 };
    this.page = 0;
    await this.draw();
  }

  async setLabelled(labelled) {
    this.labelled = labelled;
    if (this.answer) await this.draw();
  }

  get shown() {
    const { rows } = this.answer;
    const from = this.page * PAGE;
    if (!this.places) return rows.slice(from, from + PAGE);
    return this.places.slice(from, from + PAGE).map((place) => rows[place]);
  }

  async draw() {
    const { answer, page } = this;
    if (answer.form === "ask") {
      const text = answer.boolean ? "Yes: the graph has this." : "No: the graph does not have this.";
      this.panel.replaceChildren(element("p", { class: "verdict" }, text));
      return;
    }
    if (!answer.rows.length) {
      this.panel.replaceChildren(element("p", { class: "verdict" }, "Nothing in the graph fits the query."));
      return;
    }
    this.render();
    if (!this.labelled) return;
    try {
      await loadLabels(this.shown.flat());
    } catch {
      this.say("The labels of IRIs could not be loaded; CURIEs stand for them.");
    }
    if (this.answer === answer && this.page === page) this.render();
  }

  render() {
    const { columns, rows } = this.answer;
    const focused = this.panel.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const heads = columns.map((name, place) => this.head(name, place));
    const body = this.shown.map((row, place) => this.row(row, this.page * PAGE + place));
    const table = element(
      "table", { "aria-rowcount": rows.length + 1 },
      element("caption", { class: "unseen" }, `${count(rows.length)} rows`),
      element("thead", {}, element("tr", {}, element("th", { scope: "col", class: "number" }, "#"), ...heads)),
      element("tbody", {}, ...body),
    );
    const region = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rows of the answer" }, table);
    this.panel.replaceChildren(region, this.pager());
    if (focused) this.panel.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  head(name, place) {
    const { column, direction } = this.sorted;
    const here = column === place ? direction : 0;
    const sort = { 0: "none", 1: "ascending", "-1": "descending" }[here];
    const arrow = { 0: "", 1: " ↑", "-1": " ↓" }[here];
    const sortBy = () => this.sort(place);
    const button = element(
      "button", { type: "button", "data-key": `sort-${place}`, title: `Sort by ${name}`, click: sortBy },
      name, element("span", { "aria-hidden": "true" }, arrow),
    );
    const term = this.answer.rows.find((row) => row[place])?.[place];
    const numeric = !Number.isNaN(numberOf(term));
    return element("th", { scope: "col", "aria-sort": sort, class: numeric ? "number" : false }, button);
  }

  async sort(column) {
    const before = this.sorted.column === column ? this.sorted.direction : 0;
    const direction = { 0: 1, 1: -1, "-1": 0 }[before];
    const { rows, columns } = this.answer;
    let labelled = this.labelled;
    if (direction && labelled) {
      const terms = rows.map((row) => row[column]);
      labelled = new Set(terms.map((term) => term?.value)).size <= MOST_LABELS;
      if (labelled) await loadLabels(terms).catch(() => {});
    }
    this.sorted = { column, direction };
    this.places = direction ? sortedPlaces(rows, column, direction, (term) => textOf(term, labelled)) : null;
    this.page = 0;
    const by = labelled === this.labelled ? "" : ", by IRI since there are too many labels";
    this.say(direction ? `Sorted by ${columns[column]}, ${direction > 0 ? "ascending" : "descending"}${by}.` : "In the order of the answer.");
    await this.draw();
  }

  row(row, place) {
    const cells = row.map((term) => this.cell(term));
    return element("tr", { "aria-rowindex": place + 2 }, element("td", { class: "number" }, count(place + 1)), ...cells);
  }

  cell(term) {
    if (!term) return element("td", {}, element("span", { class: "unbound" }, "unbound"));
    if (term.type === "uri") return element("td", {}, ...this.iri(term));
    const text = textOf(term, this.labelled);
    const shown = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
    return element("td", { class: Number.isNaN(numberOf(term)) ? false : "number" }, shown, kind(term));
  }

  iri(term) {
    const short = curie(term.value) || term.value;
    const text = textOf(term, this.labelled);
    const about = `about?${new URLSearchParams({ iri: term.value })}`;
    const name = LINKED.test(term.value) ? element("a", { href: about, title: term.value }, text) : element("span", {}, text);
    const named = this.labelled && isNamed(term);
    return [name, named ? element("small", {}, ` ${short}`) : null];
  }

  pager() {
    const { rows } = this.answer;
    const last = Math.ceil(rows.length / PAGE) - 1;
    if (last === 0) return "";
    const to = (text, page, possible) => {
      const go = () => this.turn(page);
      return element("button", { type: "button", "data-key": text, disabled: !possible, click: go }, text);
    };
    const from = this.page * PAGE;
    const said = `Rows ${count(from + 1)} to ${count(Math.min(from + PAGE, rows.length))} of ${count(rows.length)}`;
    return element(
      "nav", { class: "pager", "aria-label": "Pages of the answer" },
      to("First", 0, this.page > 0), to("Previous", this.page - 1, this.page > 0),
      element("span", {}, said),
      to("Next", this.page + 1, this.page < last), to("Last", last, this.page < last),
    );
  }

  async turn(page) {
    this.page = page;
    await this.draw();
    this.say(this.panel.querySelector(".pager span").textContent);
  }
}

function kind(term) {
  if (term["xml:lang"]) return element("small", {}, ` @${term["xml:lang"]}`);
  if (!term.datatype || term.datatype === STRING || !Number.isNaN(numberOf(term))) return null;
  return element("small", {}, ` ${curie(term.datatype) || term.datatype}`);
}
