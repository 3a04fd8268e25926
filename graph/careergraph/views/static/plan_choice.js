// Choosing roles and skills by typing: each typed word begins a word of the label, or is the first
// letters of several in a row, as "ml" is of "Machine Learning".
const MOST_SUGGESTED = 10;
const plainly = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

class Choices {
  // `things` are { iri, label, detail }, in the order in which they are suggested.
  constructor(things) {
    this.things = things.map((thing) => {
      const words = plainly(thing.label).match(/[\p{L}\p{N}]+/gu) || [];
      return { ...thing, words, initials: words.map((word) => [...word][0]).join("") };
    });
  }

  find(typed) {
    const wanted = plainly(typed).match(/[\p{L}\p{N}]+/gu) || [];
    const ranked = [];
    for (const thing of this.things) {
      const begins = (part) => thing.words.some((word) => word.startsWith(part));
      const fits = (part) => begins(part) || (part.length > 1 && thing.initials.includes(part));
      if (!wanted.every(fits)) continue;
      ranked.push([wanted.length && thing.words[0].startsWith(wanted[0]) ? 0 : 1, thing]);
    }
    ranked.sort((one, other) => one[0] - other[0]);
    return ranked.slice(0, MOST_SUGGESTED).map(([, thing]) => thing);
  }
}

// A text field with suggestions. `take` hears the thing that was chosen, or null where the field was
// emptied; `rest` says what the field shows while nobody types.
class ChoiceField {
  constructor(id, choices, { take, rest = () => "" }) {
    this.input = element(id);
    this.box = element(`${id}-found`);
    Object.assign(this, { id, choices, take, rest, found: [], marked: -1 });
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.leave());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  suggest() {
    const typed = this.input.value.trim();
    this.found = typed ? this.choices.find(typed) : [];
    this.marked = this.found.length ? 0 : -1;
    this.show();
    if (!typed && this.rest()) this.take(null);
  }

  show() {
    this.box.replaceChildren(
      ...this.found.map((thing, index) => {
        const option = make("li", thing.label);
        option.id = `${this.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(index === this.marked));
        if (thing.detail) option.append(make("small", thing.detail));
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.choose(thing);
        });
        return option;
      }),
    );
    this.box.hidden = !this.found.length;
    this.input.setAttribute("aria-expanded", String(!this.box.hidden));
    if (this.marked >= 0) this.input.setAttribute("aria-activedescendant", `${this.id}-${this.marked}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(thing) {
    this.close();
    this.take(thing);
    this.input.value = this.rest();
  }

  close() {
    this.found = [];
    this.marked = -1;
    this.show();
  }

  leave() {
    this.close();
    this.input.value = this.rest();
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.found.length) this.found = this.choices.find("");
      this.marked = (this.marked + step + this.found.length) % this.found.length;
      this.show();
      this.box.children[this.marked].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && this.marked >= 0) {
      event.preventDefault();
      this.choose(this.found[this.marked]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.leave();
    }
  }
}
