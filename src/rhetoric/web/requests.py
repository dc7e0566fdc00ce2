"""A request in; its checked body out, or the one-line error that answers it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from rhetoric.annotate import Options
from rhetoric.errors import RhetoricError


@dataclass(frozen=True)
class Limits:
    """What one client may ask of the server."""

    body: int = 500_000
    """Bytes of a request, about 80,000 words."""
    seconds: float = 20
    """To send a request, and again to have it answered."""
    waiting: int = 16
    """Requests that wait for a thread, before others are turned away."""


class Refused(RhetoricError):
    """A request that gets no answer, with the HTTP status that says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def read_json(request: Request, limits: Limits, validate: Callable[[Any], Any]) -> Any:
    """The request's JSON, if it is small enough, in time, and follows its schema.

    Raises:
        Refused: 400, 408, 413, 415 or 422.
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "send JSON, with the header Content-Type: application/json")
    try:
        async with asyncio.timeout(limits.seconds):
            body = await _body(request, limits)
    except TimeoutError:
        raise Refused(408, f"the request took longer than {limits.seconds:g} s to arrive") from None
    return _valid(_parsed(body), validate)


async def _body(request: Request, limits: Limits) -> bytes:
    too_large = Refused(413, f"the request is larger than {limits.body:,} bytes; send less text")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.body:
        raise too_large
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limits.body:
            raise too_large
    return bytes(body)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Refused(400, f"not JSON (line {error.lineno}: {error.msg})") from None
    except (ValueError, RecursionError):
        raise Refused(400, "not JSON in UTF-8") from None


def _no_number(constant: str) -> Any:
    """Refuse `NaN` and `Infinity`, which JSON does not have."""
    raise ValueError(constant)


def _valid(found: Any, validate: Callable[[Any], Any]) -> Any:
    from fastjsonschema import JsonSchemaValueException

    try:
        validate(found)
        json.dumps(found, ensure_ascii=False).encode()
    except JsonSchemaValueException as error:
        message = error.message.replace("\n", " ").removeprefix("data").removeprefix(".").strip()
        raise Refused(422, message) from None
    except UnicodeEncodeError:
        raise Refused(422, "the text has half of a surrogate pair, which is no character") from None
    return found


def options_of(found: dict[str, Any]) -> Options:
    """The options of a checked request to score."""
    return Options(
        techniques=tuple(found.get("techniques", ())),
        threshold=found.get("threshold"),
        at=found.get("at", "balanced"),
        quotes=found.get("quotes", "mark"),
    )
