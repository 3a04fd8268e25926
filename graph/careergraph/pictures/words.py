"""What pictures say in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from careergraph.network import CareerNetwork
from careergraph.routes.result import Route, weeks


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "role"), counted(1200, "role")
    ('1 role', '1,200 roles')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(texts: Sequence[str]) -> str:
    """Return texts in a row, between semicolons since many have commas."""
    return "; ".join(texts)


def drawn_part(network: CareerNetwork, whole: CareerNetwork) -> str:
    """Return how much of a network is drawn, and of how much.

    Examples
    --------
    >>> import careergraph as cg
    >>> g = cg.load().careers
    >>> drawn_part(g, g)
    '6 career paths in 5 levels: 30 roles.'
    >>> drawn_part(g.part([role for role in g.roles][:2]), g)
    '1 of 6 career paths in 2 levels: 2 of 30 roles.'
    """
    paths = _of(len(network.paths), len(whole.paths), "career path")
    levels = counted(len(network.levels), "level")
    return f"{paths} in {levels}: {_of(len(network.roles), len(whole.roles), 'role')}."


def about_route(route: Route, of: str) -> str:
    """Return what a route takes and what is proven of it, in a sentence."""
    said = [f"{counted(len(route.steps), 'move')}, {route.effort}"]
    time = weeks(route.effort, route.assumptions.hours_per_week)
    if time is not None:
        hours = route.assumptions.hours_per_week
        said.append(f"{time['low']:,.0f}-{time['high']:,.0f} weeks at {hours:g} h a week")
    proven = {"optimal": "proven shortest", "unproven": "not proven shortest"}
    said.append(proven.get(route.status, f"proven {route.status} of the shortest"))
    return f"Upskilling route in {of}: {', '.join(said)}."


def _of(number: int, whole: int, noun: str) -> str:
    return counted(number, noun) if number == whole else f"{number:,} of {counted(whole, noun)}"
