"""A small text-embedding model that works offline: WordLlama, the extra ``embedding``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.errors import RequestError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float64]

Model = Callable[[Sequence[str]], "Vectors"]
"""Gives each text a vector of length 1 (or 0, for a text of which nothing is known)."""


def available() -> bool:
    """Tell whether the model is installed."""
    return find_spec("wordllama") is not None


@lru_cache(maxsize=1)
def load() -> Model:
    """Return the model that ships inside the package wordllama; nothing is downloaded.

    A text's vector is the mean of its words' vectors (https://github.com/dleemiller/WordLlama),
    less the mean over all words that the model knows: without that every text is near to every
    other (Mu and Viswanath, All-but-the-Top, ICLR 2018).

    Raises
    ------
    RequestError
        The model is not installed.
    """
    if not available():
        raise RequestError(
            "The method embedding needs the package wordllama. Install careergraph[embedding], or "
            "choose other methods with --method."
        )
    import numpy as np
    import wordllama

    # The package looks for its tokenizer in a folder that it does not have, and would then
    # download it; as the cache it finds its own folder.
    model = wordllama.WordLlama.load(
        cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )
    mean = np.asarray(model.embedding, dtype=float).mean(axis=0)

    def embed(texts: Sequence[str]) -> Vectors:
        plain = np.asarray(model.embed(list(texts), norm=False), dtype=float)
        vectors = np.where(plain.any(axis=1, keepdims=True), plain - mean, 0)
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0)
        return unit

    return embed
