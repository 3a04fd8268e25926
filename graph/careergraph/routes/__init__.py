"""Upskilling routes: the cheapest feasible sequence of moves between two roles, proven so."""

from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.planner import plan
from careergraph.routes.result import ENTRY, LearnedSkill, Route, Step

__all__ = ["ENTRY", "NO_CONSTRAINTS", "Constraints", "LearnedSkill", "Route", "Step", "plan"]
