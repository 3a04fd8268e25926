"""What the columns beside a matrix may be called."""

from __future__ import annotations

from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell

LABELS = {
    "skill": "skill|skills|skill name|competency|competencies|competence|capability|capabilities"
    "|topic|training|course|knowledge|technology|attribute|behaviour|behavior|criterion",
    "group": "category|area|group|domain|theme|pillar|dimension|family|cluster|section|skill area"
    "|skill category|skill group|competency area|subject|discipline",
    "remark": "description|definition|details|detail|notes|note|comment|comments|remarks|meaning"
    "|example|examples|what it means|owner|source|evidence|total|id|no|code|ref",
    "role": "role|roles|job|job title|position|title|career path|path|track|level|grade|band",
    "person": "name|employee|employees|person|team member|staff member|staff name|employee name",
}
"""What a column of labels may be called, by what its cells are."""

KINDS = {name: kind for kind, names in LABELS.items() for name in names.split("|")}

LONG_TEXT = 60
"""Characters; a name is shorter, a description longer."""


def kind(cell: Cell) -> str | None:
    """Return the key of `LABELS` whose names have the text of a heading.

    >>> kind(Cell("Skill name", 1, 1)), kind(Cell("Comments:", 1, 2)), kind(Cell("L3", 1, 3))
    ('skill', 'remark', None)
    """
    return KINDS.get(slug(cell.text).replace("-", " ")) if 0 < len(cell.text) < LONG_TEXT else None
