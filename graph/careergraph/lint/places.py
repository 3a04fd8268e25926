"""What the nodes of a graph are called, and where its source says them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from careergraph.vocabulary import DCTERMS_SOURCE, RDF_TYPE, SKOS_PREF_LABEL, Term

if TYPE_CHECKING:
    import pyoxigraph

Key = tuple[tuple[int, int, str], ...]


def natural(text: str) -> Key:
    """Return a key that sorts row 9 before row 10.

    >>> sorted(["row 10", "row 9, column 2", "row 9"], key=natural)
    ['row 9', 'row 9, column 2', 'row 10']
    """
    parts = re.split(r"([0-9]+)", text)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


class Places:
    """Looks up labels and source places of a graph's nodes; those of skills are kept."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store
        self._places: dict[str, str] = {}

    def label(self, node: str) -> str:
        """Return the name of a node, or of the skill that it requires; empty without one."""
        found = self.texts(node, SKOS_PREF_LABEL)
        if found:
            return found[0]
        skill = self._one(node, Term.requiredSkill)
        return next(iter(self.texts(skill, SKOS_PREF_LABEL)), "") if skill else ""

    def place(self, node: str) -> str:
        """Return where a node comes from: its file and place, or the first that requires it."""
        if node not in self._places:
            stated = self.texts(node, Term.sourcePlace)
            self._places[node] = self.within(node, stated[0]) if stated else self._first_use(node)
        return self._places[node]

    def within(self, node: str, place: str) -> str:
        """Return a place in the source of a node, with the name of that source."""
        source = self._one(node, DCTERMS_SOURCE)
        file = next(iter(self.texts(source, SKOS_PREF_LABEL)), "") if source else ""
        return ": ".join(filter(None, (file, place)))

    def order(self, node: str) -> tuple[bool, Key, str]:
        """Return a key that sorts nodes by where they come from, those from nowhere last."""
        place = self.place(node)
        return not place, natural(place), node

    def skills(self) -> list[str]:
        """Return the skills of the graph, by IRI."""
        return sorted(self._subjects(RDF_TYPE, Term.Skill))

    def texts(self, node: str, predicate: str) -> list[str]:
        """Return the literals that a node has for a property, in alphabetical order."""
        from pyoxigraph import Literal

        return sorted(o.value for o in self._objects(node, predicate) if isinstance(o, Literal))

    def _first_use(self, node: str) -> str:
        places = [
            self.within(user, place)
            for relation in (Term.requiredSkill, Term.requiringRole)
            for user in self._subjects(relation, node)
            for place in self.texts(user, Term.sourcePlace)
        ]
        return min(places, key=natural, default="")

    def _one(self, node: str, predicate: str) -> str | None:
        from pyoxigraph import NamedNode

        found = self._objects(node, predicate)
        return min((o.value for o in found if isinstance(o, NamedNode)), default=None)

    def _objects(self, node: str, predicate: str) -> list[Any]:
        from pyoxigraph import NamedNode

        if node.startswith("_:"):
            return []  # blank nodes have no name to look them up by
        found = self.store.quads_for_pattern(NamedNode(node), NamedNode(predicate), None)
        return [quad.object for quad in found]

    def _subjects(self, predicate: str, node: str) -> list[str]:
        from pyoxigraph import NamedNode

        if node.startswith("_:"):
            return []
        found = self.store.quads_for_pattern(None, NamedNode(predicate), NamedNode(node))
        return [quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)]
