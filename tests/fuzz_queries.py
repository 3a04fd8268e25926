"""Fuzz the query layer: made, mutated and senseless queries, each from a number of its own.

`python tests/fuzz_queries.py --queries 10000` reads, checks, explains and asks every one, and
reports how many were answered, refused and stopped, the slowest, and every fault: an error that is
not careergraph's, a query that outlasts its limit, a pool that no longer answers, a connection at
the canary. What we refuse to read is sent to the engine all the same, as if nothing had read it.
A fault is named by its number; `--first N --queries 1` asks it again.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import socket
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pyoxigraph

from careergraph.engines import Limits, Workers
from careergraph.errors import CareerGraphError, LimitError, QueryError
from careergraph.queries import Queries, read_text
from careergraph.queries.explaining import explain
from careergraph.sparql import parse, refuse_outside
from careergraph.store import open_store

SECONDS = 1.0
"""What a query may take of a worker."""

GRACE = 2.0
"""Seconds that a query may take beyond its limit; and that reading one may take at all."""

HANG = 20
"""Seconds after which reading or asking counts as endless."""

LIMITS = Limits(seconds=SECONDS, rows=1_000, memory=256)
HEALTH = "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }"

WORDS = re.findall(
    r"\w+",
    """
    SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH SERVICE
    SILENT FROM NAMED ORDER GROUP BY HAVING LIMIT OFFSET DISTINCT REDUCED EXISTS NOT IN AS
    UNDEF PREFIX BASE VERSION LATERAL LOAD INSERT DELETE DATA CLEAR DROP COPY a true false
    COUNT SUM MIN AVG SAMPLE GROUP_CONCAT SEPARATOR REGEX REPLACE CONCAT STRLEN SUBSTR IRI
    BNODE STRDT IF COALESCE NOW RAND UUID SHA512 TRIPLE ISTRIPLE DESC ASC
    """,
)
SIGNS = (
    *"{}()[]<>.;,|/^*+?!=&-#@'\"\\$:_\n\r\t\0",
    *(
        "<<",
        ">>",
        "<<(",
        ")>>",
        "{|",
        "|}",
        "&&",
        "||",
        "^^",
        "'''",
        '"""',
        "!=",
        "<=",
        "#\n",
        "()",
    ),
    *(
        "\\u0053ERVICE",
        "\\u007B",
        "\\U0001F600",
        "\\uD800",
        "\u202e",
        "\ufeff",
        "\u3001",
        "é",
        "😀",
    ),
    *(
        "1",
        "-1",
        "1e999",
        "0.5",
        "9" * 40,
        '"x"@en',
        '"1"^^xsd:integer',
        "'x'@en--ltr",
        "_:b",
        "[]",
    ),
    *("?s", "?p", "?o", "?x", "?role", "?skill", "$s", "*", "cg:Role", "cg:requires", "skos:x"),
    *(
        "skos:prefLabel",
        "cg:leadsTo+",
        "cg:leadsTo*",
        "(a|!a)*",
        "no:prefix",
        "<>",
        "<a:b>",
        "<URL>",
    ),
    *(
        "SERVICE <URL> {",
        "FROM <URL>",
        "FROM <file:///etc/passwd>",
        "LOAD <URL>",
        "( SELECT",
        "{ {",
    ),
)
FILES = Path(__file__).parents[1] / "queries"


class Maker:
    """Makes queries by the grammar, from a source of chance.

    Parameters
    ----------
    chance : random.Random
    url : str
        What SERVICE and FROM name.
    """

    def __init__(self, chance: random.Random, url: str) -> None:
        self._chance = chance
        self._url = url

    def query(self, depth: int = 0) -> str:
        """Return a query of any form."""
        where, modifiers = self.group(depth), self._modifiers()
        form = self._pick("SELECT", "SELECT", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        if form == "ASK":
            return f"ASK {where}"
        if form == "CONSTRUCT":
            return f"CONSTRUCT {{ {self.triple()} }} WHERE {where} {self._pick('', 'LIMIT 9')}"
        if form == "DESCRIBE":
            return f"DESCRIBE {self._pick('?s', '*', 'cg:Role')} WHERE {where}"
        return f"{self.select()} {where} {modifiers}"

    def select(self) -> str:
        """Return what stands before WHERE."""
        some = " ".join(self._many(lambda: f"({self.expression(0)} AS ?n{self._number(99)})", 2))
        counted = self._pick("COUNT", "SUM", "MIN", "GROUP_CONCAT", "COUNT(DISTINCT *) + SUM")
        what = self._pick(
            "*",
            self.variable(),
            f"{self.variable()} {some}",
            f"({counted}({self.variable()}) AS ?n)",
        )
        return f"SELECT {self._pick('', 'DISTINCT', 'REDUCED')} {what}"

    def group(self, depth: int) -> str:
        """Return patterns in braces."""
        return "{ " + " ".join(self._many(lambda: self.pattern(depth + 1), 3, 1)) + " }"

    def pattern(self, depth: int) -> str:
        """Return one pattern."""
        if depth > 5 or self._chance.random() < 0.5:
            return f"{self.triple()} . "
        inner = self.group(depth)
        return self._pick(
            f"OPTIONAL {inner}",
            f"{inner} UNION {self.group(depth)}",
            f"MINUS {inner}",
            f"FILTER {self._pick('', 'NOT ')}EXISTS {inner}",
            f"FILTER({self.expression(0)})",
            f"BIND({self.expression(0)} AS ?b{self._number(9999)})",
            f"VALUES {self.variable()} {{ {' '.join(self._many(self.constant, 5))} }}",
            f"VALUES (?v ?w) {{ {' '.join(self._many(lambda: f'({self.constant()} UNDEF)', 4))} }}",
            f"{{ {self.select()} {inner} {self._modifiers()} }}",
            f"GRAPH {self._pick('?g', '<a:g>')} {inner}",
            f"SERVICE {self._pick('', 'SILENT ')}<{self._url}> {inner}",
        )

    def triple(self) -> str:
        """Return a triple pattern, now and then one that reaches far."""
        subject = self._pick(self.variable(), self.variable(), "[]", self.constant(), "(1 ?s)")
        object_ = self._pick(self.variable(), self.constant(), "<<( ?s ?p ?o )>>", "[ a ?x ]")
        return f"{subject} {self.path(0)} {object_}"

    def path(self, depth: int) -> str:
        """Return a property path."""
        if depth > 2 or self._chance.random() < 0.7:
            return self._pick("a", "cg:requires", "cg:leadsTo", "skos:prefLabel", "?p", "!a")
        one, other = self.path(depth + 1), self.path(depth + 1)
        if "?" in one + other:
            return "cg:leadsTo+"
        return self._pick(
            f"({one})*", f"({one})+", f"({one})?", f"^({one})", f"{one}/{other}", f"({one}|{other})"
        )

    def expression(self, depth: int) -> str:
        """Return an expression."""
        if depth > 3 or self._chance.random() < 0.35:
            return self._pick(self.variable(), self.constant())
        one, other = self.expression(depth + 1), self.expression(depth + 1)
        sign = self._pick("+", "-", "*", "/", "=", "!=", "<", ">", "&&", "||")
        return self._pick(
            f"({one} {sign} {other})",
            f"!{one}",
            f"CONCAT({one}, {other}, {one})",
            f"REGEX(STR({one}), '^((a+)+|(.*a){{9}})+$')",
            f"REPLACE(STR({one}), '(.*)(.*)', '$1$2$1')",
            f"IF({one}, {other}, {one})",
            f"COALESCE({one}, {other})",
            f"{one} IN ({', '.join(self._many(lambda: self.expression(depth + 1), 3))})",
            f"{self._pick('STR', 'STRLEN', 'IRI', 'SHA512', 'ABS', 'YEAR')}({one})",
        )

    def variable(self) -> str:
        """Return one of few variables, so that patterns meet."""
        return self._pick("?s", "?p", "?o", "?role", "?skill", "?x")

    def constant(self) -> str:
        """Return an IRI or a literal."""
        return self._pick(
            "cg:Role", "<a:b>", "1", "1e300", "'text'", '"x"@en', "true", "role:x", f"<{self._url}>"
        )

    def _modifiers(self) -> str:
        return " ".join(
            part
            for part in (
                f"GROUP BY {self.variable()}",
                f"HAVING(COUNT(*) > {self._number(5)})",
                f"ORDER BY {self._pick('', 'DESC')}({self.expression(2)})",
                f"LIMIT {self._number(2000)}",
                f"OFFSET {self._number(50)}",
            )
            if self._chance.random() < 0.15
        )

    def _pick(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def _number(self, most: int) -> int:
        return self._chance.randrange(most)

    def _many(self, make: Callable[[], str], most: int, least: int = 0) -> list[str]:
        return [make() for _ in range(self._chance.randint(least, most))]


def deep_or_long(chance: random.Random) -> str:
    """Return something small that is repeated until it is none."""
    times = chance.choice((60, 250, 499, 1_000, 20_000))
    opening, middle, closing = chance.choice(
        (
            ("{", "", "}"),
            ("{ SELECT * {", "?s ?p ?o", "} }"),
            ("OPTIONAL { ?s ?p ?o ", "", "}"),
            ("FILTER NOT EXISTS {", "", "}"),
            ("?s ?p ", "?o", " . "),
            ("?s ?p (", "1", ")"),
            ("?s ?p [ ?p ", "1", "]"),
            ("<< ", "?s ?p ?o", " ?p ?o >> ?p ?o . "),
            ("{ ?s ?p ?o } UNION ", "{}", ""),
            ("VALUES ?x { 1 2 } ", "", ""),
            ("?s ?p ?o . ", "", ""),
            ("?s <a:p>", "", ""),
            ("FILTER(!", "(1)", ")"),
            ("FILTER(1+", "1", ")"),
            ("BIND(CONCAT('a',", "'b'", ") AS ?x)"),
        )
    )
    nested = opening * times + middle + closing * times
    flat = f"?s cg:requires{'/cg:requires' * times} ?o . FILTER(1{'+1' * times})"
    return f"SELECT * {{ {chance.choice((nested, nested, opening * times, flat))} }}"


def mutated(chance: random.Random, text: str, other: str) -> str:
    """Return a query changed in a few places."""
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.choice((1, 1, 4, 16, 64)))
        piece = chance.choice(
            (
                "",
                chance.choice(SIGNS),
                chance.choice(WORDS),
                text[at:end] * chance.choice((2, 9)),
                other[at:end],
                chr(chance.randrange(0x110000)),
            )
        )
        text = text[:at] + piece + text[end if chance.random() < 0.7 else at :]
    return text


def good_queries() -> list[str]:
    """Return the named queries' own texts, with nothing put in for their parameters."""
    return [file.read_text(encoding="utf-8") for file in sorted(FILES.rglob("*.rq"))]


def case(number: int, good: list[str], url: str) -> tuple[str, str]:
    """Return the kind and the text of one case, the same for the same number."""
    chance = random.Random(number)
    kind = chance.choices(("made", "mutated", "soup", "bytes", "deep"), (40, 35, 12, 8, 5))[0]
    if kind == "made":
        text = Maker(chance, url).query()
        if chance.random() < 0.2:
            text = mutated(chance, text, chance.choice(good))
    elif kind == "mutated":
        text = mutated(chance, chance.choice(good), chance.choice(good))
    elif kind == "soup":
        pieces = chance.choices((*WORDS, *SIGNS), k=chance.choice((3, 10, 40, 200)))
        text = chance.choice(("", "SELECT * { ", "ASK { ")) + chance.choice(("", " ")).join(pieces)
    elif kind == "bytes":
        data = chance.randbytes(chance.choice((1, 20, 300, 5_000)))
        text = data.decode(chance.choice(("latin-1", "utf-8", "utf-16-le")), "replace")
    else:
        text = deep_or_long(chance)
    return kind, text.replace("<URL>", f"<{url}>")


class Canary:
    """Listens on this machine, and hears nothing as long as all is well."""

    def __init__(self) -> None:
        self.heard = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.heard += 1
                connection.close()

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@dataclass
class Unread:
    """A text that nothing of ours has read, as a worker is asked it."""

    text: str
    form: str = "SELECT"
    columns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def with_row_limit(self, _: int) -> Unread:
        """Return the same: nobody can tell where its limit would stand."""
        return self


class EndlessError(BaseException):
    """Something took so long that it was ended from outside."""


def _endless(*_: int | FrameType | None) -> None:
    raise EndlessError


@dataclass
class Fuzzer:
    """Asks queries of one worker, and counts how they end."""

    store: pyoxigraph.Store = field(default_factory=open_store)
    canary: Canary = field(default_factory=Canary)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    slowest_read: tuple[float, int] = (0.0, 0)

    def __post_init__(self) -> None:
        self.workers = Workers(self.store)
        self.good = good_queries()

    def run(self, numbers: Iterator[int], until: float = float("inf")) -> None:
        """Ask the cases with these numbers."""
        before = signal.signal(signal.SIGALRM, _endless)
        try:
            for number in numbers:
                if time.monotonic() > until:
                    break
                self._one(number)
        finally:
            signal.signal(signal.SIGALRM, before)

    def close(self) -> None:
        """End the worker and the canary."""
        self.workers.close()
        self.canary.close()

    def _one(self, number: int) -> None:
        kind, text = case(number, self.good, self.canary.url)
        signal.alarm(HANG)
        try:
            outcome = self._outcome(number, text)
            if outcome != "answered" and not self._healthy():
                outcome = f"the next query was not answered after: {outcome}"
        except EndlessError:
            outcome = f"endless: over {HANG} s\n{traceback.format_exc(limit=-3)}"
        except Exception:  # noqa: BLE001 - any other error is what the fuzzer looks for
            outcome = traceback.format_exc(limit=-3)
        finally:
            signal.alarm(0)
        if self.canary.heard:
            outcome, self.canary.heard = "a connection was opened", 0
        if outcome in OUTCOMES:
            self.seen[kind, outcome] += 1
            return
        self.seen[kind, "fault"] += 1
        self.faults.append(f"case {number} ({kind}): {outcome}")

    def _outcome(self, number: int, text: str) -> str:
        started = time.monotonic()
        try:
            query = parse(text)
            refuse_outside(query)
            _ = query.warnings
        except QueryError as error:
            if not str(error).strip():
                return "an error that says nothing"
            outcome, query = "refused", None
        taken = time.monotonic() - started
        self.slowest_read = max(self.slowest_read, (taken, number))
        if taken > GRACE:
            return f"reading took {taken:.1f} s"
        started = time.monotonic()
        if query is None:
            unread: Any = Unread(text)
            # Nobody knows its columns, so its rows may not be readable as such.
            with suppress(CareerGraphError, UnicodeEncodeError, TypeError, ValueError):
                self._answer(unread)
        else:
            self._explain(number, text)
            started = time.monotonic()
            outcome = self._answer(query)
        taken = time.monotonic() - started
        self.slowest = max(self.slowest, (taken, number))
        return outcome if taken < SECONDS + GRACE else f"asking took {taken:.1f} s"

    def _answer(self, query: Any) -> str:
        try:
            for _ in self.workers.stream(query, LIMITS):
                pass
        except LimitError:
            return "stopped"
        except QueryError as error:
            return "crashed its worker" if "crash" in str(error) else "refused by the engine"
        return "answered"

    def _explain(self, number: int, text: str) -> None:
        if number % 4:  # it counts every pattern, which takes longer than to answer
            return
        with suppress(QueryError, LimitError):
            str(explain(self.workers, read_text(text), {}, Queries().get))

    def _healthy(self) -> bool:
        return self.workers.stream(parse(HEALTH), LIMITS).answer().values() == [(30,)]


OUTCOMES = ("answered", "refused", "refused by the engine", "stopped")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=60)
    given = parser.parse_args()
    fuzzer = Fuzzer()
    numbers = iter(range(given.first, given.first + given.queries))
    fuzzer.run(numbers, time.monotonic() + 60 * given.minutes)
    fuzzer.close()
    for fault in {re.sub(r"\d+", "", fault): fault for fault in reversed(fuzzer.faults)}.values():
        print(fault, file=sys.stderr)
    for (kind, outcome), count in sorted(fuzzer.seen.items()):
        print(f"{kind:8} {outcome:22} {count:6,}")
    print("Slowest: case {1}, {0:.2f} s.".format(*fuzzer.slowest))
    print("Slowest to read: case {1}, {0:.2f} s.".format(*fuzzer.slowest_read))
    print(f"{sum(fuzzer.seen.values()):,} queries, {len(fuzzer.faults)} faults.")
    sys.exit(bool(fuzzer.faults))


if __name__ == "__main__":
    main()
