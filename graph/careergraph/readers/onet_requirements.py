"""What O*NET's occupations require: rated skills and knowledge areas, and kinds of technology."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property

from careergraph.effort import Effort
from careergraph.readers import preparation
from careergraph.readers.ntriples import literal
from careergraph.readers.onet_database import Database
from careergraph.readers.onet_nodes import BASE, BROADER, SKILL, Nodes, commodity, technology
from careergraph.readers.onet_tables import Rating
from careergraph.readers.taxonomy import SOURCE, TRUE, TYPE, decimal, integer, name

REQUIRES, UNKNOWN = name("cg:requires"), name("cg:unknownRequirement")
REQUIREMENT = name("cg:Requirement")
REQUIRING_ROLE, REQUIRED_SKILL = name("cg:requiringRole"), name("cg:requiredSkill")
IMPORTANCE, ESSENTIAL, OPTIONAL = name("cg:importance"), name("cg:essential"), name("cg:optional")
EVIDENCE, PLACE = name("cg:evidence"), name("cg:sourcePlace")
STATED, DERIVED = name("cg:statedInSource"), name("cg:derivedFromData")
IMPORTANCE_RATING, IMPORTANCE_ERROR = name("cg:importanceRating"), name("cg:importanceError")
LEVEL_RATING, LEVEL_ERROR = name("cg:levelRating"), name("cg:levelError")
PROFICIENCY, SAMPLE_SIZE = name("cg:proficiency"), name("cg:sampleSize")
USES, IN_DEMAND = name("cg:usesTechnology"), name("cg:inDemandTechnology")
HOT = name("cg:hotTechnology")

KINDS = (
    "essential requirements",
    "optional requirements",
    "unknown requirements",
    "requirements without level",
    "technology requirements",
)
"""What becomes of the ratings and technologies of roles."""

number = cache(decimal)


class Requirements:
    """Writes the requirements of the roles, and counts them by kind.

    Parameters
    ----------
    nodes : Nodes
        What writes them.
    database : Database
        The release.
    essential_from : float
        Least importance of an essential requirement.
    """

    def __init__(self, nodes: Nodes, database: Database, essential_from: float) -> None:
        self.nodes = nodes
        self.add = nodes.add
        self.database = database
        self.essential_from = essential_from
        self.counts = Counter(dict.fromkeys(KINDS, 0))

    @cached_property
    def essential(self) -> dict[str, list[str]]:
        """Return the essential elements of each role that has any, by their codes and IDs."""
        found: dict[str, list[str]] = {}
        for rating in self.database.ratings:
            if rating.occupation in self.database.role_zones and self._essential(rating):
                found.setdefault(rating.occupation, []).append(rating.element)
        return found

    def efforts(self) -> dict[str, Effort]:
        """Return the derived hours to learn each essential element, by its node."""
        zones = self.database.role_zones
        efforts = preparation.skill_efforts(
            (zones[code], elements) for code, elements in self.essential.items()
        )
        return {self.nodes.elements[element]: effort for element, effort in efforts.items()}

    def notes(self) -> Iterator[str]:
        """Yield the roles that have ratings and no essential skill among them, by name."""
        found = self.database.rated_occupations & self.database.role_zones.keys()
        if lost := sorted(found - self.essential.keys()):
            names = "; ".join(f"{code} {self.database.occupations[code].title}" for code in lost)
            yield (
                f"With ratings but no essential skill, so a role whose requirements are unknown "
                f"({len(lost)}): {names}."
            )

    def write(self) -> None:
        """Write the requirements from ratings, the technologies and their requirements."""
        for rating in self.database.ratings:
            if rating.occupation in self.database.role_zones:
                self._rating(rating)
        self._technologies()
        self._technologies_used()

    def _essential(self, rating: Rating) -> bool:
        importance = rating.importance
        return not importance.suppressed and importance.value >= self.essential_from

    def _rating(self, rating: Rating) -> None:
        table, code, element, importance, level = rating
        skill = self.nodes.elements[element]
        if importance.suppressed:
            self.add(self.nodes.occupations[code], UNKNOWN, skill)
            self.counts["unknown requirements"] += 1
            return
        essential = self._essential(rating)
        self.counts["essential requirements" if essential else "optional requirements"] += 1
        node = self._requirement(code, element, skill, table)
        self.add(node, IMPORTANCE, ESSENTIAL if essential else OPTIONAL)
        self.add(node, EVIDENCE, DERIVED)
        self.add(node, IMPORTANCE_RATING, number(importance.value))
        if importance.error is not None:
            self.add(node, IMPORTANCE_ERROR, number(importance.error))
        if importance.people is not None:
            self.add(node, SAMPLE_SIZE, integer(importance.people))
        if level is None or level.irrelevant or level.suppressed:
            self.counts["requirements without level"] += 1
            return
        self.add(node, LEVEL_RATING, number(level.value))
        self.add(node, PROFICIENCY, literal(f"{level.value:g}"))
        if level.error is not None:
            self.add(node, LEVEL_ERROR, number(level.error))

    def _requirement(self, code: str, key: str, skill: str, table: str) -> str:
        """Write what every requirement has, and return its node."""
        role, node = self.nodes.occupations[code], f"<{BASE}requirement/{code}/{key}>"
        self.add(role, REQUIRES, skill)
        self.add(node, TYPE, REQUIREMENT)
        self.add(node, REQUIRING_ROLE, role)
        self.add(node, REQUIRED_SKILL, skill)
        self.add(node, PLACE, f'"{table}.txt: {code}, {key}"')
        self.add(node, SOURCE, self.nodes.source)
        return node

    def _technologies(self) -> None:
        rows = self.database.technologies
        scheme = self.nodes.scheme("commodities", "Kinds of technology in O*NET")
        for code, title in {one.commodity: one.title for one in rows}.items():
            self.nodes.concept(commodity(code), scheme, title, code)
            self.add(commodity(code), TYPE, SKILL)
            self.add(commodity(code), SOURCE, self.nodes.source)
        scheme = self.nodes.scheme("technologies", "Technologies in O*NET")
        for example in dict.fromkeys(one.example for one in rows):
            self.nodes.concept(technology(example), scheme, example)
        for example, code in dict.fromkeys((one.example, one.commodity) for one in rows):
            self.add(technology(example), BROADER, commodity(code))
        for example in dict.fromkeys(one.example for one in rows if one.hot):
            self.add(technology(example), HOT, TRUE)

    def _technologies_used(self) -> None:
        pages, rows = self.nodes.occupations, self.database.technologies
        for code, example in dict.fromkeys((one.occupation, one.example) for one in rows):
            self.add(pages[code], USES, technology(example))
        for code, example in dict.fromkeys(
            (one.occupation, one.example) for one in rows if one.in_demand
        ):
            self.add(pages[code], IN_DEMAND, technology(example))
        for code, kind in dict.fromkeys((one.occupation, one.commodity) for one in rows):
            if code in self.database.role_zones:
                node = self._requirement(code, kind, commodity(kind), "Technology Skills")
                self.add(node, IMPORTANCE, OPTIONAL)
                self.add(node, EVIDENCE, STATED)
                self.counts["technology requirements"] += 1
