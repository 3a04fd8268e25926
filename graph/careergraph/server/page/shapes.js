// Which charts an answer has the shape for, and what they show.
import { numberOf } from "./numbers.js";

export const MOST_BARS = 40;

/** Return the columns of numbers and the other columns, those with labels first. */
export function shapeOf({ columns, rows }) {
  const places = columns.map((_, place) => place);
  const isNumeric = (place) => {
    const bound = rows.filter((row) => row[place]);
    return bound.length > 0 && bound.every((row) => Number.isFinite(numberOf(row[place])));
  };
  const numbers = places.filter(isNumeric).map((place) => columns[place]);
  const rest = columns.filter((name) => !numbers.includes(name));
  const labels = rest.filter((name) => name.endsWith("_label") || name === "label");
  return { numbers, categories: [...labels, ...rest.filter((name) => !labels.includes(name))] };
}

/** Return the settings of a chart, those asked for where they fit; nothing where no chart does. */
export function settle(asked, { numbers, categories }) {
  if (!numbers.length) return null;
  const value = numbers.includes(asked.value) ? asked.value : numbers[0];
  const category = categories.includes(asked.category) ? asked.category : categories[0];
  const kind = asked.kind === "histogram" || !category ? "histogram" : "bar";
  return kind === "bar" ? { kind, value, category } : { kind, value };
}

/** Return the bars of a chart in the order of the rows. */
export function barsOf({ columns, rows }, { value, category }, name) {
  const [at, by] = [columns.indexOf(value), columns.indexOf(category)];
  return rows
    .filter((row) => row[at])
    .slice(0, MOST_BARS)
    .map((row) => ({ name: name(row[by]) || "unbound", value: numberOf(row[at]) }));
}

/** Return the bins of a histogram: as many as Sturges' rule says, of equal and round width. */
export function binsOf({ columns, rows }, { value }) {
  const at = columns.indexOf(value);
  const values = rows.map((row) => numberOf(row[at])).filter(Number.isFinite);
  const [least, most] = values.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
  const width = roundStep((most - least) / Math.ceil(Math.log2(values.length) + 1) || 1);
  const first = Math.floor(least / width);
  const bins = [];
  for (let n = first; n <= Math.floor(most / width); n += 1) {
    bins.push({ from: tidy(n * width), to: tidy((n + 1) * width), count: 0 });
  }
  for (const one of values) bins[Math.min(Math.floor(one / width) - first, bins.length - 1)].count += 1;
  values.sort((one, other) => one - other);
  return { bins, least, most, median: values[Math.floor(values.length / 2)], count: values.length };
}

/** Return the least of 1, 2 or 5 times a power of ten that is not below a width. */
export function roundStep(width) {
  const power = 10 ** Math.floor(Math.log10(width));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= width * (1 - 1e-9));
}

const tidy = (number) => Number(number.toPrecision(12));
