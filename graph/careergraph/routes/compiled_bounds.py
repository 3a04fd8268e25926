"""The bounds of `bounds.Bounds` as compiled functions over arrays; imported only where numba is."""

from __future__ import annotations

import numpy as np

from careergraph.kernels import compiled
from careergraph.kernels.heap import longer, pop, push
from careergraph.routes.search_graph import NEVER


@compiled
def touch(touched, count, role):
    """Note that a role has to be cleaned."""
    touched[count[0]] = role
    count[0] += 1


@compiled
def clean(marks):
    """Leave the marks of every role as they were found."""
    for place in range(marks.count[0]):
        role = marks.touched[place]
        marks.moving[role] = NEVER
        marks.excess[role] = NEVER
        marks.stones[role] = -1
        marks.first[role] = 0
    marks.count[0] = 0


@compiled
def weight(free, least, gain, skill):
    """Return what a skill takes at least beyond what it can save; nothing if it is free."""
    if free[skill]:
        return 0
    return max(0, least[skill] - gain[skill])


@compiled
def weigh(required, free, least, gain):
    """Return the weight of the stones among some skills."""
    total = 0
    for skill in required:
        total += weight(free, least, gain, skill)
    return total


@compiled
def cheapest_moves(numbers, marks, wanted, slack):
    """Fill `moving` back from the target, up to the source."""
    moving, stones, touched, count = marks.moving, marks.stones, marks.touched, marks.count
    free, dearest, gain, barred = marks.free, numbers.least, marks.gain, marks.barred
    required_start, required_skill = numbers.required_start, numbers.required_skill
    back_start, back_source = numbers.back_start, numbers.back_source
    back_cost, back_back, no_step_back = numbers.back_cost, numbers.back_back, wanted.no_step_back
    roles, keys = np.empty(256, np.int32), np.empty(256, np.int64)
    heap = np.empty(256, np.int64)
    moving[wanted.target] = stones[wanted.target] = 0
    touch(touched, count, wanted.target)
    keys[0], roles[0], heap[0] = 0, wanted.target, 0
    size, made = 1, 1
    while size:
        item = pop(heap, size, keys)
        size -= 1
        role, cost = roles[item], keys[item]
        if role == wanted.source:
            break
        if cost > moving[role] or barred[role]:
            continue
        for entry in range(back_start[role], back_start[role + 1]):
            if no_step_back and back_back[entry]:
                continue
            other = back_source[entry]
            total = cost + back_cost[entry]
            if total >= moving[other]:
                continue
            if stones[other] < 0:
                touch(touched, count, other)
                required = required_skill[required_start[other] : required_start[other + 1]]
                stones[other] = weigh(required, free, dearest, gain)
            if total + stones[other] > slack:
                continue
            moving[other] = total
            if made == len(keys):
                keys, roles = longer(keys), longer(roles)
            keys[made], roles[made] = total, other
            heap = push(heap, size, keys, made)
            size += 1
            made += 1


@compiled
def least_excess(numbers, marks, wanted, slack):
    """Fill `excess` back from the target, up to the source, from `moving` and weights."""
    moving, excess, stones, learnt = marks.moving, marks.excess, marks.stones, marks.learnt
    free, dearest, gain, barred = marks.free, numbers.least, marks.gain, marks.barred
    back_start, back_source = numbers.back_start, numbers.back_source
    back_cost, back_back, no_step_back = numbers.back_cost, numbers.back_back, wanted.no_step_back
    required_start, required_skill = numbers.required_start, numbers.required_skill
    touched, count = marks.touched, marks.count
    far = NEVER if wanted.source < 0 else moving[wanted.source]
    roles, keys = np.empty(256, np.int32), np.empty(256, np.int64)
    heap = np.empty(256, np.int64)
    excess[wanted.target] = 0
    keys[0], roles[0], heap[0] = 0, wanted.target, 0
    size, made = 1, 1
    while size:
        item = pop(heap, size, keys)
        size -= 1
        role, least = roles[item], keys[item]
        if role == wanted.source:
            break
        if least > excess[role] or barred[role]:
            continue
        moving_on = min(far, moving[role])
        here = required_skill[required_start[role] : required_start[role + 1]]
        for skill in here:
            learnt[skill] = not free[skill]
        for entry in range(back_start[role], back_start[role + 1]):
            if no_step_back and back_back[entry]:
                continue
            other, cost = back_source[entry], back_cost[entry]
            most = min(slack, excess[other] - 1)
            if cost + max(least, stones[role] + moving_on) > most:
                continue
            if stones[other] < 0:
                touch(touched, count, other)
                required = required_skill[required_start[other] : required_start[other + 1]]
                stones[other] = weigh(required, free, dearest, gain)
            if cost + stones[other] + moving_on > most:
                continue
            both = stones[other] + stones[role]
            for place in range(required_start[other], required_start[other + 1]):
                skill = required_skill[place]
                if learnt[skill]:
                    both -= max(0, dearest[skill] - gain[skill])
            total = cost + max(least, both + moving_on)
            if total > most:
                continue
            excess[other] = total
            if made == len(keys):
                keys, roles = longer(keys), longer(roles)
            keys[made], roles[made] = total, other
            heap = push(heap, size, keys, made)
            size += 1
            made += 1
        for skill in here:
            learnt[skill] = 0


@compiled
def gates(numbers, marks, wanted):
    """Return the roles before the target that a route may pass: their stones, row by row."""
    target, free, dearest, gain = wanted.target, marks.free, numbers.least, marks.gain
    first, last = numbers.back_start[target], numbers.back_start[target + 1]
    starts = np.zeros(last - first + 1, np.int64)
    skills = np.empty(256, np.int32)
    count = told = 0
    for entry in range(first, last):
        role = numbers.back_source[entry]
        if marks.barred[role]:
            continue
        if wanted.no_step_back and numbers.back_back[entry]:
            continue
        for place in range(numbers.required_start[role], numbers.required_start[role + 1]):
            skill = numbers.required_skill[place]
            if weight(free, dearest, gain, skill) > 0:
                if told == len(skills):
                    skills = longer(skills)
                skills[told] = skill
                told += 1
        count += 1
        starts[count] = told
    return starts[: count + 1], skills[:told]


@compiled
def through_a_gate(starts, skills, learnt, dearest, gain, enough):
    """Return the least weight that the stones of a gate add to what is marked as learnt.

    It looks no further once that is no more than `enough`.
    """
    least = NEVER
    for gate in range(len(starts) - 1):
        total = 0
        for place in range(starts[gate], starts[gate + 1]):
            skill = skills[place]
            if not learnt[skill]:
                total += dearest[skill] - gain[skill]
                if total >= least:
                    break
        least = min(least, total)
        if least <= enough:
            break
    return least
