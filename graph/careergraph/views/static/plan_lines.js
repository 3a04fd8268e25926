// The lines of moves, led as views/gutters.py leads them: sideways into the gutter beside a column,
// along a gutter between lanes, never through a box. Where lines share a gutter they run side by side.
const PORT = 0.25;
const FREE = 7;
const WIDEST_STEP = 7;

const rightOf = ([, , left, width]) => left + width;

// The middle and the width of the gutter left of a column; the last one is right of all columns.
function columnGutter(gutter) {
  const { columns } = data;
  if (gutter < columns.length) {
    const [left, right] = [rightOf(columns[gutter - 1]), columns[gutter][2]];
    return { middle: (left + right) / 2, width: right - left };
  }
  const last = rightOf(columns[columns.length - 1]);
  const width = columns.length > 1 ? columns[1][2] - rightOf(columns[0]) : data.width - last;
  return { middle: last + width / 2, width };
}

function laneGutter(gutter) {
  const { lanes } = data;
  const above = gutter > 0 ? lanes[gutter - 1][1] + lanes[gutter - 1][2] : 0;
  const below = gutter < lanes.length ? lanes[gutter][1] : data.height;
  return { middle: (above + below) / 2, width: below - above };
}

// Which gutters a line takes, or null where it runs straight to the next box of its lane.
function gutterPlan(a, b) {
  if (a.lane === b.lane && b.column === a.column + 1 && a.y === b.y) return null;
  const port = (node, direction, atLeft) => ({
    x: node.x + (atLeft ? -node.w : node.w) / 2,
    y: node.y + direction * PORT * node.h,
  });
  if (a.column === b.column) {
    const rightmost = a.column === data.columns.length - 1 && data.columns.length > 1;
    const only = rightmost ? a.column : a.column + 1;
    return { first: only, lanes: null, last: only, start: port(a, -1, rightmost), end: port(b, 1, rightmost) };
  }
  const forward = b.column > a.column;
  const first = forward ? a.column + 1 : a.column;
  const last = forward ? b.column : b.column + 1;
  const lanes = first === last ? null : b.lane < a.lane ? a.lane : a.lane + 1;
  return { first, lanes, last, start: port(a, -1, !forward), end: port(b, 1, forward) };
}

// The stretches of a line along its gutters.
function stretches(line, { first, lanes, last, start, end }) {
  const leg = (gutter, one, other) => ({ gutter, line, low: Math.min(one, other), high: Math.max(one, other) });
  if (lanes === null) return [leg(`column ${first}`, start.y, end.y)];
  const { middle } = laneGutter(lanes);
  return [
    leg(`column ${first}`, start.y, middle),
    leg(`lane ${lanes}`, columnGutter(first).middle, columnGutter(last).middle),
    leg(`column ${last}`, middle, end.y),
  ];
}

// How far from the middle of each gutter each line runs; lines that do not meet share a track.
function trackOffsets(legs) {
  const offsets = new Map();
  for (const gutter of new Set(legs.map((leg) => leg.gutter))) {
    const here = legs.filter((leg) => leg.gutter === gutter);
    here.sort((one, other) => one.low - other.low || one.high - other.high || one.line - other.line);
    const ends = [];
    const taken = here.map((leg) => {
      const free = ends.findIndex((end) => end + 2 < leg.low);
      const track = free < 0 ? ends.length : free;
      ends[track] = leg.high;
      return track;
    });
    const [kind, number] = gutter.split(" ");
    const { width } = kind === "column" ? columnGutter(Number(number)) : laneGutter(Number(number));
    const room = kind === "column" ? width - 2 * FREE : width / 2;
    const step = Math.min(WIDEST_STEP, room / Math.max(1, ends.length - 1));
    here.forEach((leg, index) => {
      offsets.set(`${gutter} ${leg.line}`, (taken[index] - (ends.length - 1) / 2) * step);
    });
  }
  return offsets;
}

// The points of the lines from each role of a route to the next.
function leadMoves(roles) {
  const plans = roles.slice(1).map((role, index) => gutterPlan(roles[index], role));
  const offsets = trackOffsets(plans.flatMap((plan, line) => (plan ? stretches(line, plan) : [])));
  return plans.map((plan, line) => {
    if (!plan) {
      const [a, b] = [roles[line], roles[line + 1]];
      return [{ x: a.x + a.w / 2, y: a.y }, { x: b.x - b.w / 2, y: b.y }];
    }
    const { first, lanes, last, start, end } = plan;
    const across = (gutter) => columnGutter(gutter).middle + offsets.get(`column ${gutter} ${line}`);
    const x = across(first);
    if (lanes === null) return [start, { x, y: start.y }, { x, y: end.y }, end];
    const y = laneGutter(lanes).middle + offsets.get(`lane ${lanes} ${line}`);
    const other = across(last);
    return [start, { x, y: start.y }, { x, y }, { x: other, y }, { x: other, y: end.y }, end];
  });
}

// Lines are led from left to right; a mirrored picture is turned over before and after.
function leadAsShown(way) {
  if (!mirrored) return leadMoves(way);
  const turn = () => data.columns.forEach((column) => (column[2] = data.width - column[2] - column[3]));
  turn();
  const lines = leadMoves(way.map((node) => ({ ...node, x: data.width - node.x })));
  turn();
  return lines.map((points) => points.map(({ x, y }) => ({ x: data.width - x, y })));
}
