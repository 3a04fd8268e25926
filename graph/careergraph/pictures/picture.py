"""A finished picture: look at it in a notebook, or save it as SVG or PNG."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from careergraph.errors import OutputError, RequestError, UnknownNameError
from careergraph.network import CareerNetwork
from careergraph.output import write_bytes
from careergraph.pictures.matrix import matrix
from careergraph.pictures.metro import metro
from careergraph.pictures.raster import to_png
from careergraph.pictures.themes import find_theme
from careergraph.routes import Route

PICTURES = ("metro", "matrix")
"""The names of the pictures."""

MOST_ROLES = 150
"""Roles of one picture: on a printed page, more cannot be read."""
MOST_BOXES = 600
"""Roles and skills of one matrix."""


@dataclass(frozen=True, repr=False)
class Picture:
    """A picture of a career graph.

    Parameters
    ----------
    name : str
        One of `PICTURES`.
    title : str
        What it shows.
    svg : str
        The picture as an SVG file.
    """

    name: str
    title: str
    svg: str

    def png(self, scale: float = 2.0) -> bytes:
        """Return the picture as a PNG file.

        Parameters
        ----------
        scale : float
            Pixels of the PNG for each of the SVG.

        Raises
        ------
        RequestError
            The extra ``png`` is not installed, the machine has no font, or the scale is wrong.
        """
        return to_png(self.svg, scale)

    def save(self, path: str | Path, *, scale: float = 2.0, force: bool = False) -> Path:
        """Write the picture to a file, whose ending says in what format, and return its path.

        Raises
        ------
        OutputError
            The file ends in neither ``.svg`` nor ``.png``, it exists and `force` is false, or it
            cannot be written.
        RequestError
            As `png`.
        """
        file = Path(path)
        kind = file.suffix.lower()
        if kind not in (".svg", ".png"):
            raise OutputError(f"{path} ends in neither .svg nor .png. Name a file that does.")
        data = self.svg.encode("utf-8") if kind == ".svg" else self.png(scale)
        write_bytes(file, data, force=force)
        return file

    def __repr__(self) -> str:
        return f"<Picture {self.name} of {self.title!r}>"

    def _repr_svg_(self) -> str:
        return self.svg.partition("\n")[2]  # a notebook wants the element alone


def make_picture(
    name: str,
    network: CareerNetwork,
    route: Route | None = None,
    paths: Collection[str] = (),
    theme: str = "light",
) -> Picture:
    """Return a picture of a network.

    Parameters
    ----------
    name : str
        One of `PICTURES`.
    network : CareerNetwork
        Where it is too large for a picture, a route is drawn with its own roles alone.
    route : Route, optional
        The route to light.
    paths : collection of str, optional
        IRIs of the career paths to draw; all without it. Those of the route are always drawn.
    theme : str
        One of `careergraph.pictures.THEMES`.

    Raises
    ------
    UnknownNameError
        There is no such picture or theme.
    RequestError
        There is too much to draw, or nothing.
    """
    if name not in PICTURES:
        known = ", ".join(PICTURES)
        raise UnknownNameError(f"There is no picture {name!r}. There are {known}.", PICTURES)
    colours = find_theme(theme)
    shown = _shown(name, network, route, paths)
    if name == "metro":
        svg = metro(shown, route, colours, part_of=network)
    else:
        svg = matrix(shown, route, colours, part_of=network)
    title = network.title if route is None else f"{route.origin} to {route.target.label}"
    return Picture(name, title, svg)


def _shown(
    name: str, network: CareerNetwork, route: Route | None, paths: Collection[str]
) -> CareerNetwork:
    shown = network
    on_route = [] if route is None else [role.iri for role in route.roles]
    if paths:
        chosen = {*paths, *(network.roles[role].path for role in on_route)}
        shown = network.part([r.iri for r in network.roles.values() if r.path in chosen])
    if route is not None and _excess(name, shown):
        shown = network.part(on_route)
    excess = _excess(name, shown)
    if excess:
        remedy = (
            "Draw the metro map instead."
            if route is not None
            else "Name career paths to draw with --path, or a route with --route."
        )
        raise RequestError(f"{excess} {remedy}")
    if not shown.roles:
        raise RequestError("There is no role to draw.")
    return shown


def _excess(name: str, network: CareerNetwork) -> str:
    """Return what there is too much of for one picture, or nothing."""
    roles, boxes = len(network.roles), len(network.roles) + len(network.skills)
    if roles > MOST_ROLES:
        return f"There are {roles:,} roles, and one picture draws at most {MOST_ROLES}."
    if name == "matrix" and boxes > MOST_BOXES:
        said = f"There are {roles:,} roles with {len(network.skills):,} skills"
        return f"{said}, and one matrix draws at most {MOST_BOXES} in all."
    return ""
