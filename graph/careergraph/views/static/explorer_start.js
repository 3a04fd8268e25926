const element = (id) => document.getElementById(id);
const data = JSON.parse(element("data").textContent);
const HOME = -1;
const state = { at: HOME, other: null, comparing: null, hovered: null, walked: null };

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

const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const say = (text) => (element("said").textContent = text);
