"""Fuzz the matrix reader: random bytes and mutated good files, each from a number of its own.

`python tests/fuzz_readers.py --minutes 30` reports how many files were read and refused, the
slowest, and every fault: an error that is not careergraph's, a hang, a file written. A fault is
named by its number; `--first N --cases 1` runs it again.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing as mp
import os
import random
import re
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph

import matrices
from careergraph.errors import CareerGraphError
from careergraph.readers.files import SUFFIXES, read_tables
from careergraph.readers.graph import to_turtle
from careergraph.readers.shapes import SHAPES, choose, read_matrix

HANG = 10
"""Seconds after which reading one file counts as a hang."""

MOST_MEMORY = 4_000_000_000
"""Bytes of address space of the process that reads."""

FIXTURES = Path(__file__).parent / "matrices"
TOKENS = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b"\t",
        b'"',
        b"'",
        b"|",
        b";",
        b",",
        b"\\",
    ),
    *(b"<table>", b"</td>", b"<td rowspan=99999 colspan=99999>", b"<!--", b"<![CDATA[", b"&#x0;"),
    *(b"&amp;", b"<ul><li>", b"</table>", b"<br", b"<h2>", b"# ", b"## Level 1", b"- ", b"---|"),
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"!!python/object:x ",
        b"\xe2\x80\xa2",
        b"**",
        b"[^1]",
    ),
    *(b"=SUM(A1)", b"1e999", b"-1", b"99999999999999999999", b"\xd9\xa3", b"\xe2\x80\xae", b"L1"),
]


def good_files() -> list[tuple[str, bytes]]:
    """Return files that can be read, of every format, shape and style, with their suffixes."""
    levels = ["Level 1: Beginner", "Level 2", "Level 3: Expert"]
    paths = {
        "Data engineer": [["SQL", "ETL (batch)"], ["Spark", "CI/CD"], ["Lakes"]],
        "Koch / Köchin": [["制御", "UI/UX design"], [], ["Menüs planen"]],
    }
    shaped = [
        *(matrices.rows(levels, paths, style) for style in matrices.BULLETS),
        matrices.transposed(matrices.rows(levels, paths)),
        matrices.long_rows(levels, paths),
    ]
    made = [(suffix, write(t)) for suffix, write in matrices.WRITERS.items() for t in shaped]
    stored = sorted(FIXTURES.glob("*")) if FIXTURES.is_dir() else []
    fixtures = [path for path in stored if ".expected" not in path.name]
    return made + [
        (path.suffix.removeprefix("."), path.read_bytes())
        for path in fixtures
        if path.suffix.lower() in SUFFIXES
    ]


def mutated(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return bytes changed in a few places."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        at = chance.randrange(len(changed) + 1)
        end = min(len(changed), at + chance.choice((1, 2, 8, 64, 1024)))
        change: Callable[[], None] = chance.choice(
            (
                lambda a=at, e=end: changed.__delitem__(slice(a, e)),
                lambda a=at: changed.__setitem__(slice(a, a), chance.choice(TOKENS)),
                lambda a=at, e=end: changed.__setitem__(slice(a, e), chance.randbytes(e - a)),
                lambda a=at, e=end: changed.__setitem__(
                    slice(a, a), bytes(changed[a:e]) * chance.choice((2, 9, 99))
                ),
                lambda a=at, e=end: changed.__setitem__(slice(a, e), other[a:e]),
                lambda a=at: changed.__delitem__(slice(a, None)),
            )
        )
        change()
    return bytes(changed)


def repacked(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Return a zip file with one of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        which = chance.choice(old.namelist())
        for name in old.namelist():
            member = old.read(name)
            new.writestr(name, mutated(chance, member, other) if name == which else member)
    return out.getvalue()


def case(number: int, good: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return the suffix and the bytes of one case, the same for the same number."""
    chance = random.Random(number)
    suffix, data = chance.choice(good)
    other = chance.choice(good)[1]
    kind = chance.random()
    if kind < 0.05:
        return suffix, chance.randbytes(chance.choice((0, 1, 100, 10_000)))
    if kind < 0.1:
        return chance.choice(sorted(SUFFIXES)).removeprefix("."), data
    if data.startswith(b"PK") and kind < 0.8:
        return suffix, repacked(chance, data, other)
    return suffix, mutated(chance, data, other)


def read_one(number: int, good: list[tuple[str, bytes]], folder: Path) -> tuple[str, str]:
    """Read one case; return its suffix with ``read``, ``refused`` or what went wrong."""
    suffix, data = case(number, good)
    path = folder / f"case.{suffix}"
    path.write_bytes(data)
    shape = random.Random(f"shape {number}").choice([None, None, None, *SHAPES])
    try:
        matrix = read_matrix(choose(read_tables(str(path))), shape)
        list(pyoxigraph.parse(to_turtle(matrix, "case"), format=pyoxigraph.RdfFormat.TURTLE))
        outcome = "read"
    except CareerGraphError as error:
        outcome = "refused" if str(error).strip() else "an error that says nothing"
    except Exception:  # noqa: BLE001 - any other error is what the fuzzer looks for
        outcome = traceback.format_exc(limit=-3)
    path.unlink()
    if left := [other.name for other in folder.iterdir()]:
        outcome = f"left files: {left}"
    return suffix, outcome


def _work(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    good = good_files()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        while (number := pipe.recv()) is not None:
            pipe.send(read_one(number, good, Path(folder)))


class Reader:
    """A process that reads cases and can be stopped when one hangs."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._pipe, theirs = mp.Pipe()
        self._process = mp.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def read(self, number: int) -> tuple[str, str]:
        self._pipe.send(number)
        try:
            if self._pipe.poll(HANG):
                found: tuple[str, str] = self._pipe.recv()
                return found
            outcome = f"hang: over {HANG} s"
        except EOFError:
            outcome = "the process died"
        self._process.kill()
        self._process.join()
        self._start()
        return "?", outcome

    def stop(self) -> None:
        self._pipe.send(None)
        self._process.join()


def fuzz(numbers: Iterator[int], until: float) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Read cases until a time; return outcomes by suffix, and the faults."""
    seen: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    kinds: dict[str, int] = {}
    slowest = (0.0, 0)
    reader = Reader()
    for number in numbers:
        started = time.monotonic()
        if started > until:
            break
        suffix, outcome = reader.read(number)
        slowest = max(slowest, (time.monotonic() - started, number))
        kind = outcome if outcome in {"read", "refused"} else "fault"
        seen[suffix, kind] += 1
        if kind == "fault":
            if kinds.setdefault(re.sub(r"\d+", "", outcome), number) == number:
                print(f"case {number} ({suffix}): {outcome}", file=sys.stderr, flush=True)
            faults.append(f"case {number} ({suffix}): {outcome}")
    reader.stop()
    print(f"Slowest: case {slowest[1]}, {slowest[0]:.2f} s.")
    return seen, faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--cases", type=int, default=sys.maxsize)
    given = parser.parse_args()
    numbers = iter(range(given.first, given.first + given.cases))
    seen, faults = fuzz(numbers, time.monotonic() + 60 * given.minutes)
    for (suffix, kind), count in sorted(seen.items()):
        print(f"{suffix:10} {kind:8} {count:9,}")
    print(f"{sum(seen.values()):,} files, {len(faults)} faults.")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
