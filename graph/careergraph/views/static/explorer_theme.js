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

function showTheme() {
  root.dataset.theme = state.theme;
  element("theme").setAttribute("aria-label", t(state.theme === "dark" ? "Light colours" : "Dark colours"));
  readColours();
}
