// How lines, headings and boxes look, on whatever surface they are painted. See surfaces.js.
const TONES = { role: 0, skill: 3, group: 2, home: 6 };
const toneOf = (concept) => colours.tones[TONES[kindOf(concept)]];
const DASHES = [4, 3];

// Surfaces that also draw dashes, which say that a relation is optional.
function canvasPaper(ctx) {
  const dashed = (draw) => {
    ctx.setLineDash(DASHES);
    draw();
    ctx.setLineDash([]);
  };
  return { ...canvasSurface(ctx), dashed };
}

function svgPaper(parent) {
  const dashed = (draw) => {
    const first = parent.childNodes.length;
    draw();
    for (const drawn of [...parent.childNodes].slice(first)) drawn.setAttribute("stroke-dasharray", DASHES.join(" "));
  };
  return { ...svgSurface(parent), dashed };
}

function stroke(paper, points, loose) {
  const draw = () => paper.line(points, 6, { stroke: colours.lines, width: 1.2 });
  if (loose) paper.dashed(draw);
  else draw();
}

// Lines share their way to the spine and along it, which is drawn once: dashes laid over each other
// would fill their gaps.
function paintLines(paper) {
  const drawn = new Map();
  for (const line of picture.lines) {
    const [turn, end] = line.points.slice(-2);
    const start = line.points.slice(0, -2);
    const key = JSON.stringify([start, turn.x]);
    const trunk = drawn.get(key) || { start, x: turn.x, ys: [], loose: true };
    trunk.ys.push(turn.y);
    trunk.loose = trunk.loose && isLoose(line.box);
    drawn.set(key, trunk);
    stroke(paper, [turn, end], isLoose(line.box));
  }
  for (const { start, x, ys, loose } of drawn.values()) {
    const at = start[start.length - 1];
    if (start.length > 1) stroke(paper, start, loose);
    const [top, bottom] = [Math.min(at.y, ...ys), Math.max(at.y, ...ys)];
    stroke(paper, [{ x, y: top }, { x, y: bottom }], loose);
  }
}

function paintUnder(paper, litBox) {
  paintLines(paper);
  for (const { box, points } of picture.lines) {
    if (box === litBox) paper.line(points, 6, { stroke: toneOf(box.concept), width: 2.4 });
  }
  for (const head of picture.heads) paintHead(paper, head);
}

function paintHead(paper, { title, more, x, y, w }) {
  const start = picture.mirrored ? x + w : x;
  const align = picture.mirrored ? "right" : "left";
  const shown = cut(title, w, `bold 13px ${FACE}`);
  paper.text(shown, start, y + (more ? 10 : 23), { size: 13, bold: true, fill: colours.ink, align });
  if (more) paper.text(cut(more, w, `${MARK}px ${FACE}`), start, y + 26, { size: MARK, fill: colours.soft, align });
}

function paintBox(paper, box) {
  const { x, y, w, h, concept } = box;
  const tone = toneOf(concept);
  paper.box(x, y, w, h, 6, { fill: box.centre ? tone : colours.surface });
  if (!box.centre) paintFrame(paper, box, tone);
  if (box === state.walked || box === state.hovered) {
    paper.box(x - 2.5, y - 2.5, w + 5, h + 5, 8, {
      stroke: box === state.walked ? colours.focus : colours.ink,
      width: box === state.walked ? 2.4 : 1.4,
    });
  }
  paintText(paper, box);
}

function paintFrame(paper, box, tone) {
  const { x, y, w, h, share } = box;
  const from = (width) => (picture.mirrored ? x + w - width : x);
  if (share !== undefined) paper.box(from(w * share), y, w * share, h, 6, { fill: tone, alpha: 0.16 });
  const frame = () => paper.box(x + 0.5, y + 0.5, w - 1, h - 1, 5.5, { stroke: colours.lines });
  if (isLoose(box)) paper.dashed(frame);
  else frame();
  paper.box(from(4), y + 1.5, 4, h - 3, 2, { fill: tone });
}

function paintText(paper, { x, y, w, h, lines, mark, centre }) {
  const pitch = centre ? 18 : LINE;
  const first = y + h / 2 - ((lines.length - 1) * pitch) / 2;
  const inset = PAD + 3;
  const [start, end] = picture.mirrored ? [x + w - inset, x + PAD - 1] : [x + inset, x + w - PAD + 1];
  const [near, far] = picture.mirrored ? ["right", "left"] : ["left", "right"];
  const style = centre
    ? { size: 14, bold: true, fill: colours.toneInk, align: "center" }
    : { size: FONT, fill: colours.ink, align: near };
  lines.forEach((line, place) => paper.text(line, centre ? x + w / 2 : start, first + place * pitch, style));
  if (mark) paper.text(mark, end, y + h / 2, { size: MARK, fill: colours.soft, align: far });
}
