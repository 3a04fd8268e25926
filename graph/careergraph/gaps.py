"""Skill gaps of many at once, by sparse products: how many skills are missing, and what hours.

What somebody lacks for a role is learnt in the order of the skills, each after the best transfer
from what is held by then: what was held before, and what the role requires that comes earlier. So
the share saved on a skill is the larger of two, one of the holder and one of the role. With the
strengths of all transfers and 1 (the skill itself is held) in rising order, v₁ < … < v_k = 1 and
v₀ = 0, the hours of a gap are

    Σ_m (v_m - v_{m-1}) · Σ_s hours(s) · [the role saves less than v_m] · [so does the holder]

over the skills s that the role requires: one product of sparse matrices for each strength, exact
as `careergraph.arrays.Learning` is. Without transfers it is one in all.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from careergraph.arrays import CareerArrays

    Numbers = NDArray[np.float32] | NDArray[np.float64]

BLOCK = 10_000
"""Holders taken together: few enough that what is worked on stays in the processor's cache."""

ROWS = 100
"""Rows of a product made at once, for the same reason."""


class Gaps:
    """What separates many who hold skills from many roles.

    Holders are the rows of a sparse matrix (`scipy.sparse.csr_array`) with one column per skill,
    in the order of the arrays, and an entry wherever one holds a skill. `roles` are the roles
    themselves as holders; `holders` makes such a matrix.

    Parameters
    ----------
    arrays : CareerArrays
    transfers : bool, optional
        Whether transfers shorten learning, as they do in routes.

    Examples
    --------
    >>> import careergraph as cg
    >>> from careergraph.arrays import from_network
    >>> arrays = from_network(cg.load().careers)
    >>> hours = Gaps(arrays).hours()
    >>> hours.shape, float(hours[0, 0]), float(hours[0, 1])
    ((30, 30), 0.0, 240.0)
    """

    def __init__(self, arrays: CareerArrays, *, transfers: bool = True) -> None:
        self._arrays = arrays
        self._transfers = transfers

    @cached_property
    def roles(self) -> Any:
        """The roles as holders of what they require."""
        required = self._arrays.required
        return self._matrix(required.skill, required.indptr)

    def holders(self, people: Iterable[Iterable[str]]) -> Any:
        """Return people as holders; each is the IRIs of the skills held.

        A skill without a known effort, which no role requires, makes no difference to any gap.
        """
        from careergraph.arrays import flat, starts

        number = {skill: place for place, skill in enumerate(self._arrays.skills)}
        rows = [sorted({number[one] for one in held if one in number}) for held in people]
        return self._matrix(flat(rows), starts(map(len, rows)))

    def hours(self, holders: Any = None, *, dtype: Any = "float32") -> Numbers:
        """Return the expected hours from each holder (row) to each role (column).

        Parameters
        ----------
        holders : csr_array, optional
            The roles without it: all pairwise gaps.
        dtype : optional
            ``float32`` is exact to a hundredth of an hour up to 100,000; ``float64`` takes twice
            the memory.

        Returns
        -------
        array of holders by roles
            Not a number where it is unknown what the role requires, or a role that is the holder.
        """
        held = self.roles if holders is None else holders
        asked = self._asked.astype(dtype)
        found = _minus(asked.sum(axis=1), self._helping(held).astype(dtype), asked.T.tocsr())
        return self._unknown(found, holders is None)

    def missing(self, holders: Any = None) -> NDArray[np.float32]:
        """Return how many skills each holder (row) lacks for each role (column), as `hours` does.

        Numbers are float32, so that what is unknown can be no number.
        """
        held = self.roles if holders is None else holders
        required = self.roles.astype("float32")
        found = _minus(required.sum(axis=1), held.astype("float32"), required.T.tocsr())
        return self._unknown(found, holders is None)

    def to_targets(
        self, holders: Any, targets: NDArray[np.integer[Any]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the expected hours and the number of missing skills of each to a target of theirs.

        Parameters
        ----------
        holders : csr_array
        targets : array of int, one per holder
            The number of a role.

        Returns
        -------
        hours, missing : array of float64, one per holder
            Not a number where it is unknown what the target requires.
        """
        import numpy as np

        known, hours_of = self._arrays.known[targets], self._arrays.hours
        hours = np.asarray(self._asked.sum(axis=1), dtype=np.float64)[targets]
        missing = np.diff(self._arrays.required.indptr)[targets].astype(np.float64)
        for start in range(0, len(targets), BLOCK):
            block = slice(start, start + BLOCK)
            common = holders[block].multiply(self.roles[targets[block]]).tocsr()
            missing[block] -= np.diff(common.indptr)
            if self._levels:
                helping = self._helping(holders[block])
                hours[block] -= helping.multiply(self._asked[targets[block]]).sum(axis=1)
            else:
                hours[block] -= common @ hours_of
        np.maximum(hours, 0.0, out=hours)
        hours[~known] = np.nan
        missing[~known] = np.nan
        return hours, missing

    @cached_property
    def _levels(self) -> list[tuple[float, Any, Any]]:
        """For each strength, and 1: what it adds, which skills help so much, and from earlier on.

        Helping is by helping skill and skill to learn; a skill helps itself wholly.
        """
        import numpy as np
        from scipy.sparse import csr_array, eye_array

        transfers, size = self._arrays.transfers, len(self._arrays.skills)
        strengths = np.unique(transfers.saved[transfers.saved > 0])
        if not self._transfers or not len(strengths):
            return []
        needed = np.repeat(np.arange(size), np.diff(transfers.indptr))
        levels = []
        below = 0.0
        for strength in np.unique([*strengths.tolist(), 1.0]).tolist():
            strong = transfers.saved >= strength
            pairs = transfers.held[strong], needed[strong]
            ones = np.ones(len(pairs[0]), dtype=np.float32)
            helps = csr_array((ones, pairs), shape=(size, size))
            early = pairs[0] < pairs[1]
            earlier = csr_array(
                (ones[early], (pairs[0][early], pairs[1][early])), shape=(size, size)
            )
            levels.append((strength - below, helps + eye_array(size, format="csr"), earlier))
            below = strength
        return levels

    @cached_property
    def _asked(self) -> Any:
        """The roles by skill and strength: hours to learn that no earlier skill of theirs saves."""
        from scipy.sparse import csr_array, hstack

        hours = self.roles.multiply(self._arrays.hours[None, :]).tocsr()
        if not self._levels:
            return hours
        parts = []
        for share, _, earlier in self._levels:
            saved = self._ones(self.roles @ earlier)
            parts.append((hours - hours.multiply(saved)) * share)
        return csr_array(hstack(parts, format="csr"))

    def _helping(self, holders: Any) -> Any:
        """Return holders by skill and strength: what is held, or helped with at least as much."""
        from scipy.sparse import csr_array, hstack

        if not self._levels:
            return holders
        parts = [self._ones(holders @ helps) for _, helps, _ in self._levels]
        return csr_array(hstack(parts, format="csr"))

    def _ones(self, found: Any) -> Any:
        return self._matrix(found.indices, found.indptr)

    def _matrix(self, skills: Any, indptr: Any) -> Any:
        import numpy as np
        from scipy.sparse import csr_array

        ones = np.ones(len(skills), dtype=np.float32)
        shape = (len(indptr) - 1, len(self._arrays.skills))
        return csr_array((ones, skills, indptr), shape=shape)

    def _unknown(self, found: Any, between_roles: bool) -> NDArray[Any]:
        """Return gaps without those of roles whose requirements are unknown."""
        import numpy as np

        found[:, ~self._arrays.known] = np.nan
        if between_roles:
            found[~self._arrays.known] = np.nan
        return found  # type: ignore[no-any-return]


def _minus(totals: Any, left: Any, right: Any) -> Any:
    """Return a row of totals for each row on the left, less what the product says, or nothing.

    Every entry on the left is a one, so that the product is a sum of picked rows of the right.
    Writing them one over the other takes two thirds of the time of multiplying.
    """
    import numpy as np
    from scipy.sparse import csr_array

    found = np.empty((left.shape[0], right.shape[1]), dtype=left.dtype)
    totals = np.asarray(totals, dtype=left.dtype)
    for start in range(0, len(found), ROWS):
        block = found[start : start + ROWS]
        some = left[start : start + ROWS]
        picked = right[some.indices]
        rows = picked.indptr[some.indptr]
        csr_array((picked.data, picked.indices, rows), shape=block.shape).toarray(out=block)
        np.subtract(totals, block, out=block)
        np.maximum(block, 0, out=block)
    return found
