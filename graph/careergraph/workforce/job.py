"""Plan for a table of people and write the answer, so that nothing is lost on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from careergraph.arrays import from_network
from careergraph.costs import known_efforts
from careergraph.errors import PeopleError
from careergraph.network import CareerNetwork
from careergraph.workforce.on_dask import on_dask
from careergraph.workforce.partial import Partial
from careergraph.workforce.people import Person
from careergraph.workforce.planned import Planned
from careergraph.workforce.planner import Chunk, Engine, Planner, in_process
from careergraph.workforce.processes import processes
from careergraph.workforce.reading import LISTED, BadRow, Checked, People
from careergraph.workforce.tables import Naming, format_of

CHUNK = 100
"""Most people in a chunk: enough that sending it costs nothing, few enough to be done again."""


FORM = 1
"""Number of the form of rows: raised with each change, so that no output mixes two of them."""


def chosen_engine(people: int, workers: int, cluster: str | None = None) -> tuple[Engine, int]:
    """Return the engine for so many people on so many cores, and how many to put in a chunk.

    With the address of a cluster it is that cluster.

    >>> chosen_engine(3, 1)[1], chosen_engine(50, 2)[1], chosen_engine(10_000, 2)[1]
    (100, 6, 100)
    """
    if cluster is not None:
        return on_dask(cluster), CHUNK
    if workers == 1 or people < 2:
        return in_process, CHUNK
    return processes(workers), max(1, min(CHUNK, people // (4 * workers)))


def plan_all(
    network: CareerNetwork, people: People, workers: int = 1, cluster: str | None = None
) -> Iterator[Planned]:
    """Return a row for each person and target, in the order of the people.

    Parameters
    ----------
    network : CareerNetwork
    people : People
    workers : int, optional
        Processes to plan in; 1 plans in this one.
    cluster : str, optional
        Address of a Dask cluster to plan on instead.

    Raises
    ------
    ClusterError, PeopleError, UnknownEffortError, WorkerError
        See `careergraph.CareerGraph.plan_people`.
    """
    checked = people.check()
    refuse_bad(people, checked)
    engine, size = chosen_engine(checked.people, workers, cluster)
    everybody = (one for one in people.read() if isinstance(one, Person))
    return chain.from_iterable(engine(Planner(network), _chunks(everybody, size)))


@dataclass(frozen=True, slots=True)
class Job:
    """A table of people to plan for, and where the answer goes.

    Parameters
    ----------
    network : CareerNetwork
    people : People
    source : Path
        The file that `people` are in.
    out : Path
    iris : bool
        Whether roles and skills are written as IRIs, not as labels.
    resume : bool
        Whether to continue a partial output of the same job, if there is one.
    force : bool
        Whether to replace what is there.
    """

    network: CareerNetwork
    people: People
    source: Path
    out: Path
    iris: bool = False
    resume: bool = False
    force: bool = False

    def run(
        self,
        checked: Checked,
        engine: tuple[Engine, int],
        bad: Callable[[BadRow], None],
        done: Callable[[int], None],
    ) -> None:
        """Plan for everybody, and make the output when all are planned.

        Parameters
        ----------
        checked : Checked
            What a first reading of the people found.
        engine : tuple of Engine and int
            Where to plan, and how many people at a time.
        bad, done : callable
            Told of each row that is left out, and of how many more people are planned; the first
            time, of how many were before.

        Raises
        ------
        OutputError
            The output cannot be written, or is another's.
        ClusterError
            The cluster cannot be reached, does not fit or is lost.
        WorkerError
            Processes end again and again over the same people.
        """
        format = format_of(self.out)
        naming = Naming({} if self.iris else _labels(self.network))
        with Partial(
            self.out, format, self._digest(), resume=self.resume, force=self.force
        ) as partial:
            done(partial.people)
            people = islice(_good(self.people.read(checked.repeated), bad), partial.people, None)
            run, size = engine
            sizes: deque[int] = deque()
            for rows in run(Planner(self.network), _counted(_chunks(people, size), sizes)):
                count = sizes.popleft()
                partial.add(count, format.lines(map(naming.row, rows)))
                done(count)
            partial.finish()

    def _digest(self) -> str:
        """Return a digest of all that the output depends on."""
        digest = sha256(f"{FORM} {self.out.suffix.lower()} {self.iris}".encode())
        digest.update(self.people.separator.encode())
        with self.source.open("rb") as file:
            while data := file.read(1 << 20):
                digest.update(data)
        _add_network(digest.update, self.network)
        return digest.hexdigest()


def refuse_bad(people: People, checked: Checked) -> None:
    """Insist that every row is somebody to plan for, once.

    Raises
    ------
    PeopleError
        Some are not; the message lists the first.
    """
    bad, first = checked.bad, list(checked.first_bad)
    if checked.repeated:
        found = [one for one in people.read(checked.repeated) if isinstance(one, BadRow)]
        bad, first = len(found), found[:LISTED]
    if not bad:
        return
    listed = "\n".join(f"  {row}" for row in first)
    more = f"\n  and {bad - len(first):,} more" if bad > len(first) else ""
    raise PeopleError(
        f"{people.name}: {bad:,} row{'s' if bad > 1 else ''} cannot be planned, so nothing is "
        f"written. Mend them, or leave them out with --skip-bad.\n{listed}{more}"
    )


def _chunks(people: Iterable[Person], size: int) -> Iterator[Chunk]:
    rest = iter(people)
    while chunk := tuple(islice(rest, size)):
        yield chunk


def _counted(chunks: Iterable[Chunk], sizes: deque[int]) -> Iterator[Chunk]:
    for chunk in chunks:
        sizes.append(len(chunk))
        yield chunk


def _good(rows: Iterable[Person | BadRow], bad: Callable[[BadRow], None]) -> Iterator[Person]:
    for row in rows:
        if isinstance(row, BadRow):
            bad(row)
        else:
            yield row


def _labels(network: CareerNetwork) -> dict[str, str]:
    things = (*network.roles.values(), *network.skills.values())
    return {thing.iri: thing.label for thing in things}


def _add_network(add: Callable[[bytes], None], network: CareerNetwork) -> None:
    """Add what plans and their labels depend on to a digest."""
    arrays = from_network(network)
    efforts = known_efforts(network)
    texts = (arrays.roles, arrays.skills, [efforts[skill] for skill in arrays.skills])
    add(repr((texts, _labels(network), network.assumptions)).encode())
    for part in (arrays.required, arrays.moves, arrays.transfers):
        for values in vars(part).values():
            add(values.tobytes())
