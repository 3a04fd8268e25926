"""Exact search for the cheapest route: A* over (role, skills held), with a certificate.

The state of a person is a role and the skills held, because people keep skills; so a route is
charged for the union of what it teaches. Three things make the search short, and none gives up
exactness:

- the bound: what is still missing for the target must be learnt at no less than its effort after
  the best transfers that could ever apply, and the moves still to come cost at least the cheapest
  chain of moves (`_Bound`);
- a first route, found quickly by a plain shortest path (`_first_route`): what cannot be cheaper is
  not followed;
- dominance: of two ways to the same role, one that costs no more and holds a superset of the
  skills makes the other superfluous, also under caps, since holding more never makes learning
  dearer.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from itertools import count

from careergraph.routes.problem import UNLIMITED, Move, Problem, bits

MOST_LABELS = 20_000
"""Ways looked at before a search settles for the route it has, and says how good it surely is.

No route of the built-in roadmap needs as many; among thousands of roles it is some ten seconds.
"""

TOLERANCE = 1e-9
"""Hours below which two costs are equal: sums of floats differ by the order of adding."""


@dataclass(frozen=True, slots=True)
class Task:
    """One route to find, in the indices of a `Problem`.

    Parameters
    ----------
    source, target : int
        Roles.
    held : int
        Mask of the skills held at the start, those of the source role included.
    avoid : frozenset of int
        Roles that the route must not enter.
    via : tuple of int
        Roles that it must enter, in any order.
    max_moves : int or None
    max_learning : float
        Most expected hours of learning for any one move.
    budget : float
        Most expected hours for the whole route.
    """

    source: int
    target: int
    held: int
    avoid: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    max_moves: int | None = None
    max_learning: float = UNLIMITED
    budget: float = UNLIMITED

    @property
    def all_via(self) -> int:
        """Mask of the places in `via` that a route has to fill."""
        return (1 << len(self.via)) - 1

    def passed(self, role: int) -> int:
        """Return the mask of the places in `via` that entering a role fills."""
        return sum(1 << i for i, wanted in enumerate(self.via) if wanted == role)


@dataclass(frozen=True, slots=True)
class Label:
    """One way to reach a role: its cost so far, the skills held, and where it came from."""

    cost: float
    moves: int
    role: int
    held: int
    via: int
    parent: Label | None = field(repr=False)

    def dominates(self, other: Label, count_moves: bool) -> bool:
        """Tell whether every completion of `other` is one of this label, at no more cost."""
        if self.cost > other.cost + TOLERANCE:
            return False
        tied = self.cost > other.cost - TOLERANCE
        if (tied or count_moves) and self.moves > other.moves:
            return False
        return not other.held & ~self.held and not other.via & ~self.via

    def roles(self) -> list[int]:
        """Return the roles from the source to here."""
        roles: list[int] = []
        label: Label | None = self
        while label is not None:
            roles.append(label.role)
            label = label.parent
        return roles[::-1]


@dataclass(frozen=True, slots=True)
class Found:
    """The route that a search found, and the expected hours that no route goes below."""

    label: Label
    lower_bound: float

    @property
    def optimal(self) -> bool:
        """Whether the route is proven to be the cheapest."""
        return self.lower_bound >= self.label.cost - TOLERANCE


def search(problem: Problem, task: Task) -> Found | None:
    """Return the cheapest route with what is proven of it, or None where there is none.

    Of routes with equal cost, one with the fewest moves is returned. The search is exhaustive up
    to its bounds, so its answer is proven optimal, and None is proven as well; only where it has
    looked at `MOST_LABELS` ways does it return the first route with the bound reached by then.
    """
    reachable = _relaxed_closure(problem, task)
    if task.target not in reachable or not reachable.issuperset(task.via):
        return None
    first = _first_route(problem, task, reachable)
    budget = task.budget if first is None else min(task.budget, round(first.cost, 6) + TOLERANCE)
    looked_at, order = 0, count()
    bound = _Bound(problem, task)
    start = Label(0.0, 0, task.source, task.held, task.passed(task.source), None)
    settled = {role: _Settled(task) for role in reachable}
    queue = [(0.0, 0, next(order), start)]
    while queue:
        least, _, _, label = heapq.heappop(queue)
        if settled[label.role].dominate(label):
            continue
        if label.role == task.target and label.via == task.all_via:
            return Found(label, label.cost)
        looked_at += 1
        if looked_at > MOST_LABELS and first is not None and first.cost <= task.budget:
            return Found(first, least)
        settled[label.role].add(label)
        if task.max_moves is not None and label.moves >= task.max_moves:
            continue
        for move in problem.moves[label.role]:
            if move.target not in reachable:
                continue
            following = _follow(problem, task, label, move)
            if following is not None and not settled[move.target].dominate(following):
                total = round(bound(following), 6)  # so that equal costs compare equal
                if total <= budget:
                    heapq.heappush(queue, (total, following.moves, next(order), following))
    return None


def _first_route(problem: Problem, task: Task, reachable: Collection[int]) -> Label | None:
    """Return a route that is often the cheapest, by a plain shortest path over roles.

    A move is weighed by its own cost and what it teaches beyond what the start holds, the role
    before requires and the target requires anyway; so every route is weighed at no less than what
    it costs beyond the learning that no route escapes. Where `via` or a limit of moves binds,
    there is none.
    """
    if task.via or task.max_moves is not None:
        return None
    anyway = task.held | problem.required[task.target]
    start = Label(0.0, 0, task.source, task.held, 0, None)
    queue = [(0.0, 0, task.source, start)]
    order, done = count(1), set[int]()
    while queue:
        weight, _, role, label = heapq.heappop(queue)
        if role in done:
            continue
        if role == task.target:
            return label
        done.add(role)
        for move in problem.moves[role]:
            if move.target in done or move.target not in reachable:
                continue
            following = _follow(problem, task, label, move)
            if following is not None:
                beyond = problem.required[move.target] & ~(anyway | problem.required[role])
                extra = move.cost + problem.learning(beyond, label.held)
                entry = (weight + extra, next(order), move.target, following)
                heapq.heappush(queue, entry)
    return None


def _follow(problem: Problem, task: Task, label: Label, move: Move) -> Label | None:
    missing = problem.required[move.target] & ~label.held
    learning = problem.learning(missing, label.held)
    if learning > min(move.cap, task.max_learning) + TOLERANCE:
        return None
    return Label(
        cost=label.cost + learning + move.cost,
        moves=label.moves + 1,
        role=move.target,
        held=label.held | missing,
        via=label.via | task.passed(move.target),
        parent=label,
    )


class _Settled:
    """The labels settled at one role, indexed by skill to find those that hold a superset.

    For each skill a mask says which labels hold it; the intersection of those masks over the
    skills of a label leaves the few labels worth comparing with.
    """

    def __init__(self, task: Task) -> None:
        self._from_start = task.held
        self._count_moves = task.max_moves is not None
        self._labels: list[Label] = []
        self._holding: dict[int, int] = {}

    def add(self, label: Label) -> None:
        place = 1 << len(self._labels)
        self._labels.append(label)
        for skill in bits(label.held & ~self._from_start):
            self._holding[skill] = self._holding.get(skill, 0) | place

    def dominate(self, label: Label) -> bool:
        """Tell whether a settled label makes this one superfluous."""
        supersets = (1 << len(self._labels)) - 1
        for skill in bits(label.held & ~self._from_start):
            supersets &= self._holding.get(skill, 0)
            if not supersets:
                return False
        return any(
            self._labels[place].dominates(label, self._count_moves) for place in bits(supersets)
        )


def _relaxed_closure(problem: Problem, task: Task) -> set[int]:
    """Return the roles that could be reached if everybody's skills were pooled.

    Pooling only makes moves easier, so what is not in here cannot be reached at all.
    """
    pool, reached = task.held, {task.source}
    waiting = list(problem.moves[task.source])
    grew = True
    while grew:
        grew, refused = False, []
        while waiting:
            move = waiting.pop()
            if move.target in reached or move.target in task.avoid:
                continue
            missing = problem.required[move.target] & ~pool
            cap = min(move.cap, task.max_learning)
            if cap == UNLIMITED or problem.learning(missing, pool) <= cap + TOLERANCE:
                reached.add(move.target)
                pool |= missing
                waiting += problem.moves[move.target]
                grew = True
            else:
                refused.append(move)
        waiting = refused
    return reached


class _Bound:
    """A lower bound on the cost of a whole route through a label.

    Learning still to come is at least that of the target's missing skills, each after the best
    transfer from what is held or the target requires. A skill from elsewhere can lower that by at
    most the hours it saves all of them together, less what learning it takes at best.
    """

    def __init__(self, problem: Problem, task: Task) -> None:
        self._problem = problem
        self._needed = problem.required[task.target]
        self._least = [
            hours * (1 - (helpers[0][0] if helpers else 0.0))
            for hours, helpers in zip(problem.hours, problem.helpers, strict=True)
        ]
        self._moving = _cheapest_moving(problem, task)
        self._learning: Callable[[int], float] = cache(self._learning_to_come)

    def __call__(self, label: Label) -> float:
        return label.cost + self._moving[label.role] + self._learning(label.held)

    def _learning_to_come(self, held: int) -> float:
        base = 0.0
        gains: dict[int, float] = {}
        for skill in bits(self._needed & ~held):
            hours = self._problem.hours[skill]
            saved = self._problem.saved(skill, held | self._needed)
            base += hours * (1 - saved)
            for share, helper, _ in self._problem.helpers[skill]:
                if share <= saved:
                    break
                gains[helper] = gains.get(helper, 0.0) + hours * (share - saved)
        return base - sum(max(0.0, gain - self._least[skill]) for skill, gain in gains.items())


def _cheapest_moving(problem: Problem, task: Task) -> list[float]:
    """Return the cheapest chain of moves from each role to the target, by plain shortest path."""
    import networkx as nx

    backward = nx.DiGraph()
    backward.add_nodes_from(range(len(problem.roles)))
    for source, moves in enumerate(problem.moves):
        for move in moves:
            if move.target not in task.avoid:
                backward.add_edge(move.target, source, weight=move.cost)
    found = nx.single_source_dijkstra_path_length(backward, task.target)
    return [found.get(role, UNLIMITED) for role in range(len(problem.roles))]
