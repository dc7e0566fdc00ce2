"""How well rhetoric and other splitters find sentences, on texts written for this project.

python -m training.sentences [--errors]

`sentences/seen.txt` was looked at while the rules were improved, `sentences/unseen.txt` was not. In
both, a line `=== shape` starts a text, ⟨ ⟩ stand around a sentence of the author's and ⟪ ⟫ around
one that is mostly another's words, quoted or attributed; all else is the text as it is.
`--errors` shows what rhetoric gets wrong in the first of them. The other splitters are the
dependency group `benchmark`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from rhetoric.sentences import SentenceSpan, split_sentences
from rhetoric.text import text_of
from training.results import write_results

FOLDER = Path(__file__).parent / "sentences"
RESULTS = FOLDER / "results.json"
PARTS = ("seen", "unseen")
SHAPE = re.compile(r"^=== (.+)\n", re.MULTILINE)
VOICES = {"⟨": "author", "⟪": "quoted"}
CLOSING = "⟩⟫"

Splitter = Callable[[str], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class MarkedText:
    """A text and its true sentences, as spans of its characters with their voices."""

    shape: str
    content: str
    sentences: tuple[SentenceSpan, ...]


@dataclass(frozen=True)
class Score:
    """How well one splitter does on one part."""

    precision: float
    """Share of the boundaries found that are true ones; the ends of texts do not count."""
    recall: float
    f1: float
    voice: float | None
    """Share of the sentences given the true voice; None where the splitter knows none."""


def main() -> None:
    """Measure every splitter that is installed, and keep the figures if all are."""
    if "--errors" in sys.argv[1:]:
        sys.stdout.writelines(_errors(read_marked("seen")))
        return
    splitters = installed()
    results = {
        part: {name: asdict(score(read_marked(part), name, splitters)) for name in splitters}
        for part in PARTS
    }
    print(json.dumps(results, indent=1))
    if len(splitters) == len(SPLITTERS):
        write_results(RESULTS, results)


def installed() -> dict[str, Splitter]:
    """The splitters at hand; a notice on stderr for each one that is missing."""
    found = {}
    for name, make in SPLITTERS.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is left out: install the dependency group benchmark", file=sys.stderr)
    return found


@cache
def read_marked(part: str) -> tuple[MarkedText, ...]:
    """The texts of `seen` or `unseen`."""
    listed = SHAPE.split((FOLDER / f"{part}.txt").read_text(encoding="utf-8"))[1:]
    return tuple(
        _marked(shape, text.rstrip("\n"))
        for shape, text in zip(listed[::2], listed[1::2], strict=True)
    )


def _marked(shape: str, text: str) -> MarkedText:
    content = ""
    sentences = []
    start, voice = 0, ""
    for character in text:
        if character in VOICES:
            start, voice = len(content), VOICES[character]
        elif character in CLOSING:
            sentences.append(SentenceSpan(start, len(content), "prose", voice))
        else:
            content += character
    return MarkedText(shape, content, tuple(sentences))


def score(texts: Sequence[MarkedText], name: str, splitters: Mapping[str, Splitter]) -> Score:
    """Micro-averaged over all texts."""
    split = splitters[name]
    right = found = true = 0
    for text in texts:
        expected = _boundaries(text.content, [(s.start, s.end) for s in text.sentences])
        guessed = _boundaries(text.content, split(text.content))
        right += len(expected & guessed)
        found += len(guessed)
        true += len(expected)
    return Score(
        precision=round(right / found, 4),
        recall=round(right / true, 4),
        f1=round(2 * right / (found + true), 4),
        voice=_voice_accuracy(texts) if name == "rhetoric" else None,
    )


def _boundaries(content: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Ends of sentences, counted in visible characters: where white space goes does not matter."""
    total = len("".join(content.split()))
    ends = {len("".join(content[:end].split())) for _, end in spans}
    return frozenset(ends - {0, total})


def _voice_accuracy(texts: Sequence[MarkedText]) -> float:
    pairs = [
        (sentence.voice, _voice_at(_found(text.content), sentence))
        for text in texts
        for sentence in text.sentences
    ]
    return round(sum(expected == guessed for expected, guessed in pairs) / len(pairs), 4)


@cache
def _found(content: str) -> tuple[SentenceSpan, ...]:
    return split_sentences(text_of(content))[0]


def _voice_at(found: Iterable[SentenceSpan], sentence: SentenceSpan) -> str:
    """The voice that covers most of the sentence."""
    covered = {"author": 0, "quoted": 0}
    for span in found:
        overlap = min(span.end, sentence.end) - max(span.start, sentence.start)
        covered[span.voice] += max(0, overlap)
    return max(covered, key=lambda voice: covered[voice])


def _errors(texts: Iterable[MarkedText]) -> Iterator[str]:
    for text in texts:
        found = _found(text.content)
        expected = {(s.start, s.end) for s in text.sentences}
        for span in found:
            if (span.start, span.end) not in expected:
                yield f"{text.shape}: no such sentence: {text.content[span.start : span.end]!r}\n"
        for sentence in text.sentences:
            voice = _voice_at(found, sentence)
            if voice != sentence.voice:
                written = text.content[sentence.start : sentence.end]
                yield f"{text.shape}: {voice}, not {sentence.voice}: {written!r}\n"


def _rhetoric() -> Splitter:
    return lambda content: [(span.start, span.end) for span in _found(content)]


def _sentencex() -> Splitter:
    boundaries = import_module("sentencex").get_sentence_boundaries
    return lambda content: [
        (found["start_index"], found["end_index"]) for found in boundaries("en", content)
    ]


def _pysbd() -> Splitter:
    """Its own offsets are wrong where a sentence occurs twice, so its sentences are looked up."""
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False)

    def split(content: str) -> Iterator[tuple[int, int]]:
        end = 0
        for sentence in segmenter.segment(content):
            start = content.index(sentence.strip(), end)
            end = start + len(sentence.strip())
            yield start, end

    return split


def _syntok() -> Splitter:
    """Its tokens are altered in places, so a sentence goes on until the next one starts."""
    syntok = import_module("syntok.segmenter")
    tokenizer = import_module("syntok.tokenizer").Tokenizer()

    def split(content: str) -> Iterator[tuple[int, int]]:
        for offset, paragraph in syntok.preprocess_with_offsets(content):
            sentences = syntok.segment(tokenizer.tokenize(paragraph))
            starts = [offset + tokens[0].offset for tokens in sentences if tokens]
            yield from pairwise([*starts, offset + len(paragraph)])

    return split


SPLITTERS: dict[str, Callable[[], Splitter]] = {
    "rhetoric": _rhetoric,
    "sentencex": _sentencex,
    "pysbd": _pysbd,
    "syntok": _syntok,
}


if __name__ == "__main__":
    main()
