// Words of a phrase are looked up among the distinct words of all labels, exactly, as beginnings,
// and with a typing mistake; then the labels that have every word are ranked.
const MOST_FOUND = 12;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}+#]+/u).filter(Boolean);
const EXACT = 0;
const BEGINS = 1;
const MISTAKEN = 4;
const OTHER_NAME = 1;

class Index {
  constructor() {
    this.words = new Map();
    this.vocabulary = [];
    this.postings = [];
    this.names = [];
    this.found = new Map();
  }

  add(concept, text, other) {
    const entry = this.names.length;
    const words = new Set(wordsOf(text));
    this.names.push({ concept, text, size: words.size, other });
    for (const word of words) {
      let place = this.words.get(word);
      if (place === undefined) {
        place = this.vocabulary.length;
        this.words.set(word, place);
        this.vocabulary.push(word);
        this.postings.push([]);
      }
      this.postings[place].push(entry);
    }
    this.found.clear();
  }

  // The places of the words that a typed word may mean, with what each costs. Mistakes are looked
  // for where no word begins so, or where the phrase as typed finds nothing.
  meant(word, forgiving) {
    const key = `${forgiving}${word}`;
    if (!this.found.has(key)) {
      const places = [];
      this.vocabulary.forEach((known, place) => {
        if (known.startsWith(word)) places.push([place, known === word ? EXACT : BEGINS]);
      });
      if (forgiving || !places.length) this.addMistaken(word, places);
      this.found.set(key, places);
    }
    return this.found.get(key);
  }

  addMistaken(word, places) {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (!most) return;
    this.vocabulary.forEach((known, place) => {
      if (known.length < word.length - most || known.startsWith(word)) return;
      const away = mistakes(word, known, most);
      if (away <= most) places.push([place, MISTAKEN * away]);
    });
  }

  search(phrase) {
    const words = wordsOf(phrase);
    if (!words.length) return [];
    const costs = this.costs(words, false);
    return this.best(costs.size ? costs : this.costs(words, true), words.length);
  }

  // What each label that has every word costs.
  costs(words, forgiving) {
    let costs = null;
    for (const word of words) {
      const now = new Map();
      for (const [place, cost] of this.meant(word, forgiving)) {
        for (const entry of this.postings[place]) {
          const before = costs ? costs.get(entry) : 0;
          if (before === undefined) continue;
          const whole = before + cost;
          if (!(now.get(entry) <= whole)) now.set(entry, whole);
        }
      }
      costs = now;
    }
    return costs;
  }

  best(costs, asked) {
    const ranked = [];
    for (const [entry, cost] of costs) {
      const { size, other } = this.names[entry];
      ranked.push([cost + 0.3 * (size - asked) + (other ? OTHER_NAME : 0), entry]);
    }
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const found = new Map();
    for (const [, entry] of ranked) {
      const { concept, text, other } = this.names[entry];
      if (!found.has(concept)) found.set(concept, other ? text : "");
      if (found.size === MOST_FOUND) break;
    }
    return [...found].map(([concept, name]) => ({ concept, name }));
  }
}

// How many letters differ, at least, from a beginning of a known word: left out, put in, changed
// or swapped with the next. More than `most` is not told apart.
function mistakes(word, known, most) {
  const end = Math.min(known.length, word.length + most);
  let before = null;
  let last = Array.from({ length: word.length + 1 }, (_, j) => j);
  let least = word.length;
  for (let i = 1; i <= end; i += 1) {
    const next = [i];
    let low = i;
    for (let j = 1; j <= word.length; j += 1) {
      let cost = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (known[i - 1] !== word[j - 1]));
      if (before && j > 1 && known[i - 1] === word[j - 2] && known[i - 2] === word[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      next.push(cost);
      if (cost < low) low = cost;
    }
    if (next[word.length] < least) least = next[word.length];
    if (low > most) break;
    [before, last] = [last, next];
  }
  return least;
}

let index = null;
function buildIndex() {
  if (index) return;
  index = new Index();
  atlas.labels.forEach((label, concept) => index.add(concept, label, false));
  for (const [key, first] of [["role-names", 0], ["skill-names", firstSkill]]) {
    extra(key).then((names) => {
      (names || []).forEach((others, place) => {
        for (const text of others) index.add(first + place, text, true);
      });
    });
  }
}

let foundNow = [];
let marked = -1;

function showFound() {
  const box = element("found");
  box.replaceChildren();
  foundNow.forEach(({ concept, name }, place) => {
    const option = make("li", labelOf(concept));
    option.id = `found-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(place === marked));
    const kind = kindOf(concept);
    option.append(make("small", joined([name && t("also called {name}", { name }), t(kind), noteOf(concept)])));
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => take(place));
    box.append(option);
  });
  const open = foundNow.length > 0;
  box.hidden = !open;
  const input = element("search");
  input.setAttribute("aria-expanded", String(open));
  if (marked >= 0) {
    input.setAttribute("aria-activedescendant", `found-${marked}`);
    box.children[marked].scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function closeFound() {
  foundNow = [];
  marked = -1;
  showFound();
}

function take(place) {
  const { concept } = foundNow[place];
  element("search").value = "";
  closeFound();
  choose(concept);
}

function startSearch() {
  const input = element("search");
  input.addEventListener("focus", buildIndex);
  input.addEventListener("input", () => {
    buildIndex();
    foundNow = index.search(input.value);
    marked = foundNow.length ? 0 : -1;
    showFound();
    if (input.value.trim()) say(foundNow.length ? counted(foundNow.length, "{number} name found", "{number} names found") : t("Nothing is called so."));
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && foundNow.length) {
      marked = (marked + step + foundNow.length) % foundNow.length;
      showFound();
    } else if (event.key === "Enter" && marked >= 0) take(marked);
    else if (event.key === "Escape") closeFound();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", closeFound);
}
