"""What a graph is, at a glance: its title, how much is in it, where it is from.

It is asked of the engine, so that a large graph need not be read to be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from careergraph.queries import ask
from careergraph.terms import in_language, plain
from careergraph.vocabulary import TERMS, Term

if TYPE_CHECKING:
    from careergraph.answers import Term as Node
    from careergraph.engines import Engine

KINDS = {
    "career paths": Term.CareerPath,
    "levels": Term.Level,
    "roles": Term.Role,
    "skills": Term.Skill,
}
_SAID = {"source": "dcterms:source", "licence": "dcterms:license", "rights": "dcterms:rights"}
_HEADER = f"?graph owl:imports <{TERMS.rstrip('#')}> ;"


@dataclass(frozen=True)
class Card:
    """What is shown of a graph.

    Attributes
    ----------
    title : str
    counts : tuple of (str, int)
        How many there are of each kind of thing.
    said : tuple of (str, str)
        What its header says: source, licence and rights, as far as it says any.
    """

    title: str
    counts: tuple[tuple[str, int], ...]
    said: tuple[tuple[str, str], ...]

    def to_html(self) -> str:
        """Return the card as a fragment of HTML."""
        counts = ", ".join(f"{count:,} {kind}" for kind, count in self.counts)
        rows = "".join(
            f"<tr><th>{escape(name)}</th><td>{_linked(text)}</td></tr>" for name, text in self.said
        )
        table = f"<table><tbody>{rows}</tbody></table>" if rows else ""
        return f"<p><b>{escape(self.title)}</b><br>{escape(counts)}</p>{table}"


def card(engine: Engine) -> Card:
    """Return the card of a graph.

    Examples
    --------
    >>> import careergraph as cg
    >>> found = card(cg.load()._engine)
    >>> found.title, dict(found.counts)["roles"], found.said[0][0]
    ('AI career roadmap', 30, 'source')
    """
    titles = _objects(engine, f"SELECT ?title {{ {_HEADER} dcterms:title ?title }}")
    return Card(
        title=in_language(titles) or "Career graph",
        counts=tuple((kind, _count(engine, node)) for kind, node in KINDS.items()),
        said=tuple(
            (name, text) for name, predicate in _SAID.items() for text in _shown(engine, predicate)
        ),
    )


def _shown(engine: Engine, predicate: str) -> list[str]:
    """Return what the header says with a predicate; a node with a label by its label."""
    query = (
        f"SELECT ?said ?label {{ {_HEADER} {predicate} ?said "
        "OPTIONAL { ?said skos:prefLabel ?label } }"
    )
    labels: dict[Node, list[Node]] = {}
    for said, label in ask(engine, query):
        if said is not None:
            labels.setdefault(said, []).extend([] if label is None else [label])
    return sorted(in_language(found) or plain(said) for said, found in labels.items())


def _objects(engine: Engine, query: str) -> list[Node]:
    return [row[0] for row in ask(engine, query) if row[0] is not None]


def _count(engine: Engine, kind: Term) -> int:
    (count,) = _objects(engine, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{kind}> }}")
    return int(plain(count))


def _linked(text: str) -> str:
    shown = escape(text)
    return f'<a href="{shown}">{shown}</a>' if text.startswith(("http://", "https://")) else shown
