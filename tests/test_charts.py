"""Charts of answers, in the terminal, as SVG and as a page."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers import Answer
from careergraph.charts import MOST_BARS, Chart, chart, html, in_terminal, svg
from careergraph.errors import RequestError
from careergraph.queries import run
from careergraph.terminal import display_width

SVG = "{http://www.w3.org/2000/svg}"
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def ask(values: str, columns: str = "?a ?n") -> Answer:
    return run(pyoxigraph.Store(), f"SELECT {columns} {{ VALUES ({columns}) {{ {values} }} }}")


def numbers(*values: float) -> Answer:
    return Answer("SELECT", ("n",), tuple((pyoxigraph.Literal(value),) for value in values))


class TestShape:
    def test_text_and_a_number_are_bars(self) -> None:
        drawn = chart(ask("('x' 2) (cg:Role 3.5)"), {})
        assert drawn == Chart("n by a", ("x", "cg:Role"), (2.0, 3.5))

    def test_iris_have_their_labels(self) -> None:
        labels = {"https://w3id.org/careergraph/terms#Role": "role"}
        assert chart(ask("(cg:Role 1)"), labels).names == ("role (cg:Role)",)

    def test_two_texts_make_a_name(self) -> None:
        assert chart(ask("('x' 2 'y') (UNDEF 1 UNDEF)", "?a ?n ?b")).names == ("x, y", "(none)")

    def test_numbers_alone_are_a_histogram(self) -> None:
        drawn = chart(numbers(1, 2, 2, 3, 3, 3))
        assert drawn == Chart("Rows by n", ("1", "2", "3"), (1.0, 2.0, 3.0))

    def test_wide_ranges_have_round_edges(self) -> None:
        drawn = chart(numbers(0, 12, 55, 99))
        assert drawn.names == ("0 to below 50", "50 to below 100")
        assert drawn.values == (2.0, 2.0)

    @given(st.lists(FINITE | st.integers(-50, 50), min_size=1, max_size=60))
    def test_every_number_is_in_a_bin(self, values: list[float]) -> None:
        drawn = chart(numbers(*values))
        assert sum(drawn.values) == len(values)
        assert len(drawn.names) <= 20

    @given(st.lists(st.integers(0, 4), min_size=1, max_size=60))
    def test_few_whole_numbers_are_counted(self, values: list[int]) -> None:
        drawn = chart(numbers(*values))
        counts = {name: int(n) for name, n in zip(drawn.names, drawn.values, strict=True) if n}
        assert counts == {str(value): n for value, n in Counter(values).items()}

    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (Answer("ASK", boolean=True), "yes or no"),
            (Answer("SELECT", ("n",)), "no rows"),
            (ask("('x' 'y')"), "no column of numbers among a, n"),
            (ask("(1 2)"), "several: a, n. Select one"),
            (ask("('x' 1 'y' 'z')", "?a ?n ?b ?c"), "has 4 columns"),
            (numbers(float("nan")), "No number of this answer is finite"),
        ],
    )
    def test_other_shapes_hear_which_have_one(self, answer: Answer, message: str) -> None:
        with pytest.raises(RequestError, match="exactly one column of numbers") as caught:
            chart(answer)
        assert message in str(caught.value)

    def test_what_is_left_out_is_said(self) -> None:
        rows = tuple(
            (pyoxigraph.Literal(f"x{n}"), pyoxigraph.Literal(float("inf") if n == 1 else float(n)))
            for n in range(MOST_BARS + 3)
        )
        drawn = chart(Answer("SELECT", ("a", "n"), rows, cut="the limit of 63 rows"))
        assert len(drawn.names) == MOST_BARS
        assert drawn.left_out == (
            "1 without a finite number; what comes after the limit of 63 rows; "
            "2 rows after the first 60"
        )
        assert drawn.left_out in in_terminal(drawn, 80)
        assert drawn.left_out in svg(drawn)


class TestTerminal:
    def test_bars_have_the_length_of_their_values(self) -> None:
        lines = in_terminal(Chart("n by a", ("x", "long"), (1.0, 4.0)), 18).splitlines()
        assert lines == ["n by a", "x     ██▎        1", "long  █████████  4"]

    def test_ascii(self) -> None:
        text = in_terminal(Chart("t", ("a" * 50, "b"), (2.0, 1.0)), 40, ascii_only=True)
        assert text.isascii()
        assert "..." in text

    def test_wide_letters_stay_aligned(self) -> None:
        lines = in_terminal(Chart("t", ("数据", "abcd"), (1.0, 1.0)), 30).splitlines()[1:]
        assert [display_width(line[: line.index("█")]) for line in lines] == [6, 6]

    def test_below_zero_is_to_the_left(self) -> None:
        lines = in_terminal(Chart("t", ("a", "b"), (-1.0, 1.0)), 20, ascii_only=True).splitlines()
        assert lines[1].index("#") < lines[2].index("#")
        assert abs(lines[1].count("#") - lines[2].count("#")) <= 1

    @given(
        st.lists(st.tuples(st.text(max_size=30), FINITE), min_size=1, max_size=5),
        st.integers(40, 120),
    )
    def test_it_fits_and_steers_nothing(self, bars: list[tuple[str, float]], width: int) -> None:
        names, values = zip(*bars, strict=True)
        lines = in_terminal(Chart("t", names, values), width).split("\n")
        assert len(lines) == len(bars) + 1
        assert all(display_width(line) <= width for line in lines)
        assert not {char for line in lines for char in line if ord(char) < 32}


class TestPictures:
    def test_svg_says_what_it_shows(self) -> None:
        root = ElementTree.fromstring(svg(Chart("n by a", ("x", "y"), (1.0, 3.0))))
        assert root.attrib["role"] == "img"
        ids = {element.attrib.get("id"): element.text for element in root}
        assert [ids[name] for name in root.attrib["aria-labelledby"].split()] == [
            "n by a",
            "2 bars; the greatest is y with 3.",
        ]
        texts = [element.text for element in root.iter(f"{SVG}text")]
        assert texts == ["n by a", "x", "1", "y", "3"]
        bars = [float(bar.attrib["width"]) for bar in root.iter(f"{SVG}rect")][1:]
        assert bars[1] == pytest.approx(3 * bars[0])

    @given(st.text(), FINITE, FINITE)
    def test_any_text_makes_well_formed_svg(self, text: str, first: float, other: float) -> None:
        root = ElementTree.fromstring(svg(Chart(text, (text, "b"), (first, other))))
        widths = [float(bar.attrib["width"]) for bar in root.iter(f"{SVG}rect")]
        assert all(0 <= width <= 860 for width in widths)

    def test_the_page_has_the_numbers_as_a_table(self) -> None:
        answer = ask("('<script>x</script>' 2)")
        page = html(chart(answer), answer)
        assert "<td>&lt;script&gt;x&lt;/script&gt;</td>" in page
        assert '<td class="number">2</td>' in page
        assert "<script>" not in page
        assert "<svg" in page
