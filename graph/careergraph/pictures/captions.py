"""What a metro map writes beside its stations, broken into lines that fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from careergraph.network import CareerNetwork, Role
from careergraph.routes.result import ENTRY, Route, Step
from careergraph.views.text import wrap

MOST_IN_CELL = 3
"""Roles of one career path at one level, up to which stations are captioned with skills."""
WIDTH = 172
"""Of a caption, in pixels."""
FONT = 12
LINE = 15
BETWEEN = 3
"""Between two entries of a caption."""
START = "•"
"""The badge of the station where a route begins."""
MOST_LINES = 4
"""Of one entry; what is longer ends in an ellipsis, and is whole in the station's title."""
MOST_SKILLS = 4
"""Of one station; the rest are counted there and listed in the station's title."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a caption: its lines, and whether it is the station's name or its step."""

    lines: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands beside a station.

    Attributes
    ----------
    entries : tuple of Entry
    about : str
        All that there is to say of it, nothing shortened.
    badge : str
        What stands in the station: its number on the route, or nothing.
    """

    entries: tuple[Entry, ...]
    about: str
    badge: str = ""

    @property
    def height(self) -> float:
        """From the top of its first line to the bottom of its last."""
        lines = sum(len(entry.lines) for entry in self.entries)
        return lines * LINE + max(0, len(self.entries) - 1) * BETWEEN


def captions(network: CareerNetwork, route: Route | None) -> dict[str, Caption]:
    """Return the caption of each role: what it adds, or on a route what is learnt for it.

    Where many roles share a career path and a level, those beside the route have their names alone.
    """
    crowded = is_crowded(network)
    found = {
        role.iri: _name(network, role) if crowded else _adds(network, role)
        for role in network.roles.values()
    }
    if route is not None:
        if route.source is not None:
            found[route.source.iri] = _start(network, route.source)
        for number, step in enumerate(route.steps, start=1):
            found[step.role.iri] = _step(network, number, step)
    return found


def is_crowded(network: CareerNetwork) -> bool:
    """Tell whether more roles share a career path and a level than can be captioned with skills."""
    cells = Counter((role.path, role.level) for role in network.roles.values())
    return max(cells.values(), default=0) > MOST_IN_CELL


def _name(network: CareerNetwork, role: Role) -> Caption:
    entry = Entry(_wrapped(role.label))
    return Caption((entry,), _adds(network, role).about)


def _adds(network: CareerNetwork, role: Role, strong: tuple[str, ...] = ()) -> Caption:
    skills = [network.skills[skill].label for skill in network.own_skills(role.iri)]
    return _caption(network, role, strong, skills, "adds")


def _start(network: CareerNetwork, role: Role) -> Caption:
    found = _adds(network, role, ("Start",))
    return Caption(found.entries, found.about, START)


def _step(network: CareerNetwork, number: int, step: Step) -> Caption:
    kind = "Entry" if step.kind == ENTRY else str(step.kind or "jump").capitalize()
    learnt = [learned.skill.label for learned in step.skills]
    said = (f"{kind}, {step.effort}",)
    found = _caption(network, step.role, said, learnt or ["Nothing new to learn"], "learn")
    return Caption(found.entries, f"{number}. {found.about}", str(number))


def _caption(
    network: CareerNetwork, role: Role, strong: tuple[str, ...], skills: list[str], verb: str
) -> Caption:
    named = () if _says_where_it_stands(network, role) else (role.label,)
    shown = skills[:MOST_SKILLS]
    if len(skills) == MOST_SKILLS + 1:
        shown = skills
    more = [f"and {len(skills) - len(shown)} more"] if len(skills) > len(shown) else []
    entries = [Entry(_wrapped(text, bold=True), strong=True) for text in (*strong, *named)]
    entries += [Entry(_wrapped(text)) for text in (*shown, *more)]
    about = f"{role.label}: {', '.join(strong)}" if strong else role.label
    listed = "; ".join(skills) or "nothing that is known"
    return Caption(tuple(entries), f"{about}; {verb}: {listed}")


def _says_where_it_stands(network: CareerNetwork, role: Role) -> bool:
    """Whether a role's name is but that of its career path and its level."""
    path, level = network.paths[role.path].label, network.levels[role.level]
    names = {f"{path}, level {level.rank}", f"{path}, {level.label}", f"{path} {level.label}"}
    return role.label.casefold() in {name.casefold() for name in names}


def _wrapped(text: str, *, bold: bool = False) -> tuple[str, ...]:
    return wrap(text, WIDTH, FONT, most=MOST_LINES, bold=bold)
