"""Search in the pages: by phrase, by other names, with typing mistakes, in one order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from browser import visit
from careergraph.views.model import View

STATIC = Path(__file__).parents[1] / "graph/careergraph/views/static"
FEATURE = "skill:feature-engineering"
WORDS = st.text(alphabet="abc", min_size=0, max_size=6)


def distance(typed: str, word: str) -> int:
    """Restricted Damerau-Levenshtein distance, from its definition."""
    table = {(i, 0): i for i in range(len(typed) + 1)}
    table.update({(0, j): j for j in range(len(word) + 1)})
    for i in range(1, len(typed) + 1):
        for j in range(1, len(word) + 1):
            ways = [
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (typed[i - 1] != word[j - 1]),
            ]
            if i > 1 and j > 1 and typed[i - 2 : i] == word[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(typed), len(word)]


def test_mistakes_are_counted_as_defined(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(content=(STATIC / "matching.js").read_text(encoding="utf-8"))

    @settings(max_examples=60)
    @given(pairs=st.lists(st.tuples(WORDS, WORDS), min_size=20, max_size=60))
    def check(pairs: list[tuple[str, str]]) -> None:
        counted = page.evaluate(
            "(pairs) => pairs.map(([typed, word]) => Math.min(9, mistakes(typed, word, 2)))", pairs
        )
        for (typed, word), count in zip(pairs, counted, strict=True):
            least = min(distance(typed, word[:end]) for end in range(len(word) + 1))
            assert count == (least if least <= 2 else 9), (typed, word)

    check()
    page.close()


@pytest.mark.parametrize(
    "phrase",
    [
        "Feature engineering",
        "feature",
        "engin feat",
        "featrue enginering",
        "fetaure",
        "féature",
    ],
)
def test_finds_a_skill_first(browser: Browser, files: dict[str, Path], phrase: str) -> None:
    with visit(browser, files["matrix"]) as seen:
        found = seen.page.evaluate("(phrase) => careergraph.find(phrase)", phrase)
        assert found[0] == FEATURE
        assert found == seen.page.evaluate("(phrase) => careergraph.find(phrase)", phrase)


def test_ranks_exact_then_prefix_then_words_then_mistakes(browser: Browser) -> None:
    names = ["Modles", "Data models", "Models of data", "Models", "Learning"]
    page = browser.new_page()
    page.add_script_tag(content=(STATIC / "matching.js").read_text(encoding="utf-8"))
    found = page.evaluate(
        "(names) => findNames(names.map((name) => ({item: name, names: [makeName(name)]})),"
        " 'models', 9).map(({item}) => item)",
        names,
    )
    page.close()
    assert found == ["Models", "Models of data", "Data models", "Modles"]


def test_short_words_must_be_right(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"]) as seen:
        assert seen.page.evaluate("careergraph.find('xi')") == []
        seen.page.fill("#search", "qqqqqqqq")
        assert seen.page.locator("#not-found").inner_text() == "Nothing is called so."


def test_every_label_finds_its_own(
    browser: Browser, files: dict[str, Path], views: dict[str, View]
) -> None:
    labels: dict[str, list[str]] = {}
    for node in views["matrix"].nodes:
        labels.setdefault(node.label, []).append(node.id)
    with visit(browser, files["matrix"]) as seen:
        for label, ids in labels.items():
            found = seen.page.evaluate("(phrase) => careergraph.find(phrase)", label)
            assert found[: len(ids)] == ids


def test_what_is_taken_is_shown_though_filtered(browser: Browser, files: dict[str, Path]) -> None:
    with visit(browser, files["matrix"], fragment="#without-group=1&without-column=1") as seen:
        page = seen.page
        assert FEATURE not in page.evaluate("careergraph.nodes()")
        page.fill("#search", "feature engineering")
        page.keyboard.press("Enter")
        assert FEATURE in page.evaluate("careergraph.nodes()")
        assert page.is_checked('#legend input[data-group="1"]')
        assert page.locator("#chosen h2").inner_text() == "Feature engineering"
