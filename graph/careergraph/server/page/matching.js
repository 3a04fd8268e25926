// How well a text names something, typing mistakes allowed for.

/** Return those of `things` that a text names, best first; `names` gives what each is called. */
export function nearest(text, things, names, most = 30) {
  const wanted = plain(text);
  return things
    .map((thing, place) => ({ thing, place, score: Math.max(...names(thing).map((n) => closeness(wanted, plain(n)))) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.place - other.place)
    .slice(0, most)
    .map(({ thing }) => thing);
}

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s_-]+/g, " ").trim();

function closeness(wanted, name) {
  if (!wanted || name === wanted) return 6;
  if (name.startsWith(wanted)) return 5;
  if (name.includes(` ${wanted}`)) return 4;
  if (wanted.length > 2 && name.includes(wanted)) return 3;
  const slips = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
  if (!slips) return 0;
  const words = [name, ...name.split(" ")];
  return words.some((word) => distance(wanted, word.slice(0, wanted.length + slips)) <= slips) ? 2 : 0;
}

/** Return the least edits that make one text begin the other: letters changed, left out, swapped. */
function distance(wanted, name) {
  let before = [];
  let last = Array.from({ length: name.length + 1 }, (_, at) => at);
  for (let i = 1; i <= wanted.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= name.length; j += 1) {
      const changed = wanted[i - 1] === name[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + changed);
      const swapped = i > 1 && j > 1 && wanted[i - 1] === name[j - 2] && wanted[i - 2] === name[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return Math.min(...last);
}
