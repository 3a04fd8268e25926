"""Two career graphs compared: two versions change by change, or two matrices level by level.

::

    matching       which paths, levels, roles and skills are the same     -> Matching
    changes, requirements    what differs between two versions            -> Change
    effects        what that does to routes                               -> RouteEffects
    result         both together                                          -> Diff
    levels         roles of two organisations by directed coverage        -> LevelComparison
    text, level_text    both in words and rows
"""

from careergraph.diff.change import Change, ChangeKind, Thing
from careergraph.diff.effects import (
    MOST_PAIRS,
    RouteEffect,
    RouteEffects,
    find_common_role,
    route_effects,
)
from careergraph.diff.levels import (
    ALIKE,
    EQUIVALENT,
    LevelComparison,
    Nearest,
    Resemblance,
    compare_levels,
)
from careergraph.diff.result import REWORDED, Diff, find_differences

__all__ = [
    "ALIKE",
    "EQUIVALENT",
    "MOST_PAIRS",
    "REWORDED",
    "Change",
    "ChangeKind",
    "Diff",
    "LevelComparison",
    "Nearest",
    "Resemblance",
    "RouteEffect",
    "RouteEffects",
    "Thing",
    "compare_levels",
    "find_common_role",
    "find_differences",
    "route_effects",
]
