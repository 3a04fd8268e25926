// The page: joins the editor, the library and the answer, and keeps the address in step.
import * as api from "./api.js";
import { ACCEPT, readAnswer } from "./answer.js";
import { Chart } from "./chart.js";
import { copy } from "./dialog.js";
import { byId } from "./dom.js";
import { fillDownloads, makeMenu } from "./downloads.js";
import { makeEditor } from "./editor.js";
import { makeLibrary } from "./library.js";
import { MOST_ROWS, toMarkdown } from "./markdown.js";
import { loadLabels } from "./naming.js";
import { makePast } from "./past.js";
import { clearProblem, markOf, showProblem, showWarnings } from "./problems.js";
import { showRaw } from "./raw.js";
import { askToSave } from "./saving.js";
import { EMPTY, fromAddress, toAddress } from "./state.js";
import { Table } from "./table.js";
import { makeTabs } from "./tabs.js";
import { makeTheme } from "./theme.js";
import { loadVocabulary } from "./vocabulary.js";

const CHECK_AFTER = 400;
const WIDE = 1000;
const START = `# How many skills does each career path ask for?
SELECT ?path (COUNT(DISTINCT ?skill) AS ?skills) {
  ?role cg:onPath ?path ; cg:requires ?skill
}
GROUP BY ?path
ORDER BY DESC(?skills)
`;

const say = (text) => (byId("status").textContent = text);
const fail = (error) => {
  if (error.name !== "AbortError") showProblem(editor, error.message);
};

let state = { ...EMPTY };
let boundText = null; // the text that the named query of the state stands for
let answer = null;
let running = null;
let checking = null;

const editor = makeEditor(byId("editor"), { run: () => run(), change: () => changed() });
const table = new Table(byId("panel-table"), say);
const chart = new Chart(byId("panel-chart"), (settings) => {
  state.chart = settings;
  history.replaceState(null, "", toAddress(current()));
});
const past = makePast((query) => {
  editor.text = query;
  editor.focus();
});
const views = makeTabs(byId("answer").querySelector("[role=tablist]"), (id) => {
  state.view = id.replace("tab-", "");
  if (state.view === "chart" && answer) state.chart = chart.settings ?? {};
  history.replaceState(null, "", toAddress(current()));
});
makeTabs(byId("library").querySelector("[role=tablist]"));
makeMenu(byId("downloads"));
makeTheme(byId("theme"), (dark) => editor.setDark(dark));

/** Return what the address is to say: a changed text is no longer the named query. */
function current() {
  const isNamed = state.named && editor.text === boundText;
  return { ...state, query: editor.text, named: isNamed ? state.named : null, values: isNamed ? state.values : {} };
}

function changed() {
  clearTimeout(checking);
  checking = setTimeout(check, CHECK_AFTER);
}

async function check() {
  const text = editor.text;
  if (!text.trim()) {
    editor.mark([]);
    showWarnings([]);
    return;
  }
  try {
    const { problem, warnings = [] } = await api.check(text);
    if (editor.text !== text) return;
    const marks = warnings.map((warning) => markOf(warning, "warning"));
    editor.mark(problem ? [markOf(problem, "error")] : marks.filter(({ line }) => line));
    showWarnings(warnings);
  } catch {
    // A query that could not be checked can still be run.
  }
}

function setBusy(busy) {
  byId("run").disabled = busy;
  byId("cancel").disabled = !busy;
  document.body.classList.toggle("busy", busy);
}

async function work(task) {
  clearTimeout(checking); // what the query fails with is not to be wiped by a check of it
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const focused = document.activeElement;
  setBusy(true);
  clearProblem();
  try {
    await task(mine.signal);
  } catch (error) {
    if (running !== mine) return;
    say(error.name === "AbortError" ? "Cancelled." : "");
    fail(error);
  } finally {
    if (running === mine) {
      running = null;
      setBusy(false);
      if (focused === byId("run") && document.activeElement === document.body) focused.focus();
    }
  }
}

function run(remember = true) {
  return work(async (signal) => {
    const query = editor.text;
    say("Running…");
    const began = performance.now();
    const response = await api.ask(query, ACCEPT, signal);
    const raw = await api.textOf(response);
    const took = performance.now() - began;
    if (remember) remembered();
    answer = { ...readAnswer(raw, response.headers.get("Content-Type")), raw, query };
    past.add(query, size());
    say(`${size()} in ${time(took)}.${answer.cut ? ` The answer is cut: there are more rows than ${answer.cut}.` : ""}`);
    byId("status").classList.toggle("cut", Boolean(answer.cut));
    await show();
    check();
  });
}

function remembered() {
  const address = toAddress(current());
  if (address !== (location.hash.includes("=") ? location.hash : location.search)) history.pushState(null, "", address);
}

function size() {
  if (answer.form === "ask") return answer.boolean ? "Yes" : "No";
  const one = answer.form === "graph" ? "triple" : "row";
  const { length } = answer.rows;
  return `${length.toLocaleString("en")} ${one}${length === 1 ? "" : "s"}`;
}

const time = (ms) => (ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`);

async function show() {
  byId("answer").hidden = false;
  views.choose(`tab-${state.view}`);
  fillDownloads(byId("downloads"), answer, answer.query, { say, fail });
  showRaw(byId("panel-raw"), answer);
  await Promise.all([table.show(answer), chart.show(answer, state.chart)]);
}

/** Run a named query: its text, with the values put in, comes into the editor. */
function runNamed(name, values, remember = true) {
  return work(async (signal) => {
    boundText = await api.bound(name, values, signal);
    editor.text = boundText;
    state = { ...state, named: name, values };
    if (innerWidth < WIDE) setLibrary(false);
    await run(remember);
  });
}

function setLabelled(labelled) {
  state.labels = labelled;
  byId("labels").setAttribute("aria-pressed", labelled);
  chart.labelled = labelled;
  if (answer) chart.show(answer, state.chart);
  return table.setLabelled(labelled);
}

function setLibrary(open) {
  byId("library").hidden = !open;
  byId("library-toggle").setAttribute("aria-expanded", open);
}

byId("run").addEventListener("click", () => run());
byId("cancel").addEventListener("click", () => running?.abort());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && running) running.abort();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented && !byId("dialog").open) run();
});
byId("share").addEventListener("click", () => {
  history.replaceState(null, "", toAddress(current()));
  copy(location.href, "The link to this query and its view", say);
});
byId("save").addEventListener("click", () => askToSave(editor.text, answer?.query === editor.text ? answer.columns : [], say));
byId("markdown").addEventListener("click", async () => {
  if (state.labels) await loadLabels(answer.rows.slice(0, MOST_ROWS).flat()).catch(() => {});
  copy(toMarkdown(answer, state.labels), "The table in Markdown", say);
});
byId("labels").addEventListener("click", async () => {
  await setLabelled(!state.labels);
  history.replaceState(null, "", toAddress(current()));
});
byId("library-toggle").addEventListener("click", () => setLibrary(byId("library").hidden));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  editor.focus();
});
addEventListener("popstate", () => restore());

/** Bring the page to the state that its address has. */
async function restore() {
  state = fromAddress(location);
  setLabelled(state.labels);
  views.choose(`tab-${state.view}`);
  if (state.named) {
    library.open(state.named, state.values);
    await runNamed(state.named, state.values, false);
  } else if (state.query) {
    editor.text = state.query;
    await run(false);
  } else {
    editor.text = START;
    byId("answer").hidden = true;
    say("");
  }
}

setLibrary(innerWidth >= WIDE);
const on = {
  run: runNamed,
  insert(text) {
    editor.text = text;
    if (innerWidth < WIDE) setLibrary(false);
    editor.focus();
  },
};
let library = { open() {} };
try {
  [, library] = await Promise.all([loadVocabulary(), makeLibrary(on)]);
} catch (error) {
  fail(error);
}
await restore();
document.body.dataset.ready = "yes";
