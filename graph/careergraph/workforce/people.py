"""A person to plan for, and what makes no sense to ask."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from careergraph.effort import HOURS_IN_A_WEEK
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.routes import NO_CONSTRAINTS, Constraints
from careergraph.routes.contradictions import refuse_contradictions


class Case(NamedTuple):
    """What a plan depends on: everything about a person but the name.

    Attributes
    ----------
    source : str or None
        IRI of the role the person is in; None where in none.
    target : str
    constraints : Constraints
        What a route must and must not do; `have` are the skills of the person.
    hours_per_week : float or None
        Hours of learning in a week; None for what the network assumes.
    """

    source: str | None
    target: str
    constraints: Constraints
    hours_per_week: float | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to plan for; roles and skills are IRIs.

    Parameters
    ----------
    name : str
        What the person is called in the answer: a name or a number of the user's own.
    source : str or None
        The role the person is in; None where in none.
    targets : tuple of str
        Roles to plan for, one route each.
    skills : tuple of str
        Skills held besides those of the source role.
    constraints : Constraints
        What each route must and must not do; what it has in `have` is held as well.
    hours_per_week : float or None
        Hours of learning in a week; None for what the network assumes.
    unknown_skills : tuple of str
        What the person is said to hold and the graph has no skill for: reported, never dropped.
    """

    name: str
    source: str | None
    targets: tuple[str, ...]
    skills: tuple[str, ...] = ()
    constraints: Constraints = NO_CONSTRAINTS
    hours_per_week: float | None = None
    unknown_skills: tuple[str, ...] = ()

    def cases(self) -> Iterator[Case]:
        """Yield what there is to plan, target by target.

        Skills are sorted, so that people who hold the same are one case.
        """
        have = tuple(sorted({*self.constraints.have, *self.skills}))
        constraints = replace(self.constraints, have=have)
        for target in self.targets:
            yield Case(self.source, target, constraints, self.hours_per_week)


def refuse_nonsense(network: CareerNetwork, person: Person) -> None:
    """Insist that a person can be planned for.

    Raises
    ------
    RequestError
        A role is not in the network, there is no target or one twice, the hours per week are none
        of a week, or the constraints contradict themselves.
    """
    named = (person.source, *person.targets, *person.constraints.avoid, *person.constraints.via)
    for role in named:
        if role is not None and role not in network.roles:
            raise RequestError(f"The network has no role {role}.")
    if not person.targets:
        raise RequestError("There is no target. Name at least one role.")
    if len(set(person.targets)) < len(person.targets):
        raise RequestError("A target is named twice. Name each once.")
    hours = person.hours_per_week
    if hours is not None and not (math.isfinite(hours) and 0 < hours <= HOURS_IN_A_WEEK):
        raise RequestError(
            f"{hours:g} is not a number of hours in a week, above 0 and up to {HOURS_IN_A_WEEK}."
        )
    per_week = network.assumptions.hours_per_week
    if hours is not None and person.constraints.deadline is not None and not per_week:
        assumptions = replace(network.assumptions, hours_per_week=hours)
        network = replace(network, assumptions=assumptions)
    for case in person.cases():
        if case.source != case.target:
            refuse_contradictions(network, case.source, case.target, case.constraints)
