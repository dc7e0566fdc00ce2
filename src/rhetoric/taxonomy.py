"""The taxonomy of `techniques.toml`: the techniques and what other corpora call them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rhetoric.errors import UnknownTechnique


@dataclass(frozen=True)
class Technique:
    """One technique that a sentence can carry."""

    id: str
    group: str
    name: str
    definition: str
    """Completes "The sentence …"."""
    example: str
    color: str
    names: dict[str, tuple[str, ...]]
    """Corpus (`ptc`, `semeval2020`, `semeval2021`, `semeval2023`) to its names for this."""


@cache
def techniques() -> dict[str, Technique]:
    """All techniques by id, in the order of the taxonomy."""
    return {entry["id"]: _technique(entry) for entry in _table()["technique"]}


def technique(technique_id: str) -> Technique:
    """The technique of this id.

    Raises:
        UnknownTechnique: there is none; the message lists those there are.
    """
    known = techniques()
    if technique_id not in known:
        raise UnknownTechnique(technique_id, known)
    return known[technique_id]


@cache
def by_corpus_name() -> dict[str, str]:
    """What any known corpus calls a technique (lower-case) to the technique's id."""
    names = {id_: id_ for id_ in techniques()}
    for id_, entry in techniques().items():
        for corpus_names in entry.names.values():
            names.update({name.lower(): id_ for name in corpus_names})
    return names


@cache
def open_names() -> dict[str, frozenset[str]]:
    """Names of other corpora (lower-case) that tell of no technique here that it is carried.

    Each to the techniques that it leaves open; to none where it has no counterpart here.
    """
    return {name.lower(): frozenset(ids) for name, ids in _table()["open_names"].items()}


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).with_name("techniques.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _technique(entry: dict[str, Any]) -> Technique:
    names = {corpus: tuple(listed) for corpus, listed in entry["names"].items()}
    return Technique(**{**entry, "names": names})
