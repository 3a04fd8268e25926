"""OpenDocument spreadsheets, exports of spreadsheet programs, and files of other kinds."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import LineBreak, List, ListItem, P

import matrices
from careergraph.errors import MatrixError
from careergraph.readers import files, shapes
from matrices import ods_cell
from test_readers import bomb, read, written

ROOT = Path(__file__).parent.parent


def saved(document: OpenDocumentSpreadsheet, path: Path) -> Path:
    document.save(str(path))
    return path


def row(*cells: TableCell, **attributes: object) -> TableRow:
    made = TableRow(**attributes)
    for cell in cells:
        made.addElement(cell)
    return made


def sheet(name: str, *rows: TableRow, **attributes: object) -> Table:
    made = Table(name=name, **attributes)
    for one in rows:
        made.addElement(one)
    return made


def test_cells_of_an_ods_say_what_they_show(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    broken = P(text="Go")
    broken.addElement(LineBreak())
    broken.addText("SQL")
    listed = List()
    for text in ("Kafka", "Tracing"):
        item = ListItem()
        item.addElement(P(text=text))
        listed.addElement(item)
    hidden = Style(name="gone", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    lines, points = ods_cell(), ods_cell()
    lines.addElement(broken)
    points.addElement(listed)
    blank = TableCell(numbercolumnsrepeated=16000)
    document.spreadsheet.addElement(sheet("Draft", row(ods_cell("x")), stylename=hidden))
    document.spreadsheet.addElement(
        sheet(
            "Matrix",
            row(ods_cell("Path"), ods_cell("L1"), ods_cell("L2"), blank),
            row(ods_cell("Backend", numberrowsspanned=2, numbercolumnsspanned=1), lines, points),
            row(
                CoveredTableCell(),
                ods_cell("Reviews", numbercolumnsspanned=2, numberrowsspanned=1),
                CoveredTableCell(),
            ),
            row(
                ods_cell("Same"),
                ods_cell("Twice", numbercolumnsrepeated=2),
            ),
            row(
                ods_cell("Numbers"),
                TableCell(valuetype="float", value="3.5", formula="of:=1+2.5"),
                TableCell(valuetype="float", value="4.0"),
            ),
            row(TableCell(numbercolumnsrepeated=16384), numberrowsrepeated=1_048_000),
        )
    )
    matrix = read(saved(document, tmp_path / "m.ods"))
    assert matrix.texts() == {
        "Backend": [["Go", "SQL", "Reviews"], ["Kafka", "Tracing", "Reviews"]],
        "Same": [["Twice"], ["Twice"]],
        "Numbers": [["3.5"], ["4"]],
    }
    assert "The hidden sheet Draft is not read." in matrix.notes
    merged = matrix.paths[0].cells[2][2]
    assert merged.place == "sheet or table Matrix, row 3, column 3 (Backend; L2)"
    assert "merged over 1 rows and 2 columns from row 3, column 2" in merged.doubts[0]


def test_a_sheet_of_an_ods_is_chosen_by_name(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    for name, skill in (("One", "a"), ("Two", "b")):
        head = row(ods_cell(""), ods_cell("L1"), ods_cell("L2"))
        body = row(ods_cell("A"), ods_cell(skill), ods_cell(skill))
        document.spreadsheet.addElement(sheet(name, head, body))
    tables = files.read_tables(str(saved(document, tmp_path / "m.ods")))
    assert shapes.read_matrix(shapes.choose(tables, "Two")).texts() == {"A": [["b"], ["b"]]}


def ods(content: bytes, **members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def content(rows: bytes) -> bytes:
    names = b" ".join(
        b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (short, long)
        for short, long in ((b"o", b"office"), (b"t", b"table"), (b"x", b"text"))
    )
    return (
        b"<o:c %s><o:body><o:spreadsheet><t:table t:name='M'>%s</t:table></o:spreadsheet></o:body>"
        b"</o:c>" % (names, rows)
    )


CELL = b"<t:table-cell><x:p>L1</x:p></t:table-cell>"
MANY = b'<t:table-row t:number-rows-repeated="1048576">' + CELL * 2 + b"</t:table-row>"
WIDE = (
    b'<t:table-row><t:table-cell t:number-columns-repeated="16384"><x:p>a</x:p></t:table-cell>'
    b"</t:table-row>"
)
LONG = (
    b'<t:table-row t:number-rows-repeated="90000"><t:table-cell t:number-columns-repeated="400">'
    b"<x:p>" + b"a" * 19_000 + b"</x:p></t:table-cell></t:table-row>"
)
FORMULA = b"<t:table-row>" + CELL + b'<t:table-cell t:formula="of:=A1"/></t:table-row>'
FAILED = b"<t:table-row>" + CELL + b"<t:table-cell><x:p>#REF!</x:p></t:table-cell></t:table-row>"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DOCX = io.BytesIO()
with zipfile.ZipFile(DOCX, "w") as made:
    made.writestr("word/document.xml", "<w/>")

BAD = {
    "ods laughs": ("ods", ods(ENTITIES), "content.xml defines entities"),
    "ods bomb": ("ods", ods(b"<a/>", pictures=b"\0" * 150_000_000), "unpacks to more than 100 MB"),
    "ods broken": ("ods", ods(b"<a>"), "not a sound workbook"),
    "ods deep": ("ods", ods(content(b"<t:table-row>" * 1000)), "over 60 deep"),
    "ods rows": ("ods", ods(content(MANY)), "row 100001: the table is larger than 100,000 rows"),
    "ods columns": ("ods", ods(content(WIDE)), "more than 500 columns"),
    "ods text": ("ods", ods(content(LONG)), "20,000,000 characters"),
    "ods formula": ("ods", ods(content(FORMULA)), "row 1, column 2: the cell holds a formula"),
    "ods failed": ("ods", ods(content(FAILED)), "row 1, column 2: the cell holds #REF!"),
    "ods password": (
        "ods",
        ods(b"\1\0\2", **{"META-INF/manifest.xml": b"<m:encryption-data/>"}),
        "protected by a password",
    ),
    "not ods": ("ods", b"PK\x03\x04 no", "is not an ODS workbook"),
    "xls": ("xls", OLE, "is an Excel 97-2003 workbook. Open it and save it as XLSX"),
    "xls inside": ("xlsx", OLE, "is an Excel 97-2003 workbook"),
    "xlsx password": (
        "xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password",
    ),
    "docx": ("docx", b"PK", "is a text document"),
    "docx inside": ("xlsx", DOCX.getvalue(), "is a text document"),
    "pdf": ("pdf", b"%PDF-1.7", "is a PDF"),
    "pdf inside": ("csv", b"%PDF-1.7 \xff", "is a PDF"),
    "csv failed": ("csv", b",L1,L2\nA,#N/A,x\n", "row 2, column 2: the cell holds #N/A"),
    "csv blank": ("csv", b"a,b\n" + b"\n" * 1_100_000, "more than 1,048,576 rows"),
    "md lines": ("md", b"x\n" * 1_000_001, "more than 1,000,000 lines"),
    "html tags": ("html", b"<p>" * 1_000_001, "more than 1,000,000 tags"),
}


@pytest.mark.parametrize(
    ("suffix", "data", "what"),
    [
        ("ods", matrices.as_xlsx([["", "L1"], ["A", "b"]]), "XLSX"),
        ("csv", matrices.as_ods([["", "L1"], ["A", "b"]]), "ODS"),
    ],
)
def test_a_workbook_with_another_suffix_says_so(
    suffix: str, data: bytes, what: str, tmp_path: Path
) -> None:
    matrix = read(written(tmp_path, suffix, data))
    assert matrix.texts() == {"A": [["b"]]}
    assert any(what in note for note in matrix.notes), matrix.notes


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_files_are_said_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    suffix, data, complaint = BAD[name]
    with pytest.raises(MatrixError) as raised:
        read(written(tmp_path, suffix, data))
    assert complaint in str(raised.value)
    assert "matrix." + suffix in str(raised.value)


@pytest.mark.parametrize("suffix", ["ods", "csv", "xls", "xlsx"])
def test_workbooks_are_known_by_their_bytes(suffix: str, tmp_path: Path) -> None:
    rows = [["", "L1"], ["A", "b"]]
    for right, data in (("xlsx", matrices.as_xlsx(rows)), ("ods", matrices.as_ods(rows))):
        path = written(tmp_path, suffix, data)
        assert read(path).texts() == {"A": [["b"]]}
        with pytest.raises(
            MatrixError, match=f"is a workbook. Name its format with --format {right}"
        ):
            files.read_tables(str(path), "csv")


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"sep=;\r\nPath;L1;L2\r\nA;x, y;z\r\n", [["x, y"], ["z"]]),
        (b"\xef\xbb\xbfPath;L1;L2\r\nA;x, y;z\r\n", [["x, y"], ["z"]]),
        ('\ufeffPath\tL1\tL2\r\nA\t"x\ny"\tz\r\n'.encode("utf-16-le"), [["x", "y"], ["z"]]),
    ],
)
def test_exports_of_spreadsheet_programs(
    data: bytes, wanted: list[list[str]], tmp_path: Path
) -> None:
    for suffix in ("csv", "txt"):
        assert read(written(tmp_path, suffix, data)).texts() == {"A": wanted}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_ten_million_rows_on_standard_input_fail_fast_in_flat_memory() -> None:
    program = (
        "import sys; from careergraph.cli import main\n"
        "try: main()\n"
        "finally: print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0], "
        "file=sys.stderr)"
    )
    arguments = ["import", "matrix", "-", "--format", "csv", "-o", "-"]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=b"path,level\n" * 10_000_000,
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 10
    assert b"standard input is larger than 20 MB" in done.stderr
    assert done.stdout == b""
    assert int(done.stderr.split()[-1]) < 150_000, "kilobytes at most"
    assert time.perf_counter() - started < 10


def test_what_a_page_hides_is_not_read(tmp_path: Path) -> None:
    page = (
        "<table><tr><td hidden>0<th>Path<th>Level 1<th>Level 2"
        "<tr><td style='display: none'>1<td>A<td><p>x</p><p hidden>y</p><p>z</p>"
        "<td><ul><li><p>u</p></li>\n<li>\n<p>v</p></li></ul><script>w</script></table>"
    )
    assert read(written(tmp_path, "html", page)).texts() == {"A": [["x", "z"], ["u", "v"]]}


def test_openpyxl_prints_nothing_of_damaged_styles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = matrices.as_xlsx([["", "L1"], ["A", "b"]])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        styles = archive.read("xl/styles.xml")
    start, end = styles.index(b"<cellStyleXfs"), styles.index(b"</cellStyleXfs>")
    damaged = styles[:start] + b"<cellStyleXfs>" + styles[end:]
    path = written(tmp_path, "xlsx", bomb("xl/styles.xml", damaged))
    with pytest.raises(MatrixError, match="not a sound workbook"):
        read(path)
    assert capsys.readouterr().out == ""
