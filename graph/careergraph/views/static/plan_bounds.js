// What no route goes below: careergraph.routes.bounds over again.
class RouteQuery {
  constructor(problem, task) {
    this.problem = problem;
    this.task = task;
    this.held = task.held;
    const anyway = problem.set([task.target, ...task.via].flatMap((role) => problem.required[role]));
    this.free = skillSets.union(this.held, anyway);
    this.needed = [...problem.hours.keys()].filter(
      (skill) => skillSets.has(anyway, skill) && !skillSets.has(this.held, skill),
    );
    this.wanted = problem.required.map((_, role) => problem.missing(role, this.held));
    this.budget = toUnits(task.budget) + SLACK;
    this.mostLearning = toUnits(task.mostLearning);
    const entered = task.source === NOWHERE && problem.entryCapped;
    this.capped = problem.capped || entered || this.mostLearning < Infinity;
    this.barred = new Set(task.avoid);
    this.gains = new Map();
    this.shortened = this.needed.some((skill) => problem.helpers[skill].length);
    this.learningAhead = this.boundLearning(this.held, this.gains);
    this.opened = new Map();
  }

  ways(role) {
    let found = this.opened.get(role);
    if (!found) {
      const every = role === NOWHERE ? this.problem.entries : this.problem.ways[role];
      found = every.filter((way) => !this.barred.has(way.role) && this.allows(way));
      this.opened.set(role, found);
    }
    return found;
  }

  waysBack(role) {
    if (this.barred.has(role)) return [];
    return this.problem.waysBack[role].filter((way) => this.allows(way));
  }

  allows(way) {
    return !(way.stepBack && this.task.noStepBack);
  }

  bar(roles) {
    for (const role of roles) this.barred.add(role);
    this.opened.clear();
  }

  learning(missing, learnt) {
    const { efforts } = this.problem;
    const now = skillSets.union(this.held, learnt);
    let total = 0;
    for (const skill of missing) {
      const helper = this.problem.helper(skill, now);
      total += helper ? helper.shortened : efforts[skill];
      skillSets.add(now, skill);
    }
    return total;
  }

  // A lower bound on the learning that is left to somebody who also holds these.
  ahead(learnt) {
    if (this.shortened) return this.boundLearning(learnt, new Map());
    let total = 0;
    for (const skill of this.needed) {
      if (!skillSets.has(learnt, skill)) total += this.problem.efforts[skill];
    }
    return total;
  }

  boundLearning(held, gains) {
    const { efforts, helpers, leasts } = this.problem;
    let base = 0;
    for (const skill of this.needed) {
      if (skillSets.has(held, skill)) continue;
      let effort = efforts[skill];
      const stronger = [];
      for (const helper of helpers[skill]) {
        if (skillSets.has(this.free, helper.held) || skillSets.has(held, helper.held)) {
          effort = helper.shortened;
          break;
        }
        stronger.push(helper);
      }
      base += effort;
      for (const helper of stronger) {
        gains.set(helper.held, (gains.get(helper.held) || 0) + effort - helper.shortened);
      }
    }
    for (const [stone, gain] of gains) base -= Math.max(0, gain - leasts[stone]);
    return base;
  }

  // What a skill takes at least beyond what it can save; nothing if it is learnt anyway.
  weight(skill) {
    if (skillSets.has(this.free, skill)) return 0;
    return Math.max(0, this.problem.leasts[skill] - (this.gains.get(skill) || 0));
  }

  // What of `via` is passed after entering a role: how many in order, or a mask.
  passed(role, before = 0) {
    const { via } = this.task;
    if (this.task.viaInOrder) return via[before] === role ? before + 1 : before;
    return via.reduce((mask, wanted, place) => (wanted === role ? mask | (1 << place) : mask), before);
  }

  get allPassed() {
    const { via, viaInOrder } = this.task;
    return viaInOrder ? via.length : (1 << via.length) - 1;
  }
}

// How much moving, and how much moving and stepping stones, lie between each role and the end.
class RouteBounds {
  constructor(query, limit) {
    this.query = query;
    this.slack = limit - query.learningAhead;
    this.stones = query.problem.required.map(
      (skills) => new Map(skills.map((s) => [s, query.weight(s)]).filter(([s]) => !skillSets.has(query.free, s))),
    );
    this.weights = this.stones.map((stones) => [...stones.values()].reduce((sum, one) => sum + one, 0));
    this.moving = this.settle((way, cost) => {
      const total = cost + way.cost;
      return total + this.weights[way.role] <= this.slack ? total : Infinity;
    });
    this.excess = this.settle((way, least, role) => {
      if (!this.moving.has(way.role)) return Infinity;
      const there = this.stones[way.role];
      let both = this.weights[way.role];
      for (const [stone, weight] of this.stones[role]) if (!there.has(stone)) both += weight;
      const total = way.cost + Math.max(least, both + this.moving.get(role));
      return total <= this.slack ? total : Infinity;
    });
  }

  // Settle roles from the target back, by what `reach` says of each way into a settled one.
  settle(reach) {
    const found = new Map();
    const queue = new Queue();
    queue.push(0, this.query.task.target);
    while (queue.size) {
      const { key, value: role } = queue.pop();
      if (found.has(role)) continue;
      found.set(role, key);
      for (const way of this.query.waysBack(role)) {
        if (found.has(way.role)) continue;
        const total = reach(way, key, role);
        if (total < Infinity) queue.push(total, way.role);
      }
    }
    return found;
  }
}

// The roles that could be reached if everybody's skills were pooled; no others can be.
function poolingClosure(query) {
  const { problem, task } = query;
  const reached = new Set([task.source]);
  let pool = problem.set();
  let waiting = [...query.ways(task.source)];
  for (let grew = true; grew; ) {
    grew = false;
    const refused = [];
    while (waiting.length) {
      const way = waiting.pop();
      if (reached.has(way.role)) continue;
      const missing = query.wanted[way.role].filter((skill) => !skillSets.has(pool, skill));
      const cap = Math.min(way.cap, query.mostLearning);
      if (query.learning(missing, pool) <= cap + SLACK) {
        reached.add(way.role);
        pool = skillSets.union(pool, problem.set(missing));
        waiting.push(...query.ways(way.role));
        grew = true;
      } else refused.push(way);
    }
    waiting = refused;
  }
  return reached;
}
