"""What lint found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from careergraph.vocabulary import compact

SEVERITIES = ("error", "warning", "note")
"""Error: queries and routes break. Warning: very likely a mistake. Note: worth a look."""


class Rule(NamedTuple):
    """What a code stands for: its severity and the question that it answers."""

    severity: str
    summary: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    `label` is the name of the node, or of the skill that a requirement asks for; `place` is
    where the source says it; both are empty where that is not known. `other` is the second
    node of a pair.
    """

    code: str
    severity: str
    node: str
    label: str
    place: str
    message: str
    other: str | None = None
    similarity: float | None = None

    def __str__(self) -> str:
        return f"{self.place or compact(self.node)}: {self.severity} {self.code}: {self.message}"

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Findings:
    """What lint found: errors first, then by code and place."""

    findings: tuple[Finding, ...]

    def count(self, severity: str) -> int:
        """Return how many findings have this severity."""
        return sum(found.severity == severity for found in self.findings)

    def reaches(self, severity: str) -> bool:
        """Tell whether any finding is at least as severe as this."""
        return any(self.count(name) for name in SEVERITIES[: SEVERITIES.index(severity) + 1])

    def summary(self) -> str:
        """Return the counts in words."""
        counts = [(self.count(severity), severity) for severity in SEVERITIES]
        said = [f"{n:,} {name}{'' if n == 1 else 's'}" for n, name in counts if n]
        return ", ".join(said) or "nothing found"

    def __repr__(self) -> str:
        return f"<Findings: {self.summary()}>"

    def to_dict(self) -> dict[str, Any]:
        """Return the documented JSON form."""
        return {
            "counts": {severity: self.count(severity) for severity in SEVERITIES},
            "findings": [found.to_dict() for found in self.findings],
        }
