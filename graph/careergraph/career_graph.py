"""The career graph as one Python object: the library's front door."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from careergraph._advising import Advising
from careergraph._comparing import Comparing
from careergraph.names import several

if TYPE_CHECKING:
    from careergraph.pictures import Picture
    from careergraph.publishing import Published
    from careergraph.routes import Route
    from careergraph.views.explorer import Explorer
    from careergraph.views.page import Page


def load(
    path: str | Path | None = None,
    *,
    assume: Iterable[str] = (),
    queries: Iterable[str | Path] = (),
    language: str | None = None,
) -> CareerGraph:
    """Open a career graph, whole or not at all.

    Parameters
    ----------
    path : str or Path, optional
        An RDF file (``.ttl``, ``.nt``, ``.rdf``, ``.owl`` or ``.jsonld``), a levelling matrix
        (such as ``.csv`` or ``.xlsx``), or a directory that `careergraph import` wrote and
        checked, which is opened when it is first asked; the address of a SPARQL endpoint
        (``https://...``), whose graph is asked there; the built-in AI career roadmap without one.
    assume : iterable of str, optional
        Assumptions to replace, ``KEY=VALUE`` each; see `careergraph.costs.override`.
    queries : iterable of str or Path
        Folders of named queries of your own, besides the built-in ones.
    language : str, optional
        The language of labels and definitions, such as ``"de"``, where a graph has several;
        English without it. What has no label in it keeps the label that it has.

    Raises
    ------
    GraphFileError
        The file cannot be read or is not valid RDF.
    MatrixError
        The file is a matrix that cannot be read without guessing.
    InvalidGraphError
        The graph breaks a check that queries and routes rely on.
    RequestError
        An assumption is unknown or has a wrong value, an address is none, or no role has a label
        in the language.
    QueryError
        A folder of queries does not exist.

    Examples
    --------
    >>> import careergraph as cg
    >>> g = cg.load()
    >>> g
    <CareerGraph 'AI career roadmap': 6 career paths, 30 roles, 59 skills>
    """
    from careergraph.engines import Local, is_address
    from careergraph.store import open_with_terms, terms

    asked: dict[str, Any] = {"assume": assume, "queries": queries, "language": language}
    if is_address(path):
        from careergraph.engines import Remote

        return CareerGraph(Remote(str(path)), imported=terms(), **asked)
    file = None if path is None else Path(path)
    if file is not None and file.is_dir():  # it was checked when it was made, and is large
        return CareerGraph(Local(file), **asked)
    store, imported = open_with_terms(file)
    graph = CareerGraph(Local(store), imported=imported, **asked)
    _ = graph.careers
    if file is not None:
        graph.check()
    return graph


class CareerGraph(Advising, Comparing):
    """A career graph: ask it, route through it, look at it.

    Parameters
    ----------
    engine : Engine
        What answers queries about its triples, those of the ontology's terms included.
    assume : iterable of str, optional
        Assumptions to replace; see `careergraph.costs.override`.
    imported : collection of pyoxigraph.Triple, optional
        Those of its triples that it imports, and so does not export; the terms without it.
    queries : iterable of str or Path
        Folders of named queries of people's own.
    language : str, optional
        That of labels and definitions.
    """

    @overload
    def view(  # type: ignore[overload-overlap]
        self, name: Literal["explorer"]
    ) -> Explorer: ...

    @overload
    def view(self, name: str, *about: Any, **options: Any) -> Page: ...

    def view(self, name: str, *about: Any, **options: Any) -> Page | Explorer:
        """Return an interactive page.

        Parameters
        ----------
        name : str
            One of `careergraph.views.page.VIEWS`, or ``"explorer"`` for all of it in one page.
        *about, **options
            What it draws: ``view("matrix", paths=["robotics engineer"])``,
            ``view("route", g.route(source, target))``, ``view("neighbourhood", about, depth=2)``,
            ``view("comparison", one, other)``, ``view("skill", name)``,
            ``view("person", role, have=skills)``, ``view("changes", newer)``. Roles, skills and
            career paths go by the names that people type, and a version by its graph.

        Raises
        ------
        UnknownNameError
            There is no such view, or nothing of a name that was given.
        RequestError
            The view takes other arguments, or there is more than a page can draw.

        Examples
        --------
        >>> import careergraph as cg
        >>> g = cg.load()
        >>> g.view("matrix").network.num_nodes() == len(g.careers.roles) + len(g.careers.skills)
        True
        """
        from careergraph.views.explorer import explorer, read_hierarchy
        from careergraph.views.page import make_page

        if name == "explorer" and not about and not options:
            return explorer(self.careers, read_hierarchy(self._engine, self.careers))
        networks = (one.careers if isinstance(one, CareerGraph) else one for one in about)
        return make_page(name, self.careers, *networks, **options)

    def picture(
        self,
        name: str,
        route: Route | None = None,
        *,
        paths: Iterable[str] = (),
        theme: str = "light",
    ) -> Picture:
        """Return a static picture for documents: ``"metro"`` or ``"matrix"``, as SVG or PNG.

        Parameters
        ----------
        name : str
        route : Route, optional
            The route to light.
        paths : iterable of str, optional
            Career paths to draw, as people name them; all without it.
        theme : str
            ``"light"`` or ``"dark"``.

        Raises
        ------
        UnknownNameError
            There is no such picture, theme or career path.
        RequestError
            There is more than a picture can show.

        Examples
        --------
        >>> import careergraph as cg
        >>> g = cg.load()
        >>> g.picture("metro", g.route("ml engineer 2", "ai product manager 4"))
        <Picture metro of 'Machine Learning Engineer, level 2 to AI Product Manager, level 4'>
        """
        from careergraph import names
        from careergraph.pictures import make_picture

        found = [names.find(self.careers, "path", text) for text in several(paths)]
        return make_picture(name, self.careers, route, found, theme)

    @overload
    def export(self, format: str, path: None = None, *, force: bool = False) -> str | bytes: ...

    @overload
    def export(self, format: str, path: str | Path, *, force: bool = False) -> Path: ...

    def export(
        self, format: str, path: str | Path | None = None, *, force: bool = False
    ) -> str | bytes | Path:
        """Return the graph in another format, or write it to a file and return its path.

        Parameters
        ----------
        format : str
            A name in `careergraph.export.EXPORTS`.
        path : str or Path, optional
            For ``"csv"``, a folder unless it ends in ``.zip``; `force` replaces what exists.

        Raises
        ------
        UnknownNameError, OutputError, RequestError

        Examples
        --------
        >>> print(load().export("markdown").splitlines()[0][:39])
        | Career path | Level 1: Beginner | Lev
        """
        from careergraph import export

        content = export.Content(self.careers, self.triples)
        if path is None:
            return export.export(content, format)
        return export.write(content, format, Path(path), force=force)

    def publish(
        self, url: str, *, named_graph: str | None = None, force: bool = False
    ) -> Published:
        """Load the graph into a server, the terms included; see `careergraph.publishing.publish`.

        Parameters
        ----------
        url : str
            The address of the SPARQL 1.1 Graph Store HTTP Protocol.
        named_graph : str, optional
            The IRI of the graph to write; the server's default graph without one.
        force : bool, optional
            Replace other content.

        Raises
        ------
        OutputError, RemoteError, RequestError
        """
        from careergraph.publishing import publish

        triples = (quad.triple for quad in self._store)
        return publish(triples, url, named_graph=named_graph, force=force)

    def __repr__(self) -> str:
        from careergraph.card import card

        found = card(self._engine)
        shown = ", ".join(f"{n} {kind}" for kind, n in found.counts if kind != "levels")
        return f"<CareerGraph {found.title!r}: {shown}>"

    def _repr_html_(self) -> str:
        from careergraph.card import card

        return card(self._engine).to_html()
