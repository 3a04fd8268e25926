"""A route in the matrix: the way lit, and step by step what has to be learnt and why."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from careergraph.costs import describe
from careergraph.network import CareerNetwork, Provenance
from careergraph.routes.result import Route, Step, weeks
from careergraph.views.facts import learning
from careergraph.views.matrix import MOST_ROLES, assemble
from careergraph.views.model import EdgeKind, Item, Section, View
from careergraph.views.planning import planning
from careergraph.views.statements import Statement, statements
from careergraph.vocabulary import compact

START = "•"

PLANNED = Provenance(evidence="planned")


def route(network: CareerNetwork, route: Route) -> View:
    """Return the matrix of a network with one of its routes lit.

    Where the network has more than `MOST_ROLES` roles, the route's own are drawn alone.
    """
    planned = planning(network)
    if len(network.roles) > MOST_ROLES:
        network = network.part([role.iri for role in route.roles])
    return assemble(
        network,
        name="route",
        title=f"{route.origin} to {route.target.label}",
        subtitle=f"The shortest upskilling route in {network.title}",
        summary=_summary(route),
        said=_statements(network, route),
        badges=_badges(network, route),
        planned=planned,
    )


def _badges(network: CareerNetwork, route: Route) -> dict[str, str]:
    badges = {}
    if route.source is not None:
        badges[route.source.iri] = START
        badges.update((skill, "") for skill in network.own_skills(route.source.iri))
    badges.update((skill.iri, "") for skill in route.held)
    for number, step in enumerate(route.steps, start=1):
        badges[step.role.iri] = str(number)
        badges.update((learned.skill.iri, "") for learned in step.skills)
        badges.update((skill.iri, "") for skill in step.reused)
        used = (learned.transfer for learned in step.skills)
        badges.update((transfer.held, "") for transfer in used if transfer)
    return badges


def _statements(network: CareerNetwork, route: Route) -> tuple[Statement, ...]:
    lit = {
        learned.transfer.iri for step in route.steps for learned in step.skills if learned.transfer
    }
    roles = [role.iri for role in route.roles]
    first = 1 if route.source is not None else 2
    moves = tuple(
        Statement(
            iri="",
            kind=EdgeKind.MOVES_TO,
            source=before,
            target=after,
            why=_why(number, route.steps[number - 1]),
            provenance=PLANNED,
            lit=True,
        )
        for number, (before, after) in enumerate(pairwise(roles), start=first)
    )
    stated = tuple(replace(s, lit=s.iri in lit) for s in statements(network))
    return (*stated, *moves)


def _why(number: int, step: Step) -> str:
    return f"Step {number}, {step.kind}: {step.effort}"


def _summary(route: Route) -> tuple[Section, ...]:
    sections = [Section("In all", _total(route))]
    for number, step in enumerate(route.steps, start=1):
        sections.append(
            Section(
                f"{number}. {step.role.label}",
                _step_text(step),
                tuple(learning(learned) for learned in step.skills),
                compact(step.role.iri),
            )
        )
    if route.direct is not None:
        sections.append(Section("The direct move", _direct(route, route.direct)))
    if route.alternatives:
        sections.append(
            Section("Other routes", "", tuple(_alternative(other) for other in route.alternatives))
        )
    sections.append(Section("What is assumed", f"{describe(route.assumptions).capitalize()}."))
    return tuple(sections)


def _total(route: Route) -> str:
    skills = sum(len(step.skills) for step in route.steps)
    parts = [f"{_count(len(route.steps), 'move')}, {_count(skills, 'skill')} to learn:"]
    parts.append(f"{route.effort}, {route.effort.expected:,.0f} h expected.")
    if route.held:
        parts.insert(0, f"Brought along: {', '.join(skill.label for skill in route.held)}.")
    time = weeks(route.effort, route.assumptions.hours_per_week)
    if time is not None:
        hours = route.assumptions.hours_per_week
        parts.append(f"{time['low']:,.0f}-{time['high']:,.0f} weeks at {hours:g} hours a week.")
    if route.status == "optimal":
        parts.append("No route takes less expected effort: this is proven.")
    elif route.status == "unproven":
        parts.append("Not proven: all that is known of the best is that it takes 0 h or more.")
    else:
        parts.append(
            f"Proven {route.status} of the best; none takes below {route.lower_bound:,.0f} h."
        )
    return " ".join(parts)


def _step_text(step: Step) -> str:
    kind = str(step.kind).capitalize()
    text = f"{kind}, {step.effort}, of which the move itself {step.move_effort}."
    if step.reused:
        text += f" Already held: {', '.join(skill.label for skill in step.reused)}."
    return text


def _direct(route: Route, direct: Step) -> str:
    text = f"In one step, a {direct.kind or 'jump'}: {direct.effort}."
    if route.direct_obstacle:
        return f"{text} Not feasible: {route.direct_obstacle}"
    more = direct.effort.expected - route.effort.expected
    return f"{text} {more:,.0f} h more than this route." if more > 0 else text


def _alternative(other: Route) -> Item:
    way = ", ".join(role.label for role in other.roles[1:])
    return Item(way, f"{other.effort}, {_count(len(other.steps), 'move')}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
