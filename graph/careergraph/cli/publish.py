"""`careergraph publish`."""

from __future__ import annotations

import click

from careergraph.cli.options import emit_text, graph_option, named_once


@click.command()
@click.argument("arguments", nargs=-1, required=True, metavar="[GRAPH] URL")
@graph_option
@click.option(
    "--named-graph",
    metavar="IRI",
    help="Graph of the server to write; its default graph without it. Virtuoso needs one.",
)
@click.option("--force", is_flag=True, help="Replace other content of that graph.")
def publish(
    arguments: tuple[str, ...], graph: str | None, named_graph: str | None, force: bool
) -> None:
    """Load GRAPH (the roadmap without it) into a SPARQL server.

    URL is the address of its SPARQL 1.1 Graph Store HTTP Protocol. The ontology's terms go
    with the graph, as queries expect them. A name and password are taken from
    CAREERGRAPH_USER and CAREERGRAPH_PASSWORD, a token from CAREERGRAPH_TOKEN, or both from
    the netrc file.

    \b
    Example:
      careergraph publish my-graph.ttl http://localhost:7878/store
      careergraph query roles --graph http://localhost:7878/query
    """
    import careergraph

    if len(arguments) > 2:
        raise click.UsageError("Give a graph and the address of one server.")
    *path, url = arguments
    loaded = careergraph.load(named_once(path[0] if path else None, graph))
    done = loaded.publish(url, named_graph=named_graph, force=force)
    where = "the default graph" if done.graph is None else f"the graph <{done.graph}>"
    if not done.parts:
        emit_text(f"The {done.triples:,} triples are in {where} of {done.place} already.")
        return
    parts = f" in {done.parts} parts" if done.parts > 1 else ""
    emit_text(f"Loaded {done.triples:,} triples into {where} of {done.place}{parts}.")
