"""A file of JSON lines in; its objects and where each stands out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from rhetoric.errors import BadCorpus
from rhetoric.text import read_characters


def json_lines(path: Path) -> Iterator[tuple[str, object]]:
    """What each line that is not blank holds, after the path and number of the line.

    `NaN`, which JSON does not know but some programs write for a missing value, is read as `null`.

    Raises:
        BadCorpus: a line is not JSON.
        UnreadableText: the file is missing or not UTF-8.
    """
    # JSON may hold the other line separators that splitlines knows.
    lines = read_characters(path).split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}, line {number}"
            yield where, _parsed(line, where)


def _parsed(line: str, where: str) -> object:
    try:
        return json.loads(line, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise BadCorpus(f"{where}: not JSON ({error.msg})") from None
    except RecursionError:
        raise BadCorpus(f"{where}: nested too deeply") from None
    except ValueError:
        raise BadCorpus(f"{where}: a number has too many digits") from None
