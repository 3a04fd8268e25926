"""Planning on a cluster: the rows of this process, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import permutations

import pytest

import careergraph as cg
from careergraph.errors import ClusterError, RequestError, WorkerError
from careergraph.routes import Constraints
from careergraph.workforce import Case, Outcome, Person, Planned, Planner, in_process
from careergraph.workforce.on_dask import AHEAD, on_dask
from dask_cluster import OLD, WITHOUT, Cluster, cluster

CHUNK = 15


@pytest.fixture(scope="module")
def planner() -> Planner:
    return Planner(cg.load().careers)


@pytest.fixture(scope="module")
def chunks() -> list[list[Person]]:
    """Somebody for each pair of roles: 58 chunks, some of people for whom there is no route."""
    roles = list(cg.load().careers.roles)
    people = [
        Person(f"p{i}", source, (target,), constraints=Constraints(max_moves=1 + i % 4))
        for i, (source, target) in enumerate(permutations(roles, 2))
    ]
    return [people[start : start + CHUNK] for start in range(0, len(people), CHUNK)]


@pytest.fixture(scope="module")
def expected(planner: Planner, chunks: list[list[Person]]) -> list[list[Planned]]:
    return list(in_process(planner, chunks))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask") / "shared") as one:
        yield one


class Deadly(Planner):
    """A planner that ends the process that plans with it."""

    def outcome(self, case: Case) -> Outcome:
        os._exit(9)


def test_the_rows_are_those_of_one_process(running, planner, chunks, expected) -> None:
    assert list(on_dask(running.address)(planner, chunks)) == expected
    statuses = {row.outcome.status for rows in expected for row in rows}
    assert statuses == {"optimal", "no route"}


def test_workers_with_many_threads_plan_the_same(tmp_path, planner, chunks, expected) -> None:
    with cluster(tmp_path / "dask", workers=0) as one:
        one.add_worker(threads=4)
        assert list(on_dask(one.address)(planner, chunks)) == expected


def test_no_more_chunks_are_taken_than_keep_the_cluster_busy(running, planner, chunks) -> None:
    taken = []
    rows = on_dask(running.address)(planner, (taken.append(chunk) or chunk for chunk in chunks))
    next(rows)
    assert len(taken) <= AHEAD * 2
    rows.close()


def test_what_is_not_fetched_is_forgotten(running, planner, chunks) -> None:
    from distributed import Client

    rows = on_dask(running.address)(planner, chunks)
    next(rows)
    with Client(running.address, set_as_default=False) as client:
        assert client.run_on_scheduler(_tasks)
        rows.close()
        deadline = time.monotonic() + 20
        while client.run_on_scheduler(_tasks) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert client.run_on_scheduler(_tasks) == 0


def _tasks(dask_scheduler) -> int:
    return sum(key.startswith("careergraph-") for key in dask_scheduler.tasks)


def test_killing_workers_midway_loses_nothing(tmp_path, planner, chunks, expected) -> None:
    with cluster(tmp_path / "dask") as one:
        rows = on_dask(one.address)(planner, chunks)
        found = [next(rows) for _ in range(5)]
        one.workers[0].send_signal(signal.SIGKILL)
        found += [next(rows) for _ in range(10)]
        one.add_worker()
        # Now nobody is left who was sent the network at the beginning.
        one.workers[1].send_signal(signal.SIGKILL)
        found += rows
        assert found == expected
        assert [worker.poll() for worker in one.workers] == [-9, -9, None]


def test_a_cluster_without_workers_is_given_up(tmp_path, planner, chunks) -> None:
    with (
        cluster(tmp_path / "dask", workers=0) as one,
        pytest.raises(ClusterError, match=r"has had no worker for 0\.5 s. Start some: dask worker"),
    ):
        list(on_dask(one.address, patience=0.5)(planner, chunks))


def test_a_cluster_whose_workers_are_all_lost_is_given_up(
    tmp_path, planner, chunks, expected
) -> None:
    with cluster(tmp_path / "dask") as one:
        rows = on_dask(one.address, patience=2)(planner, chunks)
        found = [next(rows) for _ in range(3)]
        for worker in one.workers:
            worker.kill()
        with pytest.raises(ClusterError, match="has had no worker for 2 s"):
            found.extend(rows)
        assert found == expected[: len(found)]


def test_a_lost_scheduler_is_said(tmp_path, planner, chunks) -> None:
    with cluster(tmp_path / "dask") as one:
        rows = on_dask(one.address)(planner, chunks)
        next(rows)
        one.scheduler.kill()
        with pytest.raises(ClusterError, match=r"connection to the cluster at tcp.* was lost"):
            list(rows)


def test_people_who_cost_every_worker_are_named(tmp_path, chunks) -> None:
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with (
        cluster(tmp_path / "dask", settings=settings) as one,
        pytest.raises(WorkerError, match=r"the last at tcp://.* people: 'p0', .*'p14'\."),
    ):
        list(on_dask(one.address)(Deadly(cg.load().careers), chunks[:1]))


def test_an_error_in_a_plan_arrives_as_it_is(running, planner) -> None:
    nobody = Person("nobody", "https://example.org/no-role", ("https://example.org/none",))
    with pytest.raises(KeyError, match="no-role"):
        list(on_dask(running.address)(planner, [[nobody]]))


@pytest.mark.parametrize("address", ["127.0.0.1:{free}", "nonsense://", "tcp://127.0.0.1:{other}"])
def test_an_address_without_a_scheduler(address, planner, chunks, monkeypatch) -> None:
    monkeypatch.setattr("careergraph.workforce.on_dask.ANSWER_TIME", 1.0)
    with _somebody_else() as other, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        place = address.format(free=unused.getsockname()[1], other=other)
        with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {place}"):
            list(on_dask(place)(planner, chunks))


def test_a_client_that_cannot_connect_is_closed(planner, chunks, monkeypatch) -> None:
    """Closed by the garbage collector while another one starts, it would wait for that one."""
    from distributed import Client

    clients: list[Client] = []
    start = Client.start
    monkeypatch.setattr(
        Client,
        "start",
        lambda client, **options: (clients.append(client), start(client, **options)),
    )
    with pytest.raises(ClusterError, match="TLS expects"):
        list(on_dask("tls://127.0.0.1:8786")(planner, chunks))
    assert [client.status for client in clients] == ["closed"]


def test_encryption_that_is_not_configured(planner, chunks) -> None:
    with pytest.raises(ClusterError, match=r"configured here: TLS expects"):
        list(on_dask("tls://127.0.0.1:8786")(planner, chunks))


@contextmanager
def _somebody_else() -> Iterator[int]:
    """Answer as a server of something else, and yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    with server.accept()[0] as connection:
                        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (WITHOUT, "has no careergraph, and here is 0.1.0"),
        (OLD, "has careergraph 0.0.9, and here is 0.1.0"),
    ],
)
def test_other_versions_are_refused(before, said, tmp_path, planner, chunks, expected) -> None:
    with cluster(tmp_path / "workers", workers=1) as one:
        # Enough of them that the other worker joins before all are planned.
        rows = on_dask(one.address)(planner, chunks * 20)
        assert next(rows) == expected[0]
        one.add_worker(before=before)
        with pytest.raises(ClusterError, match=rf"^The worker at tcp://[\d.:]+ {said}"):
            _read_slowly(rows)
        assert one.workers[1].poll() is None


def _read_slowly(rows) -> None:
    for _ in rows:
        time.sleep(0.2)


@pytest.mark.parametrize("before", [WITHOUT, OLD])
def test_a_scheduler_of_another_version_is_refused(before, tmp_path, planner, chunks) -> None:
    with (
        cluster(tmp_path / "scheduler", before=before) as one,
        pytest.raises(ClusterError, match=r"^The scheduler has (no )?careergraph"),
    ):
        list(on_dask(one.address)(planner, chunks))


def test_without_dask(monkeypatch, planner, chunks) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RequestError, match=r"pip install 'careergraph\[cluster\]'"):
        list(on_dask("tcp://127.0.0.1:8786")(planner, chunks))
