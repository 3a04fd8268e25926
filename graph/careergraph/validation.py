"""Is this a sound career graph? Shapes in SHACL, checks in SPARQL, one report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from careergraph import _resources
from careergraph.vocabulary import Term, compact

if TYPE_CHECKING:
    import pyoxigraph

IS_ERROR = re.compile(r"^#\+ severity: *error *$", re.MULTILINE)
"""The header line of a check for what breaks queries and routes; the others are for lint."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: the shape or check that found it, the node it is at, what is wrong."""

    rule: str
    node: str
    message: str

    def explain(self, more: int) -> str:
        """Return the fault as an error message that counts the further ones."""
        others = f" There are {more} more faults." if more > 1 else ""
        others = " There is one more fault." if more == 1 else others
        return (
            f"The graph is not a sound career graph. {self}.{others} "
            "`careergraph validate` lists everything."
        )

    def __str__(self) -> str:
        return f"{compact(self.node)}: {self.message.rstrip('.')} ({self.rule})"


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found; a graph conforms when nothing is wrong."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.violations

    def __repr__(self) -> str:
        return f"<Report: {len(self.violations) or 'no'} violations>"

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "conforms": self.conforms,
            "violations": [
                {"rule": found.rule, "node": found.node, "message": found.message}
                for found in self.violations
            ],
        }


STATEMENT_FOR_EACH_EDGE = "RequiresShape"
"""The shape that a graph which names one source for all its bare edges need not satisfy."""


def validate(store: pyoxigraph.Store) -> Report:
    """Check a graph against ``ontology/shapes.ttl`` and the errors in ``queries/checks/``.

    The checks look for what would break queries and routes and are quick; the shapes also look
    for what a reader would miss, such as a source or a rationale.
    """
    return Report((*run_checks(store), *run_shapes(store)))


def run_checks(store: pyoxigraph.Store) -> tuple[Violation, ...]:
    """Run the SPARQL checks of severity error: every row they return is a fault."""
    from careergraph.answers import plain
    from careergraph.queries import run

    found = []
    for path in sorted((_resources.QUERIES / "checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        if not IS_ERROR.search(text):
            continue
        for row in run(store, text).rows:
            node, message = (plain(term) if term is not None else "" for term in row[:2])
            found.append(Violation(path.stem, node, message))
    return tuple(found)


def run_shapes(store: pyoxigraph.Store) -> tuple[Violation, ...]:
    """Run the SHACL shapes, in the order of shape and node."""
    from careergraph import _shacl
    from careergraph.answers import plain

    found = set()
    rules = _shacl.rules(_resources.SHAPES_FILE)
    if _has_bare_edges(store):
        rules = tuple(rule for rule in rules if rule.shape != STATEMENT_FOR_EACH_EDGE)
    for rule in rules:
        solutions = cast("pyoxigraph.QuerySolutions", store.query(rule.query))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            values = {name: plain(solution[name]) for name in names}
            found.add(Violation(rule.shape, values["this"], rule.say(values)))
    return tuple(sorted(found, key=lambda v: (v.rule, v.node, v.message)))


def _has_bare_edges(store: pyoxigraph.Store) -> bool:
    from pyoxigraph import NamedNode

    return any(store.quads_for_pattern(None, NamedNode(Term.edgeSource), None, None))
