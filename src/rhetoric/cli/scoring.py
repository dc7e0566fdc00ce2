"""The commands that score texts and show results."""

from __future__ import annotations

import sys
from collections import deque
from functools import partial
from itertools import chain, islice
from math import isnan
from pathlib import Path
from typing import Any

import click

from rhetoric.cli.common import (
    at_option,
    complain,
    model_option,
    output_options,
    reports_errors,
    write,
)
from rhetoric.inputs import INPUT_FORMATS

COMMANDLINE = click.core.ParameterSource.COMMANDLINE


class Probability(click.FloatRange):
    """A number from 0 to 1."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Give it; `nan` is none, though no comparison says so."""
        found: float = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(f"{value} is not a number", param, ctx)
        return found


PROBABILITY = Probability()
MOST_PROCESSES = 61
"""Windows cannot wait for more."""


@click.command()
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
@click.option("--threshold", type=PROBABILITY, metavar="P", help="One threshold for all, not --at.")
@at_option("Operating point of each technique.")
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
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, MOST_PROCESSES),
    default=1,
    metavar="N",
    help="Processes that share the documents out; pays from tens of thousands of sentences.",
)
@reports_errors
def score(
    sources: tuple[str, ...],
    format_: str | None,
    input_format: str | None,
    output: Path | None,
    model_folder: str | None,
    techniques: tuple[str, ...],
    threshold: float | None,
    at: str,
    quotes: str,
    flagged: bool,
    fail_over: float | None,
    jobs: int,
) -> None:
    """Score files (text, Markdown, HTML, PDF, DOCX), those of folders, or standard input (-)."""
    from rhetoric.annotate import Options, thresholds_for
    from rhetoric.model_folder import load
    from rhetoric.output import standard_output
    from rhetoric.progress import documents_bar
    from rhetoric.scoring_run import Scorer, ScoringRun, score_here
    from rhetoric.sources import check_kept, size_of

    at_is_given = click.get_current_context().get_parameter_source("at") is COMMANDLINE
    if threshold is not None and at_is_given:
        raise click.UsageError("--threshold stands in place of --at: give one of them")
    if not sources:
        if sys.stdin and sys.stdin.isatty():
            raise click.UsageError("give a file or a folder, or - to read standard input")
        sources = ("-",)
    check_kept(sources, output)
    results_on_terminal = output is None and standard_output().isatty()
    model = load(model_folder)
    options = Options(techniques, threshold, at, quotes)
    score_texts: Scorer = partial(score_here, model, options, flagged)
    if jobs > 1:
        from rhetoric.processes import score_in_processes

        score_texts = partial(score_in_processes, jobs, model_folder, options, flagged)
    run = ScoringRun(score_texts, fail_over, input_format)
    description = model.description | {"applied": thresholds_for(model, options)}
    documents = documents_bar(run.documents(sources), size_of(sources), hidden=results_on_terminal)
    begun = tuple(islice(documents, 1))
    if output is None or any("sentences" in document for document in begun):
        write(format_, chain(begun, documents), description, output)
    if fail_over is not None:
        # The reader of standard output may have gone away before the end.
        deque(documents, maxlen=0)
    for notice in run.notices:
        complain(notice)
    for failure in run.failures:
        complain(failure.error)
    if run.failures:
        sys.exit(2)
    if run.over_limit:
        sys.exit(1)


@click.command()
@click.argument("result", metavar="RESULT.json")
@output_options
@reports_errors
def render(result: str, format_: str | None, output: Path | None) -> None:
    """Show a saved result of `score --format json` in another format; needs no model."""
    from rhetoric.saved_result import read_result

    saved = read_result(result)
    write(format_, saved.documents, saved.model, output)


@click.command()
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
    """Show every technique's probability and the words for and against it.

    The sentence is taken by itself, so that figures can differ from those in a text. > marks what
    is annotated at balanced; up to five words are shown each way, all of them in JSON.
    """
    from rhetoric.explain_view import explanation_json, explanation_text
    from rhetoric.model_folder import load
    from rhetoric.output import write_stdout
    from rhetoric.sentences import split_sentences
    from rhetoric.text import text_of

    count = len(split_sentences(text_of(sentence))[0])
    if count > 1:
        complain(f"{count} sentences, explained as one; `rhetoric score` takes them apart")
    view = explanation_json if format_ == "json" else explanation_text
    write_stdout(view(load(model_folder), sentence, techniques))


@click.command()
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
    from rhetoric.model_folder import load
    from rhetoric.web import serve as serve_page

    def ready(address: str) -> None:
        complain(f"open {address} in a browser; Ctrl+C stops it")

    serve_page(load(model_folder), host, port, corrections, ready)
