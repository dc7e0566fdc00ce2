"""A name in; whether it can be a speaker's out."""

from __future__ import annotations

NAME = r"[^\W\d_][\w.’'-]*+(?:[ ](?:[^\W\d_][\w.’'-]*+|\d{1,3}(?!\d))){0,4}?"
"""A pattern, in verbose syntax: one to five words."""
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
    job role position department company salary contact

    news error info debug trace verse chorus refrain intro outro bridge music applause gate flight
    platform stage room prep cooking total""".split()
)
PARTICLES = frozenset("al bin da de del della den der di du el la le van von".split())


def can_speak(name: str) -> bool:
    """Whether a name is none of the labels that stand before text of other kinds."""
    return name.lower().removeprefix("the ").rstrip(" 0123456789") not in NO_SPEAKERS


def is_written_as_name(name: str) -> bool:
    """Whether all words have a capital, are of a script without, numbers, or particles."""
    first, *others = name.split(" ")
    return not first[0].islower() and all(
        not word[0].islower() or word in PARTICLES for word in others
    )
