// The complete lists: everything the picture draws, and what it leaves out, as text.
// On a phone the picture stands below the lists, so that these begin short.
const mostListed = () => (innerWidth < 1000 ? 8 : 100);
const LONG_TEXT = 300;
const KINDS = { role: "Role", skill: "Skill", group: "Group", home: "Whole graph" };

function link(concept, text) {
  return button(text || labelOf(concept), () => choose(concept), "link");
}

function listItem(section, { concept, note }) {
  const item = make("li");
  item.append(link(concept));
  if (note) item.append(make("small", note));
  if (section.key === "near") {
    const compare = button("Compare", () => choose(state.at, concept), "link compare");
    compare.setAttribute("aria-label", `Compare with ${labelOf(concept)}`);
    item.append(compare);
  }
  return item;
}

function listOf(section) {
  const part = make("section");
  const heading = make("h3", `${section.title} (${section.items.length.toLocaleString("en")})`);
  heading.id = `list-${section.key}`;
  const list = make("ul");
  list.setAttribute("aria-labelledby", heading.id);
  const most = mostListed();
  list.append(...section.items.slice(0, most).map((item) => listItem(section, item)));
  part.append(heading, list);
  if (section.items.length > most) {
    const rest = section.items.length - most;
    const more = button(`List ${rest.toLocaleString("en")} more`, () => {
      const added = section.items.slice(most).map((item) => listItem(section, item));
      list.append(...added);
      more.remove();
      added[0].firstChild.focus();
    });
    part.append(more);
  }
  return part;
}

function factsOf(concept) {
  const kind = kindOf(concept);
  const facts = [];
  if (kind === "role") {
    facts.push(["Level", make("span", atlas.levels[atlas.level[concept]])]);
    facts.push(["In", trail(atlas.path[concept])]);
    if (!atlas.known[concept]) facts.push(["Requirements", make("span", "unknown")]);
  }
  if (kind === "skill") facts.push(["Effort", make("span", atlas.efforts[concept - firstSkill] || "unknown")]);
  if (kind === "group" && atlas.broader[concept].length) facts.push(["In", trail(atlas.broader[concept][0])]);
  const list = make("dl");
  for (const [term, text] of facts) {
    const said = make("dd");
    said.append(text);
    list.append(make("dt", term), said);
  }
  return list;
}

// A group with those above it, the broadest first.
function trail(group) {
  const above = [];
  for (let one = group; one !== undefined && !above.includes(one); [one] = atlas.broader[one]) above.unshift(one);
  const said = make("div", "", "trail");
  said.append(...above.map((one) => link(one)));
  return said;
}

// Texts there was room for come when they are unpacked, if the concept is still chosen.
async function addTexts(concept, list) {
  const kind = kindOf(concept);
  if (kind !== "role" && kind !== "skill") return;
  const place = concept - (kind === "skill" ? firstSkill : 0);
  const [names, definitions, iris] = await Promise.all(
    [`${kind}-names`, `${kind}-definitions`, "iris"].map(extra),
  );
  const said = [
    ["Also called", names && names[place].join(", ")],
    ["Definition", definitions && definitions[place]],
    ["Address", iris && iris[concept]],
  ];
  for (const [term, text] of said) if (text) list.append(make("dt", term), textOf(text));
}

function textOf(text) {
  const said = make("dd");
  if (text.length <= LONG_TEXT) said.append(text);
  else {
    const whole = make("details");
    whole.append(make("summary", cut(text, 270, `15px ${FACE}`)), make("p", text));
    said.append(whole);
  }
  return said;
}

function showLists() {
  const panel = element("chosen");
  const home = state.at === HOME;
  panel.replaceChildren();
  element("welcome").hidden = !home;
  if (state.other !== null) showComparison(panel);
  else {
    const heading = make("h2", labelOf(state.at), "name");
    const list = factsOf(state.at);
    panel.append(heading, make("p", KINDS[kindOf(state.at)], "kind"), actions(), list);
    addTexts(state.at, list);
    panel.append(...sectionsOf(state.at).map(listOf));
  }
  panel.querySelector("h2").tabIndex = -1;
  element("details").scrollTop = 0;
}

function actions() {
  const said = make("p", "", "actions");
  if (kindOf(state.at) === "role" && state.other === null) {
    said.append(button("Compare with…", () => {
      state.comparing = state.at;
      say(`Choose the role to compare ${labelOf(state.at)} with: search, or walk to it.`);
      showComparing();
      element("search").focus();
    }));
  }
  said.append(button("Copy as table", copyTable));
  said.append(button("See the picture", () => element("canvas").focus(), "on-phone"));
  return said;
}

function showComparing() {
  const waiting = state.comparing !== null;
  element("comparing").hidden = !waiting;
  element("compared").textContent = waiting ? labelOf(state.comparing) : "";
}

function showComparison(panel) {
  const compared = comparison(state.at, state.other);
  const heading = make("h2", "", "name");
  heading.append(make("bdi", labelOf(state.at)), " and ", make("bdi", labelOf(state.other)));
  panel.append(heading, ...aboutComparison(compared).map((text) => make("p", text)), actions());
  const links = make("p");
  links.append(link(state.at), " · ", link(state.other));
  panel.append(links, ...compared.sections.filter((one) => one.items.length).map(listOf));
}

const cellOf = (text) => text.replace(/\s+/g, " ").replace(/^[=+\-@]/, "'$&");

function tableNow() {
  const sections = state.other === null ? sectionsOf(state.at) : comparison(state.at, state.other).sections;
  const rows = sections.flatMap((section) =>
    section.items.map(({ concept, note }) => [section.title, labelOf(concept), note]),
  );
  return [["List", "Name", "Note"], ...rows].map((row) => row.map(cellOf).join("\t")).join("\n");
}

async function copyTable() {
  const text = tableNow();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A file or a sandboxed frame may not write to the clipboard: the old way, which needs a field.
    const field = make("textarea");
    field.value = text;
    element("chosen").append(field);
    field.select();
    const copied = document.execCommand("copy");
    if (!copied) return say("Copying is not allowed here; the table is selected.");
    field.remove();
  }
  return say(`Copied ${count(text.split("\n").length - 1, "row")}.`);
}
