"""Sentences in; their tokens out: normalised words, each known by a number.

Normalising keeps what persuasion is made of (words, punctuation) and drops what it must not be
judged by: a capitalised word that is not ordinary vocabulary is a name, and every name is the
same token; so are all nations, all faiths and all parties, all web addresses, and words that differ
by gender, camp, colour, origin or love alone. None of them can be learnt.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rhetoric.growing import GrowingLists

ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/]", re.IGNORECASE)
TOKEN = re.compile(
    rf"(?i:{ADDRESS.pattern})|(?:[^\W\d_]\.){{2,}}|\w+(?:[’'‐‑-]\w+)*|[!?]+|\.{{2,}}|[^\w\s]"
)
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
NAME = "§"
WEB_ADDRESS = "§address"
LETTER_APOSTROPHE = "ʼ"
PLAIN_MARKS = str.maketrans("’ʼ‐‑", "''--")
ENDING = re.compile(r"'(?:s|d|ll|re|ve)\Z")
US = "US"
"""A nation in capitals, else a pronoun."""
LONGEST_COMPOUND = 3
"""Parts of a name of a group, between hyphens."""


@dataclass(frozen=True)
class Tokens:
    """The tokens of a batch of sentences, one after the other."""

    texts: Sequence[str]
    """Distinct normalised tokens; there may be more than the batch has."""
    ids: NDArray[np.int64]
    """Index in `texts` of each token; shape (tokens,)."""
    shouted: NDArray[np.bool_]
    """Whether each token is a word in capitals; shape (tokens,)."""
    bounds: NDArray[np.int64]
    """Tokens `bounds[i]:bounds[i + 1]` are those of sentence i; shape (sentences + 1,)."""
    written: Sequence[str]
    """The sentences."""

    @cached_property
    def sentences(self) -> NDArray[np.int64]:
        """Index of the sentence of each token; shape (tokens,)."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    def spans(self, sentence: int, count: int | None = None) -> list[tuple[int, int]]:
        """Start and end, in the sentence, of its tokens, or of the first so many."""
        found = TOKEN.finditer(self.written[sentence])
        return [match.span() for match in islice(found, count)]


class Tokeniser:
    """Splits sentences into tokens; a piece between blanks is looked at once, then remembered."""

    def __init__(self, common: Container[str]) -> None:
        """`common` holds ordinary words, lower-case; a capitalised word outside it is a name."""
        self.texts: list[str] = []
        self._common = common
        self._ids: dict[str, int] = {}
        self._text_ids: dict[str, int] = {}
        self._pieces = _Pieces()
        self._tokens = GrowingLists(np.int64, np.bool_)

    def __call__(self, sentences: Sequence[str]) -> Tokens:
        """The tokens of sentences."""
        split = [sentence.split() for sentence in sentences]
        counts = np.fromiter(map(len, split), np.int64, len(split))
        pieces = chain.from_iterable(split)
        numbers = np.fromiter(map(self._pieces.__getitem__, pieces), np.int64, counts.sum())
        self._learn(self._pieces.taken())
        lengths, (ids, shouted) = self._tokens.of(numbers)
        bounds = np.concatenate([[0], np.cumsum(lengths)])[np.concatenate([[0], np.cumsum(counts)])]
        return Tokens(self.texts, ids, shouted, bounds, sentences)

    @property
    def size(self) -> int:
        """Number of pieces and tokens that are remembered."""
        return len(self._pieces) + len(self._ids)

    def _learn(self, pieces: Sequence[str]) -> None:
        written = [TOKEN.findall(piece) for piece in pieces]
        tokens = list(chain.from_iterable(written))
        for token in tokens:
            if token not in self._ids:
                self._ids[token] = self._id_of_text(normalised(token, self._common))
        ids = [self._ids[token] for token in tokens]
        shouted = [
            token.isupper() and _can_be_shouted(self.texts[number])
            for token, number in zip(tokens, ids, strict=True)
        ]
        self._tokens.extend([len(found) for found in written], ids, shouted)

    def _id_of_text(self, text: str) -> int:
        known = self._text_ids.setdefault(text, len(self.texts))
        if known == len(self.texts):
            self.texts.append(text)
        return known


class _Pieces(dict[str, int]):
    """Pieces to numbers, given in the order of their first appearance."""

    def __init__(self) -> None:
        self._new: list[str] = []

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self)
        self._new.append(piece)
        return number

    def taken(self) -> list[str]:
        """The pieces that are new since the last time."""
        new, self._new = self._new, []
        return new


def tokenise(sentences: Sequence[str], common: Container[str]) -> Tokens:
    """Split sentences into tokens, without remembering any."""
    return Tokeniser(common)(sentences)


def token_texts(sentence: str, common: Container[str]) -> list[str]:
    """The normalised tokens of a single sentence."""
    return [normalised(token, common) for token in TOKEN.findall(sentence)]


def normalised(written: str, common: Container[str]) -> str:
    """Lower-case, straight apostrophes, `0` for numbers, one token for all names or addresses."""
    if written.isalpha() and written.islower() and LETTER_APOSTROPHE not in written:
        return shared().get(written, written)
    if ADDRESS.fullmatch(written):
        return WEB_ADDRESS
    written = written.translate(PLAIN_MARKS).strip("_") or written
    if "-" not in written:
        return _word(written, common)
    lower = DIGITS.sub("0", written.lower())
    parts = (lower if lower in common else written).split("-")
    return "-".join(_words(parts, common))


def _words(parts: Sequence[str], common: Container[str]) -> Iterator[str]:
    """The parts of a compound; those that are a listed word together stay together."""
    while parts:
        sizes = range(LONGEST_COMPOUND, 1, -1)
        size = next((size for size in sizes if _is_listed("-".join(parts[:size]))), 1)
        yield _word("-".join(parts[:size]), common)
        parts = parts[size:]


def _is_listed(compound: str) -> bool:
    stem = ENDING.sub("", compound.lower())
    return "-" in stem and (stem in _names() or stem in shared())


def _word(written: str, common: Container[str]) -> str:
    token = DIGITS.sub("0", written.lower())
    if token.startswith("i'"):
        return token
    stem = ENDING.sub("", token)
    if written[:1].isupper() and len(stem) > 1:
        otherwise = stem if stem in common else NAME
        name = _names().get(stem, shared().get(stem, otherwise))
    else:
        name = shared().get(stem, stem)
    if written.startswith(US) and stem == US.lower():
        name = NAME + "nation"
    return name + token[len(stem) :]


def _can_be_shouted(token: str) -> bool:
    """Names in capitals are often short for something."""
    return len(token) > 3 and not token.startswith(NAME)


@cache
def _names() -> dict[str, str]:
    """Names of groups and much-named people to the token of their kind."""
    kinds = _table()["names"].items()
    return {name: NAME + kind for kind, names in kinds for name in names.split()}


@cache
def shared() -> dict[str, str]:
    """Words in lower case that share a token with others to that token."""
    ordinary = _table()["ordinary"]["words"].split()
    names = {name: token for name, token in _names().items() if name not in ordinary}
    kinds = _table()["alike"].items()
    return names | {word: token for token, words in kinds for word in words.split()}


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("groups.toml").read_text(encoding="utf-8"))
