"""Questions asked from an event loop, several of a worker at a time: each has its own answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from careergraph.engines import Limits, Workers
from careergraph.engines.batches import MOST_ANSWERED, MOST_ASKED, MOST_WRITTEN, Whole
from careergraph.errors import BusyError, CareerGraphError, LimitError, QueryError
from careergraph.sparql import Query, parse

QUICK = Limits(seconds=2.0, rows=100_000, memory=512)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = 3 * MOST_ASKED

Answer = TypeVar("Answer")


def number(n: int) -> Query:
    return parse(f"SELECT ?n {{ VALUES ?n {{ {n} }} }}")


def unread(text: str) -> Query:
    """Return a query that the guard has not seen, nor Oxigraph."""
    query: Any = parse("SELECT ?n { VALUES ?n { 1 } }").with_row_limit(9)
    vars(query)["text"] = text
    query.with_row_limit = lambda rows: query
    return query


@pytest.fixture(params=[1, 2])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    from careergraph.store import open_store

    made = Workers(open_store(), request.param, formats=True, wait=5.0)
    made.start()
    yield made
    made.close()


def in_a_loop(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    """Return what it answers in a thread of its own: the browser's loop may be in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def asked(workers: Workers, *queries: Query) -> list[object]:
    """Return what is answered to questions that come at the same moment, or what is wrong."""

    async def all_at_once() -> list[object]:
        await workers.serialise_meanwhile(number(0), QUICK, "json")  # all graphs are open then
        return await asyncio.gather(
            *(workers.serialise_meanwhile(query, QUICK, "json") for query in queries),
            return_exceptions=True,
        )

    return in_a_loop(all_at_once())


def value(found: object) -> int:
    assert isinstance(found, Whole), found
    (row,) = json.loads(found.content)["results"]["bindings"]
    return int(row["n"]["value"])


def test_each_has_its_own_answer(workers: Workers) -> None:
    before = set(workers.pids)
    found = asked(workers, *map(number, range(MANY)))
    assert [value(one) for one in found] == list(range(MANY))
    assert set(workers.pids) == before


def test_a_slow_one_ends_and_the_others_are_answered(workers: Workers) -> None:
    queries = [number(n) for n in range(MANY)]
    queries[3] = parse(SLOW)
    started = time.monotonic()
    found = asked(workers, *queries)
    assert time.monotonic() - started < 8
    assert isinstance(found[3], LimitError)
    others = [n for n in range(MANY) if n != 3]
    assert [value(found[n]) for n in others] == others


def test_who_stands_behind_a_slow_one_does_not_wait_for_it() -> None:
    from careergraph.store import open_store

    workers = Workers(open_store(), 2, formats=True)
    workers.start()
    ends: dict[int, float] = {}

    async def ask(place: int, query: Query) -> None:
        with contextlib.suppress(LimitError):
            await workers.serialise_meanwhile(query, Limits(seconds=2.0), "json")
        ends[place] = time.monotonic()

    async def all_at_once() -> float:
        await asyncio.gather(*(ask(0, number(n)) for n in range(2)))
        started = time.monotonic()
        await asyncio.gather(ask(0, parse(SLOW)), *(ask(n, number(n)) for n in range(1, 9)))
        return started

    started = in_a_loop(all_at_once())
    workers.close()
    assert ends[0] - started > 1.9
    assert max(ends[n] for n in range(1, 9)) - started < 1.0


@pytest.mark.parametrize("text", ["no query", "SELECT * " + "{" * 20_000 + "}" * 20_000])
def test_what_is_refused_or_crashes_hurts_nobody_else(workers: Workers, text: str) -> None:
    text = text[:MOST_WRITTEN] if len(text) > MOST_WRITTEN else text
    queries = [number(n) for n in range(8)]
    queries[2] = unread(text)
    found = asked(workers, *queries)
    assert isinstance(found[2], QueryError)
    others = [n for n in range(8) if n != 2]
    assert [value(found[n]) for n in others] == others


def test_a_worker_that_dies_answers_one_less(workers: Workers) -> None:
    async def ask() -> list[object]:
        await workers.serialise_meanwhile(number(0), QUICK, "json")
        every = [workers.serialise_meanwhile(parse(SLOW), Limits(seconds=5), "json")]
        every += [workers.serialise_meanwhile(number(n), QUICK, "json") for n in range(4)]
        tasks = [asyncio.ensure_future(one) for one in every]
        await asyncio.sleep(0.1)
        for pid in workers.pids:
            os.kill(pid, signal.SIGKILL)
        return await asyncio.gather(*tasks, return_exceptions=True)

    slow, *others = in_a_loop(ask())
    assert isinstance(slow, CareerGraphError)
    assert [value(one) for one in others] == list(range(4))


def test_a_long_answer_is_none_and_the_others_are_answered(workers: Workers) -> None:
    long = parse(f"SELECT ?n {{ BIND('{'x' * 900}' AS ?n) ?a ?b ?c . ?d ?e ?f }} LIMIT 5000")
    found = asked(workers, number(1), long, number(2), number(3))
    assert found[1] is None
    assert [value(found[n]) for n in (0, 2, 3)] == [1, 2, 3]
    assert MOST_ANSWERED < 5000 * 900


def test_a_long_question_is_left_to_others(workers: Workers) -> None:
    assert asked(workers, parse(f"ASK {{ ?s ?p '{'x' * MOST_WRITTEN}' }}")) == [None]


def test_a_cut_answer_says_so(workers: Workers) -> None:
    async def ask() -> Whole | None:
        return await workers.serialise_meanwhile(
            parse("SELECT * { ?s ?p ?o }"), Limits(seconds=2, rows=3), "json"
        )

    found = in_a_loop(ask())
    assert found is not None
    assert found.cut is not None
    assert len(json.loads(found.content)["results"]["bindings"]) == 3


def test_nobody_waits_for_ever() -> None:
    from careergraph.store import open_store

    workers = Workers(open_store(), 1, formats=True, wait=0.5)
    assert workers.in_force is not None  # it has opened the graph

    async def ask() -> list[object]:
        await workers.serialise_meanwhile(number(0), Limits(seconds=5), "json")
        slow = [workers.serialise_meanwhile(parse(SLOW), Limits(seconds=2.0), "json")]
        slow += [workers.serialise_meanwhile(number(n), QUICK, "json") for n in range(3)]
        return await asyncio.gather(*slow, return_exceptions=True)

    found = in_a_loop(ask())
    workers.close()
    assert isinstance(found[0], LimitError)
    assert all(isinstance(one, BusyError) for one in found[1:])


def test_closed_workers_say_so(workers: Workers) -> None:
    workers.close()

    async def ask() -> None:
        await workers.serialise_meanwhile(number(1), QUICK, "json")

    with pytest.raises(QueryError, match="has been closed"):
        in_a_loop(ask())
