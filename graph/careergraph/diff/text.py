"""What has changed, in words for people and in rows for programs."""

from __future__ import annotations

import textwrap

from careergraph import tables
from careergraph.diff.effects import RouteEffect, RouteEffects
from careergraph.diff.result import Diff

COLUMNS = (
    "kind",
    "thing",
    "subject",
    "detail",
    "old",
    "new",
    "old_place",
    "new_place",
    "evidence",
    "similarity",
    "message",
)

ROUTE_COLUMNS = ("from", "to", "before", "after", "difference")


def as_text(diff: Diff, limit: int = 10, width: int = 88) -> str:
    """Return the changes and the routes most affected.

    Parameters
    ----------
    diff : Diff
    limit : int, optional
        Most routes to show.
    width : int, optional
        Longest line in characters; tables may be wider.
    """
    changes = [wrapped(change.message, width) for change in diff.changes]
    parts = [diff.summary, "\n".join(changes)]
    if diff.routes:
        parts.append(wrapped(_routes(diff.routes), width))
        if diff.routes.changed:
            rows = [_route_row(effect) for effect in diff.routes.changed[:limit]]
            table = tables.as_text(ROUTE_COLUMNS, rows)
            parts.append(table + _more(len(diff.routes.changed), limit))
    return "\n\n".join(part for part in parts if part)


def wrapped(text: str, width: int) -> str:
    """Return a text in lines of a width, those after the first indented."""
    return textwrap.fill(text, width, subsequent_indent="  ", break_on_hyphens=False)


def as_markdown(diff: Diff) -> str:
    """Return the changes as a list and every changed route as a table."""
    lines = [f"- {tables.escaped(change.message)}" for change in diff.changes]
    parts = [diff.summary, "\n".join(lines)]
    if diff.routes:
        parts.append(tables.escaped(_routes(diff.routes)))
        if diff.routes.changed:
            rows = [_route_row(effect) for effect in diff.routes.changed]
            parts.append(tables.as_markdown(ROUTE_COLUMNS, rows))
    return "\n\n".join(part for part in parts if part)


def rows(diff: Diff) -> list[tuple[tables.Cell, ...]]:
    """Return the cells of `COLUMNS`: a row for each change, then one for each changed route.

    A route has its source as subject, its target as detail, and expected hours as old and new.
    """
    changes = [
        tuple("" if value is None else value for value in map(change.to_dict().get, COLUMNS))
        for change in diff.changes
    ]
    return [*changes, *(_route_cells(effect) for effect in _changed(diff))]


def _changed(diff: Diff) -> tuple[RouteEffect, ...]:
    return diff.routes.changed if diff.routes else ()


def _route_cells(effect: RouteEffect) -> tuple[tables.Cell, ...]:
    source, target = effect.source.label, effect.target.label
    before, after = _number(effect.before), _number(effect.after)
    message = f"The route from {source} to {target} is {effect.verdict}"
    return effect.verdict, "route", source, target, before, after, "", "", "", "", message


def _number(hours: float | None) -> tables.Cell:
    return "" if hours is None else round(hours, 2)


def _routes(routes: RouteEffects) -> str:
    if routes.reason:
        return f"Routes were not compared. {routes.reason}"
    if not routes.compared:
        return (
            "Routes were not compared: no two roles are in both versions. Matrices of two "
            "organisations are compared with --by-level."
        )
    pairs = f"{routes.compared:,} routes between roles of both versions"
    if not routes.changed:
        return f"None of the {pairs} takes other expected hours."
    count = f"{len(routes.changed):,} of the {pairs}"
    return f"{count} take{'s' if len(routes.changed) == 1 else ''} other expected hours:"


def _route_row(effect: RouteEffect) -> tuple[str, ...]:
    return (
        effect.source.label,
        effect.target.label,
        _hours(effect.before),
        _hours(effect.after),
        effect.verdict if effect.difference is None else f"{effect.difference:+,.0f} h",
    )


def _hours(hours: float | None) -> str:
    return "no route" if hours is None else f"{hours:,.0f} h"


def _more(total: int, limit: int) -> str:
    return f"\n({total - limit:,} more; --limit shows them)" if total > limit else ""
