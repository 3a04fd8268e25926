"""The language model: offline, the same for a text wherever it stands, and refused when changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph import embedding
from careergraph.errors import RequestError


@pytest.fixture
def fresh() -> Any:
    embedding.load.cache_clear()
    yield
    embedding.load.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_the_model_works_offline_and_knows_what_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the model asked the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    texts = ["machine perception", "computer vision", "cook soup", "", "  "]
    vectors = embedding.load()(texts)
    assert np.linalg.norm(vectors[:3], axis=1) == pytest.approx([1, 1, 1])
    near = vectors @ vectors.T
    assert near[0, 1] > 0.5 > 0.2 > near[0, 2]
    assert not vectors[3:].any()


TEXTS = st.lists(
    st.text("abc é,\n☕", max_size=300) | st.just("lead a team " * 60), min_size=1, max_size=6
)


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_a_text_has_one_vector_wherever_it_stands(texts: list[str], chance: Any) -> None:
    model = embedding.load()
    alone = np.concatenate([model([text]) for text in texts])
    order = chance.sample(range(len(texts)), len(texts))
    together = model([texts[place] for place in order] * 2)
    assert together == pytest.approx(np.concatenate([alone[order]] * 2), abs=1e-5)


def test_of_no_texts_there_are_no_vectors() -> None:
    assert embedding.load()([]).shape[0] == 0


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("name", ["WEIGHTS", "VOCABULARY"])
def test_another_model_than_the_one_that_was_fitted_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    changed = replace(getattr(embedding, name), digest="0" * 64)
    monkeypatch.setattr(embedding, name, changed)
    with pytest.raises(RequestError, match=f"{changed.package} has another"):
        embedding.load()


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("changes", [{"package": "no-such-package"}, {"path": "no/such.file"}])
def test_what_is_not_installed_is_not_available(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]
) -> None:
    assert embedding.available()
    monkeypatch.setattr(embedding, "WEIGHTS", replace(embedding.WEIGHTS, **changes))
    assert not embedding.available()
    with pytest.raises(RequestError, match=r"Install careergraph\[embedding\]"):
        embedding.load()
