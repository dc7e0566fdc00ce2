"""A line in; whose message of a chat stands under it out, if it says no more than who and when."""

from __future__ import annotations

import re

from rhetoric.inputs.speaker_names import NAME, can_speak, is_written_as_name

HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
HALF = r"[ \u202f]?[AP]\.?M\.?"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DAY = rf"""
    (?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{{1,4}}[./-]\d{{1,2}}(?:[./-]\d{{1,4}})?
      |{MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ ]\d{{4}})?|\d{{1,2}}[ ]{MONTH}(?:[ ]\d{{4}})?)
"""
WHEN = rf"(?:{DAY},?[ ](?:at[ ])?)?{HOUR}(?:{HALF})?"
ASIDE = r"(?:[ ]\([^()]{1,30}\))?"
HEADER = re.compile(
    rf"""
    (?P<before>{NAME}){ASIDE}(?:[ ]{{2,8}}|[ ]?\t[ ]?|,[ ]|[ ]?[—–|·][ ])
       (?:{WHEN}|\[{WHEN}\]:?){ASIDE}
    |(?P<to>{NAME})[ ]to[ ][\w ]{{1,40}}[ ]{HOUR}(?:{HALF})?
    |(?P<close>{NAME}){ASIDE},?[ ]
       (?:{HOUR}{HALF}|{DAY},?[ ](?:at[ ])?{HOUR}(?:{HALF})?|\[{WHEN}\]:?){ASIDE}
    |[(\[]{WHEN}[)\]][ ](?P<beside>{NAME}){ASIDE}:?
    |(?:{DAY}[ ])?{HOUR}\s{{1,4}}from\s{{1,4}}(?P<sender>{NAME})
       \s{{1,4}}to\s{{1,4}}[\w ()]{{1,60}}:
    """,
    re.VERBOSE | re.IGNORECASE,
)


def writer(line: str) -> str:
    """The name in what may be the line above a message, else the empty string."""
    found = HEADER.fullmatch(line) if ":" in line else None
    if found is None:
        return ""
    name: str = next(filter(None, found.groups()))
    certain = found["close"] is None or is_written_as_name(name)
    return name if certain and can_speak(name) and not name.startswith("The ") else ""
