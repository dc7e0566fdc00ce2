"""A text and what a reader says of its sentences in; lines of a corpus out, in a file.

The whole text is kept, since voice and context hang on it. What nobody judged is not called absent:
`annotated` names the techniques that were judged in a sentence, and is empty for most.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from rhetoric.errors import BadCorpus, RhetoricError
from rhetoric.output import CannotWrite, write_file
from rhetoric.sentences import split_sentences
from rhetoric.text import Text, read_characters


class BadCorrection(RhetoricError):
    """A correction of a sentence that the text does not have."""


@dataclass(frozen=True)
class Judgement:
    """What a reader says of one sentence."""

    start: int
    """Where the sentence starts, in code points of the text."""
    technique: str
    present: bool


class CorrectionsFile:
    """A corpus that grows. Each save leaves the file whole: the old one, or the new one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()

    def add(self, text: Text, judgements: Sequence[Judgement]) -> None:
        """Add a text with its judgements; later judgements of the same text join the earlier.

        Raises:
            BadCorrection: a judgement is of a sentence that the text does not have.
            BadCorpus: the file holds something else by now.
            CannotWrite: the file cannot be written.
        """
        added = corpus_lines(text, judgements)
        with self._lock:
            kept, before = self._split(added[0]["document"])
            merged = _merged(before, added) if before else added
            lines = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in merged)
            write_file(self.path, [*kept, *lines])

    def _split(self, document: str) -> tuple[list[str], list[dict[str, Any]]]:
        """The lines that stay as they are, and the entries of the document."""
        if not self.path.exists():
            return [], []
        kept, entries = [], []
        try:
            content = read_characters(self.path)
        except RhetoricError as error:
            raise CannotWrite(str(error)) from None
        for number, line in enumerate(content.split("\n"), 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                raise BadCorpus(
                    f"{self.path}, line {number}: not JSON; nothing was saved"
                ) from None
            if isinstance(entry, dict) and entry.get("document") == document:
                entries.append(entry)
            else:
                kept.append(line + "\n")
        return kept, entries


def corpus_lines(text: Text, judgements: Iterable[Judgement]) -> list[dict[str, Any]]:
    """Every sentence of a text as a line of a corpus, with its judgements.

    Raises:
        BadCorrection: a judgement is of a sentence that the text does not have.
    """
    judged: dict[int, dict[str, bool]] = {}
    for judgement in judgements:
        judged.setdefault(judgement.start, {})[judgement.technique] = judgement.present
    spans, _ = split_sentences(text)
    unknown = judged.keys() - {span.start for span in spans}
    if unknown:
        raise BadCorrection(f"no sentence of the text starts at {min(unknown)}")
    sentences = [text.content[span.start : span.end] for span in spans]
    document = _id(sentences)
    entries = []
    for span, sentence in zip(spans, sentences, strict=True):
        entry = _entry(document, sentence, judged.get(span.start, {}))
        entry |= {"kind": span.kind, "voice": span.voice}
        if span.kind == "boilerplate":
            entry["boilerplate"] = True
        entries.append(entry)
    return entries


def _id(sentences: Sequence[str]) -> str:
    """The same for the same sentences, so that judgements of them can be joined."""
    return "corrected-" + hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]


def _entry(document: str, sentence: str, judged: Mapping[str, bool]) -> dict[str, Any]:
    labels = sorted(technique for technique, present in judged.items() if present)
    return {
        "document": document,
        "text": sentence,
        "labels": labels,
        "annotated": sorted(judged),
    }


def _merged(
    before: Sequence[dict[str, Any]], added: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Both judgements of each sentence; where they differ, the later one."""
    if [entry["text"] for entry in before] != [entry["text"] for entry in added]:
        raise BadCorpus(
            f"the lines of {added[0]['document']} were changed by hand; rename that document first"
        )
    return [_joined(old, new) for old, new in zip(before, added, strict=True)]


def _joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    looked_for = {*old.get("annotated", ()), *old["labels"]}
    judged = {technique: technique in old["labels"] for technique in looked_for}
    judged |= {technique: technique in new["labels"] for technique in new["annotated"]}
    return {**new, **_entry(new["document"], new["text"], judged)}
