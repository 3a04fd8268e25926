"""Upskilling routes: the cheapest feasible sequence of moves between two roles, proven so."""

from careergraph.routes.breaches import Breach
from careergraph.routes.comparison import Comparison, why_not
from careergraph.routes.constraints import NO_CONSTRAINTS, Constraints
from careergraph.routes.pareto import Front, pareto
from careergraph.routes.planner import plan
from careergraph.routes.reach import reach
from careergraph.routes.relaxations import Change, Relaxation
from careergraph.routes.result import ENTRY, LearnedSkill, Route, Step
from careergraph.routes.territory import Territory
from careergraph.routes.trade import Doubtful, Trade
from careergraph.routes.within import Reach, Reached

__all__ = [
    "ENTRY",
    "NO_CONSTRAINTS",
    "Breach",
    "Change",
    "Comparison",
    "Constraints",
    "Doubtful",
    "Front",
    "LearnedSkill",
    "Reach",
    "Reached",
    "Relaxation",
    "Route",
    "Step",
    "Territory",
    "Trade",
    "pareto",
    "plan",
    "reach",
    "why_not",
]
