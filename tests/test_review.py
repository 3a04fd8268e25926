"""Reviews: written, mangled as spreadsheets do, and read again."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from careergraph import review
from careergraph.errors import ReviewError
from careergraph.readers import delimited
from careergraph.readers.tables import FAILED, clean

HEADER = ("id", "label", "confidence", "accept", "note")
ROWS = [
    ("https://example.org/a", "Sell; or try", 0.85, "yes", ""),
    ("https://example.org/b", "=1+1", 0.5, "", "a, b"),
]


def write(path: Path, text: str, encoding: str = "utf-8") -> review.Review:
    path.write_bytes(text.encode(encoding))
    return review.read(path, HEADER[:4], HEADER[4:])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "review.csv"


def as_plain(found: review.Review) -> list[tuple[str, ...]]:
    return [tuple(row.text(name) for name in HEADER) for row in found.rows]


PLAIN = [tuple(str(cell) for cell in row) for row in ROWS]


def test_a_review_comes_back_as_it_was_written(file):
    assert as_plain(write(file, review.to_csv(HEADER, ROWS))) == PLAIN


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_any_text_comes_back_as_the_readers_clean_it(tmp_path_factory, texts):
    file = tmp_path_factory.mktemp("review") / "review.csv"
    rows = [("https://example.org/a", text, 1, "", "") for text in texts]
    expected = [clean(text) for text in texts]
    assume(not any(FAILED.fullmatch(text.strip()) for text in texts))
    found = write(file, review.to_csv(HEADER, rows))
    assert [row.text("label") for row in found.rows] == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_what_a_spreadsheet_does_does_not_matter(file, delimiter, encoding):
    order = [3, 1, 0, 4, 2]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    safe = list(csv.reader(io.StringIO(review.to_csv(HEADER, ROWS))))
    for row in [safe[0], *reversed(safe[1:])]:
        writer.writerow([row[place] for place in order])
    assert as_plain(write(file, out.getvalue(), encoding)) == PLAIN[::-1]


def test_an_optional_column_may_be_dropped_and_others_be_added(file):
    found = write(file, "Accept,ID,Label,Confidence,mine\nx,https://a.example/,A,1,hm\n")
    assert as_plain(found) == [("https://a.example/", "A", "1", "x", "")]
    assert found.unused == ("mine",)


def test_rows_keep_their_numbers_below_blank_ones(file):
    found = write(file, "id,label,confidence,accept\n,,,\n\na,A,1,perhaps\n")
    with pytest.raises(ReviewError, match=r"review\.csv, row 4, column 4 \(accept\): 'perhaps'"):
        found.rows[0].accepted()


@pytest.mark.parametrize(
    ("text", "accepted"),
    [("", None), ("Yes", True), ("TRUE", True), ("x", True), ("no", False), ("FALSE", False)],
)
def test_decisions(file, text, accepted):
    (row,) = write(file, f"id,label,confidence,accept\na,A,1,{text}\n").rows
    assert row.accepted() is accepted


@pytest.mark.parametrize(
    ("text", "share"), [("", None), ("0.25", 0.25), ("0,25", 0.25), ("25 %", 0.25), ("1", 1.0)]
)
def test_shares(file, text, share):
    (row,) = write(file, f'id,label,confidence,accept\na,A,"{text}",\n').rows
    assert row.share("confidence") == share


@pytest.mark.parametrize("text", ["-0.1", "1.01", "nan", "high", "120%", "1,000"])
def test_what_is_no_share_is_refused(file, text):
    (row,) = write(file, f'id,label,confidence,accept\na,A,"{text}",\n').rows
    if text == "1,000":  # one, with a decimal comma
        assert row.share("confidence") == 1
        return
    with pytest.raises(ReviewError, match=r"row 2, column 3 \(confidence\): .* from 0 to 1"):
        row.share("confidence")


def test_iris_and_curies_are_read_and_other_text_is_refused(file):
    text = "id,label,confidence,accept\n<https://a.example/b>,,,\ncg:Skill,,,\na b,,,\n"
    first, second, third = write(file, text).rows
    assert first.iri("id") == "https://a.example/b"
    assert second.iri("id") == "https://w3id.org/careergraph/terms#Skill"
    with pytest.raises(ReviewError, match=r"row 4, column 1 \(id\): 'a b' is no IRI"):
        third.iri("id")


def test_a_choice_is_one_of_those_allowed_whatever_its_case(file):
    first, second = write(file, "id,label,confidence,accept\na,Close,,\na,near,,\n").rows
    assert first.choice("label", ("close", "broad")) == "close"
    with pytest.raises(ReviewError, match=r"row 3, column 2 .*'near' is not one of close, broad"):
        second.choice("label", ("close", "broad"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("id,label,accept\na,b,c\n", "row 1: there is no column 'confidence', only 'id', "),
        ("id,label,confidence,accept,ID\n", "row 1, column 5: the column 'id' stands twice"),
        ("id,label,confidence,accept\na,b\n", "row 2: the row has 2 cells, the header 4"),
        ("id,label,confidence,accept\na,b,1,yes,no\n", "row 2: the row has 5 cells"),
        ('id,label,confidence,accept\n"a,b,c,d\n', "row 2: .*quotation mark"),
        ("id,label,confidence,accept\na,=A1,1,\n", "row 2, column 2: .*formula '=A1'"),
    ],
)
def test_bad_files_are_refused_with_the_place(file, text, message):
    with pytest.raises(ReviewError, match=message):
        write(file, text)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(ReviewError, match="cannot be read"):
        review.read(tmp_path / "none.csv", ["id"])
    (tmp_path / "zeros.csv").write_bytes(bytes(100))
    with pytest.raises(ReviewError, match="not a text file"):
        review.read(tmp_path / "zeros.csv", ["id"])


def test_a_huge_file_is_refused(file):
    file.write_bytes(b"x" * (delimited.MAX_FILE_BYTES + 1))
    with pytest.raises(ReviewError, match="larger than 20 MB"):
        review.read(file, ["id"])
