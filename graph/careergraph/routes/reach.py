"""Reach: every role within some hours of a start, each by its cheapest route, proven so."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace

from careergraph.costs import refuse_unknown
from careergraph.effort import HOURS_IN_A_WEEK
from careergraph.errors import RequestError, UnknownEffortError
from careergraph.network import Assumptions
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.explanation import explained, status_of
from careergraph.routes.search import NOWHERE, UNLIMITED, Found, Label, search
from careergraph.routes.settling import Outing, Way, settle
from careergraph.routes.territory import Territory
from careergraph.routes.within import Reach, Reached, Undecided


def reach(
    territory: Territory,
    source: str | None,
    constraints: Constraints = NO_CONSTRAINTS,
    *,
    hours: float,
    seconds: float | None = None,
) -> Reach:
    """Return every role within some hours of a start, each by its cheapest route.

    Parameters
    ----------
    territory : Territory
    source : str or None
        IRI of a role. None for somebody who is in none: any role may be entered as by a lateral
        move.
    constraints : Constraints, optional
    hours : float
        The most expected hours of learning and moving.
    seconds : float, optional
        After so many the search stops. Then it is said of each role whether its route is proven
        the cheapest, and which further roles may be within reach.

    Raises
    ------
    RequestError
        The hours are no number from 0, the source is to be avoided, or a role is to be passed,
        which has no meaning without a target.
    UnknownEffortError
        A required skill or a kind of move has no known effort, or the source does not state what
        its role requires.

    """
    refuse(territory, source, constraints, hours)
    deadline = UNLIMITED if seconds is None else time.monotonic() + seconds
    outing = territory.outing(source, constraints, hours)
    found, undecided = routes_within(territory, outing, deadline)
    roles = list(territory.network.roles.values())
    return Reach(
        source=None if source is None else territory.network.roles[source],
        hours=hours,
        roles=tuple(
            _reached(territory, outing, constraints, role, one)
            for role, one in sorted(found.items(), key=lambda item: (_cost(item[1]), item[0]))
        ),
        undecided=tuple(
            Undecided(roles[role], least)
            for role, least in sorted(undecided.items(), key=lambda item: (item[1], item[0]))
        ),
        assumptions=territory.network.assumptions,
        constraints=constraints,
        held=tuple(territory.network.skills[one] for one in dict.fromkeys(constraints.have)),
    )


def routes_within(
    territory: Territory,
    outing: Outing,
    deadline: float,
    wanted: Collection[int] | None = None,
) -> tuple[dict[int, Found], dict[int, float]]:
    """Return the best route to every role within a budget, and what is undecided by a deadline.

    Parameters
    ----------
    territory : Territory
    outing : Outing
    deadline : float
        By `time.monotonic`.
    wanted : collection of int, optional
        Roles that matter, where not all do: of others it may be left open.

    Returns
    -------
    found : dict of int to Found
    undecided : dict of int to float
        For each role that may be within the budget, hours that no way to it goes below.
    """
    settled = settle(territory.ground, outing, deadline)
    found = {role: Found(_label(way, outing), way.cost) for role, way in settled.ways.items()}
    undecided = {}
    for role, least in settled.least.items():
        way = settled.pending.get(role)
        if wanted is not None and role not in wanted:
            continue
        if time.monotonic() < deadline:
            aimed = _aimed(territory, outing, role, deadline)
            if aimed is not None:
                found[role] = replace(aimed, lower_bound=max(least, aimed.lower_bound))
        elif way is not None:
            found[role] = Found(_label(way, outing), least)
        else:
            undecided[role] = least
    return found, undecided


def _cost(found: Found) -> float:
    return round(found.label.cost, 6)


def _reached(
    territory: Territory, outing: Outing, constraints: Constraints, role: int, found: Found
) -> Reached:
    return Reached(
        role=territory.network.roles[territory.arrays.roles[role]],
        expected=found.label.cost,
        moves=found.label.moves,
        status=status_of(found.label.cost, found.lower_bound),
        lower_bound=found.lower_bound,
        _explain=lambda: explained(
            territory.problem, territory.task(outing, role), found, constraints
        ),
    )


def refuse(
    territory: Territory, source: str | None, constraints: Constraints, hours: float
) -> None:
    """Insist that a question about what is within reach can be answered.

    Raises
    ------
    RequestError, UnknownEffortError
        See `reach`.
    """
    if not 0 <= hours < float("inf"):
        raise RequestError("What is within reach needs a number of hours from 0, such as 800h.")
    if constraints.via:
        raise RequestError("Roles to pass belong to a route, not to what is within reach.")
    if source is None:
        return
    refuse_unknown(territory.network, [source])
    if source in constraints.avoid:
        label = territory.network.roles[source].label
        raise RequestError(f"{label} is to be avoided, but is also the source. Drop one.")


def budget(assumptions: Assumptions, hours: float | None, weeks: float | None) -> float:
    """Return the hours of a budget that is given in hours or in weeks.

    Raises
    ------
    RequestError
        Neither is given, or both are.
    UnknownEffortError
        It is in weeks, and how many hours a week has is unknown.

    Examples
    --------
    >>> budget(Assumptions(True, 10.0, {}, True), None, 20)
    200.0
    """
    if (hours is None) == (weeks is None):
        raise RequestError("Give what is within reach either in hours or in weeks.")
    if hours is not None:
        return float(hours)
    assert weeks is not None
    if not assumptions.hours_per_week:
        raise UnknownEffortError(
            "How many hours of learning a week has is unknown, and weeks mean nothing without. "
            f"Say so, with --hours-per-week (up to {HOURS_IN_A_WEEK}), or give hours."
        )
    return float(weeks * assumptions.hours_per_week)


def _aimed(territory: Territory, outing: Outing, role: int, deadline: float) -> Found | None:
    seconds = None if deadline == UNLIMITED else max(0.0, deadline - time.monotonic())
    return search(territory.problem, territory.task(outing, role), seconds)


def _label(way: Way, outing: Outing) -> Label:
    """Return a way as the label that a search would have found."""
    return Label(way.cost, (NOWHERE if outing.source is None else outing.source, *way.roles()))
