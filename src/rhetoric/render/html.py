"""A page for people: one self-contained HTML file that makes no request and runs no foreign code.

The templates escape everything that they are given (Jinja's autoescape); the page's policy lets
only its own script and stylesheet run, by their hashes, and nothing be loaded. Another page can
show documents in the same way: with the macros of `report/parts.html`, this stylesheet and script.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rhetoric.render.report_view import document_view, technique_rows
from rhetoric.taxonomy import techniques

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from rhetoric.render import Style

SCRIPTS = ("sentences.js", "strips.js", "panel.js", "report.js")
START = 'document.querySelectorAll(".report").forEach(rhetoric.attach);\n'
TAG = "[\U000e0020-\U000e007f]"
NOT_OF_A_FLAG = "".join(f"(?<!\U0001f3f4{TAG}{{{count}}})" for count in range(1, 7))
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e001f]"
    f"|{TAG}{NOT_OF_A_FLAG}"
)
"""Characters that hide or reorder text, but not what scripts and emoji need: joiners, and the tags
in the flag of England."""


def render(
    documents: Iterable[dict[str, Any]], model: dict[str, Any], style: Style
) -> Iterator[str]:
    """Yield the page; it holds all documents, so all are read before it begins."""
    template = environment().get_template("page.html")
    complete = script() + START
    yield from template.generate(
        **report_context(list(documents), model),
        stylesheet=stylesheet(),
        script=complete,
        policy=_policy(stylesheet(), complete),
    )


def report_context(documents: list[dict[str, Any]], model: dict[str, Any]) -> dict[str, Any]:
    """What `report.html`, the part of the page that shows documents, is filled with."""
    scored = [document for document in documents if "error" not in document]
    rows = technique_rows(model, scored)
    return {
        "model": model,
        "rows": rows,
        "longest": max((row.author + row.quoted for row in rows), default=0) or 1,
        "documents": [document_view(n, found, model) for n, found in enumerate(scored)],
        "failures": [document for document in documents if "error" in document],
    }


def stylesheet() -> str:
    """The report's looks, with a class for the colour of each technique."""
    colors = "".join(
        f".t-{entry.id} {{ --c: {entry.color}; }}\n" for entry in techniques().values()
    )
    return _asset("report.css") + colors


def script() -> str:
    """What makes reports interactive: `rhetoric.attach(element)`, to be called for each."""
    parts = "\n".join(map(_asset, SCRIPTS))
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _asset(name: str) -> str:
    return (files("rhetoric.render") / "report" / name).read_text(encoding="utf-8")


def _policy(stylesheet: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(stylesheet)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def environment() -> Environment:
    """The report's templates, and the filters that they show text with."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["visible"] = visible
    environment.filters["plain"] = lambda text: INVISIBLE.sub("\ufffd", text)
    return environment


def visible(text: str) -> Markup:
    """The escaped text, with each invisible character in an element that names and confines it."""
    from markupsafe import Markup, escape

    pieces = []
    end = 0
    for match in INVISIBLE.finditer(text):
        pieces += [escape(text[end : match.start()]), _named(match.group())]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])


def _named(character: str) -> Markup:
    from markupsafe import Markup

    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "control character").lower()
    # A parser would drop NUL or replace it, so it is replaced here.
    kept = "\ufffd" if character == "\0" else character
    return Markup('<bdi class="invisible" title="{}: {}" data-code="{}">{}</bdi>').format(
        code, name, code, kept
    )
