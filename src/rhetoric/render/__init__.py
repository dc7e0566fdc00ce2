"""Step 6: documents as plain dictionaries in; pieces of output out. One file per format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rhetoric.render import csv, html, json, jsonl, text


@dataclass(frozen=True)
class Style:
    """How output for people looks; other formats ignore it."""

    color: bool = False
    width: int = 88


Renderer = Callable[[Iterable[dict[str, Any]], dict[str, Any], Style], Iterator[str]]

RENDERERS: dict[str, Renderer] = {
    "text": text.render,
    "html": html.render,
    "json": json.render,
    "jsonl": jsonl.render,
    "csv": csv.render,
}
"""Format to what renders it: documents, the model's description and the style in, pieces out."""
