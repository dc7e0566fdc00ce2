"""Whose words a sentence is: the author's own, or another's, quoted or attributed.

A verb of saying is looked for first, and its subject to the left of it then: most sentences have
no such verb, and are done with at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    blamed blames answered recalled recalls confirmed confirms estimated responded conceded
    cautioned cautions lamented joked denied denies feared hinted revealed reported reports found
    boasted recounted mused wondered called calls described describes dubbed branded dismissed
    cried shouted yelled exclaimed whispered""".split()
PLURAL_SPEECH = (
    "say claim argue insist warn allege maintain fear think blame accuse note suggest deny"
    " contend complain".split()
)
"""These report only what a noun such as `critics` says."""
INVERTED_SPEECH = "said says wrote writes added argued warned asked commented explained".split()
"""These may come before who speaks."""
AMBIGUOUS = frozenset(
    """announced announces concluded concludes denounced denounces found reported reports revealed
    confirmed confirms estimated recalls hinted comments states feared answered responded""".split()
)
"""These report speech only before a clause or at the end of one: not `found a boat`."""
WITH_QUOTATION = frozenset(
    """called calls described describes dubbed branded dismissed cried shouted yelled exclaimed
    whispered wondered mused""".split()
)
"""These report speech only beside quoted words: not `called the police`."""
WITH_CLAUSE = frozenset("asked asks added adds tells claims notes suggested suggests".split())
"""These report speech of a common noun only before a clause: not `the council asks a lot`."""
OPEN_PLURAL_SPEECH = frozenset("say argue insist warn claim allege deny contend complain".split())
"""These report what any plural noun says."""


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words that looks at each first letter once."""
    letters = groupby(sorted(words), key=lambda word: word[0])
    return "|".join(f"{letter}(?:{'|'.join(word[1:] for word in w)})" for letter, w in letters)


VERB = re.compile(rf"\s(?:pointed out|{_any_of(SPEECH)}|(?P<plural>{_any_of(PLURAL_SPEECH)}))\b")
ADVERB = re.compile(r"\w+ly|also|later|has|have|had|then")
PRONOUN = re.compile(
    r"""
    (?:^|[^\w\s]\s*|\b(?:and|but|or|so|as|then|because|since|when|while|after|before|although|though
      |that|if|how|why|where|what)\s+)(?:he|she|they)$
    |,\s+(?:who|which)$
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""One who speaks in a clause of its own: not `the lies they told`, nor `anyone who says so`."""
NAME = re.compile(
    r"""
    \b(?!(?:I|We|You|It|This|That|Nobody|Nothing|What|Having|When|As|And|But|Or|Never|Not|Being|Let
      |Would|If|How|Why|Where|Who|Which|To|Enough)\b)
    [A-Z][\w.’'-]{0,40}$
    """,
    re.VERBOSE,
)
NOUN_PHRASE = re.compile(
    r"\b(?:the|an?|his|her|its|their|our|my|one|another|every|some)\s(?:[\w’'-]{1,30}\s){0,3}$",
    re.IGNORECASE,
)
"""What stands before the last word of `the harbour master`."""
NO_NOUN = frozenset(
    """i we you he she they it this that which what who and or but not never nothing nobody to be
    is are was were been being as than so just easily had have has do does did will would can
    could may might must should shall when if why how where us me him them there here no too
    even only all the a an his her its their our my one another every some any each these those
    of in on at by for with from""".split()
)
PLURAL_NOUN = re.compile(r"(?<![\w’'-])[A-Za-z][a-z-]{2,}[a-rt-z]s$")
NO_PLURAL_NOUN = frozenset(
    """this was has does his its yes always perhaps sometimes afterwards towards besides unless thus
    plus across results figures numbers polls rules doors""".split()
)
CLAUSE_AFTER = re.compile(
    r"(?:\s(?:on\s)?(?:[A-Z]\w+day|today|yesterday|earlier|later)){0,2}"
    r"[\s,]*(?:$|[.!?:;”\"’']|(?:that|it|he|she|they|there|how|why|whether)\b)"
)
LITERAL = re.compile(
    r"""
    (?:told|tells)\s(?:[\w’'-]+,?\s){0,4}?(?:lies?|(?:the|whole)\struth|(?:an?|the)\sstory|stories|jokes?|nobody|no\sone)
      \b(?!\s(?:that|about|of|how)\b|[^.]*\b(?:is|was|are|were|had|has|would|will)\b)
    |(?:wrote|writes|explained|explains|added|adds)\s(?:it|them)\s*[.!,;]
    |(?:added|adds|wrote|writes)\s(?:an?|two|three|another|several|more)\s(?!.*(?:\bthat\b|:))
    |(?:wrote|writes)\s(?:some|many|his|her|their)\s(?!.*(?:\bthat\b|:))
    |(?:explained|explains|warned)\s(?:the|his|her|their)\s[\w-]+(?:\s[\w-]+)?[.!]
    |warned\s(?:nobody|no\sone)\b
    |argue[ds]\swith\b
    |declare[ds]\s(?:war|victory|bankruptcy|independence)\b
    |(?:claimed|claims)\s(?:the|an?|his|her|their|its)\s(?:[\w-]+\s)?(?:prize|title|crown|seat|trophy|medal|benefits|lives)\b
    """,
    re.VERBOSE,
)
"""A verb of saying with what is not said: `told a lie`, `wrote a letter`, `claimed the prize`."""
PASSIVE_AFTER = re.compile(r"\s+(?:by|of|for|in)\b|(?<=told)\s+to\b|\s+to\s+(?:be|have)\b")
QUOTED_BEFORE = re.compile(r"(?:[,.!?…][”\"’']|[”\"’'“»],)\s*$")
OWN_WORDS = re.compile(
    r"\b(?:I|[Ww]e)\s+(?:\w+ly\s+|have\s+|had\s+|also\s+)?(?:told|said|say|asked|ask|wrote|write|replied"
    r"|answered|shouted|thought)\b"
)
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
Sign = tuple[str, re.Pattern[str]]
WITHOUT_SUBJECT: tuple[Sign, ...] = (
    ("ccording to", ACCORDING_TO),
    (" view", IN_THEIR_VIEW),
    (" opinion", IN_THEIR_VIEW),
    (" words", IN_THEIR_VIEW),
    *((verb, SPEAKER_AFTER) for verb in INVERTED_SPEECH),
)
"""What a sentence must contain before the pattern is worth a search."""


def voices_of(content: str, spans: Iterable[tuple[int, int]], quoted: Quotations) -> list[str]:
    """For each sentence `content[start:end]`, `quoted` where it is another's words, or `author`.

    It is another's where most of it is in quotation marks or it is attributed.
    """
    signs = _signs_in(content)
    return [_voice(content, start, end, quoted, signs) for start, end in spans]


def _voice(content: str, start: int, end: int, quoted: Quotations, signs: Sequence[Sign]) -> str:
    covered = quoted.covered(start, end)
    if covered and OWN_WORDS.search(quoted.without(content, start, end)):
        return "author"
    if covered > QUOTED_SHARE * (end - start):
        return "quoted"
    return "quoted" if is_attributed(content[start:end], covered > 0, signs) else "author"


def is_attributed(
    sentence: str, with_quotation: bool = False, signs: Sequence[Sign] | None = None
) -> bool:
    """Whether the sentence reports what somebody said or thinks.

    Args:
        sentence: the sentence.
        with_quotation: whether part of it is quoted.
        signs: those of `WITHOUT_SUBJECT` that its text contains, where that is known.
    """
    verb = VERB.search(sentence)
    while verb:
        if _reports(sentence, verb, with_quotation):
            return True
        verb = VERB.search(sentence, verb.end())
    worthwhile = _signs_in(sentence, WITHOUT_SUBJECT if signs is None else signs)
    return any(pattern.search(sentence) for _, pattern in worthwhile)


def _signs_in(text: str, signs: Sequence[Sign] = WITHOUT_SUBJECT) -> list[Sign]:
    return [entry for entry in signs if entry[0] in text]


def _reports(sentence: str, verb: re.Match[str], with_quotation: bool) -> bool:
    """Whether a verb of saying is used as one, and follows one who can speak."""
    written = verb.group().strip()
    if written in WITH_QUOTATION and not with_quotation:
        return False
    if written in AMBIGUOUS and not CLAUSE_AFTER.match(sentence, verb.end()):
        return False
    before = sentence[max(0, verb.start() - FARTHEST_SUBJECT) : verb.start()].rstrip()
    if QUOTED_BEFORE.search(before):
        return True
    if not with_quotation and LITERAL.match(sentence, verb.start() + 1):
        return False
    plural = verb["plural"] is not None
    *_, last = before.rsplit(None, 1) or [""]
    if ADVERB.fullmatch(last):
        before = before[: len(before) - len(last)].rstrip()
    if _ends_with_speaker(before, plural):
        return True
    if plural:
        return written in OPEN_PLURAL_SPEECH and _ends_with_plural(before)
    if PASSIVE_AFTER.match(sentence, verb.end()):
        return False
    if written in WITH_CLAUSE and not CLAUSE_AFTER.match(sentence, verb.end()):
        return False
    return _ends_with_noun(before)


def _ends_with_speaker(before: str, plural: bool) -> bool:
    """Whether it ends with a name, a pronoun, or a noun for one who speaks in the news."""
    *_, last = before.rsplit(None, 1) or [""]
    if SPEAKER.search(last):
        return True
    if plural:
        return False
    if last.endswith(","):
        last = _before_clause(before)
    elif PRONOUN.search(before):
        return True
    return NAME.search(last) is not None


def _ends_with_noun(before: str) -> bool:
    """Whether it ends with `the harbour master`, or with a plural such as `engineers`."""
    *_, last = before.rsplit(None, 1) or [""]
    if _ends_with_plural(before):
        return True
    if not (last.isalpha() and last.islower()) or last in NO_NOUN:
        return False
    return NOUN_PHRASE.search(before, 0, len(before) - len(last)) is not None


def _ends_with_plural(before: str) -> bool:
    *_, last = before.rsplit(None, 1) or [""]
    return PLURAL_NOUN.search(last) is not None and last.lower() not in NO_PLURAL_NOUN


def _before_clause(before: str) -> str:
    """The word that a clause between commas, at the end, belongs to."""
    comma = before.rfind(",", 0, len(before) - 1)
    length = len(before) - comma - 2
    if comma < 1 or not SHORTEST_CLAUSE <= length <= LONGEST_CLAUSE or before[comma - 1].isspace():
        return ""
    return before[:comma].rsplit(None, 1)[-1]
