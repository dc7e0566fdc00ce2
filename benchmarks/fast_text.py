"""fastText's supervised classifier, in an environment of its own since it needs an older NumPy."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.texts import authored

PACKAGES = ("numpy<2", "fasttext-wheel")
MODELS = {
    "fastText, words and word pairs": {"wordNgrams": 2},
    "fastText, with character n-grams of 2 to 5": {"wordNgrams": 2, "minn": 2, "maxn": 5},
}
WORKER = Path(__file__).with_name("fast_text_worker.py")


class FastText:
    """A process with trained classifiers that predicts when it is told to."""

    def __init__(self, folder: Path) -> None:
        """Install, train on the authored sentences.

        Raises:
            OSError, CalledProcessError: the package cannot be installed or does not run.
        """
        self.models = tuple(MODELS)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / "bin" / "python"
        pip = [python, "-m", "pip", "install", "-q", *PACKAGES]
        subprocess.run(pip, check=True, capture_output=True)
        corpus = folder / "train.txt"
        corpus.write_text("".join(map(_line, authored())), encoding="utf-8")
        self._process = subprocess.Popen(
            [python, WORKER, corpus, json.dumps(MODELS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version = self._ask()

    def predict(self, name: str, sentences: Sequence[str]) -> float:
        """CPU seconds to predict all labels of all sentences."""
        assert self._process.stdin is not None
        request = {"model": name, "sentences": [" ".join(text.split()) for text in sentences]}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return float(self._ask())

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _ask(self) -> str:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().strip()
        if not answer:
            raise OSError("fastText's process has ended")
        return answer


def install(folder: Path) -> FastText | None:
    """The classifiers, or None with a notice where they cannot be had."""
    try:
        return FastText(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"fastText is left out: it cannot be installed here ({error})", file=sys.stderr)
        return None


def _line(entry: dict[str, list[str] | str]) -> str:
    labels = " ".join(f"__label__{label}" for label in entry["labels"] or ["none"])
    return f"{labels} {' '.join(str(entry['text']).split())}\n"
