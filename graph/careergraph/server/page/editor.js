// The editor: CodeMirror in a shadow root, where its styles need no inline style element.
import * as cm from "./codemirror.js";
import { offerThings, offerWords } from "./completion.js";

const { tags } = cm;
const colours = cm.HighlightStyle.define([
  { tag: tags.keyword, color: "var(--tone-0)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--tone-2)" },
  { tag: tags.local(tags.variableName), color: "var(--tone-1)" },
  { tag: tags.atom, color: "var(--tone-3)" },
  { tag: [tags.string, tags.meta], color: "var(--tone-4)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.operator, tags.bracket], color: "var(--ink)" },
]);

const look = {
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "14px", borderRadius: "9px 9px 0 0" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "46vh" },
  ".cm-content, .cm-gutter": { minHeight: "190px" },
  ".cm-content": { caretColor: "var(--ink)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--quiet)", color: "var(--soft)", border: "0", borderRadius: "9px 0 0 0" },
  ".cm-activeLineGutter": { backgroundColor: "var(--rule)", color: "var(--ink)" },
  ".cm-activeLine": { backgroundColor: "var(--line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selected)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selected)", outline: "1px solid var(--soft)" },
  ".cm-placeholder": { color: "var(--soft)" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "8px",
    boxShadow: "0 8px 28px rgb(0 0 0 / .22)", maxWidth: "min(92vw, 620px)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em", maxWidth: "min(88vw, 520px)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    color: "var(--soft)", borderBottom: "1px solid var(--rule)", opacity: "1", fontSize: "12px", padding: "4px 8px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--focus)", color: "var(--on-focus)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": { color: "var(--on-focus)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", fontFamily: "var(--sans)", fontSize: "13px" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { fontFamily: "var(--sans)", fontSize: "13px", padding: "8px 10px", overflowWrap: "anywhere" },
  // CodeMirror's own waves are data: images, which the policy of the page keeps out.
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--wrong)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--doubt)" },
  ".cm-diagnostic": { fontFamily: "var(--mono)", fontSize: "13px", whiteSpace: "pre-wrap" },
  ".cm-panels": { backgroundColor: "var(--quiet)", color: "var(--ink)" },
  ".cm-textfield, .cm-button": { backgroundColor: "var(--surface)", color: "var(--ink)", backgroundImage: "none", border: "1px solid var(--soft)" },
};

/** Make the editor in an element; `on` says what happens on changes and on Ctrl-Enter. */
export function makeEditor(host, on) {
  const root = host.attachShadow({ mode: "open" });
  const theme = new cm.Compartment();
  const themed = (dark) => cm.EditorView.theme(look, { dark });
  const run = { key: "Mod-Enter", run: () => (on.run(), true) };
  const accept = { key: "Tab", run: cm.acceptCompletion };
  const view = new cm.EditorView({
    parent: root,
    root,
    extensions: [
      cm.Prec.highest(cm.keymap.of([run, accept])),
      cm.lineNumbers(),
      cm.highlightActiveLine(),
      cm.highlightActiveLineGutter(),
      cm.highlightSpecialChars(),
      cm.history(),
      cm.drawSelection(),
      cm.indentOnInput(),
      cm.bracketMatching(),
      cm.closeBrackets(),
      cm.search(),
      cm.autocompletion({ override: [offerWords, offerThings], icons: false, maxRenderedOptions: 60 }),
      cm.StreamLanguage.define(cm.sparql),
      cm.syntaxHighlighting(colours),
      cm.EditorView.lineWrapping,
      cm.EditorView.contentAttributes.of({ "aria-label": "SPARQL query", spellcheck: "false" }),
      cm.placeholder("SELECT …"),
      cm.EditorView.updateListener.of((update) => update.docChanged && on.change()),
      cm.keymap.of([
        ...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.lintKeymap,
        ...cm.searchKeymap, ...cm.historyKeymap, ...cm.defaultKeymap,
      ]),
      theme.of(themed(false)),
    ],
  });

  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      const all = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes: all, selection: { anchor: 0 } });
    },
    setDark: (dark) => view.dispatch({ effects: theme.reconfigure(themed(dark)) }),
    focus: () => view.focus(),
    mark: (marks) => view.dispatch(cm.setDiagnostics(view.state, marks.map((mark) => placed(view.state.doc, mark)))),
    goTo(mark) {
      const { from } = placed(view.state.doc, mark);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}

/**
 * Return a mark with its place in the document; columns count whole characters, as people do.
 * What is missing at the end of a line is marked at its last character.
 */
function placed(doc, { line, column, message, severity }) {
  if (!line) return { from: 0, to: doc.line(1).to, severity, message };
  const { from, to, text } = doc.line(Math.min(line, doc.lines));
  const before = [...text].slice(0, column - 1).join("").length;
  const word = /^[\p{L}\p{N}_:?$<>./#-]+/u.exec(text.slice(before))?.[0].length ?? 1;
  const start = Math.max(from, Math.min(from + before, to - 1));
  return { from: start, to: Math.min(start + word, to), severity, message };
}
