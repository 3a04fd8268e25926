const MOST_FOUND = 12;
const listed = nodes.map((node) => ({
  item: node,
  names: [node.label, ...factOf(node, "Also called").split(", ").filter(Boolean)].map(makeName),
}));
let found = [];
let marked = -1;

function showFound() {
  const box = element("found");
  box.replaceChildren(
    ...found.map(({ item, name, other }, index) => {
      const option = make("li");
      option.append(make("bdi", item.label));
      option.id = `found-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(index === marked));
      const about = other ? t("also called {name}", { name }) : "";
      option.append(make("small", [t(item.kind), data.groups[item.group][0], about].filter(Boolean).join(" · ")));
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(item);
      });
      return option;
    }),
  );
  box.hidden = !found.length;
  const input = element("search");
  input.setAttribute("aria-expanded", String(!box.hidden));
  if (marked >= 0) input.setAttribute("aria-activedescendant", `found-${marked}`);
  else input.removeAttribute("aria-activedescendant");
}

function closeFound() {
  found = [];
  marked = -1;
  element("not-found").textContent = "";
  showFound();
}

// What is taken is shown, whatever the legend hides.
function take(node) {
  closeFound();
  if (!isShown(node)) {
    const hidden = { ...state.hidden };
    for (const [name, valueOf] of Object.entries(NODE_FILTERS)) {
      hidden[name] = new Set([...hidden[name]].filter((value) => value !== valueOf(node)));
    }
    change({ hidden }, null);
  }
  choose(node);
}

function startSearch() {
  const input = element("search");
  input.addEventListener("input", () => {
    found = findNames(listed, input.value, MOST_FOUND);
    marked = found.length ? 0 : -1;
    const nothing = input.value.trim() && !found.length;
    element("not-found").textContent = nothing ? t("Nothing is called so.") : "";
    showFound();
    change({ phrase: input.value }, "replace");
  });
  input.addEventListener("blur", closeFound);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeFound();
    if (event.key === "Enter" && marked >= 0) take(found[marked].item);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !found.length) return;
    event.preventDefault();
    marked = (marked + step + found.length) % found.length;
    showFound();
  });
  onChange((part) => {
    if ("phrase" in part && input.value !== part.phrase) input.value = part.phrase;
  });
}
