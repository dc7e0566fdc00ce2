"""The words before and after a full stop in; whether a sentence can end there out."""

from __future__ import annotations

import re

TITLE = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|Hon|Rep|Sen|Gov|Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Adm|Cmdr|Pres|St|Mt|Ft"
)
NEVER_LAST = re.compile(
    rf"{TITLE}|{TITLE.upper()}|vs|v|cf|Cf|approx|e\.g|i\.e|eg|ie|Nos|Vol|Vols|Figs?|Sec|Ch|Apt|pp",
)
"""What follows these belongs to them."""
ABBREVIATION = re.compile(
    rf"""
    (?:[A-Z]|(?:[A-Za-z]\.){{1,8}}[A-Za-z]                                # J., U.S, a.m
    |{TITLE}|{TITLE.upper()}
    |Jr|Sr|Esq|Inc|Corp|Co|Ltd|Bros|vs|v|No|Nos|Vol|Fig|Art|Sec|Ch|pp?|al|etc|cf|eg|ie|approx|Apt
    |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun
    |Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont
    |Neb|Nev|Okla|Ont|Ore|Pa|Penn|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)
    """,
    re.VERBOSE,
)
MEASURE = re.compile(
    r"nos?|vols?|figs?|approx|max|min|tsp|tbsp|hrs?|mins?|ft|oz|lbs?|ca?|tel|ext|tues?|thurs?",
    re.IGNORECASE,
)
"""A number or a word in lower case after these belongs to them."""
STARTERS = frozenset(
    """The A An This That These Those There Here It He She They We I You His Her Their Its Our My
    Your But And Or So Yet If When While Then Now What Why How Who Where Nobody No Not Some Many
    Most Few All Everyone Everybody Everything Nothing Since After Before In On At As For From
    With Both Each Every Another Others One Perhaps Maybe Still Even Only Later Today""".split()
)
"""Words with which sentences begin, and names do not."""
WORD_BEFORE = re.compile(r"[\w.’'-]+$")
WORD_AFTER = re.compile(r"[\"“‘'(\[]*([A-Za-z]+)")
LONGEST = 24
"""Characters that are looked at."""


def word_before(prose: str, start: int, stop: int) -> str:
    """The word that ends where a full stop stands; empty where there is none."""
    first = max(start, stop - LONGEST)
    found = WORD_BEFORE.search(prose, max(first, prose.rfind(" ", first, stop) + 1), stop)
    return found.group() if found else ""


def starts_sentence(prose: str, position: int) -> bool:
    """Whether the word there is one that sentences begin with."""
    found = WORD_AFTER.match(prose, position)
    return found is not None and found[1] in STARTERS


def can_end_sentence(word: str, prose: str, following: int) -> bool:
    """Whether a full stop after the word ends a sentence, given what follows."""
    if not ABBREVIATION.fullmatch(word):
        return True
    return not NEVER_LAST.fullmatch(word) and starts_sentence(prose, following)
