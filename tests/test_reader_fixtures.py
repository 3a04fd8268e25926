"""Matrices in the styles that organisations publish are read as their expected files say.

Each file of `tests/matrices/` has a `<name>.expected.json` beside it:

- `shape`: the shape that is recognised;
- `levels`: `[rank, label]` of each level, lowest first;
- `paths`: for each career path and level label, `[skill, importance, proficiency or null]`;
- `doubts`: for each `"<place>, <skill>"` of a requirement in doubt, its doubts.

`python tests/test_reader_fixtures.py NAME` prints what is read now, to be compared by a person.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from careergraph.readers import files, shapes
from careergraph.readers.graph import to_turtle

FOLDER = Path(__file__).parent / "matrices"
EXPECTED = ".expected.json"
NAMES = sorted(path.name for path in FOLDER.iterdir() if not path.name.endswith(EXPECTED))


def described(path: Path) -> dict[str, Any]:
    """Return what the reader says of a file, in the form of the expected files."""
    table = shapes.choose(files.read_tables(str(path)))
    matrix = shapes.read_matrix(table)
    label = {level.rank: level.label for level in matrix.levels}
    doubts: dict[str, list[str]] = {}
    for item in (i for p in matrix.paths for rank in sorted(p.cells) for i in p.cells[rank]):
        if item.doubts:
            doubts.setdefault(f"{item.place}, {item.skill}", []).extend(item.doubts)
    return {
        "shape": shapes.guess(table).shape,
        "levels": [[level.rank, level.label] for level in matrix.levels],
        "paths": {
            path.label: {
                label[rank]: [
                    [
                        item.skill,
                        "essential" if item.essential else "optional",
                        item.proficiency,
                    ]
                    for item in path.cells[rank]
                ]
                for rank in sorted(path.cells)
            }
            for path in matrix.paths
        },
        "doubts": doubts,
    }


def expected(name: str) -> Path:
    return FOLDER / f"{Path(name).stem}{EXPECTED}"


@pytest.mark.parametrize("name", NAMES)
def test_a_published_style_is_read_as_expected(name: str) -> None:
    found = described(FOLDER / name)
    wanted = json.loads(expected(name).read_text(encoding="utf-8"))
    assert found == wanted
    assert [list(found["paths"]), list(found["doubts"])] == [
        list(wanted["paths"]),
        list(wanted["doubts"]),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_published_style_becomes_a_sound_graph(name: str, tmp_path: Path) -> None:
    import careergraph as cg

    matrix = shapes.read_matrix(shapes.choose(files.read_tables(str(FOLDER / name))))
    target = tmp_path / "graph.ttl"
    target.write_text(to_turtle(matrix, name), encoding="utf-8")
    assert cg.load(target).validate().conforms


if __name__ == "__main__":
    printed = json.dumps(described(FOLDER / sys.argv[1]), indent=1, ensure_ascii=False)
    print(
        re.sub(
            r"\[\n\s+([^\[\]{}]*?)\n\s+\]",
            lambda m: "[" + re.sub(r"\n\s+", " ", m[1]) + "]",
            printed,
        )
    )
