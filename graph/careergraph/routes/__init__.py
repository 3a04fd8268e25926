"""Upskilling routes: the cheapest feasible sequence of moves between two roles, proven so."""

from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.planner import plan
from careergraph.routes.reach import reach
from careergraph.routes.result import LearnedSkill, Route, Step
from careergraph.routes.territory import Territory
from careergraph.routes.within import Reach, Reached

__all__ = [
    "NO_CONSTRAINTS",
    "Constraints",
    "LearnedSkill",
    "Reach",
    "Reached",
    "Route",
    "Step",
    "Territory",
    "plan",
    "reach",
]
