"""Pages that several tests open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import careergraph
from careergraph.network import CareerNetwork, Provenance
from careergraph.routes import Constraints, plan
from careergraph.views.changes import changes
from careergraph.views.comparison import comparison
from careergraph.views.heatmap import heatmap
from careergraph.views.matrix import matrix
from careergraph.views.model import View
from careergraph.views.neighbourhood import neighbourhood
from careergraph.views.person import person
from careergraph.views.render import render
from careergraph.views.route import route
from careergraph.views.skill import skill

NAMES = [
    "matrix",
    "route",
    "neighbourhood",
    "comparison",
    "skill",
    "person",
    "person-columns",
    "heatmap",
    "changes",
]
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="session")
def roadmap() -> CareerNetwork:
    """Return the built-in network."""
    return careergraph.load().careers


@pytest.fixture(scope="session")
def views(roadmap: CareerNetwork) -> dict[str, View]:
    """Return views of the built-in network, by name."""
    return views_of(roadmap)


def views_of(network: CareerNetwork) -> dict[str, View]:
    """Return every view of a network with the built-in one's roles and skills, by name."""
    roles = list(network.roles)
    engineering, speaking = (
        next(iri for iri in network.skills if iri.endswith(name))
        for name in ("/feature-engineering", "/public-speaking")
    )
    return {
        "matrix": matrix(network),
        "route": route(network, plan(network, roles[6], roles[13], Constraints())),
        "neighbourhood": neighbourhood(network, roles[7]),
        "comparison": comparison(network, roles[7], roles[22]),
        "skill": skill(network, engineering),
        "person": person(network, roles[6], have=[speaking]),
        "person-columns": person(network, roles[6], have=[speaking], most_whole=0),
        "heatmap": heatmap(network),
        "changes": changes(network, network.part(roles[3:])),
    }


@pytest.fixture(scope="session")
def files(views: dict[str, View], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files of their pages."""
    folder = tmp_path_factory.mktemp("pages")
    written = {}
    for name, view in views.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(render(view), encoding="utf-8")
    return written


def hostile(network: CareerNetwork) -> CareerNetwork:
    """Return a network that has a hostile string in every field of text."""
    said = Provenance(*[HOSTILE] * 7)

    def spoil(things):
        return {
            iri: replace(
                thing,
                label=f"{HOSTILE} {place}",
                definition=HOSTILE,
                alt_labels=(HOSTILE, "{{ 7 * 7 }}", "]]>", "<!--"),
            )
            for place, (iri, thing) in enumerate(things.items())
        }

    return replace(
        network,
        title=HOSTILE,
        paths=spoil(network.paths),
        levels={
            iri: replace(level, effort_note=HOSTILE) for iri, level in spoil(network.levels).items()
        },
        roles=spoil(network.roles),
        skills=spoil(network.skills),
        requirements=tuple(
            replace(need, proficiency=HOSTILE, provenance=said) for need in network.requirements
        ),
        progressions=tuple(replace(step, provenance=said) for step in network.progressions),
        transfers=tuple(
            replace(transfer, rationale=HOSTILE, strength=HOSTILE, provenance=said)
            for transfer in network.transfers
        ),
        about=(("Rights", HOSTILE),),
    )
