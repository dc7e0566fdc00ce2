"""A table for spreadsheets: one row per annotation, or per sentence that has none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rhetoric.render import Style

COLUMNS = (
    "source",
    "index",
    "start",
    "end",
    "kind",
    "voice",
    "technique",
    "probability",
    "threshold",
    "evidence",
    "text",
)


def render(
    documents: Iterable[dict[str, Any]], model: dict[str, Any], style: Style
) -> Iterator[str]:
    """Yield the head and then the rows, sentence by sentence."""
    yield _lines([dict.fromkeys(COLUMNS) | {name: name for name in COLUMNS}])
    for document in documents:
        for sentence in document.get("sentences", ()):
            yield _lines(_rows(document["source"], sentence))


def _rows(source: str, sentence: dict[str, Any]) -> list[dict[str, Any]]:
    base = {"source": source} | {name: sentence[name] for name in COLUMNS if name in sentence}
    rows = [
        base
        | {
            "technique": annotation["technique"],
            "voice": annotation["voice"],
            "probability": f"{annotation['probability']:.4f}",
            "threshold": f"{annotation['threshold']:.4f}",
            "evidence": " | ".join(words["text"] for words in annotation["evidence"]),
        }
        for annotation in sentence["annotations"]
    ]
    return rows or [base]


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    for row in rows:
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return buffer.getvalue()


def _harmless(value: Any) -> Any:
    """Keep a spreadsheet from taking a cell of the text for a formula."""
    return (
        f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "@", "-")) else value
    )
