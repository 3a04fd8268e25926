// The whole picture by itself, with its title and legend, for a file; see share.js.
const TITLE = 60;
const EDGE = 16;
const LEGEND = 30;
const SCALE = 2;

const KEYS = [
  ["role", (paper, x, y) => paper.box(x, y - 7, 14, 14, 4, { fill: toneOf(0) })],
  ["skill", (paper, x, y) => paper.box(x, y - 7, 14, 14, 4, { fill: toneOf(firstSkill) })],
  ["group", (paper, x, y) => paper.box(x, y - 7, 14, 14, 4, { fill: toneOf(firstGroup) })],
  ["Essential, or belongs to it", (paper, x, y) => stroke(paper, [{ x, y }, { x: x + 14, y }], false)],
  ["Optional", (paper, x, y) => stroke(paper, [{ x, y }, { x: x + 14, y }], true)],
];

const sizeOfPicture = () => ({ width: Math.max(picture.width, 560), height: TITLE + picture.height + LEGEND + EDGE });

function titleNow() {
  if (state.other === null) return labelOf(state.at);
  return t("{one} and {other}", { one: labelOf(state.at), other: labelOf(state.other) });
}

function paintFrameOf(paper, { width, height }) {
  const turned = root.dir === "rtl";
  const [start, align] = turned ? [width - EDGE, "right"] : [EDGE, "left"];
  paper.box(0, 0, width, height, 0, { fill: colours.page });
  const shown = cut(titleNow(), width - 2 * EDGE, `bold 17px ${FACE}`);
  paper.text(shown, start, 22, { size: 17, bold: true, fill: colours.ink, align });
  const about = [...new Set([atlas.title, ...atlas.about.map(([, text]) => text)])].join(" · ");
  paper.text(cut(about, width - 2 * EDGE, `${FONT}px ${FACE}`), start, 44, { size: FONT, fill: colours.soft, align });
  let x = EDGE;
  for (const [term, mark] of KEYS) {
    const room = widthOf(t(term), `${FONT}px ${FACE}`);
    mark(paper, turned ? width - x - 14 : x, height - LEGEND);
    paper.text(t(term), turned ? width - x - 20 : x + 20, height - LEGEND, { size: FONT, fill: colours.ink, align });
    x += room + 40;
  }
}

function paintPicture(paper) {
  paintUnder(paper, null);
  for (const box of picture.boxes) paintBox(paper, box);
}

function svgText() {
  const size = sizeOfPicture();
  const viewBox = `0 0 ${size.width} ${size.height}`;
  const made = svgElement("svg", { ...size, viewBox, "font-family": FACE, role: "img" });
  const moved = svgElement("g", { transform: `translate(0 ${TITLE})` });
  made.append(svgElement("title", {}, titleNow()));
  paintFrameOf(svgPaper(made), size);
  made.append(moved);
  paintPicture(svgPaper(moved));
  return new XMLSerializer().serializeToString(made);
}

function makePng() {
  const size = sizeOfPicture();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(size.width * SCALE);
  canvas.height = Math.round(size.height * SCALE);
  const ctx = canvas.getContext("2d");
  ctx.scale(SCALE, SCALE);
  paintFrameOf(canvasPaper(ctx), size);
  ctx.translate(0, TITLE);
  paintPicture(canvasPaper(ctx));
  return canvas;
}
