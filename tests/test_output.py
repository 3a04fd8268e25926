from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from careergraph.errors import OutputError
from careergraph.output import write_text


def test_writes_utf8_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_text(tmp_path / "page.html", "é\n")
    assert (tmp_path / "page.html").read_bytes() == "é\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("mine")
    with pytest.raises(OutputError, match="--force"):
        write_text(path, "new")
    assert path.read_text() == "mine"
    write_text(path, "new", force=True)
    assert path.read_text() == "new"


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not a regular file"):
        write_text(tmp_path, "x", force=True)
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "nowhere" / "page.html", "x")


def test_a_read_only_folder_is_refused_and_stays_empty() -> None:
    """In a process of an unprivileged user where the tests run as root, who may write anywhere."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from careergraph.output import write_text; from careergraph.errors import OutputError\n"
        "os.geteuid() or os.setuid(65534)  # nobody\n"
        "try: write_text(Path(sys.argv[1]), 'x')\n"
        "except OutputError as error: print(error)"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder / "page.html")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "cannot be written (Permission denied)" in done.stdout, done.stderr
        assert list(folder.iterdir()) == []


def test_a_failed_replacement_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_text("mine")

    def fail(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("careergraph.output.os.replace", fail)
    with pytest.raises(OutputError, match="Read-only"):
        write_text(path, "new", force=True)
    assert path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine")
    link = tmp_path / "link.html"
    link.symlink_to("page.html")
    write_text(link, "new", force=True)
    assert link.is_symlink()
    assert (tmp_path / "page.html").read_text() == "new"


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OutputError, match="not a regular file"):
        write_text(pipe, "x", force=True)
    assert pipe.is_fifo()
