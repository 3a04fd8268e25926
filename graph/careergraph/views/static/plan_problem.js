// The routing problem as the search sees it: careergraph.routes.search_graph over again. Efforts are
// whole billionths of an hour, so that sums do not depend on the order of adding.
const UNIT = 1e-9;
const SLACK = 1000;
const TOLERANCE = 1e-6;
const NOWHERE = -1;
const NO_MOVE = "-";
const [PROMOTION, LATERAL, STEP_BACK] = [0, 1, 2];
const MOVE_NAMES = ["promotion", "lateral move", "step back"];
// The most hours whose units are whole numbers here; see MOST_HOURS in planning.py.
const BEYOND = 9e6;

// The nearest whole number, halves to the even one, as Python rounds.
function toEven(number) {
  const low = Math.floor(number);
  if (number - low !== 0.5) return Math.round(number);
  return low % 2 ? low + 1 : low;
}

const toUnits = (hours) => (hours === null || hours >= BEYOND ? Infinity : toEven(hours / UNIT));

// Sets of skills are words of 32 bits.
const skillSets = {
  has: (set, skill) => (set[skill >> 5] >>> (skill & 31)) & 1,
  add: (set, skill) => (set[skill >> 5] |= 1 << (skill & 31)),
  union: (one, other) => {
    const both = one.slice();
    for (let place = 0; place < both.length; place += 1) both[place] |= other[place];
    return both;
  },
};

class RoutingProblem {
  constructor(given, capped = true) {
    this.given = given;
    this.words = (given.skills.length >> 5) + 1;
    this.required = given.required;
    this.known = given.roles.map((role) => Boolean(role[5]));
    this.hours = given.skills.map(([, , , low, high]) => (low + high) / 2);
    this.efforts = this.hours.map(toUnits);
    this.cost = given.move_costs.map((range) => range && (range[0] + range[1]) / 2);
    this.caps = given.roles.map((role) => (capped ? given.levels[role[3]][3] : null));
    this.roleNumber = new Map(given.roles.map(([iri], number) => [iri, number]));
    this.skillNumber = new Map(given.skills.map(([iri], number) => [iri, number]));
    this.readTransfers();
    this.readMoves();
  }

  set(skills = []) {
    const made = new Int32Array(this.words);
    for (const skill of skills) skillSets.add(made, skill);
    return made;
  }

  // For each skill what shortens it, strongest first: the held skill, its effort then, the transfer.
  readTransfers() {
    this.helpers = this.efforts.map(() => []);
    this.leasts = [...this.efforts];
    this.worths = [...this.efforts];
    for (const transfer of this.given.transfers) {
      const [, held, needed, , saved] = transfer;
      const shortened = toUnits(this.hours[needed] * (1 - saved));
      this.helpers[needed].push({ held, shortened, transfer });
      this.leasts[needed] = Math.min(this.leasts[needed], shortened);
      this.worths[held] += this.efforts[needed] - shortened;
    }
    for (const helpers of this.helpers) {
      helpers.sort((one, other) => other.transfer[4] - one.transfer[4] || one.held - other.held);
    }
  }

  // Each move takes one unit more than its effort, which breaks ties towards fewer moves.
  readMoves() {
    const costs = this.cost.map((hours) => hours !== null && toUnits(hours) + 1);
    const caps = this.caps.map(toUnits);
    const cheapest = (one, other) => one.cost - other.cost || one.role - other.role;
    this.ways = [];
    this.waysBack = this.caps.map(() => []);
    this.given.moves.forEach((signs, source) => {
      const ways = [];
      [...signs].forEach((sign, role) => {
        if (sign === NO_MOVE) return;
        const kind = Number(sign);
        const cap = kind === PROMOTION ? Infinity : caps[role];
        const stepBack = kind === STEP_BACK;
        ways.push({ role, cost: costs[kind], stepBack, cap });
        this.waysBack[role].push({ role: source, cost: costs[kind], stepBack });
      });
      this.ways.push(ways.sort(cheapest));
    });
    const open = costs[LATERAL] === false ? [] : this.caps.keys();
    this.entries = [...open]
      .filter((role) => this.known[role])
      .map((role) => ({ role, cost: costs[LATERAL], stepBack: false, cap: caps[role] }));
    this.capped = this.ways.some((ways) => ways.some((way) => way.cap < Infinity));
    this.entryCapped = caps.some((cap) => cap < Infinity);
  }

  kind(source, target) {
    const sign = this.given.moves[source][target];
    return sign === NO_MOVE ? null : Number(sign);
  }

  helper(skill, held) {
    for (const helper of this.helpers[skill]) if (skillSets.has(held, helper.held)) return helper;
    return null;
  }

  missing(role, held) {
    return this.required[role].filter((skill) => !skillSets.has(held, skill));
  }

  // Expected hours of learning some skills in order, holding others.
  learning(missing, held) {
    const now = held.slice();
    let hours = 0;
    for (const skill of missing) {
      const helper = this.helper(skill, now);
      hours += this.hours[skill] * (1 - (helper ? helper.transfer[4] : 0));
      skillSets.add(now, skill);
    }
    return hours;
  }
}

// The least key first; of equal ones the first that was pushed.
class Queue {
  constructor() {
    this.heap = [];
    this.order = 0;
  }

  get size() {
    return this.heap.length;
  }

  push(key, value) {
    const { heap } = this;
    const entry = { key, order: this.order, value };
    this.order += 1;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!Queue.before(entry, heap[above])) break;
      heap[place] = heap[above];
      place = above;
    }
    heap[place] = entry;
  }

  pop() {
    const { heap } = this;
    const [top] = heap;
    const last = heap.pop();
    if (heap.length) this.sink(last);
    return top;
  }

  sink(entry) {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below + 1 < heap.length && Queue.before(heap[below + 1], heap[below])) below += 1;
      if (below >= heap.length || !Queue.before(heap[below], entry)) break;
      heap[place] = heap[below];
      place = below;
    }
    heap[place] = entry;
  }

  static before(one, other) {
    return one.key < other.key || (one.key === other.key && one.order < other.order);
  }
}
