"""Documents shared out to several processes."""

import json
import multiprocessing
import signal
import subprocess
import sys
import time

import pytest

from rhetoric import pipeline, processes
from rhetoric.annotate import Options
from rhetoric.errors import StoppedProcess
from rhetoric.text import text_of

SHORT = "They butchered the bill, and everybody knows it. The vote is on Monday."


@pytest.fixture
def folder(tmp_path):
    """Documents of many sizes."""
    for number in range(12):
        text = f"Report {number}. {SHORT}\n\n" * (1 + 60 * (number % 2))
        (tmp_path / f"{number:02}.txt").write_text(text)
    return tmp_path


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(pipeline, "BATCH_CHARACTERS", 1000)


def _documents(result):
    return json.loads(result.stdout)["documents"]


def test_processes_give_the_same_documents_in_the_same_order(run, folder, small_parts):
    (folder / "05.txt").write_bytes(b"\xff\xfe\xff")
    arguments = ("score", folder, "--format", "json", "--flagged", "--fail-over", "0.2")
    one, two = run(*arguments), run(*arguments, "--jobs", "2")
    assert (one.exit_code, one.stderr) == (two.exit_code, two.stderr)
    assert "05.txt" in two.stderr
    assert len(_documents(two)) == 12
    for alone, shared in zip(_documents(one), _documents(two), strict=True):
        assert alone["source"] == shared["source"]
        if "error" not in alone:
            for first, second in zip(alone["sentences"], shared["sentences"], strict=True):
                assert first["text"] == second["text"]
                assert first["scores"] == pytest.approx(second["scores"], abs=1e-9)


def test_texts_are_read_as_they_are_needed(small_parts):
    read = []
    others = multiprocessing.active_children()

    def texts():
        for number in range(40):
            read.append(number)
            yield text_of(SHORT * 20, str(number))

    documents = processes.score_in_processes(2, None, Options(), False, texts())
    assert next(documents)["source"] == "0"
    assert len(read) <= 2 * processes.PARTS_AHEAD + 1
    documents.close()
    assert _soon(lambda: set(multiprocessing.active_children()) <= set(others))


def test_a_stopped_process_is_an_error(small_parts):
    others = multiprocessing.active_children()

    def texts():
        for number in range(100):
            if number == 20:
                for child in set(multiprocessing.active_children()) - set(others):
                    child.kill()
            yield text_of(SHORT * 20, str(number))

    with pytest.raises(StoppedProcess, match="--jobs"):
        list(processes.score_in_processes(2, None, Options(), False, texts()))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_nothing_outlives_a_stopped_run(folder, signal_):
    (folder / "large.txt").write_text(f"{SHORT}\n\n" * 60_000)
    command = (sys.executable, "-m", "rhetoric", "score", folder, "--jobs", "2")
    run = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What runs in the background, as tests may, ignores interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(2)
    run.send_signal(signal_)
    # Ends with the last process that holds the pipe.
    _, complaint = run.communicate(timeout=20)
    assert run.returncode
    if signal_ == signal.SIGINT:
        assert complaint.decode() == "rhetoric: interrupted\n"


def test_fewer_than_one_process_is_a_usage_error(run, column):
    assert run("score", column, "--jobs", "0").exit_code == 2


def _soon(happened):
    for _ in range(100):
        if happened():
            return True
        time.sleep(0.1)
    return False
