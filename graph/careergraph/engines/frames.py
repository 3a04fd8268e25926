"""What a worker process and its parent say to each other: frames, each a kind, a length, bytes.

Requests are marshalled dictionaries, which only a parent writes; replies are text and rows.
"""

from __future__ import annotations

import os

HEADER = 5
"""Bytes before a frame's content: one of kind, four of length."""

START = b"S"
"""A reply begins; the form of the answer and, where rows are written out, its columns."""
DATA = b"D"
"""A piece of the answer as it is written."""
END = b"E"
"""A reply ends; an `ending`."""

OK, SYNTAX, REFUSED, UNSUITED, MEMORY = "ok", "syntax", "refused", "unsuited", "memory"
"""How a reply ends."""

SOLUTIONS, BOOLEAN, TRIPLES = "solutions", "boolean", "triples"
"""What a reply without a format holds: TSV, JSON or N-Triples, as Oxigraph writes them."""


def frame(kind: bytes, content: bytes) -> bytes:
    """Return a frame.

    >>> frame(DATA, b"abc")
    b'D\\x03\\x00\\x00\\x00abc'
    """
    return kind + len(content).to_bytes(4, "little") + content


def read_header(header: bytes | bytearray) -> tuple[bytes, int]:
    """Return the kind of a frame and the size of its content.

    >>> read_header(frame(DATA, b"abc")[:HEADER])
    (b'D', 3)
    """
    return bytes(header[:1]), int.from_bytes(header[1:], "little")


def ending(how: str, size: int, text: str = "") -> bytes:
    """Return the frame that ends a reply.

    Parameters
    ----------
    how : str
        One of those above.
    size : int
        The worker's address space, in bytes.
    text : str
        Why the answer was cut, or what is wrong.
    """
    return frame(END, f"{how}\n{size}\n{text}".encode(errors="replace"))


def write_all(pipe: int, data: bytes) -> None:
    """Write data to a pipe, however often it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def read_exactly(pipe: int, size: int) -> bytes:
    """Read so many bytes from a pipe; fewer where it ends before.

    >>> ends = os.pipe()
    >>> write_all(ends[1], b"abc")
    >>> os.close(ends[1])
    >>> read_exactly(ends[0], 2), read_exactly(ends[0], 2)
    (b'ab', b'c')
    >>> os.close(ends[0])
    """
    data = b""
    while len(data) < size:
        more = os.read(pipe, size - len(data))
        if not more:
            break
        data += more
    return data
