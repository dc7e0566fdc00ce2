"""Labelled corpora in; labelled documents out.

Three formats: this project's JSONL (one sentence a line: `text`, `labels`, and where they are known
`document`, `boilerplate`, `annotated`, `kind`, `voice`), a folder in the layout of the Propaganda
Techniques Corpus, and CSV with the columns `text` and `labels`.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rhetoric.boilerplate import is_boilerplate
from rhetoric.errors import BadCorpus
from rhetoric.json_lines import json_lines
from rhetoric.placed_sentences import Taken, taken_for, voices_of_lines
from rhetoric.ptc_folder import ptc_articles, ptc_lines, ptc_spans
from rhetoric.sentences import LETTER
from rhetoric.taxonomy import by_corpus_name, open_names, techniques
from rhetoric.text import SURROGATE, read_characters, read_text

LABEL_SEPARATORS = ";|"
KINDS = ("prose", "heading", "list_item", "quotation", "boilerplate")
VOICES = ("author", "quoted")


@dataclass(frozen=True)
class LabelledSentence:
    """A sentence, what it carries, and which techniques were looked for."""

    text: str
    labels: frozenset[str]
    annotated: frozenset[str]
    """Techniques that the annotators looked for; others are unknown, not absent."""
    voice: str
    kind: str
    """`boilerplate` where scoring recognises it as such, else `prose` or what the corpus says."""
    boilerplate: bool
    """Whether the annotators call it boilerplate."""


@dataclass(frozen=True)
class LabelledDocument:
    """Sentences of one text, in order; the unit that is split into training and test data."""

    id: str
    sentences: tuple[LabelledSentence, ...]


def read_corpora(paths: Iterable[Path]) -> tuple[LabelledDocument, ...]:
    """Read corpora of any of the formats, one after the other; one that is named twice, once.

    Raises:
        BadCorpus: a corpus is missing, of no known format, or has a line that cannot be read.
        UnreadableText: a text of a corpus folder is not UTF-8.
    """
    distinct = {os.path.realpath(path): path for path in paths}.values()
    return tuple(document for path in distinct for document in read_corpus(path))


def read_corpus(path: Path) -> tuple[LabelledDocument, ...]:
    """Read one corpus: a folder, or a file that ends in `.jsonl` or `.csv`."""
    try:
        path.stat()
    except OSError as error:
        raise BadCorpus(f"{path}: no such corpus ({error.strerror})") from None
    if path.is_dir():
        documents = tuple(_ptc_documents(path))
    elif path.suffix.lower() == ".jsonl":
        documents = tuple(_documents(_jsonl_records(path), frozenset(techniques())))
    elif path.suffix.lower() == ".csv":
        records = list(_csv_records(path))
        named = frozenset(label for record in records for label in record.labels | record.open)
        documents = tuple(_documents(records, named))
    else:
        raise BadCorpus(f"{path}: not a corpus; give a .jsonl or .csv file, or a PTC folder")
    if not documents:
        raise BadCorpus(f"{path}: holds no labelled sentences")
    return documents


@dataclass(frozen=True)
class Record:
    """One line of a corpus: a sentence of a document, with its labels."""

    document: str
    text: str
    labels: frozenset[str]
    boilerplate: bool
    annotated: frozenset[str] | None = None
    """Techniques that were looked for in this sentence; None for those of the whole corpus."""
    open: frozenset[str] = frozenset()
    """Of these, techniques that its labels tell neither present nor absent."""
    taken: Taken | None = None
    """What it is in its text; None to tell it from the lines of the document."""


def _documents(records: Iterable[Record], annotated: frozenset[str]) -> Iterator[LabelledDocument]:
    together: dict[str, list[Record]] = {}
    for record in records:
        together.setdefault(record.document, []).append(record)
    for name, group in together.items():
        yield document_of_lines(name, group, annotated)


def document_of_lines(
    name: str, records: Sequence[Record], annotated: frozenset[str]
) -> LabelledDocument:
    """A document whose sentences are given, one record each.

    `annotated` holds for records that do not say themselves which techniques were looked for.
    """
    voices = voices_of_lines([record.text for record in records])
    sentences = tuple(
        LabelledSentence(
            text=record.text,
            labels=record.labels,
            annotated=(annotated if record.annotated is None else record.annotated) - record.open,
            voice=record.taken.voice if record.taken else voice,
            kind=_kind(record),
            boilerplate=record.boilerplate,
        )
        for record, voice in zip(records, voices, strict=True)
    )
    return LabelledDocument(name, sentences)


def _kind(record: Record) -> str:
    if is_boilerplate(record.text) or not LETTER.search(record.text):
        return "boilerplate"
    return record.taken.kind if record.taken else "prose"


def _jsonl_records(path: Path) -> Iterator[Record]:
    for where, entry in json_lines(path):
        if not (isinstance(entry, dict) and "about" in entry and "text" not in entry):
            yield _record(entry, where)


def _record(entry: object, where: str) -> Record:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise BadCorpus(f'{where}: needs an object with "text" and "labels"')
    labels, left_open = _listed(entry, "labels", where)
    annotated = None
    if "annotated" in entry:
        annotated = labels.union(*_listed(entry, "annotated", where))
    return Record(
        document=_document_id(entry.get("document"), where),
        text=SURROGATE.sub("\ufffd", entry["text"]).strip(),
        labels=labels,
        boilerplate=entry.get("boilerplate") is True,
        annotated=annotated,
        open=left_open,
        taken=_taken(entry, where),
    )


def _taken(entry: Mapping[str, object], where: str) -> Taken | None:
    """What the line says of the sentence's place in its text; both fields stand together."""
    if "kind" not in entry and "voice" not in entry:
        return None
    kind, voice = entry.get("kind"), entry.get("voice")
    if kind not in KINDS or voice not in VOICES:
        raise BadCorpus(
            f'{where}: "kind" and "voice" stand together: one of {", ".join(KINDS)}, and one of '
            f"{', '.join(VOICES)}"
        )
    return Taken(str(kind), str(voice))


def _document_id(given: object, where: str) -> str:
    """A sentence without an id is a document of its own."""
    if given is None or given == "":
        return where
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise BadCorpus(f'{where}: "document" must be a string or a number')
    return str(given)


def _listed(
    entry: Mapping[str, object], field: str, where: str
) -> tuple[frozenset[str], frozenset[str]]:
    found = entry.get(field)
    if not isinstance(found, list) or not all(isinstance(label, str) for label in found):
        raise BadCorpus(f'{where}: "{field}" must be a list of technique ids')
    return _told(found, where)


def _csv_records(path: Path) -> Iterator[Record]:
    content = io.StringIO(read_characters(path), newline="")
    rows = csv.DictReader(content, strict=True)
    try:
        if not {"text", "labels"} <= set(rows.fieldnames or ()):
            raise BadCorpus(f"{path}: needs the columns text and labels")
        yield from _csv_rows(rows, path)
    except csv.Error as error:
        raise BadCorpus(f"{path}, line {rows.line_num}: not CSV ({error})") from None


def _csv_rows(rows: csv.DictReader[str], path: Path) -> Iterator[Record]:
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        listed = row["labels"] or ""
        for separator in LABEL_SEPARATORS:
            listed = listed.replace(separator, "\n")
        labels = [label.strip() for label in listed.split("\n") if label.strip()]
        text = (row["text"] or "").strip()
        carried, left_open = _told(labels, where)
        yield Record(row.get("document") or where, text, carried, False, open=left_open)


def _told(labels: Iterable[str], where: str) -> tuple[frozenset[str], frozenset[str]]:
    """The techniques that labels tell present, and those that they leave open."""
    carried: set[str] = set()
    left_open: set[str] = set()
    for label in labels:
        name = label.lower()
        if name in by_corpus_name():
            carried.add(by_corpus_name()[name])
        elif name in open_names():
            left_open |= open_names()[name]
        else:
            known = ", ".join(techniques())
            raise BadCorpus(f"{where}: unknown technique {label!r}; the techniques are: {known}")
    return frozenset(carried), frozenset(left_open - carried)


def _ptc_documents(folder: Path) -> Iterator[LabelledDocument]:
    annotated = frozenset(id_ for id_, entry in techniques().items() if entry.names["ptc"])
    for article in ptc_articles(folder):
        records = list(_ptc_records(article))
        if records:
            yield document_of_lines(article.stem, records, annotated)


def _ptc_records(article: Path) -> Iterator[Record]:
    spans = list(ptc_spans(article))
    for span in spans:
        _told([span.name], span.where)
    content = read_text(article, "text").content
    lines = list(ptc_lines(content))
    taken = taken_for(content, [(start, end) for start, end, _ in lines])
    for (start, end, line), place in zip(lines, taken, strict=True):
        names = [span.name for span in spans if span.start < end and span.end > start]
        carried, left_open = _told(names, str(article))
        text = line.strip()
        yield Record(article.stem, text, carried, False, open=left_open, taken=place)
