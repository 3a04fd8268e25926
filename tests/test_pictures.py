"""Static pictures: SVG that says what the network says, and PNG without a browser."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import asdict, replace
from itertools import combinations, pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.costs import move_kinds
from careergraph.errors import OutputError, RequestError, UnknownNameError
from careergraph.network import CareerNetwork, MoveKind, Progression
from careergraph.pictures import PICTURES, THEMES, make_picture, raster
from careergraph.pictures.captions import MOST_IN_CELL, MOST_SKILLS
from careergraph.pictures.interchanges import interchanges
from careergraph.pictures.matrix import QUIET
from careergraph.pictures.picture import MOST_ROLES
from careergraph.pictures.svg import legal
from careergraph.routes import Constraints, Route, plan
from careergraph.views.matrix import matrix
from careergraph.views.text import width
from careergraph.vocabulary import compact
from networks import NOWHERE, career_network
from pages import HOSTILE, hostile
from test_imported_graphs import MATRICES
from test_views_layout import crowded

PALETTE = Path(cg.__file__).parent / "views" / "static" / "palette.css"
SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


@pytest.fixture(scope="session")
def route(roadmap: CareerNetwork) -> Route:
    roles = {compact(role): role for role in roadmap.roles}
    ends = ("role:machine-learning-engineer-2", "role:ai-product-manager-4")
    return plan(roadmap, *(roles[end] for end in ends), Constraints())


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg.encode("utf-8"))


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.get("class") == name]


def ids(root: ET.Element, name: str) -> list[str]:
    return [str(group.get("data-id")) for group in of_class(root, name)]


def pairs(root: ET.Element, name: str) -> list[tuple[str, str]]:
    groups = of_class(root, name)
    return [(str(g.get("data-source")), str(g.get("data-target"))) for g in groups]


def texts(group: ET.Element) -> list[str]:
    found = (element.text or "" for element in group.iter(f"{SVG}text"))
    return [text.strip("\u2067\u2069") for text in found]


def title(group: ET.Element) -> str:
    return group.findtext(f"{SVG}title") or ""


def text_boxes(root: ET.Element) -> list[tuple[str, Box]]:
    """Return every text of a picture and the rectangle that it fills at most."""
    found: list[tuple[str, Box]] = []

    def walk(element: ET.Element, x: float, y: float) -> None:
        moved = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if element.tag == f"{SVG}text":
            said, size = element.text or "", float(element.get("font-size", 0))
            wide = width(said, size, bold=element.get("font-weight") == "bold")
            left = x + float(element.get("x", 0))
            if element.get("text-anchor") == "middle":
                left -= wide / 2
            base = y + float(element.get("y", 0))
            found.append((said, (left, base - 0.75 * size, left + wide, base + 0.2 * size)))
        for child in element:
            walk(child, x, y)

    walk(root, 0, 0)
    return found


def assert_readable(svg: str) -> None:
    """No text is too small, none overlaps another one or leaves the picture."""
    root = parsed(svg)
    boxes = text_boxes(root)
    for said, (left, top, right, bottom) in boxes:
        assert left >= 0, said
        assert top >= 0, said
        assert right <= float(root.get("width", 0)) + 0.5, said
        assert bottom <= float(root.get("height", 0)), said
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)
    sizes = [float(text.get("font-size", 0)) for text in root.iter(f"{SVG}text")]
    assert min(sizes) >= 11


def assert_lines_miss_captions(svg: str) -> None:
    """No line of a metro map runs through a text beside a station."""
    root = parsed(svg)
    captions = [box for station in of_class(root, "station") for _, box in text_boxes(station)[:]]
    captions = [box for box in captions if box[2] - box[0] > 20]
    for group in (g for name in ("leads-to", "interchange", "move") for g in of_class(root, name)):
        for path in group.iter(f"{SVG}path"):
            points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
            half = float(path.get("stroke-width", 0)) / 2
            for (x0, y0), (x1, y1) in pairwise([(float(x), float(y)) for x, y in points]):
                for left, top, right, bottom in captions:
                    across = min(x0, x1) - half < right and left < max(x0, x1) + half
                    down = min(y0, y1) - half < bottom and top < max(y0, y1) + half
                    assert not (across and down), (title(group), (left, top))


def test_the_metro_map_is_the_network(roadmap: CareerNetwork) -> None:
    root = parsed(make_picture("metro", roadmap).svg)
    assert Counter(ids(root, "station")) == Counter(map(compact, roadmap.roles))
    assert Counter(ids(root, "path")) == Counter(ids(root, "name"))
    assert Counter(ids(root, "path")) == Counter(map(compact, roadmap.paths))
    stated = [(compact(p.earlier), compact(p.later)) for p in roadmap.progressions]
    assert Counter(pairs(root, "leads-to")) == Counter(stated)
    for station, role in zip(of_class(root, "station"), roadmap.roles.values(), strict=True):
        skills = [roadmap.skills[s].label for s in roadmap.own_skills(role.iri)]
        assert " ".join(texts(station)) == " ".join(skills)
        assert title(station) == f"{role.label}; adds: {'; '.join(skills)}"


def test_interchanges_are_lateral_moves_that_carry_something(roadmap: CareerNetwork) -> None:
    kinds = move_kinds(roadmap)
    expected = set()
    for one, other in combinations(roadmap.roles, 2):
        own = [set(roadmap.own_skills(role)) for role in (one, other)]
        helped = any(
            (t.held in own[0] and t.needed in own[1]) or (t.held in own[1] and t.needed in own[0])
            for t in roadmap.transfers
        )
        if kinds.get((one, other)) is MoveKind.LATERAL and (helped or own[0] & own[1]):
            expected.add((one, other))
    assert {(found.one, found.other) for found in interchanges(roadmap)} == expected
    assert expected
    drawn = pairs(parsed(make_picture("metro", roadmap).svg), "interchange")
    assert set(drawn) == {(compact(a), compact(b)) for a, b in expected}


def test_shared_skills_carry_over() -> None:
    network = career_network({"X": ["a"], "Y": ["a"], "Z": ["b"]}, dict.fromkeys("ab", 40))
    assert [(c.one, c.other, c.carried) for c in interchanges(network)] == [
        ("X1", "Y1", ("Skill a",))
    ]


def test_levels_are_columns_and_paths_are_rows(roadmap: CareerNetwork) -> None:
    root = parsed(make_picture("metro", roadmap).svg)
    places = {}
    for station, role in zip(of_class(root, "station"), roadmap.roles.values(), strict=True):
        circle = next(station.iter(f"{SVG}circle"))
        places[role.iri] = float(circle.get("cx", 0)), float(circle.get("cy", 0))
    for one, other in combinations(roadmap.roles.values(), 2):
        (x, y), (to_x, to_y) = places[one.iri], places[other.iri]
        assert (x == to_x) is (one.level == other.level)
        assert (y == to_y) is (one.path == other.path)


def test_a_route_is_lit(roadmap: CareerNetwork, route: Route) -> None:
    root = parsed(make_picture("metro", roadmap, route).svg)
    roles = [compact(role.iri) for role in route.roles]
    assert pairs(root, "move") == list(pairwise(roles))
    stations = {str(s.get("data-id")): s for s in of_class(root, "station")}
    for number, step in enumerate(route.steps, start=1):
        said = texts(stations[compact(step.role.iri)])
        assert said[0] == str(number)
        learnt = " ".join(learned.skill.label for learned in step.skills)
        assert " ".join(said[1:]) == f"{str(step.kind).capitalize()}, {step.effort} {learnt}"
    assert texts(stations[roles[0]])[0] == "Start"
    name = root.findtext(f"{SVG}title") or ""
    about = root.findtext(f"{SVG}desc") or ""
    assert name == f"{route.origin} to {route.target.label}"
    assert str(route.effort) in about
    assert "106-218 weeks" in about
    assert "proven shortest" in about


def test_somebody_in_no_role_enters(roadmap: CareerNetwork) -> None:
    skills = list(roadmap.own_skills(next(iter(roadmap.roles))))
    found = plan(roadmap, None, list(roadmap.roles)[1], Constraints(have=tuple(skills)))
    root = parsed(make_picture("metro", roadmap, found).svg)
    stations = {str(s.get("data-id")): s for s in of_class(root, "station")}
    assert texts(stations[compact(found.steps[0].role.iri)])[1].startswith("Entry, ")


def test_the_matrix_is_the_view(roadmap: CareerNetwork, route: Route) -> None:
    view = matrix(roadmap)
    root = parsed(make_picture("matrix", roadmap).svg)
    for kind in ("role", "skill"):
        shown = {str(g.get("data-id")): " ".join(texts(g)) for g in of_class(root, kind)}
        assert shown == {node.id: node.label for node in view.nodes if node.kind == kind}
    for kind in {edge.kind for edge in view.edges}:
        drawn = pairs(root, kind.value.replace(" ", "-"))
        stated = [(edge.source, edge.target) for edge in view.edges if edge.kind is kind]
        assert Counter(drawn) == Counter(stated)
    assert [title(lane) for lane in of_class(root, "lane")] == [x.label for x in view.lanes]
    lit = parsed(make_picture("matrix", roadmap, route).svg)
    roles = [compact(role.iri) for role in route.roles]
    assert pairs(lit, "moves-to") == list(pairwise(roles))


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("name", PICTURES)
def test_the_roadmap_is_readable(
    roadmap: CareerNetwork, route: Route, name: str, theme: str
) -> None:
    for lit in (None, route):
        svg = make_picture(name, roadmap, lit, theme=theme).svg
        assert_readable(svg)
        if name == "metro":
            assert_lines_miss_captions(svg)


@pytest.mark.parametrize("pair", [(0, 29), (29, 0), (7, 3), (12, 26), (4, 5)])
def test_other_routes_are_readable(roadmap: CareerNetwork, pair: tuple[int, int]) -> None:
    roles = list(roadmap.roles)
    found = plan(roadmap, roles[pair[0]], roles[pair[1]], Constraints())
    svg = make_picture("metro", roadmap, found).svg
    assert_readable(svg)
    assert_lines_miss_captions(svg)


@pytest.mark.parametrize("matrix_name", sorted(MATRICES))
@pytest.mark.parametrize("name", PICTURES)
def test_imported_matrices_are_readable(name: str, matrix_name: str, tmp_path: Path) -> None:
    file = tmp_path / "matrix.csv"
    file.write_bytes(MATRICES[matrix_name])
    graph = cg.load(file)
    root = parsed(graph.picture(name).svg)
    assert_readable(graph.picture(name).svg)
    shown = ids(root, "station" if name == "metro" else "role")
    assert Counter(shown) == Counter(map(compact, graph.careers.roles))


@pytest.mark.parametrize("seed", range(4))
def test_crowded_networks_are_readable(seed: int) -> None:
    network = crowded(seed)
    svg = make_picture("metro", network).svg
    assert_readable(svg)
    stated = {(compact(p.earlier), compact(p.later)) for p in network.progressions}
    assert set(pairs(parsed(svg), "leads-to")) == stated


def test_many_roles_in_a_cell_have_their_names_alone() -> None:
    network = career_network({"X": ["ab", "c"], "Y": ["a", "c"]}, dict.fromkeys("abc", 40))
    twins = {
        f"T{n}": replace(network.roles["X1"], iri=f"T{n}", label=f"Twin {n}")
        for n in range(MOST_IN_CELL)
    }
    network = replace(network, roles={**network.roles, **twins})
    root = parsed(make_picture("metro", network).svg)
    shown = {str(s.get("data-id")): texts(s) for s in of_class(root, "station")}
    assert shown == {iri: [role.label] for iri, role in network.roles.items()}
    assert of_class(root, "interchange") == []
    assert_readable(make_picture("metro", network).svg)


def test_many_skills_are_counted_and_listed_in_the_title() -> None:
    letters = "abcdefgh"
    network = career_network({"X": [letters]}, dict.fromkeys(letters, 40))
    (station,) = of_class(parsed(make_picture("metro", network).svg), "station")
    assert texts(station)[-1] == f"and {len(letters) - MOST_SKILLS} more"
    assert all(f"Skill {letter}" in title(station) for letter in letters)


def test_progressions_may_leave_their_path() -> None:
    network = career_network({"X": ["a", "b"], "Y": ["c", "d"]}, dict.fromkeys("abcd", 40))
    jump = Progression("jump", "X1", "Y2", NOWHERE)
    network = replace(network, progressions=(*network.progressions, jump))
    svg = make_picture("metro", network).svg
    assert ("X1", "Y2") in pairs(parsed(svg), "leads-to")
    assert_lines_miss_captions(svg)


@pytest.mark.parametrize("name", PICTURES)
def test_hostile_labels_stay_text(roadmap: CareerNetwork, name: str) -> None:
    network = hostile(replace(roadmap, title=HOSTILE))
    svg = make_picture(name, network).svg
    root = parsed(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "g", "rect", "line", "path", "circle", "polygon", "text")
    }
    assert not any(key.startswith("on") for element in root.iter() for key in element.attrib)
    assert root.findtext(f"{SVG}title") == HOSTILE
    assert_readable(svg)


@pytest.mark.parametrize("text", ["\x00\x1b[31m", "\ud800", "\ufffe]]>", "&amp; \u202e abc \t\n"])
def test_any_label_gives_xml(text: str) -> None:
    network = career_network({"X": ["a"]}, {"a": 40})
    network = replace(network, title=text, skills={"a": replace(network.skills["a"], label=text)})
    for name in PICTURES:
        root = parsed(make_picture(name, network).svg)
        said = root.findtext(f"{SVG}title") or ""
        assert said == legal(text)


def test_right_to_left_labels_are_isolated(tmp_path: Path) -> None:
    file = tmp_path / "matrix.csv"
    file.write_bytes(MATRICES["non-latin"])
    graph = cg.load(file)
    svg = graph.picture("metro").svg
    arabic = list(graph.careers.paths.values())[-1].label
    assert f">\u2067{arabic}\u2069</text>" in svg
    assert ">Кухня</text>" in svg


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(c * w for c, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_colours_are_those_of_the_pages() -> None:
    sheet = PALETTE.read_text(encoding="utf-8").partition('[data-theme="dark"]')
    for theme, half in (("light", sheet[0]), ("dark", sheet[2])):
        found = {name: _in_full(value) for name, value in re.findall(r"--([\w-]+): (#\w+);", half)}
        colours = asdict(THEMES[theme])
        tones = colours.pop("tones")
        colours["tone-ink"] = colours.pop("on_tone")
        colours |= {f"tone-{place}": tone for place, tone in enumerate(tones)}
        assert colours == {name: found[name] for name in colours}


def _in_full(colour: str) -> str:
    """Return #rgb as #rrggbb."""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_colours_can_be_read(theme: str) -> None:
    colours = THEMES[theme]
    for text in (colours.ink, colours.soft):
        assert contrast(text, colours.page) >= 4.5
        assert contrast(text, colours.surface) >= 4.5
    assert contrast(colours.ink, colours.rule) >= 4.5
    for tone in colours.tones:
        assert contrast(colours.on_tone, tone) >= 4.5
        assert contrast(colours.soft, colours.pale(tone, QUIET)) >= 4.5


def test_same_bytes_everywhere() -> None:
    code = (
        "import sys, careergraph as cg; g = cg.load(); "
        "r = g.route('ml engineer 2', 'ai product manager 4'); "
        "[sys.stdout.buffer.write(g.picture(n, x, theme=t).svg.encode()) "
        "for n in ('metro', 'matrix') for x in (None, r) for t in ('light', 'dark')]"
    )
    package = str(Path(cg.__file__).parents[1])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": package, "PYTHONHASHSEED": seed, **settings},
            capture_output=True,
            check=True,
        ).stdout
        for seed, settings in (("0", {}), ("7", {"LC_ALL": "C", "PYTHONUTF8": "0"}))
    }
    assert len(outputs) == 1


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_png_at_its_scale(roadmap: CareerNetwork) -> None:
    picture = make_picture("metro", roadmap)
    root = parsed(picture.svg)
    wide, high = size_of(picture.png(scale=0.5))
    assert abs(wide - float(root.get("width", 0)) / 2) <= 1
    assert abs(high - float(root.get("height", 0)) / 2) <= 1
    with pytest.raises(RequestError, match="scale"):
        picture.png(scale=0)
    with pytest.raises(RequestError, match="pixels"):
        picture.png(scale=1000)


def test_png_says_what_is_missing(roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = make_picture("metro", roadmap)
    monkeypatch.setattr(raster, "_has_fonts", lambda: False)
    with pytest.raises(RequestError, match="no font"):
        picture.png()
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(RequestError, match=r"careergraph\[png\]"):
        picture.png()


def test_saving(roadmap: CareerNetwork, tmp_path: Path) -> None:
    picture = make_picture("metro", roadmap)
    file = picture.save(tmp_path / "metro.svg")
    assert file.read_text(encoding="utf-8") == picture.svg
    assert picture.svg.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    assert picture._repr_svg_() in picture.svg
    with pytest.raises(OutputError, match="--force"):
        picture.save(file)
    with pytest.raises(OutputError, match=r"\.svg nor \.png"):
        picture.save(tmp_path / "metro.pdf")


def test_caps_are_refused_or_said(roadmap: CareerNetwork) -> None:
    size = MOST_ROLES // 30 + 1
    copies = {
        f"{iri}-{n}": replace(role, iri=f"{iri}-{n}")
        for n in range(size)
        for iri, role in roadmap.roles.items()
    }
    large = replace(roadmap, roles={**roadmap.roles, **copies})
    with pytest.raises(RequestError, match=r"210 roles.*at most 150.*--path"):
        make_picture("metro", large)
    roles = list(roadmap.roles)
    found = plan(roadmap, roles[6], roles[13], Constraints())
    root = parsed(make_picture("metro", large, found).svg)
    assert set(ids(root, "station")) == {compact(role.iri) for role in found.roles}
    shown = f"{len(found.roles)} of {len(large.roles)} roles."
    assert any(shown in text for text in texts(root))
    part = make_picture("metro", roadmap, paths=[list(roadmap.paths)[2]])
    assert any(text.startswith("1 of 6 career paths") for text in texts(parsed(part.svg)))


def test_unknown_names(roadmap: CareerNetwork) -> None:
    with pytest.raises(UnknownNameError, match="metro, matrix"):
        make_picture("tube", roadmap)
    with pytest.raises(UnknownNameError, match="light, dark"):
        make_picture("metro", roadmap, theme="grey")
    with pytest.raises(UnknownNameError):
        cg.load().picture("metro", paths=["no such path"])


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "route.svg"
    words = ["picture", "metro", "--route", "ml engineer 2", "ai product manager 4"]
    words += ["--path", "robotics engineer", "--theme", "dark", "-o", str(file)]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert result.output == f"Wrote {file}.\n"
    graph = cg.load()
    route = graph.route("ml engineer 2", "ai product manager 4")
    expected = graph.picture("metro", route, paths=["robotics engineer"], theme="dark")
    assert file.read_text(encoding="utf-8") == expected.svg
    root = parsed(expected.svg)
    assert {path.rpartition(":")[2] for path in ids(root, "path")} == {
        *("robotics-engineer", "machine-learning-engineer", "ai-product-manager")
    }
    image = tmp_path / "matrix.png"
    words = ["picture", "matrix", "--scale", "1", "-o", str(image)]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    assert size_of(image.read_bytes())[0] > 1000


def test_the_command_offers_what_there_is() -> None:
    from careergraph.cli.picture import picture

    choices = {str(p.name): p.type for p in picture.params if isinstance(p.type, click.Choice)}
    assert tuple(choices["name"].choices) == PICTURES
    assert tuple(choices["theme"].choices) == tuple(THEMES)
