"""Scores of pairs of things, as sparse matrices: what is held in the rows, what is needed across.

What is not stored has no support. Where several scores meet in one pair, the highest stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Places = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]


def highest(held: Places, needed: Places, scores: Floats, size: int) -> Any:
    """Return the square matrix of pairs, each with the highest of its scores above 0."""
    import numpy as np
    from scipy.sparse import csr_array

    kept = scores > 0
    keys = held[kept].astype(np.int64) * size + needed[kept]
    scores = scores[kept]
    if not len(keys):
        return csr_array((size, size))
    order = np.argsort(keys, kind="stable")
    keys, starts = np.unique(keys[order], return_index=True)
    best = np.maximum.reduceat(scores[order], starts)
    return csr_array((best, (keys // size, keys % size)), shape=(size, size))


def within_groups(groups: Sequence[Places], scores: Floats, size: int) -> Any:
    """Return the matrix in which the members of a group have its score with each other."""
    import numpy as np

    if not groups:
        none = np.zeros(0, dtype=np.int64)
        return highest(none, none, np.zeros(0), size)
    held = np.concatenate([np.repeat(group, len(group)) for group in groups])
    needed = np.concatenate([np.tile(group, len(group)) for group in groups])
    return highest(held, needed, np.repeat(scores, [len(g) ** 2 for g in groups]), size)


def lifted(of_concepts: Any, stands_for: Any) -> Any:
    """Return the scores of pairs of skills, given those of the concepts that they stand for.

    Parameters
    ----------
    of_concepts : scipy.sparse.csr_array
        Scores of concepts by concepts.
    stands_for : scipy.sparse.csr_array
        Skills by concepts, 1 where a skill is, or is matched with, a concept.

    Returns
    -------
    scipy.sparse.csr_array
        Skills by skills, without pairs of a skill with itself.
    """
    import numpy as np

    found = of_concepts.tocoo()
    held, place = _expanded(stands_for, found.row)
    needed, again = _expanded(stands_for, found.col[place])
    held, scores = held[again], found.data[place[again]]
    others = held != needed
    return highest(
        held[others].astype(np.int64), needed[others], scores[others], stands_for.shape[0]
    )


def _expanded(stands_for: Any, concepts: Places) -> tuple[Places, Places]:
    """Return the skills that stand for each concept, and the place of that concept in the list."""
    import numpy as np

    by_concept = stands_for.tocsc()
    counts = np.diff(by_concept.indptr)[concepts]
    place = np.repeat(np.arange(len(concepts)), counts)
    nth = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
    return by_concept.indices[by_concept.indptr[concepts][place] + nth], place
