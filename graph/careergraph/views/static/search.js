const MOST_FOUND = 12;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
let foundNodes = [];
let marked = -1;

// Every word must begin a word of the label or of its other names; labels before other names.
function find(phrase) {
  const words = plain(phrase).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const ranked = [];
  for (const node of nodes) {
    const label = plain(node.label);
    const text = ` ${label} ${plain(node.row.textContent)}`;
    const inLabel = words.every((word) => ` ${label}`.includes(` ${word}`));
    if (inLabel) ranked.push([label.startsWith(words[0]) ? 0 : 1, node]);
    else if (words.every((word) => text.includes(word))) ranked.push([2, node]);
  }
  ranked.sort((one, other) => one[0] - other[0]);
  return ranked.slice(0, MOST_FOUND).map(([, node]) => node);
}

function showFound() {
  const box = element("found");
  box.replaceChildren();
  foundNodes.forEach((node, index) => {
    const option = make("li", node.label);
    option.id = `found-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(index === marked));
    option.append(make("small", `${node.kind}, ${data.groups[node.group][0]}`));
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(node);
    });
    box.append(option);
  });
  box.hidden = !foundNodes.length;
  const input = element("search");
  input.setAttribute("aria-expanded", String(!box.hidden));
  if (marked >= 0) input.setAttribute("aria-activedescendant", `found-${marked}`);
  else input.removeAttribute("aria-activedescendant");
}

function closeFound() {
  foundNodes = [];
  marked = -1;
  showFound();
}

function take(node) {
  closeFound();
  if (!isShown(node)) {
    state.hiddenGroups.delete(node.group);
    for (const box of boxes()) {
      if (Number(box.dataset.group) === node.group) box.checked = true;
    }
    applyFilters();
  }
  choose(node);
}

function startSearch() {
  const input = element("search");
  input.addEventListener("input", () => {
    foundNodes = find(input.value);
    marked = foundNodes.length ? 0 : -1;
    showFound();
  });
  input.addEventListener("blur", closeFound);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeFound();
    if (event.key === "Enter" && marked >= 0) take(foundNodes[marked]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !foundNodes.length) return;
    event.preventDefault();
    marked = (marked + step + foundNodes.length) % foundNodes.length;
    showFound();
  });
}
