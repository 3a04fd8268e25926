// On a phone there is one lane at a time, as a list: its columns one below the other.
function showLane() {
  const on = phone.matches && !state.table;
  element("lane").hidden = !on;
  if (!on) return;
  const lanes = data.lanes.map((_, lane) => lane).filter((lane) => shown.lanes.has(lane));
  if (!lanes.includes(state.lane) && lanes.length) [state.lane] = lanes;
  showSwitcher(lanes);
  const stages = data.columns.map((_, column) => makeStage(column)).filter(Boolean);
  element("stages").replaceChildren(...stages);
}

function showSwitcher(lanes) {
  const select = element("lane-name");
  select.replaceChildren(
    ...lanes.map((lane) => {
      const option = make("option", data.lanes[lane][0] || t(data.axes[0]));
      option.value = String(lane);
      return option;
    }),
  );
  select.value = String(state.lane);
  element("lanes-bar").hidden = lanes.length < 2;
  const at = lanes.indexOf(state.lane);
  element("lane-before").disabled = at <= 0;
  element("lane-after").disabled = at >= lanes.length - 1;
  element("lane-place").textContent = t("{at} of {all}", { at: at + 1, all: lanes.length });
}

function makeStage(column) {
  const inside = nodes.filter((node) => node.lane === state.lane && node.column === column && isShown(node));
  if (!inside.length) return null;
  const [label, rank] = data.columns[column];
  const stage = make("section", "", "stage");
  if (label) {
    const heading = make("h2");
    if (rank !== null) heading.append(make("b", String(rank)));
    heading.append(make("bdi", label));
    stage.append(heading);
  }
  const list = make("ul");
  for (const node of inside) {
    const item = make("li");
    item.append(makeCard(node));
    list.append(item);
  }
  stage.append(list);
  return stage;
}

function makeCard(node) {
  const lit = isLitNode(node) ? "lit" : "faint";
  const card = makeButton("", `card ${node.kind} ${lit} tone-${data.groups[node.group][1]}`, () => choose(node));
  card.setAttribute("aria-pressed", String(isPicked(node)));
  card.dataset.id = node.id;
  if (node.badge) card.append(make("b", node.badge));
  card.append(make("bdi", node.label));
  const said = degrees(node);
  if (said) card.append(make("small", said));
  return card;
}

// How many lines of each kind start and end here, besides those that the list shows by its order.
function degrees(node) {
  const said = [];
  for (const [title, relation, end] of LISTS) {
    if (relation === "leads to" || (relation === "requires" && end === "target")) continue;
    const count = (shown.touching.get(node) || []).filter((edge) => edge.kind === relation && edge[end] === node).length;
    if (count) said.push(`${t(title)}: ${count}`);
  }
  return said.join(" · ");
}

function stepLane(step) {
  const lanes = data.lanes.map((_, lane) => lane).filter((lane) => shown.lanes.has(lane));
  const next = lanes[lanes.indexOf(state.lane) + step];
  if (next !== undefined) change({ lane: next });
}

function startLane() {
  element("lane-before").addEventListener("click", () => stepLane(-1));
  element("lane-after").addEventListener("click", () => stepLane(1));
  element("lane-name").addEventListener("change", ({ target }) => change({ lane: Number(target.value) }));
  phone.addEventListener("change", () => change({}, null));
  onChange((part) => {
    const focused = document.activeElement && document.activeElement.dataset.id;
    showLane();
    if (!focused || element("lane").hidden) return;
    const again = [...element("stages").querySelectorAll(".card")].find((card) => card.dataset.id === focused);
    if (again) again.focus({ preventScroll: true });
    if (part.chosen && again) again.scrollIntoView({ block: "nearest" });
  });
}
