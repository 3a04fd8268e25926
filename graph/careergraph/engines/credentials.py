"""Who asks: a name and password, or a token, from the environment or a netrc file.

They are never taken from a command line or an address, where other users and logs would see them,
and never put into a message.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from dataclasses import dataclass, field

from careergraph.errors import RequestError

_CHALLENGE = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True)
class Credentials:
    """A token, or a name and password; neither is shown by `repr`.

    >>> Credentials(user="ann", password="secret")
    Credentials()
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.token or self.user)


def find_credentials(host: str) -> Credentials:
    """Return what the environment, or else the netrc file, holds for a host.

    ``CAREERGRAPH_TOKEN`` goes before ``CAREERGRAPH_USER`` and ``CAREERGRAPH_PASSWORD``, and these
    before the netrc file (``NETRC`` names another than ``~/.netrc``).

    Raises
    ------
    RequestError
        The netrc file cannot be read.
    """
    said = os.environ.get
    if said("CAREERGRAPH_TOKEN"):
        return Credentials(token=said("CAREERGRAPH_TOKEN", ""))
    if said("CAREERGRAPH_USER"):
        return Credentials(said("CAREERGRAPH_USER", ""), said("CAREERGRAPH_PASSWORD", ""))
    return _from_netrc(host)


def _from_netrc(host: str) -> Credentials:
    import netrc

    try:
        entry = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return Credentials()
    except (OSError, netrc.NetrcParseError) as error:
        # A parse error may quote the line, and so a password.
        raise RequestError(
            f"The netrc file cannot be used ({type(error).__name__}). Correct it, or set "
            "CAREERGRAPH_USER and CAREERGRAPH_PASSWORD."
        ) from None
    return Credentials() if entry is None else Credentials(entry[0], entry[2] or "")


class Authorization:
    """Makes the Authorization header that a server asks for.

    Parameters
    ----------
    credentials : Credentials
        What may be shown to the server.
    private : bool
        Whether nobody can listen. Elsewhere only Digest is answered, which hides the password.
    """

    def __init__(self, credentials: Credentials, *, private: bool) -> None:
        self._credentials = credentials
        self._private = private
        self._digest: dict[str, str] = {}
        self._basic = False
        self._uses = 0

    def header(self, method: str, target: str) -> str | None:
        """Return the header for a request, as far as it is known what the server takes."""
        given = self._credentials
        if given.token:
            self._insist_on_privacy()
            return f"Bearer {given.token}"
        if self._basic:
            both = f"{given.user}:{given.password}".encode()
            return "Basic " + base64.b64encode(both).decode()
        return self._digested(method, target) if self._digest else None

    def challenged(self, challenges: list[str]) -> bool:
        """Learn from a server's WWW-Authenticate; tell whether trying again makes sense."""
        if not self._credentials.user or self._credentials.token:
            return False
        for challenge in challenges:
            scheme, _, rest = challenge.strip().partition(" ")
            asked = {key.lower(): quoted or bare for key, quoted, bare in _CHALLENGE.findall(rest)}
            known = asked.get("algorithm", "MD5").upper() in _HASHES
            if scheme.lower() == "digest" and known and "nonce" in asked:
                self._digest, self._uses = asked, 0
                return True
        if any(challenge.strip().lower().startswith("basic") for challenge in challenges):
            self._insist_on_privacy()
            again, self._basic = not self._basic, True
            return again
        return False

    def _insist_on_privacy(self) -> None:
        if not self._private:
            raise RequestError(
                "A password or token is not sent over http:// to another machine, where others "
                "can read it. Use https://, or a tunnel to this machine."
            )

    def _digested(self, method: str, target: str) -> str:
        """Return the answer to a Digest challenge (RFC 7616, with ``qop=auth`` or without)."""
        asked, given = self._digest, self._credentials
        algorithm = asked.get("algorithm", "MD5").upper()

        def digest(*parts: str) -> str:
            return _HASHES[algorithm](":".join(parts).encode()).hexdigest()

        self._uses += 1
        count, nonce, realm = f"{self._uses:08x}", asked["nonce"], asked.get("realm", "")
        own = secrets.token_hex(8)
        secret, wanted = digest(given.user, realm, given.password), digest(method, target)
        fields = {"username": given.user, "realm": realm, "nonce": nonce, "uri": target}
        if "auth" in re.split(r"[,\s]+", asked.get("qop", "")):
            fields["response"] = digest(secret, nonce, count, own, "auth", wanted)
            fields["cnonce"] = own
            bare = f", qop=auth, nc={count}"
        else:
            fields["response"], bare = digest(secret, nonce, wanted), ""
        if "opaque" in asked:
            fields["opaque"] = asked["opaque"]
        quoted = (f'{key}="{_escaped(value)}"' for key, value in fields.items())
        return f"Digest {', '.join(quoted)}, algorithm={algorithm}{bare}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
