// The queries that were run in this browser, the last first.
import { byId, element } from "./dom.js";
import { keep, kept } from "./storage.js";

const MOST = 60;
const SHOWN = 160;

export function makePast(choose) {
  let past = kept("history") ?? [];
  const possible = keep("history", past);

  function show() {
    const note = !possible
      ? "This browser keeps nothing for this page, so there is no history."
      : past.length ? "Kept in this browser only." : "Queries that you run are listed here. They are kept in this browser only.";
    byId("history-note").textContent = note;
    byId("history-clear").hidden = !past.length;
    byId("history-list").replaceChildren(...past.map(item));
  }

  function item({ query, rows, when }) {
    const text = query.replace(/^\s*#\+?.*\n/gm, "").replace(/\s+/g, " ").trim().slice(0, SHOWN);
    const title = query.match(/^# (.+)/)?.[1];
    const said = `${new Date(when).toLocaleString()} · ${rows}`;
    const pick = () => choose(query);
    return element("li", {}, element("button", { type: "button", click: pick }, title ?? text, element("small", {}, said)));
  }

  byId("history-clear").addEventListener("click", () => {
    past = [];
    keep("history", past);
    show();
    byId("tab-history").focus();
  });
  show();

  return {
    add(query, rows) {
      if (!possible) return;
      past = [{ query, rows, when: Date.now() }, ...past.filter((one) => one.query !== query)].slice(0, MOST);
      keep("history", past);
      show();
    },
  };
}
