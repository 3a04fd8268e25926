// Reads answers: SPARQL results JSON, and N-Triples for graphs.

export const ACCEPT = "application/sparql-results+json, application/n-triples";
export const GRAPH_COLUMNS = ["subject", "predicate", "object"];

/** Return the columns and rows of an answer, or its yes or no, and why rows are missing. */
export function readAnswer(text, mediaType) {
  if (mediaType.startsWith("application/n-triples")) return readGraph(text);
  const { head, results, boolean, careergraph } = JSON.parse(text);
  if (boolean !== undefined) return { form: "ask", boolean, columns: [], rows: [] };
  const columns = head.vars;
  const rows = results.bindings.map((binding) => columns.map((name) => binding[name] ?? null));
  return { form: "rows", columns, rows, cut: careergraph?.cut };
}

function readGraph(text) {
  const rows = [];
  let cut;
  for (const line of text.split("\n")) {
    if (line.startsWith("# careergraph: cut: ")) cut = line.slice(20);
    else if (line && !line.startsWith("#")) rows.push(new Terms(line).triple());
  }
  return { form: "graph", columns: GRAPH_COLUMNS, rows, cut };
}

const SHAPES = {
  uri: /<([^>]*)>\s*/y,
  bnode: /_:(\S+)\s*/y,
  literal: /"((?:[^"\\]|\\.)*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--(?:ltr|rtl))?)|\^\^<([^>]*)>)?\s*/y,
};

/** The terms of a line of N-Triples, one after the other. */
class Terms {
  constructor(line) {
    this.line = line;
    this.at = 0;
  }

  triple() {
    return [this.next(), this.next(), this.next()];
  }

  next() {
    if (this.line.startsWith("<<(", this.at)) return this.nested();
    for (const [type, shape] of Object.entries(SHAPES)) {
      shape.lastIndex = this.at;
      const match = shape.exec(this.line);
      if (!match) continue;
      this.at = shape.lastIndex;
      const term = { type, value: unescaped(match[1]) };
      if (match[2]) term["xml:lang"] = match[2];
      if (match[3]) term.datatype = match[3];
      return term;
    }
    throw new Error(`This is no N-Triples: ${this.line}`);
  }

  nested() {
    this.at += 3;
    while (this.line[this.at] === " ") this.at += 1;
    const [subject, predicate, object] = this.triple();
    this.at = this.line.indexOf(")>>", this.at) + 3;
    while (this.line[this.at] === " ") this.at += 1;
    return { type: "triple", value: { subject, predicate, object } };
  }
}

const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text) {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, letter) =>
    letter ? (LETTERS[letter] ?? letter) : String.fromCodePoint(parseInt(short ?? long, 16)),
  );
}
