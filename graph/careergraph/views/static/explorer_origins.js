// Where a relation comes from: what its statement says, or that the page computed it.
const NOT_STATED = "not stated";
const COMPUTED = { evidence: "computed in this page", texts: [], doubt: "" };
const header = new Map(atlas.about);
const WITHOUT_STATEMENT = { evidence: "", texts: [header.get("Source")].filter(Boolean), doubt: "" };
const ORIGINS = atlas.origins.map(([evidence, source, by, doubt]) => ({ evidence, texts: [source, by].filter(Boolean), doubt }));

// The kinds of statements in their order, by relation: rows, and the concept of the first row.
const STATED = new Map([
  ["requires", [atlas.essential, 0]],
  ["has use for", [atlas.optional, 0]],
  ["leads to", [atlas.later, 0]],
  ["transfers to", [atlas.transfers, firstSkill]],
]);
const COMPUTED_HERE = new Set(["shares skills with", "requires through", "has"]);

// How many statements come before those of a row.
const statementsOf = new Map();
let statementsBefore = 0;
for (const [relation, [rows]] of STATED) {
  statementsOf.set(relation, rows.map((row) => {
    const first = statementsBefore;
    statementsBefore += row.length;
    return first;
  }));
}

function statementOf(relation, from, to) {
  const [rows, base] = STATED.get(relation) || [[], 0];
  // A taxonomy's relations between skills, which have words in common with those of roles, have none.
  if (!rows[from - base]) return null;
  return statementsOf.get(relation)[from - base] + rows[from - base].indexOf(to);
}

function originOf({ relation, statement }) {
  if (statement !== null) return ORIGINS[atlas.stated[statement]];
  return COMPUTED_HERE.has(relation) ? COMPUTED : WITHOUT_STATEMENT;
}

function relationOf(section, concept, other) {
  const [from, to] = section.inward ? [other, concept] : [concept, other];
  return statedRelation(section.relation, from, to);
}

function statedRelation(relation, from, to) {
  return { relation, from, to, statement: statementOf(relation, from, to) };
}

// What the graph says is translated where it is a term of the interface.
const termOf = (text) => (state.language !== "en" && data.words[state.language][text]) || text;

function originText({ evidence, texts }) {
  if (evidence) return joined([termOf(evidence), ...texts]);
  return texts.length ? t("without a statement of its own, in {source}", { source: joined(texts) }) : t("no source stated");
}

const certaintyOf = ({ doubt }) => (doubt ? "doubtful" : "no doubt stated");
const doubtText = ({ doubt }) => (doubt ? t("Doubtful: {doubt}", { doubt }) : "");
