"""Who may write: tokens in a file that only its owner can read, one a line after its name."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import stat
from pathlib import Path

from careergraph.errors import RequestError

SHORTEST = 20
"""Letters of a token; shorter ones could be guessed. `openssl rand -hex 20` makes one of 40."""


class Tokens:
    """The tokens of a file.

    Parameters
    ----------
    path : Path
        Lines such as ``alice 4f1c…``; empty ones and those that begin with # mean nothing.

    Raises
    ------
    RequestError
        It cannot be read, others can read it, or a line is wrong.
    """

    def __init__(self, path: Path) -> None:
        self._named: dict[str, bytes] = {}
        for number, line in enumerate(_read(path).splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                place = f"{path}, line {number}"
                parts = line.split()
                if len(parts) != 2 or not re.fullmatch(r"[\x21-\x7e]+", parts[1]):
                    raise RequestError(f"{place}: expected a name and a token.")
                name, token = parts
                if len(token) < SHORTEST:
                    raise RequestError(
                        f"{place}: the token has fewer than {SHORTEST} letters. Make another with: "
                        "openssl rand -hex 20"
                    )
                if name in self._named:
                    raise RequestError(f"{place}: {name} has a token already.")
                self._named[name] = _digest(token)
        if not self._named:
            raise RequestError(f"{path}: there is no token in it.")

    def owner(self, authorization: str) -> str | None:
        """Return whose token an Authorization header holds, None for nobody's.

        It is compared with every token, whole, however soon it differs.
        """
        scheme, _, token = authorization.partition(" ")
        given = _digest(token.strip())
        found = None
        for name, known in self._named.items():
            if hmac.compare_digest(known, given) and scheme.lower() == "bearer":
                found = name
        return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise RequestError(
                    f"{path}: others than its owner can read it. Run: chmod 600 {path}"
                )
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise RequestError(f"{path}: the tokens cannot be read ({error}).") from error
