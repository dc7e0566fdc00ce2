import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

import rhetoric
from rhetoric.cli import main

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SCHEMA = json.loads((files("rhetoric") / "schema.json").read_text(encoding="utf-8"))

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


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
