from __future__ import annotations

import subprocess
import sys

import pytest

from careergraph import kernels

numba = pytest.importorskip("numba")


def twice(number):
    return 2 * number


def test_a_function_is_compiled_at_its_first_call_and_timed(monkeypatch, tmp_path):
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))
    name = f"{__name__}.twice"
    function = kernels.compiled(twice)
    assert name not in kernels.compile_seconds()
    assert function(21) == 42
    seconds = kernels.compile_seconds()[name]
    assert 0 < seconds < 60
    assert function(4) == 8
    assert kernels.compile_seconds()[name] == seconds
    again = kernels.compiled(twice)
    assert again(21) == 42
    assert again.stats.cache_hits
    assert kernels.compile_seconds()[name] == seconds


def test_without_a_folder_to_write_it_is_compiled_all_the_same(monkeypatch):
    def refuse(*_arguments):
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(numba.core.dispatcher.Dispatcher, "enable_caching", refuse)
    assert kernels.compiled(twice)(3) == 6


def test_the_switch_turns_kernels_off(monkeypatch):
    monkeypatch.delenv(kernels.SWITCH, raising=False)
    assert kernels.installed()
    monkeypatch.setenv(kernels.SWITCH, "no")
    assert not kernels.installed()


def test_asking_whether_it_is_installed_does_not_import_it():
    program = "import sys; from careergraph import kernels; kernels.installed()"
    program += "; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
