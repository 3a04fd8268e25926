"""How far long work is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click


@contextmanager
def progress(steps: Mapping[str, int]) -> Iterator[Callable[[str], None]]:
    """Show a bar with the time that is left on standard error, where that is a terminal.

    Parameters
    ----------
    steps : mapping of str to int
        The steps of the work in order, with the rough share of the time that each takes.

    Yields
    ------
    callable
        Takes the name of each step when it begins.
    """
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    names = list(steps)
    widest = max(map(len, names))
    with click.progressbar(length=sum(steps.values()), file=sys.stderr) as bar:

        def begin(step: str) -> None:
            bar.label = step.ljust(widest)
            bar.update(sum(steps[name] for name in names[: names.index(step)]) - bar.pos)

        yield begin
        bar.update(bar.length - bar.pos if bar.length else 0)


@contextmanager
def counted(length: int) -> Iterator[Callable[[int], None]]:
    """Show a bar for work that is counted, on standard error where that is a terminal.

    Yields
    ------
    callable
        Takes how many more are done.
    """
    if not sys.stderr.isatty():
        yield lambda more: None
        return
    with click.progressbar(length=length, file=sys.stderr, show_pos=True) as bar:
        yield bar.update
