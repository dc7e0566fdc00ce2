"""Make the pictures of the report and the page that the README shows, from `examples/`.

python docs/screenshots.py [CHROMIUM]

Needs Chromium (Debian: `apt-get install chromium`), the extra `web` and the dependency group
`test`.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from click.testing import CliRunner
from playwright.sync_api import Page, sync_playwright

from rhetoric import load
from rhetoric.cli import main as rhetoric
from rhetoric.web.app import create_app

DOCS = Path(__file__).parent
EXAMPLE = Path("examples", "column.txt")
CHOSEN = "The harbour road is a monument"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def main(chromium: str = "/usr/bin/chromium") -> None:
    """Write pictures of the report and of the page, light and dark, beside this file."""
    with tempfile.TemporaryDirectory() as folder, served() as address, sync_playwright() as driver:
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
            take(page, DOCS / f"report-{scheme}.png")
            page.goto(address)
            page.locator("#text-0").fill(EXAMPLE.read_text(encoding="utf-8"))
            page.locator("#text-0").evaluate("box => box.scrollTo(0, 0)")
            take(page, DOCS / f"page-{scheme}.png")
        browser.close()


def take(page: Page, path: Path) -> None:
    """Choose a sentence and take the picture."""
    page.locator(".sentence", has_text=CHOSEN).click()
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=path)


@contextmanager
def served() -> Iterator[str]:
    """The page's address, while it is served."""
    app = create_app(load(), Path("corrections.jsonl"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
