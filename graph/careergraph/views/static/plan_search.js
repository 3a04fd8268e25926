// The exact search: careergraph.routes.exact over again, A* over role and skills held, so that both
// take up the same ways in the same order and find the same routes.
// The people settled at one role, in plain numbers side by side: a search asks for those that hold
// at least some skills and cost no more very often.
class SettledPeople {
  constructor(words) {
    this.words = words;
    this.people = [];
    this.learnt = new Int32Array(16 * words);
  }

  add(person) {
    const { words, people } = this;
    const at = people.length * words;
    if (at === this.learnt.length) {
      const larger = new Int32Array(2 * at);
      larger.set(this.learnt);
      this.learnt = larger;
    }
    this.learnt.set(person.learnt, at);
    people.push(person);
  }

  // Whether somebody here has learnt at least what this person has, and satisfies the rest.
  someHolding(person, satisfies) {
    const { words, people, learnt } = this;
    for (let place = 0, at = 0; place < people.length; place += 1, at += words) {
      let word = 0;
      while (word < words && (person.learnt[word] & ~learnt[at + word]) === 0) word += 1;
      if (word === words && satisfies(people[place])) return true;
    }
    return false;
  }
}

class RouteSearch {
  constructor(problem, task) {
    this.query = new RouteQuery(problem, task);
    this.settled = problem.required.map(() => new SettledPeople(problem.words));
    const learnt = problem.set();
    const via = this.query.passed(task.source);
    this.start = { cost: 0, moving: 0, moves: 0, role: task.source, learnt, worth: 0, via, before: null };
    this.best = null;
    this.least = this.query.learningAhead;
    this.limit = this.query.budget;
    this.done = !this.setOut();
  }

  // Prepare the bounds; tell whether there is anything left to search.
  setOut() {
    const { query } = this;
    const { source, target, via } = query.task;
    if (this.limit === Infinity) this.first();
    if (!this.best && query.capped) {
      const reached = poolingClosure(query);
      if (![target, ...via].every((role) => reached.has(role))) return false;
      query.bar([...query.problem.known.keys()].filter((role) => !reached.has(role)));
    }
    this.bounds = new RouteBounds(query, this.limit);
    if (source !== NOWHERE && !this.bounds.excess.has(source)) return false;
    this.queue = new Queue();
    this.queue.push(this.least, this.start);
    return true;
  }

  // Look for some route by settling each role once: often the best, never proven so.
  first() {
    const queue = new Queue();
    const done = new Set();
    queue.push(0, this.start);
    while (queue.size) {
      const person = queue.pop().value;
      if (done.has(person.role)) continue;
      if (this.arrived(person)) {
        this.take(person);
        return;
      }
      done.add(person.role);
      if (this.exhausted(person)) continue;
      for (const way of this.query.ways(person.role)) {
        const following = done.has(way.role) ? null : this.follow(person, way);
        if (!following) continue;
        const key = following.cost + this.query.ahead(following.learnt);
        if (key <= this.limit) queue.push(key, following);
      }
    }
  }

  // Look at up to so many more people on the way, and return how many there were.
  advance(most) {
    let lookedAt = 0;
    while (this.queue.size && lookedAt < most) {
      const { key: least, value: person } = this.queue.pop();
      if (least > this.limit) {
        this.done = true;
        return lookedAt;
      }
      if (this.superfluous(person)) continue;
      this.least = Math.max(this.least, least);
      lookedAt += 1;
      if (person.role !== NOWHERE) this.settled[person.role].add(person);
      if (!this.exhausted(person)) this.lookAround(person, least);
    }
    this.done = !this.queue.size;
    return lookedAt;
  }

  lookAround(person, least) {
    const { query, bounds } = this;
    for (const way of query.ways(person.role)) {
      const excess = bounds.excess.get(way.role);
      const following = excess === undefined ? null : this.follow(person, way);
      if (!following) continue;
      const total = Math.max(
        least,
        following.moving + query.learningAhead + excess,
        following.cost + bounds.moving.get(way.role) + query.ahead(following.learnt),
      );
      if (total > this.limit || this.superfluous(following)) continue;
      if (this.arrived(following)) this.take(following);
      else this.queue.push(total, following);
    }
  }

  // Keep a route; from now on only a cheaper one is looked for.
  take(person) {
    this.best = person;
    this.limit = person.cost - 1;
  }

  arrived(person) {
    return person.role === this.query.task.target && person.via === this.query.allPassed && person.moves > 0;
  }

  exhausted(person) {
    const most = this.query.task.mostMoves;
    return most !== null && person.moves >= most;
  }

  follow(person, way) {
    const { query } = this;
    const missing = query.wanted[way.role].filter((skill) => !skillSets.has(person.learnt, skill));
    const learning = query.learning(missing, person.learnt);
    if (learning > Math.min(way.cap, query.mostLearning) + SLACK) return null;
    return {
      cost: person.cost + learning + way.cost,
      moving: person.moving + way.cost,
      moves: person.moves + 1,
      role: way.role,
      learnt: missing.length ? skillSets.union(person.learnt, query.problem.set(missing)) : person.learnt,
      worth: missing.reduce((sum, skill) => sum + query.problem.worths[skill], person.worth),
      via: query.passed(way.role, person.via),
      before: person,
    };
  }

  // Whether somebody settled at the same role can do all that this one can, cheaper.
  superfluous(person) {
    if (person.role === NOWHERE) return false;
    const settled = this.settled[person.role];
    if (!this.query.capped) return settled.people.some((other) => this.worthMore(other, person));
    return settled.someHolding(person, (other) => other.cost <= person.cost && this.asFar(other, person));
  }

  // Without a cap nobody need hold all that another does, if cheaper by what those skills are worth.
  worthMore(one, other) {
    const spare = other.cost - one.cost;
    if (spare < 0 || other.worth - one.worth > spare || !this.asFar(one, other)) return false;
    const { worths } = this.query.problem;
    let lacking = 0;
    for (let word = 0; word < one.learnt.length; word += 1) {
      for (let left = other.learnt[word] & ~one.learnt[word]; left; left &= left - 1) {
        lacking += worths[32 * word + 31 - Math.clz32(left & -left)];
        if (lacking > spare) return false;
      }
    }
    return true;
  }

  asFar(one, other) {
    const { mostMoves, viaInOrder } = this.query.task;
    if (mostMoves !== null && one.moves > other.moves) return false;
    return viaInOrder ? one.via >= other.via : (other.via & ~one.via) === 0;
  }

  path() {
    const roles = [];
    for (let person = this.best; person; person = person.before) roles.unshift(person.role);
    return roles;
  }

  // The best route by now and the hours that none goes below, or null where there is no route.
  found() {
    if (!this.best) return null;
    // Division rounds once, as Python's rounding to nine places does.
    const cost = (this.best.cost - this.best.moves) / 1e9;
    const least = this.done ? cost : Math.min(cost, Math.max(0, this.least * UNIT - TOLERANCE));
    return { cost, path: this.path(), least };
  }
}

// As MOST_LABELS and AT_ONCE of careergraph.routes.search: after so many ways it settles for a route.
const MOST_WAYS = 20000;
const AT_ONCE = 2000;
const SLICE = 100;
const FRAME_MS = 16;

const nextTask = () => new Promise((resume) => setTimeout(resume, 0));

// Search in slices, so that the page stays alive; `watch` hears how far it is, may stop it, and
// may say after how many ways it settles for the route that it has. Where
// the search returned is not `done`, its route is the best by then, or it has none yet.
async function searchRoute(problem, task, watch) {
  const running = new RouteSearch(problem, task);
  const most = watch.most ?? MOST_WAYS;
  let [lookedAt, tried, since] = [0, false, performance.now()];
  while (!running.done) {
    lookedAt += running.advance(SLICE);
    const stopped = watch.stopped;
    if (!running.done && (stopped || (lookedAt >= most && lookedAt % AT_ONCE === 0))) {
      if (!running.best && !tried) {
        running.first();
        tried = true;
      }
      if (running.best || stopped) return running;
    }
    if (performance.now() - since > FRAME_MS) {
      watch.tell(lookedAt);
      await nextTask();
      since = performance.now();
    }
  }
  return running;
}
