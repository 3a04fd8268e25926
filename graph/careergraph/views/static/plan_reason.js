// Why there is no route and what would give one: careergraph.routes.obstacles and .relaxations.
class RouteObstacles {
  constructor(problem, task, watch) {
    this.problem = problem;
    this.task = task;
    this.watch = watch;
    this.label = (role) => problem.given.roles[role][2];
  }

  async explain() {
    const { problem, task } = this;
    const origin = task.source === NOWHERE ? "" : `from ${this.label(task.source)} `;
    const ends = `There is no route ${origin}to ${this.label(task.target)}`;
    const relaxations = await this.cheapest();
    if (this.watch.stopped) return { reason: `${ends} under these conditions. Stopped before it was known why.`, relaxations: [] };
    if (relaxations.length) {
      const ways = relaxations.map((one) => this.inWords(one)).join("; ");
      return { reason: `${ends} under these conditions. ${ways}.`, relaxations };
    }
    const uncapped = new RoutingProblem(problem.given, false);
    const free = { ...this.free(), avoid: [], via: [] };
    const found = await this.search(free, uncapped);
    const none = `${ends}: no chain of promotions, lateral moves and steps back joins them.`;
    if (!found) return { reason: `${none} ${this.noWayIn()}`, relaxations: [] };
    const changes = [{ constraint: "hardest_cell_cap", role: null, value: null }];
    const relaxation = { changes, effort: roundedTo(found.cost, 2), moves: found.path.length - 1 };
    return { reason: `${none} Without the cap on learning there is one ${this.takes(relaxation)}.`, relaxations: [relaxation] };
  }

  async search(task, problem = this.problem) {
    return (await searchRoute(problem, task, this.watch)).found();
  }

  // The task without anything but its ends and what is held.
  free() {
    return { ...this.task, mostMoves: null, mostLearning: null, budget: null, viaInOrder: false, noStepBack: false };
  }

  // The constraints of the task, those first that people would rather keep: how to do without each.
  demands() {
    const { task, problem } = this;
    const of = (role) => problem.given.roles[role][0];
    const flag = (field, constraint, none) =>
      task[field] === none ? [] : [{ constraint, role: null, drop: (one) => ({ ...one, [field]: none }) }];
    const without = (field, role) => (one) => ({ ...one, [field]: one[field].filter((other) => other !== role) });
    return [
      ...task.via.map((role) => ({ constraint: "via", role: of(role), drop: without("via", role) })),
      ...task.avoid.map((role) => ({ constraint: "avoid", role: of(role), drop: without("avoid", role) })),
      ...flag("viaInOrder", "via_in_order", false),
      ...flag("noStepBack", "no_step_back", false),
      ...flag("mostMoves", "max_moves", null),
      ...flag("mostLearning", "max_effort_per_move", null),
      ...flag("budget", "budget", null),
    ];
  }

  // Each constraint without which there is a route; else one set of which every part is needed.
  async cheapest() {
    const demands = this.demands();
    const alone = [];
    for (const demand of demands) {
      const relaxed = await this.relaxed([demand]);
      if (relaxed) alone.push(relaxed);
    }
    if (alone.length) return alone.sort((one, other) => one.effort - other.effort);
    let dropped = demands;
    for (const demand of demands) {
      const rest = dropped.filter((other) => other !== demand);
      if (await this.search(this.without(rest))) dropped = rest;
    }
    const together = await this.relaxed(dropped);
    return together ? [together] : [];
  }

  without(demands) {
    return demands.reduce((task, demand) => demand.drop(task), this.task);
  }

  async relaxed(demands) {
    const loose = this.without(demands);
    let found = await this.search(loose);
    if (!found) return null;
    const changes = [];
    for (const { constraint, role } of demands) {
      let value = null;
      if (constraint === "max_moves") {
        [value, found] = await this.fewestMoves(loose, found);
      }
      changes.push({ constraint, role, value });
    }
    return { changes, effort: roundedTo(found.cost, 2), moves: found.path.length - 1 };
  }

  // The smallest number of moves under which there is a route, and the cheapest one then. What was
  // found is tightened by one move at a time, and by half of what remains.
  async fewestMoves(task, found) {
    const under = (moves) => this.search({ ...task, mostMoves: moves });
    const made = (one) => one.path.length - 1;
    let [tooFew, fewest] = [this.task.mostMoves, found];
    while (made(fewest) - 1 > tooFew && !this.watch.stopped) {
      const tighter = await under(made(fewest) - 1);
      if (!tighter) break;
      fewest = tighter;
      const middle = tooFew + Math.floor((made(fewest) - tooFew) / 2);
      const halfway = middle > tooFew ? await under(middle) : null;
      if (halfway) fewest = halfway;
      else tooFew = middle;
    }
    return [made(fewest), (await under(made(fewest))) || fewest];
  }

  inWords(relaxation) {
    const said = relaxation.changes.map(({ constraint, role, value }) => {
      if (value !== null) return `with at most ${value} move${value > 1 ? "s" : ""}`;
      const name = role && this.label(this.problem.roleNumber.get(role));
      return { avoid: `without avoiding ${name}`, via: `without passing ${name}` }[constraint]
        || `without the condition “${constraint.replaceAll("_", " ")}”`;
    });
    const text = said.join(" and ");
    return `${text[0].toUpperCase()}${text.slice(1)} there is one ${this.takes(relaxation)}`;
  }

  takes({ moves, effort }) {
    return `of ${moves} move${moves > 1 ? "s" : ""} and about ${thousands(effort)} h`;
  }

  // Which role nothing leads into, going back from the target as far as moves go.
  noWayIn() {
    const { given, waysBack } = this.problem;
    const behind = new Set([this.task.target]);
    for (const role of behind) for (const way of waysBack[role]) behind.add(way.role);
    const rank = (role) => given.levels[given.roles[role][3]][1];
    const first = [...behind].sort(
      (one, other) => rank(one) - rank(other) || (one !== this.task.target) - (other !== this.task.target) || one - other,
    )[0];
    if (given.derived) return "The graph's rule derives no moves that lead there.";
    const level = given.levels[given.roles[first][3]][0];
    return `Nothing leads into ${this.label(first)}: no other career path to come from has its level, ${level}.`;
  }
}
