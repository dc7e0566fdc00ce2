"""A `Model`: a linear classifier for each technique, ready to score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rhetoric.annotations import Document
from rhetoric.errors import UnknownTechnique
from rhetoric.features import FeatureSpace
from rhetoric.scores import Weights
from rhetoric.text import Text, text_of

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from rhetoric.annotate import Options
    from rhetoric.explain import Explanation

FORMAT = 3
"""Of model folders; one of another format must be trained again."""


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

    def check_techniques(self, wanted: Iterable[str]) -> None:
        """Accept the ids of techniques that the model knows.

        Raises:
            UnknownTechnique: it does not know one of them.
        """
        for technique in wanted:
            if technique not in self.techniques:
                raise UnknownTechnique(technique, self.techniques)

    def score(
        self, text: str | Text, options: Options | None = None, source: str = "<string>"
    ) -> Document:
        """Score one text; see `score_many`. `source` names a string; a `Text` has a name.

        Raises:
            TypeError: it is neither a string nor a `Text`, or the options are no `Options`.
        """
        return next(self.score_many([_named(text, source)], options))

    def score_many(
        self, texts: Iterable[str | Text], options: Options | None = None
    ) -> Iterator[Document]:
        """Score texts as they come, in batches of bounded size; yields one document per text.

        Raises:
            UnknownTechnique: the options name a technique that the model does not know.
            TypeError: a text is neither a string nor a `Text`, or the options are no `Options`.
        """
        from rhetoric.annotate import Options
        from rhetoric.pipeline import score_texts

        if isinstance(texts, str | Text):
            raise TypeError("score_many takes several texts; score takes one")
        if not isinstance(options, Options | None):
            raise TypeError(f"options must be Options, not {type(options).__name__}")
        return score_texts(self, map(_named, texts), options or Options())

    def explain(self, sentence: str) -> tuple[Explanation, ...]:
        """Every technique's score of one sentence, split into exact shares of its words."""
        from rhetoric.explain import explain

        return explain(self, sentence)

    def to_sklearn(self) -> Pipeline:
        """The same model as a stock scikit-learn pipeline over lists of sentences.

        Each sentence is taken by itself, without neighbours. `predict_proba` gives the
        probabilities, shape (sentences, techniques); of one technique, without it and with it.
        """
        from rhetoric.sklearn_pipeline import to_sklearn

        return to_sklearn(self)


def _named(text: str | Text, source: str = "<string>") -> Text:
    if isinstance(text, str):
        return text_of(text, source)
    if not isinstance(text, Text):
        raise TypeError(
            f"a text must be a string, or of read_text(path), not {type(text).__name__}"
        )
    return text
