"""Routes for a whole workforce: people in, one row per person and target out."""

from careergraph.workforce.between import plan_between
from careergraph.workforce.job import Job, chosen_engine, plan_all, refuse_bad
from careergraph.workforce.people import Case, Person, refuse_nonsense
from careergraph.workforce.planned import Outcome, Planned
from careergraph.workforce.planner import Chunk, Engine, Planner, in_process, plan_chunk
from careergraph.workforce.processes import processes
from careergraph.workforce.reading import BadRow, Checked, People

__all__ = [
    "BadRow",
    "Case",
    "Checked",
    "Chunk",
    "Engine",
    "Job",
    "Outcome",
    "People",
    "Person",
    "Planned",
    "Planner",
    "chosen_engine",
    "in_process",
    "plan_all",
    "plan_between",
    "plan_chunk",
    "processes",
    "refuse_bad",
    "refuse_nonsense",
]
