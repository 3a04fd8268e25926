"""Plan on a Dask cluster: the same chunks, by workers on other machines.

The cluster belongs to whoever runs it; here is what uses it. The network is a task of its own
there. So it goes from worker to worker, is made again where the worker that had it was lost, and
is forgotten when the connection ends.
"""

from __future__ import annotations

import pickle
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from threading import local
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from careergraph.errors import ClusterError, RequestError, WorkerError
from careergraph.workforce.planner import Chunk, Engine, Planner, plan_chunk
from careergraph.workforce.versions import refuse_other_versions

if TYPE_CHECKING:
    from distributed import Client, Future

    from careergraph.workforce.planned import Planned

AHEAD = 4
"""Chunks under way for each thread of a cluster: one that runs, and others that wait to run or,
being done, for an earlier one to be."""

PATIENCE = 60.0
"""Seconds without a worker after which a cluster is given up."""

ANSWER_TIME = 10.0
"""Seconds in which a scheduler has to answer at all."""


def on_dask(address: str, *, patience: float = PATIENCE) -> Engine:
    """Return an engine that plans on a Dask cluster.

    A chunk whose worker is lost is planned again by another. Workers may join at any time.

    Parameters
    ----------
    address : str
        Of the scheduler, as it prints it: ``tcp://HOST:8786``.
    patience : float, optional
        Seconds to wait for a worker while there is none.

    Returns
    -------
    Engine
        Asked for rows, it raises `RequestError` where Dask is not installed here, and
        `ClusterError` where no scheduler answers, there is no worker, versions differ or the
        connection is lost, and `WorkerError` where one chunk costs worker after worker.
    """

    def engine(planner: Planner, chunks: Iterable[Chunk]) -> Iterator[list[Planned]]:
        with _connected(address) as client:
            yield from _Job(client, address, patience).rows(planner, chunks)

    return engine


class _Job:
    """One run on a cluster, with names for its tasks that nobody else's have."""

    def __init__(self, client: Client, address: str, patience: float) -> None:
        self._client = client
        self._address = address
        self._patience = patience
        self._name = uuid4().hex
        self._checked: set[str] = set()

    def rows(self, planner: Planner, chunks: Iterable[Chunk]) -> Iterator[list[Planned]]:
        """Yield the rows of each chunk, in the order of the chunks."""
        self._wait_for_a_worker()
        # As bytes: a planner that is at work cannot be pickled for another worker.
        network = self._submit("network", bytes, pickle.dumps(planner, 5))
        under_way: deque[tuple[Chunk, Future[list[Planned]]]] = deque()
        for number, chunk in enumerate(chunks):
            planned = self._submit(f"chunk-{number}", _plan_chunk, network, chunk)
            under_way.append((chunk, planned))
            while len(under_way) >= AHEAD * max(1, self._threads()):
                yield self._result(*under_way.popleft())
        while under_way:
            yield self._result(*under_way.popleft())

    def _submit(self, name: str, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        import dask

        # The network is larger than Dask likes a task to be; it is sent once.
        with (
            dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}),
            self._lost_connection(),
        ):
            return self._client.submit(
                function, *arguments, key=f"careergraph-{name}-{self._name}", pure=False
            )

    def _result(self, chunk: Chunk, planned: Future[list[Planned]]) -> list[Planned]:
        from distributed import KilledWorker

        while True:
            try:
                with self._lost_connection():
                    return planned.result(timeout=self._patience)
            except TimeoutError:
                if not self._threads():
                    raise self._no_worker() from None
            except KilledWorker as error:
                people = ", ".join(repr(person.name) for person in chunk)
                raise WorkerError(
                    f"One worker after the other was lost, the last at {error.last_worker.address},"
                    f" while they planned for these people: {people}. Leave them out, or give the "
                    "workers more memory; their logs say more."
                ) from error

    def _wait_for_a_worker(self) -> None:
        with self._lost_connection():
            try:
                self._client.wait_for_workers(1, timeout=self._patience)
            except TimeoutError:
                raise self._no_worker() from None
        self._threads()

    def _threads(self) -> int:
        """Return how many threads the cluster has, after a look at the workers that are new."""
        with self._lost_connection():
            threads = self._client.nthreads()
            if not threads.keys() <= self._checked:
                refuse_other_versions(self._client)
                self._checked |= threads.keys()
        return sum(threads.values())

    def _no_worker(self) -> ClusterError:
        return ClusterError(
            f"The cluster at {self._address} has had no worker for {self._patience:g} s. Start "
            f"some: dask worker {self._address} --nworkers -1"
        )

    @contextmanager
    def _lost_connection(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            raise
        except (CancelledError, OSError) as error:
            raise ClusterError(
                f"The connection to the cluster at {self._address} was lost. See whether its "
                "scheduler still runs."
            ) from error


_MINE = local()
"""The planner of this thread of a worker, and the bytes that it was made of."""


def _plan_chunk(pickled: bytes, chunk: Chunk) -> list[Planned]:
    """Plan on a worker; each thread makes its planner once for a job."""
    if getattr(_MINE, "pickled", None) != pickled:
        _MINE.pickled, _MINE.planner = pickled, pickle.loads(pickled)
    return plan_chunk(_MINE.planner, chunk)


def _client_class() -> type[Client]:
    """Return a class of clients that are closed at once where they cannot connect.

    Dask leaves that to the garbage collector. It may come while another client starts, which holds
    a lock that closing waits for: both would wait forever.
    """
    from distributed import Client

    class ClosedUnlessConnected(Client):
        def start(self, **options: Any) -> None:
            try:
                super().start(**options)  # type: ignore[no-untyped-call]
            except BaseException:
                self.close()  # type: ignore[no-untyped-call]
                raise

    return ClosedUnlessConnected


def _client(connect: Callable[[], Client]) -> Client:
    """Connect; once more where the machine was too busy for Dask's event loop to start.

    Dask gives it ten seconds, and asserts that it is there.
    """
    with suppress(AssertionError):
        return connect()
    try:
        return connect()
    except AssertionError as error:
        raise ClusterError(
            "Dask's event loop did not start within 20 seconds: the machine is too busy. Wait."
        ) from error


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed.versions import VersionMismatchWarning

        client_class = _client_class()
    except ImportError as error:
        raise RequestError(
            "Planning on a cluster needs Dask. Install it with: pip install 'careergraph[cluster]'"
        ) from error
    try:
        with warnings.catch_warnings():
            # `refuse_other_versions` says so more clearly.
            warnings.simplefilter("ignore", VersionMismatchWarning)
            client = _client(
                partial(client_class, address, timeout=ANSWER_TIME, set_as_default=False)
            )
    except (OSError, ValueError, MemoryError) as error:
        # Dask takes the first bytes of another service for the length of a message.
        raise ClusterError(
            f"No Dask scheduler answers at {address}. Start one with `dask scheduler`, and give "
            "the address that it prints, such as tcp://10.0.0.5:8786."
        ) from error
    except (TypeError, RuntimeError) as error:
        raise ClusterError(
            f"Dask cannot connect to {address} as it is configured here: {error}"
        ) from error
    try:
        yield client
    finally:
        with suppress(TimeoutError):
            client.close(timeout=ANSWER_TIME)
