"""Errors a user can cause, each with a message that says what was wrong and what to do."""

from collections.abc import Iterable


class RhetoricError(Exception):
    """Base of all errors that this package raises on purpose."""


class UnreadableText(RhetoricError):
    """A source that cannot be read, or has nothing to score."""


class BadModel(RhetoricError):
    """A model folder that is missing, damaged or made by another version."""


class BadCorpus(RhetoricError):
    """A labelled corpus that cannot be read, or is too small to learn from."""


class UnknownTechnique(RhetoricError):
    """A technique id that is not among those there are."""

    def __init__(self, given: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches

        known = tuple(known)
        meant = get_close_matches(given.lower().replace(" ", "_").replace("-", "_"), known, 1)
        hint = f"did you mean {meant[0]}? " if meant else ""
        super().__init__(f"unknown technique {given!r}; {hint}there are: {', '.join(known)}")


class MissingExtra(RhetoricError):
    """An optional dependency that is not installed; the message names the extra."""


def how_to_install(extra: str) -> str:
    """The command; by the clone, since another project has this one's name on PyPI."""
    return f"in the clone of rhetoric: pip install '.[{extra}]'"


class BadOptions(RhetoricError):
    """Options for scoring with a value that they cannot have."""


class BadResult(RhetoricError):
    """A saved result that cannot be read, or is none."""


class StoppedProcess(RhetoricError):
    """A process for scoring could not be started, or was ended from outside."""


class BadEncoder(RhetoricError):
    """A folder that holds no encoder to fine-tune."""
