"""`rhetoric render`: a saved result in another format, without a model."""

import json
import subprocess
import sys

import jsonschema
import pytest
from conftest import ROOT, SCHEMA

SAVED = ROOT / "tests" / "snapshots" / "result.json"


def changed(change):
    result = json.loads(SAVED.read_text(encoding="utf-8"))
    change(result)
    return json.dumps(result)


def sentence(result):
    return result["documents"][0]["sentences"][0]


def test_the_saved_result_of_the_tests_follows_the_schema():
    jsonschema.validate(json.loads(SAVED.read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "text", "html"])
def test_renders_what_score_does(run, column, tmp_path, format_):
    saved = tmp_path / "saved.json"
    run("score", column, "--format", "json", "-o", saved)
    scored = run("score", column, "--format", format_).stdout
    assert run("render", saved, "--format", format_).stdout == scored
    assert run("render", "-", "--format", format_, input=saved.read_bytes()).stdout == scored


def test_needs_no_model():
    code = (
        "import sys; from rhetoric.cli import main\n"
        f"main(['render', {str(SAVED)!r}, '--format', 'html'], standalone_mode=False)\n"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy', 'sentencex')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is not JSON (line 1"),
        ("{", "is not JSON (line 1"),
        ("[1]", "is not a result of rhetoric"),
        ('{"a": NaN}', "is not JSON in UTF-8"),
        ('{"text": "\\ud800"}', "is not JSON in UTF-8"),
        (b"\xff\xfe{}", "is not JSON in UTF-8"),
        ("[" * 100_000, "is not JSON in UTF-8"),
        ('{"source": "a.txt"}\n{"source": "a.txt"}\n', "is JSON lines"),
        (changed(lambda r: r.update(version=2)), "is a result of version 2, not 1"),
        (changed(lambda r: r.pop("model")), "must contain ['model']"),
        (changed(lambda r: sentence(r).pop("text")), "sentences[0] must contain ['text']"),
        (changed(lambda r: sentence(r)["scores"].update(doubt=1.5)), "scores.doubt must be"),
        (changed(lambda r: sentence(r).update(end=20)), "its offsets do not fit its text"),
        (
            changed(lambda r: sentence(r)["annotations"][0].update(technique="lies")),
            "unknown technique 'lies'",
        ),
        (
            changed(lambda r: r["documents"][0]["summary"]["techniques"].update(lies={
                "author": 1, "quoted": 0
            })),
            "unknown technique 'lies'",
        ),
        (changed(lambda r: r["model"]["techniques"].append("lies")), "unknown technique 'lies'"),
        (
            changed(lambda r: sentence(r)["annotations"][0]["evidence"][0].update(start=4)),
            "the offsets of 'butchered' do not fit",
        ),
    ],
)  # fmt: skip
def test_what_is_no_result_is_named_in_one_line(run, tmp_path, content, reason):
    path = tmp_path / "result.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    target = tmp_path / "report.html"
    found = run("render", path, "--format", "html", "-o", target)
    assert found.exit_code == 2 and not target.exists()
    assert found.stderr.startswith("rhetoric: ") and len(found.stderr.splitlines()) == 1
    assert str(path) in found.stderr and reason in found.stderr


def test_missing_file(run, tmp_path):
    found = run("render", tmp_path / "none.json")
    assert found.exit_code == 2 and "cannot be read" in found.stderr


def test_sentences_name_their_block(run, column):
    result = json.loads(run("score", column, "--format", "json").stdout)
    content = column.read_text(encoding="utf-8")
    sentences = result["documents"][0]["sentences"]
    for one, other in zip(sentences, sentences[1:], strict=False):
        apart = "\n" in content[one["end"] : other["start"]]
        assert (one["block"] != other["block"]) == apart


def test_a_result_names_the_thresholds_it_was_made_at(run, column):
    args = ("score", column, "--format", "json", "--technique", "doubt", "--threshold", "0.2")
    assert json.loads(run(*args).stdout)["model"]["applied"] == {"doubt": 0.2}
