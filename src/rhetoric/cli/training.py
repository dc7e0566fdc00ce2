"""The commands that train and measure models."""

from __future__ import annotations

from pathlib import Path

import click

from rhetoric.cli.common import at_option, complain, model_option, reports_errors

LARGEST_SEED = 2**32 - 1
"""What PyTorch and NumPy both take."""


@click.command()
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Model folder.",
)
@click.option("--name", default=None, help="Name of the model; by default the folder's.")
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=LARGEST_SEED),
    default=0,
    show_default=True,
    help="Decides splits and folds.",
)
@click.option(
    "--unlabelled",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Texts for a fine-tuned teacher to label (.txt, folders of them, .jsonl); repeatable. "
    "Needs the extra teacher.",
)
@click.option(
    "--encoder",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="What to fine-tune, saved by transformers; by default all-MiniLM-L6-v2.",
)
@reports_errors
def train(
    corpora: tuple[Path, ...],
    output: Path,
    name: str | None,
    seed: int,
    unlabelled: tuple[Path, ...],
    encoder: str | None,
) -> None:
    """Train a model from nothing on labelled corpora; without any, on the sentences that ship.

    Those alone make a much weaker model than the one that ships. A corpus is this project's JSONL,
    a folder in the layout of the Propaganda Techniques Corpus, or CSV with the columns text and
    labels. A tenth of the documents is held out to report on.
    """
    from rhetoric.encoders import MINILM
    from rhetoric.fitting import Recipe
    from rhetoric.output import write_stdout
    from rhetoric.progress import terminal_stages
    from rhetoric.retrain import retrain
    from rhetoric.tables import results_table
    from rhetoric.teacher import TeacherRecipe

    if encoder is not None and not unlabelled:
        raise click.UsageError("--encoder needs --unlabelled: give texts for it to label")
    teacher = TeacherRecipe(seed=seed, encoder=encoder or MINILM)
    recipe = Recipe(seed=seed, teachers=(teacher,))
    with terminal_stages() as stage:
        trained = retrain(corpora, unlabelled, output, name or output.resolve().name, recipe, stage)
    if trained.left_out:
        complain(f"too few examples to learn {', '.join(trained.left_out)}: left out")
    results = trained.model.card["results"]
    table = results_table(results) if results else "too few documents to hold any out\n"
    write_stdout([table, f"\nmodel written to {output}\n"])


@click.command()
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
@at_option("The operating point to measure at.")
@model_option
@reports_errors
def evaluate(
    corpora: tuple[Path, ...], format_: str, plots: Path | None, at: str, model_folder: str | None
) -> None:
    """Measure a model on labelled corpora that it was not trained on."""
    from json import dumps

    from rhetoric.corpus import read_corpora
    from rhetoric.errors import BadCorpus
    from rhetoric.evaluate import evaluate as evaluated
    from rhetoric.evaluate import predict, unknown_labels
    from rhetoric.model_folder import load
    from rhetoric.output import write_stdout
    from rhetoric.tables import results_table

    model, documents = load(model_folder), read_corpora(corpora)
    predictions = predict(model, documents, at)
    if not predictions.data.annotated.any():
        raise BadCorpus(
            "nothing to measure: outside boilerplate, no sentence was judged for a technique that "
            "the model knows"
        )
    if unknown := unknown_labels(model, documents):
        complain(f"the model does not know {', '.join(unknown)}: these labels are left out")
    if plots is not None:
        from rhetoric.plots import write_plots

        write_plots(predictions, plots)
    results = evaluated(predictions).to_dict()
    write_stdout([dumps(results, indent=1) + "\n" if format_ == "json" else results_table(results)])
