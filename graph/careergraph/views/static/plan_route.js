// Planning in the page: what is asked for, and the answer in the picture, the panel and the table.
const KEYS = { source: "from", target: "to", have: "have", avoid: "avoid", max_moves: "moves" };
const EMPTY = { source: null, target: null, have: [], avoid: [], max_moves: null };
const SLOW_MS = 400;

// Whether enough is said to plan: from no role somebody has to bring some skill.
const isComplete = ({ source, target, have }) => target !== null && (source !== null || have.length > 0);

class PageRoutes {
  constructor(given) {
    this.planner = new RoutePlanner(given);
    this.things = new Map([...given.roles, ...given.skills].map(([iri, id, label]) => [iri, { iri, id, label }]));
    this.iriOf = new Map([...this.things.values()].map(({ iri, id }) => [id, iri]));
    const detail = (iri) => data.groups[this.node(iri).group][0];
    const choices = (rows) => new Choices(rows.map(([iri, , label]) => ({ iri, label, detail: detail(iri) })));
    this.roles = choices(given.roles);
    this.skills = choices(given.skills);
    this.labels = new Map();
    for (const { label } of this.things.values()) this.labels.set(label, (this.labels.get(label) || 0) + 1);
    this.picture = new RoutePicture((iri) => this.node(iri));
    this.asked = EMPTY;
    state.asked = EMPTY;
    this.route = null;
    this.earlier = [];
    this.watch = UNWATCHED;
    this.exposed = Object.freeze({
      planRoute: (task) => this.planner.planRoute(task),
      plannerOf: (other) => new RoutePlanner(other),
      lines: (iris) => leadMoves(iris.map((iri) => this.node(iri))),
      route: () => this.route,
      lit: () => nodes.filter((node) => node.lit).map((node) => node.id),
      moves: () => this.picture.moves.map(({ source, target }) => [source.id, target.id]),
    });
  }

  node(iri) {
    return nodeById.get(this.things.get(iri)?.id);
  }

  label(iri) {
    return iri === null ? "" : this.things.get(iri).label;
  }

  // A name that the command line takes for this one: labels that several have, or that look like an
  // option, give way to the IRI.
  nameOf(iri) {
    const { label } = this.things.get(iri);
    return this.labels.get(label) > 1 || label.startsWith("-") ? iri : label;
  }

  start() {
    element("plan").hidden = false;
    onChange((part) => {
      if (part.asked && JSON.stringify(part.asked) !== JSON.stringify(this.asked)) this.plan(part.asked);
      else if ("language" in part) this.translate();
    });
    const one = (key, id) =>
      new ChoiceField(id, this.roles, {
        take: (thing) => this.ask({ [key]: thing && thing.iri }),
        rest: () => this.label(this.asked[key]),
      });
    const several = (key, id, choices) =>
      new ChoiceField(id, choices, {
        take: (thing) => thing && this.ask({ [key]: [...new Set([...this.asked[key], thing.iri])] }),
      });
    this.fields = [one("source", "plan-from"), one("target", "plan-to")];
    this.fields.push(several("have", "plan-have", this.skills), several("avoid", "plan-avoid", this.roles));
    const most = element("plan-moves");
    most.addEventListener("change", () => {
      this.ask({ max_moves: most.value && most.checkValidity() ? Number(most.value) : null });
    });
    element("plan-stop").addEventListener("click", () => (this.watch.stopped = true));
    element("plan-clear").addEventListener("click", () => {
      this.ask(EMPTY);
      element("plan-from").focus();
    });
    element("plan-undo").addEventListener("click", () => this.undo());
  }

  // The buttons of a box's panel.
  buttons(node) {
    const iri = this.iriOf.get(node.id);
    if (!iri) return [];
    const button = (text, change) => {
      const made = make("button", t(text));
      made.type = "button";
      made.addEventListener("click", () => this.ask(change));
      return made;
    };
    const { have, avoid } = this.asked;
    const row = make("p", "", "buttons");
    if (node.kind === "skill") row.append(button("I have this", { have: [...new Set([...have, iri])] }));
    else {
      row.append(button("Start here", { source: iri }), button("Go here", { target: iri }));
      if (this.route) row.append(button("Avoid this", { avoid: [...new Set([...avoid, iri])] }));
    }
    return [row];
  }

  // Make room for the panel of a chosen box.
  stepAside(aside) {
    element("plan-answer").hidden = aside || !this.answered;
  }

  paint(surface) {
    this.picture.paint(surface);
  }

  write(said) {
    for (const [key, name] of Object.entries(KEYS)) {
      const values = [state.asked[key]].flat().filter((value) => value !== null);
      for (const value of values) said.append(name, this.things.get(value)?.id ?? String(value));
    }
  }

  read(said) {
    const iris = (name, choices) =>
      said.getAll(name).map((id) => this.iriOf.get(id)).filter((iri) => choices.things.some((one) => one.iri === iri));
    const most = Number(said.get(KEYS.max_moves));
    return {
      source: iris("from", this.roles)[0] ?? null,
      target: iris("to", this.roles)[0] ?? null,
      have: iris("have", this.skills),
      avoid: iris("avoid", this.roles),
      max_moves: Number.isInteger(most) && most > 0 ? most : null,
    };
  }

  ask(part) {
    const asked = { ...this.asked, ...part };
    if (JSON.stringify(asked) === JSON.stringify(this.asked)) return;
    this.earlier.push(this.asked);
    this.set(asked);
  }

  // A route that somebody asks for takes the place of the chosen box; one from the address does not.
  set(asked) {
    const instead = isComplete(asked) ? { chosen: null, compared: null, comparing: false } : {};
    change({ asked, ...instead });
  }

  undo() {
    this.set(this.earlier.pop());
    if (!this.earlier.length) element("plan-from").focus();
  }

  showAsked() {
    const { asked } = this;
    for (const field of this.fields) field.input.value = field.rest();
    element("plan-moves").value = asked.max_moves ?? "";
    for (const key of ["have", "avoid"]) {
      element(`plan-${key}-list`).replaceChildren(
        ...asked[key].map((iri) => {
          const item = make("li");
          const drop = make("button", `${this.label(iri)} ×`);
          drop.type = "button";
          drop.setAttribute("aria-label", t("Remove {name}", { name: this.label(iri) }));
          drop.addEventListener("click", () => {
            this.ask({ [key]: this.asked[key].filter((other) => other !== iri) });
            element(`plan-${key}`).focus();
          });
          item.append(drop);
          return item;
        }),
      );
    }
    if (asked.have.length || asked.avoid.length || asked.max_moves) element("plan-more").open = true;
    element("plan-undo").hidden = !this.earlier.length;
    element("plan-clear").hidden = JSON.stringify(asked) === JSON.stringify(EMPTY);
  }

  async plan(asked) {
    this.watch.stopped = true;
    this.asked = asked;
    this.showAsked();
    if (!isComplete(asked)) {
      this.show(null);
      return;
    }
    const started = performance.now();
    const watch = { stopped: false, tell: (lookedAt) => this.tellProgress(watch, started, lookedAt) };
    this.watch = watch;
    const answer = await this.planner.planRoute(asked, watch);
    if (this.watch !== watch || this.asked !== asked) return;
    element("plan-stop").hidden = true;
    this.show(answer);
  }

  // What is still to be chosen, once something is.
  missing({ source, target, have }) {
    if (target !== null) return t("Choose where to start, or a skill already held.");
    return source !== null || have.length ? t("Choose where to go.") : "";
  }

  tellProgress(watch, started, lookedAt) {
    if (this.watch !== watch || performance.now() - started < SLOW_MS) return;
    element("plan-stop").hidden = false;
    element("plan-said").textContent = t("Searching: {count} ways looked at.", { count: thousands(lookedAt) });
  }

  show(answer) {
    const route = answer?.route ?? null;
    this.route = route;
    this.answered = Boolean(answer);
    element("plan-stop").hidden = true;
    this.tell(answer);
    if (!route) this.picture.clear();
    change({ planned: route }, null);
    if (!route) return;
    this.picture.show(route);
    change({}, null);
  }

  // The answer in words; why there is no route is said in English alone.
  tell(answer) {
    const route = answer?.route ?? null;
    const said = element("plan-said");
    this.answer = answer;
    said.lang = answer && !route ? "en" : state.language;
    said.textContent = route ? totalText(route) : (answer?.reason ?? this.missing(this.asked));
    element("plan-answer").replaceChildren(...(route ? this.told(route) : []));
    element("planned")?.remove();
    if (route) element("tables").prepend(this.table(route));
  }

  translate() {
    this.showAsked();
    if (element("plan-stop").hidden) this.tell(this.answer);
    if (this.route) this.picture.show(this.route);
  }

  told(route) {
    const steps = make("ol", "", "steps");
    for (const step of route.steps) steps.append(this.stepItem(step));
    const parts = [make("p", certaintyText(route)), steps];
    if (route.direct) parts.push(make("h3", t("The direct move")), make("p", directText(route)));
    return [...parts, make("h3", t("The same on the command line")), ...this.command(route)];
  }

  stepItem(step) {
    const item = make("li");
    item.append(link(this.node(step.role)), make("small", stepText(step)));
    const skills = make("ul");
    for (const learnt of step.skills) {
      const line = make("li");
      line.append(link(this.node(learnt.skill)), make("small", learntText(learnt)));
      skills.append(line);
    }
    if (step.skills.length) item.append(skills);
    if (step.reused.length) {
      const held = make("details");
      held.append(make("summary", t("{skills} already held", { skills: skillsText(step.reused.length) })));
      held.append(make("small", step.reused.map((iri) => this.label(iri)).join("; ")));
      item.append(held);
    }
    item.append(make("small", t("In all so far: {hours}.", { hours: hoursText(step.running_total) })));
    return item;
  }

  command(route) {
    const text = commandText(route, (iri) => this.nameOf(iri));
    const [code, copy] = [make("code", text), make("button", t("Copy"))];
    Object.assign(code, { dir: "ltr", lang: "en" });
    copy.type = "button";
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = t("Copied");
      } catch {
        // A frame without an origin, or a browser that asks first, may not write the clipboard.
        getSelection().selectAllChildren(code);
        copy.textContent = t("Selected");
      }
    });
    return [code, copy, make("p", t("With the --graph and --assume that this page was made with, if any."), "kind")];
  }

  table(route) {
    const region = make("div", "", "scroll");
    region.id = "planned";
    region.tabIndex = 0;
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", t("The planned route"));
    const table = make("table");
    table.dataset.kind = "step";
    const from = route.source === null ? t("no role") : route.source_label;
    table.createCaption().textContent = t("Route from {from} to {to}", { from, to: route.target_label });
    const head = table.createTHead().insertRow();
    for (const title of ["Step", "Role", "Move", "Learn", "Effort", "In all so far"]) {
      const cellOfHead = make("th", t(title));
      cellOfHead.scope = "col";
      head.append(cellOfHead);
    }
    const body = table.createTBody();
    route.steps.forEach((step, index) => {
      const learn = step.skills.map((learnt) => `${learnt.label}: ${learntText(learnt)}`).join("\n");
      const row = body.insertRow();
      row.append(make("th", String(index + 1)));
      const told = [step.label, t(step.move), learn, hoursText(step.effort), hoursText(step.running_total)];
      for (const text of told) row.insertCell().textContent = text;
    });
    table.createTFoot().insertRow().append(make("td", t("In all")), make("td"));
    const foot = table.tFoot.rows[0];
    foot.cells[1].colSpan = 5;
    foot.cells[1].textContent = `${totalText(route)}. ${certaintyText(route)}`;
    region.append(table);
    return region;
  }
}

planner = new PageRoutes(JSON.parse(await unpack("planning")));
