"""Names looked up by asking the engine: what somebody typed in full is found without the network.

Reading the whole network to find one name takes seconds on a large taxonomy. A full name, a CURIE
or an IRI is found by a query or two. Whatever is no full name is left to `careergraph.names`,
which knows abbreviations and what to suggest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from careergraph import name_index, names
from careergraph._statements import text
from careergraph.network import CareerNetwork, Labelled, Level
from careergraph.queries import ask
from careergraph.terms import in_language
from careergraph.vocabulary import (
    RDFS_LABEL,
    SKOS_ALT_LABEL,
    SKOS_PREF_LABEL,
    Term,
    compact,
    expand,
)

if TYPE_CHECKING:
    from careergraph.answers import Term as Node
    from careergraph.engines import Engine

CLASSES = {
    "role": Term.Role,
    "skill": Term.Skill,
    "path": Term.CareerPath,
    "level": Term.Level,
}
"""The class of each kind of thing that has a name."""


def find(engine: Engine, kind: str, typed: str, network: Callable[[], CareerNetwork]) -> str:
    """Return the IRI of the ``"role"``, ``"skill"``, ``"path"`` or ``"level"`` a text names.

    Parameters
    ----------
    engine : Engine
        What is asked.
    kind : str
    typed : str
        What a person typed.
    network : callable
        Returns the whole network, for what is no full name.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As `careergraph.names.find`.

    Examples
    --------
    >>> import careergraph as cg
    >>> g = cg.load()
    >>> find(g._engine, "role", "Robotics Engineer, level 2", lambda: g.careers)
    'https://w3id.org/careergraph/ai-roadmap/role/robotics-engineer-2'
    """
    lookup = _Lookup(engine, kind)
    iri = lookup.by_iri(typed)
    if iri is not None:
        return iri
    wanted = name_index.words(typed)
    found = (lookup.by_label(wanted) or lookup.by_other_names(wanted)) if wanted else {}
    if not found:
        return names.find(network(), kind, typed)
    if len(found) > 1:
        raise name_index.ambiguous(names.KINDS[kind], typed, tuple(sorted(found.values())))
    return next(iter(found))


Words = tuple[str, ...]
"""The words of a name, as `careergraph.name_index.words` reads them."""

_GAP = "[^a-z0-9]"
_FOREIGN = "[^ -~]"
"""What has other letters than those of English is compared here, not by the engine."""


class _Lookup:
    """Looks for things of one kind; each search returns the label of every IRI it finds."""

    def __init__(self, engine: Engine, kind: str) -> None:
        self._engine = engine
        self._kind = kind

    def by_iri(self, typed: str) -> str | None:
        """Return the IRI that a text is or stands for, if it is that of such a thing."""
        import pyoxigraph

        try:
            node = pyoxigraph.NamedNode(expand(typed.strip().removeprefix("<").removesuffix(">")))
        except ValueError:
            return None
        asked = ask(self._engine, f"ASK {{ $node a {self._class} }}", parameters={"node": node})
        return node.value if asked.boolean else None

    def by_label(self, wanted: Words) -> dict[str, str]:
        """Return the things whose label, the one that people are shown, has these words."""
        found = self._named(wanted, SKOS_PREF_LABEL) | self._named(wanted, RDFS_LABEL)
        labels = {thing: self._label(thing) for thing in found}
        return {
            thing: label for thing, label in labels.items() if name_index.words(label) == wanted
        }

    def by_other_names(self, wanted: Words) -> dict[str, str]:
        """Return the things that have these words as any other name."""
        found = self._named(wanted, SKOS_ALT_LABEL) | self._ending(wanted)
        if self._kind == "role":
            found |= self._by_place(wanted)
        elif self._kind == "level":
            found |= {n.iri for n in self._levels() if _has(wanted, name_index.level_names(n))}
        return {thing: self._label(thing) for thing in found}

    def _named(self, wanted: Words, predicate: str) -> set[str]:
        found = self._rows(
            f"SELECT ?thing ?name {{ ?thing a {self._class} ; <{predicate}> ?name "
            f'FILTER (REGEX(STR(?name), $pattern, "i")) }}',
            pattern=_pattern(wanted, f"^{_GAP}*"),
        )
        return {text(thing) for thing, name in found if name_index.words(text(name)) == wanted}

    def _ending(self, wanted: Words) -> set[str]:
        """Return the things whose IRI ends so."""
        found = self._rows(
            f"SELECT ?thing {{ ?thing a {self._class} "
            f'FILTER (REGEX(STR(?thing), $pattern, "i")) }}',
            pattern=_pattern(wanted, ""),
        )
        ends = {text(thing): text(thing).rpartition("/")[2] for (thing,) in found}
        return {thing for thing, end in ends.items() if name_index.words(end) == wanted}

    def _by_place(self, wanted: Words) -> set[str]:
        """Return the roles that are named by their career path and level."""
        paths = [p for p in self._all("path") if _is_part(wanted, name_index.own_names(p))]
        levels = {level.iri: level for level in self._levels()} if paths else {}
        found = set()
        for path in paths:
            rows = self._rows(
                f"SELECT ?role ?level {{ ?role <{Term.onPath}> $path ; <{Term.atLevel}> ?level ; "
                f"a {self._class} }}",
                path=_node(path.iri),
            )
            for role, level in rows:
                thing = Labelled(text(role), "")
                if _has(wanted, name_index.role_names(thing, path, levels[text(level)])):
                    found.add(thing.iri)
        return found

    def _levels(self) -> list[Level]:
        ranks = self._rows(f"SELECT ?s ?rank {{ ?s a <{Term.Level}> ; <{Term.rank}> ?rank }}")
        rank_of = {text(level): int(text(rank)) for level, rank in ranks}
        return [
            Level(level.iri, level.label, level.alt_labels, rank=rank_of[level.iri])
            for level in self._all("level")
        ]

    def _all(self, kind: str) -> list[Labelled]:
        """Return every thing of a kind of which there are few, with its names."""
        kind_of = CLASSES[kind]
        values: dict[str, dict[str, list[Node]]] = {
            text(thing): {} for (thing,) in self._rows(f"SELECT ?s {{ ?s a <{kind_of}> }}")
        }
        for predicate in (SKOS_PREF_LABEL, RDFS_LABEL, SKOS_ALT_LABEL):
            query = f"SELECT ?s ?name {{ ?s a <{kind_of}> ; <{predicate}> ?name }}"
            for thing, name in self._rows(query):
                values[text(thing)].setdefault(predicate, []).append(name)
        return [
            Labelled(
                thing,
                in_language(found.get(SKOS_PREF_LABEL, ()))
                or in_language(found.get(RDFS_LABEL, ()))
                or compact(thing),
                tuple(text(name) for name in found.get(SKOS_ALT_LABEL, ())),
            )
            for thing, found in sorted(values.items())
        ]

    def _label(self, thing: str) -> str:
        for predicate in (SKOS_PREF_LABEL, RDFS_LABEL):
            rows = self._rows(f"SELECT ?label {{ $node <{predicate}> ?label }}", node=_node(thing))
            label = in_language(label for (label,) in rows)
            if label is not None:
                return label
        return compact(thing)

    @property
    def _class(self) -> str:
        return f"<{CLASSES[self._kind]}>"

    def _rows(self, query: str, **parameters: Node) -> Iterator[tuple[Any, ...]]:
        return iter(ask(self._engine, query, parameters=parameters))


def _node(iri: str) -> Node:
    import pyoxigraph

    return pyoxigraph.NamedNode(iri)


def _pattern(wanted: Words, start: str) -> Node:
    """Return a regular expression for texts that may be these words; rather too many than few."""
    import pyoxigraph

    if not all(word.isascii() for word in wanted):
        return pyoxigraph.Literal(_FOREIGN)
    return pyoxigraph.Literal(f"{start}{f'{_GAP}+'.join(wanted)}{_GAP}*$|{_FOREIGN}")


def _has(wanted: Words, texts: Iterable[str]) -> bool:
    return any(name_index.words(name) == wanted for name in texts)


def _is_part(wanted: Words, texts: Iterable[str]) -> bool:
    """Tell whether the words begin or end with one of these texts, and go on."""
    parts = [part for part in map(name_index.words, texts) if part and len(part) < len(wanted)]
    return any(part in (wanted[: len(part)], wanted[-len(part) :]) for part in parts)
