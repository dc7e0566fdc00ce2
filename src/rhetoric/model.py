"""A model folder ↔ a `Model`: plain arrays and JSON, nothing that runs code when it is read.

The folder holds `model.json` (techniques, thresholds), `words.txt` (one a line), five arrays, and
`card.json` (data, sizes, results). The arrays are `pairs.npy` (word pairs), `ngrams.npy` (character
n-grams), `idf.npy` (how rare words, pairs and n-grams are), `weights.npy` (a row for each of those
and a column for each technique, in bytes; see `rhetoric.quantisation`) and `dense.npy` (the same
for cue and context features).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import OPERATING_POINTS, Document
from rhetoric.char_ngrams import Ngrams
from rhetoric.errors import BadModel
from rhetoric.features import REACH, FeatureSpace
from rhetoric.output import write_file
from rhetoric.quantisation import quantised, restored
from rhetoric.scores import Weights
from rhetoric.text import Text, text_of

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from rhetoric.annotate import Options
    from rhetoric.explain import Explanation

FORMAT = 3
ARRAYS = ("pairs", "ngrams", "idf", "weights", "dense")
DAMAGED = (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError)
"""What reading a damaged model folder raises."""
FILES = ("model.json", "words.txt", "card.json", *(f"{name}.npy" for name in ARRAYS))


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
    try:
        found = folder.is_dir()
    except OSError:
        found = False
    if not found:
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
        model = _assemble(
            settings,
            (folder / "words.txt").read_text(encoding="utf-8").splitlines(),
            {name: _read_array(folder / f"{name}.npy") for name in ARRAYS},
            _read_json(folder / "card.json"),
        )
    except DAMAGED as error:
        raise BadModel(f"{folder}: the model is damaged ({error}); retrain it") from None
    return model


def save(model: Model, folder: Path) -> None:
    """Write a model folder; until it is whole it cannot be loaded."""
    from rhetoric.card import card_text

    folder.mkdir(parents=True, exist_ok=True)
    space, weights = model.space, model.weights
    codes, scales = quantised(np.concatenate([weights.words, weights.chars]))
    arrays = {
        "pairs": space.pairs.astype(np.min_scalar_type(REACH * len(space.words) ** 2)),
        "ngrams": space.chars.codes,
        "idf": np.concatenate([space.word_idf, space.char_idf]).astype(np.float16),
        "weights": codes,
        "dense": np.concatenate([weights.cues, weights.context]),
    }
    (folder / "model.json").unlink(missing_ok=True)
    for name in ARRAYS:
        part = folder / f"{name}.part.npy"
        np.save(part, arrays[name])
        part.replace(folder / f"{name}.npy")
    settings = {
        "format": FORMAT,
        "name": model.name,
        "techniques": model.techniques,
        "thresholds": model.thresholds,
        "experimental": sorted(model.experimental),
        "intercept": weights.intercept.tolist(),
        "scales": scales.tolist(),
        "letters": space.chars.letters,
    }
    write_file(folder / "words.txt", [f"{word}\n" for word in space.words])
    write_json(folder / "card.json", model.card, indent=1)
    write_file(folder / "card.md", [card_text(model.card)])
    write_json(folder / "model.json", settings, indent=1)


def write_json(path: Path, value: object, indent: int | None = None) -> None:
    """Write a JSON file, whole or not at all."""
    write_file(path, [json.dumps(value, ensure_ascii=False, indent=indent), "\n"])


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _read_array(path: Path) -> NDArray[Any]:
    return np.asarray(np.lib.format.open_memmap(path, mode="r"))


def _assemble(
    settings: Mapping[str, Any],
    words: Sequence[str],
    arrays: Mapping[str, NDArray[Any]],
    card: Mapping[str, Any],
) -> Model:
    """Raises ValueError where the parts do not belong together."""
    techniques = tuple(settings["techniques"])
    word_width = len(words) + len(arrays["pairs"])
    space = FeatureSpace(
        words=tuple(words),
        pairs=arrays["pairs"].astype(np.int64),
        chars=Ngrams(settings["letters"], arrays["ngrams"]),
        word_idf=arrays["idf"][:word_width].astype(np.float64),
        char_idf=arrays["idf"][word_width:].astype(np.float64),
    )
    _check(settings, arrays, space, card)
    intercept, scales = (np.array(settings[k], dtype=np.float32) for k in ("intercept", "scales"))
    of_words, chars = np.split(restored(arrays["weights"], scales), [word_width])
    cues, context = np.split(np.array(arrays["dense"]), [space.widths[2]])
    return Model(
        name=settings["name"],
        techniques=techniques,
        thresholds=settings["thresholds"],
        experimental=frozenset(settings["experimental"]),
        space=space,
        weights=Weights(of_words, chars, cues, context, intercept),
        card=card,
    )


def _check(
    settings: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    space: FeatureSpace,
    card: object,
) -> None:
    """Raises ValueError where the parts do not belong together."""
    techniques, thresholds = settings["techniques"], settings["thresholds"]
    points = [point for entry in thresholds.values() for point in entry.values()]
    fitting = {
        "frequencies": len(arrays["idf"]) == len(space.word_idf) + len(space.chars),
        "weights": arrays["weights"].shape == (sum(space.widths[:2]), len(techniques)),
        "dense weights": arrays["dense"].shape == (sum(space.widths[2:]), len(techniques)),
        "letters": int(space.chars.codes.max(initial=0)) <= len(space.chars.letters),
        "intercepts": len(settings["intercept"]) == len(settings["scales"]) == len(techniques),
        "thresholds": set(thresholds) == set(techniques)
        and all(set(entry) == set(OPERATING_POINTS) for entry in thresholds.values())
        and all(isinstance(point, float) for point in points),
        "name": isinstance(settings["name"], str),
        "card": isinstance(card, dict),
    }
    for part, fits in fitting.items():
        if not fits:
            raise ValueError(f"its {part} cannot be right")


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
