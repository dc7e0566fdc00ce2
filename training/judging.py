"""Sheets of candidate sentences for somebody to judge, and the answers that come back.

A sheet `TECHNIQUE-NN.txt` shows candidates, marked `>> [article:index]`, with their neighbours and
without any label. Whoever reads it writes `TECHNIQUE-NN.judged`: `article:index yes` or
`article:index no` for every candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rhetoric.errors import BadCorpus
from rhetoric.output import write_file

NEIGHBOURS = 3
CHUNK = 400

Place = tuple[str, int]
"""An article and the index of a sentence in it."""


def write_sheets(
    folder: Path, technique: str, sentences: Mapping[str, Sequence[str]], chosen: Sequence[Place]
) -> None:
    """Write the chosen sentences of articles, whole articles together, some 400 a sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, chunk in enumerate(_chunks(chosen)):
        pages = (_page(name, sentences[name], places) for name, places in chunk.items())
        write_file(folder / f"{technique}-{number:02}.txt", pages)


def read_answers(folder: Path) -> dict[tuple[str, str, int], bool]:
    """All answers by technique, article and index.

    Raises:
        BadCorpus: a sheet has not exactly one yes or no for each of its candidates.
    """
    return {
        (path.stem.rsplit("-", 1)[0], *place): yes
        for path in sorted(folder.glob("*.judged"))
        for place, yes in _answers(path)
    }


def _chunks(chosen: Sequence[Place]) -> Iterator[dict[str, list[int]]]:
    places: dict[str, list[int]] = {}
    for article, index in sorted(chosen):
        places.setdefault(article, []).append(index)
    chunk: dict[str, list[int]] = {}
    for article, indices in places.items():
        chunk[article] = indices
        if sum(map(len, chunk.values())) >= CHUNK:
            yield chunk
            chunk = {}
    if chunk:
        yield chunk


def _page(article: str, sentences: Sequence[str], places: Sequence[int]) -> str:
    """The candidates of one article, marked, with their neighbours."""
    shown = {place + k for place in places for k in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    lines = [f"##### {article}\n"]
    last = None
    for index in sorted(shown & set(range(len(sentences)))):
        if last is not None and last < index - 1:
            lines.append("...\n")
        mark = f">> [{article}:{index}]" if index in places else "  "
        lines.append(f"{mark} {' '.join(sentences[index].split())}\n")
        last = index
    return "".join([*lines, "\n"])


def _answers(path: Path) -> Iterator[tuple[Place, bool]]:
    asked = {
        line[4 : line.index("]")]
        for line in path.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
        if line.startswith(">> [")
    }
    listed = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line]
    if not all(len(words) == 2 for words in listed):
        raise BadCorpus(f"{path}: a line is not a place and yes or no")
    answers = dict(listed)
    if (
        len(answers) != len(listed)
        or answers.keys() != asked
        or not set(answers.values()) <= {"yes", "no"}
    ):
        wrong = sorted(answers.keys() ^ asked)[:5]
        raise BadCorpus(f"{path}: not one yes or no for each sentence asked about: {wrong}")
    for place, answer in answers.items():
        article, index = place.rsplit(":", 1)
        yield (article, int(index)), answer == "yes"
