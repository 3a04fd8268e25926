"""A little of what ``python tests/load_server.py`` runs for ten minutes."""

from __future__ import annotations

import pytest

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

import load_server


def test_under_load_every_request_is_answered_as_its_kind_is() -> None:
    report = load_server.run(seconds=6, clients=12)
    assert report.wrong == [], str(report)
    answered = {kind for kind, _ in report.answered}
    assert {"count", "lookup", "cross product", "sorting"} <= answered, str(report)
    assert report.most_memory <= load_server.MOST_MEMORY
    assert (report.exit_code, report.left_behind) == (0, [])
