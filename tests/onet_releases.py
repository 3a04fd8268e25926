"""O*NET releases for tests: the sample read, changed and packed."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyoxigraph

from careergraph.effort import Effort
from careergraph.readers import onet, preparation
from careergraph.readers.ntriples import Triples
from careergraph.readers.taxonomy import Summary
from careergraph.vocabulary import PREFIXES, TERMS

SAMPLE = Path(__file__).parent / "data" / "onet" / "db_29_2_text"
PAGE = "https://www.onetonline.org/link/summary/"
ELEMENT = "https://www.onetonline.org/find/descriptor/result/"
BASE = "https://w3id.org/careergraph/onet/"


def read(source: Path = SAMPLE, **options: Any) -> tuple[pyoxigraph.Store, Summary]:
    file = io.StringIO()
    triples = Triples(file)
    summary = onet.write(source, triples, **options)
    store = pyoxigraph.Store()
    store.bulk_load(file.getvalue().encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert len(store) == triples.count, "a triple was written twice"
    return store, summary


def ask(store: pyoxigraph.Store, where: str) -> set[tuple[str, ...]]:
    """Return the values of the variables, in the order in which they are first named."""
    names = list(dict.fromkeys(re.findall(r"\?(\w+)", where)))
    found = store.query(f"SELECT * WHERE {{ {where} }}", prefixes=PREFIXES)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {tuple(short(row[name]) for name in names) for row in found}


def short(term: Any) -> str:
    text = str(term.value)
    for start in (PAGE, ELEMENT, BASE, TERMS, PREFIXES["skos"]):
        text = text.removeprefix(start)
    return text


def about(store: pyoxigraph.Store, node: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(pyoxigraph.NamedNode(node), None, None, None):
        found[short(quad.predicate)].add(short(quad.object))
    return dict(found)


def change(folder: Path, table: str, old: str, new: str) -> None:
    file = folder / f"{table}.txt"
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def pack(archive: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return archive


def members(inside: str = "db_29_2_text/") -> dict[str, bytes]:
    return {f"{inside}{file.name}": file.read_bytes() for file in sorted(SAMPLE.glob("*.txt"))}


def stated_efforts(store: pyoxigraph.Store) -> dict[str, Effort]:
    found = ask(
        store,
        "?s a cg:Skill ; cg:effort ?e . ?e cg:low ?low ; cg:high ?high ; skos:note "
        f'"{preparation.NOTE}"@en ; dcterms:source <{BASE}defaults>',
    )
    assert {node for _, node, _, _ in found} == {
        f"effort/{float(low):g}-{float(high):g}" for _, _, low, high in found
    }, "equal efforts share a node"
    return {skill: Effort(float(low), float(high)) for skill, _, low, high in found}
