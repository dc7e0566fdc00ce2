"""Unlabelled texts in; what a teacher says of their sentences out, to learn from beside labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotate import PreparedText
from rhetoric.batch import Batch
from rhetoric.errors import BadCorpus
from rhetoric.json_lines import json_lines
from rhetoric.pipeline import as_batch
from rhetoric.sentences import split_sentences
from rhetoric.text import Text, read_text, text_of
from rhetoric.training_data import fingerprint

SHORTEST, LONGEST = 12, 600
"""Characters of a sentence that is worth learning from."""


@dataclass(frozen=True)
class Lesson:
    """Sentences without labels and the teacher's probabilities for them.

    The probabilities are learnt from as if they were labels (Hinton et al. 2015).
    """

    batch: Batch
    rows: NDArray[np.int64]
    """Sentences of the batch to learn from: each distinct one once."""
    probabilities: Mapping[str, NDArray[np.float32]]
    """Technique to its probability for each of the rows."""


def read_unlabelled(paths: Iterable[Path]) -> Batch:
    """Read texts: `.txt` files, folders of them, or `.jsonl` with a `text` in each line.

    Raises:
        BadCorpus: a file is missing or has a line without a text, or there is nothing to read.
        UnreadableText: a file is not UTF-8.
    """
    texts = (text for path in paths for text in _texts(path))
    batch = as_batch([PreparedText(text, *split_sentences(text)) for text in texts])
    if not batch.sentences:
        raise BadCorpus(
            "the unlabelled texts are empty; give .txt files, folders of them, or .jsonl"
        )
    return batch


def distinct_rows(batch: Batch, labelled: Set[str] = frozenset()) -> NDArray[np.int64]:
    """The first of each set of equal sentences, if it is neither a scrap nor endless.

    Without the sentences whose `fingerprint` is in `labelled`: the teacher knows their labels, so
    that its answers would give them away to a classifier that must not have seen them.
    """
    first: dict[str, int] = {}
    for row, sentence in enumerate(batch.sentences):
        if SHORTEST < len(sentence) < LONGEST:
            letters = fingerprint(sentence)
            if letters not in labelled:
                first.setdefault(letters, row)
    return np.array(list(first.values()), dtype=np.int64)


def _texts(path: Path) -> Iterable[Text]:
    try:
        path.stat()
    except OSError as error:
        raise BadCorpus(f"{path}: no such file or folder ({error.strerror})") from None
    if path.is_dir():
        for file in sorted(path.rglob("*.txt")):
            yield read_text(file)
    elif path.suffix.lower() == ".jsonl":
        for where, entry in json_lines(path):
            yield text_of(_text_in(entry, where))
    else:
        yield read_text(path)


def _text_in(entry: object, where: str) -> str:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise BadCorpus(f'{where}: needs an object with "text"')
    return str(entry["text"])
