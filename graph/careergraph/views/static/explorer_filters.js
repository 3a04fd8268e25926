// The legend is the filter: an entry's box shows or hides what it stands for.
const IN_NO_GROUP = "none";
const tops = new Map();

// The broadest group that a thing is in, by its name in the address.
function groupOf(concept) {
  if (!tops.has(concept)) {
    const seen = new Set();
    let top = concept;
    let next = kindOf(concept) === "role" ? atlas.path[concept] : concept;
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      top = next;
      [next] = atlas.broader[next];
    }
    tops.set(concept, kindOf(top) === "group" ? top : HOME);
  }
  const top = tops.get(concept);
  return top === HOME ? IN_NO_GROUP : keys().names[top];
}

// What a filter compares, of an item; the values are those of the legend's boxes.
const FILTERS = {
  relation: { heading: "Relation", valuesOf: ({ relations }) => relations.map(({ relation }) => relation) },
  evidence: { heading: "Evidence", valuesOf: ({ relations }) => relations.map((one) => originOf(one).evidence || NOT_STATED) },
  certainty: { heading: "Certainty", valuesOf: ({ relations }) => relations.map((one) => certaintyOf(originOf(one))) },
  group: { heading: "Group", valuesOf: ({ concept }) => [groupOf(concept)] },
};
const MARKS = { requires: "dash solid", "has use for": "dash" };

const isFiltered = () => Object.values(state.hidden).some((values) => values.size);
const passes = (item) =>
  Object.entries(FILTERS).every(
    ([name, { valuesOf }]) => !state.hidden[name].size || valuesOf(item).some((value) => !state.hidden[name].has(value)),
  );

// The sections that the reader has not hidden, with how many the picture draws.
function filtered(sections) {
  return sections
    .map((section) => ({ ...section, all: section.items.length, items: isFiltered() ? section.items.filter(passes) : section.items }))
    .filter(({ items }) => items.length)
    .map((section) => ({ ...section, drawn: Math.min(section.most, section.items.length) }));
}

function setHidden(name, values) {
  change({ hidden: { ...state.hidden, [name]: new Set(values) } });
}

function setShown(name, value, on) {
  const values = [...state.hidden[name]].filter((other) => other !== value);
  setHidden(name, on ? values : [...values, value]);
}

// Only this; and all again where it is already alone.
function showOnly(name, value, values) {
  const others = values.filter((other) => other !== value);
  const alone = !state.hidden[name].has(value) && others.every((other) => state.hidden[name].has(other));
  setHidden(name, alone ? [] : others);
}

// How many items there are of each value, and of each value that is hidden none.
function valuesAround(items, name) {
  const counts = new Map([...state.hidden[name]].map((value) => [value, 0]));
  for (const item of items) {
    for (const value of new Set(FILTERS[name].valuesOf(item))) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return counts;
}

function textOfValue(name, value) {
  if (name !== "group") return termOf(value);
  const group = keys().concepts.get(value);
  return group === undefined ? t("in no group") : labelOf(group);
}

function entry(name, value, number, values) {
  const made = make("div", "", "entry");
  const label = make("label");
  const box = make("input");
  box.type = "checkbox";
  box.checked = !state.hidden[name].has(value);
  box.id = `filter ${name} ${value}`;
  box.addEventListener("change", () => setShown(name, value, box.checked));
  const text = textOfValue(name, value);
  label.append(box);
  if (MARKS[value] && name === "relation") label.append(make("span", "", MARKS[value]));
  label.append(make("bdi", text));
  const only = button("", () => showOnly(name, value, values), "only");
  only.id = `only ${name} ${value}`;
  only.append(make("span", t("only")), make("span", ` ${text}`, "unseen"));
  made.append(label, make("span", written(number), "count"), only);
  return made;
}

function fieldset(items, name) {
  const counts = valuesAround(items, name);
  const values = [...counts.keys()].sort((one, other) => placeOf(name, one) - placeOf(name, other));
  if (values.length < 2 && !state.hidden[name].size) return "";
  const made = make("fieldset");
  made.append(make("legend", t(FILTERS[name].heading)), ...values.map((value) => entry(name, value, counts.get(value), values)));
  return made;
}

function placeOf(name, value) {
  if (name === "relation") return data.sections.findIndex(({ relation }) => relation === value);
  return name === "group" ? keys().concepts.get(value) ?? Infinity : 0;
}

function showLegend(items) {
  // The start lists groups themselves: there is nothing to tell apart.
  const asked = state.other === null && (state.at !== HOME || isFiltered());
  const made = asked ? Object.keys(FILTERS).map((name) => fieldset(items, name)).filter(Boolean) : [];
  element("legend").hidden = !made.length;
  element("filters").replaceChildren(...made);
  element("reset").disabled = !isFiltered();
  const values = { number: written(items.filter(passes).length), all: written(items.length) };
  element("totals").textContent = made.length && isFiltered() ? t("{number} of {all} shown.", values) : "";
}

function startFilters() {
  element("legend").open = innerWidth >= 1000;
  element("reset").addEventListener("click", () => change({ hidden: noneHidden() }));
}
