from __future__ import annotations

import rdflib

from careergraph import _resources
from careergraph.vocabulary import PREFIXES, TERMS, Term, compact, expand


def test_terms_are_those_of_the_ontology() -> None:
    terms = rdflib.Graph().parse(_resources.TERMS_FILE)
    declared = {str(s) for s in terms.subjects() if str(s).startswith(TERMS)}
    assert {term.value for term in Term} == declared
    assert all(TERMS + term.name == term.value for term in Term)


def test_compact_and_expand_are_inverse_on_every_thing() -> None:
    graph = rdflib.Graph().parse(_resources.ROADMAP_FILE)
    for subject in set(graph.subjects()):
        assert expand(compact(str(subject))) == str(subject)


def test_compact_prefers_the_longest_prefix() -> None:
    assert compact(PREFIXES["role"] + "x") == "role:x"
    assert compact(PREFIXES["roadmap"] + "levels") == "roadmap:levels"
    assert compact("https://example.org/x") == "https://example.org/x"
    assert compact(TERMS) == TERMS


def test_expand_leaves_other_text_alone() -> None:
    assert expand("unknown:thing") == "unknown:thing"
    assert expand("plain words") == "plain words"
