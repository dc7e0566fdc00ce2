import numpy as np
import pytest

from rhetoric.corpus import Record, document_of_lines
from rhetoric.evaluate import Predictions
from rhetoric.plots import confusion, wilson
from rhetoric.retrain import shipped_corpus
from rhetoric.training_data import training_data


def test_evaluate_draws_figures(run, tmp_path):
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    result = run("evaluate", shipped_corpus(), "--plots", tmp_path / "plots")
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (tmp_path / "plots").iterdir())
    assert names == ["confusion.png", "precision-recall.png", "reliability.png"]
    for name in names:
        assert (tmp_path / "plots" / name).read_bytes().startswith(b"\x89PNG")


def test_without_the_extra_the_error_names_it(run, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    result = run("evaluate", shipped_corpus(), "--plots", tmp_path / "plots")
    assert result.exit_code == 2 and "'.[plots]'" in result.stderr


def test_only_what_was_judged_is_taken_for_something():
    carried, looked_for = frozenset({"doubt"}), frozenset({"doubt"})
    records = [
        Record("a", "Do they lie?", carried, False, looked_for),
        Record("a", "It rained.", frozenset(), False, looked_for),
        Record("a", "Nobody looked here.", frozenset(), False, frozenset()),
    ]
    data = training_data([document_of_lines("a", records, looked_for)], ("doubt", "slogan"))
    everything = np.ones((3, 2), dtype=bool)
    support, shares = confusion(Predictions(data, everything.astype(float), everything))
    assert support.tolist() == [1, 0, 1]
    assert shares.tolist() == [[1, 0, 0], [0, 0, 0], [1, 0, 0]]


def test_an_interval_holds_its_share_and_narrows():
    few, many = wilson(0.5, 10), wilson(0.5, 1000)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert wilson(0.0, 10)[0] == pytest.approx(0) and wilson(0.0, 10)[1] > 0.2
