"""The explorer's pack, lists and pyvis network hold exactly what the network holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from pyvis.network import Network

import careergraph
from careergraph.cli import main
from careergraph.errors import UnknownNameError
from careergraph.moves import MoveRule, derive
from careergraph.views.explorer import Explorer, explorer
from careergraph.views.explorer.atlas import numbers
from careergraph.views.explorer.explorer import MOST_BYTES
from careergraph.views.explorer.hierarchy import Group
from careergraph.views.explorer.pack import pack, unpack
from careergraph.views.explorer.sections import HOME, Surroundings
from explorers import taxonomy
from pages import hostile

NAMES = ("roadmap", "esco")


@pytest.fixture(scope="module")
def large() -> Explorer:
    """Return the page of a network as large as ESCO, with labels of its own."""
    return explorer(taxonomy(3000, 13_900, 42))


@pytest.mark.parametrize("name", NAMES)
def test_pack_is_read_back(explorers: dict[str, Explorer], name: str) -> None:
    atlas = explorers[name].atlas
    assert unpack(pack(atlas)) == atlas


def test_hostile_texts_are_read_back(explorers: dict[str, Explorer]) -> None:
    spoilt = explorer(hostile(explorers["roadmap"].shown)).atlas
    assert unpack(pack(spoilt)) == spoilt
    odd = replace(spoilt, title='\x00\u202e\u2028\n\\"', labels=("\x1f" * 3, *spoilt.labels[1:]))
    assert unpack(pack(odd)) == odd


@pytest.mark.parametrize("name", NAMES)
def test_atlas_states_every_relation(explorers: dict[str, Explorer], name: str) -> None:
    page = explorers[name]
    network, atlas = page.shown, page.atlas
    iris = list(numbers(network, page.hierarchy))

    def stated(rows: tuple[tuple[int, ...], ...], base: int = 0) -> set[tuple[str, str]]:
        return {(iris[start + base], iris[end]) for start, row in enumerate(rows) for end in row}

    needs = network.requirements
    assert stated(atlas.essential) == {(n.role, n.skill) for n in needs if n.essential}
    assert stated(atlas.optional) == {(n.role, n.skill) for n in needs if not n.essential}
    assert stated(atlas.later) == {(s.earlier, s.later) for s in network.progressions}
    assert stated(atlas.transfers, atlas.roles) == {(t.held, t.needed) for t in network.transfers}
    labels = [
        thing.label for things in (network.roles, network.skills) for thing in things.values()
    ]
    assert list(atlas.labels[: len(labels)]) == labels
    paths = {role: iris[path] for role, path in zip(network.roles, atlas.path, strict=True)}
    assert paths == {role.iri: role.path for role in network.roles.values()}


def test_hierarchy_is_that_of_the_graph(explorers: dict[str, Explorer]) -> None:
    page = explorers["esco"]
    labels = page.atlas.labels
    above = {
        (labels[narrow], labels[broad])
        for narrow, row in enumerate(page.atlas.broader)
        for broad in row
    }
    assert ("Cooks", "Personal service workers") in above
    around = Surroundings(page.atlas).around(HOME)
    tops = {
        labels[one] for section, listed in around if section.key == "roleGroups" for one in listed
    }
    assert "Service workers" in tops
    assert "Cooks" not in tops


def test_groups_that_hold_nothing_are_left_out(explorers: dict[str, Explorer]) -> None:
    page = explorers["esco"]
    empty = {"urn:empty": Group("Nobody is in it"), "urn:below": Group("Nor in this")}
    broader = (*page.hierarchy.broader, ("urn:below", "urn:empty"))
    groups = {**page.hierarchy.groups, **empty}
    padded = explorer(page.shown, replace(page.hierarchy, groups=groups, broader=broader))
    assert "Nobody is in it" in padded.atlas.labels
    assert Surroundings(padded.atlas).around(HOME) == Surroundings(page.atlas).around(HOME)


def test_nearest_roles_are_those_that_moves_are_derived_to() -> None:
    network = taxonomy(60, 90, 8)
    surroundings = Surroundings(explorer(network).atlas)
    required = {role: network.own_skills(role) for role in sorted(network.roles)}
    moves = derive(required, MoveRule(100), {}, {})
    roles = list(network.roles)
    for number, role in enumerate(roles):
        near = {
            roles[other]
            for section, listed in surroundings.around(number)
            if section.key == "near"
            for other in listed
        }
        assert near == {target for source, target in moves if source == role}
        few = derive({one: required[one] for one in required}, MoveRule(1), {}, {})
        first = next(listed[0] for s, listed in surroundings.around(number) if s.key == "near")
        mine, theirs = (set(required[one]) for one in (role, roles[first]))
        best = next(set(required[target]) for source, target in few if source == role)
        assert len(mine & theirs) / len(mine | theirs) == len(mine & best) / len(mine | best)


def test_around_a_skill_stands_what_requires_it(explorers: dict[str, Explorer]) -> None:
    page = explorers["esco"]
    iris = list(numbers(page.shown, page.hierarchy))
    surroundings = Surroundings(page.atlas)
    for number in range(page.atlas.roles, page.atlas.roles + page.atlas.skills):
        lists = {section.key: listed for section, listed in surroundings.around(number)}
        for key, essential in (("essentialFor", True), ("optionalFor", False)):
            expected = {
                n.role
                for n in page.shown.requirements
                if n.skill == iris[number] and n.essential is essential
            }
            assert {iris[one] for one in lists.get(key, [])} == expected


def test_pyvis_network_holds_the_neighbourhood(explorers: dict[str, Explorer]) -> None:
    page = explorers["esco"]
    network = page.network("head chef")
    assert isinstance(network, Network)
    label = {node["id"]: node["label"] for node in network.nodes}
    required = {
        (label[edge["from"]], edge["kind"], label[edge["to"]])
        for edge in network.edges
        if edge["kind"] in ("requires", "has use for")
    }
    assert required == {
        ("head chef", "requires", "cook dishes"),
        ("head chef", "requires", "food hygiene"),
        ("head chef", "requires", "lead a team"),
        ("head chef", "requires", "plan menus"),
        ("head chef", "has use for", "manage budgets"),
        ("head chef", "has use for", "reduce food waste"),
    }
    network.add_node("mine", label="Mine")
    network.add_edge("mine", next(iter(label)))
    assert "cook" in {node["label"] for node in page.network("cook dishes").nodes}
    with pytest.raises(UnknownNameError):
        page.network("no such thing at all")


def test_a_taxonomy_fits_in_a_megabyte(large: Explorer) -> None:
    assert large.atlas.relations > 100_000
    assert len(large.html.encode()) <= MOST_BYTES
    assert 'id="role-names"' in large.html


def test_says_what_is_left_out_where_there_is_no_room() -> None:
    random = Random(2)
    network = taxonomy(300, 400, 10)
    long = {
        iri: replace(skill, definition=random.randbytes(2500).hex())
        for iri, skill in network.skills.items()
    }
    html = explorer(replace(network, skills=long)).html
    assert len(html.encode()) <= MOST_BYTES
    left_out = re.search(r"to keep this page below 1 MB:</span> (.*?)\.</p>", html)
    assert left_out
    assert left_out[1] == "<span data-t>definitions of skills</span>"
    assert 'id="skill-definitions"' not in html
    assert 'id="iris"' in html


def test_attribution_is_in_the_page(explorers: dict[str, Explorer]) -> None:
    assert "This service uses the ESCO classification of the European Commission." in (
        explorers["esco"].html
    )


def test_same_bytes_under_any_locale_and_hash_seed(
    explorer_files: dict[str, Path], tmp_path: Path
) -> None:
    code = "import sys, careergraph; careergraph.load().view('explorer').save(sys.argv[1])"
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.html"
        settings = {
            "PYTHONHASHSEED": seed,
            "PYTHONIOENCODING": "ascii",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "LC_ALL": "C",
            "PYTHONPATH": str(Path(careergraph.__file__).parents[1]),
        }
        subprocess.run(
            [sys.executable, "-c", code, str(target)], check=True, env={**os.environ, **settings}
        )
        assert target.read_bytes() == explorer_files["roadmap"].read_bytes()


def test_command_writes_the_page(explorer_files: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / "all.html"
    result = CliRunner().invoke(main, ["view", "explorer", "-o", str(file)], catch_exceptions=False)
    assert result.exit_code == 0
    assert file.read_bytes() == explorer_files["roadmap"].read_bytes()
