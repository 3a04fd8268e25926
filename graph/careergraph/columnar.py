"""Answers as Parquet and Arrow files, in flat memory.

Their columns need types before the first row is written, and the types are known after the last
one has been seen. So rows are put by as text, and are converted as columns when all are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from careergraph.errors import RequestError
from careergraph.frames import Column, converted

if TYPE_CHECKING:
    import pyarrow

    from careergraph.answers import Stream

BATCH = 1 << 16
"""Rows that are held and written at a time."""

_IN_MEMORY = 16 << 20
"""Bytes that are put by in memory before they go to a temporary file."""


def write_parquet(stream: Stream, file: IO[bytes], facts: Mapping[str, str]) -> None:
    """Write an answer as a Parquet file.

    Parameters
    ----------
    stream : Stream
        The answer; for ASK a column ``boolean``.
    file : binary file
        Where to.
    facts : mapping of str to str
        Where the answer is from, for the metadata of the file. Why it is cut is added.

    Raises
    ------
    RequestError
        pyarrow is not installed.
    """
    _require_arrow()
    import pyarrow.parquet

    _write(stream, facts, lambda schema: pyarrow.parquet.ParquetWriter(file, schema))


def write_arrow(stream: Stream, file: IO[bytes], facts: Mapping[str, str]) -> None:
    """Write an answer as an Arrow IPC file (Feather); parameters as for `write_parquet`."""
    _require_arrow()
    import pyarrow.ipc

    _write(stream, facts, lambda schema: pyarrow.ipc.new_file(file, schema))


COLUMNAR: dict[str, Callable[[Stream, IO[bytes], Mapping[str, str]], None]] = {
    "parquet": write_parquet,
    "arrow": write_arrow,
}
"""The binary formats by name."""


def _write(stream: Stream, facts: Mapping[str, str], writer: Callable[[Any], Any]) -> None:
    names, rows = _cells(stream)
    columns = [Column() for _ in names]
    with _put_by(names, columns, rows) as batches:
        cut = {"cut": stream.cut} if stream.cut else {}
        schema = _schema(names, columns, {**facts, **cut})
        with writer(schema) as out:
            for batch in batches:
                out.write_batch(_typed(batch, schema))


def _cells(stream: Stream) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    if stream.boolean is None:
        return stream.columns, iter(stream)
    import pyoxigraph

    return ("boolean",), iter([(pyoxigraph.Literal(stream.boolean),)])


@contextmanager
def _put_by(
    names: tuple[str, ...], columns: list[Column], rows: Iterator[tuple[Any, ...]]
) -> Iterator[Iterator[pyarrow.RecordBatch]]:
    """Put rows by as text, and give them back in batches."""
    from tempfile import SpooledTemporaryFile

    import pyarrow.ipc

    texts = pyarrow.schema([(name, pyarrow.string()) for name in names])
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        with pyarrow.ipc.new_stream(spool, texts) as out:
            while held := list(islice(rows, BATCH)):
                arrays = [
                    pyarrow.array([column.take(row[i]) for row in held], pyarrow.string())
                    for i, column in enumerate(columns)
                ]
                out.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=texts))
        spool.seek(0)
        with pyarrow.ipc.open_stream(spool) as back:
            yield iter(back)


def _schema(names: tuple[str, ...], columns: list[Column], facts: Mapping[str, str]) -> Any:
    import pyarrow

    fields = [column.field(name) for column, name in zip(columns, names, strict=True)]
    metadata = {f"careergraph.{key}": value for key, value in facts.items()}
    return pyarrow.schema(fields, metadata=metadata)


def _typed(batch: pyarrow.RecordBatch, schema: Any) -> Any:
    import pyarrow

    arrays = [converted(array, field) for array, field in zip(batch.columns, schema, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _require_arrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise RequestError(
            "Parquet and Arrow files need pyarrow, which is not installed. Install it with: "
            "pip install 'careergraph[parquet]'"
        ) from error
