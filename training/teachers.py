"""The teachers whose answers are committed in `lessons/`; fine-tunes them and asks them anew.

    python -m training.teachers [--encoder DIR]

Needs the extra `teacher`, a GPU for half an hour, and the encoder all-mpnet-base-v2 as the
library `transformers` saves it. Answers are kept under a hash of what the teachers learnt from, so
whoever has the same labels need not do this.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from pathlib import Path

import click

from rhetoric.answers import Answers, read_answers
from rhetoric.batch import Batch
from rhetoric.errors import BadCorpus
from rhetoric.fitting import Recipe
from rhetoric.lesson import distinct_rows, read_unlabelled
from rhetoric.progress import terminal_stages
from rhetoric.taxonomy import techniques
from rhetoric.teacher import TeacherRecipe
from rhetoric.teaching import answers_path, averaged_answers
from rhetoric.training_data import TrainingData, fingerprint, fingerprints, training_data
from training.further_texts import news_files, unlabelled_files
from training.ptc_lines import benchmark_data
from training.texts import CORPORA, parts

ROOT = Path(__file__).parents[1]
LESSONS = ROOT / "training" / "lessons"
ENCODER = ROOT.parent / "all-mpnet-base-v2"


def shipped_recipe(encoder: Path = ENCODER) -> Recipe:
    """What the shipped model learns from: eight MPNets.

    MPNet's rate and epochs are the best of three on the development articles.
    """
    mpnet = TeacherRecipe(epochs=3, batch=64, encoder_rate=4e-5, encoder=str(encoder))
    seeds = (0, *range(20, 27))
    return Recipe(teachers=tuple(replace(mpnet, seed=seed) for seed in seeds))


def benchmark_recipe(encoder: Path = ENCODER) -> Recipe:
    """What the model of the public benchmark learns from: four MPNets."""
    mpnet = TeacherRecipe(epochs=3, batch=64, encoder_rate=3e-5, encoder=str(encoder))
    return Recipe(teachers=tuple(replace(mpnet, seed=seed) for seed in (10, 11, 12, 13)))


def kept_answers(labels: TrainingData) -> Answers:
    """What the shipped model's teachers said, who learnt from these labels.

    Raises:
        BadCorpus: they have not been asked.
    """
    path = answers_path(labels, shipped_recipe(), LESSONS)
    answers = read_answers(path, len(labels.techniques) + 1)
    if not len(answers.keys):
        raise BadCorpus(f"no answers of teachers that know these labels in {path}")
    return answers


@click.command()
@click.option("--corpora", type=click.Path(path_type=Path), default=CORPORA, show_default=True)
@click.option("--encoder", type=click.Path(path_type=Path), default=ENCODER, show_default=True)
def main(corpora: Path, encoder: Path) -> None:
    """Ask all teachers about all unlabelled sentences; those asked before are not asked again."""
    known = parts(corpora)
    labels = training_data(known.learnt, tuple(techniques()))
    held_out = training_data((*known.development, *known.test), labels.techniques, learn=False)
    lines = benchmark_data([corpora / "ptc" / "train", corpora / "ptc" / "dev"])
    unlabelled = read_unlabelled(unlabelled_files(corpora))
    news = read_unlabelled(news_files(corpora))
    labelled = fingerprints((*known.learnt, *known.development, *known.test))
    asked = [*_distinct(unlabelled, labelled), *held_out.batch.sentences]
    with terminal_stages() as stage:
        averaged_answers(labels, asked, shipped_recipe(encoder), LESSONS, stage)
        asked = _distinct(news, {fingerprint(line) for line in lines.batch.sentences})
        averaged_answers(lines, asked, benchmark_recipe(encoder), LESSONS, stage)


def _distinct(batch: Batch, labelled: Set[str]) -> list[str]:
    return [batch.sentences[row] for row in distinct_rows(batch, labelled).tolist()]


if __name__ == "__main__":
    main()
