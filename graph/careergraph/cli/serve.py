"""``careergraph serve``: a career graph over HTTP."""

from __future__ import annotations

import os
import sys

import click

from careergraph.cli.options import graph_option
from careergraph.errors import RequestError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
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
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Time that a query may take.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Rows that an answer may have.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=16),
    default=512,
    show_default=True,
    metavar="MIB",
    help="Memory that a query may take.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Host that queries may reach with SERVICE. Repeatable; none without it.",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Origin whose pages may read answers, * for every one. Repeatable.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json", "none"]),
    default="text",
    show_default=True,
    help="How each request is logged on standard error.",
)
@graph_option
def serve(
    host: str,
    port: int,
    workers: int,
    query_workers: int,
    timeout: float,
    max_rows: int,
    max_memory: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    log_format: str,
    graph: str | None,
) -> None:
    """Serve a career graph over HTTP: SPARQL, named queries, routes, linked data.

    It listens on this machine only unless --host says otherwise, answers questions and changes
    nothing. A query that reaches a limit is stopped.

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
    from careergraph.engines import Limits
    from careergraph.server.app import SETTINGS_VARIABLE
    from careergraph.server.service import Service, Settings

    settings = Settings(
        graph=graph,
        limits=Limits(seconds=timeout, rows=max_rows, memory=max_memory),
        query_workers=query_workers,
        hosts=hosts,
        origins=origins,
        log_format=log_format,
    )
    Service(settings).check()
    os.environ[SETTINGS_VARIABLE] = settings.to_json()
    if host not in ("127.0.0.1", "localhost", "::1"):
        click.echo(f"Anyone who reaches {host}:{port} can ask this graph.", err=True)
    click.echo(f"Serving on http://{host}:{port}/ (stop with Ctrl-C)", err=True)
    uvicorn.run(
        "careergraph.server.app:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=int(timeout) + 5,
    )
    sys.exit(0)
