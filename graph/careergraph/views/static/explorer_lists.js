// The complete lists: everything the picture draws, and what it leaves out, as text.
// On a phone the picture stands below the lists, so that these begin short.
const mostListed = () => (innerWidth < 1000 ? 8 : 100);
const LONG_TEXT = 300;
const KINDS = { role: "Role", skill: "Skill", group: "Group", home: "Whole graph" };

function link(concept, text) {
  const made = button(text || labelOf(concept), () => choose(concept), "link");
  made.dir = "auto";
  return made;
}

// Where all of a list comes from stands once above it; see listOf.
function listItem(section, { concept, note, relations }, oneOrigin) {
  const item = make("li");
  item.append(link(concept));
  if (note) item.append(make("small", note));
  for (const origin of oneOrigin ? [] : originsOf(relations)) item.append(make("small", originText(origin), "origin"));
  for (const doubt of originsOf(relations).map(doubtText).filter(Boolean)) item.append(make("small", doubt, "origin"));
  if (section.key === "near") {
    const compare = button(t("Compare"), () => choose(state.at, concept), "link compare");
    compare.setAttribute("aria-label", t("Compare with {name}", { name: labelOf(concept) }));
    item.append(compare);
  }
  return item;
}

const originsOf = (relations) => [...new Set(relations.map(originOf))];

function listOf(section) {
  const part = make("section");
  const heading = make("h3", titleOf(section));
  heading.id = `list-${section.key}`;
  const list = make("ul");
  list.setAttribute("aria-labelledby", heading.id);
  const most = mostListed();
  const origins = new Set(originsOf(section.items.flatMap(({ relations }) => relations)).map(originText));
  const oneOrigin = origins.size === 1;
  list.append(...section.items.slice(0, most).map((item) => listItem(section, item, oneOrigin)));
  part.append(heading);
  if (oneOrigin) part.append(make("p", [...origins][0], "origin"));
  part.append(list);
  if (section.items.length > most) {
    const rest = section.items.length - most;
    const more = button(t("List {number} more", { number: written(rest) }), () => {
      const added = section.items.slice(most).map((item) => listItem(section, item, oneOrigin));
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
    if (!atlas.known[concept]) facts.push(["Requirements", make("span", t("unknown"))]);
  }
  if (kind === "skill") facts.push(["Effort", make("span", atlas.efforts[concept - firstSkill] || t("unknown"))]);
  if (kind === "group" && atlas.broader[concept].length) facts.push(["In", trail(atlas.broader[concept][0])]);
  const list = make("dl");
  for (const [term, text] of facts) {
    const said = make("dd");
    said.append(text);
    list.append(make("dt", t(term)), said);
  }
  return list;
}

// A group with those above it, the broadest first.
function trail(group) {
  const above = [];
  for (let one = group; one !== undefined && !above.includes(one); [one] = atlas.broader[one]) above.unshift(one);
  const said = make("div", "", "trail");
  for (const one of above) {
    const step = make("div");
    step.append(link(one));
    said.append(step);
  }
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
  for (const [term, text] of said) if (text) list.append(make("dt", t(term)), textOf(text));
}

function textOf(text) {
  const said = make("dd");
  said.dir = "auto";
  if (text.length <= LONG_TEXT) said.append(text);
  else {
    const whole = make("details");
    whole.append(make("summary", cut(text, 270, `15px ${FACE}`)), make("p", text));
    said.append(whole);
  }
  return said;
}

function showLists() {
  const focused = document.activeElement.id;
  const panel = element("chosen");
  const home = state.at === HOME;
  panel.replaceChildren();
  element("welcome").hidden = !home;
  if (state.other !== null) showComparison(panel);
  else {
    const heading = make("h2", labelOf(state.at), "name");
    const list = factsOf(state.at);
    panel.append(heading, make("p", t(KINDS[kindOf(state.at)]), "kind"), actions(), list);
    addTexts(state.at, list);
  }
  panel.querySelector("h2").tabIndex = -1;
  showLegend(scene.unfiltered);
  element("lists").replaceChildren(...listedNow().map(listOf));
  if (/^(filter |only |depth-)/.test(focused)) element(focused)?.focus();
}

function actions() {
  const said = make("div", "", "actions");
  if (kindOf(state.at) === "role" && state.other === null) {
    said.append(button(t("Compare with…"), () => {
      state.comparing = state.at;
      say(t("Choose the role to compare {name} with: search, or walk to it.", { name: labelOf(state.at) }));
      showComparing();
      element("search").focus();
    }));
  }
  if (state.other === null) said.append(depthSwitch());
  said.append(button(t("See the picture"), () => element(state.table ? "tables" : "canvas").focus(), "on-phone"));
  return said;
}

function showComparing() {
  const waiting = state.comparing !== null;
  element("comparing").hidden = !waiting;
  const name = waiting ? labelOf(state.comparing) : "";
  element("compared").textContent = t("Compare {name} with: search or choose another role.", { name });
}

function showComparison(panel) {
  const heading = make("h2", "", "name");
  heading.append(titleNow());
  panel.append(heading, ...aboutComparison(scene.compared).map((text) => make("p", text)), actions());
  const links = make("p");
  links.append(link(state.at), " · ", link(state.other));
  panel.append(links);
}
