"""Career networks of any size, made up in numbers, that are shaped as an imported taxonomy is.

Roles stand in a circle, as in a taxonomy they stand by group, and so do skills: a role requires
skills near its own place, and some that many roles share. Moves lead to roles nearby, and the
farther a role is, the fewer lead there, so that every role can be reached in few moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from careergraph.arrays import KINDS, CareerArrays, Moves, Requirements, Transfers
from careergraph.network import MoveKind

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

ROLES_PER_SKILL = 5
"""How many roles there are for each skill in stock."""

SHARED = 0.2
"""The share of requirements that are drawn from skills which roles everywhere share."""

MOVE_HOURS = 60.0
"""What a lateral move takes besides learning, as in the built-in roadmap."""


def synthetic_arrays(
    roles: int, seed: int = 0, *, required: int = 40, moves: int = 20, transfers: int = 0
) -> CareerArrays:
    """Return a network of one level.

    Parameters
    ----------
    roles : int
        At least 2.
    seed : int
    required : int
        Skills drawn for each role out of a stock of a fifth as many as roles; what is drawn twice
        is required once, so some 37 of 40 are.
    moves : int
        Moves drawn from each role, in the same way; all lateral, at 60 h each and without a cap.
    transfers : int
        Transfers to each skill, from skills nearby, that save 15, 30 or 50 %.
    """
    random = np.random.default_rng(seed)
    stock = max(roles // ROLES_PER_SKILL, 2 * required)
    needs, skills = _requirements(random, roles, stock, required)
    starts, targets = _moves(random, roles, moves)
    return CareerArrays(
        roles=tuple(f"https://example.org/role/{number:07}" for number in range(roles)),
        skills=tuple(f"https://example.org/skill/{number:07}" for number in range(stock)),
        hours=np.clip(np.round(random.lognormal(np.log(80), 0.6, stock)), 10, 600),
        known=np.ones(roles, dtype=bool),
        rank=np.ones(roles, dtype=np.int32),
        required=Requirements(needs, skills),
        moves=Moves(
            indptr=starts,
            target=targets,
            kind=np.full(len(targets), KINDS.index(MoveKind.LATERAL), dtype=np.uint8),
            cost=np.full(len(targets), MOVE_HOURS),
            cap=np.full(len(targets), np.inf),
        ),
        transfers=_transfers(random, stock, transfers),
    )


def _requirements(
    random: Generator, roles: int, stock: int, required: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    places = np.arange(roles) * stock // roles
    drawn = np.rint(random.normal(scale=required, size=(roles, required))).astype(np.int64)
    drawn += places[:, None]
    shared = random.random((roles, required)) < SHARED
    drawn[shared] = (stock * random.random(int(shared.sum())) ** 3).astype(np.int64)
    return _rows(drawn % stock)


def _moves(
    random: Generator, roles: int, moves: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    moves = min(moves, roles - 1)
    farthest = max(roles // 2, 1)
    far = np.minimum(np.floor(moves / 2 / (1 - random.random((roles, moves)))), farthest)
    far *= random.choice([-1, 1], size=far.shape)
    targets = np.arange(roles)[:, None] + far.astype(np.int64)
    targets[:, 0] = np.arange(1, roles + 1)  # so that every role can be reached
    return _rows(targets % roles, loops=False)


def _transfers(random: Generator, stock: int, transfers: int) -> Transfers:
    near = random.integers(1, 10, size=(stock, transfers))
    near *= random.choice([-1, 1], size=near.shape)
    starts, held = _rows((np.arange(stock)[:, None] + near) % stock, loops=False)
    saved = random.choice([0.15, 0.3, 0.5], size=len(held))
    needed = np.repeat(np.arange(stock), np.diff(starts))
    order = np.lexsort((held, -saved, needed))
    place = np.arange(len(held), dtype=np.int32)
    return Transfers(starts, held[order], saved[order], place)


def _rows(drawn: Numbers, *, loops: bool = True) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return what was drawn for each row, once and in order, as sparse rows."""
    drawn = np.sort(drawn, axis=1)
    keep = np.ones(drawn.shape, dtype=bool)
    keep[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
    if not loops:
        keep &= drawn != np.arange(len(drawn))[:, None]
    starts = np.concatenate(([0], np.cumsum(keep.sum(axis=1)))).astype(np.int32)
    return starts, drawn[keep].astype(np.int32)
