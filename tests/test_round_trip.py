"""What is exported as a matrix reads back as the same matrix."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph.effort import Effort
from careergraph.network import CareerNetwork
from careergraph.readers import files, shapes
from careergraph.readers.graph import to_turtle
from careergraph.readers.matrix import Matrix, MatrixItem, MatrixLevel, MatrixPath

FORMATS = {"xlsx": "matrix.xlsx", "markdown": "matrix.md", "csv": "tables/matrix.csv"}
LONG_DETAILS = ("essential", "proficiency", "effort", "source", "iri")


def read_back(graph: cg.CareerGraph, format_name: str, folder: Path) -> Matrix:
    """Export a graph, and read the file as `careergraph import matrix` does."""
    file = folder / FORMATS[format_name]
    graph.export(format_name, file.parent if format_name == "csv" else file, force=True)
    return shapes.read_matrix(shapes.choose(files.read_tables(str(file))))


def levels_of(network: CareerNetwork) -> list[tuple[int, str]]:
    return [(level.rank, level.label) for level in network.levels.values()]


def cells_of(network: CareerNetwork) -> dict[str, dict[int, list[str]]]:
    found: dict[str, dict[int, list[str]]] = {path.label: {} for path in network.paths.values()}
    for need in network.requirements:
        role = network.roles[need.role]
        cells = found[network.paths[role.path].label]
        cells.setdefault(network.rank(role.iri), []).append(network.skills[need.skill].label)
    return found


def assert_same(matrix: Matrix, network: CareerNetwork) -> None:
    assert [(level.rank, level.label) for level in matrix.levels] == levels_of(network)
    found = {
        path.label: {rank: [i.skill for i in items] for rank, items in path.cells.items() if items}
        for path in matrix.paths
    }
    assert found == cells_of(network)
    assert list(found) == [path.label for path in network.paths.values()]


def assert_same_details(matrix: Matrix, network: CareerNetwork) -> None:
    read = [
        tuple(getattr(item, name) for name in LONG_DETAILS)
        for path in matrix.paths
        for rank in sorted(path.cells)
        for item in path.cells[rank]
    ]
    stated = [
        (
            need.essential,
            need.proficiency,
            network.skills[need.skill].effort,
            need.provenance.source,
            need.skill,
        )
        for need in network.requirements
    ]
    assert read == stated


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_roadmap_comes_back(format_name: str, tmp_path: Path) -> None:
    graph = cg.load()
    matrix = read_back(graph, format_name, tmp_path)
    assert_same(matrix, graph.careers)
    if format_name == "csv":
        assert_same_details(matrix, graph.careers)


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_imported_file_comes_back_through_load(format_name: str, tmp_path: Path) -> None:
    hotel = cg.load(Path(__file__).parents[1] / "docs" / "examples" / "hotel.csv")
    read_back(hotel, format_name, tmp_path)
    again = cg.load(tmp_path / FORMATS[format_name])
    assert levels_of(again.careers) == levels_of(hotel.careers)
    assert cells_of(again.careers) == cells_of(hotel.careers)


EFFORTS = [None, Effort(8, 8), Effort(12.5, 40)]
WORD = st.text(st.sampled_from("abcdefgh äéß数дا"), min_size=3, max_size=12).map(str.split)
NAME = st.builds(
    lambda start, words, end: f"{start}{' '.join(words)}{end}",
    st.sampled_from(["", "", "", "=", "+", "@", "'=", "''@", "'", "(", "\\", '"', "<b"]),
    WORD.filter(lambda words: bool(words)),
    st.sampled_from(["", "", "", "/CD", ", x", "; y", "|z", "++", " & co", '"', "'", "!", "\\"]),
)


def names(most: int) -> st.SearchStrategy[list[str]]:
    """Different names, also in the eyes of the reader, which skips punctuation."""
    return st.lists(NAME, min_size=1, max_size=most).map(
        lambda found: [f"{name} {chr(97 + place)}q" for place, name in enumerate(found)]
    )


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    labels = draw(names(4))
    levels = tuple(MatrixLevel(label, rank) for rank, label in enumerate(labels, 1))
    skills = draw(names(8))
    hours = {skill: draw(st.sampled_from(EFFORTS)) for skill in skills}
    paths = []
    for place, name in enumerate(draw(names(3))):
        cells = {}
        for level in levels:
            chosen = draw(st.lists(st.sampled_from(skills), unique=True, min_size=1, max_size=4))
            if place and draw(st.booleans()) and level.rank > 1:
                continue
            cells[level.rank] = tuple(
                MatrixItem(
                    skill,
                    "row 2",
                    skill,
                    essential=draw(st.booleans()),
                    proficiency=draw(st.none() | st.sampled_from(["2", "=3", "-x", "fluent"])),
                    effort=hours[skill],
                    source=draw(st.none() | st.sampled_from(["@Handbook", "Interviews"])),
                )
                for skill in chosen
            )
        paths.append(MatrixPath(name, "row 2", cells))
    return Matrix("random.csv", levels, tuple(paths), ())


@pytest.mark.parametrize("format_name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(matrix=matrices())
def test_any_matrix_comes_back(
    format_name: str, matrix: Matrix, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    (folder / "graph.ttl").write_text(to_turtle(matrix, "Random"), encoding="utf-8")
    graph = cg.load(folder / "graph.ttl")
    found = read_back(graph, format_name, folder)
    assert_same(found, graph.careers)
    if format_name == "csv":
        assert_same_details(found, graph.careers)


RIGHTS = "This service uses the ESCO classification of the European Commission."
LICENCE = "https://spdx.org/licenses/MIT"


def test_every_format_shows_licence_rights_and_source(tmp_path: Path) -> None:
    graph = cg.load()
    source = "Artificial Intelligence (AI) Career Roadmap: Jobs and Levels Guide"
    wanted = {
        ("licence", LICENCE, "AI career roadmap"),
        ("source", source, "AI career roadmap"),
        ("rights", RIGHTS, "AI career roadmap aligned with ESCO"),
        ("attributed to", "The careergraph developers", "AI career roadmap aligned with O*NET"),
    }
    with zipfile.ZipFile(io.BytesIO(bytes(graph.export("csv")))) as archive:  # type: ignore[arg-type]
        table = archive.read("about.csv").decode().splitlines()
    assert table[0] == "statement,text,graph"
    assert f"licence,{LICENCE},AI career roadmap" in table
    book = openpyxl.load_workbook(io.BytesIO(bytes(graph.export("xlsx"))))  # type: ignore[arg-type]
    assert wanted <= set(book["About"].iter_rows(values_only=True))
    page = str(graph.export("markdown"))
    for name, text, title in wanted:
        assert f"- {title}, {name}: {text}\n".replace("*", "\\*") in page
    made = nx.parse_graphml(str(graph.export("graphml"))).graph
    assert made["licence"] == LICENCE
    assert RIGHTS in made["rights"].splitlines()
    assert f"AI career roadmap, source: {source}" in str(graph.export("gexf"))
    assert dict(json.loads(str(graph.export("cytoscape")))["data"])["licence"] == LICENCE
