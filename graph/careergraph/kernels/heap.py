"""Arrays that grow and a binary heap of numbers, compiled; imported only where numba is.

A heap holds numbers of items, whose keys are in another array; equal keys come in the order of the
numbers.
"""

from __future__ import annotations

import numpy as np

from careergraph.kernels import compiled


@compiled
def longer(array):
    """Return an array with room for twice as many."""
    larger = np.empty(2 * len(array), array.dtype)
    larger[: len(array)] = array
    return larger


@compiled
def grown(array):
    """Return an array of rows with room for twice as many."""
    larger = np.empty((2 * array.shape[0], array.shape[1]), array.dtype)
    larger[: array.shape[0]] = array
    return larger


@compiled
def push(heap, size, keys, item):
    """Add an item to a binary heap of items, ordered by key and then by item."""
    if size == len(heap):
        heap = longer(heap)
    place = size
    while place > 0:
        above = (place - 1) >> 1
        other = heap[above]
        if keys[other] < keys[item] or (keys[other] == keys[item] and other < item):
            break
        heap[place] = other
        place = above
    heap[place] = item
    return heap


@compiled
def pop(heap, size, keys):
    """Take the first item out of a heap of so many; the caller counts one less."""
    first = heap[0]
    last = heap[size - 1]
    size -= 1
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size:
            one, other = heap[below], heap[below + 1]
            if keys[other] < keys[one] or (keys[other] == keys[one] and other < one):
                below += 1
        other = heap[below]
        if keys[last] < keys[other] or (keys[last] == keys[other] and last < other):
            break
        heap[place] = other
        place = below
    heap[place] = last
    return first
