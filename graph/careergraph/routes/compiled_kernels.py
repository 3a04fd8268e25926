"""The search of `exact` as compiled functions over arrays; imported only where numba is.

Sets of skills are marks in one array per skill: what is held, needed or free once per query, what
a person on the way has learnt by following its chain of moves back. Every person keeps only what
the last move taught, so a state takes as much room as it has news.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from careergraph.kernels import compiled
from careergraph.routes.search_graph import NEVER, SLACK

Numbers = namedtuple(
    "Numbers",
    "required_start required_skill hours move_start move_target move_cost move_back move_cap "
    "back_start back_source back_cost back_back helper_start helper shortened least worth",
)

Marks = namedtuple(
    "Marks", "held free weight gain learnt barred moving excess stones first touched count"
)
"""Scratch of one search, by skill (held, free, weight, gain, learnt) and by role (the others).

`first` is one more than the last person settled at a role, 0 for none. `touched` lists the roles
whose marks have to be cleaned in the end, each three times at most, and `count` how many it has.
"""

Wanted = namedtuple(
    "Wanted",
    "target via all_via in_order max_moves max_learning no_step_back capped shortened missing "
    "learning_ahead start_role start_cost start_cap",
)

COST, MOVING, MOVES, ROLE, VIA, BEFORE, SIGN, WORTH, NEWS, NEWS_END, NEXT = range(11)
COLUMNS = 11
"""What is kept of a person; `SIGN` has a bit for each skill learnt, which many skills share."""


@compiled
def longer(array):
    """Return an array with room for twice as many."""
    larger = np.empty(2 * len(array), array.dtype)
    larger[: len(array)] = array
    return larger


@compiled
def push(heap, size, keys, item):
    """Add an item to a binary heap of items, ordered by key and then by item."""
    if size == len(heap):
        heap = longer(heap)
    place = size
    while place > 0:
        above = (place - 1) >> 1
        other = heap[above]
        if keys[other] < keys[item] or (keys[other] == keys[item] and other < item):
            break
        heap[place] = other
        place = above
    heap[place] = item
    return heap


@compiled
def pop(heap, size, keys):
    """Take the first item out of a heap of so many; the caller counts one less."""
    first = heap[0]
    last = heap[size - 1]
    size -= 1
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size:
            one, other = heap[below], heap[below + 1]
            if keys[other] < keys[one] or (keys[other] == keys[one] and other < one):
                below += 1
        other = heap[below]
        if keys[last] < keys[other] or (keys[last] == keys[other] and last < other):
            break
        heap[place] = other
        place = below
    heap[place] = last
    return first


@compiled
def grown(array):
    """Return an array of rows with room for twice as many."""
    larger = np.empty((2 * array.shape[0], array.shape[1]), array.dtype)
    larger[: array.shape[0]] = array
    return larger


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
def weigh(required_start, required_skill, least, gain, free, role):
    """Return the weight of a role's stones."""
    total = 0
    for entry in range(required_start[role], required_start[role + 1]):
        skill = required_skill[entry]
        if not free[skill]:
            total += max(0, least[skill] - gain[skill])
    return total


@compiled
def bounds(numbers, marks, wanted, slack):
    """Fill `moving` and `excess` back from the target.

    The same as `bounds.Bounds` in Python.
    """
    required_start, required_skill = numbers.required_start, numbers.required_skill
    back_start, back_source = numbers.back_start, numbers.back_source
    back_cost, back_back, dearest = numbers.back_cost, numbers.back_back, numbers.least
    moving, stones, free, gain = marks.moving, marks.stones, marks.free, marks.gain
    learnt, barred, touched, count = marks.learnt, marks.barred, marks.touched, marks.count
    no_step_back = wanted.no_step_back
    roles = np.empty(256, np.int32)
    keys = np.empty(256, np.int64)
    for phase in range(2):
        values = moving if phase == 0 else marks.excess
        heap = np.empty(256, np.int64)
        keys[0], roles[0], heap[0] = 0, wanted.target, 0
        size, made = 1, 1
        while size:
            item = pop(heap, size, keys)
            size -= 1
            role, least = roles[item], keys[item]
            if values[role] != NEVER:
                continue
            values[role] = least
            if phase == 0:
                touch(touched, count, role)
                if stones[role] < 0:
                    stones[role] = weigh(required_start, required_skill, dearest, gain, free, role)
            if barred[role]:
                continue
            start, end = required_start[role], required_start[role + 1]
            if phase == 1:
                for entry in range(start, end):
                    skill = required_skill[entry]
                    learnt[skill] = not free[skill]
            for entry in range(back_start[role], back_start[role + 1]):
                other = back_source[entry]
                if values[other] != NEVER or (no_step_back and back_back[entry]):
                    continue
                if phase == 0:
                    total = least + back_cost[entry]
                    if stones[other] < 0:
                        touch(touched, count, other)
                        stones[other] = weigh(
                            required_start, required_skill, dearest, gain, free, other
                        )
                    if total + stones[other] > slack:
                        continue
                else:
                    if moving[other] == NEVER:
                        continue
                    total = back_cost[entry] + least
                    if total > slack:
                        continue
                    both = stones[other] + stones[role]
                    for place in range(required_start[other], required_start[other + 1]):
                        skill = required_skill[place]
                        if learnt[skill]:
                            both -= max(0, dearest[skill] - gain[skill])
                    total = max(total, back_cost[entry] + both + moving[role])
                    if total > slack:
                        continue
                if made == len(keys):
                    keys, roles = longer(keys), longer(roles)
                keys[made], roles[made] = total, other
                heap = push(heap, size, keys, made)
                size += 1
                made += 1
            if phase == 1:
                for entry in range(start, end):
                    learnt[required_skill[entry]] = 0


@compiled
def mark_learnt(people, news, person, learnt, value):
    """Mark what somebody has learnt since the start."""
    while person >= 0:
        for place in range(people[person, NEWS], people[person, NEWS_END]):
            learnt[news[place]] = value
        person = people[person, BEFORE]


@compiled
def still_missing(missing, learnt, hours):
    """Return what the skills that are needed and not marked take from nothing."""
    total = 0
    for skill in missing:
        if not learnt[skill]:
            total += hours[skill]
    return total


@compiled
def ahead(numbers, marks, wanted):
    """Return a lower bound on the learning left to whom is marked, as `Query.ahead` does."""
    base = still_missing(wanted.missing, marks.learnt, numbers.hours)
    stones = []
    for skill in wanted.missing:
        if marks.learnt[skill]:
            continue
        start, end = numbers.helper_start[skill], numbers.helper_start[skill + 1]
        effort = numbers.hours[skill]
        stop = end
        for entry in range(start, end):
            helper = numbers.helper[entry]
            if marks.free[helper] or marks.learnt[helper]:
                effort = numbers.shortened[entry]
                stop = entry
                break
        base += effort - numbers.hours[skill]
        for entry in range(start, stop):
            helper = numbers.helper[entry]
            if marks.weight[helper] == 0:
                stones.append(helper)
            marks.weight[helper] += effort - numbers.shortened[entry]
    for stone in stones:
        base -= max(0, marks.weight[stone] - numbers.least[stone])
        marks.weight[stone] = 0
    return base


@compiled
def passed(via, in_order, role, before):
    """Return what of the roles to be passed is passed after entering a role."""
    if in_order:
        if before < len(via) and via[before] == role:
            return before + 1
        return before
    for place in range(len(via)):
        if via[place] == role:
            before |= 1 << place
    return before


@compiled
def superfluous(first, learnt, worths, capped, in_order, max_moves, people, news, person):
    """Tell whether somebody settled at the same role can do all that this one can, cheaper.

    What this one has learnt is marked.
    """
    other = first[people[person, ROLE]] - 1
    known = -1
    while other >= 0:
        spare = people[person, COST] - people[other, COST]
        via = people[other, VIA]
        as_far = via >= people[person, VIA]
        if not in_order:
            as_far = (people[person, VIA] & ~via) == 0
        if max_moves >= 0 and people[other, MOVES] > people[person, MOVES]:
            as_far = False
        if capped and people[person, SIGN] & ~people[other, SIGN]:
            as_far = False
        if spare < 0 or not as_far:
            pass
        elif capped or people[person, WORTH] - people[other, WORTH] <= spare:
            if known < 0:
                known = 0
                one = person
                while one >= 0:
                    known += people[one, NEWS_END] - people[one, NEWS]
                    one = people[one, BEFORE]
            shared, worth = 0, 0
            one = other
            while one >= 0:
                for place in range(people[one, NEWS], people[one, NEWS_END]):
                    if learnt[news[place]]:
                        shared += 1
                        worth += worths[news[place]]
                one = people[one, BEFORE]
            if capped:
                if shared == known:
                    return True
            elif people[person, WORTH] - worth <= spare:
                return True
        other = people[other, NEXT]
    return False


@compiled
def advance(numbers, marks, wanted, people, news, heap, state, most, keys, once):
    """Look at up to so many more people, as `ExactSearch.advance` does, or `first` with `once`.

    `state` holds how many people, news and waiting there are, the limit, the best person or -1,
    the least that no route goes below, and whether the search is over.
    """
    first, learnt, worths = marks.first, marks.learnt, numbers.worth
    capped, in_order, max_moves = wanted.capped, wanted.in_order, wanted.max_moves
    made, told, size, limit, best = state[0], state[1], state[2], state[3], state[4]
    looked_at = 0
    over = True
    while size:
        if looked_at >= most:
            over = False
            break
        person = pop(heap, size, keys)
        size -= 1
        role = people[person, ROLE]
        least = keys[person]
        if least > limit:
            break
        mark_learnt(people, news, person, marks.learnt, 1)
        if once:
            skip = role >= 0 and marks.first[role] > 0
        else:
            skip = role >= 0 and superfluous(
                first, learnt, worths, capped, in_order, max_moves, people, news, person
            )
        there = role == wanted.target and people[person, VIA] == wanted.all_via
        if once and not skip and there and people[person, MOVES] > 0:
            best = person
            mark_learnt(people, news, person, marks.learnt, 0)
            break
        if not skip:
            if not once:
                state[5] = max(state[5], least)
            looked_at += 1
            if role >= 0:
                if marks.first[role] == 0:
                    touch(marks.touched, marks.count, role)
                people[person, NEXT] = marks.first[role] - 1
                marks.first[role] = person + 1
        if skip or (wanted.max_moves >= 0 and people[person, MOVES] >= wanted.max_moves):
            mark_learnt(people, news, person, marks.learnt, 0)
            continue
        if role < 0:
            start, end = 0, len(wanted.start_role)
        else:
            start, end = numbers.move_start[role], numbers.move_start[role + 1]
        for entry in range(start, end):
            if role < 0:
                into, cost = wanted.start_role[entry], wanted.start_cost[entry]
                cap = wanted.start_cap[entry]
            else:
                into, cost = numbers.move_target[entry], numbers.move_cost[entry]
                cap = numbers.move_cap[entry]
                if wanted.no_step_back and numbers.move_back[entry]:
                    continue
            if marks.barred[into] or (not once and marks.excess[into] == NEVER):
                continue
            if once and marks.first[into] > 0:
                continue
            required, last = numbers.required_start[into], numbers.required_start[into + 1]
            while told + last - required > len(news):
                news = longer(news)
            if made == people.shape[0]:
                people = grown(people)
                keys = longer(keys)
            learning, worth, following, sign = 0, 0, told, people[person, SIGN]
            for place in range(required, last):
                skill = numbers.required_skill[place]
                if marks.held[skill] or marks.learnt[skill]:
                    continue
                effort = numbers.hours[skill]
                for helped in range(numbers.helper_start[skill], numbers.helper_start[skill + 1]):
                    helper = numbers.helper[helped]
                    if marks.held[helper] or marks.learnt[helper]:
                        effort = numbers.shortened[helped]
                        break
                learning += effort
                worth += numbers.worth[skill]
                sign |= np.int64(1) << (skill % 63)
                marks.learnt[skill] = 1
                news[following] = skill
                following += 1
            if learning <= min(cap, wanted.max_learning) + SLACK:
                people[made, COST] = people[person, COST] + learning + cost
                people[made, MOVING] = people[person, MOVING] + cost
                people[made, MOVES] = people[person, MOVES] + 1
                people[made, ROLE] = into
                before = people[person, VIA]
                people[made, VIA] = passed(wanted.via, wanted.in_order, into, before)
                people[made, BEFORE] = person
                people[made, WORTH] = people[person, WORTH] + worth
                people[made, SIGN] = sign
                people[made, NEWS] = told
                people[made, NEWS_END] = following
                total = people[made, COST] + ahead(numbers, marks, wanted)
                keep = total <= limit
                if not once:
                    total += marks.moving[into]
                    total = max(
                        max(least, total),
                        people[made, MOVING] + wanted.learning_ahead + marks.excess[into],
                    )
                    keep = total <= limit and not superfluous(
                        first, learnt, worths, capped, in_order, max_moves, people, news, made
                    )
                if keep:
                    keys[made] = total
                    arrived = into == wanted.target and people[made, VIA] == wanted.all_via
                    if arrived and not once:
                        best = made
                        limit = people[made, COST] - 1
                    else:
                        heap = push(heap, size, keys, made)
                        size += 1
                    made += 1
                    for place in range(told, following):
                        marks.learnt[news[place]] = 0
                    told = following
                    continue
            for place in range(told, following):
                marks.learnt[news[place]] = 0
        mark_learnt(people, news, person, marks.learnt, 0)
    state[0], state[1], state[2], state[3], state[4] = made, told, size, limit, best
    state[6] = over
    return people, news, heap, keys, looked_at
