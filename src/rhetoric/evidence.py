"""Shares of a score in; the words to show for it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rhetoric.annotations import Evidence
from rhetoric.tokens import NAME

MOST_WORDS = 4
SMALLEST_PART = 0.3
"""A word is shown if its share is at least this part of the largest."""
FUNCTION_WORDS = frozenset(
    """a an the this that these those it its he him his she her hers they them their we us our you
    your i me my of in on at to for from by with as is are was were be been am and or but if then
    than so not no do does did has have had will would can could may might there here who which
    what when where how""".split()
)
"""Shown only where they bring more than half of the largest share."""


def evidence_of(
    sentence: str,
    offset: int,
    tokens: Sequence[tuple[int, int]],
    texts: Sequence[str],
    shares: Sequence[float],
) -> tuple[Evidence, ...]:
    """The words that raised a score most, in the order of the text; neighbours are joined.

    Args:
        sentence: the sentence.
        offset: where it starts in its text.
        tokens: start and end of each token in the sentence.
        texts: the tokens, normalised.
        shares: each token's share of the score.
    """
    return tuple(
        Evidence(offset + start, offset + end, sentence[start:end], sum(shares[i] for i in run))
        for run in _runs(_most_telling(sentence, tokens, texts, shares))
        for start, end in [(tokens[run[0]][0], tokens[run[-1]][1])]
    )


def _most_telling(
    sentence: str, tokens: Sequence[tuple[int, int]], texts: Sequence[str], shares: Sequence[float]
) -> list[int]:
    best = 0.0
    ranked = []
    for share, index in sorted(zip(shares, range(len(shares)), strict=True), reverse=True):
        if share <= 0 or share < SMALLEST_PART * best:
            break
        worth = share * _shown_part(sentence[slice(*tokens[index])], texts[index])
        best = max(best, worth)
        ranked.append((-worth, index))
    ranked = [entry for entry in sorted(ranked)[:MOST_WORDS] if entry[0] <= -SMALLEST_PART * best]
    return sorted(index for _, index in ranked) if best else []


def _shown_part(written: str, text: str) -> float:
    """How much of a token's share counts when choosing what to show.

    A name brings what any name would bring there, so to show it would mislead.
    """
    is_mark = not written[0].isalnum() and written[0] not in "!?"
    if is_mark or text.startswith(NAME):
        return 0
    return SMALLEST_PART / 0.5 if written.lower() in FUNCTION_WORDS else 1


def _runs(indices: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indices:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
