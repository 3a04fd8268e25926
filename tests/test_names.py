from __future__ import annotations

import re

import pytest

import careergraph as cg
from careergraph.errors import AmbiguousNameError, UnknownNameError
from careergraph.names import find, find_role, find_skill
from careergraph.network import CareerNetwork
from careergraph.queries import named_queries

ROADMAP = "https://w3id.org/careergraph/ai-roadmap/"


@pytest.fixture(scope="module")
def roadmap() -> CareerNetwork:
    return cg.load().careers


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("ml engineer 3", "machine-learning-engineer-3"),
        ("Machine Learning Engineer, level 3", "machine-learning-engineer-3"),
        ("ADVANCED ml engineer", "machine-learning-engineer-3"),
        ("data scientist advanced", "data-scientist-3"),
        ("Data Scientist (AI Focus) L3", "data-scientist-3"),
        ("ai product manager 4", "ai-product-manager-4"),
        ("role:robotics-engineer-2", "robotics-engineer-2"),
        (f"{ROADMAP}role/robotics-engineer-2", "robotics-engineer-2"),
        ("robotics-engineer-2", "robotics-engineer-2"),
        ("  robotics   expert ", "robotics-engineer-4"),
        ("ml engineer III", "machine-learning-engineer-3"),
        ("ethical ai advocate lvl 2", "ethical-ai-advocate-2"),
        (f"<{ROADMAP}role/robotics-engineer-2>", "robotics-engineer-2"),
    ],
)
def test_roles_are_found_as_people_type_them(roadmap: CareerNetwork, typed: str, role: str) -> None:
    assert find_role(roadmap, typed) == f"{ROADMAP}role/{role}"


def test_every_label_and_iri_finds_its_own_thing(roadmap: CareerNetwork) -> None:
    for role in roadmap.roles.values():
        assert find_role(roadmap, role.label) == role.iri
        assert all(find_role(roadmap, name) == role.iri for name in role.alt_labels)
    for skill in roadmap.skills.values():
        assert find_skill(roadmap, skill.label) == skill.iri
        assert all(find_skill(roadmap, name) == skill.iri for name in skill.alt_labels)
    for path in roadmap.paths.values():
        assert find(roadmap, "path", path.label) == path.iri
    for level in roadmap.levels.values():
        assert find(roadmap, "level", str(level.rank)) == level.iri
        assert find(roadmap, "level", level.label) == level.iri


def test_a_path_without_level_is_ambiguous_and_lists_its_roles(roadmap: CareerNetwork) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        find_role(roadmap, "ml engineer")
    assert caught.value.suggestions == tuple(
        f"Machine Learning Engineer, level {rank}" for rank in range(1, 6)
    )


def test_a_misspelling_is_suggested_never_guessed(roadmap: CareerNetwork) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_role(roadmap, "data scintist 3")
    assert caught.value.suggestions[0] == "Data Scientist (AI Focus), level 3"
    assert "Did you mean 'Data Scientist (AI Focus), level 3'" in str(caught.value)


@pytest.mark.parametrize("typed", ["", "zzzz", "ml engineer 33", "?", "engineer\n"])
def test_what_names_nothing_is_refused(roadmap: CareerNetwork, typed: str) -> None:
    with pytest.raises(UnknownNameError):
        find_role(roadmap, typed)


def test_level_numbers_must_be_whole(roadmap: CareerNetwork) -> None:
    """A 3 is not the beginning of a 30: numbers are never abbreviated."""
    with pytest.raises(UnknownNameError):
        find_role(roadmap, "ml engineer 03")


def test_errors_point_to_queries_that_exist(roadmap: CareerNetwork) -> None:
    existing = named_queries()
    for kind in ("role", "skill", "path", "level"):
        with pytest.raises(UnknownNameError) as caught:
            find(roadmap, kind, "zzzz")
        named = re.search(r"careergraph query ([\w-]+)", str(caught.value))
        assert named is not None
        assert named[1] in existing
