"""How alike texts are worded, against each with each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.wording import (
    FILLERS,
    FORM,
    LONGEST,
    MARKS,
    SLIP,
    Pair,
    best_matches,
    similar_pairs,
    similarity,
)

ALIKE = [
    ("Stakeholder management", "Management of stakeholders", 1.0),
    ("Data pre-processing", "Data preprocessing", 1.0),
    ("E-mail campaigns", "Email campaign", 1.0),
    ("Machine-learning libraries", "machine learning library", 1.0),
    ("Résumé screening", "Resume screening", 1.0),
    ("Team's health checks", "Health check, teams", 1.0),
    ("UI/UX design", "UX & UI design", 1.0),
    ("Organisation design", "Organization design", (1 + SLIP) / 2),
    ("Statistical modelling", "Statistical modeling", (1 + SLIP) / 2),
    ("Behaviour change", "Behavior change", (1 + SLIP) / 2),
    ("Centre of excellence", "Center of excellence", (1 + SLIP) / 2),
    ("Project managment", "Project management", (1 + SLIP) / 2),
    ("Data anaylsis", "Data analysis", (1 + SLIP) / 2),
    ("Manage stakeholders", "Managing stakeholders", (1 + FORM) / 2),
    ("Plan sprints", "Planning sprints", (1 + FORM) / 2),
    ("Advanced model tuning", "Advanced model tuning techniques", 6 / 7),
    ("Análisis de datos", "análisis de dato", 1.0),
    ("Анализ данных", "анализ данных", 1.0),
    ("数据分析", "数据分析", 1.0),
    ("डेटा का विश्लेषण", "विश्लेषण का डेटा अब", 6 / 7),
]

APART = [
    ("Java", "JavaScript"),
    ("C", "C++"),
    ("C++", "C#"),
    ("SQL basics", "SQL advanced"),
    ("Basic model building", "Advanced model building"),
    ("Level 1 audits of a site", "Level 2 audits of a site"),
    ("ISO 9001 audits of sites", "ISO 27001 audits of sites"),
    ("B2B marketing plans", "B2C marketing plans"),
    ("Internal audit", "External audit"),
    ("Internal audit of the yearly group financial statements", "External audit of the same"),
    ("Supervised learning", "Unsupervised learning"),
    ("Quantitative analysis of survey data", "Qualitative analysis of survey data"),
    ("Works with supervision", "Works without supervision"),
    ("Front-end development", "Back-end development"),
    ("Deductive reasoning", "Inductive reasoning"),
    ("Data analysis", "Data engineering"),
    ("Test strategy", "Text strategy"),
    ("Programming in C", "Programming in R"),
    ("Machine learning", "ML"),
    ("हिन्दी", "हिन्दू"),
]


@pytest.mark.parametrize(("a", "b", "expected"), ALIKE)
def test_texts_that_are_worded_alike(a: str, b: str, expected: float) -> None:
    assert similarity(a, b) == pytest.approx(expected)
    assert similarity(b, a) == similarity(a, b)


@pytest.mark.parametrize(("a", "b"), APART)
def test_texts_that_must_not_be_taken_for_each_other(a: str, b: str) -> None:
    assert similarity(a, b) < 0.85
    assert list(similar_pairs([a, b], 0.85)) == []


def test_a_number_or_a_mark_sets_long_texts_apart() -> None:
    text = "Runs {} projects of one team over several quarters in all our regions"
    assert similarity(text.format("small"), text.format("large")) == 0
    assert similarity(text.format(2), text.format(3)) == 0
    assert similarity(text.format("useful"), text.format("urgent")) == pytest.approx(10 / 11)


@pytest.mark.parametrize("text", ["", "...", "of the", "C++", "+", "# 1"])
def test_any_text_can_be_compared_with_itself(text: str) -> None:
    assert similarity(text, text) in (0.0, 1.0)
    assert (similarity(text, text) == 1.0) == any(char.isalnum() for char in text)


WORDS = st.sampled_from(
    [
        *(
            "planning",
            "plan",
            "plans",
            "planing",
            "color",
            "colour",
            "colours",
            "pre",
            "processing",
        ),
        *(
            "preprocessing",
            "preprocess",
            "contract",
            "contact",
            "data",
            "database",
            "base",
            "bases",
        ),
        *(
            "C++",
            "C",
            "2",
            "3",
            "basic",
            "small",
            "of",
            "and",
            "e",
            "mail",
            "email",
            "trial",
            "trail",
        ),
    ]
)
TEXTS = st.lists(
    st.builds(lambda words, by: by.join(words), st.lists(WORDS, max_size=9), st.sampled_from(" -")),
    max_size=12,
)
THRESHOLDS = st.sampled_from([0.05, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0])


@given(TEXTS, THRESHOLDS)
def test_no_pair_is_missed_and_none_is_added(texts: list[str], threshold: float) -> None:
    expected = [
        Pair(first, second, similarity(texts[first], texts[second]))
        for first in range(len(texts))
        for second in range(first + 1, len(texts))
        if similarity(texts[first], texts[second]) >= threshold - 1e-9
    ]
    assert list(similar_pairs(texts, threshold)) == expected


@given(TEXTS, TEXTS, THRESHOLDS)
def test_best_matches_takes_the_most_alike_first(
    old: list[str], new: list[str], threshold: float
) -> None:
    left = {
        (i, j): similarity(a, b)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if similarity(a, b) >= threshold - 1e-9
    }
    expected = []
    while left:
        first, second = max(left, key=lambda key: (left[key], -key[0], -key[1]))
        expected.append(Pair(first, second, left[first, second]))
        left = {k: v for k, v in left.items() if k[0] != first and k[1] != second}
    assert best_matches(old, new, threshold) == expected


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    assert 0 <= similarity(a, b) == similarity(b, a) <= 1


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="above 0 and up to 1"):
        list(similar_pairs(["a", "b"], threshold))


def test_the_words_that_count_for_nothing_and_for_all_are_different_words() -> None:
    assert not FILLERS & MARKS


def test_a_word_of_a_whole_page_is_compared_in_an_instant() -> None:
    page = "ab" * 10_000
    assert similarity(page, page) == 1
    assert similarity(page, f"{page}c") == 0
    assert similarity("a" * LONGEST, "a" * (LONGEST - 1)) == SLIP
