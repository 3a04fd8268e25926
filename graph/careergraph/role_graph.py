"""The roles and the moves between them as a ``networkx.DiGraph`` that is made when it is touched.

networkx keeps a graph in dicts of dicts, which take a hundred times the memory of arrays. A
`RoleGraph` is such a graph everywhere, but makes its dicts when somebody first looks at them; until
then shortest paths of the networkx backend ``careergraph`` read the arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx

from careergraph.arrays import KINDS, CareerArrays
from careergraph.learning import learning_of_moves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from careergraph.network import CareerNetwork
    from careergraph.sparse_graph import SparseGraph

    Columns = Mapping[str, Sequence[Any]]

WEIGHT = "weight"
"""The attribute of edges with hours, of somebody who holds just what the source requires."""


def role_graph(arrays: CareerArrays, network: CareerNetwork) -> RoleGraph:
    """Return the roles of a network with their names and places, and the moves between them.

    Nodes have the ``label``, ``path``, ``level`` and ``rank`` that `projection.to_networkx` gives
    them.
    """
    roles = network.roles.values()
    columns = {
        "label": [role.label for role in roles],
        "path": [network.paths[role.path].label for role in roles],
        "level": [network.levels[role.level].label for role in roles],
        "rank": arrays.rank.tolist(),
    }
    return RoleGraph(arrays, columns, name=network.title)


@dataclass(frozen=True, eq=False)
class _Untouched:
    """What a role graph says while nobody has been given its dicts."""

    arrays: CareerArrays
    columns: Columns
    known: NDArray[np.float64] | None = None

    @cached_property
    def learning(self) -> NDArray[np.float64]:
        return learning_of_moves(self.arrays) if self.known is None else self.known

    @cached_property
    def sparse(self) -> SparseGraph:
        from careergraph.sparse_graph import Places, SparseGraph

        arrays, moves = self.arrays, self.arrays.moves
        weights = moves.cost + self.learning
        return SparseGraph(arrays.roles, Places(arrays.roles), moves.indptr, moves.target, weights)

    def nodes(self) -> dict[str, dict[str, Any]]:
        roles = self.arrays.roles
        if not self.columns:
            return {role: {} for role in roles}
        rows = zip(*self.columns.values(), strict=True)
        return {
            role: dict(zip(self.columns, row, strict=True))
            for role, row in zip(roles, rows, strict=True)
        }

    def edges(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what follows each role and what precedes it, with the same data."""
        roles, moves = self.arrays.roles, self.arrays.moves
        succ: dict[str, dict[str, Any]] = {role: {} for role in roles}
        pred: dict[str, dict[str, Any]] = {role: {} for role in roles}
        kinds = [kind.value for kind in KINDS]
        entries = zip(
            self.sparse.tails.tolist(),
            moves.target.tolist(),
            moves.kind.tolist(),
            self.sparse.weights.tolist(),
            (self.learning <= moves.cap).tolist(),
            strict=True,
        )
        for source, target, kind, weight, within in entries:
            data = {"kind": kinds[kind], WEIGHT: weight, "within_cap": within}
            succ[roles[source]][roles[target]] = pred[roles[target]][roles[source]] = data
        return succ, pred


class RoleGraph(nx.DiGraph):  # type: ignore[misc]
    """Roles and moves as a ``networkx.DiGraph``, made from arrays when it is first looked into.

    Nodes are the IRIs of roles; ``columns`` are their attributes. Edges are the possible moves:

    - ``kind``: ``"promotion"``, ``"lateral move"`` or ``"step back"``;
    - ``weight``: the expected hours of the move itself and of learning what the target requires
      beyond what the source requires, each skill after its best transfer. A path that adds up
      these weights forgets what was learnt before the last role, and so counts some skills twice:
      `careergraph.routes.plan` does not;
    - ``within_cap``: whether somebody who holds just what the source requires may make the move.

    Parameters
    ----------
    data : CareerArrays, or what ``networkx.DiGraph`` takes
    columns : mapping of str to sequence, optional
        Attributes of the roles, each with a value per role.
    learning : array of float64, optional
        The hours of learning that each move asks, where `learning_of_moves` has told them already.
    **attr
        Attributes of the graph.

    Notes
    -----
    How many nodes and edges there are is known without the dicts, and so are shortest paths by
    the backend ``careergraph``. Edges that were handed out may be changed by anybody, so from then
    on the dicts are the graph, and the arrays are let go; the backend then reads the dicts anew
    for each call.

    Examples
    --------
    >>> import careergraph as cg
    >>> G = cg.load().role_graph()
    >>> isinstance(G, nx.DiGraph), G.number_of_nodes(), G.number_of_edges()
    (True, 30, 534)
    """

    def __init__(
        self,
        data: Any = None,
        columns: Columns | None = None,
        *,
        learning: NDArray[np.float64] | None = None,
        **attr: Any,
    ) -> None:
        if isinstance(data, CareerArrays):
            self._untouched: _Untouched | None = _Untouched(data, columns or {}, learning)
            self.graph = {**attr}
        else:
            self._untouched = None
            super().__init__(data, **attr)
        self.__networkx_cache__ = None  # a cached conversion misses G[u][v]["weight"] = x

    @property
    def sparse(self) -> SparseGraph | None:
        """The moves and their weights in numbers; None once somebody has been given the dicts."""
        return None if self._untouched is None else self._untouched.sparse

    @property
    def _node(self) -> dict[str, dict[str, Any]]:
        if "_node" not in self.__dict__ and self._untouched is not None:
            self._node = self._untouched.nodes()
        return self.__dict__["_node"]  # type: ignore[no-any-return]

    @_node.setter
    def _node(self, nodes: dict[str, dict[str, Any]]) -> None:
        nx.DiGraph._node.__set__(self, nodes)

    @property
    def _adj(self) -> dict[str, Any]:
        self._touch()
        return self.__dict__["_adj"]  # type: ignore[no-any-return]

    @_adj.setter
    def _adj(self, succ: dict[str, Any]) -> None:
        nx.DiGraph._adj.__set__(self, succ)

    _succ = _adj

    @property
    def _pred(self) -> dict[str, Any]:
        self._touch()
        return self.__dict__["_pred"]  # type: ignore[no-any-return]

    @_pred.setter
    def _pred(self, pred: dict[str, Any]) -> None:
        nx.DiGraph._pred.__set__(self, pred)

    def _touch(self) -> None:
        """Make the dicts, if they are not there, and let the arrays go."""
        if self._untouched is not None:
            _ = self._node
            succ, pred = self._untouched.edges()
            self._untouched = None
            self._adj, self._pred = succ, pred

    def __len__(self) -> int:
        if self._untouched is None:
            return super().__len__()  # type: ignore[no-any-return]
        return len(self._untouched.arrays.roles)

    def __contains__(self, node: object) -> bool:
        if self._untouched is None:
            return super().__contains__(node)  # type: ignore[no-any-return]
        try:
            return node in self._untouched.sparse.numbers
        except TypeError:
            return False

    def has_node(self, n: Any) -> bool:
        """Tell whether a role is in the graph."""
        return n in self

    def number_of_nodes(self) -> int:
        """Return how many roles there are."""
        return len(self)

    def order(self) -> int:
        """Return how many roles there are."""
        return len(self)

    def size(self, weight: str | None = None) -> float:
        """Return how many moves there are, or the sum of an attribute of theirs."""
        if self._untouched is None or weight is not None:
            return super().size(weight)  # type: ignore[no-any-return]
        return len(self._untouched.arrays.moves.target)

    def copy(self, as_view: bool = False) -> nx.DiGraph:
        """Return a copy, which costs nothing while nobody has been given the dicts."""
        if self._untouched is None or as_view:
            return super().copy(as_view)
        twin = RoleGraph(self._untouched.arrays, **self.graph)
        twin._untouched = self._untouched
        if "_node" in self.__dict__:
            twin._node = {role: {**attributes} for role, attributes in self._node.items()}
        return twin
