"""What answers queries: engines behind one small seam.

An engine takes a query that `careergraph.sparql.parse` has read and returns a stream of its rows.
A worker process imports this package too, so it imports nothing until it is asked for.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from careergraph.engines.base import NO_LIMITS, Engine, Limits, is_address
    from careergraph.engines.in_process import InProcess
    from careergraph.engines.local import Local
    from careergraph.engines.remote import Remote, triples_of
    from careergraph.engines.workers import Serialised, Workers

_MODULES = {
    "NO_LIMITS": "base",
    "Engine": "base",
    "InProcess": "in_process",
    "Limits": "base",
    "Local": "local",
    "Remote": "remote",
    "Serialised": "workers",
    "Workers": "workers",
    "is_address": "base",
    "triples_of": "remote",
}

__all__ = [
    "NO_LIMITS",
    "Engine",
    "InProcess",
    "Limits",
    "Local",
    "Remote",
    "Serialised",
    "Workers",
    "is_address",
    "triples_of",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return found
