// The picture of two steps: behind each box of the first step the first few of the second.
const MOST_NEAR = 8;
const MOST_FURTHER = 3;
const INDENT = 22;

// What is drawn behind each box of the first step; a thing that lies behind several, once.
function drawnFurther(sections) {
  const taken = new Set();
  const drawn = new Map();
  for (const { near } of sections.filter(({ key }) => !NOT_FOLLOWED.has(key))) {
    for (const item of near) {
      const own = scene.further.of.get(item.concept).filter((one) => !taken.has(one.concept) && passes(one));
      const few = [...new Set(own)].slice(0, MOST_FURTHER);
      for (const one of few) taken.add(one.concept);
      if (few.length) drawn.set(item, few);
    }
  }
  return { drawn, number: taken.size };
}

const fewOf = (sections) =>
  sections.map((one) => {
    const drawn = Math.min(one.drawn, MOST_NEAR);
    return { ...one, near: one.items.slice(0, drawn), drawn };
  });

function furtherHead(number, x, y, w) {
  const all = scene.furtherSections.reduce((sum, { items }) => sum + items.length, 0);
  const values = { number: written(number), all: written(all) };
  const more = number < all ? t("{number} of {all} drawn, the list has all", values) : "";
  return { title: `${t("Two steps away")} (${written(all)})`, more, x, y, w };
}

function furtherBoxes(items, x, y, w, least) {
  let at = y;
  return items.map((item) => {
    const box = boxOf(item.section, item, x, at, w, least);
    at += box.h + BETWEEN;
    return { ...box, id: `further:${item.concept}` };
  });
}

// One side of the picture: sections in the inner column, what lies behind them in the outer.
function side(sections, drawn, inner, outer, w) {
  const way = Math.sign(outer - inner);
  const found = { boxes: [], behind: [], heads: [], lines: [], bottom: TOP };
  let y = TOP;
  for (const section of sections) {
    found.heads.push(headOf(section, section.drawn, inner, y, w));
    y += HEAD;
    for (const item of section.near) {
      const box = boxOf(section, item, inner, y, w, 0);
      const behind = furtherBoxes(drawn.get(item) || [], outer, y, w, 0);
      const from = { x: way > 0 ? inner + w : inner, y: middle(box) };
      const spineX = way > 0 ? outer - GAP / 2 : outer + w + GAP / 2;
      found.lines.push(...spine(box, [from, { x: spineX, y: from.y }], behind, spineX, way));
      found.boxes.push(box);
      found.behind.push(...behind);
      y = Math.max(...[box, ...behind].map((one) => one.y + one.h)) + BETWEEN;
    }
    y += 14;
  }
  found.bottom = y;
  return found;
}

function wideTree(concept, sections, width, height) {
  const few = fewOf(sections);
  const { drawn, number } = drawnFurther(few);
  const halves = [few.filter((one) => one.column < 0), few.filter((one) => one.column > 0)];
  const deep = halves.map((half) => half.some(({ near }) => near.some((item) => drawn.has(item))));
  const present = [deep[0], halves[0].length > 0, true, halves[1].length > 0, deep[1]];
  const columns = present.filter(Boolean).length;
  const w = Math.min(MOST_WIDTH, (width - 2 * MARGIN - GAP * (columns - 1)) / columns);
  if (w < LEAST_WIDTH) return null;
  const start = (width - columns * w - GAP * (columns - 1)) / 2;
  const x = (place) => start + present.slice(0, place).filter(Boolean).length * (w + GAP);
  const [left, right] = [side(halves[0], drawn, x(1), x(0) < x(1) ? x(0) : x(1) - w - GAP, w), side(halves[1], drawn, x(3), x(3) + w + GAP, w)];
  const bottom = Math.max(left.bottom, right.bottom);
  const centre = centreOf(concept, x(2), 0, w);
  centre.y = Math.max(TOP + 20, Math.round(Math.min(height, bottom) / 2 - centre.h / 2));
  const lines = [left, right].flatMap((half, place) => {
    const way = place ? 1 : -1;
    const spineX = way > 0 ? centre.x + w + GAP / 2 : centre.x - GAP / 2;
    const from = { x: way > 0 ? centre.x + w : centre.x, y: middle(centre) };
    return [...spine(centre, [from, { x: spineX, y: from.y }], half.boxes, spineX, way), ...half.lines];
  });
  const heads = [...left.heads, ...right.heads];
  if (number) heads.push(furtherHead(number, deep[1] ? x(4) : x(0), TOP, w));
  const boxes = [centre, ...left.boxes, ...right.boxes, ...left.behind, ...right.behind];
  return { boxes, heads, lines, width, height: bottom };
}

function narrowTree(concept, sections, width) {
  const few = fewOf(sections);
  const { drawn, number } = drawnFurther(few);
  const centre = centreOf(concept, 8, 8, width - 16);
  const [x, w] = [34, width - 42];
  const found = { boxes: [], behind: [], heads: [], lines: [] };
  let y = centre.y + centre.h + 16;
  if (number) {
    found.heads.push(furtherHead(number, x, y, w));
    y += HEAD;
  }
  for (const section of few) {
    found.heads.push(headOf(section, section.drawn, x, y, w));
    y += HEAD;
    for (const item of section.near) {
      const box = boxOf(section, item, x, y, w, THUMB);
      const behind = furtherBoxes(drawn.get(item) || [], x + INDENT, y + box.h + BETWEEN, w - INDENT, THUMB);
      const stem = x + INDENT / 2;
      found.lines.push(...spine(box, [{ x: stem, y: box.y + box.h }], behind, stem, 1));
      found.boxes.push(box);
      found.behind.push(...behind);
      y = Math.max(...[box, ...behind].map((one) => one.y + one.h)) + BETWEEN;
    }
    y += 14;
  }
  const lines = [...spine(centre, [{ x: 20, y: centre.y + centre.h }], found.boxes, 20, 1), ...found.lines];
  return { boxes: [centre, ...found.boxes, ...found.behind], heads: found.heads, lines, width, height: y };
}
