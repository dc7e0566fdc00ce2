"""Parts of a model folder in; an error out where they cannot be those of one model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.annotations import OPERATING_POINTS
from rhetoric.char_ngrams import LONGEST
from rhetoric.cue_features import cue_feature_names
from rhetoric.features import REACH, context_names
from rhetoric.taxonomy import techniques as taxonomy


def check_arrays(arrays: Mapping[str, NDArray[Any]], words: int, techniques: int) -> None:
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


def check_settings(settings: Mapping[str, Any], card: object) -> None:
    """Raises ValueError where they cannot be those of a model."""
    techniques, thresholds = settings["techniques"], settings["thresholds"]
    points = [point for entry in thresholds.values() for point in entry.values()]
    _raise_unless(
        {
            "intercepts": len(settings["intercept"]) == len(techniques),
            "scales": len(settings["scales"]) == len(techniques),
            "thresholds": set(thresholds) == set(techniques)
            and all(set(entry) == set(OPERATING_POINTS) for entry in thresholds.values())
            and all(isinstance(point, float) and 0 <= point <= 1 for point in points),
            "techniques": len(set(techniques)) == len(techniques)
            and set(techniques) <= taxonomy().keys(),
            "name": isinstance(settings["name"], str),
            "card": isinstance(card, dict)
            and all(isinstance(card.get(part) or {}, dict) for part in ("training", "results")),
        }
    )


def _raise_unless(fitting: Mapping[str, bool]) -> None:
    for part, fits in fitting.items():
        if not fits:
            raise ValueError(f"its {part} cannot be right")
