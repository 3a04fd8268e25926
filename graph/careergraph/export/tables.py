"""The career network as tables, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict

from careergraph.effort import Effort
from careergraph.export import about
from careergraph.export.content import Content, one_line, zip_bytes
from careergraph.network import CareerNetwork, Labelled, Level, Provenance, skill_efforts
from careergraph.readers.levels import read
from careergraph.tables import defused

Row = dict[str, object]


def zipped(content: Content) -> bytes:
    """Return the tables as CSV files in one zip file."""
    return zip_bytes(files(content))


def files(content: Content) -> dict[str, bytes]:
    """Return the tables as CSV files by name: UTF-8, comma, CRLF, formulas defused."""
    made = {**tables(content.network), "about": about_table(content)}
    return {f"{name}.csv": _csv(table) for name, table in made.items()}


def about_table(content: Content) -> tuple[list[str], list[Row]]:
    """Return the columns and rows of what the graph says about itself."""
    return about.COLUMNS, [asdict(statement) for statement in about.about(content)]


def tables(network: CareerNetwork) -> dict[str, tuple[list[str], list[Row]]]:
    """Return the columns and rows of each table.

    Things come by IRI and label; what is unknown is None. Hours and shares say so in the names of
    their columns.
    """
    efforts = skill_efforts(network)
    paths, levels = network.paths, network.levels
    roles, skills = network.roles, network.skills
    made: dict[str, Iterable[Row]] = {
        "matrix": (
            {
                "career_path": paths[roles[need.role].path].label,
                "level": heading(levels[roles[need.role].level]),
                "skill": skills[need.skill].label,
                "importance": "essential" if need.essential else "optional",
                "proficiency": need.proficiency,
                "effort": _range(skills[need.skill].effort),
                "source": need.provenance.source,
                "iri": need.skill,
            }
            for need in network.requirements
        ),
        "paths": ({**_thing(path), "position": path.position} for path in paths.values()),
        "levels": (
            {
                **_thing(level),
                "rank": level.rank,
                "scheme": level.scheme,
                **_hours("effort_per_skill", level.effort),
                "effort_note": level.effort_note,
            }
            for level in levels.values()
        ),
        "roles": (
            {
                **_thing(role),
                **_pair("path", paths[role.path]),
                **_pair("level", levels[role.level]),
                "rank": levels[role.level].rank,
            }
            for role in roles.values()
        ),
        "skills": (
            {
                **_thing(skill),
                **_hours("own_effort", skill.effort),
                **_hours("effort", efforts[skill.iri]),
            }
            for skill in skills.values()
        ),
        "requirements": (
            {
                "iri": need.iri,
                **_pair("role", roles[need.role]),
                **_pair("skill", skills[need.skill]),
                "importance": "essential" if need.essential else "optional",
                "proficiency": need.proficiency,
                "position": need.position,
                **_origin(need.provenance),
            }
            for need in network.requirements
        ),
        "progressions": (
            {
                "iri": step.iri,
                **_pair("earlier_role", roles[step.earlier]),
                **_pair("later_role", roles[step.later]),
                **_origin(step.provenance),
            }
            for step in network.progressions
        ),
        "transfers": (
            {
                "iri": transfer.iri,
                **_pair("held_skill", skills[transfer.held]),
                **_pair("needed_skill", skills[transfer.needed]),
                "strength": transfer.strength,
                "saved_share": transfer.saved,
                "rationale": transfer.rationale,
                **_origin(transfer.provenance),
            }
            for transfer in network.transfers
        ),
    }
    return {name: (COLUMNS[name], list(rows)) for name, rows in made.items()}


_THING = ["iri", "label", "alt_labels", "definition"]
_ORIGIN = ["source", "place", "text", "evidence", "asserted_by", "asserted_at", "doubt"]

COLUMNS = {
    "matrix": [
        *("career_path", "level", "skill"),
        *("importance", "proficiency", "effort", "source", "iri"),
    ],
    "paths": [*_THING, "position"],
    "levels": [
        *_THING,
        "rank",
        "scheme",
        "effort_per_skill_low_hours",
        "effort_per_skill_high_hours",
        "effort_note",
    ],
    "roles": [*_THING, "path", "path_label", "level", "level_label", "rank"],
    "skills": [
        *_THING,
        "own_effort_low_hours",
        "own_effort_high_hours",
        "effort_low_hours",
        "effort_high_hours",
    ],
    "requirements": [
        "iri",
        *("role", "role_label", "skill", "skill_label"),
        *("importance", "proficiency", "position"),
        *_ORIGIN,
    ],
    "progressions": [
        "iri",
        *("earlier_role", "earlier_role_label", "later_role", "later_role_label"),
        *_ORIGIN,
    ],
    "transfers": [
        "iri",
        *("held_skill", "held_skill_label", "needed_skill", "needed_skill_label"),
        *("strength", "saved_share", "rationale"),
        *_ORIGIN,
    ],
}
"""The columns of each table, in order."""


def heading(level: Level) -> str:
    """Return the heading of a level that reads back as its rank and label.

    >>> heading(Level("", "Senior", rank=3)), heading(Level("", "Level 3", rank=3))
    ('Level 3: Senior', 'Level 3')
    """
    label = one_line(level.label)
    found = read(label)
    alone = (found.number, found.label) == (level.rank, label)
    return label if alone else f"Level {level.rank}: {label}"


def _range(effort: Effort | None) -> str | None:
    return f"{effort.low}-{effort.high}" if effort else None


def _thing(thing: Labelled) -> Row:
    return {
        "iri": thing.iri,
        "label": thing.label,
        "alt_labels": "\n".join(thing.alt_labels) or None,
        "definition": thing.definition,
    }


def _pair(name: str, thing: Labelled) -> Row:
    return {name: thing.iri, f"{name}_label": thing.label}


def _hours(name: str, effort: Effort | None) -> Row:
    return {
        f"{name}_low_hours": effort.low if effort else None,
        f"{name}_high_hours": effort.high if effort else None,
    }


def _origin(provenance: Provenance) -> Row:
    return {name: getattr(provenance, name) for name in _ORIGIN}


def _csv(table: tuple[list[str], list[Row]]) -> bytes:
    columns, rows = table
    out = io.StringIO(newline="")
    # With the CRLF of RFC 4180 the writer also quotes a carriage return inside a cell.
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: defused(x) if isinstance(x, str) else x for k, x in row.items()})
    return out.getvalue().encode("utf-8")
