"""One version on every machine of a cluster."""

from __future__ import annotations

from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from careergraph.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

VERSION = "careergraph:__version__"


def refuse_other_versions(client: Client) -> None:
    """Insist on one version everywhere of what the bytes of an answer depend on.

    A worker that lacks careergraph would not refuse a chunk, but end.

    Raises
    ------
    ClusterError
        careergraph, Dask or Python has another version on some machine, or is not there.
    """
    packages: Any = client.get_versions()
    ours = _versions(packages["client"], resolve_name(VERSION))
    needed = ", ".join(f"{name} {version}" for name, version in ours.items())
    machines = {"scheduler": _versions(packages["scheduler"], _of_scheduler(client))}
    for worker, version in client.run(resolve_name, VERSION, on_error="return").items():
        # A worker that was lost meanwhile is in one of the two answers only.
        if worker in packages["workers"] and not isinstance(version, OSError):
            machines[f"worker at {worker}"] = _versions(packages["workers"][worker], version)
    for machine, theirs in machines.items():
        for name, version in theirs.items():
            if version != ours[name]:
                has = f"no {name}" if isinstance(version, ImportError) else f"{name} {version}"
                raise ClusterError(
                    f"The {machine} has {has}, and here is {ours[name]}. The same answers need the "
                    f"same on every machine: {needed}."
                )


def _versions(machine: Any, careergraph: object) -> dict[str, object]:
    """Return what matters of what Dask says about a machine."""
    packages = machine["packages"]
    return {
        "careergraph": careergraph,
        "Dask": packages["distributed"],
        "Python": ".".join(packages["python"].split(".")[:2]),
    }


def _of_scheduler(client: Client) -> object:
    try:
        return client.run_on_scheduler(resolve_name, VERSION)
    except ImportError as error:
        return error
