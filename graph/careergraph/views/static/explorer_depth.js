// What stands around what is chosen, one step away or two. A second step follows what the graph
// states, and nothing that the page computes: near roles are two steps away themselves.
const NOT_FOLLOWED = new Set(["near", "inherited", "most"]);
const FURTHER = { role: "Roles two steps away", skill: "Skills two steps away", group: "Groups two steps away" };
const NOTHING_FURTHER = { items: [], of: new Map() };
let scene = null;

function linksOf(concept) {
  const kind = kindOf(concept);
  const lists = SECTIONS_OF[kind](concept);
  return data.sections
    .filter((section) => section.of === kind && !NOT_FOLLOWED.has(section.key))
    .flatMap((section) => lists[section.key].map((other) => ({ section, other })));
}

// Things two steps away, each once with every relation that leads there, and by what they lie behind.
function furtherThan(sections) {
  const near = new Set([state.at, ...sections.flatMap(({ items }) => items.map(({ concept }) => concept))]);
  const found = new Map();
  const of = new Map();
  const followed = sections.filter(({ key }) => !NOT_FOLLOWED.has(key)).flatMap(({ items }) => items);
  for (const { concept } of followed) {
    if (of.has(concept)) continue;
    const links = linksOf(concept).filter(({ other }) => !near.has(other));
    for (const { section, other } of links) {
      if (!found.has(other)) found.set(other, { concept: other, section, through: concept, mark: markOf(other), relations: [] });
      found.get(other).relations.push(relationOf(section, concept, other));
    }
    of.set(concept, links.map(({ other }) => found.get(other)));
  }
  return { items: [...found.values()], of };
}

function noteFurther({ through, relations }) {
  const name = labelOf(through);
  const more = relations.length - 1;
  return more ? t("through {name} and {number} more", { name, number: written(more) }) : t("through {name}", { name });
}

function furtherSections(items) {
  const found = Object.entries(FURTHER).map(([kind, title]) => {
    const all = items.filter(({ concept }) => kindOf(concept) === kind);
    const shown = isFiltered() ? all.filter(passes) : all;
    return { key: `further-${kind}`, title: t(title), all: all.length, items: shown };
  });
  return found.filter((section) => section.items.length);
}

// Everything that picture, lists, legend and table show of the state.
function lookAround() {
  if (state.other !== null) {
    const compared = comparison(state.at, state.other);
    scene = { compared, sections: compared.sections.filter(({ items }) => items.length), unfiltered: [] };
    return;
  }
  const whole = sectionsOf(state.at);
  const sections = filtered(whole);
  const further = state.depth === 2 ? furtherThan(sections) : NOTHING_FURTHER;
  for (const item of further.items) item.note = noteFurther(item);
  const unfiltered = [...whole.flatMap(({ items }) => items), ...further.items];
  scene = { sections, further, furtherSections: furtherSections(further.items), unfiltered };
}

const listedNow = () => [...scene.sections, ...(scene.furtherSections || [])];

function depthSwitch() {
  const made = make("div", "", "switch");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", t("Steps around it"));
  for (const [depth, term] of [[1, "One step"], [2, "Two steps"]]) {
    const step = button(t(term), () => change({ depth }));
    step.id = `depth-${depth}`;
    step.setAttribute("aria-pressed", String(state.depth === depth));
    made.append(step);
  }
  return made;
}
