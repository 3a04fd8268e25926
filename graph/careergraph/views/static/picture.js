// The whole picture by itself, with headings and legend, for a file or for paper.
const STRIP = 34;
const HEADINGS = 30;
const TITLE = 52;
const EDGE = 16;
const LEGEND_LINE = 24;
const MOST_PIXELS = 40e6;

function layOut() {
  const width = Math.max(data.width + STRIP + 2 * EDGE, 560);
  const keys = legendKeys();
  let [line, x] = [0, 0];
  for (const key of keys) {
    const room = textWidth(key.label, 12, false) + 52;
    if (x && x + room > width - 2 * EDGE) [line, x] = [line + 1, 0];
    Object.assign(key, { line, x });
    x += room;
  }
  const top = TITLE + HEADINGS;
  const below = top + data.height + EDGE;
  return { width, height: below + (line + 1) * LEGEND_LINE + EDGE, keys, top, below, left: EDGE + (mirrored ? 0 : STRIP) };
}

function legendKeys() {
  const kinds = [...new Set(shown.edges.map((edge) => edge.kind))];
  const groups = [...new Set([...shown.nodes].map((node) => node.group))].sort((one, other) => one - other);
  return [
    ...groups.filter((group) => data.groups[group][0]).map((group) => ({ label: data.groups[group][0], group })),
    ...kinds.map((kind) => ({ label: t(kind), kind })),
  ];
}

function paintPicture(surface, place) {
  const { width, height, keys, top, below, left } = place;
  const start = mirrored ? width - EDGE : EDGE;
  const align = mirrored ? "right" : "left";
  surface.box(0, 0, width, height, 0, { fill: colours.page });
  surface.text(data.title, start, 20, { size: 17, bold: true, fill: colours.ink, align, room: width - 2 * EDGE });
  surface.text(data.subtitle, start, 41, { size: 12.5, fill: colours.soft, align, room: width - 2 * EDGE });
  paintHeadings(moved(surface, left, TITLE));
  const picture = moved(surface, left, top);
  paintBands(picture, 0, data.width);
  paintLanes(picture);
  paintEdges(picture);
  for (const node of shown.nodes) paintNode(picture, node);
  for (const key of keys) paintKey(surface, key, mirrored ? width - EDGE - key.x : EDGE + key.x, below + key.line * LEGEND_LINE + 12);
}

function paintHeadings(surface) {
  for (const [label, rank, left, width] of data.columns) {
    const text = rank === null ? label : `${rank}  ${label}`;
    const style = { size: 13, bold: true, fill: colours.ink, align: mirrored ? "right" : "left", room: width };
    surface.text(text, mirrored ? left + width : left, 16, style);
  }
}

function paintLanes(surface) {
  const left = mirrored ? data.width : -STRIP;
  data.lanes.forEach(([label, top, height, band], lane) => {
    if (!label || !shown.lanes.has(lane)) return;
    surface.box(left, top, STRIP - 4, height, 3, { fill: band === null ? colours.lead : colours.tones[band] });
    const style = { size: 12, bold: true, fill: colours.toneInk, align: "center", room: height - 8, turned: true };
    surface.text(label, left + (STRIP - 4) / 2, top + height / 2, style);
  });
}

function paintKey(surface, { label, group, kind }, x, y) {
  const step = mirrored ? -1 : 1;
  if (kind === undefined) {
    surface.box(mirrored ? x - 14 : x, y - 7, 14, 14, 4, { fill: colours.tones[data.groups[group][1]] });
  } else {
    const style = kind === "requires" ? { stroke: colours.soft, width: 1.5 } : lineStyle({ kind }, true, false);
    surface.line([{ x, y }, { x: x + 24 * step, y }], 0, style);
  }
  surface.text(label, x + 32 * step, y, { size: 12, fill: colours.ink, align: mirrored ? "right" : "left" });
}

function makeSvg() {
  const place = layOut();
  const size = { width: place.width, height: place.height, viewBox: `0 0 ${place.width} ${place.height}` };
  const picture = svgElement("svg", { ...size, "font-family": FACE, role: "img" });
  picture.append(svgElement("title", {}, data.title));
  paintPicture(svgSurface(picture), place);
  return picture;
}

const svgText = () => new XMLSerializer().serializeToString(makeSvg());

function makePng() {
  const place = layOut();
  const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (place.width * place.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(place.width * scale);
  canvas.height = Math.round(place.height * scale);
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  paintPicture(canvasSurface(ctx), place);
  return canvas;
}

// Paper gets the picture as lines, whole and light, in place of the canvas.
function startPrint() {
  addEventListener("beforeprint", () => inLightColours(() => element("paper").replaceChildren(makeSvg())));
  addEventListener("afterprint", () => element("paper").replaceChildren());
}
