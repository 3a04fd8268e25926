"""Two matrices level by level, in words for people and in rows for programs."""

from __future__ import annotations

from careergraph import tables
from careergraph.diff.levels import LevelComparison, Nearest, Resemblance
from careergraph.diff.text import wrapped
from careergraph.network import CareerNetwork

COLUMNS = (
    "role",
    "role_label",
    "nearest",
    "nearest_label",
    "fit",
    "covers",
    "covered",
    "covers_hours",
    "covered_hours",
    "shared",
    "role_skills",
    "nearest_skills",
    "equivalent",
)

TEXT_COLUMNS = ("role", "nearest", "covers", "covered", "both by hours", "equivalent")
CHECK_COLUMNS = ("old", "new", "by", "similarity")


def as_text(found: LevelComparison, width: int = 88) -> str:
    """Return a table of the nearest roles, the same in sentences, and the skills to check.

    Sentences are wrapped to a width in characters.
    """
    parts = [
        wrapped(_basis(found), width),
        tables.as_text(TEXT_COLUMNS, _table(found)),
        "\n".join(wrapped(statement(found, nearest), width) for nearest in found.roles),
        wrapped(_skills(found), width),
    ]
    if found.to_check:
        parts.append(tables.as_text(CHECK_COLUMNS, _to_check(found)))
    return "\n\n".join(parts)


def as_markdown(found: LevelComparison) -> str:
    """Return what `as_text` does as Markdown."""
    parts = [
        tables.escaped(_basis(found)),
        tables.as_markdown(TEXT_COLUMNS, _table(found)),
        "\n".join(f"- {tables.escaped(statement(found, nearest))}" for nearest in found.roles),
        tables.escaped(_skills(found)),
    ]
    if found.to_check:
        parts.append(tables.as_markdown(CHECK_COLUMNS, _to_check(found)))
    return "\n\n".join(parts)


def rows(found: LevelComparison) -> list[tuple[tables.Cell, ...]]:
    """Return the cells of `COLUMNS`: for each role the nearest of each career path.

    A role that shares no skill with any other has one row without a nearest.
    """
    cells: list[tuple[tables.Cell, ...]] = []
    for nearest in found.roles:
        role = nearest.role.iri, nearest.role.label
        if not nearest.on_paths:
            cells.append((*role, *[""] * (len(COLUMNS) - 3), "no"))
        cells += [
            (
                *role,
                one.new.iri,
                one.new.label,
                *(_number(share) for share in (one.fit, one.covers, one.covered)),
                *(_number(share) for share in (one.covers_hours, one.covered_hours)),
                one.shared,
                one.old_skills,
                one.new_skills,
                _yes(one, found.bound),
            )
            for one in nearest.on_paths
        ]
    return cells


def statement(found: LevelComparison, nearest: Nearest) -> str:
    """Return what is nearest to a role in a sentence, claiming no more than its coverage."""
    label = nearest.role.label
    if not nearest.skills:
        return f"{label} requires no skill that is stated, so its equivalent is unknown."
    if not nearest.best:
        return f"{label} has no equivalent: no role of {found.new.title} requires a skill of it."
    first, *others = nearest.best
    tie = f" Equally near: {', '.join(one.new.label for one in others)}." if others else ""
    covers = f"covers {first.covers:.0%} of it ({first.shared} of {first.new_skills} skills)"
    covered = f"{first.covered:.0%} covered by it ({first.shared} of {first.old_skills})"
    if first.equivalent(found.bound):
        return f"{label} is nearest to {first.new.label}: it {covers} and is {covered}.{tie}"
    return (
        f"{label}: no equivalent found. The nearest is {first.new.label}: {label} {covers} and is "
        f"{covered}.{tie}"
    )


def _basis(found: LevelComparison) -> str:
    same = _adds_up(found.old) == _adds_up(found.new)
    adding = (
        f"In both, {_adds_up(found.old)}."
        if same
        else f"In {found.old.title} {_adds_up(found.old)}; in {found.new.title} "
        f"{_adds_up(found.new)}."
    )
    return (
        f"The roles of {found.old.title} and what is nearest in {found.new.title}, by the skills "
        f"that both require. {adding} Equivalent: each covers at least {found.bound:.0%} of the "
        "other. Ranks and names of levels are not compared."
    )


def _adds_up(network: CareerNetwork) -> str:
    if network.assumptions.cumulative:
        return "a role also requires what the levels below it require"
    return "a role requires only what its own cell lists"


def _table(found: LevelComparison) -> list[tuple[str, ...]]:
    return [
        (nearest.role.label, *_cells(one, found.bound))
        for nearest in found.roles
        for one in nearest.best or (None,)
    ]


def _cells(one: Resemblance | None, bound: float) -> tuple[str, ...]:
    if one is None:
        return "none", "", "", "", "no"
    hours = f"{_percent(one.covers_hours)}, {_percent(one.covered_hours)}"
    percents = f"{one.covers:.0%}", f"{one.covered:.0%}"
    return one.new.label, *percents, hours, _yes(one, bound)


def _skills(found: LevelComparison) -> str:
    only_old = len(found.old.skills) - len(found.skills)
    only_new = len(found.new.skills) - len(found.skills)
    count = len(found.skills)
    said = (
        f"{count:,} skill{'' if count == 1 else 's'} of both {'is' if count == 1 else 'are'} "
        f"taken for the same; {only_old:,} only in {found.old.title} and {only_new:,} only in "
        f"{found.new.title} have no match."
    )
    return f"{said} Check those whose texts differ:" if found.to_check else said


def _to_check(found: LevelComparison) -> list[tuple[str, ...]]:
    return [
        (
            found.old.skills[match.old].label,
            found.new.skills[match.new].label,
            match.evidence.value,
            f"{match.similarity:.0%}",
        )
        for match in found.to_check
    ]


def _yes(one: Resemblance, bound: float) -> str:
    return "yes" if one.equivalent(bound) else "no"


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"


def _number(share: float | None) -> tables.Cell:
    return "" if share is None else round(share, 4)
