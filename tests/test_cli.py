import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import SCHEMA

import rhetoric
from rhetoric.cli import main
from rhetoric.progress import documents_bar

LOADED = "What a disgusting, cowardly betrayal of working people!"


@pytest.fixture
def loaded(tmp_path):
    path = tmp_path / "loaded.txt"
    path.write_text(LOADED + "\n", encoding="utf-8")
    return path


def test_text_for_people(run, column):
    result = run("score", column)
    assert result.exit_code == 0
    assert "loaded language" in result.stdout
    assert "(not scored) Share this article on Facebook" in result.stdout
    assert "sentences annotated" in result.stdout
    assert "\x1b" not in result.stdout


def test_json_follows_its_schema_and_its_offsets_lie_in_the_file(run, tmp_path, column):
    windows = tmp_path / "windows.txt"
    windows.write_bytes(b"\xef\xbb\xbf" + column.read_bytes().replace(b"\n", b"\r\n"))
    result = run("score", "--format", "json", column, windows, tmp_path / "missing.txt")
    assert result.exit_code == 2
    output = json.loads(result.stdout)
    jsonschema.validate(output, SCHEMA)
    assert [document["source"] for document in output["documents"]] == [
        str(column),
        str(windows),
        str(tmp_path / "missing.txt"),
    ]
    for document, path in zip(output["documents"], (column, windows), strict=False):
        content = path.read_bytes().decode()
        for sentence in document["sentences"]:
            assert content[sentence["start"] : sentence["end"]] == sentence["text"]
            for annotation in sentence["annotations"]:
                for words in annotation["evidence"]:
                    assert content[words["start"] : words["end"]] == words["text"]


def test_jsonl_is_one_sentence_a_line(run, column):
    whole = json.loads(run("score", "--format", "json", column).stdout)["documents"][0]
    lines = [
        json.loads(line) for line in run("score", "--format", "jsonl", column).stdout.splitlines()
    ]
    assert lines == [{"source": str(column)} | sentence for sentence in whole["sentences"]]


def test_csv_has_a_row_per_annotation(run, column):
    rows = list(csv.DictReader(io.StringIO(run("score", "--format", "csv", column).stdout)))
    whole = json.loads(run("score", "--format", "json", column).stdout)["documents"][0]
    expected = sum(max(1, len(sentence["annotations"])) for sentence in whole["sentences"])
    assert len(rows) == expected
    assert {row["technique"] for row in rows} >= {"", "loaded_language"}


def test_standard_input(run):
    for args in (["score", "-", "--format", "jsonl"], ["score", "--format", "jsonl"]):
        result = run(*args, input=LOADED)
        assert json.loads(result.stdout)["source"] == "-"


def test_folder(run, tmp_path, loaded):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "other.txt").write_text("The council met.", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    output = json.loads(run("score", tmp_path, "--format", "json").stdout)
    assert [d["source"] for d in output["documents"]] == [
        str(loaded),
        str(tmp_path / "sub/other.txt"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("binary.txt", b"\x00\x01\x02", "binary"),
        ("letter.rtf", rb"{\rtf1\ansi Dear Ana}", "save it as .docx"),
        ("letter.odt", b"PK\x03\x04\x00 mimetype", "save it as .docx"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\x00", "save it as .docx"),
        ("misnamed.txt", b"PK\x03\x04\x00 word/document.xml", "--input-format docx"),
        ("latin.txt", "café".encode("latin-1"), "not UTF-8"),
        ("line.txt", b"word " * 300_000, "line 1 has"),
        ("folder", None, "no text files"),
        ("missing.txt", ..., "no such file"),
    ],
)
def test_bad_input_is_named_and_the_others_are_scored(run, tmp_path, loaded, name, data, reason):
    path = tmp_path / "in" / name
    path.parent.mkdir()
    if data is None:
        path.mkdir()
    elif data is not ...:
        path.write_bytes(data)
    result = run("score", path, loaded, "--format", "json")
    assert result.exit_code == 2
    output = json.loads(result.stdout)
    assert {d["source"] for d in output["documents"] if "sentences" in d} == {str(loaded)}
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and reason in lines[0] and name in lines[0]


def test_output_file_is_written_whole_or_not_at_all(run, tmp_path, loaded):
    target = tmp_path / "result.json"
    result = run("score", loaded, "--format", "json", "-o", target)
    assert result.exit_code == 0 and result.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == 1
    target.write_text("before", encoding="utf-8")
    assert run("score", loaded, "--technique", "lies", "-o", target).exit_code == 2
    assert target.read_text(encoding="utf-8") == "before"
    assert run("score", tmp_path / "missing.txt", "-o", target).exit_code == 2
    assert target.read_text(encoding="utf-8") == "before"
    assert run("score", loaded, "-o", tmp_path / "none" / "x.json").exit_code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["loaded.txt", "result.json"]


def test_the_name_of_the_output_tells_its_format(run, tmp_path, loaded):
    for name, begin in {"r.json": "{", "r.htm": "<!doctype html>", "r.txt": str(loaded)}.items():
        assert run("score", loaded, "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)
    assert run("score", loaded, "--format", "csv", "-o", tmp_path / "r.json").exit_code == 0
    assert (tmp_path / "r.json").read_text(encoding="utf-8").startswith("source,")


def test_output_follows_links_and_keeps_permissions(run, tmp_path, loaded):
    target, link = tmp_path / "private.json", tmp_path / "link.json"
    target.write_text("before", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run("score", loaded, "--format", "json", "-o", link).exit_code == 0
    assert link.is_symlink() and json.loads(target.read_text(encoding="utf-8"))["version"] == 1
    assert target.stat().st_mode & 0o777 == 0o600
    assert run("score", loaded, "-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


def test_a_text_is_never_written_over(run, tmp_path, loaded):
    before, link = loaded.read_bytes(), tmp_path / "link.txt"
    link.symlink_to(loaded)
    for source, output in ((loaded, loaded), (loaded, link), (tmp_path, loaded)):
        result = run("score", source, "-o", output)
        assert result.exit_code == 2 and "one of the sources" in result.stderr
    assert loaded.read_bytes() == before


def test_a_dash_is_standard_output(run, loaded, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run("score", loaded, "-o", "-").stdout == run("score", loaded).stdout
    assert [path.name for path in tmp_path.iterdir()] == ["loaded.txt"]


def test_output_into_a_pipe(loaded):
    command = [sys.executable, "-m", "rhetoric", "score", str(loaded), "-o", "/dev/stdout"]
    result = subprocess.run(command, capture_output=True, check=True)
    assert result.stdout.startswith(str(loaded).encode()) and not result.stderr


def test_the_name_of_a_file_cannot_break_a_line(run, tmp_path):
    assert len(run("score", tmp_path / "no\nfile").stderr.splitlines()) == 1


def test_data_is_no_text_unless_it_is_said_to_be(run, tmp_path):
    table = tmp_path / "texts.csv"
    table.write_text("text,labels\nThe mayor is a liar.,\n", encoding="utf-8")
    result = run("score", table)
    assert result.exit_code == 2 and "is data, not a text" in result.stderr
    assert run("score", table, "--input-format", "text").exit_code == 0


def test_a_page_without_an_ending_is_a_page(run, tmp_path):
    page = tmp_path / "saved"
    page.write_text("<!DOCTYPE html><title>x</title><p>The mayor lied.", encoding="utf-8")
    assert "<p>" not in run("score", page, "--format", "json").stdout


def test_fail_over(run, tmp_path, loaded):
    assert run("score", loaded, "--fail-over", "0.5").exit_code == 1
    assert run("score", loaded, "--fail-over", "1").exit_code == 0
    quoted = tmp_path / "quoted.txt"
    quoted.write_text('"They are disgusting, cowardly liars," she said.', encoding="utf-8")
    assert run("score", quoted, "--fail-over", "0.1").exit_code == 0
    assert run("score", quoted, "--fail-over", "0.1", "--quotes", "count").exit_code == 1


@pytest.mark.parametrize(
    "args",
    [
        ["score", "--technique", "lies", "{file}"],
        ["score", "--model", "/nowhere", "{file}"],
        ["score", "--threshold", "2", "{file}"],
        ["score", "--at", "random", "{file}"],
        ["score", "--at", "balanced", "--threshold", "0.5", "{file}"],
        ["score", ""],
        ["score", "A sentence and no file. " * 20],
        ["score", "{file}", "--model", "m" * 300],
        ["score", "{file}", "-o", "/dev/full"],
        ["score", "{file}", "--fail-over", "nan"],
        ["score", "https://example.org/story"],
        ["explain", "x", "--technique", "lies"],
        ["explain", "  "],
        ["techniques", "lies"],
        ["evaluate", "/nowhere.jsonl"],
        ["train", "/nowhere", "-o", "{folder}/model"],
        ["train", "-o", "m" * 300],
        ["train", "-o", "{folder}/model", "--seed", "-1"],
        ["train", "-o", "{folder}/model", "--encoder", "{folder}"],
        ["train", "-o", "{folder}/model", "--unlabelled", "m" * 300],
        ["unknown"],
    ],
)
def test_mistakes_exit_with_2_and_no_traceback(run, loaded, tmp_path, args):
    filled = [arg.format(file=loaded, folder=tmp_path) for arg in args]
    result = run(*filled)
    assert result.exit_code == 2
    assert result.stderr and "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    "args", [["score", "{file}"], ["score", "{file}", "--format", "html"], ["info"]]
)
def test_closed_standard_output_is_a_mistake(loaded, monkeypatch, capsys, args):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as stopped:
        main([arg.format(file=loaded) for arg in args])
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "standard output" in line and "closed" in line


@pytest.mark.parametrize(
    ("args", "code", "complaints"),
    [
        (["score", "{calm}", "{file}", "--fail-over", "0.5"], 1, 0),
        (["score", "{calm}", "/nowhere.txt"], 2, 1),
        (["techniques"], 0, 0),
    ],
)
def test_exit_code_when_the_reader_goes_away(loaded, monkeypatch, capsys, args, code, complaints):
    calm = loaded.with_name("calm.txt")
    calm.write_text("The council met.", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", buffering=1, encoding="utf-8") as unread:
        monkeypatch.setattr(sys, "stdout", unread)
        with pytest.raises(SystemExit) as stopped:
            main([arg.format(file=loaded, calm=calm) for arg in args])
    assert stopped.value.code == code
    assert len(capsys.readouterr().err.splitlines()) == complaints


def test_other_languages_get_a_notice(run, tmp_path):
    path = tmp_path / "french.txt"
    path.write_text(
        "Le conseil a voté mardi soir la fermeture du quai aux voitures dès le mois de juin."
    )
    result = run("score", path)
    assert result.exit_code == 0 and "does not look like English" in result.stderr


def test_flagged_leaves_the_others_out(run, column):
    documents = json.loads(run("score", column, "--flagged", "--format", "json").stdout)[
        "documents"
    ]
    sentences = documents[0]["sentences"]
    assert sentences and all(sentence["annotations"] for sentence in sentences)


@pytest.mark.parametrize(
    ("size", "hidden", "bar"),
    [(2_000_000, False, True), (2_000_000, True, False), (9, False, False)],
)
def test_long_inputs_have_a_progress_bar_on_a_terminal(monkeypatch, size, hidden, bar):
    documents = [{"sentences": [{"end": 700_000}]}, {"error": "gone"}]
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(documents_bar(documents, size, hidden)) == documents
    shown = terminal.getvalue()
    assert ("scoring" in shown and " 35%" in shown and "100%" in shown) == bar
    assert bar or shown == ""


def test_explain(run):
    result = run("explain", LOADED)
    first = result.stdout.splitlines()[0]
    assert first.startswith(">") and "Loaded language" in first and "disgusting" in first
    assert len(result.stdout.splitlines()) == 18
    entry = json.loads(run("explain", LOADED, "--format", "json", "--technique", "doubt").stdout)
    assert [found["technique"] for found in entry["techniques"]] == ["doubt"]
    assert result.stderr == ""
    several = run("explain", f"{LOADED} It rained.")
    assert several.exit_code == 0 and "2 sentences" in several.stderr


def test_techniques_and_info(run):
    listed = run("techniques").stdout
    assert "loaded_language" in listed and "off (experimental)" in listed
    one = run("techniques", "doubt").stdout
    assert "questions someone's honesty" in one and "precision" in one
    about = run("info").stdout
    assert "scikit-learn" in about and "licence of the data" in about


def test_every_command_and_option_has_help(run):
    for name, command in main.commands.items():
        text = run(name, "--help").stdout
        assert command.help
        for option in command.params:
            for flag in getattr(option, "opts", []):
                assert flag in text or not flag.startswith("-")


def test_public_names_stay_what_they_are_whatever_was_imported(model):
    model.score("A text.")
    assert "doubt" in rhetoric.techniques()
    assert all(callable(getattr(rhetoric, name)) for name in rhetoric.__all__)
