// What a picture is painted on: the canvas of the page and an SVG document take the same five
// calls, so that both show the same picture.
const FACE = 'Arial, "Liberation Sans", Helvetica, sans-serif';
const isRightToLeft = (text) => /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text);

function canvasSurface(ctx) {
  const finish = ({ fill, stroke, width = 1, alpha = 1 }) => {
    ctx.globalAlpha = alpha;
    if (fill) {
      ctx.fillStyle = fill;
      ctx.fill();
    }
    if (stroke) {
      ctx.strokeStyle = stroke;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
  };
  return {
    box(x, y, w, h, radius, style) {
      ctx.beginPath();
      ctx.roundRect(x, y, w, h, radius);
      finish(style);
    },
    line(points, radius, style) {
      ctx.lineJoin = "round";
      ctx.beginPath();
      ctx.moveTo(points[0].x, points[0].y);
      for (const { at, after, reach } of bends(points, radius)) ctx.arcTo(at.x, at.y, after.x, after.y, reach);
      const last = points[points.length - 1];
      ctx.lineTo(last.x, last.y);
      finish(style);
    },
    shape(points, style) {
      ctx.beginPath();
      for (const { x, y } of points) ctx.lineTo(x, y);
      ctx.closePath();
      finish(style);
    },
    disc(x, y, radius, style) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      finish(style);
    },
    text(text, x, y, { size, bold, fill, align = "left", room, turned }) {
      ctx.save();
      ctx.font = `${bold ? "bold " : ""}${size}px ${FACE}`;
      ctx.direction = isRightToLeft(text) ? "rtl" : "ltr";
      ctx.textAlign = align;
      ctx.textBaseline = "middle";
      ctx.fillStyle = fill;
      ctx.translate(x, y);
      if (turned) ctx.rotate(-Math.PI / 2);
      ctx.fillText(text, 0, 0.5, room);
      ctx.restore();
    },
  };
}

function bends(points, radius) {
  return points.slice(1, -1).map((at, index) => {
    const [before, after] = [points[index], points[index + 2]];
    const reach = Math.min(
      radius,
      Math.hypot(at.x - before.x, at.y - before.y) / 2,
      Math.hypot(after.x - at.x, after.y - at.y) / 2,
    );
    return { before, at, after, reach };
  });
}

const SVG = "http://www.w3.org/2000/svg";

function svgElement(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

// A point on the way from one corner towards another, so far from the first.
function towards(from, to, distance) {
  const share = distance / (Math.hypot(to.x - from.x, to.y - from.y) || 1);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function svgSurface(parent) {
  const short = (number) => Number(number.toFixed(1));
  const pair = ({ x, y }) => `${short(x)} ${short(y)}`;
  const add = (tag, attributes, { fill, stroke, width = 1, alpha = 1 }) => {
    const style = { fill: fill || "none" };
    if (stroke) Object.assign(style, { stroke, "stroke-width": width, "stroke-linejoin": "round" });
    if (alpha !== 1) style.opacity = alpha;
    parent.append(svgElement(tag, { ...attributes, ...style }));
  };
  return {
    box(x, y, w, h, radius, style) {
      add("rect", { x: short(x), y: short(y), width: short(w), height: short(h), rx: radius }, style);
    },
    line(points, radius, style) {
      const turns = bends(points, radius).map(
        ({ before, at, after, reach }) =>
          `L${pair(towards(at, before, reach))}Q${pair(at)} ${pair(towards(at, after, reach))}`,
      );
      add("path", { d: `M${pair(points[0])}${turns.join("")}L${pair(points[points.length - 1])}` }, style);
    },
    shape(points, style) {
      add("path", { d: `M${points.map(pair).join("L")}Z` }, style);
    },
    disc(x, y, radius, style) {
      add("circle", { cx: short(x), cy: short(y), r: radius }, style);
    },
    text(text, x, y, { size, bold, fill, align = "left", room, turned }) {
      const rtl = isRightToLeft(text);
      const anchor = align === "center" ? "middle" : (align === "right") === rtl ? "start" : "end";
      const style = { x: short(x), y: short(y), "font-size": size, "text-anchor": anchor, fill };
      if (bold) style["font-weight"] = "bold";
      if (rtl) style.direction = "rtl";
      if (turned) style.transform = `rotate(-90 ${style.x} ${style.y})`;
      style.dy = "0.36em";
      const made = svgElement("text", style, text);
      if (room && text.length * size * 0.5 > room) {
        const width = textWidth(text, size, bold);
        if (width > room) {
          made.setAttribute("textLength", short(room));
          made.setAttribute("lengthAdjust", "spacingAndGlyphs");
        }
      }
      parent.append(made);
    },
  };
}

const ruler = document.createElement("canvas").getContext("2d");

function textWidth(text, size, bold) {
  ruler.font = `${bold ? "bold " : ""}${size}px ${FACE}`;
  return ruler.measureText(text).width;
}

// The same surface with its origin elsewhere.
function moved(surface, dx, dy) {
  const shift = (points) => points.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
  return {
    box: (x, y, ...rest) => surface.box(x + dx, y + dy, ...rest),
    line: (points, ...rest) => surface.line(shift(points), ...rest),
    shape: (points, ...rest) => surface.shape(shift(points), ...rest),
    disc: (x, y, ...rest) => surface.disc(x + dx, y + dy, ...rest),
    text: (text, x, y, ...rest) => surface.text(text, x + dx, y + dy, ...rest),
  };
}
