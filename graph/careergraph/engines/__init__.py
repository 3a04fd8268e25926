"""What answers queries: engines behind one small seam.

An engine takes a query that `careergraph.sparql.parse` has read and returns a stream of its rows.
"""

from __future__ import annotations

from careergraph.engines.base import NO_LIMITS, Engine, Limits
from careergraph.engines.in_process import InProcess
from careergraph.engines.remote import Remote, is_address, triples_of

__all__ = ["NO_LIMITS", "Engine", "InProcess", "Limits", "Remote", "is_address", "triples_of"]
