"""From the RDF graph to the career network, and on to networkx."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from careergraph._reader import BareReader, Reader
from careergraph.errors import InvalidGraphError
from careergraph.network import CareerNetwork, skill_efforts

if TYPE_CHECKING:
    import networkx as nx

    from careergraph.engines import Engine


def project(engine: Engine, language: str = "en") -> CareerNetwork:
    """Read the career network from a graph, its names in a language where they are.

    Raises
    ------
    InvalidGraphError
        The graph has no role, or one of its nodes lacks what the network cannot do without
        (such as a role its level); the message names the node and what to add.
    """
    return replace(_assembled(Reader(engine, language)), language=language)


def project_bare(engine: Engine) -> CareerNetwork:
    """Read what routes are computed from: the same network without names and provenance.

    It is quicker. Its things are named by their IRIs, its statements have no provenance, ratings
    or proficiency, and faults in these are not found.

    Raises
    ------
    InvalidGraphError
        As `project`.
    """
    return _assembled(BareReader(engine))


def _assembled(reader: Reader) -> CareerNetwork:
    paths, levels = reader.paths(), reader.levels()
    roles = reader.roles(paths, levels)
    if not roles:
        raise InvalidGraphError(
            "The graph has no role (no node of type cg:Role), so there is nothing to work on. "
            "Check that the right file was given."
        )
    requirements = reader.requirements(roles)
    skills = reader.skills(requirements)
    return CareerNetwork(
        title=reader.title(),
        paths=paths,
        levels=levels,
        roles=roles,
        skills=skills,
        requirements=requirements,
        progressions=reader.progressions(roles),
        transfers=reader.transfers(skills),
        assumptions=reader.assumptions(requirements),
        moves=reader.moves(roles),
        about=reader.about(),
    )


def to_networkx(network: CareerNetwork) -> nx.DiGraph:
    """Return the network as a plain ``networkx.DiGraph``.

    Nodes are the IRIs of roles (``kind="role"``, with ``path``, ``level`` and ``rank``) and
    skills (``kind="skill"``, with ``effort`` in hours, the middle of the range, or None where it
    is unknown); each has a ``label``. Edges have a ``relation``: ``"requires"``, ``"leads to"``
    or ``"transfers to"`` (with ``strength`` and ``saved``), and the ``iri`` of the statement.
    """
    import networkx as nx

    graph = nx.DiGraph(name=network.title)
    for role in network.roles.values():
        graph.add_node(
            role.iri,
            kind="role",
            label=role.label,
            path=network.paths[role.path].label,
            level=network.levels[role.level].label,
            rank=network.rank(role.iri),
        )
    efforts = skill_efforts(network)
    for skill in network.skills.values():
        effort = efforts[skill.iri]
        graph.add_node(
            skill.iri, kind="skill", label=skill.label, effort=effort.expected if effort else None
        )
    for need in network.requirements:
        graph.add_edge(need.role, need.skill, relation="requires", iri=need.iri)
    for step in network.progressions:
        graph.add_edge(step.earlier, step.later, relation="leads to", iri=step.iri)
    for transfer in network.transfers:
        graph.add_edge(
            transfer.held,
            transfer.needed,
            relation="transfers to",
            iri=transfer.iri,
            strength=transfer.strength,
            saved=transfer.saved,
        )
    return graph


def labels(engine: Engine) -> dict[str, str]:
    """Return the label of every IRI that has one, in English where there is one."""
    return Reader(engine).labels()
