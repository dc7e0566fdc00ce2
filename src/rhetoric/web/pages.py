"""The model and scored documents in; the page's HTML out, made of the report's parts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhetoric.annotate import Options, thresholds_for
from rhetoric.annotations import OPERATING_POINTS
from rhetoric.model import Model
from rhetoric.render import html
from rhetoric.render.report_view import document_view
from rhetoric.web.requests import Limits

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = files("rhetoric.web") / "page"
MODULES = ("page.js", "pane.js", "ask.js", "judgements.js", "comparison.js")
NAMES = ("First text", "Second text")


def _own(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


ASSETS = {
    "report.css": (html.stylesheet(), "text/css"),
    "report.js": (html.script(), "text/javascript"),
    "page.css": (_own("page.css"), "text/css"),
    **{name: (_own(name), "text/javascript") for name in MODULES},
}
"""Name of each file that the page loads, to its content and media type."""


def page_html(model: Model, corrections: Path | None, limits: Limits) -> str:
    """The page without a text; `corrections` is the file that corrections are kept in."""
    described = model.description | {"applied": thresholds_for(model, Options())}
    points = {point: thresholds_of(model, point) for point in OPERATING_POINTS}
    return (
        _environment()
        .get_template("page.html")
        .render(
            **html.report_context([], described),
            points=points,
            names=NAMES,
            corrections=corrections,
            limits=limits,
            example=_own("example.txt"),
        )
    )


def thresholds_of(model: Model, point: str) -> dict[str, float]:
    """The threshold of every technique at an operating point."""
    return {technique: model.thresholds[technique][point] for technique in model.techniques}


def document_html(document: dict[str, Any], described: dict[str, Any], place: int) -> str:
    """One scored text with its marks; `place` is 0 for the first text of the page."""
    view = document_view(place, document, described)
    rendered: str = _environment().get_template("document.html").render(document=view)
    return rendered


@cache
def _environment() -> Environment:
    from jinja2 import ChoiceLoader, FunctionLoader

    report = html.environment()
    assert report.loader is not None
    names = ("page.html", "document.html")
    own = FunctionLoader(lambda name: _own(name) if name in names else None)
    return report.overlay(loader=ChoiceLoader([own, report.loader]))
