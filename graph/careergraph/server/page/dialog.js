// The one dialog of the page, and what a browser does with files and the clipboard.
import { byId, element } from "./dom.js";

/** Open the dialog with a title and what is in it; it returns to where the focus was. */
export function openDialog(title, ...content) {
  const dialog = byId("dialog");
  dialog.replaceChildren(element("h2", { id: "dialog-title" }, title), ...content);
  dialog.showModal();
  return dialog;
}

/** Copy a text; where the browser does not let pages copy, show it to be copied by hand. */
export async function copy(text, what, say) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} is copied.`);
  } catch {
    const area = element("textarea", { readonly: true, rows: 8, "aria-label": what });
    area.value = text;
    const close = element("button", { type: "button", click: () => byId("dialog").close() }, "Close");
    openDialog(`${what}, to be copied by hand`, area, element("div", { class: "bar" }, close));
    area.select();
  }
}

/** Have the browser save a file. */
export function saveFile(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
