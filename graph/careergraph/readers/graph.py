"""A matrix as a career graph in Turtle: readable, in a fixed order, with names that stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from careergraph.effort import Effort
from careergraph.errors import MatrixError, RequestError
from careergraph.readers import defaults
from careergraph.readers.assumptions import Given
from careergraph.readers.matrix import Matrix, MatrixItem, MatrixLevel, MatrixPath
from careergraph.readers.slugs import slug
from careergraph.vocabulary import PREFIXES

USED_PREFIXES = ("cg", "dcterms", "owl", "prov", "skos", "unit")
BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

DEFAULTS_NOTE = (
    "What names this source is not in the matrix: efforts, move costs, hours a week and rules are "
    "the defaults of careergraph, those of its built-in AI career roadmap: editorial assumptions. "
    "Replace them with --assumptions."
)
STATED_IN_FULL = (
    "Requirements do not add up from level to level: most skills of the matrix stand at the next "
    "level again, so each level is read as all that it requires."
)
ANY_PROFICIENCY = (
    "A skill counts as held once it is learnt at any proficiency: what it takes to rise from one "
    "proficiency to the next is unknown, and routes leave it out."
)


def default_base(title: str) -> str:
    """Return the namespace of a matrix without one of its own.

    >>> default_base("Engineering ladder")
    'https://example.org/engineering-ladder/'
    """
    return f"https://example.org/{slug(title)}/"


def to_turtle(
    matrix: Matrix, title: str, base: str | None = None, given: Given | None = None
) -> str:
    """Return the career graph of a matrix.

    Parameters
    ----------
    matrix : Matrix
        What was read.
    title : str
        The graph's title.
    base : str, optional
        Namespace of its nodes; made of the title without it.
    given : Given, optional
        Assumptions instead of the defaults.

    Raises
    ------
    MatrixError
        The base is not an absolute IRI, or the matrix contradicts itself on a skill.
    RequestError
        The assumptions are about a level or a skill that the matrix does not have.
    """
    base = base or default_base(title)
    if not BASE.fullmatch(base):
        raise MatrixError(
            f"{base!r} is not an absolute IRI. Write one such as https://your.domain/careers/."
        )
    if not base.endswith(("/", "#")):
        base += "/"
    return _Writer(matrix, title, base, given or Given("")).turtle()


class _Writer:
    def __init__(self, matrix: Matrix, title: str, base: str, given: Given) -> None:
        self.matrix = matrix
        self.title = title
        self.base = base
        self.given = given
        self.skills = self._skills()
        self.skill_efforts = self._skill_efforts()
        self.lines: list[str] = []

    def turtle(self) -> str:
        """Return the whole graph."""
        names = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in USED_PREFIXES]
        self.lines = names
        self._header()
        self._assumptions()
        self._levels()
        sources = {i.source for p in self.matrix.paths for c in p.cells.values() for i in c}
        for source in sorted(one for one in sources if one):
            self._node(f"source/{slug(source)}", "prov:Entity", [("skos:prefLabel", _text(source))])
        for position, path in enumerate(self.matrix.paths, 1):
            self._path(path, position)
        for key in sorted(self.skills):
            self._skill(key)
        return "\n".join(self.lines) + "\n"

    def _iri(self, local: str) -> str:
        return f"<{self.base}{local}>"

    def _node(self, local: str, kind: str, pairs: Iterable[tuple[str, str]]) -> None:
        self._write(self._iri(local), kind, pairs)

    def _write(self, iri: str, kind: str, pairs: Iterable[tuple[str, str]]) -> None:
        rows = [f"{iri} a {kind}", *(f"    {name} {value}" for name, value in pairs)]
        self.lines.append("\n" + " ;\n".join(rows) + " .")

    def _comment(self, text: str) -> None:
        self.lines.append(f"\n# {' '.join(text.split())}")

    @property
    def source(self) -> tuple[str, str]:
        """Return the statement that something comes from the file."""
        return ("dcterms:source", self._iri("source"))

    def _header(self) -> None:
        self._write(
            f"<{self.base.rstrip('/#')}>",
            "owl:Ontology",
            [
                ("owl:imports", "<https://w3id.org/careergraph/terms>"),
                ("dcterms:title", _text(self.title)),
                self.source,
            ],
        )
        self._node("source", "prov:Entity", [("skos:prefLabel", _text(self.matrix.file))])
        self._node(
            "defaults",
            "prov:Agent",
            [
                ("skos:prefLabel", _text("Defaults of careergraph")),
                ("skos:note", _text(DEFAULTS_NOTE)),
            ],
        )

    def _assumptions(self) -> None:
        given = self.given
        self._comment("Assumptions: not in the matrix.")
        if given.source:
            self._node("given", "prov:Entity", [("skos:prefLabel", _text(given.source))])
        hours = given.hours_per_week or defaults.HOURS_PER_WEEK
        stated = self.matrix.cumulative
        cumulative = stated if given.cumulative is None else given.cumulative
        settings = (given.hours_per_week, given.cumulative, given.hardest_cell_cap)
        cap = [("cg:learningCap", "cg:hardestCell")] if given.hardest_cell_cap is not False else []
        moves = " , ".join(self._iri(f"move-cost/{name}") for name in defaults.MOVES)
        self._node(
            "assumptions",
            "cg:Assumptions",
            [
                ("cg:cumulativeRequirements", str(cumulative).lower()),
                ("cg:hoursPerWeek", _decimal(hours)),
                *cap,
                ("cg:moveCost", moves),
                *([] if stated or cumulative else [("skos:note", _text(STATED_IN_FULL))]),
                *([("skos:note", _text(ANY_PROFICIENCY))] if self.matrix.rises() else []),
                *([] if None not in settings else [("dcterms:source", self._iri("defaults"))]),
                *([("dcterms:source", self._iri("given"))] if set(settings) != {None} else []),
            ],
        )
        for name, (term, effort) in defaults.MOVES.items():
            self._node(
                f"move-cost/{name}",
                "cg:MoveCost",
                [("cg:moveKind", f"cg:{term}"), ("cg:effort", self._iri(f"effort/{name}"))],
            )
            self._assumed(f"effort/{name}", given.moves.get(name), effort)

    def _assumed(self, local: str, given: Effort | None, default: Effort) -> None:
        self._effort(local, given or default, "given" if given else "defaults")

    def _effort(self, local: str, effort: Effort, source: str) -> None:
        self._node(
            local,
            "cg:EffortRange",
            [
                ("cg:low", _decimal(effort.low)),
                ("cg:high", _decimal(effort.high)),
                ("cg:unit", "unit:HR"),
                ("dcterms:source", self._iri(source)),
            ],
        )

    def _levels(self) -> None:
        self._comment("Levels")
        label = _text(f"Levels of {self.title}")
        self._node("levels", "cg:LevelScheme", [("skos:prefLabel", label), self.source])
        self._check_ranks()
        efforts = defaults.level_efforts(len(self.matrix.levels))
        for level, effort in zip(self.matrix.levels, efforts, strict=True):
            name = slug(level.label)
            self._node(
                f"level/{name}",
                "cg:Level",
                [
                    ("skos:prefLabel", _text(level.label)),
                    *(("skos:altLabel", _text(other)) for other in level.others),
                    ("skos:inScheme", self._iri("levels")),
                    ("cg:rank", str(level.rank)),
                    ("cg:effortPerSkill", self._iri(f"effort/level/{name}")),
                    *_doubts([level.doubt] if level.doubt else []),
                    self.source,
                ],
            )
            self._assumed(f"effort/level/{name}", self.given.levels.get(level.rank), effort)

    def _check_ranks(self) -> None:
        ranks = [level.rank for level in self.matrix.levels]
        for rank in self.given.levels:
            if rank not in ranks:
                raise RequestError(
                    f"{self.given.source}: level-{rank} is no level of {self.matrix.file}, which "
                    f"has {', '.join(f'level-{known}' for known in ranks)}. Correct the number."
                )

    def _path(self, path: MatrixPath, position: int) -> None:
        self._comment(path.label)
        self._node(
            f"path/{slug(path.label)}",
            "cg:CareerPath",
            [
                ("skos:prefLabel", _text(path.label)),
                ("cg:position", str(position)),
                ("cg:sourcePlace", _text(path.place)),
                self.source,
            ],
        )
        levels = [level for level in self.matrix.levels if path.cells.get(level.rank)]
        after = dict(pairwise(levels))
        for level in levels:
            self._role(path, level, after.get(level))
            if level in after:
                self._progression(path, level, after[level])
            for place, item in enumerate(path.cells[level.rank], 1):
                self._requirement(_role(path, level), item, place)

    def _role(self, path: MatrixPath, level: MatrixLevel, later: MatrixLevel | None) -> None:
        skills = " , ".join(self._skill_iri(item) for item in path.cells[level.rank])
        leads = [("cg:leadsTo", self._iri(f"role/{_role(path, later)}"))] if later else []
        self._node(
            f"role/{_role(path, level)}",
            "cg:Role",
            [
                ("skos:prefLabel", _text(f"{path.label}, {level.label}")),
                ("cg:onPath", self._iri(f"path/{slug(path.label)}")),
                ("cg:atLevel", self._iri(f"level/{slug(level.label)}")),
                ("cg:requires", skills),
                *leads,
                self.source,
            ],
        )

    def _progression(self, path: MatrixPath, level: MatrixLevel, later: MatrixLevel) -> None:
        place = f"{path.label}: {level.text or level.label} and {later.text or later.label}"
        self._node(
            f"progression/{_role(path, level)}",
            "cg:Progression",
            [
                ("cg:earlierRole", self._iri(f"role/{_role(path, level)}")),
                ("cg:laterRole", self._iri(f"role/{_role(path, later)}")),
                ("cg:evidence", "cg:statedInSource"),
                ("cg:sourcePlace", _text(place)),
                *_doubts([level.doubt] if level.doubt else []),
                self.source,
            ],
        )

    def _requirement(self, role: str, item: MatrixItem, position: int) -> None:
        proficiency = [("cg:proficiency", _text(item.proficiency))] if item.proficiency else []
        source = f"source/{slug(item.source)}" if item.source else "source"
        self._node(
            f"requirement/{role}/{_key(item)}",
            "cg:Requirement",
            [
                ("cg:requiringRole", self._iri(f"role/{role}")),
                ("cg:requiredSkill", self._skill_iri(item)),
                ("cg:importance", "cg:essential" if item.essential else "cg:optional"),
                *proficiency,
                ("cg:position", str(position)),
                ("cg:evidence", "cg:statedInSource"),
                ("cg:sourcePlace", _text(item.place)),
                ("cg:sourceText", _text(item.text)),
                *_doubts(item.doubts),
                ("dcterms:source", self._iri(source)),
            ],
        )

    def _skills(self) -> dict[str, list[MatrixItem]]:
        found: dict[str, list[MatrixItem]] = {}
        for path in self.matrix.paths:
            for items in path.cells.values():
                for item in items:
                    found.setdefault(_key(item), []).append(item)
        for same in found.values():
            for name, values in (
                ("effort", {str(item.effort) for item in same if item.effort}),
                ("IRI", {item.iri for item in same if item.iri}),
            ):
                if len(values) > 1:
                    places = " and ".join(dict.fromkeys(item.place for item in same))
                    raise MatrixError(
                        f"{self.matrix.file}: the skill {same[0].skill!r} has more than one "
                        f"{name} ({', '.join(sorted(map(str, values)))}), at {places}. Keep one."
                    )
        return found

    def _skill_efforts(self) -> dict[str, tuple[Effort, str]]:
        """Return the effort of each skill that has one of its own, and who says so."""
        stated = {
            key: (item.effort, "source")
            for key, items in self.skills.items()
            for item in items
            if item.effort
        }
        for label, effort in self.given.skills.items():
            key = slug(label)
            if key not in self.skills:
                raise RequestError(
                    f"{self.given.source}: {label!r} is no skill of {self.matrix.file}. Write it "
                    "as the matrix does."
                )
            if key in stated and stated[key][0] != effort:
                raise RequestError(
                    f"{self.given.source}: {label!r} takes {effort} there and {stated[key][0]} in "
                    f"{self.matrix.file}. Keep one."
                )
            stated.setdefault(key, (effort, "given"))
        return stated

    def _skill_iri(self, item: MatrixItem) -> str:
        given = next((one.iri for one in self.skills[_key(item)] if one.iri), None)
        return f"<{given}>" if given else self._iri(f"skill/{_key(item)}")

    def _skill(self, key: str) -> None:
        items = self.skills[key]
        label = items[0].skill
        others = sorted({item.skill for item in items} - {label})
        own = self.skill_efforts.get(key)
        stated = [("cg:effort", self._iri(f"effort/skill/{key}"))] if own else []
        self._write(
            self._skill_iri(items[0]),
            "cg:Skill",
            [
                ("skos:prefLabel", _text(label)),
                *(("skos:altLabel", _text(other)) for other in others),
                *stated,
                self.source,
            ],
        )
        if own:
            self._effort(f"effort/skill/{key}", *own)


def _role(path: MatrixPath, level: MatrixLevel) -> str:
    return f"{slug(path.label)}/{slug(level.label)}"


def _key(item: MatrixItem) -> str:
    return slug(item.skill)


def _doubts(doubts: Iterable[str]) -> list[tuple[str, str]]:
    said = " ".join(dict.fromkeys(doubts))
    return [("cg:doubt", _text(said))] if said else []


def _text(text: str) -> str:
    return '"' + "".join(ESCAPES.get(char, char) for char in text) + '"'


def _decimal(hours: float) -> str:
    return f"{hours:.2f}".rstrip("0") + ("0" if float(hours).is_integer() else "")
