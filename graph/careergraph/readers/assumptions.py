"""Assumptions of the user's own, instead of the defaults, from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careergraph.effort import HOURS_IN_A_WEEK, MOST_HOURS, Effort
from careergraph.errors import RequestError
from careergraph.readers import defaults
from careergraph.readers.slugs import slug


@dataclass(frozen=True, slots=True)
class Given:
    """What a user assumes; what is empty or None stays at the default.

    Parameters
    ----------
    source : str
        Who says so: what the file states, else its name.
    moves : mapping of str to Effort
        By a key of `defaults.MOVES`.
    levels : mapping of int to Effort
        Hours to learn one skill of a level, by its rank.
    skills : mapping of str to Effort
        Hours to learn a skill, by its label.
    """

    source: str
    moves: Mapping[str, Effort] = field(default_factory=dict)
    levels: Mapping[int, Effort] = field(default_factory=dict)
    skills: Mapping[str, Effort] = field(default_factory=dict)
    hours_per_week: float | None = None
    cumulative: bool | None = None
    hardest_cell_cap: bool | None = None


def read(path: Path) -> Given:
    """Return the assumptions of a TOML file; its keys are those of ``--assume``.

    Parameters
    ----------
    path : Path
        ``promotion``, ``lateral``, ``step-back`` and ``level-N`` in hours (``"40-80"`` or 60),
        ``hours-per-week``, ``cumulative`` and ``hardest-cell-cap`` (true or false), ``source``
        (who says so), and a table ``[skills]`` of hours by skill.

    Raises
    ------
    RequestError
        The file cannot be read, is not TOML, or has a key or a value that is not known.
    """
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise RequestError(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequestError(f"{path}: not TOML: {error}. Correct that place.") from error
    return _File(path.name, data).given()


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    data: dict[str, Any]

    def given(self) -> Given:
        moves, levels, rest = {}, {}, {}
        for key, value in self.data.items():
            prefix, _, rank = key.rpartition("-")
            if key in defaults.MOVES:
                moves[key] = self._hours(key, value)
            elif prefix == "level" and rank.isdecimal():
                levels[int(rank)] = self._hours(key, value)
            else:
                rest[key] = value
        source = rest.pop("source", self.name)
        if not isinstance(source, str) or not source.strip():
            raise self._wrong("source", source, 'a text, such as source = "People team, 2026"')
        given = Given(
            source=source,
            moves=moves,
            levels=levels,
            skills=self._skills(rest.pop("skills", {})),
            hours_per_week=self._hours_per_week(rest.pop("hours-per-week", None)),
            cumulative=self._yes("cumulative", rest.pop("cumulative", None)),
            hardest_cell_cap=self._yes("hardest-cell-cap", rest.pop("hardest-cell-cap", None)),
        )
        for key in rest:
            raise RequestError(
                f"{self.name}: there is no assumption {key!r}. There are "
                f"{', '.join(defaults.MOVES)}, level-N, hours-per-week, cumulative, "
                "hardest-cell-cap, source and the table [skills]."
            )
        return given

    def _skills(self, found: Any) -> dict[str, Effort]:
        if not isinstance(found, dict):
            raise self._wrong("skills", found, 'a table: [skills], then lines such as "SQL" = 60')
        efforts: dict[str, Effort] = {}
        for label, value in found.items():
            if slug(label) in map(slug, efforts):
                raise RequestError(f"{self.name}: the skill {label!r} stands twice. Keep one.")
            efforts[label] = self._hours(label, value)
        return efforts

    def _hours(self, key: str, value: Any) -> Effort:
        try:
            if isinstance(value, bool):
                raise ValueError(value)
            return Effort.parse(str(value))
        except ValueError:
            wanted = f'hours, such as "40-80" or 60, at most {MOST_HOURS}'
            raise self._wrong(key, value, wanted) from None

    def _hours_per_week(self, value: Any) -> float | None:
        if value is None:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 < value <= HOURS_IN_A_WEEK:
            wanted = f"a number above 0 and up to {HOURS_IN_A_WEEK}"
            raise self._wrong("hours-per-week", value, wanted)
        return float(value)

    def _yes(self, key: str, value: Any) -> bool | None:
        if value is not None and not isinstance(value, bool):
            raise self._wrong(key, value, "true or false")
        return value

    def _wrong(self, key: str, value: Any, wanted: str) -> RequestError:
        return RequestError(f"{self.name}: {key} is {value!r}. Write {wanted}.")
