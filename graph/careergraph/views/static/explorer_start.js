const element = (id) => document.getElementById(id);
const data = JSON.parse(element("data").textContent);
const root = document.documentElement;
const HOME = -1;
// This page makes its table when it is asked for; words.js finds no rows of relations.
const edges = [];
const state = {
  at: HOME,
  other: null,
  comparing: null,
  depth: 1,
  table: false,
  hidden: noneHidden(),
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  language: "en",
  hovered: null,
  walked: null,
};

function noneHidden() {
  return { relation: new Set(), evidence: new Set(), certainty: new Set(), group: new Set() };
}

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function button(text, act, className) {
  const made = make("button", text, className);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

const written = (number) => number.toLocaleString("en");
const counted = (number, one, many) => t(number === 1 ? one : many, { number: written(number) });
const joined = (texts) => texts.filter(Boolean).join(state.language === "ar" ? "، " : ", ");
const say = (text) => (element("said").textContent = text);
