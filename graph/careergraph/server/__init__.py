"""`careergraph serve`: a career graph over HTTP.

SPARQL 1.1 Protocol, named queries, routes and advice as JSON, and linked-data pages. Queries run
in worker processes that are killed at their limits, so that no request can harm another.
"""

from __future__ import annotations
