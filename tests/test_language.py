"""Graphs whose labels are in several languages: one is chosen, and what has none keeps another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import RequestError
from careergraph.vocabulary import SKOS_PREF_LABEL

MATRIX = Path(__file__).parent / "matrices" / "hotel.csv"
GERMAN = {
    "Reception, Trained": "Rezeption, Fachkraft",
    "Reception, Head": "Rezeption, Leitung",
    "Restaurant, Trained": "Restaurant, Fachkraft",
    "Reception": "Rezeption",
    "Head": "Leitung",
    "Planning shifts": "Schichten planen",
}
ARABIC = {"Reception, Head": "رئيس الاستقبال"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A matrix in English with German labels of most things, and an Arabic one."""
    path = tmp_path_factory.mktemp("languages") / "hotel.ttl"
    return _written(path, lambda name: {"en": name, "de": GERMAN.get(name), "ar": ARABIC.get(name)})


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A matrix of which everything has a name in English and one in Welsh."""
    path = tmp_path_factory.mktemp("bilingual") / "hotel.ttl"
    return _written(path, lambda name: {"en": name, "cy": f"{name}, Cymraeg"})


def _written(path: Path, names: Callable[[str], Mapping[str, str | None]]) -> str:
    """Write the matrix with each label in other languages, and return the path."""
    store = pyoxigraph.Store()
    label = pyoxigraph.NamedNode(SKOS_PREF_LABEL)
    text = cg.load(MATRIX).export("turtle")
    assert isinstance(text, str)
    for triple in pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE):
        subject, predicate, found = triple.subject, triple.predicate, triple.object
        if predicate == label and isinstance(found, pyoxigraph.Literal):
            for tag, name in names(found.value).items():
                if name is not None:
                    literal = pyoxigraph.Literal(name, language=tag)
                    store.add(pyoxigraph.Quad(subject, predicate, literal))
        else:
            store.add(pyoxigraph.Quad(subject, predicate, found))
    store.dump(str(path), pyoxigraph.RdfFormat.TURTLE, from_graph=pyoxigraph.DefaultGraph())
    return str(path)


def labels(graph: cg.CareerGraph) -> set[str]:
    careers = graph.careers
    return {one.label for kind in (careers.roles, careers.skills) for one in kind.values()}


def test_the_usual_language_is_english(graph: str) -> None:
    assert labels(cg.load(graph)) == labels(cg.load(MATRIX))


@pytest.mark.parametrize("tag", ["de", "DE", "de-AT"])
def test_what_has_no_label_in_it_keeps_its_own(graph: str, tag: str) -> None:
    found = cg.load(graph, language=tag)
    assert labels(found) == {GERMAN.get(name, name) for name in labels(cg.load(MATRIX))}
    assert found.careers.language == "de"
    assert {level.label for level in found.careers.levels.values()} == {"Trained", "Leitung"}


def test_things_are_found_by_either_name(graph: str) -> None:
    found = cg.load(graph, language="de")
    one = found.route("rezeption, fachkraft", "rezeption, leitung")
    other = found.route("reception, trained", "reception, head")
    assert one == other
    assert [role.label for role in one.roles][-1] == "Rezeption, Leitung"


@pytest.mark.parametrize(("tag", "ending"), [("cy", ", Cymraeg"), ("en", ""), (None, "")])
def test_named_queries_answer_in_it_once(bilingual: str, tag: str | None, ending: str) -> None:
    found = cg.load(bilingual, language=tag).query("roles").to_pandas()
    english = cg.load(MATRIX).query("roles").to_pandas()
    assert list(found["role_label"]) == [f"{name}{ending}" for name in english["role_label"]]


def test_a_language_without_labels_is_refused(graph: str) -> None:
    said = r"have no labels in the language 'fr'. Theirs: ar, de, en\."
    with pytest.raises(RequestError, match=said):
        _ = cg.load(graph, language="fr")


def test_pages_and_pictures_speak_it(graph: str, tmp_path: Path) -> None:
    page, again = tmp_path / "one.html", tmp_path / "two.html"
    picture = tmp_path / "matrix.svg"
    for words in (
        ("view", "matrix", "-o", str(page)),
        ("view", "matrix", "-o", str(again)),
        ("picture", "matrix", "-o", str(picture)),
    ):
        done = CliRunner().invoke(main, [*words, "--graph", graph, "--language", "de"])
        assert done.exit_code == 0, done.output
    assert page.read_bytes() == again.read_bytes()
    assert "Schichten planen" in picture.read_text(encoding="utf-8")
    marked = _marked(page.read_text(encoding="utf-8"), "de")
    assert {"Rezeption, Leitung", "Schichten planen"} <= marked


def test_the_command_line_answers_in_it(graph: str) -> None:
    words = ["route", "reception, trained", "reception, head", "--graph", graph]
    done = CliRunner().invoke(main, [*words, "--language", "de"])
    assert done.exit_code == 0, done.output
    assert "From Rezeption, Fachkraft to Rezeption, Leitung" in done.output
    refused = CliRunner().invoke(main, [*words, "--language", "fr"])
    assert refused.exit_code != 0
    assert "Theirs: ar, de, en." in refused.output


def _marked(html: str, tag: str) -> set[str]:
    """Return the texts of elements that say that they are in a language."""

    class Reading(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: set[str] = set()
            self.inside = False

        def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
            self.inside = ("lang", tag) in attributes

        def handle_data(self, data: str) -> None:
            if self.inside:
                self.found.add(data.strip())

    reading = Reading()
    reading.feed(html)
    return reading.found
