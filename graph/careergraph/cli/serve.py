"""``careergraph serve``: a career graph over HTTP."""

from __future__ import annotations

import math
import os
import signal
import socket
import sys
from pathlib import Path

import click

from careergraph.cli.options import limit_options, queries_option
from careergraph.engines.base import Limits, is_address
from careergraph.errors import RequestError

OWN_NAMES = ("127.0.0.1", "localhost", "::1")
"""What a machine calls itself."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that serve, each with processes of its own that run queries.",
)
@click.option(
    "--query-workers",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Processes that run queries, for each process that serves.",
)
@limit_options(Limits(seconds=10.0, rows=100_000, memory=512))
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Host that queries may reach with SERVICE. Repeatable; none without it.",
)
@click.option(
    "--public-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="Host name that clients may ask for. Repeatable; without it, on this machine its own "
    "names alone, elsewhere any.",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Origin whose pages may read answers, * for every one. Repeatable.",
)
@click.option(
    "--writable",
    is_flag=True,
    help="Take updates at /update from those who have a token. For directory stores.",
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Names and tokens, one of each a line; only its owner may be able to read it.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help="How each request is logged on standard error.",
)
@queries_option
@click.option(
    "--graph",
    type=click.Path(),
    metavar="PATH",
    help="Career graph to serve: an RDF file, a matrix or a directory store; the built-in AI "
    "career roadmap without it.",
)
def serve(
    host: str,
    port: int,
    workers: int,
    query_workers: int,
    timeout: float,
    max_rows: int,
    max_memory: int,
    hosts: tuple[str, ...],
    names: tuple[str, ...],
    origins: tuple[str, ...],
    writable: bool,
    token_file: str | None,
    log_format: str,
    folders: tuple[str, ...],
    graph: str | None,
) -> None:
    """Serve a career graph over HTTP: SPARQL, named queries, routes, linked data.

    It listens on this machine only unless --host says otherwise, answers questions, and changes
    nothing unless it is --writable. A query that reaches a limit is stopped.

    \b
    Example:
      careergraph serve --graph esco/ --port 8000
    """
    try:
        import uvicorn
    except ImportError as error:
        raise RequestError(
            "Serving needs uvicorn and starlette. Install them with: "
            "pip install 'careergraph[server]'"
        ) from error
    from careergraph.engines.pool import WAIT
    from careergraph.server.app import SETTINGS_VARIABLE
    from careergraph.server.connections import MOST_CONNECTIONS
    from careergraph.server.replays import Replaying
    from careergraph.server.service import Service, Settings

    if graph is not None and is_address(graph):
        raise RequestError(
            f"{graph}: an endpoint is a server already. Serve a file or a directory."
        )
    if writable:
        _check_writable(graph, token_file, workers)
    elif token_file is not None:
        raise click.UsageError("--token-file is for --writable.")
    settings = Settings(
        graph=graph,
        limits=Limits(seconds=timeout, rows=max_rows, memory=max_memory),
        query_workers=query_workers,
        query_folders=folders,
        hosts=hosts,
        origins=origins,
        names=names or (OWN_NAMES if host in OWN_NAMES else ()),
        token_file=token_file,
        log_format=log_format,
    )
    Service(settings).check()
    _check_free(host, port)
    os.environ[SETTINGS_VARIABLE] = settings.to_json()
    if host not in OWN_NAMES:
        click.echo(f"Anyone who reaches {host}:{port} can ask this graph.", err=True)
    click.echo(f"Serving on http://{host}:{port}/ (stop with Ctrl-C)", err=True)
    # The server ends by itself when it is told to, and tells itself once more afterwards.
    signal.signal(signal.SIGTERM, lambda *_: None)
    uvicorn.run(
        "careergraph.server.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="critical",  # what goes wrong with a request, the log of requests says
        server_header=False,
        http=Replaying,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=math.ceil(timeout + 2 * WAIT) + 5,  # the longest of all
    )
    sys.exit(0)


def _check_free(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise RequestError(
            f"{host}:{port} cannot be listened on ({error.strerror}). Choose another address with "
            "--host and --port."
        ) from error


def _check_writable(graph: str | None, token_file: str | None, workers: int) -> None:
    """Refuse to serve what cannot be written to, before anybody is served."""
    from careergraph.server.tokens import Tokens
    from careergraph.server.versions import Versions

    if token_file is None:
        raise click.UsageError("--writable needs --token-file: an update needs a token.")
    if workers > 1:
        raise click.UsageError("--writable is for one process: leave out --workers.")
    if graph is None:
        raise click.UsageError(
            "--writable needs --graph with a directory store. Make one with careergraph import."
        )
    Tokens(Path(token_file))
    Versions(Path(graph)).close()
