"""A model is written whole or not at all, beside whatever else its folder holds."""

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import rhetoric
from rhetoric.model_folder import FILES, default_folder, save
from rhetoric.output import CannotWrite

WEIGHTS = (default_folder() / "weights.npy").stat().st_size
"""Bytes of the largest file."""


@contextmanager
def no_file_larger_than(size):
    resource = pytest.importorskip("resource", reason="needs a system with limits")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def contents(folder):
    return {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}


def with_a_model(folder, model):
    save(model, folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")


@pytest.mark.parametrize("before", ["nothing", "an empty folder", "a model"])
@pytest.mark.parametrize("room", [3000, WEIGHTS - 100])
def test_an_error_leaves_what_was_there(model, tmp_path, before, room):
    folder = tmp_path / "model"
    if before == "an empty folder":
        folder.mkdir()
    elif before == "a model":
        with_a_model(folder, replace(model, name="old"))
    whole = contents(tmp_path)
    message = r"model: cannot be written \(File too large\)$"
    with pytest.raises(CannotWrite, match=message), no_file_larger_than(room):
        save(model, folder)
    assert contents(tmp_path) == whole


def test_a_model_takes_the_place_of_another_and_of_nothing_else(model, tmp_path):
    folder = tmp_path / "model"
    with_a_model(folder, replace(model, name="old"))
    save(model, folder)
    assert rhetoric.load(folder).name == model.name
    assert {path.name for path in folder.iterdir()} == {*FILES, "card.md", "notes.txt"}
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


@pytest.mark.parametrize("renames", [1, 5])
def test_no_mixture_of_two_models_is_loaded(model, tmp_path, monkeypatch, renames):
    with_a_model(tmp_path, replace(model, name="old"))
    done, rename = [], Path.replace

    def interrupted(path, target):
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(rename(path, target))

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", interrupted)
        save(model, tmp_path)
    with pytest.raises(rhetoric.BadModel, match="unfinished"):
        rhetoric.load(tmp_path)
    save(model, tmp_path)
    assert rhetoric.load(tmp_path).name == model.name
