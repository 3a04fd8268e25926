"""Every page has the same bytes on every machine, whatever its locale and order of hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import careergraph
from pages import NAMES

# Whatever opens a file without saying its encoding would write other bytes under cp1252.
WRITE = """
import sys, warnings
from pathlib import Path
warnings.filterwarnings("error", category=EncodingWarning, module="careergraph")
import careergraph
from careergraph.views.page import Page
from pages import views_of
for name, view in views_of(careergraph.load().careers).items():
    Page(view).save(Path(sys.argv[1]) / f"{name}.html")
"""
MACHINES = {
    "ascii": {
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "1",
    },
    "cp1252": {"PYTHONIOENCODING": "cp1252", "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
}


@pytest.mark.parametrize("machine", MACHINES)
def test_same_bytes_on_every_machine(files: dict[str, Path], tmp_path: Path, machine: str) -> None:
    places = (Path(careergraph.__file__).parents[1], Path(__file__).parent)
    settings = {"PYTHONUTF8": "0", "PYTHONPATH": os.pathsep.join(map(str, places))}
    subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", WRITE, str(tmp_path)],
        check=True,
        env={**os.environ, **settings, **MACHINES[machine]},
    )
    for name in NAMES:
        assert (tmp_path / f"{name}.html").read_bytes() == files[name].read_bytes(), name
