"""Lines in; which of them are turns of speakers out, as in an interview, a hearing or a chat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rhetoric.inputs.chats import writer
from rhetoric.inputs.speaker_names import NAME, can_speak, is_written_as_name

TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[,.]\d{1,3})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
LABEL = re.compile(
    rf"""
    \u200e?
    (?P<time>[(\[](?:{DATE},?[ ])?{TIME}[)\]](?:[ ]?[–-])?[ ]?
      |(?:{DATE},?[ ])?{TIME}(?:[ ]?[–-][ ]|[ ](?=<)))?
    (?:{TIME}\s{{1,4}}[Ff]rom\s{{1,4}}(?P<sender>{NAME})
       (?:\s{{1,4}}to\s{{1,4}}[\w ()]{{1,60}})?[ ]?:
      |<[@+ ]?(?P<nick>[^\s<>]{{1,30}})>
      |[*_]{{0,2}}(?:~[ \u202f]?)?
       (?P<name>{NAME}|\+\d[\d ()-]{{6,20}})
       [*_]{{0,2}}(?:[ ]?[(\[][^)\]]{{1,40}}[)\]])?[*_]{{0,2}}:[*_]{{0,2}}
    )
    [ ](?=\S)
    """,
    re.VERBOSE,
)
NO_NICKS = frozenset(
    "a b br em h1 h2 h3 h4 hr i li ol p s span strong td th tr u ul div code pre blockquote".split()
)
"""Tags, in a page that is given as plain text."""
QUESTION_AND_ANSWER = {"Q", "A"}
LABELLED_SHARE = 0.2
"""Share of lines with a speaker's name from which on those between them are the speakers' too."""


def find_turns(lines: Sequence[str], follows: Sequence[bool] = ()) -> list[str]:
    """For each line what it is of a turn, or the empty string.

    `label` begins a turn and `turn` goes on with it; `header` says who wrote the lines under it,
    and these are each a `message`. A text has turns where two speakers are named at the beginnings
    of lines, or above them, each of them again.

    Args:
        lines: the lines of a text, or its paragraphs.
        follows: whether each stands right under the one before it. The last message of a chat ends
            where a line does not, unless the text begins with a header.
    """
    writers = [writer(line) for line in lines]
    if len(_repeated(name for name, after in pairwise([*writers, "-"]) if not after)) > 1:
        return _messages(writers, follows)
    return _turns([speaker(line) for line in lines])


def stand_apart(before: str, turn: str) -> bool:
    """Whether two lines that follow each other, by what they are of a turn, are never joined."""
    return before == "header" or turn in ("label", "header")


def speaker(line: str) -> str:
    """The name that a line begins with, if it can be a speaker's, else the empty string."""
    found = LABEL.match(line) if ":" in line or "<" in line else None
    if found is None:
        return ""
    if found["sender"]:
        return found["sender"]
    if found["nick"]:
        return "" if found["nick"] in NO_NICKS else found["nick"]
    name = found["name"].rstrip("_")
    if (name[0] == "+" or len(name) == 1) and name not in QUESTION_AND_ANSWER and not found["time"]:
        return ""
    return name if can_speak(name) and (found["time"] or is_written_as_name(name)) else ""


def _repeated(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if name and count > 1}


def _messages(writers: Sequence[str], follows: Sequence[bool]) -> list[str]:
    headers = [index for index, name in enumerate(writers) if name]
    end = len(writers)
    if headers[0] > 0:
        below = range(headers[-1] + 2, end)
        end = next((i for i in below if not (follows and follows[i])), end)
    return [
        "header" if name else "message" if headers[0] < index < end else ""
        for index, name in enumerate(writers)
    ]


def _turns(found: Sequence[str]) -> list[str]:
    speakers = _repeated(found)
    if len(speakers) < 2:
        speakers = QUESTION_AND_ANSWER if set(found) >= QUESTION_AND_ANSWER else set()
    if not speakers:
        return [""] * len(found)
    labelled = [index for index, name in enumerate(found) if name in speakers]
    turns = range(labelled[0], labelled[-1] + 1)
    if len(labelled) < LABELLED_SHARE * len(turns):
        turns = range(0)
    return [
        "label" if name in speakers else "turn" if index in turns else ""
        for index, name in enumerate(found)
    ]
