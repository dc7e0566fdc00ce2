"""What the commands share: options, errors in one line, writing results."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from rhetoric.errors import RhetoricError

FORMATS = ("text", "html", "json", "jsonl", "csv")
OTHER_ENDINGS = {"htm": "html", "ndjson": "jsonl"}
POINTS = ("precise", "balanced", "sensitive")


def reports_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a user's mistake into one line on stderr and exit code 2."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except RhetoricError as error:
            complain(str(error))
            sys.exit(2)
        except KeyboardInterrupt:
            complain("interrupted")
            sys.exit(2)

    return wrapped


def complain(message: str) -> None:
    """One line on stderr, whatever characters a file's name has."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in message)
    click.echo(f"rhetoric: {shown}", err=True)


def output_options(command: Callable[..., None]) -> Callable[..., None]:
    """What every command that renders documents has."""
    format_ = click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        help="By default told by the name of --output, else text.",
    )
    output = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=lambda _, __, path: None if path == Path("-") else path,
        help="Write to a file.",
    )
    return format_(output(command))


def at_option(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option that chooses one of a model's operating points."""
    return click.option(
        "--at", type=click.Choice(POINTS), default="balanced", show_default=True, help=text
    )


def model_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option that every command with a model has."""
    return click.option(
        "--model",
        "model_folder",
        metavar="DIR",
        help="Model folder; by default the one that ships.",
    )(command)


def write(
    format_: str | None,
    documents: Iterable[dict[str, Any]],
    model: dict[str, Any],
    output: Path | None,
) -> None:
    """Render documents to a file, or to standard output."""
    from rhetoric.output import write_file, write_stdout
    from rhetoric.render import RENDERERS

    renderer = RENDERERS[format_ or _format_of(output)]
    pieces = renderer(documents, model, _style(output))
    if output is None:
        write_stdout(pieces)
    else:
        write_file(output, pieces)


def _format_of(output: Path | None) -> str:
    ending = output.suffix[1:].lower() if output else ""
    format_ = OTHER_ENDINGS.get(ending, ending)
    return format_ if format_ in FORMATS else "text"


def _style(output: Path | None) -> Any:
    from rhetoric.output import standard_output
    from rhetoric.render import Style

    if output is not None or not standard_output().isatty():
        return Style()
    from shutil import get_terminal_size

    width = min(get_terminal_size().columns, 100)
    return Style(color=not os.environ.get("NO_COLOR"), width=width)
