// Tabs as the ARIA Authoring Practices have them: arrows move, one tab is in the tab order.

export function makeTabs(list, chosen = () => {}) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  function choose(tab) {
    for (const other of tabs) {
      other.setAttribute("aria-selected", other === tab);
      other.tabIndex = other === tab ? 0 : -1;
      panel(other).hidden = other !== tab;
    }
  }

  list.addEventListener("click", ({ target }) => {
    if (!tabs.includes(target)) return;
    choose(target);
    chosen(target.id);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const ends = { Home: tabs[0], End: tabs.at(-1) };
    const at = tabs.indexOf(event.target);
    const next = step ? tabs.at((at + step) % tabs.length) : ends[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  });
  choose(tabs[0]);
  return { choose: (id) => choose(tabs.find((tab) => tab.id === id) ?? tabs[0]) };
}
