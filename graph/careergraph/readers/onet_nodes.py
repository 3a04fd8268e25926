"""The nodes of the O*NET graph: their IRIs, and what every concept among them says.

O*NET publishes codes and no IRIs. Occupations, skills and knowledge areas are named by their pages
on O*NET OnLine, as in the alignments of the built-in roadmap; all else is named under
``https://w3id.org/careergraph/onet/`` by its code, technologies by their name.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from careergraph.readers.ntriples import Triples, iri, literal
from careergraph.readers.onet_database import Database
from careergraph.readers.taxonomy import LABEL, TYPE, Frame, Origin, name

BASE = "https://w3id.org/careergraph/onet/"
OCCUPATION_PAGE = "https://www.onetonline.org/link/summary/"
ELEMENT_PAGE = "https://www.onetonline.org/find/descriptor/result/"

RIGHTS = (
    "This graph includes information from the O*NET {release} Database by the U.S. Department of "
    "Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license "
    "(https://creativecommons.org/licenses/by/4.0/). O*NET® is a trademark of USDOL/ETA. "
    "careergraph has modified all or some of this information. USDOL/ETA has not approved, "
    "endorsed, or tested these modifications."
)
"""The attribution that O*NET's licence asks for, in its words."""

BROADER, DEFINITION = name("skos:broader"), name("skos:definition")
IN_SCHEME, NOTATION = name("skos:inScheme"), name("skos:notation")
CONCEPT, SKILL = name("skos:Concept"), name("cg:Skill")


class Nodes(Frame):
    """Writes the nodes of an O*NET graph.

    Parameters
    ----------
    triples : Triples
        Where they are written to.
    database : Database
        The release.
    """

    def __init__(self, triples: Triples, database: Database) -> None:
        origin = Origin(
            title=f"O*NET {database.release}",
            release=database.release,
            page="https://www.onetcenter.org/database.html",
            label=f"O*NET {database.release} Database",
            rights=RIGHTS.format(release=database.release),
            licence="https://creativecommons.org/licenses/by/4.0/",
        )
        super().__init__(triples, BASE, origin)
        self.add = triples.add
        self.occupations = {code: iri(OCCUPATION_PAGE + code) for code in database.occupations}
        rated = database.rated_elements
        self.elements = {
            key: iri(ELEMENT_PAGE + key) if key in rated else self.iri(f"element/{key}")
            for key in database.elements
        } | {key: self.iri(f"activity/{key}") for key in database.activities}

    def scheme(self, local: str, label: str, kind: str = "skos:ConceptScheme") -> str:
        """Write a scheme and return its node."""
        scheme = self.iri(local)
        self.node(
            scheme,
            [
                ("rdf:type", name(kind)),
                ("skos:prefLabel", self.text(label)),
                ("dcterms:source", self.source),
            ],
        )
        return scheme

    def concept(self, node: str, scheme: str, label: str, code: str | None = None) -> None:
        """Write what every concept says."""
        self.add(node, TYPE, CONCEPT)
        self.add(node, LABEL, self.text(label))
        self.add(node, IN_SCHEME, scheme)
        if code:
            self.add(node, NOTATION, literal(code))


@cache
def technology(example: str) -> str:
    """Return the node of a technology: its name as published, percent-encoded.

    >>> technology("C++")
    '<https://w3id.org/careergraph/onet/technology/C%2B%2B>'
    """
    return iri(f"{BASE}technology/{quote(example, safe='')}")


@cache
def commodity(code: str) -> str:
    """Return the node of a kind of technology, by its UNSPSC code."""
    return iri(f"{BASE}commodity/{code}")
