"""`rhetoric serve`: texts in, from people or programs; marked texts and results out.

Needs the extra `web`. Nothing is logged or kept of a text, unless the user saves corrections.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from rhetoric.corpus import read_corpus
from rhetoric.errors import MissingExtra, RhetoricError, how_to_install
from rhetoric.model import Model
from rhetoric.output import CannotWrite


class CannotServe(RhetoricError):
    """An address that cannot be listened on."""


def serve(
    model: Model, host: str, port: int, corrections: Path | None, ready: Callable[[str], None]
) -> None:
    """Answer requests until interrupted; `ready` is called with the page's address before.

    Args:
        model: what scores.
        host: name or address to listen on.
        port: 0 for any that is free.
        corrections: corpus file that corrections are added to; None to keep none.
        ready: told the address of the page.

    Raises:
        MissingExtra: the extra `web` is not installed.
        CannotServe: the address is taken, or is none of this machine.
        BadCorpus: the file of corrections holds something else.
        CannotWrite: there is no folder for it.
    """
    try:
        import uvicorn

        from rhetoric.web.app import create_app
    except ImportError:
        raise MissingExtra(
            f"the page needs starlette and uvicorn; {how_to_install('web')}"
        ) from None
    _check_corrections(corrections)
    with closing(_listening(host, port)) as listening:
        found = listening.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        app = create_app(model, corrections, host)
        config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
        ready(f"http://{name}:{found}/")
        with suppress(KeyboardInterrupt):  # the way to stop it
            uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CannotServe(
            f"{host}:{port}: cannot be listened on ({error.strerror}); "
            "give another --port or --host"
        ) from None
    return listening


def _check_corrections(path: Path | None) -> None:
    """Find out now, not when the user saves, that the file is no corpus or has no folder."""
    if path is None:
        return
    if path.suffix != ".jsonl":
        raise CannotWrite(f"{path}: a file of corrections must end in .jsonl")
    try:
        if not path.parent.is_dir():
            raise CannotWrite(f"{path}: cannot be written (there is no folder {path.parent})")
        if path.exists() and path.stat().st_size:
            read_corpus(path)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be written ({error.strerror})") from None
