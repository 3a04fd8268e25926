"""Skills and career paths beside those of a taxonomy: candidates, their review, and mappings."""

from careergraph.alignment.candidates import Alignment, Candidate, Finding, align
from careergraph.alignment.concepts import (
    Concept,
    Kind,
    Scheme,
    Vocabulary,
    read_graph,
    read_taxonomy,
)
from careergraph.alignment.mappings import write_mappings
from careergraph.alignment.methods import METHODS
from careergraph.alignment.proposals import Mapping, read_mappings, to_csv

__all__ = [
    "METHODS",
    "Alignment",
    "Candidate",
    "Concept",
    "Finding",
    "Kind",
    "Mapping",
    "Scheme",
    "Vocabulary",
    "align",
    "read_graph",
    "read_mappings",
    "read_taxonomy",
    "to_csv",
    "write_mappings",
]
