"""A person's map: what they hold, what is one step away, and what is far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from careergraph import names
from careergraph.costs import refuse_unknown
from careergraph.errors import RequestError
from careergraph.network import CareerNetwork
from careergraph.views.marking import marked
from careergraph.views.matrix import assemble
from careergraph.views.model import EdgeKind, View
from careergraph.views.person_columns import MOST_NEXT, in_columns, nearest, nearest_part
from careergraph.views.person_marks import GROUPS, marks
from careergraph.views.person_summary import summary
from careergraph.views.rings import moves
from careergraph.views.standing import Standing, skills_named
from careergraph.views.statements import Statement, statements
from careergraph.vocabulary import compact

MOST_WHOLE = 60
"""Roles of a network whose matrix is drawn; of a larger one only the nearest are."""


def person(
    network: CareerNetwork,
    role: str | None = None,
    *,
    have: Iterable[str] = (),
    most_whole: int = MOST_WHOLE,
) -> View:
    """Return the map of a person: what is held, what is one step away, what is far.

    A role is held by whoever has all that it requires; another is one step away where one
    feasible move enters it, as `careergraph reach --max-moves 1` says. A skill is one step away
    where such a role requires it. A network is drawn as its level matrix; of a large one the
    nearest roles are drawn in columns.

    Parameters
    ----------
    network : CareerNetwork
    role : str, optional
        The role that the person is in, as people name it. Without it any role may be entered as
        by a lateral move.
    have : iterable of str, optional
        Skills held besides those of the role. What is no skill of the graph is reported.
    most_whole : int, optional
        Roles of a network that is drawn whole.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        The role is not found, or a name fits several.
    RequestError
        Neither a role is named nor a skill that the graph has.
    UnknownEffortError
        A required skill or a kind of move has no known effort, or it is not known what the role
        requires.
    """
    start = None if role is None else names.find(network, "role", role)
    if start is not None:
        refuse_unknown(network, [start])
    skills, unknown = skills_named(network, have)
    if start is None and not skills:
        raise RequestError(
            "Nothing is known of the person: name a role, or skills of the graph with --have."
            + (f" No skills of it: {', '.join(unknown)}." if unknown else "")
        )
    whole = len(network.roles) <= most_whole
    where = Standing(network, start, skills, None if whole else MOST_NEXT)
    return _matrix(where, unknown) if whole else _columns(where, unknown)


def _matrix(where: Standing, unknown: tuple[str, ...]) -> View:
    network = where.network
    view = assemble(
        network,
        name="person",
        title=where.title,
        subtitle=where.subtitle,
        summary=summary(where, unknown, network),
        said=tuple(_lit(where, said) for said in statements(network)),
    )
    found = marks(where, network.roles, network.skills)
    by_node = {compact(iri): mark for iri, mark in found.items()}
    return marked(view, GROUPS, by_node, "What it is to them")


def _columns(where: Standing, unknown: tuple[str, ...]) -> View:
    roles = list(chain.from_iterable(nearest(where).values()))
    part = nearest_part(where.network, roles, where.held)
    here = [] if where.role is None else [where.role]
    onward = (said for said in moves(part, here) if said.source == where.role)
    return in_columns(
        where,
        part,
        marks(where, part.roles, part.skills),
        tuple(_lit(where, said) for said in (*onward, *_new(where, part))),
        summary(where, unknown, part),
    )


def _new(where: Standing, part: CareerNetwork) -> Iterator[Statement]:
    """Yield what a part states, save which skills that are held other roles ask for too.

    Those lines would hide all others; the facts of the roles say the same.
    """
    for said in statements(part):
        reused = said.kind is EdgeKind.REQUIRES and said.target in where.held
        if not reused or where.is_whole(said.source):
            yield said


def _lit(where: Standing, said: Statement) -> Statement:
    """Light the ways to the roles one step away, and the transfers used on them."""
    used = {one.transfer.iri for one in where.to_learn.values() if one.transfer}
    onward = said.source == where.role and said.target in where.next_steps
    return replace(said, lit=onward or said.iri in used)
