"""Published zips and folders are opened within limits, or refused."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

import esco_releases as releases
from careergraph.errors import TaxonomyError
from careergraph.readers import published
from careergraph.readers.published import published_files


def zipped(path: Path, content: bytes, name: str = "skills_en.csv") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def content(source: Path, name: str = "skills_en.csv") -> bytes:
    with published_files(source)[name].open() as file:
        return file.read()


def test_a_zip_a_folder_of_zips_and_a_folder_of_files_are_the_same(tmp_path: Path) -> None:
    expected = (releases.SAMPLE / "skills_en.csv").read_bytes()
    assert content(releases.SAMPLE) == expected
    archive = releases.pack([releases.SAMPLE / "skills_en.csv"], tmp_path / "a.zip")
    assert content(archive) == content(tmp_path) == expected


def test_a_folder_says_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"x")
    zipped(tmp_path / "a.zip", b"y", "a.csv")
    places = {name: file.place for name, file in published_files(tmp_path).items()}
    assert places == {"a.csv": "a.zip: a.csv", "b.csv": "b.csv"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../skills_en.csv", "would climb out"),
        ("/etc/skills_en.csv", "would climb out"),
        ("C:skills_en.csv", "would climb out"),
        ("..\\skills_en.csv", "would climb out"),
        ("esco/skills_en.csv", "is in a folder.*unpack it and name the folder"),
    ],
)
def test_a_zip_with_folders_is_refused(name: str, message: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", b"x", name)
    with pytest.raises(TaxonomyError, match=rf"^a\.zip: .*{message}"):
        published_files(path)


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", b"\0" * (published.MAX_BYTES + 1))
    assert path.stat().st_size < 200_000
    with pytest.raises(TaxonomyError, match=r"a\.zip: skills_en\.csv is larger than 100 MB"):
        content(path)


def test_a_zip_that_lies_about_its_size_is_read_no_further(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", b"\0" * 1_000_000)
    real, lie = struct.pack("<L", 1_000_000), struct.pack("<L", 10)
    path.write_bytes(path.read_bytes().replace(real, lie))
    assert published_files(path)["skills_en.csv"].size == 10
    with pytest.raises(TaxonomyError, match=r"skills_en\.csv: cannot be unpacked .*again"):
        content(path)


def test_a_zip_of_many_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(published.MAX_FILES + 1):
            archive.writestr(f"{number}.csv", b"")
    with pytest.raises(TaxonomyError, match=r"a\.zip holds 1,001 files, which no release does"):
        published_files(tmp_path / "a.zip")


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", bytes(range(256)) * 100)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    with pytest.raises(TaxonomyError, match=r"a\.zip: not a zip that can be read"):
        published_files(path)
    path.write_bytes(whole[:60] + b"?????" + whole[65:])
    with pytest.raises(TaxonomyError, match=r"skills_en\.csv: cannot be unpacked"):
        content(path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", b"x")
    data = bytearray(path.read_bytes())
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= published.ENCRYPTED
    path.write_bytes(bytes(data))
    with pytest.raises(TaxonomyError, match=r"'skills_en\.csv' is encrypted"):
        published_files(path)


def test_what_is_not_there_or_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="no such file or folder"):
        published_files(tmp_path / "gone")
    with pytest.raises(TaxonomyError, match=r"no CSV file, nor a zip with one"):
        published_files(tmp_path)
    (tmp_path / "a.zip").write_bytes(b"conceptUri,preferredLabel\n")
    with pytest.raises(TaxonomyError, match=r"a\.zip: not a zip that can be read"):
        published_files(tmp_path / "a.zip")


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").mkdir()
    with pytest.raises(TaxonomyError, match=r"skills_en\.csv: cannot be read"):
        content(tmp_path)
