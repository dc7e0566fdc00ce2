"""The README says what is so."""

from conftest import ROOT

from rhetoric.cli import main
from training.readme import filled

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_are_up_to_date():
    assert filled(README) == README


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
