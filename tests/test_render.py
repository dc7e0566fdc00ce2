"""One snapshot for each output format, rendered from a saved result without a model."""

import json
import re

import pytest
from conftest import ROOT

from rhetoric.render import RENDERERS, Style
from rhetoric.render.html import visible
from rhetoric.render.text import printable

SNAPSHOTS = ROOT / "tests" / "snapshots"
RESULT = json.loads((SNAPSHOTS / "result.json").read_text(encoding="utf-8"))


def rendered(format_, **style):
    return "".join(RENDERERS[format_](RESULT["documents"], RESULT["model"], Style(**style)))


def without_assets(page):
    """The page without stylesheet and script, and so without their hashes."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", page, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]{44}", "sha256-…", page)


@pytest.mark.parametrize("format_", RENDERERS)
def test_snapshot(format_):
    expected = (SNAPSHOTS / f"expected.{format_}").read_text(encoding="utf-8")
    found = rendered(format_)
    assert (without_assets(found) if format_ == "html" else found) == expected


def test_colour_marks_the_evidence():
    colored = rendered("text", color=True)
    assert "\x1b[1m\x1b[4mbutchered\x1b[0m" in colored and "[butchered]" not in colored


def test_narrow_terminals_are_respected():
    sentences = [
        line for line in rendered("text", width=40).splitlines() if not line.startswith("      >")
    ]
    assert max(len(line) for line in sentences if "█" not in line) <= 73
    assert all(len(line) <= 40 for line in sentences if "butchered" in line)


def test_words_are_wrapped_where_they_take_two_columns():
    document = json.loads(json.dumps(RESULT["documents"][0]))
    sentence = document["sentences"][1]
    sentence["text"] = "🚲🚲🚲 " * 20
    lines = "".join(RENDERERS["text"]([document], {}, Style(width=40))).splitlines()
    assert max(line.count("🚲") for line in lines) == 15


def test_blocks_are_apart():
    assert "\n\n   2  The council met again.\n   3  " in rendered("text")


def test_control_characters_do_not_reach_the_terminal():
    assert "\x1b" not in rendered("text") and "\u202e" not in rendered("text")


@pytest.mark.parametrize(
    "character",
    "\xad \u061c \u115f \u1160 \u180e \u202e \u3164 \uffa0 \ufff9 \ufffb \U000e0001 \U000e0067 \U000e007f".split(),
)
def test_invisible_characters_are_shown_by_their_codes(character):
    shown = visible(f"a{character}b")
    assert f'data-code="U+{ord(character):04X}"' in shown


def test_what_emoji_are_made_of_is_kept():
    family = "👨\u200d👩\u200d👧"
    england = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert visible(family + england) == family + england
    assert printable(family) == family


def test_every_annotation_says_what_it_rests_on(run):
    result = run(
        "score", "-", "--threshold", "0.0001", input="Warning: hot surface.\n\nLentil soup"
    )
    lines = [line for line in result.stdout.splitlines() if " by:" in line]
    assert lines and not any(line.rstrip().endswith("by:") for line in lines)
