"""Routes for a whole workforce: people in, one row per person and target out."""

from careergraph.workforce.people import Case, Person, refuse_nonsense
from careergraph.workforce.planned import Outcome, Planned
from careergraph.workforce.planner import Chunk, Engine, Planner, in_process, plan_chunk

__all__ = [
    "Case",
    "Chunk",
    "Engine",
    "Outcome",
    "Person",
    "Planned",
    "Planner",
    "in_process",
    "plan_chunk",
    "refuse_nonsense",
]
