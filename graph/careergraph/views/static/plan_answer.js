// The planner of the page. `planRoute` takes a task and promises an answer; a server that plans
// would do the same.
//
// A task has `source` (IRI of a role, or null for no role), `target` (IRI), and the `constraints` of
// docs/json.md, each of which may be left out. An answer has `route`, in the form of docs/json.md,
// or null; then `reason` says why there is none, and `relaxations` what would give one: each with
// its `changes` (`constraint`, `role` or null, `value` or null where it is to be dropped), the
// `effort` in hours and the number of `moves`. The promise never fails.
const NO_CONSTRAINTS = {
  have: [],
  avoid: [],
  via: [],
  max_moves: null,
  max_effort_per_move: null,
  via_in_order: false,
  no_step_back: false,
  deadline: null,
  detour_budget: null,
};
const UNWATCHED = { stopped: false, tell: () => {} };

class RoutePlanner {
  constructor(given) {
    this.problem = new RoutingProblem(given);
  }

  async planRoute(asked, watch = UNWATCHED) {
    const refusal = this.refusal(asked);
    if (refusal) return { route: null, reason: refusal, relaxations: [] };
    const task = this.task(asked);
    const search = await searchRoute(this.problem, task, watch);
    const found = search.found();
    if (found) {
      const route = new RouteExplanation(this.problem, task).route(found.path, found.least);
      return { route, reason: null, relaxations: [] };
    }
    if (!search.done) {
      const reason = "Stopped before any route was found, and before it was proven that there is none.";
      return { route: null, reason, relaxations: [] };
    }
    return { route: null, ...(await new RouteObstacles(this.problem, task, watch).explain()) };
  }

  // Why a task cannot be planned at all, or null.
  refusal(asked) {
    const { roles } = this.problem.given;
    const number = (iri) => this.problem.roleNumber.get(iri);
    const { source, target, avoid, via, ...limits } = { ...NO_CONSTRAINTS, ...asked };
    const most = limits.max_moves;
    const named = [target, ...via, ...(source === null ? [] : [source])];
    const label = (iri) => roles[number(iri)][2];
    if (source === target) return `${label(target)} is both the start and the goal. Choose another goal.`;
    const both = avoid.find((role) => named.includes(role));
    if (both) return `${label(both)} is to be avoided, but the route has to pass it. Drop one of the two.`;
    if (most !== null && !(most >= 1)) return "A route needs at least one move.";
    if (limits.via_in_order && via.slice(0, -1).includes(target)) {
      return `${label(target)} is the goal, but others are to be passed after it.`;
    }
    if (limits.deadline !== null && !this.problem.given.assumptions.hours_per_week) {
      return "A deadline is in weeks, and how many hours a week go into learning is unknown.";
    }
    const unknown = named.find((role) => !this.problem.known[number(role)]);
    if (!unknown) return null;
    return `What ${label(unknown)} requires is unknown, and unknown is not nothing, so nothing can be said of the way there or from there.`;
  }

  // The task in numbers, as careergraph.routes.planner poses it.
  task(asked) {
    const { problem } = this;
    const constraints = { ...NO_CONSTRAINTS };
    for (const name of Object.keys(NO_CONSTRAINTS)) {
      if (asked[name] !== undefined) constraints[name] = asked[name];
    }
    const number = (iri) => problem.roleNumber.get(iri);
    const source = asked.source === null ? NOWHERE : number(asked.source);
    const target = number(asked.target);
    const skills = constraints.have.map((iri) => problem.skillNumber.get(iri));
    const held = problem.set(skills.filter((skill) => skill !== undefined));
    for (const skill of problem.required[source] || []) skillSets.add(held, skill);
    return {
      constraints,
      source,
      target,
      held,
      avoid: [...new Set(constraints.avoid.map(number))].sort((one, other) => one - other),
      via: [...new Set(constraints.via.map(number))],
      mostMoves: constraints.max_moves,
      mostLearning: constraints.max_effort_per_move,
      budget: this.budget(constraints, target, held),
      viaInOrder: constraints.via_in_order,
      noStepBack: constraints.no_step_back,
    };
  }

  // The most hours that a deadline and a detour budget leave a route.
  budget({ deadline, detour_budget: detour }, target, held) {
    const { problem } = this;
    const hours = problem.given.assumptions.hours_per_week || 0;
    const budget = deadline === null ? Infinity : deadline * hours;
    const missing = problem.missing(target, held);
    const most = detour === null ? Infinity : problem.learning(missing, held) + detour;
    const least = Math.min(budget, most);
    return least === Infinity ? null : least;
  }
}
