"""One JSON object a line: a sentence with its `source`, or a source that failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rhetoric.render import Style


def render(
    documents: Iterable[dict[str, Any]], model: dict[str, Any], style: Style
) -> Iterator[str]:
    """Yield one line per sentence."""
    for document in documents:
        source = {"source": document["source"]}
        if "error" in document:
            yield dumps(document, ensure_ascii=False) + "\n"
            continue
        for sentence in document["sentences"]:
            yield dumps(source | sentence, ensure_ascii=False) + "\n"
