"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

import careergraph as cg

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks" / "README.md"])
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "shown"), [("README.md", 9), ("docs/diff.md", 2), ("docs/taxonomies.md", 6)]
)
def test_outputs_are_real(
    name: str, shown: int, refresh: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", refresh.WIDTH)
    assert name in refresh.PAGES
    page = (ROOT / name).read_text(encoding="utf-8")
    assert len(refresh.BLOCK.findall(page)) >= shown
    assert refresh.page(name) == page


def test_every_page_shows_real_outputs(
    refresh: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", refresh.WIDTH)
    monkeypatch.chdir(ROOT)
    for name in refresh.PAGES:
        page = (ROOT / name).read_text(encoding="utf-8")
        assert refresh.BLOCK.search(page), name
        assert refresh.page(name) == page, name


def test_command_reference_is_the_help(
    refresh: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", refresh.WIDTH)
    shown = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert refresh.command_line() == shown


def test_pictures_are_what_the_code_draws(refresh: ModuleType) -> None:
    drawn = refresh.pictures()
    images = ROOT / "docs" / "images"
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert {file.stem for file in images.glob("metro-*.svg")} == set(refresh.DRAWN)
    for name, svg in drawn.items():
        assert (images / name).read_bytes() == svg.encode("utf-8"), name
        assert f"images/{name}" in shown


def test_readme_python_runs_as_shown() -> None:
    result = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS
    )
    assert result.attempted >= 8
    assert result.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_outputs_are_real(path: Path, refresh: ModuleType) -> None:
    shown = nbformat.read(path, as_version=4)
    run = refresh.run_notebook(path)
    for before, after in zip(shown.cells, run.cells, strict=True):
        if before.cell_type == "code":
            assert texts(before) == texts(after), before.source


def texts(cell: nbformat.NotebookNode) -> list[str]:
    return [
        output.get("text") or output["data"]["text/plain"]
        for output in cell.outputs
        if output.output_type != "stream" or output.name == "stdout"
    ]


def test_the_version_is_one(refresh: ModuleType) -> None:
    assert f"## {cg.__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name in ("terms", "roadmap"):
        text = (ROOT / "ontology" / f"{name}.ttl").read_text(encoding="utf-8")
        assert f'owl:versionInfo "{cg.__version__}"' in text


def test_public_names_are_documented() -> None:
    assert sorted(cg.__all__) == ["CareerGraph", "CareerGraphError", "__version__", "load"]
    for name, value in vars(cg.CareerGraph).items():
        if not name.startswith("_"):
            doc = value.__doc__ or getattr(value, "fget", None).__doc__
            assert doc, name


def test_readme_names_the_two_commands() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"make {command} " in readme
        assert f"\n{command}:" in makefile
