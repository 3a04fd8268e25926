"""A short run of the fuzzer, and that it would see a fault."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import fuzz_readers
from careergraph.readers import files


def test_the_first_cases_have_no_fault() -> None:
    seen, faults = fuzz_readers.fuzz(iter(range(1_500)), time.monotonic() + 60)
    assert not faults
    assert {kind for _, kind in seen} == {"read", "refused"}


def test_every_good_file_is_one_that_is_read(tmp_path: Path) -> None:
    for suffix, data in fuzz_readers.good_files():
        path = tmp_path / f"good.{suffix}"
        path.write_bytes(data)
        assert fuzz_readers.read_matrix(fuzz_readers.choose(files.read_tables(str(path)))).paths


def test_faults_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = fuzz_readers.good_files()

    def careless(*_: object) -> None:
        (tmp_path / "left.txt").write_text("x", encoding="utf-8")

    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(fuzz_readers, "read_tables", broken)
    assert "ValueError: a fault" in fuzz_readers.read_one(0, good, tmp_path)[1]
    monkeypatch.setattr(fuzz_readers, "choose", careless)
    monkeypatch.setattr(fuzz_readers, "read_tables", list)
    assert fuzz_readers.read_one(0, good, tmp_path)[1] == "left files: ['left.txt']"
