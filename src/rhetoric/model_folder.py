"""A model folder ↔ a `Model`: plain arrays and JSON, nothing that runs code when it is read.

The folder holds `model.json` (techniques, thresholds), `words.txt` (one a line), five arrays, and
`card.json` (data, sizes, results). The arrays are `pairs.npy` (word pairs), `ngrams.npy` (character
n-grams), `idf.npy` (what words, pairs and n-grams count, by how rare they are), `weights.npy` (a
row for each of those and a column for each technique, a byte each; see `rhetoric.quantisation`) and
`dense.npy` (the weights of cue and context features, as they are).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import OPERATING_POINTS, Document
from rhetoric.char_ngrams import LONGEST, Ngrams
from rhetoric.cue_features import cue_feature_names
from rhetoric.errors import BadModel
from rhetoric.features import REACH, FeatureSpace, context_names
from rhetoric.model import FORMAT, Model
from rhetoric.output import write_file
from rhetoric.quantisation import quantised, restored
from rhetoric.scores import Weights

if TYPE_CHECKING:
    from rhetoric.annotate import Options

ARRAYS = ("pairs", "ngrams", "idf", "weights", "dense")
FILES = ("model.json", "words.txt", "card.json", *(f"{name}.npy" for name in ARRAYS))
DAMAGED = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    TokenError,
    OverflowError,
    RecursionError,
)
"""What reading a damaged model folder raises."""


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
        if not folder.is_dir():
            raise BadModel(f"{folder}: no such model folder")
        for name in FILES:
            if not (folder / name).is_file():
                raise BadModel(f"{folder}: not a model folder, {name} is missing")
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
    """Raises ValueError, or what else comes of it, where the parts do not belong together."""
    techniques = tuple(settings["techniques"])
    _check_arrays(arrays, len(words), len(techniques))
    word_width = len(words) + len(arrays["pairs"])
    space = FeatureSpace(
        words=tuple(words),
        pairs=arrays["pairs"].astype(np.int64),
        chars=Ngrams(settings["letters"], arrays["ngrams"]),
        word_idf=arrays["idf"][:word_width].astype(np.float64),
        char_idf=arrays["idf"][word_width:].astype(np.float64),
    )
    _check_settings(settings, card)
    if int(space.chars.codes.max(initial=0)) > len(space.chars.letters):
        raise ValueError("its letters cannot be right")
    intercept, scales = (np.array(settings[k], dtype=np.float32) for k in ("intercept", "scales"))
    if not np.isfinite([intercept, scales]).all():
        raise ValueError("its intercepts or scales cannot be right")
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


def _check_arrays(arrays: Mapping[str, NDArray[Any]], words: int, techniques: int) -> None:
    """Raises ValueError where their kinds or sizes do not belong together."""
    pairs, ngrams, idf = arrays["pairs"], arrays["ngrams"], arrays["idf"]
    rows = words + len(pairs) + len(ngrams)
    dense = len(cue_feature_names()) + len(context_names())
    fitting = {
        "pairs": pairs.ndim == 1
        and pairs.dtype.kind == "u"
        and int(pairs.max(initial=0)) < max(REACH * words**2, 1)
        and bool((pairs[1:] > pairs[:-1]).all()),
        "n-grams": ngrams.shape[1:] == (LONGEST,) and ngrams.dtype.kind == "u",
        "frequencies": idf.shape == (rows,) and idf.dtype.kind == "f",
        "weights": arrays["weights"].shape == (rows, techniques)
        and arrays["weights"].dtype == np.int8,
        "dense weights": arrays["dense"].shape == (dense, techniques)
        and arrays["dense"].dtype == np.float32,
    }
    finite = {name: bool(np.isfinite(arrays[name]).all()) for name in ("idf", "dense")}
    _raise_unless(fitting)
    _raise_unless(finite)


def _check_settings(settings: Mapping[str, Any], card: object) -> None:
    """Raises ValueError where they cannot be those of a model."""
    techniques, thresholds = settings["techniques"], settings["thresholds"]
    points = [point for entry in thresholds.values() for point in entry.values()]
    _raise_unless(
        {
            "intercepts": len(settings["intercept"]) == len(techniques),
            "scales": len(settings["scales"]) == len(techniques),
            "thresholds": set(thresholds) == set(techniques)
            and all(set(entry) == set(OPERATING_POINTS) for entry in thresholds.values())
            and all(isinstance(point, float) for point in points),
            "name": isinstance(settings["name"], str),
            "card": isinstance(card, dict),
        }
    )


def _raise_unless(fitting: Mapping[str, bool]) -> None:
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
