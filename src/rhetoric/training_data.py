"""Labelled documents in; the sentences, labels and folds that training and evaluation need out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhetoric.batch import Batch
from rhetoric.corpus import LabelledDocument, LabelledSentence

RUNNING_TEXT = 5
"""A document of at least this many sentences, all of them annotated, is running text, with natural
base rates."""
FEWEST_RUNNING_TEXTS = 30


@dataclass(frozen=True)
class TrainingData:
    """Sentences as a batch with their labels."""

    batch: Batch
    labels: NDArray[np.bool_]
    """Shape (sentences, techniques)."""
    annotated: NDArray[np.bool_]
    """False where nobody looked for the technique; shape (sentences, techniques)."""
    techniques: tuple[str, ...]
    names: tuple[str, ...]
    """Document ids; `batch.documents` counts in them."""

    @property
    def documents(self) -> NDArray[np.int64]:
        """Number of each sentence's document; shape (sentences,)."""
        return np.asarray(self.batch.documents, dtype=np.int64)


def training_data(
    documents: Sequence[LabelledDocument], techniques: Sequence[str], learn: bool = True
) -> TrainingData:
    """Gather sentences and labels.

    Boilerplate that scoring recognises is always left out; to learn from, so is what only the
    annotators call boilerplate.
    """
    found = [
        (number, sentence)
        for number, document in enumerate(documents)
        for sentence in document.sentences
        if sentence.kind != "boilerplate" and not (learn and sentence.boilerplate)
    ]
    sentences = [sentence for _, sentence in found]
    batch = Batch(
        sentences=[sentence.text for sentence in sentences],
        documents=[number for number, _ in found],
        quoted=[sentence.voice == "quoted" for sentence in sentences],
        headings=[sentence.kind == "heading" for sentence in sentences],
    )
    return TrainingData(
        batch,
        _table(sentences, techniques, "labels"),
        _table(sentences, techniques, "annotated"),
        tuple(techniques),
        tuple(document.id for document in documents),
    )


def _table(
    sentences: Sequence[LabelledSentence], techniques: Sequence[str], field: str
) -> NDArray[np.bool_]:
    rows = [[technique in getattr(s, field) for technique in techniques] for s in sentences]
    return np.array(rows, dtype=bool).reshape(len(sentences), len(techniques))


def split_documents(
    documents: Sequence[LabelledDocument], share: float, seed: int
) -> tuple[tuple[LabelledDocument, ...], tuple[LabelledDocument, ...]]:
    """Split off a share of the documents at random: `(kept, split off)`."""
    order = np.random.default_rng(seed).permutation(len(documents))
    taken = set(order[: round(share * len(documents))].tolist())
    kept = tuple(d for i, d in enumerate(documents) if i not in taken)
    return kept, tuple(d for i, d in enumerate(documents) if i in taken)


def without_copies(
    documents: Iterable[LabelledDocument], known: Set[str]
) -> tuple[LabelledDocument, ...]:
    """Documents without the sentences whose `fingerprint` is known already."""
    kept = []
    for document in documents:
        sentences = tuple(s for s in document.sentences if fingerprint(s.text) not in known)
        if sentences:
            kept.append(LabelledDocument(document.id, sentences))
    return tuple(kept)


def fingerprints(documents: Iterable[LabelledDocument]) -> frozenset[str]:
    """What the annotated sentences of the documents have in common with copies of them."""
    return frozenset(
        fingerprint(s.text) for document in documents for s in document.sentences if s.annotated
    )


def fingerprint(text: str) -> str:
    """The letters and digits of a sentence, so that reprints are found."""
    return "".join(character for character in text.lower() if character.isalnum())


def copies(data: TrainingData) -> NDArray[np.int64]:
    """A number for each sentence that it shares with its copies; shape (sentences,)."""
    numbers: dict[str, int] = {}
    texts = map(fingerprint, data.batch.sentences)
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)


def folds(
    data: TrainingData, count: int, seed: int, running_text: bool = True
) -> NDArray[np.int64]:
    """Fold of each sentence, whole documents together; -1 for what is only learnt from.

    Where there is enough running text, single sentences and corrections are only learnt from:
    having been written or chosen as examples, they have no natural base rate to calibrate on.
    Without `running_text` all documents are in a fold.
    """
    documents = data.documents
    sizes = np.bincount(documents, minlength=len(data.names))
    skipped = np.bincount(documents[~data.annotated.any(axis=1)], minlength=len(data.names))
    running = (sizes >= RUNNING_TEXT) & (skipped == 0)
    enough = running_text and running.sum() >= FEWEST_RUNNING_TEXTS
    numbers = np.flatnonzero(running if enough else sizes > 0)
    fold_of_document = np.full(len(data.names), -1, dtype=np.int64)
    order = np.random.default_rng(seed).permutation(len(numbers))
    fold_of_document[numbers[order]] = np.arange(len(numbers)) % count
    return fold_of_document[documents]
