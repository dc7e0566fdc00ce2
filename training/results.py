"""What was measured in; a JSON file that the README and the report are made from out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rhetoric.output import write_file


def write_results(path: Path, found: Mapping[str, Any]) -> None:
    """Write the whole file or nothing."""
    write_file(path, [json.dumps(found, indent=1, ensure_ascii=False), "\n"])
