"""Whose words a sentence is: the author's own, or another's, quoted or attributed.

A verb of saying is looked for first, and its subject to the left of it then: most sentences have
no such verb, and are done with at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from rhetoric.quotations import Quotations

QUOTED_SHARE = 0.5
SPEECH = """
    said says saying commented comments asked asks told tells claimed claims argued argues added
    adds stated states insisted insists declared declares announced announces warned warns tweeted
    tweets wrote writes explained explains noted notes asserted asserts alleged alleges suggested
    suggests complained complains remarked remarks replied replies testified concluded concludes
    maintains maintained contends contended acknowledged acknowledges admitted admits denounced
    denounces accused accuses predicted predicts quipped vowed vows believe believes believed thinks
    blamed blames""".split()
PLURAL_SPEECH = (
    "say claim argue insist warn allege maintain fear think blame accuse note suggest".split()
)
"""These report only what a noun such as `critics` says."""
INVERTED_SPEECH = "said says wrote writes added argued warned asked commented explained".split()
"""These may come before who speaks."""


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words that looks at each first letter once."""
    letters = groupby(sorted(words), key=lambda word: word[0])
    return "|".join(f"{letter}(?:{'|'.join(word[1:] for word in w)})" for letter, w in letters)


VERB = re.compile(rf"\s(?:pointed out|{_any_of(SPEECH)}|(?P<plural>{_any_of(PLURAL_SPEECH)}))\b")
ADVERB = re.compile(r"\w+ly|also|later|has|have|had|then")
PRONOUN = re.compile(r"\b(?:he|she|they|who|which)$", re.IGNORECASE)
NAME = re.compile(r"\b(?!(?:I|We|You|It|This|That)\b)[A-Z][\w.’'-]*$")
SPEAKER = re.compile(
    r"""
    \b(?:police|officials?|prosecutors?|ministers?|ministry|spokes(?:man|woman|person)|company
      |government|report|study|court|critics?|supporters?|opponents?|lawyers?|department
      |authorities|scientists?|researchers?|experts?|sources?|statement|president|secretary|senator
      |bishop|witness(?:es)?|residents?|analysts?|aides?|agency|insider|friends?|family|mother
      |father|neighbou?rs?)$
    """,
    re.VERBOSE | re.IGNORECASE,
)
SHORTEST_CLAUSE, LONGEST_CLAUSE = 2, 80
FARTHEST_SUBJECT = 400
"""Characters before the verb that are looked at."""
ACCORDING_TO = re.compile(r"\b[Aa]ccording to\b")
IN_THEIR_VIEW = re.compile(r"\b[Ii]n (?:his|her|their) (?:view|opinion|words)\b")
SPEAKER_AFTER = re.compile(rf"\b(?:{'|'.join(INVERTED_SPEECH)})\s+(?:the\s+)?[A-Z]\w+")
WITHOUT_SUBJECT = (
    ("ccording to", ACCORDING_TO),
    (" view", IN_THEIR_VIEW),
    (" opinion", IN_THEIR_VIEW),
    (" words", IN_THEIR_VIEW),
    *((verb, SPEAKER_AFTER) for verb in INVERTED_SPEECH),
)
"""What a sentence must contain before the pattern is worth a search."""


def voice_of(content: str, start: int, end: int, quoted: Quotations) -> str:
    """`quoted` where most of `content[start:end]` is in quotation marks or it is attributed."""
    if quoted.covered(start, end) > QUOTED_SHARE * (end - start):
        return "quoted"
    return "quoted" if is_attributed(content[start:end]) else "author"


def is_attributed(sentence: str) -> bool:
    """Whether the sentence reports what somebody said or thinks."""
    for verb in VERB.finditer(sentence):
        if _has_subject(sentence, verb.start(), verb["plural"] is not None):
            return True
    for sign, pattern in WITHOUT_SUBJECT:
        if sign in sentence and pattern.search(sentence):
            return True
    return False


def _has_subject(sentence: str, verb: int, plural: bool) -> bool:
    """Whether a verb of saying follows one who can speak, with an adverb between or not."""
    before = sentence[max(0, verb - FARTHEST_SUBJECT) : verb].rstrip()
    if _ends_with_subject(before, plural):
        return True
    *_, last = before.rsplit(None, 1) or [""]
    if not ADVERB.fullmatch(last):
        return False
    return _ends_with_subject(before[: len(before) - len(last)].rstrip(), plural)


def _ends_with_subject(before: str, plural: bool) -> bool:
    *_, last = before.rsplit(None, 1) or [""]
    if SPEAKER.search(last):
        return True
    if plural:
        return False
    if last.endswith(","):
        last = _before_clause(before)
    elif PRONOUN.search(last):
        return True
    return NAME.search(last) is not None


def _before_clause(before: str) -> str:
    """The word that a clause between commas, at the end, belongs to."""
    comma = before.rfind(",", 0, len(before) - 1)
    length = len(before) - comma - 2
    if comma < 1 or not SHORTEST_CLAUSE <= length <= LONGEST_CLAUSE or before[comma - 1].isspace():
        return ""
    return before[:comma].rsplit(None, 1)[-1]
