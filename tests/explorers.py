"""Explorer pages that several tests open."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

import careergraph
from careergraph.cli import main
from careergraph.network import (
    CareerNetwork,
    CareerPath,
    Level,
    Provenance,
    Requirement,
    Role,
    Skill,
)
from careergraph.views.explorer import Explorer
from esco_releases import SAMPLE

VERBS = "manage operate plan assess repair design teach advise inspect prepare monitor install"
THINGS = "steel timber textile dairy rail ship mine clinic archive garden loom kiln turbine vessel"
ENDS = "equipment processes standards records customers budgets materials staff samples drawings"


@pytest.fixture(scope="session")
def explorers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Explorer]:
    """Return the pages of the roadmap and of the sample of ESCO, which has a hierarchy."""
    file = tmp_path_factory.mktemp("esco") / "esco.ttl"
    words = ["import", "esco", str(SAMPLE), "-o", str(file), "--release", "1.1.1"]
    CliRunner().invoke(main, words, catch_exceptions=False)
    return {
        "roadmap": careergraph.load().view("explorer"),
        "esco": careergraph.load(file).view("explorer"),
    }


@pytest.fixture(scope="session")
def explorer_files(
    explorers: dict[str, Explorer], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("explorers")
    return {name: page.save(folder / f"{name}.html") for name, page in explorers.items()}


def taxonomy(roles: int, skills: int, each: int, seed: int = 1) -> CareerNetwork:
    """Return a network of a taxonomy's size: alike roles stand together and share most skills."""
    random = Random(seed)
    origin = Provenance(source="made for tests")

    def labels(how_many: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < how_many:
            words = [random.choice(part.split()) for part in (VERBS, THINGS, ENDS)]
            if len(found) % 3 or " ".join(words) in found:
                words += ["for", random.choice(THINGS.split()), random.choice(ENDS.split())]
            found[" ".join(words)] = None
        return list(found)

    made_roles = {
        f"urn:role:{n}": Role(
            f"urn:role:{n}", label, (f"{label} expert",), path=f"urn:path:{n // 7}", level="urn:l"
        )
        for n, label in enumerate(labels(roles))
    }
    made_skills = {
        f"urn:skill:{n}": Skill(f"urn:skill:{n}", t) for n, t in enumerate(labels(skills))
    }
    needs = []
    for n, role in enumerate(made_roles):
        near = [int(n * skills / roles + random.gauss(0, 60)) % skills for _ in range(each)]
        needs += [
            Requirement("", role, f"urn:skill:{one}", place % 2 == 0, None, None, origin)
            for place, one in enumerate(dict.fromkeys(near))
        ]
    return CareerNetwork(
        title="A taxonomy",
        paths={
            iri: CareerPath(iri, f"Group {iri[9:]}")
            for iri in dict.fromkeys(role.path for role in made_roles.values())
        },
        levels={"urn:l": Level("urn:l", "Any level", rank=1)},
        roles=made_roles,
        skills=made_skills,
        requirements=tuple(needs),
        progressions=(),
        transfers=(),
        assumptions=careergraph.load().careers.assumptions,
    )
