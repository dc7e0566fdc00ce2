"""Lines that belong to the page and not to the text: navigation, share forms, bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?)"
NAME = r"[A-Z][\w.’'-]*(?:\s+(?:(?:de|van|von|bin|al|der|la)\s+)?[A-Z][\w.’'-]*){0,4}"
ROLE = r"""(?:[A-Z][\w’'.-]*|[\w-]+-(?:winning|time)|former|retired|senior|staff|special|chief|deputy|associate
    |assistant|managing|contributing|executive|founding|guest|regular|frequent|freelance|independent|investigative
    |syndicated|visiting|distinguished|research|political|diplomatic|national|international|foreign|world|affairs|local
    |home|news|opinion|science|sports?|business|finance|economics|legal|law|media|technology|health|environment
    |education|arts|culture|travel|network|television|radio|newspaper|magazine|analyst|minister|and)"""
"""A word of what somebody is said to be on a page: one that is not here may be meant to hurt."""
PROFESSION = r"(?:columnist|reporter|correspondent|contributor|blogger|editor|writer|fellow|professor|journalist)"
PLAIN_TAIL = rf"(?!.*\b(?!{ROLE}\b|{PROFESSION}\b|with|from)[a-z]{{4}}).{{0,60}}"
"""What stands after a name or a date on a page: few small words, unlike a sentence."""

WHOLE_LINE = re.compile(
    r"""
    share(?:\s+(?:this|on|via|it)\b(?!.*\b(?:before|now|because|while|until)\b).{0,60})? | (?:tweet|pin|email|print|like|reply|save|copy\ link|follow(?:\ us)?)
    | (?:share|tweet|pin(?:terest)?|e-?mail|print|like|save|reply|comments?|facebook|twitter|whatsapp|linkedin
        |reddit|copy\ link|more|follow|telegram|flipboard|google|\s|[|·•,/&+\-–—])++
    | (?:post|leave|add|write|view|read|show|hide|load)\ (?:a\ |all\ |your\ |more\ |\d+\ )*(?:comments?|reply|replies)\b.{0,40}
    | \d[\d.,]*[km]?\ (?:comments?|shares?|likes?|replies|retweets?|views?)(?:\s+(?:facebook|twitter|whatsapp|reddit))*
    | (?:advertisement|advertisements|sponsored(?:\ content)?|sponsor|promoted|ad|story\ continues\ below.*|loading\.*|skip\ to\ .{0,40})
    | (?:home|news|sport|opinion|business|world|politics|contact(?:\ us)?|about(?:\ us)?|menu|search|log\ ?in|sign\ (?:in|up)|subscribe|register|privacy(?:\ policy)?|terms(?:\ of\ (?:use|service))?|cookies?|\s|[|·•>»/,-])++
    | (?:first|last|full|your)?\ ?(?:name|e-?mail(?:\ address)?|phone|zip\ code|comments?)\s*\*?
    | (?:next|previous|older|newer)\ (?:article|post|page|story|entries).{0,80}
    | (?:related|recommended|trending|most\ (?:read|popular|viewed)|see\ also|read\ more|more\ from|filed\ under|tagged\ (?:under|with)|tags?|categories|category|topics?|keywords)\b\s*:.{0,200}
    | (?:related(?:\ (?:articles?|stories|posts|news|content))?|recommended(?:\ for\ you)?|trending(?:\ now)?|most\ (?:read|popular|viewed)|see\ also|read\ more|more\ stories)
    | (?:read|see|click|watch|continue)\s+(?:the\ )?(?:here\b[^,;?]{0,80}|(?:rest|full|more|original|reading)
        (?:\W* | :[^,;?]{0,80}
          | \ (?:about|at|below|from|here|on|screen|via|(?:the\ )?(?:main|rest)
            |of\ (?:the|this|our|his|her|my|(?-i:[A-Z])|@\w+)
            |(?:[\w-]+\ )*(?:article|story|text|post|report|review|interview|analysis|op-ed|transcript|statement
              |speech|letter|document|blueprint|videos?|coverage|series|stories))\b[^,;?]{0,80}))
    | (?:https?://|www\.|pic\.twitter\.com/)\S+(?:\s+(?:https?://|pic\.twitter\.com/)\S+)*
    | [\w.+-]+@[\w-]+\.[\w.]+
    | for\ immediate\ release:?
    | [\W_]+
    """,
    re.VERBOSE | re.IGNORECASE,
)

IMPERATIVE = r"(?:^|[.!?:|•]\ |\b(?:please|can|to|and|or|also)\ )"
"""What stands before a verb that asks something of the reader."""
NOTICES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("©", "(c)", "all rights reserved"), r"©|\(c\)\ ?\d{4}|\ball\ rights\ reserved\b"),
    (("copyright",), r"^copyright\b.{0,20}(?:\d{4}|©)"),
    (("permission",), r"\b(?:re)?(?:posted|printed|published|produced)\ with\ (?:the\ )?(?:kind\ )?permission\b"),
    (("may not be ",), r"\bmay\ not\ be\ (?:published|reproduced|republished|broadcast|rewritten)\b"),
    (("sign up", "subscribe", "register"), r"""
        (?:\b(?:sign\ up|subscribe)|(?:^|[.!?]\ |\bplease\ )register)\b.{0,60}\b(?:newsletter|e-?mail|inbox|updates|alerts|channel|digest|podcast|free|today|now)\b
        |\b(?:newsletter|e-?mail\ alerts?)\b.{0,40}\b(?:sign\ up|subscribe)\b
        |^subscribe\b(?!\ to\ (?:th(?:is|at|e|ese|ose)|an?)\ (?-i:[a-z]))"""),
    (("twitter", "facebook", "instagram", "youtube", "telegram", "gab"), rf"""
        {IMPERATIVE}(?:follow|like|join|find)\ (?:us|me|him|her|them|(?-i:{NAME}))\b.{{0,30}}\bon\ (?:twitter|facebook|instagram|youtube|telegram|gab)\b
        |^follow\ @?\w+.{{0,40}}\bon\ twitter\b"""),
    (("donate", "chip in"), rf"{IMPERATIVE}(?:donate|chip\ in)\b.{{0,60}}\b(?:today|now|here|below|paypal|patreon|support)\b"),
    (("support us", "support our", "help us", "help our"), r"""
        \b(?:support|help)\ (?:us|our\ (?:work|site|journalism|mission|newsroom))\b.{0,80}\b(?:donat|contribut|subscri|patreon|paypal|gift|member)\w*"""),
    (("donation", "contribution", "gift"), rf"""
        {IMPERATIVE}(?:make|send|give)\ (?:a|your)\ (?:tax[- ]deductible\ |small\ |one-off\ |monthly\ |generous\ )*(?:donation|contribution|gift)\b"""),
    (("take our poll", "completing this poll", "validation purposes", "opt out at any"), r"""
        \btake\ our\ poll\b|\bcompleting\ this\ poll\b|\bvalidation\ purposes\b|\bopt\ out\ at\ any\ ?time\b"""),
    (("mail address will", "required fields"), r"\byour\ e-?mail\ address\ will\ not\ be\ published\b|\brequired\ fields\b"),
    (("click here ", "click the "), r"\bclick\ here\ (?:to|for)\b|\bclick\ the\ (?:link|button)\b"),
    (("this article ", "this story ", "this post ", "this piece "), r"""
        \bthis\ (?:article|story|post|piece)\ (?:was\ |is\ )?(?:first\ |originally\ )?(?:appeared|published|tagged|posted|filed)\b"""),
    (("originally ", "first "), r"^(?:originally|first)\ (?:appeared|published|posted)\ (?:at|on|in|by)\b"),
    (("cookies",), r"\b(?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b"),
    (("terms of ", "privacy policy"), r"^.{0,40}\b(?:terms\ of\ (?:use|service)|privacy\ policy)\b.{0,20}$"),
    (("check amazon for",), r"^.{0,90}\bcheck\ amazon\ for\ pricing\b"),
    (("continues below",), r"\b(?:story|article)\ continues\ below\b"),
    (("the best of ", "shop all books by "), rf"^(?:the\ best\ of|shop\ all\ books\ by)\ (?-i:{NAME})$"),
    (("read the ", "see the ", "watch the ", "view the ", "download the "), r"""
        ^[*\#(\[]*\ ?(?:read|see|watch|view|download)\ the\ (?:full|whole|rest|entire|complete|original)\ (?:of\ )?(?:the\ |this\ )?(?:article|document|story|post|report|interview|text|transcript|letter|video)\b.{0,20}$"""),
    (("•",), rf"^(?-i:{NAME}).{{0,40}}\ •\ \d+\ (?:minutes?|hours?|days?|months?|years?)\ ago"),
)  # fmt: skip
"""What gives a line away, and some words of it in lower case: a line without them need not be
searched."""
Sign = tuple[str, int]
"""Some words, and the number of the notice that they are a sign of."""
SIGNS: tuple[Sign, ...] = tuple(
    (sign, number) for number, (signs, _) in enumerate(NOTICES) for sign in signs
)

BYLINE = re.compile(
    rf"""
    (?i:written\ |posted\ |story\ |words?\ |reporting\ )?(?i:by):?\ (?!.*[a-z]{{3}}[.!?]$|(?i:{DAY}|{MONTH})\b){NAME}(?:\ ?(?:[,|–—/-]|\b(?:and|for|in|at|on)\b)\ ?{PLAIN_TAIL})?
    |(?!(?:He|She|It|This|That|There|They|Who|What)\b){NAME}\ is\ (?:an?|the)\ (?:{ROLE}\ )*{PROFESSION}
        (?:[,.]|\ (?:at|for|of|in|with|from|on|based|covering|and\ (?:{ROLE}\ )*(?:author|{PROFESSION})|who\ (?:writes|covers|has|lives|works))\b|\ [—–-]|$)[^!?]*
    |(?=\S+\ [A-Z]){NAME}\ is\ (?:an?|the)\ (?:{ROLE}\ )*(?:author|host)(?:\.|\ of\ (?:the\ )?["“*A-Z].*)?
    |(?i:reporting|additional\ reporting|editing|compiled|edited|written|photograph|photos?|image
        |picture|video|graphic|illustration|source|credit|via|h/t)(?i:\ (?:by|via|courtesy\ of|credit):?|\s*:)\ (?:{NAME}|@\w+).{{0,60}}
    |(?i:via|h/t)\ (?:{NAME}|@\w+)[:…]?
    |(?:[Pp]hoto|[Ii]mage|[Pp]icture|PHOTO|IMAGE)(?:s)?(?:\ [Cc]redit)?\s*(?:[:/]|by\b).{{1,40}}
    |[\w .,’'-]{{2,60}}/(?:AFP|AP|Reuters|REUTERS|EPA|PA|Getty|Bloomberg|Shutterstock)\b.{{0,60}}
    |\(?(?:AP|Reuters|AFP|Getty|File|PA)(?:\ [Ii]mages)?(?:\ [Pp]hoto)?(?:,?\ [Ff]ile(?:\ photo)?)?\)?
    |[—–-]{{1,2}}\ ?.{{2,60}}\(@\w+\)\ .{{4,30}}
    |{NAME}\ contributed\ to\ (?:this|the)\ (?:report|story|article|piece)\b.{{0,40}}
    |{NAME}\ reported\ from\ [A-Z].{{1,80}}
    |(?=\S+\ [A-Z]){NAME}\ (?:writes\ for|covers)\b.{{1,80}}
    |@\w+
    """,
    re.VERBOSE,
)

DATE_LINE = re.compile(
    rf"""
    (?:(?:published|updated|posted|last\ (?:updated|modified)|date)\b\s*(?:on|at|:)?\s*)?
    (?:{DAY},?\s+)?
    (?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d)|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}})
    (?:[\s,@|–—-]+(?:at\ )?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{{2,4}})?)?
    (?:\s*[|·•–—-](?-i:{PLAIN_TAIL}))?
    |\d+\ min(?:ute)?s?\ read
    |(?:published|updated|posted)\b(?!.*[a-z]{{3}}[.!?]$).{{0,8}}\d.{{0,40}}
    """,
    re.VERBOSE | re.IGNORECASE,
)

POLL_SIGN = "take our poll"
POLL_START = re.compile(r"\btake our poll\b", re.IGNORECASE)
POLL_END = re.compile(r"\bcompleting this poll\b|\bopt out at any ?time\b", re.IGNORECASE)

QUOTE = ('"', "“")
"""What somebody says of a donation or a newsletter is text."""
LONGEST_FURNITURE = 400
"""A longer paragraph is text, even where it mentions a newsletter."""


def signs_in(text: str, signs: Sequence[Sign] = SIGNS) -> list[Sign]:
    """The signs of notices that a text contains."""
    lowered = text.casefold()
    return [entry for entry in signs if entry[0] in lowered]


def is_boilerplate(line: str, signs: Sequence[Sign] = SIGNS) -> bool:
    """Whether a stripped line is navigation, a form, a byline, a notice or an appeal.

    Args:
        line: the line.
        signs: those that its text contains, where that is known.
    """
    if len(line) > LONGEST_FURNITURE:
        return False
    if WHOLE_LINE.fullmatch(line) or BYLINE.fullmatch(line) or DATE_LINE.fullmatch(line):
        return True
    if not signs or line.startswith(QUOTE):
        return False
    return any(_notice(number).search(line) for _, number in signs_in(line, signs))


@cache
def _notice(number: int) -> re.Pattern[str]:
    return re.compile(NOTICES[number][1], re.VERBOSE | re.IGNORECASE)
