"""Documents shared out to several processes."""

import json
import multiprocessing
import os
import signal

import pytest

from rhetoric import processes
from rhetoric.annotate import Options
from rhetoric.errors import StoppedProcess
from rhetoric.text import text_of

SHORT = "They butchered the bill, and everybody knows it. The vote is on Monday."


@pytest.fixture
def folder(tmp_path):
    """Documents for more parts than two processes have in work at once."""
    for number in range(12):
        text = f"Report {number}. {SHORT}\n\n" * (1 + 600 * (number % 2))
        (tmp_path / f"{number:02}.txt").write_text(text)
    return tmp_path


def _documents(result):
    return json.loads(result.stdout)["documents"]


def test_processes_give_the_same_documents_in_the_same_order(run, folder, monkeypatch):
    monkeypatch.setattr(processes, "PART_CHARACTERS", 10_000)
    (folder / "05.txt").write_bytes(b"\xff\xfe\xff")
    arguments = ("score", folder, "--format", "json", "--flagged", "--fail-over", "0.2")
    one, two = run(*arguments), run(*arguments, "--jobs", "2")
    assert (one.exit_code, one.stderr) == (two.exit_code, two.stderr)
    assert "05.txt" in two.stderr
    for alone, shared in zip(_documents(one), _documents(two), strict=True):
        assert alone["source"] == shared["source"]
        if "error" not in alone:
            for first, second in zip(alone["sentences"], shared["sentences"], strict=True):
                assert first["text"] == second["text"]
                assert first["scores"] == pytest.approx(second["scores"], abs=1e-9)
    assert len(_documents(two)) == 12


def test_a_stopped_process_is_one_line(monkeypatch):
    monkeypatch.setattr(processes, "PART_CHARACTERS", 1)

    def texts():
        for number in range(100):
            if number == 20:
                for child in multiprocessing.active_children():
                    os.kill(child.pid, signal.SIGKILL)
            yield text_of(SHORT, str(number))

    with pytest.raises(StoppedProcess, match="--jobs"):
        list(processes.score_in_processes(2, None, Options(), False, texts()))


def test_fewer_than_one_process_is_a_usage_error(run, column):
    assert run("score", column, "--jobs", "0").exit_code == 2
