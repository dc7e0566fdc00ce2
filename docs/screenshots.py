"""Make the pictures of the report that the README shows, from `examples/`.

python docs/screenshots.py [CHROMIUM]

Needs Chromium (Debian: `apt-get install chromium`) and the dependency group `test`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from rhetoric.cli import main as rhetoric

DOCS = Path(__file__).parent
EXAMPLE = Path("examples", "column.txt")
CHOSEN = "The harbour road is a monument"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def main(chromium: str = "/usr/bin/chromium") -> None:
    """Write `report-light.png` and `report-dark.png` beside this file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        report = Path(folder, "report.html")
        command = ["score", str(EXAMPLE), "--format", "html", "-o", str(report)]
        CliRunner().invoke(rhetoric, command, catch_exceptions=False)
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(
                color_scheme=scheme,
                viewport={"width": 1440, "height": 900},
                reduced_motion="reduce",
            )
            page.goto(report.as_uri())
            page.locator(".sentence", has_text=CHOSEN).click()
            page.mouse.move(0, 0)
            page.screenshot(path=DOCS / f"report-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
