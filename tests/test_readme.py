"""The README says what is so."""

import json

from conftest import ROOT

from benchmarks import report
from rhetoric.cli import main
from training.readme import filled

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_are_up_to_date():
    assert filled(README) == README


def test_the_figures_for_speed_are_those_of_the_benchmark():
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    assert report.filled(README, results) == README and report.readme_part(results) in README


def test_the_python_code_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    code = README.partition("```python\n")[2].partition("```")[0]
    exec(code, {})
    assert "loaded_language" in capsys.readouterr().out


def test_every_command_is_documented():
    for name in main.commands:
        assert f"`rhetoric {name}" in README


def test_every_option_of_score_is_documented():
    for option in main.commands["score"].params:
        for flag in option.opts:
            if flag.startswith("--"):
                assert flag in README


def test_the_test_command_is_the_one_that_ci_runs():
    assert "python -m pytest" in README
    assert "python -m pytest" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
