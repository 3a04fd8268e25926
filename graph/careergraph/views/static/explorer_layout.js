// Where everything stands: the concept in the middle, its sections in columns beside it, joined by
// a spine with a tick to each box. No line runs through a box. A narrow picture is one column.
const FONT = 12;
const LINE = 14;
const MARK = 11;
const MARGIN = 18;
const GAP = 46;
const TOP = 26;
const HEAD = 40;
const BETWEEN = 5;
const PAD = 9;
const LEAST_WIDTH = 128;
const MOST_WIDTH = 250;
const PHONE = 640;
const MOST_ON_PHONE = 8;
const THUMB = 44;
const measuring = document.createElement("canvas").getContext("2d");

function widthOf(text, font) {
  measuring.font = font;
  return measuring.measureText(text).width;
}

function cut(text, room, font) {
  if (widthOf(text, font) <= room) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(`${text.slice(0, middle).trimEnd()}…`, font) <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

// At most `most` lines; what does not fit ends in an ellipsis, and is whole in the lists.
function wrap(text, room, font, most) {
  const lines = [];
  const words = text.split(/\s+/).filter(Boolean);
  while (words.length && lines.length < most - 1) {
    let line = words.shift();
    while (words.length && widthOf(`${line} ${words[0]}`, font) <= room) line += ` ${words.shift()}`;
    lines.push(cut(line, room, font));
  }
  if (words.length) lines.push(cut(words.join(" "), room, font));
  return lines.length ? lines : [""];
}

function boxOf(section, item, x, y, w, least) {
  const font = `${FONT}px ${FACE}`;
  const room = w - 2 * PAD - (item.mark ? widthOf(item.mark, `${MARK}px ${FACE}`) + 8 : 0);
  const lines = wrap(labelOf(item.concept), room, font, 2);
  const h = Math.max(least, lines.length * LINE + 8);
  return { id: `${section.key}:${item.concept}`, ...item, section, lines, x, y, w, h };
}

function centreOf(concept, x, y, w, most = 4) {
  const lines = wrap(labelOf(concept), w - 2 * PAD - 4, `bold 14px ${FACE}`, most);
  return { id: `centre:${concept}`, concept, centre: true, lines, mark: "", x, y, w, h: lines.length * 18 + 16 };
}

// A heading with its number; where filters hide some, with both.
function titleOf({ title, items, all }) {
  const number = items.length < all ? `${written(items.length)} / ${written(all)}` : written(items.length);
  return `${title} (${number})`;
}

function headOf(section, drawn, x, y, w) {
  const all = section.items.length;
  const values = { number: written(drawn), all: written(all) };
  const more = drawn < all ? t("{number} of {all} drawn, the list has all", values) : "";
  return { title: titleOf(section), more, x, y, w };
}

function column(sections, x, top, w, least = 0) {
  const found = { boxes: [], heads: [], x, w };
  let y = top;
  for (const section of sections) {
    found.heads.push(headOf(section, section.drawn, x, y, w));
    y += HEAD;
    for (const item of section.items.slice(0, section.drawn)) {
      const box = boxOf(section, item, x, y, w, least);
      found.boxes.push(box);
      y += box.h + BETWEEN;
    }
    y += 14;
  }
  found.bottom = y;
  return found;
}

const middle = (box) => box.y + box.h / 2;
const isLoose = (box) => /optional|uses|usedBy/.test(box.section.key);

// A line from the concept to the spine of a column, and a tick to each of its boxes.
function spine(centre, from, boxes, spineX, way) {
  return boxes.map((box) => {
    const end = way > 0 ? box.x : box.x + box.w;
    return { box, centre, points: [...from, { x: spineX, y: middle(box) }, { x: end, y: middle(box) }] };
  });
}

function wideLayout(concept, sections, width, height) {
  const present = [...new Set([0, ...sections.map((one) => one.column)])].sort((a, b) => a - b);
  const w = Math.min(MOST_WIDTH, (width - 2 * MARGIN - GAP * (present.length - 1)) / present.length);
  if (w < LEAST_WIDTH) return null;
  const whole = present.length * w + GAP * (present.length - 1);
  const left = (place) => Math.max(MARGIN, (width - whole) / 2) + place * (w + GAP);
  const at = present.indexOf(0);
  const columns = present.map((one, place) =>
    column(sections.filter((section) => section.column === one), left(place), TOP, w),
  );
  const bottom = Math.max(...columns.map((one) => one.bottom));
  const seen = Math.min(height, bottom);
  const centre = centreOf(concept, left(at), 0, w);
  centre.y = Math.max(TOP + 20, Math.round(seen / 2 - centre.h / 2));
  const lines = columns.flatMap((one, place) => {
    if (place === at) return [];
    const way = Math.sign(place - at);
    const spineX = way > 0 ? one.x - GAP / 2 : one.x + w + GAP / 2;
    const side = way > 0 ? centre.x + w : centre.x;
    const start = { x: side, y: middle(centre) };
    if (Math.abs(place - at) === 1) return spine(centre, [start, { x: spineX, y: start.y }], one.boxes, spineX, way);
    // Past the inner column, above its headings.
    const up = { x: centre.x + w / 2 + way * 12, y: centre.y };
    return spine(centre, [up, { x: up.x, y: 12 }, { x: spineX, y: 12 }], one.boxes, spineX, way);
  });
  const boxes = [centre, ...columns.flatMap((one) => one.boxes)];
  return { boxes, heads: columns.flatMap((one) => one.heads), lines, width, height: bottom };
}

function narrowLayout(concept, sections, width) {
  const centre = centreOf(concept, 8, 8, width - 16);
  const few = sections.map((one) => ({ ...one, drawn: Math.min(one.drawn, MOST_ON_PHONE) }));
  const one = column(few, 34, centre.y + centre.h + 16, width - 42, THUMB);
  const lines = spine(centre, [{ x: 20, y: centre.y + centre.h }], one.boxes, 20, 1);
  return { boxes: [centre, ...one.boxes], heads: one.heads, lines, width, height: one.bottom };
}

// Two roles on top, what only one requires under it, what both require between them.
function comparisonLayout({ first, second, sections }, width) {
  const [onlyFirst, shared, onlySecond] = sections;
  const w = Math.min(MOST_WIDTH + 30, (width - 2 * MARGIN - 2 * GAP - 24) / 3);
  if (w < LEAST_WIDTH) return null;
  const start = (width - 3 * w - 2 * GAP) / 2;
  const tops = [centreOf(first, start, 14, w, 2), centreOf(second, start + 2 * (w + GAP), 14, w, 2)];
  const top = Math.max(...tops.map((one) => one.y + one.h)) + 22;
  const columns = [onlyFirst, shared, onlySecond].map((section, place) =>
    column(section.items.length ? [section] : [], start + place * (w + GAP), top, w),
  );
  const outside = [start - 14, start + 3 * w + 2 * GAP + 14];
  const inside = [start + w + GAP / 2, start + 2 * w + GAP * 1.5];
  const lines = tops.flatMap((one, place) => {
    const way = place ? -1 : 1;
    const edge = (right) => (right ? one.x + w : one.x);
    const from = (x, right) => [{ x: edge(right), y: middle(one) }, { x, y: middle(one) }];
    return [
      ...spine(one, from(outside[place], place), columns[place * 2].boxes, outside[place], way),
      ...spine(one, from(inside[place], !place), columns[1].boxes, inside[place], way),
    ];
  });
  const boxes = [...tops, ...columns.flatMap((one) => one.boxes)];
  const height = Math.max(...columns.map((one) => one.bottom), top);
  return { boxes, heads: columns.flatMap((one) => one.heads), lines, width, height };
}

function narrowComparison({ first, second, sections }, width) {
  const tops = [centreOf(first, 8, 8, width - 16, 2)];
  tops.push(centreOf(second, 8, tops[0].y + tops[0].h + 8, width - 16, 2));
  const few = sections
    .filter((one) => one.items.length)
    .map((one) => ({ ...one, drawn: Math.min(one.drawn, MOST_ON_PHONE) }));
  const one = column(few, 20, tops[1].y + tops[1].h + 16, width - 28, THUMB);
  return { boxes: [...tops, ...one.boxes], heads: one.heads, lines: [], width, height: one.bottom };
}

// From right to left everything stands at the other side.
function mirrored(laid) {
  const turn = ({ x, w = 0 }) => laid.width - x - w;
  for (const one of [...laid.boxes, ...laid.heads]) one.x = turn(one);
  const lines = laid.lines.map((line) => ({ ...line, points: line.points.map(({ x, y }) => ({ x: laid.width - x, y })) }));
  return { ...laid, lines, mirrored: true };
}

function layoutNow(width, height) {
  const laid = layOut(width, height);
  return root.dir === "rtl" ? mirrored(laid) : laid;
}

function layOut(width, height) {
  if (state.other !== null) {
    const { compared } = scene;
    return (width >= PHONE && comparisonLayout(compared, width)) || narrowComparison(compared, width);
  }
  const { sections, further } = scene;
  if (further.items.length) {
    return (width >= PHONE && wideTree(state.at, sections, width, height)) || narrowTree(state.at, sections, width);
  }
  return (width >= PHONE && wideLayout(state.at, sections, width, height)) || narrowLayout(state.at, sections, width);
}
