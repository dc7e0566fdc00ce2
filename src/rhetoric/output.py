"""Pieces of output in; a stream or a whole file out, never half a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from rhetoric.errors import RhetoricError


class CannotWrite(RhetoricError):
    """A file that cannot be written."""


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write to a temporary file beside it and rename, so that a failure leaves nothing.

    A link is followed, the permissions of an existing file are kept, and what is no regular file (a
    pipe, a device) is written to as it is.

    Raises:
        CannotWrite: the folder is missing, or writing is not permitted.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
                stream.writelines(pieces)
            return
        target = Path(os.path.realpath(path))
        part = target.with_name(f".{target.name[:50]}.{os.urandom(6).hex()}")
        try:
            with part.open("x", encoding="utf-8", errors="replace", newline="") as stream:
                if target.exists():
                    part.chmod(target.stat().st_mode)
                stream.writelines(pieces)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror})") from None


def write_bytes(content: bytes, path: Path) -> None:
    """Write bytes to a temporary file and rename it, making folders where they are missing.

    Raises:
        CannotWrite: writing is not permitted, or there is no room.
    """
    from tempfile import TemporaryDirectory

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".rhetoric-") as temporary:
            part = Path(temporary) / path.name
            part.write_bytes(content)
            part.replace(path)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror or error})") from None


def standard_output() -> TextIO:
    """Give it, if it can be written to.

    Raises:
        CannotWrite: it is closed.
    """
    if not sys.stdout:
        raise CannotWrite("standard output: is closed; redirect it to a file or a pipe")
    return sys.stdout


def write_stdout(pieces: Iterable[str]) -> None:
    """Write as UTF-8, whatever the locale; stop quietly when the reader goes away.

    Raises:
        CannotWrite: standard output is closed, or the disk is full.
    """
    stream = standard_output()
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise CannotWrite(f"standard output: cannot be written ({error.strerror})") from None
