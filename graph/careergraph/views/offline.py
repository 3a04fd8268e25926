"""What makes a page need nothing else: packed scripts, data that cannot end them, its policy."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

VIS_SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"


def template(name: str) -> jinja2.Template:
    """Return a template of `views/templates`; whatever it is given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("careergraph.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def vis_script() -> str:
    """Return the script of vis-network, from pyvis's own wheel."""
    return files("pyvis").joinpath(VIS_SCRIPT).read_text(encoding="utf-8")


def own_script(names: Sequence[str]) -> str:
    """Return modules of `views/static` as one script, in their order."""
    static = files("careergraph.views").joinpath("static")
    modules = [_bare(static.joinpath(name).read_text(encoding="utf-8")) for name in names]
    return '(async function () {\n"use strict";\n' + "".join(modules) + "})();\n"


def own_style(*names: str) -> str:
    """Return style sheets of `views/static` as one."""
    static = files("careergraph.views").joinpath("static")
    return "".join(_tight(_bare(static.joinpath(n).read_text(encoding="utf-8"))) for n in names)


def policy(scripts: Sequence[str], style: str) -> str:
    """Return the Content-Security-Policy that runs these scripts and this style alone."""
    sources = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {sources}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def packed(content: bytes) -> str:
    """Return bytes deflated and in base 64, as `unpack` of `pack.js` opens them.

    The bytes are those of zlib; zlib-ng, which some builds of Python bring, writes others.
    """
    return b64encode(zlib.compress(content, 9)).decode()


def inert_json(data: Any) -> str:
    """Return data as JSON that can neither end a script element nor open a comment in it."""
    text = json.dumps(_short(data), ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _bare(source: str) -> str:
    """Return a script or style sheet without indentation, blank lines and comment lines."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _tight(style: str) -> str:
    """Return a style sheet without the spaces beside its punctuation, which say nothing."""
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", style)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _short(data: Any) -> Any:
    """Write 33.0 as 33: a page has a thousand such numbers."""
    if isinstance(data, dict):
        return {key: _short(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_short(value) for value in data]
    return int(data) if isinstance(data, float) and data.is_integer() else data
