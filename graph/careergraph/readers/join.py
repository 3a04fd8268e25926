"""Several files of one ladder, a career path in each or some of them, as one matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from careergraph.errors import MatrixError
from careergraph.readers.agreement import agreed
from careergraph.readers.levels import read
from careergraph.readers.matrix import Matrix, MatrixItem, MatrixPath
from careergraph.readers.ranks import rank
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table


def join(matrices: Sequence[Matrix]) -> Matrix:
    """Return one matrix of all career paths; levels of one label are the same level.

    Levels are ordered by their numbers, or as every file orders those it has. Each requirement
    keeps its file as its source.

    Raises
    ------
    MatrixError
        Two files order the same levels differently, or both state one role.
    """
    if len(matrices) == 1:
        return matrices[0]
    file = ", ".join(matrix.file for matrix in matrices)
    notes = [f"{matrix.file}: {note}" for matrix in matrices for note in matrix.notes]
    order = _order(matrices)
    cells = [Cell(text, 1, place) for place, text in enumerate(order.values(), 1)]
    levels, ranks = rank(Table(file, None, ()), cells, notes)
    rank_of = dict(zip(order, ranks, strict=True))
    paths: dict[str, MatrixPath] = {}
    for matrix in matrices:
        ranks_here = {level.rank: rank_of[slug(level.label)] for level in matrix.levels}
        for path in matrix.paths:
            key = slug(path.label)
            moved = _moved(path, matrix.file, ranks_here)
            paths[key] = _merged(paths[key], moved) if key in paths else moved
    return replace(
        matrices[0],
        file=file,
        levels=tuple(levels),
        paths=tuple(paths.values()),
        notes=tuple(notes),
    )


def _order(matrices: Sequence[Matrix]) -> dict[str, str]:
    """Return the headings of all levels by their keys, in an order that every file agrees with."""
    texts: dict[str, str] = {}
    orders = []
    for matrix in matrices:
        levels = sorted(matrix.levels, key=lambda level: level.rank)
        orders.append([slug(level.label) for level in levels])
        for level in levels:
            texts.setdefault(slug(level.label), level.text or level.label)
    order = agreed(orders)
    if order is None and all(read(text).number is not None for text in texts.values()):
        return texts
    if order is None:
        raise MatrixError(
            f"{', '.join(matrix.file for matrix in matrices)}: the files order their levels "
            f"differently. Number the headings, or give each file the same order of "
            f"{', '.join(texts.values())}."
        )
    return {key: texts[key] for key in order}


def _moved(path: MatrixPath, file: str, ranks: dict[int, int]) -> MatrixPath:
    return MatrixPath(
        path.label,
        f"{file}, {path.place}",
        {ranks[old]: _sourced(items, file) for old, items in path.cells.items()},
    )


def _sourced(items: tuple[MatrixItem, ...], file: str) -> tuple[MatrixItem, ...]:
    return tuple(replace(item, source=item.source or file) for item in items)


def _merged(path: MatrixPath, more: MatrixPath) -> MatrixPath:
    both = path.cells.keys() & more.cells.keys()
    if both:
        raise MatrixError(
            f"{path.label!r} stands twice at {len(both)} of its levels: at {path.place} and at "
            f"{more.place}. Rename one, or keep one of the files."
        )
    return replace(path, cells=path.cells | more.cells)
