"""All tables of an O*NET release together, and what is counted and left out of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from careergraph.readers import onet_tables as tables
from careergraph.readers.onet_release import Release
from careergraph.readers.onet_tables import Element, Occupation, Rating, Technology, Zone


@dataclass(frozen=True)
class Database:
    """A release that was read whole and checked; see `onet_tables` for its parts."""

    release: str
    zones: list[Zone]
    occupations: dict[str, Occupation]
    elements: dict[str, Element]
    ratings: list[Rating]
    technologies: list[Technology]
    activities: dict[str, Element]
    performed: list[tuple[str, str]]
    titles: list[tuple[str, str]]

    @cached_property
    def role_zones(self) -> dict[str, int]:
        """Return the Job Zone of each occupation that has one, by its code."""
        return {code: one.zone for code, one in self.occupations.items() if one.zone}

    @cached_property
    def rated_occupations(self) -> set[str]:
        """Return the codes of the occupations that have ratings."""
        return {rating.occupation for rating in self.ratings}

    @cached_property
    def rated_elements(self) -> set[str]:
        """Return the IDs of the elements that are rated: the skills and knowledge areas."""
        return {rating.element for rating in self.ratings}

    def counts(self) -> dict[str, int]:
        """Return how much of each kind was read."""
        measures = [m for one in self.ratings for m in (one.importance, one.level) if m]
        return {
            "occupations": len(self.occupations),
            "roles": len(self.role_zones),
            "ratings": len(measures),
            "suppressed ratings": sum(measure.suppressed for measure in measures),
            "levels rated not relevant": sum(measure.irrelevant for measure in measures),
            "skills": len(self.rated_elements),
            "elements": len(self.elements),
            "kinds of technology": len({one.commodity for one in self.technologies}),
            "technologies": len({one.example for one in self.technologies}),
            "work activities": len(self.activities),
            "occupation activities": len(self.performed),
            "other titles": len(self.titles),
        }

    def notes(self) -> Iterator[str]:
        """Yield what becomes no role or no requirement, and why, by name."""
        unplaced = [one for one in self.occupations.values() if not one.zone]
        lost = [one for one in unplaced if one.code in self.rated_occupations]
        unrated = [self.occupations[c] for c in self.role_zones if c not in self.rated_occupations]
        for why, found in (
            ("Without Job Zone, so a concept and no role", unplaced),
            ("With ratings that are left out, since it is no role", lost),
            ("Without ratings, so a role whose requirements are unknown", unrated),
        ):
            if found:
                names = "; ".join(f"{one.code} {one.title}" for one in found)
                yield f"{why} ({len(found)}): {names}."


def read(release: Release) -> Database:
    """Read and check all tables of a release.

    Raises
    ------
    TaxonomyError
        A table is damaged or contradicts another; the message names file, row and column.
    """
    zones = tables.read_zones(release)
    occupations = tables.read_occupations(release, zones)
    elements = tables.read_elements(release)
    activities = tables.read_activities(release, elements)
    return Database(
        release=release.version,
        zones=zones,
        occupations=occupations,
        elements=elements,
        ratings=[
            rating
            for table in tables.RATED
            for rating in tables.read_ratings(release, table, occupations, elements)
        ],
        technologies=tables.read_technologies(release, occupations),
        activities=activities,
        performed=tables.read_occupation_activities(release, occupations, activities),
        titles=tables.read_titles(release, occupations),
    )
