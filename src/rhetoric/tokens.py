"""Sentences in; their tokens out: normalised words with the offsets they came from.

Normalising keeps what persuasion is made of (words, punctuation) and drops what it must not be
judged by: a capitalised word that is not ordinary vocabulary is a name, and every name is the
same token; so are all nations, all faiths and all parties, and words that differ by gender or camp
alone. None of them can be learnt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

TOKEN = re.compile(r"\w+(?:[’'-]\w+)*|[!?]+|\.{2,}|[^\w\s]")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
NAME = "§"
POSSESSIVE = "'s"


@dataclass(frozen=True)
class Tokens:
    """The tokens of a batch of sentences, one after the other."""

    texts: tuple[str, ...]
    """Distinct normalised tokens."""
    ids: NDArray[np.int64]
    """Index in `texts` of each token; shape (tokens,)."""
    shouted: NDArray[np.bool_]
    """Whether each token is a word in capitals; shape (tokens,)."""
    starts: NDArray[np.int64]
    """Offset of each token in the text its sentence came from; shape (tokens,)."""
    ends: NDArray[np.int64]
    bounds: NDArray[np.int64]
    """Tokens `bounds[i]:bounds[i + 1]` are those of sentence i; shape (sentences + 1,)."""

    @property
    def sentences(self) -> NDArray[np.int64]:
        """Index of the sentence of each token; shape (tokens,)."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))


def tokenise(
    sentences: Sequence[str], common: Set[str], offsets: Sequence[int] | None = None
) -> Tokens:
    """Split sentences into tokens.

    Args:
        sentences: the texts of the sentences.
        common: ordinary words, lower-case; a capitalised word outside it is a name.
        offsets: where each sentence starts in its text; 0 where not given.
    """
    texts: dict[str, int] = {}
    seen: dict[str, int] = {}
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    shouted: list[bool] = []
    bounds = [0]
    for index, sentence in enumerate(sentences):
        offset = offsets[index] if offsets is not None else 0
        for match in TOKEN.finditer(sentence):
            written = match.group()
            token_id = seen.get(written)
            if token_id is None:
                token_id = texts.setdefault(normalised(written, common), len(texts))
                seen[written] = token_id
            ids.append(token_id)
            starts.append(match.start() + offset)
            ends.append(match.end() + offset)
            shouted.append(len(written) > 3 and written.isupper())
        bounds.append(len(ids))
    return Tokens(
        tuple(texts),
        np.array(ids, dtype=np.int64),
        np.array(shouted, dtype=bool),
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(bounds, dtype=np.int64),
    )


def normalised(written: str, common: Set[str]) -> str:
    """Lower-case, straight apostrophes, `0` for numbers, one token for all names."""
    token = DIGITS.sub("0", written.lower().replace("’", "'"))
    if token in alike():
        return alike()[token]
    if token == written or token.startswith("i'"):
        return token
    if "-" in token and token not in common:
        return "-".join(_part(part, common) for part in written.replace("’", "'").split("-"))
    return _part(written.replace("’", "'"), common)


def _part(written: str, common: Set[str]) -> str:
    token = DIGITS.sub("0", written.lower())
    stem = token.removesuffix(POSSESSIVE)
    if not written[:1].isupper() or len(stem) <= 1:
        return token
    name = _groups().get(stem)
    if name is None:
        if stem in common:
            return token
        name = NAME
    return name if stem == token else name + POSSESSIVE


@cache
def _groups() -> dict[str, str]:
    """Names of groups to the token of their kind."""
    kinds = _table()["names"].items()
    return {name: NAME + kind for kind, names in kinds for name in names.split()}


@cache
def alike() -> dict[str, str]:
    """Words that differ by gender or camp alone to the one that stands for them."""
    kinds = _table()["alike"].items()
    return {word: shared for shared, words in kinds for word in words.split()}


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("rhetoric") / "groups.toml").read_text(encoding="utf-8"))
