"""Step 2: a `Text` in; its sentences out, each with its kind and voice.

The only module that knows the splitter. `sentencex` finds the boundaries; what it gets wrong on
news, quoted speech above all, is mended here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

from rhetoric.quotations import Quotations, quotations
from rhetoric.text import Block, Text
from rhetoric.voice import voice_of

MISSED = re.compile(
    r"""
    (?P<end>[.!?…]+)                     # the end of a sentence
    (?P<close>[\"”’')\]]*)               # with what closes there
    \s+
    (?=(?P<next>[\"“‘'(\[]*[A-Z0-9]))    # and the start of another
    """,
    re.VERBOSE,
)
LAST_WORD = re.compile(r"[\w.’'-]+$")
ABBREVIATION = re.compile(
    r"""
    (?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]                                      # J., U.S, a.m
    |Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|Hon|Rep|Sen|Gov|Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Adm|Cmdr|Pres
    |St|Mt|Ft|Jr|Sr|Esq|Inc|Corp|Co|Ltd|Bros|vs|v|No|Nos|Vol|Fig|Art|Sec|Ch|pp?|al|etc|cf|eg|ie
    |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun
    |Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont
    |Neb|Nev|Okla|Ont|Ore|Pa|Penn|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)
    """,
    re.VERBOSE,
)
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Rep|Sen|Gov|Gen|Col|Lt|Sgt|St)\.$")
LONGEST_TITLE = len(" Prof.")
QUESTION_ENDS = tuple(end + close for end in "?!" for close in "\"”’'")
OPENING = "“\"‘(["
SPEAKER_AFTER = re.compile(
    r"""
    (?:[A-Z][\w.’'-]*\s+|the\s+|a\s+){1,5}
    (?:said|says|asked|asks|added|adds|cried|shouted|wrote|writes|replied|yelled|tweeted|told
    |wondered|continued|declared|quipped|insisted|demanded|exclaimed|responded|explained)\b
    """,
    re.VERBOSE,
)
WORD = re.compile(r"\w")
BLANK = re.compile(r"[^\S ]")


@dataclass(frozen=True)
class SentenceSpan:
    """`content[start:end]` of a text is the sentence."""

    start: int
    end: int
    kind: str
    """`prose`, `heading`, `list_item`, `quotation` or `boilerplate`."""
    voice: str
    """`author`, or `quoted` where most of it is another's words."""


def split_sentences(text: Text) -> tuple[tuple[SentenceSpan, ...], Quotations]:
    """Split a text into sentences; also return its quoted spans."""
    quoted = quotations(text)
    sentences = []
    prose = BLANK.sub(" ", text.content)
    for block in text.blocks:
        for start, end in _block_sentences(prose, block):
            voice = block.voice
            if voice == "author":
                voice = voice_of(text.content, start, end, quoted)
            sentences.append(SentenceSpan(start, end, block.kind, voice))
    return tuple(sentences), quoted


def _block_sentences(prose: str, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind == "boilerplate":
        yield block.start, block.end
        return
    prose = prose[block.start : block.end]
    for start, end in _without_fragments(prose, _with_their_marks(prose, _boundaries(prose))):
        yield block.start + start, block.start + end


def _boundaries(prose: str) -> Iterator[tuple[int, int]]:
    for found in get_sentence_boundaries("en", prose):
        start, end = _trimmed(prose, found["start_index"], found["end_index"])
        for match in MISSED.finditer(prose, start, end):
            if _is_boundary(prose, match):
                yield start, match.end("close")
                start = match.end()
        if start < end:
            yield start, end


def _is_boundary(prose: str, match: re.Match[str]) -> bool:
    following = match.start("next")
    if match["end"] == ".":
        before = LAST_WORD.search(prose, max(0, match.start() - 20), match.start())
        return before is None or not ABBREVIATION.fullmatch(before.group())
    if match["close"] and SPEAKER_AFTER.match(prose, following):
        return False
    return match["end"] not in ("...", "…")


def _with_their_marks(
    prose: str, boundaries: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Give an opening mark that ends one sentence to the next one."""
    moved: int | None = None
    for start, end in boundaries:
        start = start if moved is None else moved
        moved = None
        if prose[end - 1] in OPENING and end - start > 1 and prose[end - 2] == " ":
            moved = end - 1
            end = start + len(prose[start:moved].rstrip())
        yield start, end
    if moved is not None:
        yield moved, moved + 1


def _without_fragments(
    prose: str, boundaries: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Join what was split off wrongly to the sentence before it."""
    pending: tuple[int, int] | None = None
    for start, end in boundaries:
        if pending is not None and _belongs_to(prose, pending, start, end):
            pending = pending[0], end
            continue
        if pending is not None:
            yield pending
        pending = start, end
    if pending is not None:
        yield pending


def _belongs_to(prose: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether a piece is a name after a title, bare punctuation, or who asked the question."""
    if not WORD.search(prose, start, end):
        return True
    last = prose[max(before[0], before[1] - LONGEST_TITLE) : before[1]]
    if last.endswith(".") and TITLE.search(last):
        return True
    return last.endswith(QUESTION_ENDS) and SPEAKER_AFTER.match(prose, start) is not None


def _trimmed(prose: str, start: int, end: int) -> tuple[int, int]:
    found = prose[start:end]
    return end - len(found.lstrip()), start + len(found.rstrip())
