"""The skill levels of ISCO-08, the international standard classification of occupations.

Source: International Labour Office, International Standard Classification of Occupations:
ISCO-08, volume 1 (Geneva, 2012), table 1 and the definitions of the groups. Major group 0 and
sub-major group 14 have levels of their own; every other group has that of its major group.
"""

from __future__ import annotations

from careergraph.readers.taxonomy import Frame, integer, name

SOURCE = (
    "International Labour Office, International Standard Classification of Occupations: ISCO-08, "
    "volume 1, Geneva 2012"
)

UNIT_GROUP = 4
"""Digits of the code of a unit group, the smallest."""

SKILL_LEVELS = {
    "01": 4,
    "02": 2,
    "03": 1,
    "1": 4,
    "14": 3,
    "2": 4,
    "3": 3,
    "4": 2,
    "5": 2,
    "6": 2,
    "7": 2,
    "8": 2,
    "9": 1,
}
"""The start of a group's code, with its skill level; the longest start counts."""

DEFINITIONS = {
    1: "Simple and routine physical or manual tasks.",
    2: "Operating machinery and equipment, driving, maintenance and repair, and ordering and "
    "storing information.",
    3: "Complex technical and practical tasks that need a body of factual, technical and "
    "procedural knowledge of a field.",
    4: "Solving complex problems, deciding and creating, from a body of theoretical and factual "
    "knowledge of a field.",
}
"""What each skill level is about, in our words."""


def skill_level(code: str) -> int | None:
    """Return the skill level of a group by its code, or None for what is no code of ISCO-08.

    >>> skill_level("1411"), skill_level("1120"), skill_level("0310"), skill_level("5")
    (3, 4, 1, 2)
    """
    return SKILL_LEVELS.get(code[:2]) or SKILL_LEVELS.get(code[:1])


def write_levels(frame: Frame) -> None:
    """Write the four skill levels."""
    source, scheme = frame.iri("source/isco"), frame.iri("levels")
    frame.node(source, [("rdf:type", name("prov:Entity")), ("skos:prefLabel", frame.text(SOURCE))])
    frame.node(
        scheme,
        [
            ("rdf:type", name("cg:LevelScheme")),
            ("skos:prefLabel", frame.text("Skill levels of ISCO-08")),
            ("dcterms:source", source),
        ],
    )
    for level, definition in DEFINITIONS.items():
        frame.node(
            frame.iri(f"level/{level}"),
            [
                ("rdf:type", name("cg:Level")),
                ("skos:prefLabel", frame.text(f"ISCO-08 skill level {level}")),
                ("skos:definition", frame.text(definition)),
                ("skos:inScheme", scheme),
                ("cg:rank", integer(level)),
                ("dcterms:source", source),
            ],
        )
