"""Which skills are worded alike: what no query can express."""

from __future__ import annotations

from collections.abc import Iterator

from careergraph import wording
from careergraph.lint.findings import Finding, Rule
from careergraph.lint.places import Places
from careergraph.vocabulary import SKOS_ALT_LABEL, SKOS_PREF_LABEL

SIMILARITY = 0.85
"""Similarity from which two skills are worth a look: three words of which one text has a fourth."""

SAME_WORDS = 0.95
"""Similarity from which two skills are very likely one: both words of two, but for a letter."""


MOST_WORDS = 50
"""Words of the longest name that is compared. More are no name, as `sentence-as-skill` says, and
would take long: a matrix may hold cells of ten pages."""

RULES = {
    "reworded-skill": Rule(
        "warning", "Which skills have the words of another, but for order, endings or a letter?"
    ),
    "similar-skill": Rule("note", "Which skills are worded much like another?"),
}


def similar_skills(places: Places, threshold: float) -> Iterator[Finding]:
    """Yield each pair of skills once, by the names of the two that are most alike."""
    names, owners = _names(places)
    best: dict[tuple[str, str], wording.Pair] = {}
    for pair in wording.similar_pairs(names, threshold):
        first, second = sorted((owners[pair.first], owners[pair.second]), key=places.order)
        known = best.get((first, second))
        if first != second and (known is None or known.similarity < pair.similarity):
            best[first, second] = pair
    for (first, second), pair in best.items():
        text = {owners[place]: names[place] for place in (pair.first, pair.second)}
        at = places.place(first)
        code = "reworded-skill" if round(pair.similarity, 9) >= SAME_WORDS else "similar-skill"
        yield Finding(
            code=code,
            severity=RULES[code].severity,
            node=second,
            label=places.label(second),
            place=places.place(second),
            message=f"'{text[second]}' is worded like '{text[first]}'{f' ({at})' if at else ''}, "
            f"similarity {pair.similarity:.2f}: if they are one skill, write it in one way; if "
            "not, say what tells them apart.",
            other=first,
            similarity=round(pair.similarity, 4),
        )


def _names(places: Places) -> tuple[list[str], list[str]]:
    """Return the names of skills, each once whatever its case, and the skill of each."""
    found: dict[str, tuple[str, str]] = {}
    for skill in places.skills():
        for text in (*places.texts(skill, SKOS_PREF_LABEL), *places.texts(skill, SKOS_ALT_LABEL)):
            words = text.casefold().split()
            if len(words) <= MOST_WORDS:
                found.setdefault(" ".join(words), (text, skill))
    return [text for text, _ in found.values()], [skill for _, skill in found.values()]
