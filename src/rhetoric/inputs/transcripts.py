"""Lines in; which of them are turns of speakers out, as in an interview or a hearing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LABEL = re.compile(
    r"""
    (?P<name>[QA]
      |[A-Z][A-Z.’'-]+(?:[ ][A-Z][A-Z.’'-]*){0,4}
      |[A-Z][\w.’'-]+(?:[ ][A-Z][\w.’'-]*){0,3})
    (?:[ ]?[(\[][^)\]]{1,40}[)\]])?
    :[ ](?=\S)
    """,
    re.VERBOSE,
)
NO_SPEAKERS = frozenset(
    """note notes update updated correction photo photos image video source sources credit tags
    warning breaking exclusive opinion analysis editorial watch read related summary ps result
    example question answer disclaimer disclosure from to sent date subject cc fwd fw re""".split()
)
QUESTION_AND_ANSWER = {"Q", "A"}
LABELLED_SHARE = 0.2
"""Share of lines with a speaker's name from which on those between them are the speakers' too."""


def find_turns(lines: Sequence[str]) -> list[str]:
    """For each line `label` where a turn begins, `turn` where it goes on, else the empty string.

    A text has turns where two speakers are named at the beginnings of lines, each of them again.
    """
    found = [_name(line) for line in lines]
    counts = Counter(found)
    speakers = {name for name, count in counts.items() if name and count > 1}
    if len(speakers) < 2:
        speakers = QUESTION_AND_ANSWER if counts.keys() >= QUESTION_AND_ANSWER else set()
    if not speakers:
        return [""] * len(lines)
    names = [name if name in speakers else "" for name in found]
    labelled = [index for index, name in enumerate(names) if name]
    turns = range(labelled[0], labelled[-1] + 1)
    if len(labelled) < LABELLED_SHARE * len(turns):
        turns = range(0)
    return [
        "label" if name else "turn" if index in turns else "" for index, name in enumerate(names)
    ]


def _name(line: str) -> str:
    found = LABEL.match(line) if ": " in line else None
    if found is None or found["name"].lower() in NO_SPEAKERS:
        return ""
    return found["name"]
