"""Methods that propose transfers: each scores pairs of skills from 0 to 1, and says why.

No score is a measurement of learning saved, and scores of different methods are not comparable;
`calibration` says what they are worth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from careergraph import embedding
from careergraph.errors import UnknownNameError
from careergraph.proposals.background import Background
from careergraph.proposals.pairs import highest, lifted, within_groups
from careergraph.wording import words

LARGEST_GROUP = 300
"""Skills of the largest group whose members are paired: in larger ones the pairs say little, and
their number grows with the square."""

FEWEST_ROLES = 2
"""Roles that must require both skills of a pair: a single one is chance."""

PRIOR_ROLES = 5
"""Roles that what is usual counts for beside the roles that require the held skill: the m of
Cestnik's m-estimate (ECAI 1990). Without it two roles of two would be certain. Editorial."""

LEAST_WORDING = 0.2
"""Below this, labels share only words that most labels have."""

LEAST_NEARNESS = 0.2
"""Below this, embeddings of unrelated labels are as near."""

NEAREST = 50
"""Skills nearest by embedding that are kept for each; more than anybody reviews."""

BLOCK = 1024
"""Skills compared at a time with all others; keeps memory within tens of megabytes."""


def shared_broader(of: Background) -> Any:
    """1 - ln(size) / ln(all) of the smallest group that holds both skills, sizes in skills."""
    import numpy as np

    every = np.log(max(of.classified, 2))
    scores = np.clip(1 - np.log(np.maximum(of.group_sizes, 1)) / every, 0, 1)
    members = of.within.tocsc()
    counts = np.diff(members.indptr)
    kept = np.flatnonzero((of.group_sizes <= LARGEST_GROUP) & (scores > 0) & (counts > 0))
    groups = [members.indices[members.indptr[g] : members.indptr[g + 1]] for g in kept]
    return lifted(within_groups(groups, scores[kept], len(of.concepts)), of.stands_for)


def _explain_shared_broader(of: Background, held: int, needed: int) -> str:
    shared = {
        group
        for one in of.concepts_of(held)
        for other in of.concepts_of(needed)
        for group in of.groups_of(one) & of.groups_of(other)
    }
    smallest = min(shared, key=lambda group: (of.group_sizes[group], of.groups[group]))
    size = int(of.group_sizes[smallest])
    counted = "1 skill" if size == 1 else f"{size:,} skills"
    return f"both belong to {of.labels[of.groups[smallest]]!r} ({counted})"


def skill_relation(of: Background) -> Any:
    """Relations that a taxonomy states: 1 or 0.5 from a skill to what it takes.

    The other way round it is the share of what the needed skill takes that the held one is.
    """
    import numpy as np

    stated = of.related.tocoo()
    share = stated.data / of.relation_weights[stated.row]
    both = highest(
        np.concatenate([stated.row, stated.col]),
        np.concatenate([stated.col, stated.row]),
        np.concatenate([stated.data, share]),
        len(of.concepts),
    )
    return lifted(both, of.stands_for)


def _explain_skill_relation(of: Background, held: int, needed: int) -> str:
    parts = []
    for one in of.concepts_of(held):
        for other in of.concepts_of(needed):
            for taking, taken in ((one, other), (other, one)):
                weight = float(of.related[taking, taken])
                if weight:
                    kind = "essential" if weight == 1 else "optional"
                    names = of.labels[of.concepts[taken]], of.labels[of.concepts[taking]]
                    parts.append(f"the taxonomy has {names[0]!r} as {kind} for {names[1]!r}")
    return "; ".join(parts)


def co_requirement(of: Background) -> Any:
    """(P(needed | held) - P(needed)) / (1 - P(needed)) over roles; the first with a prior."""
    import numpy as np

    together = (of.required.T @ of.required).tocoo()
    kept = (together.row != together.col) & (together.data >= FEWEST_ROLES)
    held, needed, both = together.row[kept], together.col[kept], together.data[kept]
    counts = of.required.sum(axis=0)
    alone = counts[needed] / max(of.required.shape[0], 1)
    likely = (both + PRIOR_ROLES * alone) / (counts[held] + PRIOR_ROLES)
    scores = np.where(alone < 1, (likely - alone) / np.maximum(1 - alone, 1e-12), 0)
    return lifted(highest(held, needed, scores, len(of.concepts)), of.stands_for)


def _explain_co_requirement(of: Background, held: int, needed: int) -> str:
    found = []
    for one in of.concepts_of(held):
        for other in of.concepts_of(needed):
            roles = of.roles_of(one)
            both = len(roles & of.roles_of(other))
            if one != other and both >= FEWEST_ROLES:
                found.append((both / len(roles), both, len(roles)))
    _, both, every = max(found)
    return f"{both:,} of the {every:,} roles that require the one require the other"


def wording(of: Background) -> Any:
    """Cosine of the words of the two labels, each weighted by ln(1 + N / n): N labels, n with it.

    Words that set things apart (basic, advanced) count like others: what they tell apart is
    related all the same.
    """
    import numpy as np

    vectors = _word_vectors(of)
    rows, columns, scores = [], [], []
    for start in range(0, vectors.shape[0], BLOCK):
        found = (vectors[start : start + BLOCK] @ vectors.T).tocoo()
        kept = (found.data >= LEAST_WORDING) & (found.row + start != found.col)
        rows.append(found.row[kept] + start)
        columns.append(found.col[kept])
        scores.append(np.minimum(found.data[kept], 1))
    held, needed = np.concatenate(rows), np.concatenate(columns)
    return highest(held, needed, np.concatenate(scores), vectors.shape[0])


def _word_vectors(of: Background) -> Any:
    import numpy as np
    from scipy.sparse import csr_array

    texts = [words(text) for text in of.texts]
    places = {word: place for place, word in enumerate(sorted(set().union(*texts)))}
    cells = [(row, places[word]) for row, text in enumerate(texts) for word in sorted(text)]
    rows, columns = (np.array(side, dtype=np.int64) for side in zip(*cells, strict=True))
    rarity = np.log(1 + len(texts) / np.bincount(columns, minlength=len(places)))
    length = np.sqrt(np.bincount(rows, rarity[columns] ** 2, minlength=len(texts)))
    weights = rarity[columns] / length[rows]
    return csr_array((weights, (rows, columns)), shape=(len(texts), len(places)))


def _explain_wording(of: Background, held: int, needed: int) -> str:
    texts = of.texts
    shared = sorted(words(texts[held]) & words(texts[needed]))
    return f"both names have {', '.join(map(repr, shared))}"


def nearness(of: Background) -> Any:
    """Cosine of the embeddings of the two labels, for the nearest of each skill."""
    import numpy as np

    vectors = embedding.load()(of.texts)
    size = len(vectors)
    rows, columns, scores = [], [], []
    for start in range(0, size, BLOCK):
        near = vectors[start : start + BLOCK] @ vectors.T
        here = np.arange(len(near))
        near[here, here + start] = -1
        best = np.argpartition(-near, min(NEAREST, size) - 1, axis=1)[:, :NEAREST]
        found = np.take_along_axis(near, best, axis=1)
        kept = found >= LEAST_NEARNESS
        rows.append((np.broadcast_to(here[:, None], best.shape) + start)[kept])
        columns.append(best[kept])
        scores.append(np.minimum(found[kept], 1))
    return highest(np.concatenate(rows), np.concatenate(columns), np.concatenate(scores), size)


def _explain_nearness(of: Background, held: int, needed: int) -> str:
    return "their names mean similar things, by a language model (all-MiniLM-L6-v2)"


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it says, what it needs, who described it, its scores and its reasons.

    `scores` gives a matrix of skills by skills, held in the rows; `explain` says in words why a
    pair, given by the places of its skills, has a score.
    """

    summary: str
    needs: str
    literature: str
    scores: Callable[[Background], Any]
    explain: Callable[[Background, int, int], str]


METHODS = {
    "shared-broader": Method(
        "A shared broader concept, the smaller the better.",
        "skos:broader, in the graph or in a taxonomy that it is aligned with",
        "Intrinsic information content: Seco, Veale and Hayes, ECAI 2004, after Resnik 1995",
        shared_broader,
        _explain_shared_broader,
    ),
    "skill-relation": Method(
        "A relation that a taxonomy states between the two skills; directed.",
        "esco:relatedEssentialSkill or relatedOptionalSkill between skills",
        "ESCO handbook, European Commission 2019",
        skill_relation,
        _explain_skill_relation,
    ),
    "co-requirement": Method(
        "Roles that require the held skill require the needed one more than others do; directed.",
        "skills that several roles require",
        "Certainty factor: Shortliffe and Buchanan, Mathematical Biosciences 23 (1975)",
        co_requirement,
        _explain_co_requirement,
    ),
    "wording": Method(
        "Words in common, rare ones counting more.",
        "labels",
        "Salton and Buckley, Information Processing and Management 24 (1988)",
        wording,
        _explain_wording,
    ),
    "embedding": Method(
        "Labels that a small language model has near to each other.",
        "the extra careergraph[embedding]",
        "Sentence-BERT: Reimers and Gurevych, EMNLP 2019",
        nearness,
        _explain_nearness,
    ),
}
"""The methods by name."""


def method(name: str) -> Method:
    """Return the method of a name.

    Raises
    ------
    UnknownNameError
        There is no such method; the message lists them.
    """
    try:
        return METHODS[name]
    except KeyError:
        raise UnknownNameError(
            f"There is no method {name!r}. There are {', '.join(METHODS)}.", tuple(METHODS)
        ) from None
