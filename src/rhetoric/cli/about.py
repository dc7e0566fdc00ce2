"""The commands that tell what a model knows and where it comes from."""

from __future__ import annotations

import click

from rhetoric.cli.common import model_option, reports_errors


@click.command()
@click.argument("technique", metavar="[ID]", required=False)
@model_option
@reports_errors
def techniques(technique: str | None, model_folder: str | None) -> None:
    """List the techniques with their measured precision and recall, or describe one."""
    from rhetoric.model_folder import load
    from rhetoric.output import write_stdout
    from rhetoric.taxonomy_view import taxonomy_text, technique_text

    model = load(model_folder)
    write_stdout([technique_text(model, technique) if technique else taxonomy_text(model)])


@click.command()
@model_option
@reports_errors
def info(model_folder: str | None) -> None:
    """Show versions, the model, and the licence of its data."""
    from rhetoric.model_folder import load
    from rhetoric.output import write_stdout
    from rhetoric.taxonomy_view import info_text

    write_stdout([info_text(load(model_folder))])
