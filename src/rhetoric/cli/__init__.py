"""The command line: parse, call, render, exit code. Everything heavy is imported when called."""

from __future__ import annotations

import click

from rhetoric.cli.about import info, techniques
from rhetoric.cli.scoring import explain, render, score, serve
from rhetoric.cli.training import evaluate, train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rhetoric", message="%(prog)s %(version)s")
def main() -> None:
    """Find rhetoric and propaganda techniques in text, sentence by sentence.

    It labels wording and argument, never truth, and every score is uncertain.
    """


for command in (score, explain, render, serve, techniques, train, evaluate, info):
    main.add_command(command)
