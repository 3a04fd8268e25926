"""Complete responses about one snapshot of a graph, so that nothing is asked twice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Stored:
    """A response that can be sent again as it is."""

    status: int
    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of the body; the headers are small beside it."""
        return len(self.body)


class Cache:
    """The responses that were asked for last, up to a number of bytes.

    Parameters
    ----------
    most : int
        Bytes of all bodies together.

    Attributes
    ----------
    state : int
        Counts the states of the graph that the responses have been about.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self.state = 0
        self._stored: OrderedDict[tuple[object, ...], Stored] = OrderedDict()
        self._keys: dict[bytes, tuple[object, ...]] = {}

    def get(self, key: tuple[object, ...]) -> Stored | None:
        """Return the response to a request, if it is there."""
        found = self._stored.get(key)
        if found is not None:
            self._stored.move_to_end(key)
        return found

    def put(self, key: tuple[object, ...], response: Stored, state: int) -> None:
        """Keep a response about a state; those asked for longest ago make room for it."""
        # One answer is not to push out all the others, nor to outlive the graph it is about.
        if response.size > self._most // 16 or state != self.state:
            return
        self._size += response.size - (self._stored[key].size if key in self._stored else 0)
        self._stored[key] = response
        self._stored.move_to_end(key)
        while self._size > self._most or len(self._stored) > _MOST_RESPONSES:
            _, old = self._stored.popitem(last=False)
            self._size -= old.size

    def recognise(self, head: bytes, key: tuple[object, ...]) -> None:
        """Remember that a request which is sent as these bytes is the one with this key."""
        if len(head) > _LONGEST_HEAD:
            return
        if len(self._keys) >= _MOST_HEADS:
            self._keys.clear()
        self._keys[head] = key

    def recognised(self, head: bytes) -> Stored | None:
        """Return the response to a request that is sent as these bytes, if it is there."""
        key = self._keys.get(head)
        return None if key is None else self.get(key)

    def clear(self) -> None:
        """Forget everything: the graph has changed."""
        self.state += 1
        self._stored.clear()
        self._keys.clear()
        self._size = 0


_MOST_HEADS, _LONGEST_HEAD = 16_384, 2_048
"""Requests that are recognised by their bytes, and how many bytes they may have: 32 MiB in all."""

_MOST_RESPONSES = 65_536
"""Small responses have headers too: with some 1 KiB each, these take 64 MiB."""
