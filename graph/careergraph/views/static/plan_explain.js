// A found route explained, in the form of docs/json.md: careergraph.routes.explanation over again.
const SAME_COST = 1e-6;

// As Python rounds: halves to the even digit, told by the number's exact value.
function roundedTo(number, places) {
  const halves = number * 2 ** (places + 1);
  const tied = Number.isInteger(halves) && halves % 2 !== 0;
  return tied ? toEven(number * 10 ** places) / 10 ** places : Number(number.toFixed(places));
}

const thousands = (number) => toEven(number).toLocaleString("en-GB");

const ranges = {
  none: [0, 0],
  add: ([low, high], [more, most]) => [low + more, high + most],
  times: ([low, high], share) => [low * share, high * share],
  expected: ([low, high]) => (low + high) / 2,
  json: ([low, high]) => ({
    low: roundedTo(low, 2),
    expected: roundedTo((low + high) / 2, 2),
    high: roundedTo(high, 2),
    unit: "hour",
  }),
  weeks: (range, hours) => {
    const inWeeks = (one) => roundedTo(one / hours, 1);
    const [low, high] = range;
    return { low: inWeeks(low), expected: inWeeks((low + high) / 2), high: inWeeks(high) };
  },
};

class RouteExplanation {
  constructor(problem, task) {
    this.problem = problem;
    this.task = task;
    this.wanted = problem.set(problem.required[task.target]);
  }

  // The whole route along some roles, of which none takes less than `least` hours.
  route(path, least) {
    const { problem, task } = this;
    const { given } = problem;
    let held = task.held;
    const steps = [];
    for (let place = 1; place < path.length; place += 1) {
      steps.push(this.step(path[place - 1], path[place], held));
      held = skillSets.union(held, problem.set(problem.required[path[place]]));
    }
    const total = steps.reduce((sum, step) => ranges.add(sum, step.effort), ranges.none);
    let running = null;
    const described = steps.map((step) => {
      running = running ? ranges.add(running, step.effort) : step.effort;
      return { ...this.stepJson(step), running_total: ranges.json(running) };
    });
    const [source, target] = [given.roles[task.source], given.roles[task.target]];
    const hours = given.assumptions.hours_per_week;
    return {
      source: source ? source[0] : null,
      source_label: source ? source[2] : null,
      target: target[0],
      target_label: target[2],
      status: routeStatus(ranges.expected(total), least),
      effort: ranges.json(total),
      weeks: hours ? ranges.weeks(total, hours) : null,
      hours_per_week: hours,
      lower_bound: roundedTo(least, 2),
      constraints: task.constraints,
      unknown_skills: [],
      assumptions: given.assumptions,
      steps: described,
      direct: steps.length > 1 ? this.direct() : null,
      alternatives: [],
      trade: null,
    };
  }

  // The step into a role for somebody who holds some skills.
  step(source, target, held) {
    const { problem } = this;
    const kind = source === NOWHERE ? LATERAL : problem.kind(source, target);
    const now = held.slice();
    const skills = problem.missing(target, held).map((skill) => {
      const helper = problem.helper(skill, now);
      skillSets.add(now, skill);
      const [, , , low, high] = problem.given.skills[skill];
      const full = [low, high];
      const effort = helper ? ranges.times(full, 1 - helper.transfer[4]) : full;
      return { skill, full, effort, helper };
    });
    const learning = skills.reduce((sum, one) => ranges.add(sum, one.effort), ranges.none);
    const moving = kind === null ? ranges.none : problem.given.move_costs[kind];
    const name = kind === null ? "jump" : MOVE_NAMES[kind];
    return {
      target,
      move: source === NOWHERE ? "entry" : name,
      skills,
      moving,
      effort: ranges.add(learning, moving),
      reused: problem.required[target].filter((skill) => skillSets.has(held, skill)),
    };
  }

  stepJson(step) {
    const { roles, skills } = this.problem.given;
    return {
      role: roles[step.target][0],
      label: roles[step.target][2],
      move: step.move,
      effort: ranges.json(step.effort),
      move_effort: ranges.json(step.moving),
      skills: step.skills.map((learnt) => this.learntJson(learnt)),
      reused: step.reused.map((skill) => skills[skill][0]),
    };
  }

  learntJson({ skill, full, effort, helper }) {
    const { skills } = this.problem.given;
    return {
      skill: skills[skill][0],
      label: skills[skill][2],
      effort: ranges.json(effort),
      full_effort: ranges.json(full),
      transfer: helper ? this.transferJson(helper.transfer) : null,
      stepping_stone: !skillSets.has(this.wanted, skill),
    };
  }

  transferJson([transfer, held, , strength, saved, rationale, evidence]) {
    const [from, , label] = this.problem.given.skills[held];
    return { transfer, from, from_label: label, strength, saved, rationale, evidence };
  }

  // The way in one step, and what stands against it.
  direct() {
    const { source, target, held } = this.task;
    const step = this.stepJson(this.step(source, target, held));
    return { ...step, obstacle: this.obstacle() };
  }

  // The first rule that the direct move breaks: careergraph.routes.breaches for one step.
  obstacle() {
    const { problem, task } = this;
    const { source, target } = task;
    const kind = source === NOWHERE ? LATERAL : problem.kind(source, target);
    const learning = problem.learning(problem.missing(target, task.held), task.held);
    const cap = kind === null || kind === PROMOTION ? null : problem.caps[target];
    const asks = `it asks for ${thousands(learning)} h of learning at once`;
    if (kind === null) return this.whyNoMove();
    if (cap !== null && learning > cap + TOLERANCE) {
      const hardest = `${thousands(cap)} h of the hardest cell of that level`;
      return `${asks}, ${overrun(learning - cap)} more than the ${hardest}`;
    }
    if (task.noStepBack && kind === STEP_BACK && source !== NOWHERE) return "it is a step back";
    const most = task.mostLearning;
    if (most !== null && learning > most + TOLERANCE) {
      return `${asks}, ${overrun(learning - most)} more than the ${thousands(most)} h allowed for one move`;
    }
    return this.obstacleToWhole(learning + problem.cost[kind]);
  }

  obstacleToWhole(cost) {
    const { source, target, via, budget } = this.task;
    if (budget !== null && cost > budget + TOLERANCE) {
      return `it takes ${thousands(cost)} h, ${overrun(cost - budget)} more than the ${thousands(budget)} h left to it`;
    }
    const missed = via.find((role) => role !== source && role !== target);
    if (missed !== undefined) return `it does not pass ${this.problem.given.roles[missed][2]} as asked for`;
    const query = new RouteQuery(this.problem, this.task);
    const passed = query.passed(target, query.passed(source));
    return passed === query.allPassed ? null : "it does not pass the roles asked for in their order";
  }

  whyNoMove() {
    const { given } = this.problem;
    const [source, target] = [given.roles[this.task.source], given.roles[this.task.target]];
    const [from, to] = [given.levels[source[3]], given.levels[target[3]]];
    const rise = to[1] - from[1];
    if (given.derived) return "it is none of the moves that the graph's rule derives";
    if (from[2] !== to[2]) return "it goes to another level scheme, which is no move";
    if (source[4] !== target[4]) {
      const levels = `${rise} level${rise > 1 ? "s" : ""}`;
      return `it goes up ${levels} at once onto another career path, which is no move`;
    }
    if (rise > 1) return `it goes up ${rise} levels at once, which is no move`;
    return "the graph does not state that the one leads to the other";
  }
}

const overrun = (hours) => (hours >= 1 ? `${thousands(hours)} h` : `${roundedTo(hours, 2).toFixed(2)} h`);

// Optimal, or within how much of the best a route is proven to be, rounded up.
function routeStatus(cost, least) {
  if (least >= cost - SAME_COST) return "optimal";
  if (least <= 0) return "unproven";
  const above = Math.ceil(Math.round(1000 * (cost / least - 1) * 1e6) / 1e6) / 10;
  return `within ${above.toFixed(1)} %`;
}
