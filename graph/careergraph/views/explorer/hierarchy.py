"""The groups above career paths and skills, and skills beside skills: no network has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from careergraph.labels import labels_of
from careergraph.network import CareerNetwork
from careergraph.queries import ask
from careergraph.terms import plain

if TYPE_CHECKING:
    from careergraph.engines import Engine

Pairs = tuple[tuple[str, str], ...]

_PAIRS = "SELECT DISTINCT ?a ?b {{ {} FILTER(isIRI(?a) && isIRI(?b)) }}"
_BROADER = _PAIRS.format("?a skos:broader ?b")
_RELATED = _PAIRS.format("?a a cg:Skill ; esco:relatedEssentialSkill ?b . ?b a cg:Skill")
_OPTIONAL = _PAIRS.format(
    "?a a cg:Skill ; esco:relatedOptionalSkill|skos:related ?b . ?b a cg:Skill"
)
_CODES = "SELECT ?group ?code { ?group skos:notation ?code }"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of roles or skills: its label, and its code where its taxonomy gives one."""

    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """What stands above and beside the roles and skills of a network.

    Parameters
    ----------
    groups : mapping of str to Group
        By IRI, in order: the career paths, then the groups above them and above skills.
    broader : tuple of (str, str)
        Each concept with one that is broader: roles, skills and groups.
    essential, optional : tuple of (str, str)
        A skill, and one that is essential or of use for it.
    """

    groups: Mapping[str, Group] = field(default_factory=dict)
    broader: Pairs = ()
    essential: Pairs = ()
    optional: Pairs = ()


def read_hierarchy(engine: Engine, network: CareerNetwork) -> Hierarchy:
    """Ask an engine for the hierarchy of a network: ``skos:broader`` upwards from all it has.

    Examples
    --------
    >>> import careergraph as cg
    >>> g = cg.load()
    >>> [group.label for group in read_hierarchy(g._engine, g.careers).groups.values()][:2]
    ['AI Research Scientist', 'Machine Learning Engineer']
    """
    above: dict[str, list[str]] = {}
    for narrow, broad in _pairs(engine, _BROADER):
        above.setdefault(narrow, []).append(broad)
    known = [*network.roles, *network.skills, *network.paths]
    seen = dict.fromkeys(known)
    waiting = list(known)
    pairs = set()
    while waiting:
        narrow = waiting.pop()
        for broad in above.get(narrow, ()):
            if broad != narrow:
                pairs.add((narrow, broad))
            if broad not in seen:
                seen[broad] = None
                waiting.append(broad)
    groups = [iri for iri in seen if iri not in network.roles and iri not in network.skills]
    return Hierarchy(
        _groups(engine, network, groups),
        tuple(sorted(pairs)),
        _pairs(engine, _RELATED),
        _pairs(engine, _OPTIONAL),
    )


def _groups(engine: Engine, network: CareerNetwork, iris: list[str]) -> dict[str, Group]:
    codes = {
        plain(group): plain(code)
        for group, code in ask(engine, _CODES)
        if group is not None and code is not None
    }
    others = [iri for iri in iris if iri not in network.paths]
    labels = labels_of(engine, others)
    found = {iri: Group(labels.get(iri, iri), codes.get(iri, "")) for iri in others}
    by_code = sorted(found.items(), key=lambda one: (one[1].code, one[1].label, one[0]))
    paths = {iri: Group(path.label, codes.get(iri, "")) for iri, path in network.paths.items()}
    return {**paths, **dict(by_code)}


def _pairs(engine: Engine, query: str) -> Pairs:
    rows = {(plain(a), plain(b)) for a, b in ask(engine, query) if a is not None and b is not None}
    return tuple(sorted(rows))
