"""The web application: its addresses, and what each of them answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

import rhetoric
from rhetoric.annotate import Options, thresholds_for
from rhetoric.errors import RhetoricError, UnreadableText
from rhetoric.model import Model
from rhetoric.render import RENDERERS, Style
from rhetoric.text import Text, text_of
from rhetoric.web.corrections import BadCorrection, CorrectionsFile, Judgement
from rhetoric.web.guard import Guard
from rhetoric.web.openapi import corrections_request, description, score_request, validator
from rhetoric.web.pages import ASSETS, document_html, page_html
from rhetoric.web.requests import Limits, Refused, options_of, read_json
from rhetoric.web.workers import Workers

Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(
    model: Model,
    corrections: Path | None = None,
    host: str = "127.0.0.1",
    limits: Limits | None = None,
) -> Guard:
    """The application, which answers to a host's name, to localhost and to bare addresses."""
    service = Service(model, corrections, limits or Limits())
    routes = [
        Route("/", service.page),
        *(Route(f"/{name}", _asset(*asset)) for name, asset in ASSETS.items()),
        Route("/page/document/{place:int}", service.document, methods=["POST"]),
        Route("/openapi.json", service.openapi),
        Route("/api/score", service.score, methods=["POST"]),
        Route("/api/report", service.report, methods=["POST"]),
        Route("/api/corrections", service.correct, methods=["POST"]),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            RhetoricError: _refused,
            HTTPException: _http_error,
            Exception: _failed,
        },
        lifespan=service.lifespan,
    )
    return Guard(app, host)


class Service:
    """What the addresses share: the model, the threads, and the file of corrections."""

    def __init__(self, model: Model, corrections: Path | None, limits: Limits) -> None:
        self._model = model
        self._limits = limits
        self._workers = Workers(limits)
        self._corrections = CorrectionsFile(corrections) if corrections else None
        self._valid_score = validator(score_request(model))
        self._valid_corrections = validator(corrections_request(model))

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Score something before the first request, so that it need not wait for the set-up."""
        self._model.score("Experts say so.")
        yield
        self._workers.close()

    async def page(self, _: Request) -> Response:
        """The page, without any text."""
        path = self._corrections.path if self._corrections else None
        return HTMLResponse(page_html(self._model, path, self._limits))

    async def openapi(self, _: Request) -> Response:
        """What the API takes and gives."""
        return JSONResponse(description(self._model, rhetoric.__version__))

    async def score(self, request: Request) -> Response:
        """The result that `rhetoric score --format json` writes."""
        return await self._rendered(request, "json", "application/json")

    async def report(self, request: Request) -> Response:
        """The report that `rhetoric score --format html` writes."""
        response = await self._rendered(request, "html", "text/html; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="rhetoric-report.html"'
        return response

    async def document(self, request: Request) -> Response:
        """One text as the page shows it, with its marks."""
        found = await read_json(request, self._limits, self._valid_score)
        place = request.path_params["place"]
        work = partial(self._document, texts_of(found)[0], options_of(found), place)
        return HTMLResponse(await self._workers.do(work))

    async def correct(self, request: Request) -> Response:
        """Keep judgements."""
        if self._corrections is None:
            raise Refused(404, "nothing is kept here: start with rhetoric serve --corrections FILE")
        found = await read_json(request, self._limits, self._valid_corrections)
        judgements = [Judgement(**entry) for entry in found["judgements"]]
        await self._workers.do(partial(self._correct, self._corrections, found["text"], judgements))
        return JSONResponse({"saved": len(judgements)})

    async def _rendered(self, request: Request, format_: str, media_type: str) -> Response:
        found = await read_json(request, self._limits, self._valid_score)
        work = partial(self._result, texts_of(found), options_of(found), format_)
        return Response(await self._workers.do(work), media_type=media_type)

    def _result(self, texts: list[tuple[str, str]], options: Options, format_: str) -> str:
        scored = self._model.score_many((readable(*entry) for entry in texts), options)
        documents = [document.to_dict() for document in scored]
        return "".join(RENDERERS[format_](documents, self._described(options), Style()))

    def _document(self, text: tuple[str, str], options: Options, place: int) -> str:
        document = self._model.score(readable(*text), options).to_dict()
        return document_html(document, self._described(options), place)

    def _described(self, options: Options) -> dict[str, Any]:
        return self._model.description | {"applied": thresholds_for(self._model, options)}

    @staticmethod
    def _correct(file: CorrectionsFile, content: str, judgements: list[Judgement]) -> None:
        file.add(readable("text", content), judgements)


def texts_of(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and characters of each text of a checked request."""
    return [
        (entry.get("source", f"text {number}"), entry["text"])
        for number, entry in enumerate(found["documents"], 1)
    ]


def readable(source: str, content: str) -> Text:
    """The text, if there is something in it to score.

    Raises:
        UnreadableText: there is not.
    """
    text = text_of(content, source)
    if not text.blocks:
        raise UnreadableText(f"{source}: is empty, there is nothing to score")
    return text


def _asset(content: str, media_type: str) -> Endpoint:
    async def answer(_: Request) -> Response:
        return Response(content, media_type=media_type)

    return answer


async def _refused(_: Request, error: Exception) -> Response:
    if isinstance(error, Refused):
        headers = {"Retry-After": "2"} if error.status == 503 else None
        return _error(error.status, str(error), headers)
    ours = not isinstance(error, UnreadableText | BadCorrection)
    return _error(500 if ours else 422, str(error))


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(error.status_code, error.detail.lower(), error.headers)


async def _failed(_: Request, error: Exception) -> Response:
    return _error(500, f"this is a mistake in rhetoric ({type(error).__name__}); please report it")


def _error(status: int, message: str, headers: Any = None) -> Response:
    return JSONResponse({"error": message}, status, headers)
