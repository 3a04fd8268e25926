// Charts of an answer, drawn as SVG, with the same said in words and as a table.
import { element, svg } from "./dom.js";
import { loadLabels, textOf } from "./naming.js";
import { barsOf, binsOf, MOST_BARS, roundStep, settle, shapeOf } from "./shapes.js";

const ROW = 26;
const LETTER = 7.2;
const FOOT = 28;
const PADDING = 30; // of the figure and its border, on both sides
const WIDEST = 1100;
const shown = (number) => number.toLocaleString("en", { maximumFractionDigits: 6 });

export class Chart {
  constructor(panel, changed) {
    this.panel = panel;
    this.changed = changed;
    this.asked = {};
    this.labelled = true;
    new ResizeObserver(() => this.redraw()).observe(panel);
  }

  /** Show a chart of an answer, with the settings asked for as far as they fit. */
  async show(answer, asked = this.asked) {
    this.answer = answer;
    this.asked = asked;
    this.shape = shapeOf(answer);
    this.settings = answer.form === "rows" ? settle(asked, this.shape) : null;
    this.figure = null;
    if (!this.settings) {
      const why = "No chart fits: it needs a column of numbers, such as a count.";
      this.panel.replaceChildren(element("p", { class: "verdict" }, why));
      return;
    }
    this.figure = element("figure");
    this.panel.replaceChildren(this.controls(), this.figure);
    if (this.settings.kind === "bar" && this.labelled) {
      const by = answer.columns.indexOf(this.settings.category);
      await loadLabels(answer.rows.slice(0, MOST_BARS).map((row) => row[by])).catch(() => {});
    }
    this.width = 0;
    this.redraw();
  }

  controls() {
    const { numbers, categories } = this.shape;
    const { kind, value, category } = this.settings;
    const kinds = categories.length ? ["bar", "histogram"] : ["histogram"];
    return element(
      "div", { class: "bar" },
      this.choice("kind", "Chart", kinds, kind),
      this.choice("value", kind === "bar" ? "Length" : "Values", numbers, value),
      kind === "bar" ? this.choice("category", "Bars", categories, category) : null,
    );
  }

  choice(name, label, options, chosen) {
    const choose = async ({ target }) => {
      await this.show(this.answer, { ...this.settings, [name]: target.value });
      this.changed(this.settings);
      this.panel.querySelector(`[name=${name}]`).focus();
    };
    const made = options.map((text) => element("option", { value: text, selected: text === chosen }, text));
    return element("label", {}, `${label} `, element("select", { name, change: choose }, ...made));
  }

  redraw() {
    const width = this.panel.clientWidth;
    if (!this.figure || !width || width === this.width) return;
    this.width = width;
    const draw = this.settings.kind === "bar" ? this.bars : this.histogram;
    this.figure.replaceChildren(...draw.call(this, Math.min(width - PADDING, WIDEST)));
  }

  bars(width) {
    const bars = barsOf(this.answer, this.settings, (term) => textOf(term, this.labelled));
    const { value, category } = this.settings;
    const low = Math.min(0, ...bars.map((bar) => bar.value));
    const high = Math.max(0, ...bars.map((bar) => bar.value));
    const longest = Math.max(...bars.map((bar) => bar.name.length)) * LETTER;
    const left = Math.min(longest, width * 0.4) + 8;
    const letters = Math.floor((left - 8) / LETTER);
    const room = width - left - Math.max(...bars.map((bar) => shown(bar.value).length)) * LETTER - 16;
    const scale = room / (high - low || 1);
    const drawn = bars.map((bar, place) => {
      const from = left + (Math.min(bar.value, 0) - low) * scale;
      const long = Math.abs(bar.value) * scale;
      const middle = place * ROW + ROW / 2;
      return svg(
        "g", {},
        svg("title", {}, `${bar.name}: ${shown(bar.value)}`),
        svg("text", { x: left - 8, y: middle, class: "name" }, cut(bar.name, letters)),
        svg("rect", { x: from, y: place * ROW + 4, width: Math.max(long, 1), height: ROW - 8, rx: 3 }),
        svg("text", { x: from + long + 6, y: middle }, shown(bar.value)),
      );
    });
    const of = this.answer.rows.length > bars.length ? `The first ${bars.length} of ${shown(this.answer.rows.length)} rows. ` : "";
    const values = bars.map((bar) => bar.value);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const highest = bars.filter((bar) => bar.value === most);
    const whose = highest.length === 1 ? `, most for ${highest[0].name}` : "";
    const ends = least === most ? `all are ${shown(most)}` : `from ${shown(least)} to ${shown(most)}${whose}`;
    const said = `${of}${value} by ${category}: ${ends}.`;
    const rows = bars.map((bar) => [bar.name, shown(bar.value)]);
    return [picture(width, bars.length * ROW, said, drawn), ...inWords(said, [category, value], rows)];
  }

  histogram(width) {
    const { bins, least, most, median, count } = binsOf(this.answer, this.settings);
    const height = Math.min(320, width * 0.6);
    const highest = Math.max(...bins.map((bin) => bin.count));
    const left = shown(highest).length * LETTER + 14;
    const each = (width - left - 10) / bins.length;
    const scale = (height - FOOT - 14) / highest;
    const every = Math.ceil((Math.max(...bins.map((bin) => shown(bin.from).length)) * LETTER + 14) / each);
    const lines = [];
    for (let at = 0, step = Math.max(1, roundStep(highest / 4)); at <= highest; at += step) {
      const y = height - FOOT - at * scale;
      lines.push(svg("line", { x1: left, x2: width, y1: y, y2: y }), svg("text", { x: left - 6, y, class: "name" }, shown(at)));
    }
    const drawn = bins.map((bin, place) => {
      const x = left + place * each;
      const high = bin.count * scale;
      const label = place % every ? null : svg("text", { x, y: height - FOOT / 2, class: "edge" }, shown(bin.from));
      return svg(
        "g", {},
        svg("title", {}, `${shown(bin.from)} to below ${shown(bin.to)}: ${shown(bin.count)}`),
        svg("rect", { x: x + 1, y: height - FOOT - high, width: Math.max(each - 2, 1), height: high, rx: 2 }),
        label,
      );
    });
    const { value } = this.settings;
    const said = `${shown(count)} values of ${value}: from ${shown(least)} to ${shown(most)}, the median is ${shown(median)}.`;
    const rows = bins.map((bin) => [`${shown(bin.from)} to below ${shown(bin.to)}`, shown(bin.count)]);
    return [picture(width, height, said, [...lines, ...drawn]), ...inWords(said, [value, "rows"], rows)];
  }
}

function picture(width, height, said, drawn) {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return svg("svg", { ...size, class: "chart", role: "img", "aria-label": said }, ...drawn);
}

function inWords(said, heads, rows) {
  const line = (tag, cells) => element("tr", {}, ...cells.map((text) => element(tag, tag === "th" ? { scope: "col" } : {}, text)));
  const table = element(
    "table", {},
    element("thead", {}, line("th", heads)),
    element("tbody", {}, ...rows.map((row) => line("td", row))),
  );
  const region = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "The chart as a table" }, table);
  return [element("figcaption", {}, said), element("details", {}, element("summary", {}, "The chart as a table"), region)];
}

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, Math.max(letters - 1, 1))}…` : text);
