"""The search of `exact` as compiled functions over arrays; imported only where numba is.

Sets of skills are marks in one array per skill: what is held, needed or free once per query, what
a person on the way has learnt by following its chain of moves back. Every person keeps only what
the last move taught, so a state takes as much room as it has news.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from careergraph.kernels import compiled
from careergraph.kernels.heap import grown, longer, pop, push
from careergraph.routes.compiled_bounds import through_a_gate, touch, weight
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
whose marks have to be cleaned in the end, each twice at most, and `count` how many it has.
"""

Wanted = namedtuple(
    "Wanted",
    "source target via all_via in_order max_moves max_learning no_step_back capped additive "
    "missing learning_ahead start_role start_cost start_cap gate_start gate_skill",
)

COLUMNS = 12
(
    COST, MOVING, STONES, MOVES, ROLE, VIA, BEFORE, SIGN, WORTH, NEWS, NEWS_END, NEXT
) = range(COLUMNS)  # fmt: skip
"""What is kept of a person, as in `exact.Person`; `NEWS` is where the skills that the last move
taught begin, and `SIGN` has a bit for each skill learnt, which many skills share."""


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
            shared, saved = 0, 0
            one = other
            while one >= 0:
                for place in range(people[one, NEWS], people[one, NEWS_END]):
                    if learnt[news[place]]:
                        shared += 1
                        saved += worths[news[place]]
                one = people[one, BEFORE]
            if capped:
                if shared == known:
                    return True
            elif people[person, WORTH] - saved <= spare:
                return True
        other = people[other, NEXT]
    return False


@compiled
def advance(numbers, marks, wanted, people, news, heap, state, most, keys, once):
    """Look at up to so many more people, as `ExactSearch.advance` does, or `first` with `once`.

    `state` holds how many people, news and waiting there are, the limit, the best person or -1,
    the least that no route goes below, and whether the search is over.
    """
    first, learnt, free, worths = marks.first, marks.learnt, marks.free, numbers.worth
    held, capped, in_order = marks.held, wanted.capped, wanted.in_order
    required_start, required_skill = numbers.required_start, numbers.required_skill
    max_moves, dearest, gain = wanted.max_moves, numbers.least, marks.gain
    excess, moving, barred = marks.excess, marks.moving, marks.barred
    far = farthest = NEVER
    if wanted.source >= 0:  # what was not worked out lies no nearer than the source
        far, farthest = moving[wanted.source], excess[wanted.source]
    moving_on = excess_on = 0
    gate_start, gate_skill = wanted.gate_start, wanted.gate_skill
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
            if barred[into] or (once and first[into] > 0):
                continue
            surely = people[person, MOVING] + cost + wanted.learning_ahead
            stones = people[person, STONES]
            if once:
                if wanted.additive and surely + stones >= excess[into]:
                    continue
            else:
                moving_on, excess_on = min(moving[into], far), min(excess[into], farthest)
                if surely + max(excess_on, moving_on + stones) > limit:
                    continue
            required, last = required_start[into], required_start[into + 1]
            for place in range(required, last):
                skill = required_skill[place]
                if not (held[skill] or learnt[skill]):
                    stones += weight(free, dearest, gain, skill)
            surely += stones
            if once:
                if wanted.additive and surely >= min(limit + 1, excess[into]):
                    continue
            elif surely + moving_on > limit:
                continue
            while told + last - required > len(news):
                news = longer(news)
            if made == people.shape[0]:
                people = grown(people)
                keys = longer(keys)
            learning, worth, following, sign = 0, 0, told, people[person, SIGN]
            for place in range(required, last):
                skill = required_skill[place]
                if held[skill] or learnt[skill]:
                    continue
                effort = numbers.hours[skill]
                for helped in range(numbers.helper_start[skill], numbers.helper_start[skill + 1]):
                    helper = numbers.helper[helped]
                    if marks.held[helper] or marks.learnt[helper]:
                        effort = numbers.shortened[helped]
                        break
                learning += effort
                worth += worths[skill]
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
                people[made, STONES] = stones
                people[made, WORTH] = people[person, WORTH] + worth
                people[made, SIGN] = sign
                people[made, NEWS] = told
                people[made, NEWS_END] = following
                total = people[made, COST]
                if not wanted.additive:
                    total += ahead(numbers, marks, wanted)
                keep = total <= limit
                arrived = into == wanted.target and people[made, VIA] == wanted.all_via
                if keep and not once:
                    moves = people[made, MOVING] + wanted.learning_ahead
                    total = max(max(least, total + moving_on), moves + excess_on)
                    keep = total <= limit and not superfluous(
                        first, learnt, worths, capped, in_order, max_moves, people, news, made
                    )
                    if keep and not arrived:
                        gate = through_a_gate(
                            gate_start,
                            gate_skill,
                            learnt,
                            dearest,
                            gain,
                            total - surely - moving_on,
                        )
                        total = max(total, surely + moving_on + gate)
                        keep = total <= limit
                if once and keep:
                    # Somebody who is on the way there at no more cost will be settled first.
                    keep = total < excess[into]
                    if keep:
                        if excess[into] == NEVER:
                            touch(marks.touched, marks.count, into)
                        excess[into] = total
                if keep:
                    keys[made] = total
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
