// The answer as the server sent it.
import { element } from "./dom.js";

const MOST = 200_000;

export function showRaw(panel, { raw }) {
  const note = raw.length > MOST
    ? element("p", {}, `The first ${MOST.toLocaleString("en")} of ${raw.length.toLocaleString("en")} characters. Download the rest.`)
    : "";
  const text = element("pre", { class: "scroll", tabindex: 0, role: "region", "aria-label": "The answer as it was sent" });
  text.textContent = raw.slice(0, MOST);
  panel.replaceChildren(note, text);
}
