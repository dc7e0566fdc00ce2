"""Whose words a sentence is: the author's own, or another's, quoted or attributed."""

from __future__ import annotations

import re

from rhetoric.quotations import Quotations

QUOTED_SHARE = 0.5
SPEECH = (
    r"said|says|saying|commented|comments|asked|asks|pointed\ out"
    r"|told|tells|claimed|claims|argued|argues|added|adds|stated|states|insisted"
    r"|insists|declared|declares|announced|announces|warned|warns|tweeted|tweets|wrote|writes"
    r"|explained|explains|noted|notes|asserted|asserts|alleged|alleges|suggested|suggests"
    r"|complained|complains|remarked|remarks|replied|replies|testified|concluded|concludes"
    r"|maintains|maintained|contends|contended|acknowledged|acknowledges|admitted|admits"
    r"|denounced|denounces|accused|accuses|predicted|predicts|quipped|vowed|vows|believes?|believed"
    r"|thinks|blamed|blames"
)
PLURAL_SPEECH = (
    "say|claim|argue|insist|believe|warn|allege|maintain|fear|think|blame|accuse|note|suggest"
)
ADVERB = r"(?:\w+ly\s+|also\s+|later\s+|has\s+|have\s+|had\s+|then\s+)?"
ATTRIBUTION = re.compile(
    rf"""
    \b[Aa]ccording\ to\b
    |\b(?i:he|she|they|who|which)\s+{ADVERB}(?:{SPEECH})\b
    |\b(?!(?:I|We|You|It|This|That)\b)[A-Z][\w.’'-]*(?:,[^,]{{2,80}},)?\s+{ADVERB}(?:{SPEECH})\b
    |\b(?i:police|officials?|prosecutors?|ministers?|ministry|spokes(?:man|woman|person)|company
      |government|report|study|court|critics?|supporters?|opponents?|lawyers?|department|authorities|scientists?
      |researchers?|experts?|sources?|statement|president|secretary|senator|bishop|witness(?:es)?
      |residents?|analysts?|aides?|agency|insider|friends?|family|mother|father|neighbou?rs?)\s+
      {ADVERB}(?:{SPEECH}|{PLURAL_SPEECH})\b
    |\b(?:said|says|wrote|writes|added|argued|warned|asked|commented|explained)\s+(?:the\s+)?[A-Z]\w+
    |\b[Ii]n\ (?:his|her|their)\ (?:view|opinion|words)\b
    """,
    re.VERBOSE,
)


def voice_of(content: str, start: int, end: int, quoted: Quotations) -> str:
    """`quoted` where most of `content[start:end]` is in quotation marks or it is attributed."""
    if quoted.covered(start, end) > QUOTED_SHARE * (end - start):
        return "quoted"
    return "quoted" if is_attributed(content[start:end]) else "author"


def is_attributed(sentence: str) -> bool:
    """Whether the sentence reports what somebody said or thinks."""
    return ATTRIBUTION.search(sentence) is not None
