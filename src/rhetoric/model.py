"""A model folder ↔ a `Model`: plain arrays and JSON, nothing that runs code when it is read.

The folder holds `model.json` (techniques, thresholds), `vocabulary.json` (words, n-grams),
`weights.npz` (float16 weights and frequencies) and `card.json` (data, sizes, results).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rhetoric.annotations import Document
from rhetoric.char_ngrams import Ngrams
from rhetoric.card import card_text
from rhetoric.errors import BadModel
from rhetoric.features import FeatureSpace
from rhetoric.output import write_file
from rhetoric.scores import Weights
from rhetoric.text import Text, text_of

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from rhetoric.annotate import Options
    from rhetoric.explain import Explanation

FORMAT = 1
FILES = ("model.json", "vocabulary.json", "weights.npz", "card.json")


@dataclass(frozen=True)
class Model:
    """A linear classifier for each technique, ready to score."""

    name: str
    techniques: tuple[str, ...]
    """Technique ids, in the order of the weights' columns."""
    thresholds: Mapping[str, Mapping[str, float]]
    """Technique to operating point (`precise`, `balanced`, `sensitive`) to probability."""
    experimental: frozenset[str]
    """Techniques too weak to be annotated unless they are asked for."""
    space: FeatureSpace
    weights: Weights
    card: Mapping[str, Any]
    """What the model was trained on and how well it did."""

    @property
    def description(self) -> dict[str, Any]:
        """The model as the JSON contract names it."""
        return {
            "name": self.name,
            "format": FORMAT,
            "techniques": list(self.techniques),
            "experimental": sorted(self.experimental),
            "thresholds": {name: dict(points) for name, points in self.thresholds.items()},
        }

    def score(
        self, text: str | Text, options: Options | None = None, source: str = "<string>"
    ) -> Document:
        """Score one text; see `score_many`."""
        named = text_of(text, source) if isinstance(text, str) else text
        return next(self.score_many([named], options))

    def score_many(
        self, texts: Iterable[str | Text], options: Options | None = None
    ) -> Iterator[Document]:
        """Score texts as they come, in batches of bounded size; yields one document per text.

        Raises:
            UnknownTechnique: the options name a technique that the model does not know.
        """
        from rhetoric.annotate import Options
        from rhetoric.pipeline import score_texts

        named = (text_of(text) if isinstance(text, str) else text for text in texts)
        return score_texts(self, named, options or Options())

    def explain(self, sentence: str) -> tuple[Explanation, ...]:
        """Every technique's score of one sentence, split into exact shares of its words."""
        from rhetoric.explain import explain

        return explain(self, sentence)

    def to_sklearn(self) -> Pipeline:
        """The same model as a stock scikit-learn pipeline over lists of sentences.

        Each sentence is taken by itself, without neighbours. `predict_proba` gives the
        probabilities, shape (sentences, techniques).
        """
        from rhetoric.sklearn_pipeline import to_sklearn

        return to_sklearn(self)


def default_folder() -> Path:
    """The model that ships: inside the installed package, or in the checkout beside it."""
    package = Path(__file__).parent
    candidates = (package / "models" / "default", package.parents[1] / "models" / "default")
    for folder in candidates:
        if (folder / FILES[0]).is_file():
            return folder
    raise BadModel("the model that ships with rhetoric is missing; reinstall the package")


def load(path: str | Path | None = None) -> Model:
    """Load a model folder; without a path, the model that ships.

    Raises:
        BadModel: the folder is missing, incomplete, damaged or of another format.
    """
    folder = default_folder() if path is None else Path(path)
    if not folder.is_dir():
        raise BadModel(f"{folder}: no such model folder")
    for name in FILES:
        if not (folder / name).is_file():
            raise BadModel(f"{folder}: not a model folder, {name} is missing")
    try:
        settings = _read_json(folder / "model.json")
        if settings.get("format") != FORMAT:
            raise BadModel(
                f"{folder}: model format {settings.get('format')!r}, not {FORMAT}; retrain it"
            )
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            model = _assemble(
                settings,
                _read_json(folder / "vocabulary.json"),
                {name: arrays[name] for name in arrays.files},
                _read_json(folder / "card.json"),
            )
        _check(model)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        zipfile.BadZipFile,
    ) as error:
        raise BadModel(f"{folder}: the model is damaged ({error}); retrain it") from None
    return model


def save(model: Model, folder: Path) -> None:
    """Write a model folder; a file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "format": FORMAT,
        "name": model.name,
        "techniques": model.techniques,
        "thresholds": model.thresholds,
        "experimental": sorted(model.experimental),
    }
    space, weights = model.space, model.weights
    arrays: dict[str, Any] = {
        "pairs": space.pairs,
        "word_idf": space.word_idf.astype(np.float16),
        "char_idf": space.char_idf.astype(np.float16),
        "words": weights.words.astype(np.float16),
        "chars": weights.chars.astype(np.float16),
        "cues": weights.cues.astype(np.float16),
        "context": weights.context.astype(np.float16),
        "intercept": weights.intercept,
    }
    part = folder / "weights.part.npz"
    np.savez(part, **arrays)
    part.replace(folder / "weights.npz")
    write_json(folder / "vocabulary.json", {"words": space.words, "chars": space.chars.texts})
    write_json(folder / "card.json", model.card, indent=1)
    write_file(folder / "card.md", [card_text(model.card)])
    write_json(folder / "model.json", settings, indent=1)


def write_json(path: Path, value: object, indent: int | None = None) -> None:
    """Write a JSON file, whole or not at all."""
    write_file(path, [json.dumps(value, ensure_ascii=False, indent=indent), "\n"])


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _assemble(
    settings: Mapping[str, Any],
    vocabulary: Mapping[str, Any],
    arrays: Mapping[str, Any],
    card: Mapping[str, Any],
) -> Model:
    space = FeatureSpace(
        words=tuple(vocabulary["words"]),
        pairs=arrays["pairs"],
        chars=Ngrams.of(vocabulary["chars"]),
        word_idf=arrays["word_idf"].astype(np.float64),
        char_idf=arrays["char_idf"].astype(np.float64),
    )
    blocks = ("words", "chars", "cues", "context", "intercept")
    return Model(
        name=settings["name"],
        techniques=tuple(settings["techniques"]),
        thresholds=settings["thresholds"],
        experimental=frozenset(settings["experimental"]),
        space=space,
        weights=Weights(**{name: arrays[name].astype(np.float32) for name in blocks}),
        card=card,
    )


def _check(model: Model) -> None:
    """Raise ValueError where the parts do not belong together."""
    count = len(model.techniques)
    shapes = {
        name: (width, count)
        for name, width in zip(
            ("words", "chars", "cues", "context"), model.space.widths, strict=True
        )
    }
    for name, shape in shapes.items():
        if getattr(model.weights, name).shape != shape:
            raise ValueError(f"{name} weights do not fit the vocabulary")
    if model.weights.intercept.shape != (count,) or set(model.thresholds) != set(model.techniques):
        raise ValueError("techniques and thresholds do not fit the weights")
    if len(model.space.words) + len(model.space.pairs) != len(model.space.word_idf):
        raise ValueError("frequencies do not fit the vocabulary")


@cache
def _shipped() -> Model:
    return load()


def score(text: str, options: Options | None = None, source: str = "<string>") -> Document:
    """Score a text with the model that ships, which is loaded once.

    Args:
        text: the text; offsets in the result are code points of this string.
        options: what to annotate and where the thresholds lie.
        source: a name for the text, carried into the result.
    """
    return _shipped().score(text, options, source)
