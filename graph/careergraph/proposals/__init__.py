"""Transfers proposed with evidence, for a person to review, and the reviewed ones accepted.

::

    background    skills, the concepts they stand for, what a taxonomy knows     -> Background
    pairs         scores of pairs as sparse matrices
    embedding     a small text-embedding model, an optional extra
    methods       each scores pairs of skills and says why; `METHODS` lists them
    calibration   what scores are worth, learnt from curated transfers
    assessment    how well that holds, by cross-validation
    propose       the likeliest pairs with all that supports them                -> Proposals
    sheet         proposals as a review, and the review read again               -> Reviewed
    accept        what was accepted, as triples
"""

from careergraph.proposals.accept import triples
from careergraph.proposals.background import Graph
from careergraph.proposals.methods import METHODS
from careergraph.proposals.propose import LIMIT, Proposal, Proposals, Support, propose
from careergraph.proposals.sheet import Accepted, Reviewed, read_review, to_review

__all__ = [
    "LIMIT",
    "METHODS",
    "Accepted",
    "Graph",
    "Proposal",
    "Proposals",
    "Reviewed",
    "Support",
    "propose",
    "read_review",
    "to_review",
    "triples",
]
