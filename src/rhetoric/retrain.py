"""Corpora in; a trained model folder out: what `rhetoric train` does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rhetoric.corpus import read_corpora
from rhetoric.errors import BadCorpus
from rhetoric.fitting import Recipe
from rhetoric.lesson import read_unlabelled
from rhetoric.model import Model
from rhetoric.model_folder import save
from rhetoric.output import CannotWrite
from rhetoric.progress import Stage
from rhetoric.teaching import teach
from rhetoric.train import steps, train
from rhetoric.training_data import split_documents

TEST_SHARE = 0.1
DEVELOPMENT_SHARE = 0.1


def retrain(
    corpora: Sequence[Path],
    unlabelled: Sequence[Path],
    output: Path,
    name: str,
    recipe: Recipe,
    stage: Stage,
) -> Model:
    """Train on nine tenths of the documents, report on the rest, and write the model.

    With unlabelled texts, a fine-tuned teacher labels them first, and the model learns from that
    too.

    Raises:
        MissingExtra: unlabelled texts are given and the extra `teacher` is not installed.
        BadCorpus: a corpus cannot be read, or there is too little to learn from.
        CannotWrite: the output folder holds something else than a model, or cannot be written to.
    """
    path = output.absolute()
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise CannotWrite(f"{output}: cannot be written, {there} does not allow it")
    if output.exists() and any(output.iterdir()) and not (output / "model.json").is_file():
        raise CannotWrite(f"{output}: the folder is not empty and holds no model; give another")
    documents = read_corpora(corpora or [shipped_corpus()])
    kept, test = split_documents(documents, TEST_SHARE, recipe.seed)
    teaching = None
    if unlabelled:
        learnt, development = split_documents(kept, DEVELOPMENT_SHARE, recipe.seed + 1)
        batch = read_unlabelled(unlabelled)
        teaching = teach(learnt, development, test, batch, recipe, cache_folder(), stage)
    model = train(kept, test, recipe, name, stage("Training", steps(recipe)), teaching)
    try:
        save(model, output)
    except OSError as error:
        raise CannotWrite(f"{output}: cannot be written ({error.strerror})") from None
    return model


def cache_folder() -> Path:
    """Where the answers of teachers are kept between runs."""
    root = os.environ.get("XDG_CACHE_HOME")
    return (Path(root) if root else Path.home() / ".cache") / "rhetoric"


def shipped_corpus() -> Path:
    """The sentences written for this project: in the package, or in the checkout beside it."""
    package = Path(__file__).parent
    candidates = (
        package / "corpus" / "authored.jsonl",
        package.parents[1] / "training" / "corpus" / "authored.jsonl",
    )
    for path in candidates:
        if path.is_file():
            return path
    raise BadCorpus("the corpus that ships with rhetoric is missing; reinstall the package")
