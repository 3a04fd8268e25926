// An answer as a Markdown table.
import { textOf } from "./naming.js";
import { numberOf } from "./numbers.js";

export const MOST_ROWS = 1000;

export function toMarkdown({ columns, rows, form, boolean }, labelled) {
  if (form === "ask") return boolean ? "Yes" : "No";
  const part = rows.slice(0, MOST_ROWS);
  const numeric = columns.map((_, at) => part.some((row) => row[at]) && part.every((row) => !row[at] || !Number.isNaN(numberOf(row[at]))));
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const lines = [line(columns.map(escaped)), line(numeric.map((is) => (is ? "---:" : "---")))];
  for (const row of part) lines.push(line(row.map((term) => escaped(textOf(term, labelled)))));
  if (rows.length > part.length) lines.push("", `The first ${part.length} of ${rows.length} rows.`);
  return `${lines.join("\n")}\n`;
}

const escaped = (text) => text.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\s*\n\s*/g, " ");
