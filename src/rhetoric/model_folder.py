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
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import Document
from rhetoric.char_ngrams import Ngrams
from rhetoric.errors import BadModel
from rhetoric.features import REACH, FeatureSpace
from rhetoric.model import FORMAT, Model
from rhetoric.model_checks import check_arrays, check_settings
from rhetoric.output import CannotWrite
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
UNFINISHED = b'{"format": "unfinished"}\n'
"""Stands in `model.json` while files are exchanged, so that no mixture of two models is loaded."""


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
    except PermissionError as error:
        raise BadModel(f"{folder}: cannot be read ({error.strerror})") from None
    except DAMAGED as error:
        raise BadModel(f"{folder}: the model is damaged ({error}); retrain it") from None
    return model


def save(model: Model, folder: Path) -> None:
    """Write a model folder, whole or not at all; other files in it stay.

    A process that is killed may leave a folder that `load` refuses and the next `save` completes.

    Raises:
        CannotWrite: writing is not permitted, or there is no room.
    """
    try:
        exists = folder.is_dir()
        around = folder if exists else folder.parent
        around.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=around, prefix=".rhetoric-") as temporary:
            made = Path(temporary) / "model"
            made.mkdir()
            for name, content in _contents(model).items():
                (made / name).write_bytes(content)
            if exists:
                _exchange(made, folder)
            else:
                made.rename(folder)
    except OSError as error:
        raise CannotWrite(f"{folder}: cannot be written ({error.strerror or error})") from None


def _exchange(made: Path, folder: Path) -> None:
    unfinished = made / "unfinished"
    unfinished.write_bytes(UNFINISHED)
    unfinished.replace(folder / "model.json")
    for path in sorted(made.iterdir(), key=lambda path: path.name == "model.json"):
        path.replace(folder / path.name)


def _contents(model: Model) -> dict[str, bytes]:
    """Name to content of each file."""
    from rhetoric.card import card_text

    space, weights = model.space, model.weights
    codes, scales = quantised(np.concatenate([weights.words, weights.chars]))
    arrays = {
        "pairs": space.pairs.astype(np.min_scalar_type(REACH * len(space.words) ** 2)),
        "ngrams": space.chars.codes,
        "idf": np.concatenate([space.word_idf, space.char_idf]).astype(np.float16),
        "weights": codes,
        "dense": np.concatenate([weights.cues, weights.context]),
    }
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
    texts = {
        "model.json": _json(settings),
        "words.txt": "".join(f"{word}\n" for word in space.words),
        "card.json": _json(model.card),
        "card.md": card_text(model.card),
    }
    return {
        **{name: text.encode("utf-8", "replace") for name, text in texts.items()},
        **{f"{name}.npy": _npy(array) for name, array in arrays.items()},
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _npy(array: NDArray[Any]) -> bytes:
    # Given a path, NumPy overlooks an error in the last block that it writes.
    content = BytesIO()
    np.save(content, array)
    return content.getvalue()


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
    check_arrays(arrays, len(words), len(techniques))
    word_width = len(words) + len(arrays["pairs"])
    space = FeatureSpace(
        words=tuple(words),
        pairs=arrays["pairs"].astype(np.int64),
        chars=Ngrams(settings["letters"], arrays["ngrams"]),
        word_idf=arrays["idf"][:word_width].astype(np.float64),
        char_idf=arrays["idf"][word_width:].astype(np.float64),
    )
    check_settings(settings, card)
    letters = space.chars.letters
    if int(space.chars.codes.max(initial=0)) > len(letters) or list(letters) != sorted({*letters}):
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
