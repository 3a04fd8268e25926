from __future__ import annotations

import pyoxigraph
import pytest

import careergraph as cg
from careergraph.errors import InvalidGraphError
from careergraph.store import open_store
from careergraph.validation import run_checks, validate
from careergraph.vocabulary import PREFIXES, Term

BASE = PREFIXES["roadmap"]


def node(local: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(BASE + local)


def remove(store: pyoxigraph.Store, subject: str, predicate: str) -> None:
    quads = list(store.quads_for_pattern(node(subject), pyoxigraph.NamedNode(predicate), None))
    assert quads
    for quad in quads:
        store.remove(quad)


def test_the_roadmap_conforms() -> None:
    assert validate(open_store()).to_dict() == {"conforms": True, "violations": []}


def test_a_missing_shortcut_is_found_by_shapes_and_checks() -> None:
    store = open_store()
    remove(store, "role/robotics-engineer-1", Term.requires)
    found = validate(store)
    assert not found.conforms
    rules = {v.rule for v in found.violations}
    assert any(rule.endswith("Shape") for rule in rules)
    assert any(v.node for v in run_checks(store))
    assert rules > {v.rule for v in run_checks(store)}


def test_a_missing_rationale_is_found_by_its_shape() -> None:
    store = open_store()
    transfer = "transfer/basic-model-building/advanced-model-tuning"
    remove(store, transfer, Term.rationale)
    (violation,) = validate(store).violations
    assert violation.rule == "TransferShape"
    assert violation.node == BASE + transfer
    assert "rationale" in violation.message


def test_check_raises_with_node_rule_and_remedy() -> None:
    g = cg.load()
    remove(g._store, "role/robotics-engineer-1", Term.requires)
    with pytest.raises(InvalidGraphError, match=r"robotics-engineer-1.*careergraph validate"):
        g.check()
