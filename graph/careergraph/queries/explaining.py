"""What would run, and why it may be slow or empty, without running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from careergraph.queries.binding import Resolve, terms_for
from careergraph.queries.hints import label_of, missing
from careergraph.queries.named import NamedQuery
from careergraph.queries.plan import Step, plan
from careergraph.queries.trial import check_columns, trusted_iris
from careergraph.sparql import parse, substitute
from careergraph.sparql.tokens import code
from careergraph.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    from careergraph.answers import Term
    from careergraph.engines import Engine


@dataclass(frozen=True)
class Given:
    """A parameter with the terms that it stands for.

    Attributes
    ----------
    name, type : str
    value : str
        What was given, or the default.
    terms : tuple of str
        The terms as the query has them.
    labels : tuple of str
        What people call them; empty text where they have no label.
    """

    name: str
    type: str
    value: str
    terms: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """What a query comes down to on a graph.

    Attributes
    ----------
    name : str
        The name of the query; empty for a text of somebody's own.
    form : str
    text : str
        The text with the parameters put in.
    prefixes : mapping of str to str
        The namespace of each prefix that the text uses.
    parameters : tuple of Given
    columns : tuple of str
    warnings : tuple of str
        What looks like a mistake, unknown IRIs included.
    plan : tuple of Step
        The patterns in the order of the text, with how often each matches by itself.
    """

    name: str
    form: str
    text: str
    prefixes: Mapping[str, str]
    parameters: tuple[Given, ...]
    columns: tuple[str, ...]
    warnings: tuple[str, ...]
    plan: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain values, for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        parts = [f"{self.form} query{f' {self.name}' if self.name else ''}"]
        parts += [_section("Parameters", [_given(parameter) for parameter in self.parameters])]
        parts += [_section("Columns", [", ".join(self.columns)] if self.columns else [])]
        parts += [_section("Warnings", self.warnings)]
        parts += [_section("Prefixes", [f"{p}: <{ns}>" for p, ns in self.prefixes.items()])]
        parts += [_section("Plan", [str(step) for step in self.plan])]
        parts += [_section("Text", self.text.splitlines())]
        return "\n\n".join(filter(None, parts))


def explain(
    engine: Engine, query: NamedQuery, values: Mapping[str, object], resolve: Resolve
) -> Explanation:
    """Return what a query would run, with its parameters put in.

    Raises
    ------
    QueryError
        The query or a parameter is wrong.

    Examples
    --------
    >>> import careergraph as cg
    >>> found = cg.load().explain("find", text="ethic")
    >>> found.parameters[0].terms
    ('"ethic"',)
    """
    terms = terms_for(query, values, resolve)
    text = substitute(query.body, terms)
    parsed = parse(text)
    check_columns(query, parsed)
    return Explanation(
        name=query.name,
        form=parsed.form,
        text=text,
        prefixes=_prefixes(text),
        parameters=tuple(
            Given(
                parameter.name,
                parameter.type,
                str(values.get(parameter.name, parameter.default)),
                tuple(compact(t) for t in map(_written, terms[parameter.name])),
                tuple(_label(engine, term) for term in terms[parameter.name]),
            )
            for parameter in query.parameters
        ),
        columns=parsed.columns,
        warnings=(*parsed.warnings, *missing(engine, parsed, trusted_iris(query))),
        plan=plan(engine, parsed),
    )


def _prefixes(text: str) -> dict[str, str]:
    """Return the namespace of each prefix that a text uses, declared in it or known."""
    found = code(text)
    declared = {
        name.text[:-1]: namespace.text[1:-1]
        for word, name, namespace in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX"
    }
    used = {token.text.partition(":")[0] for token in found if token.kind == "prefixed"}
    return {prefix: {**PREFIXES, **declared}[prefix] for prefix in sorted(used)}


def _written(term: Term) -> str:
    import pyoxigraph

    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def _label(engine: Engine, term: Term) -> str:
    import pyoxigraph

    return (label_of(engine, term.value) or "") if isinstance(term, pyoxigraph.NamedNode) else ""


def _given(given: Given) -> str:
    pairs = zip(given.terms, given.labels, strict=True)
    shown = ", ".join(f"{term} ({label})" if label else term for term, label in pairs)
    return f"{given.name} ({given.type}): {given.value} is {shown}"


def _section(title: str, lines: list[str] | tuple[str, ...]) -> str:
    return "\n  ".join([f"{title}:", *lines]) if lines else ""
