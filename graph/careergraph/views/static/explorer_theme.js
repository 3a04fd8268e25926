const root = document.documentElement;
root.classList.add("js");
let colours = {};

function readColours() {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  colours = { tones: [] };
  for (const name of ["page", "surface", "ink", "soft", "rule", "accent", "way", "lead", "focus", "quiet", "lines"]) {
    colours[name] = read(name);
  }
  colours.toneInk = read("tone-ink");
  colours.band = Number(read("band"));
  for (let tone = 0; tone < 8; tone += 1) colours.tones.push(read(`tone-${tone}`));
}

function setTheme(theme) {
  root.dataset.theme = theme;
  element("theme").textContent = theme === "dark" ? "Light" : "Dark";
  readColours();
}

setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
