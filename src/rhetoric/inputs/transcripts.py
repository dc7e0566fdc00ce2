"""Lines in; which of them are turns of speakers out, as in an interview or a hearing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[,.]\d{1,3})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
NAME = r"[^\W\d_][\w.’'-]*+(?:[ ](?:[^\W\d_][\w.’'-]*+|\d{1,3}(?!\d))){0,4}"
LABEL = re.compile(
    rf"""
    \u200e?
    (?P<time>[(\[](?:{DATE},?[ ])?{TIME}[)\]](?:[ ]?[–-])?[ ]|{DATE},?[ ]{TIME}(?:[ ]?[–-])?[ ])?
    (?:<[@+ ]?(?P<nick>[^\s<>]{{1,30}})>
      |[*_]{{0,2}}
       (?P<name>{NAME})
       [*_]{{0,2}}(?:[ ]?[(\[][^)\]]{{1,40}}[)\]])?[*_]{{0,2}}:[*_]{{0,2}}
    )
    [ ](?=\S)
    """,
    re.VERBOSE,
)
HEADER = re.compile(
    rf"""
    (?P<above>{NAME})(?:\s{{1,4}}|[ ]?[—–|,·][ ])
       (?:(?:today|yesterday)[ ]at[ ]|{DATE},?[ ](?:at[ ])?)?{TIME}
    |[(\[](?:{DATE},?[ ])?{TIME}[)\]][ ](?P<beside>{NAME})
    |{TIME}\s{{1,4}}from\s{{1,4}}(?P<sender>{NAME})\s{{1,4}}to\s{{1,4}}\w[\w ]{{1,40}}:
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A line above a message of a chat: who wrote it, and when."""
NO_SPEAKERS = frozenset(
    """note notes update updated correction photo photos image video source sources credit tags
    warning breaking exclusive opinion analysis editorial watch read related summary ps result
    example question answer disclaimer disclosure from to sent date subject cc fwd fw re

    myth fact fiction claim verdict finding evidence problem solution challenge response issue fix
    pro pros con cons advantage advantages disadvantage disadvantages benefit benefits risk risks
    strength strengths weakness weaknesses good bad best worst reason reality truth lie lies
    expectation false true right wrong yes no do don't don’t dos don'ts don’ts cause effect symptoms
    treatment input output expected actual moral takeaway hint quote caption overview

    step steps stage phase before during after then now today yesterday tomorrow morning afternoon
    evening night day week month year spring summer autumn winter monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october
    november december

    rule goal goals aim purpose objective task action outcome tip tips trick advice remember
    caution danger important why how what when where who which background context conclusion
    introduction method methods results discussion definition meaning origin etymology

    chapter part section page figure table appendix article item point number option plan scenario
    case level round game team group unit lesson exercise activity track episode season scene act

    cost costs price total fee budget size weight length height width age color colour material
    rating score rank grade ingredients instructions directions serves yield time duration hours
    place location venue address city country phone tel telephone fax email e-mail mail web website
    url link name title author category type status version format language genre release released
    job role position department company salary contact""".split()
)
NO_NICKS = frozenset(
    "a b br em h1 h2 h3 h4 hr i li ol p s span strong td th tr u ul div code pre blockquote".split()
)
"""Tags, in a page that is given as plain text."""
QUESTION_AND_ANSWER = {"Q", "A"}
LABELLED_SHARE = 0.2
"""Share of lines with a speaker's name from which on those between them are the speakers' too."""


def find_turns(lines: Sequence[str]) -> list[str]:
    """For each line `label` where a turn begins, `turn` where it goes on, else the empty string.

    `header` is a line that does no more than to name the speaker of those under it. A text has
    turns where two speakers are named at the beginnings of lines, each of them again.
    """
    above = [_speaker_above(line) for line in lines]
    headers = ["" if next_ else name for name, next_ in zip(above, [*above[1:], "-"], strict=False)]
    found = [header or speaker(line) for header, line in zip(headers, lines, strict=True)]
    counts = Counter(found)
    speakers = {name for name, count in counts.items() if name and count > 1}
    if len(speakers) < 2:
        speakers = QUESTION_AND_ANSWER if counts.keys() >= QUESTION_AND_ANSWER else set()
    if not speakers:
        return [""] * len(lines)
    names = [name if name in speakers else "" for name in found]
    labelled = [index for index, name in enumerate(names) if name]
    last = len(lines) - 1 if headers[labelled[-1]] else labelled[-1]
    turns = range(labelled[0], last + 1)
    if len(labelled) < LABELLED_SHARE * len(turns):
        turns = range(0)
    begun = ["label" if name else "" for name in names]
    for index, name in enumerate(headers[:-1]):
        if name in speakers:
            begun[index : index + 2] = "header", "label"
    return [kind or ("turn" if index in turns else "") for index, kind in enumerate(begun)]


def speaker(line: str) -> str:
    """The name that a line begins with, if it can be a speaker's, else the empty string."""
    found = LABEL.match(line) if ":" in line or line.startswith("<") else None
    if found is None:
        return ""
    if found["nick"]:
        return "" if found["nick"] in NO_NICKS else found["nick"]
    name = found["name"].rstrip("_")
    if name.lower().removeprefix("the ").rstrip(" 0123456789") in NO_SPEAKERS:
        return ""
    return name if found["time"] or _is_written_as_name(name) else ""


def _speaker_above(line: str) -> str:
    """The name in what may be a line above a message, else the empty string."""
    found = HEADER.fullmatch(line) if ":" in line else None
    if found is None:
        return ""
    name: str = found["above"] or found["beside"] or found["sender"]
    return name if name.lower() not in NO_SPEAKERS and _is_written_as_name(name) else ""


def _is_written_as_name(name: str) -> bool:
    """Whether all words begin with a capital, of any script, or are numbers after one that does."""
    if len(name) == 1:
        return name in QUESTION_AND_ANSWER
    return all(word[0].isupper() or word.isdecimal() for word in name.split(" "))
