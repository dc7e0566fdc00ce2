"""Corpora in; a trained model folder out: what `rhetoric train` does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rhetoric.corpus import read_corpora
from rhetoric.errors import BadCorpus
from rhetoric.evaluate import unknown_labels
from rhetoric.fitting import Recipe
from rhetoric.lesson import read_unlabelled
from rhetoric.model import Model
from rhetoric.model_folder import save
from rhetoric.output import CannotWrite
from rhetoric.progress import Stage
from rhetoric.teaching import cache_for, teach
from rhetoric.train import steps, train
from rhetoric.training_data import fingerprints, split_documents, without_copies

TEST_SHARE = 0.1
DEVELOPMENT_SHARE = 0.1


@dataclass(frozen=True)
class Retrained:
    """A model, and what the corpora held too few examples of."""

    model: Model
    left_out: tuple[str, ...]
    """Techniques."""


def retrain(
    corpora: Sequence[Path],
    unlabelled: Sequence[Path],
    output: Path,
    name: str,
    recipe: Recipe,
    stage: Stage,
) -> Retrained:
    """Train on nine tenths of the documents, report on the rest, and write the model.

    With unlabelled texts, a fine-tuned teacher labels them first, and the model learns from that
    too.

    Raises:
        MissingExtra: unlabelled texts are given and the extra `teacher` is not installed.
        BadEncoder: there is none where the recipe says.
        BadCorpus: a corpus cannot be read, or there is too little to learn from.
        CannotWrite: the output folder holds something else than a model, or cannot be written to.
    """
    cache = cache_for(recipe, cache_folder()) if unlabelled else None
    try:
        _check_output(output)
    except OSError as error:
        raise CannotWrite(f"{output}: cannot be written ({error.strerror})") from None
    documents = read_corpora(corpora or [shipped_corpus()])
    kept, test = split_documents(documents, TEST_SHARE, recipe.seed)
    teaching = None
    if cache is not None:
        learnt, development = split_documents(kept, DEVELOPMENT_SHARE, recipe.seed + 1)
        development = without_copies(development, fingerprints(learnt))
        batch = read_unlabelled(unlabelled)
        teaching = teach(learnt, development, test, batch, recipe, cache, stage)
    model = train(kept, test, recipe, name, stage("Training", steps(recipe)), teaching)
    save(model, output)
    return Retrained(model, unknown_labels(model, documents))


def _check_output(output: Path) -> None:
    """Find out now, not after training, that the model cannot be written there."""
    path = output.absolute()
    there = next(folder for folder in (path, *path.parents) if _exists(folder))
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise CannotWrite(f"{output}: cannot be written, {there} does not allow it")
    names = {entry.name for entry in path.iterdir()} if there == path else set()
    if "model.json" not in names and any(not name.startswith(".") for name in names):
        raise CannotWrite(f"{output}: the folder is not empty and holds no model; give another")


def _exists(path: Path) -> bool:
    """Unlike `Path.exists`, raises `OSError` for a name that cannot exist, in any Python."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


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
