"""Sentences in; what teachers said of them out, kept in a file so that none is asked twice."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rhetoric.output import write_bytes

DAMAGED = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    RuntimeError,
    TokenError,
    BadZipFile,
    zlib.error,
)
"""What reading a damaged file of answers raises."""


@dataclass(frozen=True)
class Answers:
    """What teachers said of sentences, on average."""

    keys: NDArray[np.uint64]
    """A hash of each sentence, however its words are spaced, in ascending order; (sentences,)."""
    probabilities: NDArray[np.float16]
    """Shape (sentences, techniques + 1); any technique last."""

    def of(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Shape (sentences, techniques + 1); NaN for those that nobody was asked about."""
        found = np.full((len(sentences), self.probabilities.shape[1]), np.nan, dtype=np.float32)
        if len(self.keys):
            wanted = _keys(sentences)
            places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
            known = self.keys[places] == wanted
            found[known] = self.probabilities[places[known]]
        return found

    def with_more(self, sentences: Sequence[str], said: NDArray[np.float32]) -> Answers:
        """These answers and those for further sentences; `said` has the shape of `of`."""
        keys = np.concatenate([_keys(sentences), self.keys])
        # Finer differences mean nothing, and would double the size of the file.
        rounded = said.astype(np.float32).round(3).astype(np.float16)
        rows = np.concatenate([rounded, self.probabilities])
        distinct, first = np.unique(keys, return_index=True)
        return Answers(distinct, rows[first])


def read_answers(path: Path, width: int) -> Answers:
    """The answers kept in a file, each of so many probabilities; none where it is damaged, too."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            answers = Answers(kept["sentences"], kept["probabilities"])
        if answers.probabilities.shape == (len(answers.keys), width):
            return answers
    except DAMAGED:
        pass
    return Answers(np.zeros(0, dtype=np.uint64), np.zeros((0, width), dtype=np.float16))


def write_answers(answers: Answers, path: Path) -> None:
    """Keep answers in a file, whole or not at all.

    Raises:
        CannotWrite: writing is not permitted, or there is no room.
    """
    content = BytesIO()
    np.savez_compressed(content, sentences=answers.keys, probabilities=answers.probabilities)
    write_bytes(content.getvalue(), path)


def _keys(sentences: Sequence[str]) -> NDArray[np.uint64]:
    texts = (" ".join(sentence.split()) for sentence in sentences)
    digests = [hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)
