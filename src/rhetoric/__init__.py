"""Score each sentence of a text for rhetoric and propaganda techniques.

>>> import rhetoric
>>> document = rhetoric.score("What a disgusting, cowardly betrayal of working people!")
>>> document.sentences[0].annotations[0].technique
'loaded_language'

Names are imported when they are first used, so that `rhetoric --help` does not wait for NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rhetoric.annotate import Options as Options
    from rhetoric.annotations import Annotation as Annotation
    from rhetoric.annotations import Document as Document
    from rhetoric.annotations import Evidence as Evidence
    from rhetoric.annotations import Sentence as Sentence
    from rhetoric.annotations import Summary as Summary
    from rhetoric.errors import BadCorpus as BadCorpus
    from rhetoric.errors import BadModel as BadModel
    from rhetoric.errors import BadOptions as BadOptions
    from rhetoric.errors import MissingExtra as MissingExtra
    from rhetoric.errors import RhetoricError as RhetoricError
    from rhetoric.errors import UnknownTechnique as UnknownTechnique
    from rhetoric.errors import UnreadableText as UnreadableText
    from rhetoric.explain import Explanation as Explanation
    from rhetoric.explain import WordShare as WordShare
    from rhetoric.model import Model as Model
    from rhetoric.model_folder import load as load
    from rhetoric.model_folder import score as score
    from rhetoric.taxonomy import Technique as Technique
    from rhetoric.taxonomy import techniques as techniques
    from rhetoric.text import Text as Text
    from rhetoric.text import read_text as read_text

_MODULES = {
    "annotate": ("Options",),
    "annotations": ("Annotation", "Document", "Evidence", "Sentence", "Summary"),
    "errors": (
        *("BadCorpus", "BadModel", "BadOptions", "MissingExtra"),
        *("RhetoricError", "UnknownTechnique", "UnreadableText"),
    ),
    "explain": ("Explanation", "WordShare"),
    "model": ("Model",),
    "model_folder": ("load", "score"),
    "taxonomy": ("Technique", "techniques"),
    "text": ("Text", "read_text"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"rhetoric.{_HOMES[name]}"), name)
    if name == "__version__":
        from importlib.metadata import version

        return version("rhetoric")
    raise AttributeError(f"module 'rhetoric' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
