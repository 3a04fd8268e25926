"""How `careergraph query` writes answers: to terminals, pipes and files."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet
import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from careergraph.cli import main

GRAPH = Path(__file__).parents[1] / "graph"
TWO = "SELECT ?role { ?role a cg:Role } ORDER BY ?role LIMIT 2"
COUNTS = "SELECT ?l (COUNT(*) AS ?n) { ?r cg:atLevel ?l } GROUP BY ?l ORDER BY ?l"
MANAGER = "https://w3id.org/careergraph/ai-roadmap/role/ai-product-manager-1"


def query(text: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["query", "--text", text, *words])


class TestFiles:
    def test_parquet_has_types_and_says_where_it_is_from(self, tmp_path: Path) -> None:
        file = tmp_path / "counts.parquet"
        result = query(COUNTS, "-o", str(file))
        assert (result.exit_code, result.output) == (0, "")
        table = pyarrow.parquet.read_table(file)
        assert [str(field.type) for field in table.schema] == ["string", "int64"]
        assert sum(table.column("n").to_pylist()) == 30
        metadata = table.schema.metadata
        assert metadata[b"careergraph.query"].decode() == COUNTS
        assert metadata[b"careergraph.graph"] == b"the built-in AI career roadmap"
        assert metadata[b"careergraph.date"].startswith(b"20")

    def test_parameters_are_in_the_metadata(self, tmp_path: Path) -> None:
        file = tmp_path / "needs.parquet"
        words = ["query", "role-requirements", "-p", "role=ml engineer 3", "-o", str(file)]
        assert CliRunner().invoke(main, words).exit_code == 0
        metadata = pyarrow.parquet.read_schema(file).metadata
        assert metadata[b"careergraph.query"] == b"role-requirements"
        assert json.loads(metadata[b"careergraph.parameters"]) == {"role": "ml engineer 3"}

    @pytest.mark.parametrize(
        ("name", "start"),
        [
            ("a.csv", "role\r\n"),
            ("a.tsv", "?role\n"),
            ("a.json", '{"head":'),
            ("a.srx", "<?xml"),
            ("a.jsonl", '{"role":'),
            ("a.md", "| role |"),
            ("a.html", "<!doctype html>"),
            ("a.txt", "role"),
            ("a.unknown", "role"),
        ],
    )
    def test_the_name_says_the_format(self, tmp_path: Path, name: str, start: str) -> None:
        assert query(TWO, "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().decode().startswith(start)

    def test_format_comes_before_the_name(self, tmp_path: Path) -> None:
        file = tmp_path / "a.csv"
        assert query(TWO, "-o", str(file), "--format", "ndjson").exit_code == 0
        assert json.loads(file.read_text().splitlines()[0])

    def test_nothing_is_replaced_unasked(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.csv"
        file.write_text("mine")
        result = query(TWO, "-o", str(file))
        assert result.exit_code == 9
        assert "--force" in result.stderr
        assert file.read_text() == "mine"
        assert query(TWO, "-o", str(file), "--force").exit_code == 0
        assert file.read_text().startswith("role")

    @pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
    def test_what_fails_leaves_nothing(
        self, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from careergraph.answers import Stream

        def failing(stream: Stream) -> object:
            yield (pyoxigraph.Literal("x"),)
            raise KeyboardInterrupt

        monkeypatch.setattr(Stream, "__iter__", failing)
        assert query(TWO, "-o", str(tmp_path / name)).exit_code != 0
        assert list(tmp_path.iterdir()) == []


class TestLabels:
    def test_tables_show_them(self) -> None:
        assert "AI Product Manager, level 1 (role:ai-product" in query(TWO).output

    def test_they_can_be_left_out(self) -> None:
        assert query(TWO, "--no-labels").output.splitlines()[2] == "role:ai-product-manager-1"

    def test_data_get_columns_of_them(self) -> None:
        rows = list(csv.reader(io.StringIO(query(TWO, "--format", "csv", "--labels").output)))
        assert rows[:2] == [
            ["role", "role_label"],
            [MANAGER, "AI Product Manager, level 1"],
        ]

    def test_data_have_none_unasked(self) -> None:
        assert query(TWO, "--format", "csv").output.splitlines()[0] == "role"


class TestCharts:
    def test_bars(self) -> None:
        lines = query(COUNTS, "--chart").output.splitlines()
        assert lines[0] == "n by l"
        assert all("█" in line for line in lines[1:])

    def test_a_picture_and_a_page(self, tmp_path: Path) -> None:
        for name, start in (("c.svg", "<svg"), ("c.html", "<!doctype html>")):
            result = query(COUNTS, "--chart-file", str(tmp_path / name))
            assert (result.exit_code, result.output) == (0, "")
            assert (tmp_path / name).read_text().startswith(start)

    def test_another_suffix(self, tmp_path: Path) -> None:
        result = query(COUNTS, "--chart-file", str(tmp_path / "c.png"))
        assert result.exit_code == 2
        assert ".svg or .html" in result.stderr

    def test_another_shape(self) -> None:
        result = query("ASK {}", "--chart")
        assert result.exit_code == 2
        assert "exactly one column of numbers" in result.stderr


class TestHtml:
    def test_the_page_is_well_formed_and_shows_text_as_text(self) -> None:
        attack = "</td><script>alert(1)</script><img src=x onerror=y>"
        text = f"SELECT ('{attack}' AS ?x) (<javascript:alert(1)> AS ?y) {{}}"
        page = query(text, "--format", "html").output
        seen = Tags()
        seen.feed(page)
        assert not seen.tags & {"script", "img"}
        assert attack in seen.text
        assert "href" not in page


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from careergraph.cli import main; main()", *words]


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("PAGER", "NO_PAGER")}
    return {**kept, "PYTHONPATH": str(GRAPH), **more}


class TestPipes:
    @pytest.fixture(scope="class")
    @staticmethod
    def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Return a directory of 1,000 triples, which make a million pairs."""
        path = tmp_path_factory.mktemp("large") / "store"
        store = pyoxigraph.Store(str(path))
        predicate = pyoxigraph.NamedNode("http://e/p")
        store.bulk_extend(
            pyoxigraph.Quad(pyoxigraph.NamedNode(f"http://e/{n}"), predicate, pyoxigraph.Literal(n))
            for n in range(1000)
        )
        store.flush()
        del store
        return path

    PAIRS = "SELECT ?a ?n ?b ?m { ?a <http://e/p> ?n . ?b <http://e/p> ?m }"
    MEASURE = (
        "import re, sys\n"
        "from careergraph.cli import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    status = open('/proc/self/status').read()\n"
        "    print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024, file=sys.stderr)\n"
    )
    """Prints the most memory that the process held, in MiB."""

    def measured(self, *words: str) -> tuple[bytes, int]:
        """Return the end of what a command writes, with its lines counted, and its memory."""
        with subprocess.Popen(
            [sys.executable, "-c", self.MEASURE, "query", *words],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout
            assert process.stderr
            last, lines = b"", 0
            while chunk := process.stdout.read(1 << 16):
                lines += chunk.count(b"\n")
                last = chunk
            return b"%d %s" % (lines, last[-20:]), int(process.stderr.read())

    def test_a_million_rows_in_flat_memory(self, large: Path) -> None:
        words = ("--graph", str(large), "--format", "csv", "--text")
        few, least = self.measured(*words, f"{self.PAIRS} LIMIT 10")
        many, most = self.measured(*words, self.PAIRS)
        assert few.startswith(b"11 ")
        assert many.startswith(b"1000001 ")
        assert most < least + 10

    def test_parquet_does_not_grow_with_the_rows(self, large: Path, tmp_path: Path) -> None:
        memory = {}
        for count in (200_000, 400_000):
            file = tmp_path / f"{count}.parquet"
            words = ("--graph", str(large), "-o", str(file), "--text")
            _, memory[count] = self.measured(*words, f"{self.PAIRS} LIMIT {count}")
            assert pyarrow.parquet.read_metadata(file).num_rows == count
        assert memory[400_000] < memory[200_000] * 1.2

    def test_a_closed_pipe_is_no_error(self, large: Path) -> None:
        words = command("query", "--graph", str(large), "--text", self.PAIRS, "--format", "csv")
        with subprocess.Popen(
            words, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout
            assert process.stderr
            assert process.stdout.readline() == b"a,n,b,m\r\n"
            process.stdout.close()
            assert process.stderr.read() == b""


def on_a_terminal(*words: str, **more: str) -> str:
    """Return what a terminal of ten lines is sent."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*words),
        env=environment(LINES="10", COLUMNS="80", TERM="xterm", **more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        data = b""
        try:
            while chunk := os.read(ours, 1 << 16):
                data += chunk
        except OSError:  # what the end is on Linux
            pass
        process.wait()
    os.close(ours)
    return data.decode()


class TestTerminal:
    ROLES = ("query", "--text", "SELECT ?role { ?role a cg:Role }")

    def pager(self, tmp_path: Path) -> str:
        script = tmp_path / "pager"
        script.write_text("#!/bin/sh\necho PAGED\ncat\n")
        script.chmod(0o755)
        return str(script)

    def test_a_long_table_goes_to_the_pager(self, tmp_path: Path) -> None:
        shown = on_a_terminal(*self.ROLES, PAGER=self.pager(tmp_path))
        assert shown.startswith("PAGED")
        assert "30 rows" in shown

    def test_a_short_one_does_not(self, tmp_path: Path) -> None:
        shown = on_a_terminal("query", "--text", TWO, PAGER=self.pager(tmp_path))
        assert "PAGED" not in shown
        assert "2 rows" in shown

    @pytest.mark.parametrize("words", [("--no-pager",), ("--format", "csv")])
    def test_none_where_none_is_wanted(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        shown = on_a_terminal(*self.ROLES, *words, PAGER=self.pager(tmp_path))
        assert "PAGED" not in shown
        assert "role" in shown

    def test_no_pager_in_the_environment(self, tmp_path: Path) -> None:
        shown = on_a_terminal(*self.ROLES, PAGER=self.pager(tmp_path), NO_PAGER="1")
        assert "PAGED" not in shown

    def test_binary_formats_refuse_it(self) -> None:
        shown = on_a_terminal(*self.ROLES, "--format", "parquet")
        assert "Name a file with --output" in shown
        assert "PAR1" not in shown

    def test_charts_are_ascii_where_nothing_else_can_be_shown(self) -> None:
        shown = on_a_terminal(
            "query", "--text", COUNTS, "--chart", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
        )
        assert "##" in shown
        assert shown.isascii()
