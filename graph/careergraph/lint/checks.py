"""Which rules there are, and applying them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from careergraph import _resources
from careergraph.errors import RequestError, UnknownNameError
from careergraph.lint import pairs
from careergraph.lint.findings import SEVERITIES, Finding, Findings, Rule
from careergraph.lint.pairs import SIMILARITY
from careergraph.lint.places import Places, natural
from careergraph.sparql import either, nearest_few

if TYPE_CHECKING:
    import pyoxigraph

CHECKS = _resources.QUERIES / "checks"


def rules() -> dict[str, Rule]:
    """Return the rules by code, the most severe first.

    >>> rules()["duplicate-skill"].severity
    'warning'
    """
    from careergraph.queries import named_queries

    checks = {c.name: Rule(c.severity, c.summary) for c in named_queries(CHECKS).values()}
    found = sorted((checks | pairs.RULES).items())
    return dict(sorted(found, key=lambda item: SEVERITIES.index(item[1].severity)))


def lint(
    store: pyoxigraph.Store,
    *,
    similarity: float = SIMILARITY,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Findings:
    """Look for what is likely wrong, or worth a look, in a career graph.

    Parameters
    ----------
    store : pyoxigraph.Store
        The graph, as `careergraph.store.open_store` returns it; it need not be sound.
    similarity : float
        Similarity from which two skills are reported, above 0 and up to 1; see
        `careergraph.wording`.
    select, ignore : iterable of str
        Codes to look for, all without any; codes to leave out.

    Raises
    ------
    UnknownNameError
        There is no such code; the message suggests up to three.
    RequestError
        The similarity is not above 0 and up to 1.

    Examples
    --------
    >>> from careergraph.store import open_store
    >>> [found.code for found in lint(open_store()).findings]
    ['doubt']
    """
    if not 0 < similarity <= 1:
        raise RequestError(f"The similarity must be above 0 and up to 1, not {similarity}.")
    known = rules()
    chosen, left_out = set(select), set(ignore)
    _refuse_unknown([*sorted(chosen), *sorted(left_out)], known)
    wanted = (chosen or known.keys()) - left_out
    places = Places(store)
    found = [
        finding
        for code in known
        if code in wanted and code not in pairs.RULES
        for finding in _check(places, code, known[code].severity)
    ]
    if wanted & pairs.RULES.keys():
        found += [f for f in pairs.similar_skills(places, similarity) if f.code in wanted]
    once = {(finding.code, finding.node, finding.message): finding for finding in found}
    return Findings(tuple(sorted(once.values(), key=_order)))


def _refuse_unknown(codes: Iterable[str], known: Collection[str]) -> None:
    for code in codes:
        if code not in known:
            near = nearest_few(code, known)
            hint = f"Did you mean {either(near)}?" if near else ""
            hint = hint or f"The codes are {', '.join(known)}."
            raise UnknownNameError(f"There is no lint code {code!r}. {hint}", near)


def _check(places: Places, code: str, severity: str) -> Iterator[Finding]:
    """Run a check; a column `place` goes before the node's own, `other` is the second of a pair."""
    from careergraph.answers import plain
    from careergraph.queries import run

    answer = run(places.store, (CHECKS / f"{code}.rq").read_text(encoding="utf-8"))
    for terms in answer.rows:
        row = {
            column: plain(term)
            for column, term in zip(answer.columns, terms, strict=True)
            if term is not None
        }
        node = row.get("node", "")
        yield Finding(
            code=code,
            severity=severity,
            node=node,
            label=places.label(node),
            place=places.within(node, row["place"]) if "place" in row else places.place(node),
            message=row.get("message", ""),
            other=row.get("other"),
        )


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        SEVERITIES.index(finding.severity),
        finding.code,
        not finding.place,
        natural(finding.place),
        finding.node,
        finding.message,
    )
