"""One JSON object with all documents: the contract of `schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import TYPE_CHECKING, Any

from rhetoric.annotations import VERSION

if TYPE_CHECKING:
    from rhetoric.render import Style


def render(
    documents: Iterable[dict[str, Any]], model: dict[str, Any], style: Style
) -> Iterator[str]:
    """Yield the object piece by piece, so that many documents do not fill memory."""
    yield f'{{"version": {VERSION}, "model": {dumps(model, ensure_ascii=False)}, "documents": ['
    separator = "\n"
    for document in documents:
        yield separator + dumps(document, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
