"""Labelled corpora in; labelled documents out.

Three formats: this project's JSONL (one sentence a line: `text`, `labels`, and where they are known
`document`, `boilerplate`, `annotated`), a folder in the layout of the Propaganda Techniques Corpus,
and CSV with the columns `text` and `labels`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from rhetoric.boilerplate import is_boilerplate
from rhetoric.errors import BadCorpus
from rhetoric.quotations import quotations
from rhetoric.taxonomy import by_corpus_name, techniques
from rhetoric.text import Block, Text, read_text
from rhetoric.voice import voices_of

PTC_LEFT_OUT = "obfuscation"
"""The one technique of that corpus that this project has no counterpart to."""
LABEL_SEPARATORS = ";|"


@dataclass(frozen=True)
class LabelledSentence:
    """A sentence, what it carries, and which techniques were looked for."""

    text: str
    labels: frozenset[str]
    annotated: frozenset[str]
    """Techniques that the annotators looked for; others are unknown, not absent."""
    voice: str
    kind: str
    """`boilerplate` where scoring recognises it as such, else `prose`."""
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
    distinct = {path.resolve(): path for path in paths}.values()
    return tuple(document for path in distinct for document in read_corpus(path))


def read_corpus(path: Path) -> tuple[LabelledDocument, ...]:
    """Read one corpus: a folder, or a file that ends in `.jsonl` or `.csv`."""
    try:
        path.stat()
    except OSError as error:
        raise BadCorpus(f"{path}: no such corpus ({error.strerror})") from None
    if path.is_dir():
        documents = tuple(_ptc_documents(path))
    elif path.suffix == ".jsonl":
        documents = tuple(_documents(path, _jsonl_records(path)))
    elif path.suffix == ".csv":
        documents = tuple(_documents(path, _csv_records(path)))
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


def _documents(path: Path, records: Iterable[Record]) -> Iterator[LabelledDocument]:
    together: dict[str, list[Record]] = {}
    for record in records:
        together.setdefault(record.document, []).append(record)
    annotated = frozenset(techniques())
    if path.suffix == ".csv":
        annotated = frozenset(
            label for group in together.values() for record in group for label in record.labels
        )
    for name, group in together.items():
        yield document_of_lines(name, group, annotated)


def document_of_lines(
    name: str, records: Sequence[Record], annotated: frozenset[str]
) -> LabelledDocument:
    """A document whose sentences are given, one record each.

    `annotated` holds for records that do not say themselves which techniques were looked for.
    """
    voices = _voices([record.text for record in records])
    sentences = tuple(
        LabelledSentence(
            text=record.text,
            labels=record.labels,
            annotated=annotated if record.annotated is None else record.annotated,
            voice=voice,
            kind="boilerplate" if is_boilerplate(record.text) else "prose",
            boilerplate=record.boilerplate,
        )
        for record, voice in zip(records, voices, strict=True)
    )
    return LabelledDocument(name, sentences)


def _voices(lines: Sequence[str]) -> list[str]:
    """Whose words each line is, where each line is one sentence of a text."""
    blocks = []
    start = 0
    for line in lines:
        blocks.append(Block(start, start + len(line), "prose"))
        start += len(line) + 1
    text = Text("", "\n".join(lines), tuple(blocks))
    quoted = quotations(text)
    return voices_of(text.content, [(block.start, block.end) for block in blocks], quoted)


def _jsonl_records(path: Path) -> Iterator[Record]:
    # JSON may hold the other line separators that splitlines knows.
    for number, line in enumerate(read_text(path).content.split("\n"), 1):
        where = f"{path}, line {number}"
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadCorpus(f"{where}: not JSON ({error.msg})") from None
        except RecursionError:
            raise BadCorpus(f"{where}: nested too deeply") from None
        if isinstance(entry, dict) and "about" in entry:
            continue
        yield _record(entry, where)


def _record(entry: object, where: str) -> Record:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise BadCorpus(f'{where}: needs an object with "text" and "labels"')
    labels = _listed(entry, "labels", where)
    annotated = _listed(entry, "annotated", where) | labels if "annotated" in entry else None
    return Record(
        document=str(entry.get("document", where)),
        text=entry["text"].strip(),
        labels=labels,
        boilerplate=entry.get("boilerplate") is True,
        annotated=annotated,
    )


def _listed(entry: Mapping[str, object], field: str, where: str) -> frozenset[str]:
    found = entry.get(field)
    if not isinstance(found, list) or not all(isinstance(label, str) for label in found):
        raise BadCorpus(f'{where}: "{field}" must be a list of technique ids')
    return _known_labels(found, where)


def _csv_records(path: Path) -> Iterator[Record]:
    content = io.StringIO(read_text(path).content.lstrip("\ufeff"), newline="")
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
        yield Record(row.get("document") or where, text, _known_labels(labels, where), False)


def _known_labels(labels: Iterable[str], where: str) -> frozenset[str]:
    names: Mapping[str, str] = by_corpus_name()
    found = set()
    for label in labels:
        if label.lower() not in names:
            known = ", ".join(techniques())
            raise BadCorpus(f"{where}: unknown technique {label!r}; the techniques are: {known}")
        found.add(names[label.lower()])
    return frozenset(found)


def _ptc_documents(folder: Path) -> Iterator[LabelledDocument]:
    articles = sorted(folder.glob("*.txt"))
    if not articles:
        raise BadCorpus(f"{folder}: holds no articles (*.txt with *.labels.tsv beside them)")
    annotated = frozenset(id_ for id_, entry in techniques().items() if entry.names["ptc"])
    for article in articles:
        text = read_text(article)
        spans = list(_ptc_spans(article))
        records = [
            Record(article.stem, content.strip(), _labels_within(spans, start, end), False)
            for start, end, content in ptc_lines(text.content)
        ]
        if records:
            yield document_of_lines(article.stem, records, annotated)


def ptc_lines(content: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and characters of every line that is not blank; each is a sentence there."""
    start = 0
    for line in content.split("\n"):
        if line.strip():
            yield start, start + len(line), line
        start += len(line) + 1


def ptc_label_files(article: Path) -> list[Path]:
    """The files beside an article that hold its labels."""
    return sorted(article.parent.glob(f"{escape(article.stem)}.*label*"))


def _ptc_spans(article: Path) -> Iterator[tuple[str, int, int]]:
    for labels in ptc_label_files(article):
        for number, line in enumerate(read_text(labels).content.splitlines(), 1):
            fields = line.split("\t")
            where = f"{labels}, line {number}"
            if len(fields) < 4 or not (fields[2].isdigit() and fields[3].isdigit()):
                raise BadCorpus(f"{where}: needs article, technique, start and end")
            if not fields[1].lower().startswith(PTC_LEFT_OUT):
                (technique,) = _known_labels([fields[1]], where)
                yield technique, int(fields[2]), int(fields[3])


def _labels_within(spans: Iterable[tuple[str, int, int]], start: int, end: int) -> frozenset[str]:
    return frozenset(label for label, first, last in spans if first < end and last > start)
