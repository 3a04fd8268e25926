"""What learning takes for each possible move, for somebody who holds just what its source asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from careergraph.arrays import CareerArrays

    Numbers = NDArray[np.int64]

CELLS = 2**24
"""How many cells, roles times skills, are looked at together: a byte each."""

ENTRIES = 2**16
"""About how many skills of targets are looked at together."""


def learning_of_moves(arrays: CareerArrays) -> NDArray[np.float64]:
    """Return the expected hours of learning that each move asks.

    As `careergraph.arrays.Learning` counts them from what the source requires to what the target
    requires, but for all moves at once.

    Examples
    --------
    >>> import careergraph as cg
    >>> from careergraph.arrays import from_network
    >>> arrays = from_network(cg.load().careers)
    >>> hours = learning_of_moves(arrays)
    >>> len(hours) == len(arrays.moves.target), float(hours.min())
    (True, 0.0)
    """
    import numpy as np

    moves, required = arrays.moves, arrays.required
    sizes = np.diff(required.indptr)[moves.target]
    before = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    hours = np.zeros(len(moves.target))
    most = max(1, CELLS // max(1, len(arrays.skills)))
    held = np.zeros((min(most, len(arrays.roles)), len(arrays.skills)), dtype=bool)
    role = 0
    while role < len(arrays.roles):
        enough = before[moves.indptr[role]] + ENTRIES
        last = int(np.searchsorted(before[moves.indptr], enough, side="right")) - 1
        end = min(max(last, role + 1), role + most, len(arrays.roles))
        part = slice(moves.indptr[role], moves.indptr[end])
        hours[part] = _learning(arrays, held, role, end)
        role = end
    return hours


def _learning(
    arrays: CareerArrays, held: NDArray[np.bool_], start: int, end: int
) -> NDArray[np.float64]:
    """Return the hours for the moves from some consecutive roles.

    `held` has a row for each of them at least, and is false when this begins and when it ends.
    """
    import numpy as np

    required, moves = arrays.required, arrays.moves
    own = required.skill[required.indptr[start] : required.indptr[end]]
    rows = np.repeat(np.arange(end - start), np.diff(required.indptr[start : end + 1]))
    held[rows, own] = True

    targets = moves.target[moves.indptr[start] : moves.indptr[end]]
    sources = np.repeat(np.arange(end - start), np.diff(moves.indptr[start : end + 1]))
    move, entry = _expand(required.indptr, targets)
    wanted = required.skill[entry]
    missing = ~held[sources[move], wanted]
    learnt, skill = move[missing], wanted[missing]
    taken = arrays.hours[skill]
    if len(arrays.transfers.held):
        key = move * len(arrays.skills) + wanted
        taken = taken * (1 - _saved(arrays, held, sources[learnt], learnt, skill, key))
    hours: NDArray[Any] = np.bincount(learnt, weights=taken, minlength=len(targets))
    held[rows, own] = False
    return hours


def _saved(
    arrays: CareerArrays,
    held: NDArray[np.bool_],
    source: Numbers,
    move: Numbers,
    skill: NDArray[np.int32],
    wanted: Numbers,
) -> NDArray[np.float64]:
    """Return the largest share that is saved of each skill that a move teaches.

    A helper counts that the source asks, or that the target asks and that is learnt before.
    `wanted` has each move's skills, as one ascending number for move and skill.
    """
    import numpy as np

    entry, place = _expand(arrays.transfers.indptr, skill)
    helper = arrays.transfers.held[place]
    helps = held[source[entry], helper]
    maybe = np.flatnonzero(~helps & (helper < skill[entry]))
    key = move[entry[maybe]] * len(arrays.skills) + helper[maybe]
    found = np.minimum(np.searchsorted(wanted, key), len(wanted) - 1)
    helps[maybe] = wanted[found] == key
    entry, place = entry[helps], place[helps]
    best = np.flatnonzero(np.diff(entry, prepend=-1))  # the strongest stand first
    shares = np.zeros(len(skill))
    shares[entry[best]] = arrays.transfers.saved[place[best]]
    return shares


def _expand(indptr: NDArray[np.int32], rows: NDArray[np.int32]) -> tuple[Numbers, Numbers]:
    """Return for each entry of some rows, one row after the other, which it is of and its place."""
    import numpy as np

    sizes = np.diff(indptr)[rows].astype(np.int64)
    row = np.repeat(np.arange(len(rows)), sizes)
    first = np.cumsum(sizes) - sizes
    return row, np.arange(len(row)) - np.repeat(first - indptr[rows], sizes)
