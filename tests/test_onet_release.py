"""The ways an O*NET release may come, and what is refused with its place."""

from __future__ import annotations

import io
import shutil
import time
from pathlib import Path

import pytest

from careergraph.errors import RequestError, TaxonomyError
from careergraph.readers import onet, onet_release
from careergraph.readers.ntriples import Triples
from onet_releases import (
    SAMPLE,
    ask,
    change,
    members,
    pack,
    read,
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "db_29_2_text"))


# Ways a release may come


@pytest.mark.parametrize("inside", ["db_29_2_text/", ""], ids=["in a folder", "at the top"])
def test_an_archive_is_read_as_the_folder_is(tmp_path: Path, inside: str) -> None:
    archive = pack(tmp_path / "db_29_2_text.zip", {**members(inside), "Read Me.txt": b"\xff"})
    assert set(read(archive)[0]) == set(read()[0])


def test_columns_may_stand_in_any_order_and_more_may_come(copy: Path) -> None:
    for file in copy.glob("*.txt"):
        rows = [line.split("\t") for line in file.read_bytes().decode().splitlines()]
        text = "\r\n".join("\t".join([*reversed(row), "more"]) for row in rows)
        file.write_text("\ufeff" + text, encoding="utf-8", newline="")
    assert set(read(copy)[0]) == set(read()[0])


def test_rows_may_stand_in_any_order(copy: Path) -> None:
    for table in ("Skills", "Knowledge"):
        heading, *rows = (copy / f"{table}.txt").read_bytes().splitlines(keepends=True)
        (copy / f"{table}.txt").write_bytes(b"".join([heading, *reversed(rows)]))
    assert set(read(copy)[0]) == set(read()[0])


def test_older_releases_have_no_in_demand(copy: Path) -> None:
    file = copy / "Technology Skills.txt"
    lines = file.read_bytes().decode().splitlines()
    file.write_text("\n".join(line.rpartition("\t")[0] for line in lines), encoding="utf-8")
    store, _ = read(copy)
    assert not ask(store, "?o cg:inDemandTechnology ?t")
    assert ask(store, "?t cg:hotTechnology true")


@pytest.mark.parametrize("name", ["onet-30.0", "db_30_0_text", "O*NET 30.0 Database"])
def test_the_release_is_read_from_the_name_or_given(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / name))
    assert read(folder)[1].release == "30.0"
    assert read(folder, release="29.1")[1].release == "29.1"


# What is refused

BAD = {
    "column renamed": (
        ("Skills", "Scale ID", "Scale"),
        "Skills.txt, row 1: there is no column 'Scale ID'; the columns are 'O*NET-SOC Code', "
        "'Element ID', 'Element Name', 'Scale', 'Data Value'",
    ),
    "column twice": (
        ("Skills", "Element Name", "Element ID"),
        "Skills.txt, row 1: the column 'Element ID' is there twice. Keep one.",
    ),
    "off the scale": (
        ("Skills", "IM\t4.12", "IM\t5.12"),
        "Skills.txt, row 2, column 'Data Value': 5.12 is not from 1 to 5, as IM is. Restore",
    ),
    "below the scale": (
        ("Knowledge", "IM\t3.4", "IM\t0.4"),
        "Knowledge.txt, row 2, column 'Data Value': 0.4 is not from 1 to 5, as IM is",
    ),
    "no number": (
        ("Knowledge", "LV\t3.9", "LV\t3,9"),
        "Knowledge.txt, row 3, column 'Data Value': '3,9' is not a number",
    ),
    "not a finite number": (
        ("Knowledge", "LV\t3.9", "LV\tnan"),
        "Knowledge.txt, row 3, column 'Data Value': 'nan' is not a number",
    ),
    "unknown scale": (
        ("Skills", "LV\t4.62", "LX\t4.62"),
        "Skills.txt, row 3, column 'Scale ID': 'LX' is not one of IM, LV",
    ),
    "unknown flag": (
        ("Skills", "\tN\tn/a\t", "\tmaybe\tn/a\t"),
        "Skills.txt, row 2, column 'Recommend Suppress': 'maybe' is not Y, N or n/a",
    ),
    "level without importance": (
        ("Skills", "IM\t4.12", "LV\t4.12"),
        "Skills.txt, row 3, 11-2021.00, 2.A.1.a, LV is there a second time",
    ),
    "unknown occupation": (
        ("Knowledge", "15-2041.00", "15-9999.00"),
        "Knowledge.txt, row 10, column 'O*NET-SOC Code': '15-9999.00' is not in "
        "Occupation Data.txt",
    ),
    "unknown element": (
        ("Skills", "2.A.1.a", "2.A.1.z"),
        "Skills.txt, row 2, column 'Element ID': '2.A.1.z' is not in Content Model Reference.txt",
    ),
    "occupation twice": (
        ("Occupation Data", "15-1252.00\tSoftware", "15-1242.00\tSoftware"),
        "Occupation Data.txt, row 4, 15-1242.00 is there a second time. Restore",
    ),
    "no code": (
        ("Occupation Data", "15-1252.00", "15-1252"),
        "Occupation Data.txt, row 4, column 'O*NET-SOC Code': '15-1252' is no code such as "
        "15-1252.00",
    ),
    "no title": (
        ("Occupation Data", "Software Developers", " "),
        "Occupation Data.txt, row 4, column 'Title': it is empty",
    ),
    "zone twice": (
        ("Job Zones", "15-1252.00", "15-1242.00"),
        "Job Zones.txt, row 4, 15-1242.00 is there a second time",
    ),
    "no such zone": (
        ("Job Zones", "15-1252.00\t4", "15-1252.00\t6"),
        "Job Zones.txt, row 4, column 'Job Zone': '6' is no Job Zone; they are 1 to 5",
    ),
    "zone not described": (
        ("Job Zone Reference", "1\tJob Zone One", "3\tJob Zone One"),
        "Job Zone Reference.txt, row 4, 3 is there a second time",
    ),
    "element twice": (
        ("Content Model Reference", "2.A.2.a", "2.A.1.a"),
        "Content Model Reference.txt, row 7, 2.A.1.a is there a second time",
    ),
    "element without ID": (
        ("Content Model Reference", "2.A.2.a", "2.A.2.<a>"),
        "Content Model Reference.txt, row 7, column 'Element ID': '2.A.2.<a>' is no ID such as "
        "2.A.1.a",
    ),
    "activity of no element": (
        ("IWA Reference", "4.A.2.a.4\t", "4.A.9\t"),
        "IWA Reference.txt, row 2, column 'Element ID': '4.A.9' is not in",
    ),
    "activity of no other": (
        ("DWA Reference", "\t4.A.2.a.4.I02\t", "\t4.A.2.a.4.I09\t"),
        "DWA Reference.txt, row 3, column 'IWA ID': '4.A.2.a.4.I09' is not in IWA Reference.txt",
    ),
    "activity twice": (
        ("DWA Reference", "4.A.2.a.4.I02.D01", "4.A.2.a.4.I01.D01"),
        "DWA Reference.txt, row 3, 4.A.2.a.4.I01.D01 is there a second time",
    ),
    "unknown activity": (
        ("Tasks to DWAs", "4.A.2.a.4.I01.D01", "4.A.2.a.4.I01.D99"),
        "Tasks to DWAs.txt, row 2, column 'DWA ID': '4.A.2.a.4.I01.D99' is not in "
        "DWA Reference.txt",
    ),
    "technology twice": (
        ("Technology Skills", "Oracle Database", "Structured query language SQL"),
        "Technology Skills.txt, row 4, 15-1242.00, Structured query language SQL, 43232306 is "
        "there a second time",
    ),
    "commodity of two names": (
        ("Technology Skills", "SQL\t43232306\tData base", "SQL\t43232306\tDatabase"),
        "Technology Skills.txt, row 4, commodity 43232306 is 'Database user interface and query "
        "software' and 'Data base user interface and query software'",
    ),
    "row too long": (
        ("Alternate Titles", "CMO\t02", "CMO\t02\tmore"),
        "Alternate Titles.txt, row 2, has 5 columns and not 4",
    ),
    "row too short": (
        ("Job Zones", "15-1242.00\t4\t08/2024\tAnalyst", "15-1242.00\t4"),
        "Job Zones.txt, row 3, has 2 columns and not 4",
    ),
}


@pytest.mark.parametrize(("edit", "message"), BAD.values(), ids=BAD)
def test_a_damaged_table_is_refused_at_its_place(
    copy: Path, edit: tuple[str, str, str], message: str
) -> None:
    change(copy, *edit)
    file = io.StringIO()
    with pytest.raises(TaxonomyError) as caught:
        onet.write(copy, Triples(file))
    assert message in str(caught.value)
    assert file.getvalue() == "", "something was written before all was checked"


def test_a_level_alone_is_refused(copy: Path) -> None:
    lines = (copy / "Skills.txt").read_bytes().splitlines(keepends=True)
    (copy / "Skills.txt").write_bytes(b"".join([lines[0], *lines[2:]]))
    with pytest.raises(TaxonomyError, match=r"Skills.txt, row 2, 11-2021.00, 2.A.1.a has a level"):
        read(copy)


def test_a_zone_that_is_not_described_is_refused(copy: Path) -> None:
    file = copy / "Job Zone Reference.txt"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(TaxonomyError, match=r"Job Zones.txt, row 2, zone 5 is not in Job Zone Ref"):
        read(copy)


def test_missing_files_are_named(copy: Path) -> None:
    (copy / "Skills.txt").unlink()
    (copy / "Job Zones.txt").unlink()
    with pytest.raises(
        TaxonomyError, match=r"Job Zones.txt, Skills.txt are missing. Name the fold"
    ):
        read(copy)


def test_another_encoding_is_refused_at_its_row(copy: Path) -> None:
    change(copy, "Alternate Titles", "Database Manager", "Datenbankverwalterin für Ärzte")
    file = copy / "Alternate Titles.txt"
    file.write_bytes(file.read_bytes().decode().encode("latin-1"))
    with pytest.raises(TaxonomyError, match=r"Alternate Titles.txt, row 4: byte 0xfc is not UTF-8"):
        read(copy)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "row 1: there is no column"),
        (b"lorem ipsum\n" * 4_000_000, "row 1: there is no column"),
        (b"\0" * 50_000_000, "row 1, is not readable (field larger than"),
    ],
    ids=["nothing", "words", "zeros"],
)
def test_nonsense_is_refused_at_once(copy: Path, content: bytes, message: str) -> None:
    (copy / "Job Zone Reference.txt").write_bytes(content)
    start = time.process_time()
    with pytest.raises(TaxonomyError) as caught:
        read(copy)
    assert time.process_time() - start < 2
    assert f"Job Zone Reference.txt, {message}" in str(caught.value)


def test_a_field_without_end_is_refused(copy: Path) -> None:
    change(copy, "Occupation Data", "Write software.", "x" * 200_000)
    with pytest.raises(TaxonomyError, match=r"Occupation Data.txt, row 4, is not readable \(field"):
        read(copy)


@pytest.mark.parametrize("name", ["nowhere", "Skills.txt"])
def test_what_is_no_release_is_refused(copy: Path, name: str) -> None:
    with pytest.raises(
        TaxonomyError, match=r"no such folder or archive|is not a sound ZIP archive"
    ):
        read(copy / name)


def test_a_name_without_release_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "onet"))
    with pytest.raises(TaxonomyError, match=r"its name does not tell the release"):
        read(folder)
    with pytest.raises(TaxonomyError, match=r"'latest' is no release of O\*NET"):
        read(folder, release="latest")


def test_an_archive_of_another_release_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "db_30_0_text.zip", members())
    with pytest.raises(TaxonomyError, match=r"tell different releases, 29.2 and 30.0"):
        read(archive)


@pytest.mark.parametrize("path", ["../Skills.txt", "/etc/Skills.txt", "db/../../x", "C:\\x.txt"])
def test_paths_that_lead_out_of_the_archive_are_refused(tmp_path: Path, path: str) -> None:
    archive = pack(tmp_path / "db_29_2_text.zip", {**members(), path: b"x"})
    with pytest.raises(TaxonomyError, match=r"leads out of the archive. Do not unpack it"):
        read(archive)


def test_tables_in_two_folders_are_refused(tmp_path: Path) -> None:
    both = {**members("db_29_2_text/"), **members("old/")}
    with pytest.raises(TaxonomyError, match=r"Alternate Titles.txt is in it twice"):
        read(pack(tmp_path / "29.2 both.zip", both))
    spread = members("a/")
    spread["b/Skills.txt"] = spread.pop("a/Skills.txt")
    with pytest.raises(TaxonomyError, match=r"its tables lie in a, b. Put them in one folder"):
        read(pack(tmp_path / "29.2 spread.zip", spread))
    with pytest.raises(TaxonomyError, match=r"its tables lie in a/b. Put them in one folder"):
        read(pack(tmp_path / "29.2 deep.zip", members("a/b/")))


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onet_release, "MAX_BYTES", 1_000_000)
    bomb = {**members(), "db_29_2_text/Skills.txt": b"\0" * 1_000_001}
    archive = pack(tmp_path / "db_29_2_text.zip", bomb)
    assert archive.stat().st_size < 20_000
    with pytest.raises(TaxonomyError, match=r"Skills.txt is larger than 1 MB unpacked"):
        read(archive)
    monkeypatch.setattr(onet_release, "MAX_MEMBERS", 10)
    with pytest.raises(TaxonomyError, match=r"holds 11 files, far more than a release"):
        read(archive)


def test_a_zip_bomb_that_understates_its_size_is_refused(tmp_path: Path) -> None:
    bomb = {**members(), "db_29_2_text/Skills.txt": b"\0" * 1_000_001}
    archive = pack(tmp_path / "db_29_2_text.zip", bomb)
    data = archive.read_bytes()
    real, said = (1_000_001).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert data.count(real) == 2, "once before the data and once in the directory"
    archive.write_bytes(data.replace(real, said))
    with pytest.raises(TaxonomyError, match=r"Skills.txt cannot be read|Skills.txt, row 1"):
        read(archive)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "db_29_2_text.zip", members())
    data = bytearray(archive.read_bytes())
    data[60:120] = bytes(60)
    archive.write_bytes(bytes(data))
    with pytest.raises(TaxonomyError, match=r"cannot be read \(.*\). Download it again"):
        read(archive)


def test_a_file_that_grows_too_large_is_refused(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onet_release, "MAX_BYTES", 2_000)
    with pytest.raises(TaxonomyError, match=r"Skills.txt is larger than 0 MB unpacked"):
        read(copy)


@pytest.mark.parametrize("threshold", [0.9, 5.1, float("nan")])
def test_a_threshold_off_the_scale_is_refused(threshold: float) -> None:
    with pytest.raises(RequestError, match="is no threshold on that scale"):
        read(essential_from=threshold)
