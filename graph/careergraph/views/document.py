"""A finished page: look at it in a notebook, or save it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from pathlib import Path

from careergraph.output import write_text


class Document(ABC):
    """One HTML document that needs nothing else."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the page is called."""

    @property
    @abstractmethod
    def html(self) -> str:
        """The whole page as one HTML document that needs no network."""

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the page to a file and return its path.

        Raises
        ------
        OutputError
            The file exists and `force` is false, or it cannot be written.
        """
        file = Path(path)
        write_text(file, self.html, force=force)
        return file

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts" '
            f'title="{escape(self.title)}" width="100%" height="720"></iframe>'
        )
