"""Upskilling routes: the cheapest feasible sequence of moves between two roles, proven so."""

from careergraph.routes.planner import NO_CONSTRAINTS, Constraints, plan
from careergraph.routes.result import LearnedSkill, Route, Step

__all__ = ["NO_CONSTRAINTS", "Constraints", "LearnedSkill", "Route", "Step", "plan"]
