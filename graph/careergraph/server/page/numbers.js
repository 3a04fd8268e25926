// Which terms are numbers, and the order of terms.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TYPES = new Set(
  ("integer decimal double float int long short byte nonNegativeInteger positiveInteger nonPositiveInteger " +
    "negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte").split(" ").map((name) => XSD + name),
);
export const STRING = `${XSD}string`;

const collator = new Intl.Collator("en", { numeric: true });

/** Return the number that a term is; NaN where it is none. */
export const numberOf = (term) =>
  term?.type === "literal" && TYPES.has(term.datatype) ? Number(term.value.replace("INF", "Infinity")) : NaN;

/** Return the places of rows in the order of one column: numbers, then text, unbound last. */
export function sortedPlaces(rows, column, direction, text) {
  const keys = rows.map((row) => {
    const term = row[column];
    const number = numberOf(term);
    return { number, text: Number.isNaN(number) ? text(term) : "", rank: !term ? 2 : Number.isNaN(number) ? 1 : 0 };
  });
  const compare = (a, b) => {
    const [one, other] = [keys[a], keys[b]];
    if (one.rank === 2 || other.rank === 2) return one.rank - other.rank;
    const order = one.rank - other.rank || (one.rank ? collator.compare(one.text, other.text) : one.number - other.number);
    return direction * order;
  };
  return rows.map((_, place) => place).sort((a, b) => compare(a, b) || a - b);
}
