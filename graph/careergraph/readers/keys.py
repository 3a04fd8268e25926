"""The keys that people write in YAML and JSON, and what each of them means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from careergraph.readers.nodes import Node
from careergraph.readers.slugs import slug


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNITS = _words(
    "family families job-family job-families discipline disciplines department departments "
    "function functions group groups area areas team teams track tracks ladder ladders path "
    "paths career-path career-paths career job jobs role roles position positions profession "
    "professions specialisation specialisations specialization specializations"
)
"""What holds levels: a text is its name, a list or a mapping is what is inside."""

NAMES = ("name", "title", "label", "job-title", "role-title")
LEVELS = _words(
    "level levels grade grades stage stages band bands rank ranks step steps seniority "
    "seniorities job-level job-levels career-level career-levels progression"
)
NUMBERS = ("level", "grade", "stage", "band", "rank", "step", "seniority", "job-level",
           "career-level")  # fmt: skip
CODES = ("code", "number", "order", "id")
SKILLS = _words(
    "skill skills competency competencies competence competences capability capabilities "
    "requirement requirements requires expectation expectations responsibility "
    "responsibilities"
)
SKILL_NAMES = ("skill", "name", "title", "label", "competency", "competence", "capability",
               "requirement", "text")  # fmt: skip
AREA_NAMES = ("area", "category", "name", "title", "label")
GROUPS = SKILLS | {"items"}
STATEMENTS = {
    key: column
    for column, names in {
        "importance": "importance priority required essential mandatory optional",
        "proficiency": "proficiency level proficiency-level rating",
        "effort": "effort hours effort-hours",
        "source": "source",
        "iri": "iri uri url",
    }.items()
    for key in names.split()
}
"""What a skill may state: each key, with the column of the long form that it means."""

TEXTS = _words(
    "summary description descriptions about note notes purpose scope overview definition "
    "introduction example examples salary pay tags links metadata id version"
)
"""What is no skill, whatever it holds."""

EXAMPLE = "{role: Backend engineer, levels: [{level: L3, skills: [Python, SQL]}]}."


def first(node: Node, names: Iterable[str]) -> Node | None:
    """Return the text under the first of these keys that has one."""
    words = {slug(key): value for key, value in node.pairs.items() if value.text}
    return next((words[name] for name in names if name in words), None)


def unit_names(node: Node, *, has_level: bool) -> list[Node]:
    """Return the names of a family, career path or role, outermost first.

    Where a level stands beside a unit's own word, a title is that of the level and no name.
    """
    own = [v for key, v in node.pairs.items() if v.text and slug(key) in UNITS]
    name = first(node, NAMES)
    return own if name is None or (own and has_level) else [*own, name]


def level_names(node: Node) -> list[Node]:
    """Return the number or code of a level, and its name; a title beside a number is a role's."""
    number = first(node, NUMBERS)
    name = first(node, ("name", "label") if number else NAMES)
    if number is None:
        number = first(node, CODES)
    return [one for one in (number, name) if one is not None]


def states_only(node: Node) -> bool:
    """Tell whether a mapping only states something of the skill that it stands under."""
    return all(slug(key) in STATEMENTS or slug(key) in TEXTS for key in node.pairs)


def mappings(root: Node) -> Iterator[Node]:
    """Yield every mapping that holds something, at and below a node."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.pairs:
            yield node
        waiting += [*node.members, *node.pairs.values()]


def hold_mappings(node: Node) -> bool:
    """Tell whether a mapping stands at or below a node."""
    return next(mappings(node), None) is not None
