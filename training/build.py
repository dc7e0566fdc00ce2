"""Make the model that ships, and measure it.

    python -m training.build [--corpora DIR]

Learns from the labelled articles that are not in the test list, from the sentences written for this
project and those chosen by a model, and from what fine-tuned teachers say of unlabelled texts; the
everyday texts come last, after the choice of how each technique learns the lesson.
Their answers are kept in `training/lessons/`: fine-tuning them needs a GPU, and no two machines
round alike. Sentences without an answer are left out, unless `--ask` fine-tunes the teachers anew
(the extra `teacher`, `--encoder`); where labels have changed, it takes that.
Writes `models/default/` and `training/results.json`. Needs the texts of the public corpora; without
them, `rhetoric train` makes a model from the authored sentences.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from rhetoric.cli.common import reports_errors
from rhetoric.evaluate import evaluate, predict
from rhetoric.lesson import read_unlabelled
from rhetoric.model_folder import load, save
from rhetoric.progress import terminal_stages
from rhetoric.tables import results_table
from rhetoric.teaching import teach
from rhetoric.train import steps, train
from training.baselines import all_positive, teacher_itself, word_tf_idf
from training.further_texts import unlabelled_files
from training.results import write_results
from training.teachers import ENCODER, LESSONS, shipped_recipe
from training.texts import CORPORA, authored, everyday, parts

ROOT = Path(__file__).parents[1]
DATA = (
    "news articles of the Propaganda Techniques Corpus and other public collections, labelled "
    "sentence by sentence for this project by a language model, and sentences written for it"
)
LICENCE = (
    "labels and authored sentences: MIT, as this project; the articles' texts are not included and "
    "remain their owners'"
)


@click.command()
@click.option("--corpora", type=click.Path(path_type=Path), default=CORPORA, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=ROOT / "models" / "default")
@click.option("--cache", type=click.Path(path_type=Path), default=LESSONS)
@click.option("--encoder", type=click.Path(path_type=Path), default=ENCODER, show_default=True)
@click.option("--ask", is_flag=True, help="Ask the teachers about sentences without an answer.")
@reports_errors
def main(corpora: Path, output: Path, cache: Path, encoder: Path, ask: bool) -> None:
    """Train, measure beside the baselines, and write model and results."""
    known = parts(corpora)
    recipe = shipped_recipe(encoder)
    with terminal_stages() as stage:
        unlabelled = read_unlabelled(unlabelled_files(corpora))
        teaching = teach(
            known.learnt, known.development, known.test, unlabelled, recipe, cache, stage, ask=ask
        )
        if teaching.unanswered:
            click.echo(
                f"{teaching.unanswered:,} unlabelled sentences have no answer and are left out",
                err=True,
            )
        learnt, test = (*known.learnt, *known.development, *everyday()), known.test
        progress = stage("Training", steps(recipe))
        model = train(learnt, test, recipe, "default", progress, teaching)
        teacher = teacher_itself(known, recipe, cache, stage, ask)
        own = train(authored(), (), recipe, "authored", stage("Authored alone", steps(recipe)))
    model = replace(model, card={**model.card, "data": DATA, "licence": LICENCE})
    save(model, output)
    results = {
        "rhetoric": evaluate(predict(load(output), test)),
        "the teacher itself": teacher,
        "our own sentences alone": evaluate(predict(own, test)),
        "word TF-IDF, logistic regression": word_tf_idf(learnt, test, recipe),
        "all-positive": all_positive(model.techniques, test),
    }
    for name, evaluation in results.items():
        click.echo(f"\n{name}\n{results_table(evaluation.to_dict())}")
    found = {name: evaluation.to_dict() for name, evaluation in results.items()}
    write_results(ROOT / "training" / "results.json", found)


if __name__ == "__main__":
    main()
