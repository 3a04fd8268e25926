"""What is remarked about queries that can run, and what is not."""

from __future__ import annotations

import pytest

from careergraph.sparql import parse

REMARKS = [
    ("SELECT ?skil { ?skill a cg:Skill }", "column 8: Nothing binds ?skil; did you mean ?skill?"),
    ("SELECT (SUM(?hors) AS ?n) { ?s cg:low ?hours }", "column 13: Nothing binds ?hors; did you"),
    ("SELECT ?x { { SELECT ?s { ?s a ?x } } }", "column 8: Nothing binds ?x in the pattern."),
    (
        "SELECT ?role { ?role a cg:Role ; cg:requires ?s . ?rloe cg:leadsTo ?s }",
        "column 51: ?rloe is used only here; did you mean ?role?",
    ),
    ("ASK { ?a a cg:Role . ?b a cg:Skill }", "column 22: Nothing connects this with ?a: each"),
    (
        "ASK { ?a a cg:Role . { ?b a cg:Skill } UNION { ?b a cg:Level } }",
        "column 22: Nothing connects this with ?a",
    ),
    (
        "ASK { ?a a cg:Role FILTER NOT EXISTS { ?c a cg:Role . ?d a cg:Role } }",
        "column 55: Nothing connects this with ?c",
    ),
    (
        "SELECT ?s { role:x cg:leadsTo+ ?s . ?s a cg:Role }",
        "column 13: A path from a fixed start, joined with a type, can take very long: write "
        "FILTER EXISTS { ?s a cg:Role } instead of the triple ?s a cg:Role.",
    ),
    ("ASK { ?s (^skos:narrower)* skill:x ; a cg:Skill }", "FILTER EXISTS { ?s a cg:Skill }"),
    (
        "SELECT ?s ?l (COUNT(?x) AS ?n) { ?s skos:prefLabel ?l ; cg:requires ?x } GROUP BY ?s ?l",
        "column 86: The label ?l is looked up for every row",
    ),
    ("ASK { ?s ?p ?o FILTER REGEX(?o, 'data') }", 'CONTAINS(..., "data") is quicker'),
    ("ASK { ?s ?p ?o FILTER REGEX(?o, '^Data', 'i') }", 'STRSTARTS(LCASE(...), "data") is'),
    ("CONSTRUCT { ?s a cg:Roles } { ?s ?p ?o }", "cg:Roles is not a term of the ontology; did"),
]
SILENT = [
    "SELECT ?a ?b { ?a a cg:Role . ?b a cg:Role FILTER(?a != ?b) }",
    "ASK { ?a a cg:Role . ?b a cg:Role BIND(CONCAT(?a, ?b) AS ?c) }",
    "ASK { ?a ?p ?b FILTER EXISTS { ?a a cg:Role . ?b a cg:Role } }",
    "ASK { ?a a cg:Role OPTIONAL { ?a ?p ?b } ?b a cg:Skill }",
    "ASK { ?a a cg:Role { SELECT (COUNT(*) AS ?n) { ?x a cg:Skill } } }",
    "ASK { ?a a cg:Role . role:x cg:leadsTo role:y VALUES ?k { 1 } }",
    "ASK { ?a cg:onPath [ skos:prefLabel ?l ] , [ skos:altLabel ?m ] . _:x a ?a }",
    "SELECT ?skill1 { ?skill1 ?p ?skill2 . ?skill1 ?p 1 }",
    "SELECT ?role { ?role cg:requires ?skill . ?role cg:leadsTo ?roles }",
    "SELECT (COUNT(?skill) AS ?skills) { ?role cg:requires ?skill }",
    "SELECT ?s { role:x cg:leadsTo+ ?s FILTER EXISTS { ?s a cg:Role } }",
    "SELECT ?s { role:x cg:leadsTo ?s . ?s a cg:Role }",
    "SELECT ?l (COUNT(?x) AS ?n) { role:x cg:leadsTo ?s . ?s skos:prefLabel ?l ; ?p ?x } "
    "GROUP BY ?s ?l",
    "ASK { ?s ?p ?o FILTER REGEX(?o, 'da.a') FILTER REGEX(?o, 'data$') FILTER REGEX(?o, ?p) }",
    "SELECT (?n + 1 AS ?m) (?m * 2 AS ?k) { ?s cg:low ?n }",
    "SELECT ?k { ?s ?p ?o } GROUP BY (STR(?o) AS ?k)",
    "SELECT ?v { ?s ?p ?v } VALUES ?v { 1 2 }",
    "DESCRIBE ?s { ?s a cg:Role }",
]


@pytest.mark.parametrize(("text", "remark"), REMARKS)
def test_it_is_remarked(text: str, remark: str) -> None:
    (found,) = parse(text).warnings
    assert remark in found
    assert found.startswith("Line 1, column ")


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_remarked(text: str) -> None:
    assert parse(text).warnings == ()


def test_remarks_stand_in_the_order_of_the_text() -> None:
    text = "SELECT ?no {\n  ?s cg:nope ?o .\n  ?x a cg:Skill\n}"
    places = [found.partition(":")[0] for found in parse(text).warnings]
    assert places == ["Line 1, column 8", "Line 2, column 6", "Line 3, column 3"]
