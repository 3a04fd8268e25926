"""What is remarked about queries that can run, and what is not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Container

import pytest

from careergraph.errors import CareerGraphError
from careergraph.sparql import Query, components, lint, parse
from careergraph.sparql.ast import (
    Bind,
    Filter,
    Group,
    Named,
    Optional,
    Select,
    Union,
    Values,
    Var,
    walk,
)
from careergraph.sparql.scope import variables
from fuzz_queries import case, good_queries

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


def unconnected(group: Group, outer: Container[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Say what `components.unconnected` says, from every set compared with every other."""

    def known(names: set[str]) -> set[str]:
        return {"outer" if n[:1] == "?" and n[1:] in outer else n for n in names}

    sets: list[tuple[int, set[str]]] = []

    def join(at: int, names: set[str]) -> None:
        met = [one for one in sets if one[1] & names]
        sets[:] = [one for one in sets if not one[1] & names]
        sets.append((min([at, *(one[0] for one in met)]), names.union(*(one[1] for one in met))))

    for element in group.elements:
        for at, names in components._parts(element):
            join(at, known(names))
    for element in group.elements:
        if isinstance(element, Filter | Optional | Bind | Named | Select | Union | Values):
            compared = known({f"?{name}" for name in variables(element)})
            if any(names & compared for _, names in sets):
                join(sys.maxsize, compared)
    sets.sort(key=lambda one: one[0])
    found = []
    for index, (at, _) in enumerate(sets):
        before = sorted(n[1:] for _, names in sets[:index] for n in names if n[0] == "?")
        if before:
            found.append((at, tuple(before[:3])))
    return found


def mistyped(query: Query) -> dict[str, str]:
    """Return the names used once, each with the first other one that it is one slip from."""
    found = {}
    uses = Counter(node.name for node in walk(query.tree) if isinstance(node, Var))
    for name, times in uses.items():
        near = [o for o, n in uses.items() if n > 1 and lint._one_slip(name, o)]
        if times == 1 and near:
            found[name] = near[0]
    return found


def test_the_quick_ways_find_what_the_plain_ones_find() -> None:
    """On the queries of the fuzzer: what is compared with everything, and what by name."""
    good = good_queries()
    apart = 0
    for number in range(500):
        try:
            query = parse(case(number, good, "http://127.0.0.1:9/")[1])
        except CareerGraphError:
            continue
        for group, outer in lint._groups_with_outer(query.tree):
            found = list(components.unconnected(group, outer))
            assert found == unconnected(group, outer), number
            apart += len(found)
        plain = mistyped(query)
        for at, message in lint._mistyped(query.tree):
            name, other = message[1:].split(" ")[0], message.rsplit("?", 2)[1]
            assert plain[name] == other, (number, at)
    assert apart > 10


@pytest.mark.parametrize("count", [3, 300])
def test_each_slip_is_found_among_many_names(count: int) -> None:
    """One letter more, one less, another one, and two that changed places."""
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}skillful" for n in range(count)]
    slips = [name[:4] + "x" + name[4:] for name in names[::4]]
    slips += [name[:4] + name[5:] for name in names[1::4]]
    slips += [name[:4] + "w" + name[5:] for name in names[2::4]]
    slips += [name[:4] + name[5] + name[4] + name[6:] for name in names[3::4] if name[4] != name[5]]
    used = " ".join(f"?{name} a ?{name} ." for name in names)
    once = " ".join(f"?{name} a 1 ." for name in slips)
    query = parse(f"SELECT * {{ {used} {once} }}")
    found = {m[1:].split(" ")[0]: m.rsplit("?", 2)[1] for _, m in lint._mistyped(query.tree)}
    plain = mistyped(query)
    assert found == plain
    assert set(found) == set(slips)
