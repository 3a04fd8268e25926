// Find names by phrase, typing mistakes forgiven. The same names and phrase give the same order.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}+#]+/u).filter(Boolean);

// How many mistakes a word of this length may have.
const forgiven = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

// The least number of mistakes (a letter added, left out, replaced, or two swapped) that make the
// typed word the beginning of the other: Damerau-Levenshtein distance in its restricted form,
// against the best prefix. Infinity where it is more than `most`.
function mistakes(typed, word, most) {
  if (word.startsWith(typed)) return 0;
  if (!most) return Infinity;
  const reach = word.slice(0, typed.length + most);
  let before = [];
  let row = Array.from({ length: reach.length + 1 }, (_, column) => column);
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= reach.length; j += 1) {
      const same = typed[i - 1] === reach[j - 1];
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && typed[i - 1] === reach[j - 2] && typed[i - 2] === reach[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return Infinity;
    [before, row] = [row, next];
  }
  const least = Math.min(...row);
  return least <= most ? least : Infinity;
}

function makeName(text) {
  return { text, whole: wordsOf(text).join(" "), words: wordsOf(text) };
}

// The rank of a name, smaller is better: the very name, a name that begins so, one in which every
// typed word begins a word, one in which it does so with mistakes. Null where none of these.
function rankName(name, phrase, typed) {
  if (name.whole === phrase) return [0, 0];
  if (name.whole.startsWith(phrase)) return [1, 0];
  let sum = 0;
  for (const word of typed) {
    const most = forgiven(word);
    let least = Infinity;
    for (const other of name.words) least = Math.min(least, mistakes(word, other, most));
    if (least === Infinity) return null;
    sum += least;
  }
  return sum ? [3, sum] : [2, 0];
}

// The best of what is named, in order of rank, own names before other names, then as listed.
// `listed` is an array of {item, names}, whose first name is the item's own.
function findNames(listed, text, most) {
  const typed = wordsOf(text);
  if (!typed.length) return [];
  const phrase = typed.join(" ");
  const found = [];
  listed.forEach(({ item, names }, place) => {
    let best = null;
    names.forEach((name, index) => {
      const rank = rankName(name, phrase, typed);
      if (!rank) return;
      const key = [...rank, index ? 1 : 0, place];
      if (!best || isBefore(key, best.key)) best = { key, item, name: name.text, other: index > 0 };
    });
    if (best) found.push(best);
  });
  found.sort((one, two) => (isBefore(one.key, two.key) ? -1 : 1));
  return found.slice(0, most);
}

function isBefore(one, two) {
  const at = one.findIndex((value, index) => value !== two[index]);
  return at >= 0 && one[at] < two[at];
}
