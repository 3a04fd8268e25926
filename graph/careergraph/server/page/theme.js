// Light or dark: as the system has it, until the button says otherwise.
import { kept, keep } from "./storage.js";

const root = document.documentElement;

export function makeTheme(button, changed) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function show() {
    button.textContent = dark() ? "Light" : "Dark";
    changed(dark());
  }

  const chosen = kept("theme");
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    keep("theme", root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();
}
