"""Exact search for the cheapest route in Python: A* over (role, skills held).

`compiled` does the same with arrays; the two agree in every answer.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from careergraph.routes.bounds import Bounds, Query, closure
from careergraph.routes.search_graph import NEVER, SLACK, SearchGraph, Way, in_hours
from careergraph.routes.task import Task, bits


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody on the way: what it has cost so far, and what was learnt since the start.

    Attributes
    ----------
    cost, moving : int
        What learning and moves, or moves alone, have taken.
    stones, worth : int
        What the skills learnt weigh, and what holding them can save at most.
    """

    cost: int
    moving: int
    stones: int
    moves: int
    role: int
    learnt: frozenset[int]
    worth: int
    via: int
    before: Person | None = field(repr=False)

    def path(self) -> tuple[int, ...]:
        """Return the roles from the source to here."""
        roles: list[int] = []
        person: Person | None = self
        while person is not None:
            roles.append(person.role)
            person = person.before
        return tuple(reversed(roles))


class Settled:
    """The people settled at one role, indexed by skill to find those that hold a superset.

    For each skill a mask says which of them hold it; the intersection of those masks over some
    skills leaves those that hold all of them.
    """

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._holding: dict[int, int] = {}

    def add(self, person: Person) -> None:
        """Settle somebody."""
        place = 1 << len(self.people)
        self.people.append(person)
        for skill in person.learnt:
            self._holding[skill] = self._holding.get(skill, 0) | place

    def holding(self, learnt: frozenset[int]) -> Iterator[Person]:
        """Yield those that have learnt at least these skills."""
        places = (1 << len(self.people)) - 1
        for skill in learnt:
            places &= self._holding.get(skill, 0)
            if not places:
                return
        for place in bits(places):
            yield self.people[place]


class ExactSearch:
    """One search that can be continued: `advance` looks at so many more people on the way.

    Attributes
    ----------
    best : Person or None
        The best whole route so far.
    least : int
        Units that no route goes below, as far as is known.
    done : bool
        Whether `best` is proven to be the cheapest route, or None that there is none.
    """

    def __init__(self, graph: SearchGraph, task: Task, held: frozenset[int]) -> None:
        self._query = Query(graph, task, held)
        self._settled: defaultdict[int, Settled] = defaultdict(Settled)
        spent, passed = self._query.spent, task.passed(task.source)
        self._start = Person(spent, 0, 0, 0, task.source, frozenset(), 0, passed, None)
        self.best: Person | None = None
        self.least = self._query.learning_ahead
        self._limit = self._query.budget
        self.done = not self._set_out()

    def path(self) -> tuple[int, ...] | None:
        """Return the roles of the best route so far."""
        return None if self.best is None else self.best.path()

    def cost(self) -> float:
        """Return the hours of the best route so far."""
        return NEVER if self.best is None else in_hours(self.best.cost, self.best.moves)

    def close(self) -> None:
        """Give back what the search works with: nothing here."""

    def _set_out(self) -> bool:
        """Prepare the bounds; tell whether there is anything left to search."""
        query = self._query
        if self._limit == NEVER:
            self.first()
        if self.best is None and query.capped:
            reached = closure(query)
            if not reached.issuperset((query.task.target, *query.task.via)):
                return False
            query.barred |= set(range(query.graph.size)) - reached
        self._bounds = Bounds(query, self._limit)
        if not self._bounds.met:
            return False
        self._queue = [(self.least, 0, self._start)]
        self._order = 1
        return True

    def first(self) -> None:
        """Look for some route by settling each role once: often the best, never proven so."""
        query = self._query
        queue, order, done = [(0, 0, self._start)], 1, set[int]()
        coming: dict[int, int] = {}
        while queue:
            _, _, person = heapq.heappop(queue)
            if person.role in done:
                continue
            if self._arrived(person):
                self._take(person)
                return
            done.add(person.role)
            if self._exhausted(person):
                continue
            for way in query.ways(person.role):
                if way.role in done or person.cost + way.cost >= coming.get(way.role, NEVER):
                    continue
                following = self._follow(person, way)
                if following is not None:
                    key = following.cost + query.ahead(following.learnt)
                    if key <= self._limit and key < coming.get(way.role, NEVER):
                        coming[way.role] = key
                        heapq.heappush(queue, (key, order, following))
                        order += 1

    def advance(self, most: int) -> int:
        """Look at up to so many more people, and return how many there were."""
        looked_at = 0
        while self._queue and looked_at < most:
            least, _, person = heapq.heappop(self._queue)
            if least > self._limit:
                break
            if self._superfluous(person):
                continue
            self.least = max(self.least, least)
            looked_at += 1
            self._settled[person.role].add(person)
            if not self._exhausted(person):
                self._look_around(person, least)
        else:
            if self._queue:
                return looked_at
        self.done = True
        return looked_at

    def _look_around(self, person: Person, least: int) -> None:
        query, bounds = self._query, self._bounds
        for way in query.ways(person.role):
            excess, moving = bounds.excess(way.role), bounds.moving(way.role)
            moves = person.moving + way.cost + query.learning_ahead
            if moves + max(excess, moving + person.stones) > self._limit:
                continue
            following = self._follow(person, way)
            if following is None:
                continue
            surely = moves + moving + following.stones
            if surely > self._limit:
                continue
            total = max(
                least,
                moves + excess,
                following.cost + moving + query.ahead(following.learnt),
            )
            if total > self._limit or self._superfluous(following):
                continue
            if self._arrived(following):
                self._take(following)
                continue
            total = max(total, surely + bounds.through_a_gate(following.learnt))
            if total > self._limit:
                continue
            heapq.heappush(self._queue, (total, self._order, following))
            self._order += 1

    def _take(self, person: Person) -> None:
        """Keep a route; from now on only a cheaper one is looked for."""
        self.best = person
        self._limit = person.cost - 1

    def _arrived(self, person: Person) -> bool:
        task = self._query.task
        return person.role == task.target and person.via == task.all_via and person.moves > 0

    def _exhausted(self, person: Person) -> bool:
        most = self._query.task.max_moves
        return most is not None and person.moves >= most

    def _follow(self, person: Person, way: Way) -> Person | None:
        query = self._query
        learnt = person.learnt
        if query.additive:
            stones = query.stones(way.role)
            missing = list(stones.keys() - learnt)
            learning = weight = worth = sum(map(stones.__getitem__, missing))
        else:
            required, worths = query.graph.required(way.role), query.graph.worths
            missing = [s for s in required if s not in query.held and s not in learnt]
            learning = query.learning(missing, learnt)
            if learning > min(way.cap, query.most_learning) + SLACK:
                return None
            weight = sum(map(query.weight, missing))
            worth = sum(map(worths.__getitem__, missing))
        return Person(
            cost=person.cost + learning + way.cost,
            moving=person.moving + way.cost,
            stones=person.stones + weight,
            moves=person.moves + 1,
            role=way.role,
            learnt=learnt.union(missing),
            worth=person.worth + worth,
            via=query.task.passed(way.role, person.via),
            before=person,
        )

    def _superfluous(self, person: Person) -> bool:
        """Tell whether somebody settled at the same role can do all that this one can, cheaper."""
        settled = self._settled[person.role]
        if self._query.capped:
            others = settled.holding(person.learnt)
            return any(o.cost <= person.cost and self._as_far(o, person) for o in others)
        return any(self._worth_more(other, person) for other in settled.people)

    def _worth_more(self, one: Person, other: Person) -> bool:
        """Tell whether every way on of `other` is open to `one` as well, and costs no more.

        Without a cap `one` need not hold all that `other` does, if it is cheaper by what those
        skills are worth at most: what learning them takes, and what they save in learning others.
        """
        spare = other.cost - one.cost
        if spare < 0 or other.worth - one.worth > spare or not self._as_far(one, other):
            return False
        worths = self._query.graph.worths
        return sum(worths[skill] for skill in other.learnt - one.learnt) <= spare

    def _as_far(self, one: Person, other: Person) -> bool:
        task = self._query.task
        if task.max_moves is not None and one.moves > other.moves:
            return False
        return one.via >= other.via if task.via_in_order else not other.via & ~one.via
