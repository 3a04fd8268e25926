"""What learning and moving take: requirements, efforts and the kinds of move.

The planner minimises expected hours; these functions say where the hours come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from careergraph.effort import HOURS_IN_A_WEEK, MOST_HOURS, Effort
from careergraph.errors import RequestError, UnknownEffortError
from careergraph.network import (
    Assumptions,
    CareerNetwork,
    MoveKind,
    skill_efforts,
)

SETTINGS = {
    "promotion": MoveKind.PROMOTION,
    "lateral": MoveKind.LATERAL,
    "step-back": MoveKind.STEP_BACK,
}
"""Names of the move costs that `override` takes."""


def requirements(network: CareerNetwork) -> dict[str, frozenset[str]]:
    """Return the essential skills that each role requires under the cumulative policy.

    With it (the default of the built-in roadmap) a role also requires what every role that leads
    to it requires; without it, only what it adds itself.
    """
    own = {role: frozenset(network.own_skills(role)) for role in network.roles}
    if not network.assumptions.cumulative:
        return own
    earlier: dict[str, list[str]] = {role: [] for role in network.roles}
    for step in network.progressions:
        earlier[step.later].append(step.earlier)
    total: dict[str, frozenset[str]] = {}

    def collect(role: str) -> frozenset[str]:
        if role not in total:
            total[role] = own[role].union(*(collect(before) for before in earlier[role]))
        return total[role]

    return {role: collect(role) for role in network.roles}


def refuse_unknown(network: CareerNetwork, roles: Iterable[str]) -> None:
    """Insist that it is known what some roles require.

    Raises
    ------
    UnknownEffortError
        The source does not state what one of them requires.
    """
    for role in roles:
        if not network.roles[role].requirements_known:
            raise UnknownEffortError(
                f"What {network.roles[role].label} requires is unknown, and unknown is not "
                "nothing, so nothing can be said of the way there or from there. `careergraph "
                "query unknown-requirements` lists such roles; name another."
            )


def known_efforts(network: CareerNetwork) -> dict[str, Effort]:
    """Return the effort of each required skill.

    Raises
    ------
    UnknownEffortError
        A required skill has no effort of its own and neither has its level.
    """
    efforts = skill_efforts(network)
    required = {need.skill for need in network.requirements if need.essential}
    unknown = [network.skills[s].label for s in network.skills if s in required and not efforts[s]]
    if unknown:
        raise UnknownEffortError(
            f"The effort of {len(unknown)} required skills is unknown (the first is "
            f"{unknown[0]!r}), and unknown is not zero. Give the graph a cg:effortPerSkill for "
            "each level, or assume one: --assume level-1=40-80."
        )
    return {skill: effort for skill, effort in efforts.items() if effort is not None}


def move_kinds(network: CareerNetwork) -> dict[tuple[str, str], MoveKind]:
    """Return the kind of every possible move, by source and target role.

    Where the graph derives its moves by a rule, these are the moves: a promotion to a higher
    level, a lateral move at one level, a step back to a lower one. Otherwise a promotion follows
    *leads to*; a lateral move goes to the same level on another career path; a step back goes to
    a lower level of the same scheme on any path. Nothing else is a move, and none leads to a role
    whose requirements are unknown.
    """
    return {
        (source, target): kind
        for (source, target), kind in _move_kinds(network).items()
        if network.roles[target].requirements_known
    }


def _move_kinds(network: CareerNetwork) -> dict[tuple[str, str], MoveKind]:
    kinds = {}
    if network.moves is not None:
        for source, target in network.moves:
            rise = network.rank(target) - network.rank(source)
            kinds[source, target] = _kind(rise)
        return kinds
    for u in network.roles.values():
        for v in network.roles.values():
            kind = _level_move(network, u.iri, v.iri)
            if kind is not None:
                kinds[u.iri, v.iri] = kind
    for step in network.progressions:
        kinds[step.earlier, step.later] = MoveKind.PROMOTION
    return kinds


def _kind(rise: int) -> MoveKind:
    if rise == 0:
        return MoveKind.LATERAL
    return MoveKind.PROMOTION if rise > 0 else MoveKind.STEP_BACK


def _level_move(network: CareerNetwork, source: str, target: str) -> MoveKind | None:
    u, v = network.roles[source], network.roles[target]
    above, below = network.levels[u.level], network.levels[v.level]
    if source == target or above.scheme != below.scheme:
        return None
    if below.rank < above.rank:
        return MoveKind.STEP_BACK
    if below.rank == above.rank and u.path != v.path:
        return MoveKind.LATERAL
    return None


def move_effort(network: CareerNetwork, kind: MoveKind) -> Effort:
    """Return what a move of a kind takes besides learning.

    Raises
    ------
    UnknownEffortError
        The graph states no cost for this kind of move.
    """
    try:
        return network.assumptions.move_costs[kind]
    except KeyError:
        known = network.assumptions.move_costs
        missing = [name for name, other in SETTINGS.items() if other not in known]
        assumed = " ".join(f"--assume {name}=40-80" for name in missing)
        raise UnknownEffortError(
            f"What a {kind} takes is unknown, and unknown is not zero. Give the graph a "
            f"cg:Assumptions with a cg:moveCost for each kind of move, or assume: {assumed}"
        ) from None


ANY_PROFICIENCY = (
    "a skill counts as held at any proficiency: what it takes to get better at it is unknown and "
    "left out, so effort is a lower bound"
)


def describe(assumptions: Assumptions) -> str:
    """Return what routes assume, in a sentence."""
    parts = [
        "a role also requires what the levels below it require"
        if assumptions.cumulative
        else "a role requires only what its own cell lists"
    ]
    if assumptions.hardest_cell_cap:
        parts.append(
            "a lateral move or step back asks no more learning than the hardest cell of its level"
        )
    costs = [f"a {kind} takes {cost}" for kind, cost in assumptions.move_costs.items()]
    if costs:
        parts.append(f"{', '.join(costs)} besides learning")
    if assumptions.any_proficiency:
        parts.append(ANY_PROFICIENCY)
    return "; ".join([*parts, "skills once learnt are kept"])


def override(network: CareerNetwork, settings: Iterable[str]) -> CareerNetwork:
    """Return a network with some of its assumptions replaced.

    Parameters
    ----------
    network : CareerNetwork
    settings : iterable of str
        ``KEY=VALUE`` each: ``promotion``, ``lateral``, ``step-back``, ``level-N`` (N a rank of
        the network; for the skills of that level without hours of their own) or ``skill`` (for
        every skill) with hours, ``LOW-HIGH`` or one number; ``hours-per-week`` with a number up
        to 168; ``cumulative`` and ``hardest-cell-cap`` with ``yes`` or ``no``.

    Raises
    ------
    RequestError
        A key is unknown, a value is not of its form, or no skill takes the hours of its level.
    """
    for setting in settings:
        key, _, value = setting.partition("=")
        network = _override_one(network, key.strip(), value.strip())
    return network


def _override_one(network: CareerNetwork, key: str, value: str) -> CareerNetwork:
    prefix, _, rank = key.rpartition("-")
    if prefix == "level" and rank.isdigit():
        return _override_level(network, int(rank), _hours(key, value))
    if key == "skill":
        hours = _hours(key, value)
        skills = {iri: replace(one, effort=hours) for iri, one in network.skills.items()}
        return replace(network, skills=skills)
    assumptions = network.assumptions
    if key in SETTINGS:
        costs = {**assumptions.move_costs, SETTINGS[key]: _hours(key, value)}
        changed = replace(assumptions, move_costs=costs)
    elif key == "hours-per-week":
        changed = replace(assumptions, hours_per_week=_hours_per_week(value))
    elif key == "cumulative":
        changed = replace(assumptions, cumulative=_yes(key, value))
    elif key == "hardest-cell-cap":
        changed = replace(assumptions, hardest_cell_cap=_yes(key, value))
    else:
        raise RequestError(
            f"There is no assumption {key!r}. There are {', '.join(SETTINGS)}, level-N, "
            "skill, hours-per-week, cumulative and hardest-cell-cap; write for example "
            "level-2=80-160."
        )
    return replace(network, assumptions=changed)


def _override_level(network: CareerNetwork, rank: int, effort: Effort) -> CareerNetwork:
    levels = {
        iri: replace(level, effort=effort, effort_note="Given by the user")
        if level.rank == rank
        else level
        for iri, level in network.levels.items()
    }
    if levels == network.levels:
        ranks = sorted({level.rank for level in network.levels.values()})
        raise RequestError(
            f"There is no level of rank {rank}; the graph has {', '.join(map(str, ranks))}. "
            f"Write for example level-{ranks[0]}=80-160."
        )
    essential = {need.skill for need in network.requirements if need.essential}
    if essential and all(network.skills[skill].effort for skill in essential):
        raise RequestError(
            "Every required skill of this graph has hours of its own, which go before those of its "
            "level. Replace them all, for example with skill=40-80."
        )
    return replace(network, levels=levels)


def _hours(key: str, value: str) -> Effort:
    try:
        return Effort.parse(value)
    except ValueError:
        raise RequestError(
            f"{key}={value} is not a number of hours or a range of them up to {MOST_HOURS}. "
            f"Write for example {key}=40-80."
        ) from None


def _hours_per_week(value: str) -> float:
    try:
        hours = float(value)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= HOURS_IN_A_WEEK:
        raise RequestError(
            f"hours-per-week={value} is not a number of hours in a week, above 0 and up to "
            f"{HOURS_IN_A_WEEK}. Write for example hours-per-week=8."
        )
    return hours


def _yes(key: str, value: str) -> bool:
    if value not in {"yes", "no"}:
        raise RequestError(f"{key}={value} is neither yes nor no. Write {key}=yes or {key}=no.")
    return value == "yes"
