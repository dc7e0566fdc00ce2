"""A saved JSON result in; its model and documents out, or one line that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from rhetoric.annotations import VERSION
from rhetoric.errors import BadResult
from rhetoric.sources import STDIN, read_stdin
from rhetoric.taxonomy import techniques

HOW_TO_MAKE_ONE = "make one with `rhetoric score --format json`"


@dataclass(frozen=True)
class SavedResult:
    """What `rhetoric score --format json` wrote."""

    model: dict[str, Any]
    documents: list[dict[str, Any]]


def read_result(path: str) -> SavedResult:
    """Read a result from a file, or from standard input (`-`).

    Raises:
        BadResult: it cannot be read, does not follow `schema.json`, or contradicts itself.
    """
    name = "standard input" if path == STDIN else path
    found = _parsed(_bytes(path), name)
    if not isinstance(found, dict) or "documents" not in found:
        raise BadResult(f"{name}: is not a result of rhetoric; {HOW_TO_MAKE_ONE}")
    if found.get("version") != VERSION:
        raise BadResult(
            f"{name}: is a result of version {found.get('version')!r}, not {VERSION}; score it anew"
        )
    _follow_schema(found, name)
    _know(found["model"]["techniques"], name)
    for number, document in enumerate(found["documents"]):
        place = f"{name}: documents[{number}]"
        _know(document.get("summary", {}).get("techniques", ()), place)
        for sentence in document.get("sentences", ()):
            _agree(sentence, f"{place}, sentence {sentence['index']}")
    return SavedResult(found["model"], found["documents"])


def _bytes(path: str) -> bytes:
    if path == STDIN:
        return read_stdin()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BadResult(f"{path}: cannot be read ({error.strerror})") from None


def _parsed(data: bytes, name: str) -> Any:
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair can't be written
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise BadResult(
                f"{name}: is JSON lines, which lack the model and the summaries; {HOW_TO_MAKE_ONE}"
            ) from None
        raise BadResult(f"{name}: is not JSON (line {error.lineno}: {error.msg})") from None
    except (ValueError, RecursionError):
        raise BadResult(f"{name}: is not JSON in UTF-8; {HOW_TO_MAKE_ONE}") from None
    return found


def _no_number(constant: str) -> Any:
    """Refuse `NaN` and `Infinity`, which JSON does not have."""
    raise ValueError(constant)


def _follow_schema(found: dict[str, Any], name: str) -> None:
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator()(found)
    except JsonSchemaValueException as error:
        message = error.message.replace("\n", " ")
        raise BadResult(f"{name}: does not follow the schema of results: {message}") from None


@cache
def _validator() -> Any:
    import fastjsonschema

    schema = json.loads((files("rhetoric") / "schema.json").read_text(encoding="utf-8"))
    return fastjsonschema.compile(schema)


def _know(found: Iterable[str], place: str) -> None:
    for technique in found:
        if technique not in techniques():
            raise BadResult(f"{place}: unknown technique {technique!r}")


def _agree(sentence: dict[str, Any], place: str) -> None:
    """Refuse what the schema cannot rule out: unknown techniques, offsets that do not fit."""
    if sentence["end"] - sentence["start"] != len(sentence["text"]):
        raise BadResult(f"{place}: its offsets do not fit its text")
    _know((annotation["technique"] for annotation in sentence["annotations"]), place)
    for annotation in sentence["annotations"]:
        for words in annotation["evidence"]:
            start, end = words["start"] - sentence["start"], words["end"] - sentence["start"]
            if start < 0 or sentence["text"][start:end] != words["text"]:
                raise BadResult(f"{place}: the offsets of {words['text']!r} do not fit the text")
