"""Roles, skills and career paths by what people type of their labels, mistakes included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careergraph.engines import Limits
from careergraph.sparql import parse
from careergraph.vocabulary import Term

if TYPE_CHECKING:
    from careergraph.engines import Engine

KINDS = {Term.Role: "role", Term.Skill: "skill", Term.CareerPath: "path"}
"""What the things of each class are called."""

MOST_LABELS = 200_000
"""Labels that are looked through; ESCO and O*NET together have fewer."""

LEAST_SHARED = 0.6
"""Share of the trigrams of a text that a label must have. One wrong letter costs three of them,
so a word of seven letters still finds itself."""

_LABELS = f"""
SELECT ?thing ?kind ?label {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in KINDS)} }}
  ?thing a ?kind ; skos:prefLabel ?label
}}
"""


@dataclass(frozen=True)
class Thing:
    """Something that has a label: its kind is ``role``, ``skill`` or ``path``."""

    iri: str
    kind: str
    label: str


class Things:
    """An index of labels by their trigrams.

    Parameters
    ----------
    things : iterable of Thing

    Examples
    --------
    >>> found = Things([Thing("urn:a", "skill", "Feature engineering")]).find("faeture", 5)
    >>> [thing.label for thing in found]
    []
    >>> found = Things([Thing("urn:a", "skill", "Feature engineering")]).find("feeture engin", 5)
    >>> [thing.label for thing in found]
    ['Feature engineering']
    """

    def __init__(self, things: Iterable[Thing]) -> None:
        import numpy as np

        self._things = sorted(things, key=lambda thing: (len(thing.label), thing.label))
        places: dict[str, list[int]] = {}
        for place, thing in enumerate(self._things):
            for trigram in _trigrams(thing.label):
                places.setdefault(trigram, []).append(place)
        self._places = {key: np.array(found, np.int32) for key, found in places.items()}

    @classmethod
    def of(cls, engine: Engine, limits: Limits) -> Things:
        """Return the things that a graph has, each by one label, English where it has that."""
        from pyoxigraph import Literal, NamedNode

        best: dict[str, tuple[tuple[bool, str], Thing]] = {}
        within = Limits(limits.seconds, MOST_LABELS, limits.memory)
        for thing, kind, label in engine.stream(parse(_LABELS), within):
            if not (isinstance(thing, NamedNode) and isinstance(label, Literal)):
                continue
            language = label.language or ""
            rank = (language.partition("-")[0] not in ("en", ""), language)
            if thing.value not in best or rank < best[thing.value][0]:
                assert isinstance(kind, NamedNode)
                found = Thing(thing.value, KINDS[Term(kind.value)], label.value)
                best[thing.value] = rank, found
        return cls(thing for _, thing in best.values())

    def find(self, text: str, most: int) -> list[Thing]:
        """Return the things whose labels have most of a text, the nearest first.

        Words may stand in any order and the last may be only begun; of equally near labels the
        shorter comes first.
        """
        import numpy as np

        wanted = _trigrams(text)
        known = [self._places[trigram] for trigram in wanted if trigram in self._places]
        if not known:
            return []
        shared = np.bincount(np.concatenate(known), minlength=len(self._things))
        least = max(1, int(np.ceil(LEAST_SHARED * len(wanted))))
        found = np.flatnonzero(shared >= least)
        ranked = found[np.argsort(-shared[found], kind="stable")][:most]
        return [self._things[place] for place in ranked]


def _trigrams(text: str) -> set[str]:
    """Return the runs of three letters of a text's words, each word begun by two spaces.

    >>> sorted(_trigrams("Do it"))
    ['  d', '  i', ' do', ' it']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = (f"  {word}" for word in re.findall(r"[^\W_]+", plain))
    return {word[at : at + 3] for word in words for at in range(len(word) - 2)}
