"""The command line: parse, call, render, exit code. Everything heavy is imported when called."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from rhetoric.errors import RhetoricError
from rhetoric.inputs import INPUT_FORMATS

FORMATS = ("text", "html", "json", "jsonl", "csv")
PROBABILITY = click.FloatRange(0, 1)


def reports_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a user's mistake into one line on stderr and exit code 2."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except RhetoricError as error:
            _complain(str(error))
            sys.exit(2)
        except KeyboardInterrupt:
            _complain("interrupted")
            sys.exit(2)

    return wrapped


def _complain(message: str) -> None:
    click.echo(f"rhetoric: {message}", err=True)


def output_options(command: Callable[..., None]) -> Callable[..., None]:
    """What every command that renders documents has."""
    format_ = click.option(
        "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True
    )
    output = click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
    )
    return format_(output(command))


def model_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option that every command with a model has."""
    return click.option(
        "--model",
        "model_folder",
        metavar="DIR",
        help="Model folder; by default the one that ships.",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rhetoric", message="%(prog)s %(version)s")
def main() -> None:
    """Find rhetoric and propaganda techniques in text, sentence by sentence.

    It labels wording and argument, never truth, and every score is uncertain.
    """


@main.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@output_options
@click.option(
    "--input-format",
    type=click.Choice(tuple(INPUT_FORMATS)),
    help="Format of the sources; by default told by their names.",
)
@model_option
@click.option(
    "--technique", "techniques", metavar="ID", multiple=True, help="Only this one; repeatable."
)
@click.option(
    "--threshold", type=PROBABILITY, metavar="P", help="One threshold for all techniques."
)
@click.option(
    "--at",
    type=click.Choice(("precise", "balanced", "sensitive")),
    default="balanced",
    show_default=True,
    help="Operating point of each technique.",
)
@click.option(
    "--quotes",
    type=click.Choice(("mark", "skip", "count")),
    default="mark",
    show_default=True,
    help="Others' words: mark them as quoted, skip them, or count them as the author's.",
)
@click.option("--flagged", is_flag=True, help="Leave out sentences without annotations.")
@click.option(
    "--fail-over",
    type=PROBABILITY,
    metavar="P",
    help="Exit with 1 if an annotation of the author's words is at least this probable.",
)
@reports_errors
def score(
    sources: tuple[str, ...],
    format_: str,
    input_format: str | None,
    output: Path | None,
    model_folder: str | None,
    techniques: tuple[str, ...],
    threshold: float | None,
    at: str,
    quotes: str,
    flagged: bool,
    fail_over: float | None,
) -> None:
    """Score files (text, Markdown, HTML, PDF, DOCX), those of folders, or standard input (-)."""
    from rhetoric.annotate import Options, thresholds_for
    from rhetoric.model import load
    from rhetoric.progress import documents_bar
    from rhetoric.scoring_run import ScoringRun
    from rhetoric.sources import size_of

    if not sources:
        if sys.stdin.isatty():
            raise click.UsageError("give a file or a folder, or - to read standard input")
        sources = ("-",)
    model = load(model_folder)
    options = Options(techniques, threshold, at, quotes)
    run = ScoringRun(model, options, flagged, fail_over, input_format)
    description = model.description | {"applied": thresholds_for(model, options)}
    results_on_terminal = output is None and sys.stdout.isatty()
    documents = documents_bar(run.documents(sources), size_of(sources), hidden=results_on_terminal)
    _write(format_, documents, description, output)
    for notice in run.notices:
        _complain(notice)
    for failure in run.failures:
        _complain(failure.error)
    if run.failures:
        sys.exit(2)
    if run.over_limit:
        sys.exit(1)


@main.command()
@click.argument("result", metavar="RESULT.json")
@output_options
@reports_errors
def render(result: str, format_: str, output: Path | None) -> None:
    """Show a saved result of `score --format json` in another format; needs no model."""
    from rhetoric.saved_result import read_result

    saved = read_result(result)
    _write(format_, saved.documents, saved.model, output)


@main.command()
@click.argument("sentence")
@click.option(
    "--technique", "techniques", metavar="ID", multiple=True, help="Only this one; repeatable."
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True
)
@model_option
@reports_errors
def explain(
    sentence: str, techniques: tuple[str, ...], format_: str, model_folder: str | None
) -> None:
    """Show every technique's probability and the words for and against it."""
    from rhetoric.explain_view import explanation_json, explanation_text
    from rhetoric.model import load
    from rhetoric.output import write_stdout

    view = explanation_json if format_ == "json" else explanation_text
    write_stdout(view(load(model_folder), sentence, techniques))


@main.command()
@click.argument("technique", metavar="[ID]", required=False)
@model_option
@reports_errors
def techniques(technique: str | None, model_folder: str | None) -> None:
    """List the techniques with their measured precision and recall, or describe one."""
    from rhetoric.model import load
    from rhetoric.output import write_stdout
    from rhetoric.taxonomy_view import taxonomy_text, technique_text

    model = load(model_folder)
    write_stdout([technique_text(model, technique) if technique else taxonomy_text(model)])


@main.command()
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Model folder.",
)
@click.option("--name", default=None, help="Name of the model; by default the folder's.")
@click.option("--seed", type=int, default=0, show_default=True, help="Decides splits and folds.")
@click.option(
    "--unlabelled",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Texts for a fine-tuned teacher to label; repeatable. Needs the extra teacher.",
)
@reports_errors
def train(
    corpora: tuple[Path, ...],
    output: Path,
    name: str | None,
    seed: int,
    unlabelled: tuple[Path, ...],
) -> None:
    """Train a model on labelled corpora; without any, on the one that ships.

    A corpus is this project's JSONL, a folder in the layout of the Propaganda Techniques Corpus, or
    CSV with the columns text and labels. A tenth of the documents is held out to report on.
    """
    from rhetoric.fitting import Recipe
    from rhetoric.output import write_stdout
    from rhetoric.progress import terminal_stages
    from rhetoric.retrain import retrain
    from rhetoric.tables import results_table

    with terminal_stages() as stage:
        model = retrain(corpora, unlabelled, output, name or output.name, Recipe(seed=seed), stage)
    write_stdout([results_table(model.card["results"]), f"\nmodel written to {output}\n"])


@main.command()
@click.argument(
    "corpora", metavar="CORPUS...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True
)
@click.option(
    "--plots",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Draw precision and recall, reliability and confusion there. Needs the extra plots.",
)
@model_option
@reports_errors
def evaluate(
    corpora: tuple[Path, ...], format_: str, plots: Path | None, model_folder: str | None
) -> None:
    """Measure a model on labelled corpora that it was not trained on."""
    from json import dumps

    from rhetoric.corpus import read_corpora
    from rhetoric.evaluate import evaluate as evaluated
    from rhetoric.evaluate import predict
    from rhetoric.model import load
    from rhetoric.output import write_stdout
    from rhetoric.tables import results_table

    predictions = predict(load(model_folder), read_corpora(corpora))
    if plots is not None:
        from rhetoric.plots import write_plots

        write_plots(predictions, plots)
    results = evaluated(predictions).to_dict()
    write_stdout([dumps(results, indent=1) + "\n" if format_ == "json" else results_table(results)])


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--corrections",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.jsonl",
    help="Corpus that corrections are added to when the user saves them; without it none can be.",
)
@model_option
@reports_errors
def serve(host: str, port: int, corrections: Path | None, model_folder: str | None) -> None:
    """Show a page to paste texts into, and answer POST /api/score. Needs the extra web.

    Nothing of a text is logged or kept, unless the user saves corrections.
    """
    from rhetoric.model import load
    from rhetoric.web import serve as serve_page

    def ready(address: str) -> None:
        _complain(f"open {address} in a browser; Ctrl+C stops it")

    serve_page(load(model_folder), host, port, corrections, ready)


@main.command()
@model_option
@reports_errors
def info(model_folder: str | None) -> None:
    """Show versions, the model, and the licence of its data."""
    from rhetoric.model import load
    from rhetoric.output import write_stdout
    from rhetoric.taxonomy_view import info_text

    write_stdout([info_text(load(model_folder))])


def _write(
    format_: str, documents: Iterable[dict[str, Any]], model: dict[str, Any], output: Path | None
) -> None:
    from rhetoric.output import write_file, write_stdout
    from rhetoric.render import RENDERERS

    pieces = RENDERERS[format_](documents, model, _style(output))
    if output is None:
        write_stdout(pieces)
    else:
        write_file(output, pieces)


def _style(output: Path | None) -> Any:
    from rhetoric.render import Style

    if output is not None or not sys.stdout.isatty():
        return Style()
    from shutil import get_terminal_size

    width = min(get_terminal_size().columns, 100)
    return Style(color=not os.environ.get("NO_COLOR"), width=width)
