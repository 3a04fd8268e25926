"""How well measures of closeness agree with a table of answers.

::

    truth        a table of origin, destination and rating        -> Truth
    metrics      agreement of scores with what is relevant, under ties
    agreement    every measure on one truth, with intervals        -> Agreement
"""

from careergraph.evaluation.agreement import Agreement, Interval, Row, evaluate
from careergraph.evaluation.truth import LeftOut, Pair, Truth, read_truth

__all__ = [
    "Agreement",
    "Interval",
    "LeftOut",
    "Pair",
    "Row",
    "Truth",
    "evaluate",
    "read_truth",
]
