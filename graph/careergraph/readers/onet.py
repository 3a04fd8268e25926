"""O*NET as a career graph: its text release in, N-Triples out.

An occupation with a Job Zone is a role; its level is the zone, and the minor group of its SOC code
stands as its career path. Each rating of a skill or knowledge area is a requirement, essential from
a threshold of importance. A kind of technology is an optional requirement, so that software lists
never count as much as rated skills. Detailed work activities are concepts that occupations name,
not skills. Confidence bounds are not kept: they follow from the standard error.

::

    onet_release       which folder or archive, its tables row by row
    onet_tables        each table, checked                               -> Database
    onet_nodes         IRIs and concepts
    onet_requirements  ratings and technologies as requirements
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path

from careergraph.errors import RequestError
from careergraph.readers import onet_database, onet_tables, soc
from careergraph.readers.ntriples import Triples
from careergraph.readers.onet_database import Database
from careergraph.readers.onet_nodes import BROADER, DEFINITION, SKILL, Nodes
from careergraph.readers.onet_release import Release
from careergraph.readers.onet_requirements import Requirements
from careergraph.readers.onet_tables import Element, Occupation
from careergraph.readers.taxonomy import SOURCE, TRUE, TYPE, Summary, decimal, integer, name

ESSENTIAL_FROM = 3.0
"""Importance from which a requirement is essential: "important" on O*NET's scale of 1 to 5."""

ALT_LABEL, WORK_ACTIVITY = name("skos:altLabel"), name("cg:workActivity")
ROLE, CAREER_PATH = name("cg:Role"), name("cg:CareerPath")
ON_PATH, AT_LEVEL = name("cg:onPath"), name("cg:atLevel")
REQUIREMENTS_UNKNOWN = name("cg:requirementsUnknown")


def write(
    source: Path,
    triples: Triples,
    *,
    essential_from: float = ESSENTIAL_FROM,
    release: str | None = None,
) -> Summary:
    """Write the career graph of an O*NET release.

    Nothing is written before the whole release has been read and checked.

    Parameters
    ----------
    source : Path
        The folder of the text files, or the archive with them, as published.
    triples : Triples
        Where the triples go.
    essential_from : float
        Least importance, from 1 to 5, of an essential requirement; what is below is optional.
    release : str, optional
        The release, such as 29.2; read from the name of the folder or archive without it.

    Raises
    ------
    TaxonomyError
        The release is incomplete, mixed or damaged; the message names file, row and column.
    RequestError
        The threshold is not on the scale.
    """
    low, high = onet_tables.SCALES["IM"]
    if not low <= essential_from <= high:
        raise RequestError(
            f"O*NET rates importance from {low} to {high}: {essential_from:g} is no threshold on "
            "that scale. Choose one that is."
        )
    database = onet_database.read(Release(source, release))
    nodes = Nodes(triples, database)
    requirements = Requirements(nodes, database, essential_from)
    nodes.header(["en"])
    note = nodes.text(_threshold_note(essential_from))
    nodes.assumptions([("cg:essentialFrom", decimal(essential_from)), ("skos:note", note)])
    _levels(nodes, database)
    _occupations(nodes, database, requirements.essential)
    _concepts(nodes, database.elements, "content-model", "Content model of O*NET")
    _concepts(nodes, database.activities, "activities", "Work activities of O*NET")
    for element in sorted(database.rated_elements):
        nodes.add(nodes.elements[element], TYPE, SKILL)
        nodes.add(nodes.elements[element], SOURCE, nodes.source)
    for code, activity in database.performed:
        nodes.add(nodes.occupations[code], WORK_ACTIVITY, nodes.elements[activity])
    nodes.skill_efforts(requirements.efforts())
    requirements.write()
    unknown = len(database.role_zones.keys() - requirements.essential.keys())
    counts = {
        **database.counts(),
        "roles with unknown requirements": unknown,
        **requirements.counts,
    }
    return Summary(database.release, counts, (*database.notes(), *requirements.notes()))


def _levels(nodes: Nodes, database: Database) -> None:
    scheme = nodes.scheme("job-zones", "Job Zones of O*NET", "cg:LevelScheme")
    for zone in database.zones:
        nodes.node(
            nodes.iri(f"job-zone/{zone.number}"),
            [
                ("rdf:type", name("cg:Level")),
                ("skos:prefLabel", nodes.text(zone.name)),
                ("skos:altLabel", nodes.text(f"Job Zone {zone.number}")),
                ("skos:definition", nodes.text(zone.description)),
                ("skos:note", nodes.text(f"SVP {zone.svp}")),
                ("skos:inScheme", scheme),
                ("cg:rank", integer(zone.number)),
                ("dcterms:source", nodes.source),
            ],
        )


def _occupations(nodes: Nodes, database: Database, known: Container[str]) -> None:
    scheme = nodes.scheme("soc", "Minor groups of the Standard Occupational Classification")
    groups = {code: soc.minor_group(code) for code in database.occupations}
    for group in sorted(set(groups.values())):
        node = nodes.iri(f"soc/{group}")
        nodes.concept(node, scheme, soc.title(group), group)
        nodes.add(node, TYPE, CAREER_PATH)
        nodes.add(node, SOURCE, nodes.source)
    scheme = nodes.scheme("occupations", "Occupations of O*NET")
    for code, occupation in database.occupations.items():
        page, group = nodes.occupations[code], nodes.iri(f"soc/{groups[code]}")
        nodes.concept(page, scheme, occupation.title, code)
        nodes.add(page, BROADER, group)
        nodes.add(page, SOURCE, nodes.source)
        if occupation.description:
            nodes.add(page, DEFINITION, nodes.text(occupation.description))
        if occupation.zone:
            _role(nodes, occupation, group, code in known)
    for code, title in database.titles:
        nodes.add(nodes.occupations[code], ALT_LABEL, nodes.text(title))


def _role(nodes: Nodes, occupation: Occupation, group: str, known: bool) -> None:
    page = nodes.occupations[occupation.code]
    nodes.add(page, TYPE, ROLE)
    nodes.add(page, ON_PATH, group)
    nodes.add(page, AT_LEVEL, nodes.iri(f"job-zone/{occupation.zone}"))
    if not known:
        nodes.add(page, REQUIREMENTS_UNKNOWN, TRUE)


def _concepts(nodes: Nodes, concepts: Mapping[str, Element], local: str, label: str) -> None:
    scheme = nodes.scheme(local, label)
    for key, concept in concepts.items():
        node = nodes.elements[key]
        nodes.concept(node, scheme, concept.name, key)
        if concept.description:
            nodes.add(node, DEFINITION, nodes.text(concept.description))
        if concept.parent:
            nodes.add(node, BROADER, nodes.elements[concept.parent])


def _threshold_note(essential_from: float) -> str:
    return (
        f"A skill whose importance O*NET rates {essential_from:g} or more on its scale of 1 to 5 "
        "is essential, any other rated one optional. The threshold is an editorial assumption "
        "(3 is called important); import again with another to replace it. A rating that O*NET "
        "recommends to suppress is unknown. Kinds of technology are optional: O*NET lists them "
        "with examples and does not rate them."
    )
