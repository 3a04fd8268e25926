"""The tables of a page about a role, a skill, a career path or a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from careergraph.vocabulary import Term

MOST_ROWS = 200
"""Rows of a table on a page."""


@dataclass(frozen=True)
class Section:
    """A table: its title, its query about ``$node``, and the headings of the columns.

    Where there is `each`, its query finds what the other is asked about, one after the other:
    with a name in its place, an engine looks up where it would otherwise search.
    """

    title: str
    columns: tuple[str, ...]
    query: str
    caption: str = ""
    each: str | None = None


_EVIDENCE = """
    OPTIONAL { ?statement cg:evidence ?evidence }
    OPTIONAL { ?statement cg:sourcePlace ?place }
    OPTIONAL { ?statement dcterms:source ?stated }
    OPTIONAL { ?statement prov:wasAttributedTo ?editor }
    OPTIONAL { ?statement cg:score ?score }
    OPTIONAL { ?statement cg:doubt ?doubt }
    BIND (COALESCE(?stated, ?editor) AS ?source)
    BIND (IF(BOUND(?score), CONCAT("score ", STR(?score)), COALESCE(?doubt, ?nothing))
      AS ?certainty)
"""
_EVIDENCE_COLUMNS = ("Evidence", "Certainty", "Place in the source", "Source", "Statement")
_EVIDENCE_VARIABLES = "?evidence ?certainty ?place ?source ?statement"


def _needs(role: str, skill: str) -> str:
    return f"""{{
    ?statement cg:requiringRole {role} ; cg:requiredSkill {skill} ; cg:importance ?importance .
    OPTIONAL {{ ?statement cg:proficiency ?proficiency }}
    OPTIONAL {{ ?statement cg:position ?position }}
    {_EVIDENCE}
  }} UNION {{
    ?graph cg:edgeSource ?source .
    {{ {role} cg:requires {skill} BIND (cg:essential AS ?importance) }}
    UNION {{ {role} esco:relatedOptionalSkill {skill} BIND (cg:optional AS ?importance) }}
    FILTER NOT EXISTS {{ ?own cg:requiringRole {role} ; cg:requiredSkill {skill} }}
  }}"""


_REQUIREMENTS = Section(
    "What it requires",
    ("Skill", "Importance", "Proficiency", "Hours from", "Hours to", "Since", *_EVIDENCE_COLUMNS),
    f"""SELECT ?skill ?importance ?proficiency ?low ?high ?role {_EVIDENCE_VARIABLES} {{
  {_needs("$node", "?skill")}
  BIND ($node AS ?role)
  OPTIONAL {{ ?skill cg:effort ?own . ?own cg:unit unit:HR ; cg:low ?own_low ; cg:high ?own_high }}
  OPTIONAL {{
    $node cg:atLevel/cg:effortPerSkill ?range .
    ?range cg:unit unit:HR ; cg:low ?level_low ; cg:high ?level_high
  }}
  BIND (COALESCE(?own_low, ?level_low) AS ?low)
  BIND (COALESCE(?own_high, ?level_high) AS ?high)
}} ORDER BY ?importance ?position ?skill""",
    "With what the roles before it on its path require; hours of learning from nothing.",
    """SELECT ?role { ?role cg:leadsTo* $node
  OPTIONAL { ?role cg:atLevel/cg:rank ?rank } } ORDER BY DESC(?rank)""",
)

_NEXT = Section(
    "What is next",
    ("Role", "How", *_EVIDENCE_COLUMNS),
    f"""SELECT ?next ?how {_EVIDENCE_VARIABLES} {{
  {{ $node cg:leadsTo ?next BIND (cg:leadsTo AS ?how) }}
  UNION {{ $node cg:movesTo ?next BIND (cg:movesTo AS ?how) }}
  OPTIONAL {{ ?statement cg:earlierRole $node ; cg:laterRole ?next . {_EVIDENCE} }}
}} ORDER BY ?how ?next""",
)

_BEFORE = Section(
    "What leads here",
    ("Role", "How"),
    """SELECT ?before ?how {
  { ?before cg:leadsTo $node BIND (cg:leadsTo AS ?how) }
  UNION { ?before cg:movesTo $node BIND (cg:movesTo AS ?how) }
} ORDER BY ?how ?before""",
)

_REQUIRED_BY = Section(
    "Where it is required",
    ("Role", "Importance", "Proficiency", *_EVIDENCE_COLUMNS),
    f"""SELECT ?role ?importance ?proficiency {_EVIDENCE_VARIABLES} {{
  {_needs("?role", "$node")}
}} ORDER BY ?importance ?role""",
    "The roles that name it; those after them on their paths require it too.",
)


def _transfers(title: str, here: str, there: str) -> Section:
    return Section(
        title,
        ("Skill", "Strength", "Learning saved", "Why", *_EVIDENCE_COLUMNS),
        f"""SELECT ?skill ?strength ?saved ?rationale {_EVIDENCE_VARIABLES} {{
  ?statement cg:{here} $node ; cg:{there} ?skill .
  OPTIONAL {{ ?statement cg:strength ?strength OPTIONAL {{ ?strength cg:learningSaved ?saved }} }}
  OPTIONAL {{ ?statement cg:rationale ?rationale }}
  {_EVIDENCE}
}} ORDER BY DESC(?saved) ?skill""",
    )


_ROLES_ON_PATH = Section(
    "Its roles",
    ("Level", "Role", "Leads to"),
    """SELECT ?level ?role ?next {
  ?role cg:onPath $node .
  OPTIONAL { ?role cg:atLevel ?level OPTIONAL { ?level cg:rank ?rank } }
  OPTIONAL { ?role cg:leadsTo ?next }
} ORDER BY ?rank ?role""",
)

_ROLES_AT_LEVEL = Section(
    "Its roles",
    ("Career path", "Role"),
    """SELECT ?path ?role { ?role cg:atLevel $node OPTIONAL { ?role cg:onPath ?path } }
ORDER BY ?path ?role""",
)

_EFFORT = Section(
    "Learning one skill at this level",
    ("Hours from", "Hours to", "Basis", "Source"),
    """SELECT ?low ?high ?note ?source {
  $node cg:effortPerSkill ?range . ?range cg:unit unit:HR ; cg:low ?low ; cg:high ?high .
  OPTIONAL { ?range skos:note ?note } OPTIONAL { ?range dcterms:source ?source }
}""",
)


SECTIONS: Mapping[str, tuple[str, tuple[Section, ...]]] = {
    Term.Role: ("role", (_REQUIREMENTS, _NEXT, _BEFORE)),
    Term.Skill: (
        "skill",
        (
            _REQUIRED_BY,
            _transfers("What it helps to learn", "heldSkill", "neededSkill"),
            _transfers("What helps to learn it", "neededSkill", "heldSkill"),
        ),
    ),
    Term.CareerPath: ("path", (_ROLES_ON_PATH,)),
    Term.Level: ("level", (_ROLES_AT_LEVEL, _EFFORT)),
}
"""By class: the kind, as parameters of named queries call it, and the tables of its page."""
