"""The program that applies an update to a copy of a store, and says whether the graph stays sound.

It is a process of its own, so that an update that takes too long, or crashes the engine, ends with
it. The kernel refuses it connections, where it can. It reads a request as JSON and answers so:
``sound`` with the number of triples before and after, ``refused`` with what is broken, or ``wrong``
with what Oxigraph says.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.validation import Violation

MEMORY = 4 * 2**30
"""Bytes of address space; checking a taxonomy of a million triples takes some 2 GiB."""

_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""

MOST_VIOLATIONS = 100
"""Faults that an answer lists."""


def main() -> None:
    """Read a request, do as it says, and answer."""
    from careergraph.engines.confinement import refuse_network

    refuse_network()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    request = json.load(sys.stdin)
    _end_with_parent(request["parent"])
    json.dump(_applied(request), sys.stdout)


def _end_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, or end where that has happened."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def _applied(request: dict[str, Any]) -> dict[str, Any]:
    import pyoxigraph

    from careergraph.vocabulary import PREFIXES

    store = pyoxigraph.Store(request["copy"])
    before = len(store)
    try:
        store.update(request["update"], prefixes=PREFIXES)
    except SyntaxError as error:
        return {"outcome": "wrong", "message": str(error)}
    except MemoryError:
        return {"outcome": "limit", "message": "The update takes more memory than it may."}
    except (OSError, RuntimeError, ValueError) as error:
        return {"outcome": "wrong", "message": str(error)}
    faults = _faults(store, request["present"])
    if faults:
        return {"outcome": "refused", "violations": faults}
    after = len(store)
    store.flush()
    return {"outcome": "sound", "before": before, "after": after}


def _faults(store: pyoxigraph.Store, present: str) -> list[dict[str, str]]:
    """Return what an update broke: what was wrong before it is not its fault."""
    import pyoxigraph

    from careergraph.validation import validate

    if any(True for _ in store.named_graphs()):
        return [_fault("default graph", "", "The triples have to be in the default graph.")]
    found = validate(store).violations
    if found:
        known = set(validate(pyoxigraph.Store.read_only(present)).violations)
        found = tuple(violation for violation in found if violation not in known)
    if found:
        return [_said(violation) for violation in found[:MOST_VIOLATIONS]]
    return _unreadable(store)


def _unreadable(store: pyoxigraph.Store) -> list[dict[str, str]]:
    """Return why a graph cannot be loaded any more, if it cannot."""
    from careergraph.engines import InProcess
    from careergraph.errors import CareerGraphError
    from careergraph.projection import project

    try:
        project(InProcess(store))
    except CareerGraphError as error:
        return [_fault("loads", "", str(error))]
    return []


def _said(violation: Violation) -> dict[str, str]:
    return _fault(violation.rule, violation.node, violation.message)


def _fault(rule: str, node: str, message: str) -> dict[str, str]:
    return {"rule": rule, "node": node, "message": message}


if __name__ == "__main__":
    main()
