"""The compiled search: the same as `exact.ExactSearch`, on arrays; see `compiled_kernels`."""

from __future__ import annotations

from typing import Any

import numpy as np

from careergraph.routes import compiled_bounds as bounds
from careergraph.routes import compiled_kernels as kernels
from careergraph.routes.bounds import Query, closure
from careergraph.routes.search_graph import NEVER, SearchGraph, in_hours
from careergraph.routes.task import NOWHERE, Task

MADE, TOLD, WAITING, LIMIT, BEST, LEAST, OVER = range(7)


class Workshop:
    """What the compiled search needs of a graph: its arrays, and marks that searches leave clean.

    One search at a time uses a set of marks; `borrow` makes another where all are in use.
    """

    def __init__(self, graph: SearchGraph) -> None:
        self.numbers = kernels.Numbers(
            *(np.ascontiguousarray(getattr(graph, name)) for name in kernels.Numbers._fields)
        )
        self._size, self._skills = graph.size, max(1, len(graph.hours))
        self._free: list[Any] = []

    def borrow(self) -> Any:
        """Return marks that nobody else has."""
        try:
            return self._free.pop()
        except IndexError:
            roles, skills = self._size, self._skills
            return kernels.Marks(
                held=np.zeros(skills, np.int8),
                free=np.zeros(skills, np.int8),
                weight=np.zeros(skills, np.int64),
                gain=np.zeros(skills, np.int64),
                learnt=np.zeros(skills, np.int8),
                barred=np.zeros(roles, np.int8),
                moving=np.full(roles, NEVER, np.int64),
                excess=np.full(roles, NEVER, np.int64),
                stones=np.full(roles, -1, np.int64),
                first=np.zeros(roles, np.int32),
                touched=np.zeros(2 * roles + 1, np.int32),
                count=np.zeros(1, np.int64),
            )

    def give_back(self, marks: Any) -> None:
        """Take back marks that are clean again."""
        self._free.append(marks)


class CompiledSearch:
    """One search that can be continued; see `careergraph.routes.exact.ExactSearch`."""

    def __init__(self, graph: SearchGraph, task: Task, held: frozenset[int]) -> None:
        self._query = Query(graph, task, held)
        self._workshop = graph.workshop
        self._numbers = self._workshop.numbers
        self._marks = self._workshop.borrow()
        self._path: tuple[int, ...] | None = None
        self._cost = 0.0
        self._limit = self._query.budget
        self._mark(1)
        self._wanted = self._put()
        self.least = self._query.learning_ahead
        self.done = not self._set_out()

    def path(self) -> tuple[int, ...] | None:
        """Return the roles of the best route so far."""
        return self._path

    def cost(self) -> float:
        """Return the hours of the best route so far."""
        return self._cost

    def close(self) -> None:
        """Clean the marks and give them back."""
        bounds.clean(self._marks)
        self._mark(0)
        self._workshop.give_back(self._marks)

    def first(self) -> None:
        """Look for some route by settling each role once; see `ExactSearch.first`."""
        searching = self._marks
        self._marks = self._workshop.borrow()
        self._mark(1)
        self._run(self._begin(0), NEVER, True)
        self.close()
        self._marks = searching

    def advance(self, most: int) -> int:
        """Look at up to so many more people, and return how many there were."""
        looked_at = self._run(self._running, most, False)
        self.least = int(self._running[3][LEAST])
        self.done = bool(self._running[3][OVER])
        return looked_at

    def _set_out(self) -> bool:
        query = self._query
        if self._limit == NEVER:
            self.first()
        if self._path is None and query.capped:
            reached = closure(query)
            if not reached.issuperset((query.task.target, *query.task.via)):
                return False
            closed = set(range(query.graph.size)) - reached
            query.barred |= closed
            self._marks.barred[list(closed)] = 1
        slack = self._limit - query.learning_ahead
        given = self._numbers, self._marks, self._wanted
        source = query.task.source
        bounds.cheapest_moves(*given, slack)
        if source != NOWHERE and self._marks.moving[source] == NEVER:
            return False
        bounds.least_excess(*given, slack)
        if source != NOWHERE and self._marks.excess[source] == NEVER:
            return False
        gate_start, gate_skill = bounds.gates(*given)
        self._wanted = self._wanted._replace(gate_start=gate_start, gate_skill=gate_skill)
        self._running = self._begin(self.least)
        return True

    def _mark(self, value: int) -> None:
        query, marks = self._query, self._marks
        marks.held[list(query.held)] = value
        marks.free[list(query.free)] = value
        for skill, gain in query.gains.items():
            marks.gain[skill] = gain * value
        if query.barred:
            marks.barred[list(query.barred)] = value

    def _put(self) -> Any:
        query, task = self._query, self._query.task
        entries = query.ways(NOWHERE) if task.source == NOWHERE else []
        return kernels.Wanted(
            source=task.source,
            target=task.target,
            via=np.array(task.via, np.int64),
            all_via=task.all_via,
            in_order=task.via_in_order,
            max_moves=-1 if task.max_moves is None else task.max_moves,
            max_learning=query.most_learning,
            no_step_back=task.no_step_back,
            capped=query.capped,
            additive=query.additive,
            missing=np.array(query.missing, np.int64),
            learning_ahead=query.learning_ahead,
            start_role=np.array([way.role for way in entries], np.int64),
            start_cost=np.array([way.cost for way in entries], np.int64),
            start_cap=np.array([way.cap for way in entries], np.int64),
            gate_start=np.zeros(1, np.int64),
            gate_skill=np.zeros(0, np.int32),
        )

    def _begin(self, least: int) -> list[Any]:
        """Return people with the one at the start, their news, the heap, the state and keys."""
        task = self._query.task
        people = np.zeros((256, kernels.COLUMNS), np.int64)
        people[0, kernels.ROLE] = task.source
        people[0, kernels.COST] = self._query.spent
        people[0, kernels.VIA] = task.passed(task.source)
        people[0, kernels.BEFORE] = -1
        heap, keys = np.zeros(256, np.int64), np.zeros(256, np.int64)
        keys[0] = least
        state = np.array([1, 0, 1, self._limit, -1, self.least, 0], np.int64)
        return [people, np.zeros(2048, np.int32), heap, state, keys]

    def _run(self, running: list[Any], most: int, once: bool) -> int:
        people, news, heap, state, keys = running
        people, news, heap, keys, looked_at = kernels.advance(
            self._numbers, self._marks, self._wanted, people, news, heap, state, most, keys, once
        )
        running[:] = people, news, heap, state, keys
        if state[BEST] >= 0:
            self._keep(people, int(state[BEST]))
            state[BEST] = -1
        return int(looked_at)

    def _keep(self, people: Any, best: int) -> None:
        cost, moves = people[best, kernels.COST], people[best, kernels.MOVES]
        self._limit = int(cost) - 1
        self._cost = in_hours(int(cost), int(moves))
        path = []
        while best >= 0:
            path.append(int(people[best, kernels.ROLE]))
            best = int(people[best, kernels.BEFORE])
        self._path = tuple(reversed(path))
