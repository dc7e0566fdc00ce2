import json
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

import rhetoric
from rhetoric.cli import main

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SCHEMA = json.loads((files("rhetoric") / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def model():
    return rhetoric.load()


@pytest.fixture
def run():
    """Run the command line; gives exit code, stdout and stderr."""
    runner = CliRunner()
    return lambda *args, **kwargs: runner.invoke(main, [str(arg) for arg in args], **kwargs)


@pytest.fixture
def column():
    return ROOT / "examples" / "column.txt"
