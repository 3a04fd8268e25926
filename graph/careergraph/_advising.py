"""What a career graph says to people: routes, where they stand, what is next, where else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from careergraph._asking import Asking
from careergraph.names import several

if TYPE_CHECKING:
    from careergraph.advice import Gap, Placements
    from careergraph.network import CareerNetwork
    from careergraph.role_graph import RoleGraph
    from careergraph.routes import Comparison, Constraints, Front, Reach, Route, Step
    from careergraph.routes.frontier import Frontier
    from careergraph.routes.territory import Territory
    from careergraph.workforce import Planned


class Demands(TypedDict, total=False):
    """The constraints of a route as people name them; see `Advising.route`."""

    have: Iterable[str]
    avoid: Iterable[str]
    via: Iterable[str]
    max_moves: int | None
    max_effort_per_move: float | None
    via_in_order: bool
    no_step_back: bool
    deadline: float | None
    detour_budget: float | None


class Advising(Asking):
    """The part of `careergraph.CareerGraph` that plans and advises."""

    def route(
        self,
        source: str | None,
        target: str,
        *,
        have: Iterable[str] = (),
        avoid: Iterable[str] = (),
        via: Iterable[str] = (),
        max_moves: int | None = None,
        max_effort_per_move: float | None = None,
        via_in_order: bool = False,
        no_step_back: bool = False,
        deadline: float | None = None,
        detour_budget: float | None = None,
        allow_unknown: bool = False,
        time_limit: float | None = None,
        alternatives: int = 0,
        detour: float | None = None,
        hours_per_week: float | None = None,
    ) -> Route:
        """Return the shortest upskilling route between two roles, proven optimal and explained.

        Parameters
        ----------
        source, target : str
            Roles, named as people type them, or by IRI or CURIE. The source is None for somebody
            who is in no role, and may enter any one as by a lateral move.
        have : iterable of str, optional
            Skills held besides those of the source role.
        avoid, via : iterable of str, optional
            Roles that the route must not enter, and that it must enter (in any order).
        max_moves : int, optional
        max_effort_per_move : float, optional
            Most expected hours of learning for any one move.
        via_in_order : bool, optional
            Whether the roles of `via` are to be entered in their order.
        no_step_back : bool, optional
            Whether no move may lead to a lower level.
        deadline : float, optional
            Most expected weeks for the whole route, at the hours per week.
        detour_budget : float, optional
            Most expected hours beyond those of learning at once what the target requires.
        allow_unknown : bool, optional
            Whether what is held and is no skill of the graph is reported with the route, where it
            counts for nothing, rather than refused.
        time_limit : float, optional
            Most seconds to search; after that the best route by then, with what is proven of it.
        alternatives : int, optional
            How many other routes to add, as far as there are any.
        detour : float, optional
            Most expected hours that another route may take more than the best.
        hours_per_week : float, optional
            Hours of learning in a week, instead of what the graph assumes.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError, NoRouteError, UnknownEffortError, LimitError
            See `careergraph.routes.plan`.

        Examples
        --------
        >>> import careergraph as cg
        >>> route = cg.load().route("ml engineer 2", "ml engineer 3")
        >>> [role.label for role in route.roles]
        ['Machine Learning Engineer, level 2', 'Machine Learning Engineer, level 3']
        """
        from careergraph import routes

        constraints = self._constraints(
            have=have,
            avoid=avoid,
            via=via,
            max_moves=max_moves,
            max_effort_per_move=max_effort_per_move,
            via_in_order=via_in_order,
            no_step_back=no_step_back,
            deadline=deadline,
            detour_budget=detour_budget,
            allow_unknown=allow_unknown,
        )
        return routes.plan(
            self._paced(hours_per_week),
            None if source is None else self._role(source),
            self._role(target),
            constraints,
            alternatives=alternatives,
            detour=detour,
            seconds=time_limit,
        )

    def pareto(
        self,
        source: str,
        target: str,
        *,
        detour: float | None = None,
        hours_per_week: float | None = None,
        **demands: Unpack[Demands],
    ) -> Front:
        """Return the routes that no other beats in effort, moves and largest step at once.

        Parameters
        ----------
        source, target : str
            Roles, named as people type them, or by IRI or CURIE.
        detour : float, optional
            Most expected hours that a route may take more than the cheapest.
        hours_per_week : float, optional
            As for `route`.
        **demands
            The constraints that `route` takes.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError, NoRouteError, UnknownEffortError
            See `careergraph.routes.pareto`.

        Examples
        --------
        >>> import careergraph as cg
        >>> front = cg.load().pareto("data scientist 1", "data scientist 3")
        >>> [(len(route.steps), route.largest_step) for route in front.routes]
        [(2, 480.0), (4, 408.0), (8, 372.0)]
        """
        from careergraph import routes

        return routes.pareto(
            self._paced(hours_per_week),
            self._role(source),
            self._role(target),
            self._constraints(**demands),
            detour=detour,
        )

    def why_not(
        self,
        source: str,
        target: str,
        through: Iterable[str],
        *,
        rather_than: Iterable[str] | None = None,
        hours_per_week: float | None = None,
        **demands: Unpack[Demands],
    ) -> Comparison:
        """Return why a route through named roles is not the best one, step by step.

        Parameters
        ----------
        source, target : str
            Roles, named as people type them, or by IRI or CURIE.
        through : iterable of str
            Every role between the two, in order; none for the direct move.
        rather_than : iterable of str, optional
            Every role between the ends of a route to compare with, instead of the best one.
        hours_per_week : float, optional
            As for `route`.
        **demands
            The constraints that `route` takes.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError, NoRouteError, UnknownEffortError
            See `careergraph.routes.why_not`.

        Examples
        --------
        >>> import careergraph as cg
        >>> compared = cg.load().why_not("ml engineer 2", "ml engineer 4", through=[])
        >>> compared.breaches[0].what
        'it goes up 2 levels at once, which is no move'
        """
        from careergraph import routes

        return routes.why_not(
            self._paced(hours_per_week),
            self._role(source),
            self._role(target),
            self._named(through),
            self._constraints(**demands),
            rather_than=None if rather_than is None else self._named(rather_than),
        )

    def _constraints(
        self, *, allow_unknown: bool = False, **demands: Unpack[Demands]
    ) -> Constraints:
        from careergraph import routes

        have = demands.get("have", ())
        return routes.Constraints(
            have=self._known_skills(have) if allow_unknown else self._skills(have),
            avoid=self._roles(demands.get("avoid", ())),
            via=self._roles(demands.get("via", ())),
            max_moves=demands.get("max_moves"),
            max_effort_per_move=demands.get("max_effort_per_move"),
            via_in_order=demands.get("via_in_order", False),
            no_step_back=demands.get("no_step_back", False),
            deadline=demands.get("deadline"),
            detour_budget=demands.get("detour_budget"),
        )

    def _paced(self, hours_per_week: float | None) -> CareerNetwork:
        """Return the network with so many hours of learning in a week."""
        from careergraph.costs import override

        per_week = [] if hours_per_week is None else [f"hours-per-week={hours_per_week!r}"]
        return override(self.careers, per_week)

    def _named(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Return the IRIs of roles in their order, each as often as it is named."""
        return tuple(self._role(role) for role in roles)

    def plan_people(
        self,
        people: str | Path | Iterable[Mapping[str, Any]],
        *,
        workers: int = 1,
        cluster: str | None = None,
        separator: str = ";",
    ) -> Iterator[Planned]:
        """Return the route of each person to each target, person by person, in order.

        Parameters
        ----------
        people : path or iterable of mapping
            A table of people, or its rows: cells by column, as docs/workforce.md has it.
        workers : int, optional
            Processes to plan in; 1 plans in this one.
        cluster : str, optional
            Address of a Dask cluster to plan on instead, as docs/cluster.md has it.
        separator : str, optional
            What stands between several skills or roles in one text.

        Raises
        ------
        ClusterError
            The cluster cannot be reached, does not fit or is lost.
        PeopleError
            The table cannot be read, or some row cannot be planned.
        UnknownEffortError
            A required skill or a kind of move has no known effort.
        WorkerError
            Processes end again and again over the same people.

        Examples
        --------
        >>> import careergraph as cg
        >>> row = {"person": "Ada", "role": "ml engineer 2", "target": "ml engineer 3"}
        >>> [planned] = cg.load().plan_people([row])
        >>> planned.person, planned.outcome.status, planned.outcome.expected_hours
        ('Ada', 'optimal', 520.0)
        """
        from careergraph.workforce import People, plan_all

        source = Path(people) if isinstance(people, str | Path) else list(people)
        return plan_all(self.careers, People(self.careers, source, separator), workers, cluster)

    def route_matrix(
        self,
        sources: Iterable[str] = (),
        targets: Iterable[str] = (),
        *,
        workers: int = 1,
        hours_per_week: float | None = None,
        **demands: Unpack[Demands],
    ) -> Iterator[Planned]:
        """Return the route from each source to each target, source by source.

        Parameters
        ----------
        sources, targets : iterable of str, optional
            Roles as people name them; all roles without.
        workers : int, optional
            Processes to plan in; 1 plans in this one.
        hours_per_week : float, optional
            Hours of learning in a week, instead of what the graph assumes.
        **demands
            Constraints of every route, as `route` takes them.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError
            A role is named twice, or the constraints contradict themselves for some pair.
        UnknownEffortError
            A required skill or a kind of move has no known effort.
        WorkerError
            Processes end again and again over the same source.

        Examples
        --------
        >>> import careergraph as cg
        >>> rows = cg.load().route_matrix(["ml engineer 2"], ["ml engineer 3", "ml engineer 4"])
        >>> [(row.outcome.moves, row.outcome.expected_hours) for row in rows]
        [(1, 520.0), (2, 1376.0)]
        """
        from careergraph.workforce import plan_between

        starts, ends = (
            self._roles(several(some)) or tuple(self.careers.roles) for some in (sources, targets)
        )
        constraints = self._constraints(**demands)
        return plan_between(self.careers, starts, ends, constraints, hours_per_week, workers)

    def reach(
        self,
        role: str | None = None,
        *,
        have: Iterable[str] = (),
        hours: float | None = None,
        weeks: float | None = None,
        avoid: Iterable[str] = (),
        max_moves: int | None = None,
        max_effort_per_move: float | None = None,
        hours_per_week: float | None = None,
        seconds: float | None = None,
    ) -> Reach:
        """Return every role within some hours or weeks of a start, each by its cheapest route.

        Parameters
        ----------
        role : str, optional
            Role to start from. Without it, somebody who is in none and holds some skills.
        have : iterable of str, optional
            Skills held besides those of the role.
        hours, weeks : float
            How far: one of the two; expected hours of learning and moving, the middle of a range.
        avoid : iterable of str, optional
            Roles that no route must enter.
        max_moves : int, optional
        max_effort_per_move : float, optional
            Most expected hours of learning for any one move.
        hours_per_week : float, optional
            Hours of learning in a week, instead of what the graph assumes.
        seconds : float, optional
            After so many the search stops, and says what is proven by then.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError, UnknownEffortError
            See `careergraph.routes.reach`.

        Examples
        --------
        >>> import careergraph as cg
        >>> near = cg.load().reach("ml engineer 2", hours=120)
        >>> [(one.role.label, one.expected, one.status) for one in near.roles[:2]]
        [('Machine Learning Engineer, level 1', 60.0, 'optimal'), \
('AI Product Manager, level 1', 111.0, 'optimal')]
        """
        from careergraph import routes
        from careergraph.routes.reach import budget

        territory = self._territory.at(hours_per_week)
        return routes.reach(
            territory,
            None if role is None else self._role(role),
            self._constraints(
                have=have,
                avoid=avoid,
                max_moves=max_moves,
                max_effort_per_move=max_effort_per_move,
            ),
            hours=budget(territory.network.assumptions, hours, weeks),
            seconds=seconds,
        )

    def frontier(
        self,
        role: str | None = None,
        *,
        have: Iterable[str] = (),
        hours: float | None = None,
        weeks: float | None = None,
        skills: int = 1,
        avoid: Iterable[str] = (),
        max_moves: int | None = None,
        max_effort_per_move: float | None = None,
        hours_per_week: float | None = None,
        seconds: float | None = None,
    ) -> Frontier:
        """Return which skills, learnt first, bring most roles within some hours or weeks.

        Parameters are those of `reach`, and how many skills to learn first, 1 or 2. What opening
        means, and which skills are tried: see `careergraph.routes.frontier.frontier`.

        Raises
        ------
        UnknownNameError, AmbiguousNameError
            A role or skill is not found, or the name fits several.
        RequestError, UnknownEffortError
            See `careergraph.routes.frontier.frontier`.

        Examples
        --------
        >>> import careergraph as cg
        >>> best = cg.load().frontier("ml engineer 2", hours=400).openings[0]
        >>> [skill.label for skill in best.skills], best.hours, len(best.opened)
        (['Robotic software platforms'], 120.0, 2)
        """
        from careergraph.routes.frontier import frontier
        from careergraph.routes.reach import budget

        territory = self._territory.at(hours_per_week)
        return frontier(
            territory,
            None if role is None else self._role(role),
            self._constraints(
                have=have,
                avoid=avoid,
                max_moves=max_moves,
                max_effort_per_move=max_effort_per_move,
            ),
            hours=budget(territory.network.assumptions, hours, weeks),
            skills=skills,
            seconds=seconds,
        )

    @cached_property
    def _territory(self) -> Territory:
        """The network made ready for searches from many starts."""
        from careergraph.routes.territory import Territory

        return Territory(self.careers)

    def place(self, have: Iterable[str], lack: Iterable[str] = ()) -> Placements:
        """Return where somebody stands who holds some skills; see `careergraph.advice.place`.

        Examples
        --------
        >>> import careergraph as cg
        >>> where = cg.load().place(["Data pre-processing", "Basic model building"])
        >>> where.roles[0].role.label
        'Machine Learning Engineer, level 1'
        """
        from careergraph import advice

        return advice.place(self.careers, self._skills(have), self._skills(lack))

    def advance(self, role: str, have: Iterable[str] = ()) -> tuple[Step, ...]:
        """Return what the next level adds; see `careergraph.advice.advance`.

        Examples
        --------
        >>> import careergraph as cg
        >>> (step,) = cg.load().advance("ml engineer 1")
        >>> [learned.skill.label for learned in step.skills]
        ['Advanced model tuning', 'Feature engineering']
        """
        from careergraph import advice

        return advice.advance(self.careers, self._role(role), self._skills(have))

    def branch(self, role: str, have: Iterable[str] = ()) -> tuple[Gap, ...]:
        """Return the gaps to roles on other career paths; see `careergraph.advice.branch`.

        Examples
        --------
        >>> import careergraph as cg
        >>> len(cg.load().branch("ml engineer 2"))
        25
        """
        from careergraph import advice

        return advice.branch(self.careers, self._role(role), self._skills(have))

    def gap(self, source: str, target: str, have: Iterable[str] = ()) -> Gap:
        """Return what one role lacks for another; see `careergraph.advice.gap`.

        Examples
        --------
        >>> import careergraph as cg
        >>> [s.label for s in cg.load().gap("ml engineer 2", "ml engineer 1").shared]
        ['Basic model building', 'Data pre-processing']
        """
        from careergraph import advice

        ends = self._role(source), self._role(target)
        return advice.gap(self.careers, *ends, self._skills(have))

    def role_graph(self) -> RoleGraph:
        """Return the roles and the moves between them as a ``networkx.DiGraph``.

        Its dicts are made when they are first touched; shortest paths need none with networkx's
        ``backend="careergraph"``. A path in it forgets what was learnt before the last role, which
        `route` does not; see `careergraph.role_graph.RoleGraph`. `network` has the skills too.

        Raises
        ------
        UnknownEffortError
            A required skill or a kind of move has no known effort.

        Examples
        --------
        >>> import careergraph as cg
        >>> import networkx as nx
        >>> G = cg.load().role_graph()
        >>> first, _, third, *_ = G
        >>> [G.nodes[role]["rank"] for role in nx.shortest_path(G, first, third)]
        [1, 2, 3]
        """
        from careergraph.arrays import from_network
        from careergraph.role_graph import role_graph

        return role_graph(from_network(self.careers), self.careers)
