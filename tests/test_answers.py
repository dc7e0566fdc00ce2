"""What teachers said is kept by sentence, so that none is asked twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.answers import read_answers, write_answers
from rhetoric.output import CannotWrite

SAID = np.array([[0.25, 0.5], [0.75, 1.0]], dtype=np.float32)


def test_answers_outlive_a_file(tmp_path):
    path = tmp_path / "new" / "answers.npz"
    write_answers(read_answers(path, 2).with_more(["One.", "Two."], SAID), path)
    found = read_answers(path, 2).of(["Two.", "Three.", "One."])
    assert found[0].tolist() == [0.75, 1.0]
    assert np.isnan(found[1]).all()
    assert found[2].tolist() == [0.25, 0.5]
    assert [entry.name for entry in path.parent.iterdir()] == ["answers.npz"]


def test_a_first_run_and_a_later_one_learn_the_same(tmp_path):
    answers = read_answers(tmp_path / "none", 1).with_more(["One."], np.array([[0.123456]]))
    write_answers(answers, tmp_path / "answers.npz")
    later = read_answers(tmp_path / "answers.npz", 1)
    assert answers.of(["One."]) == later.of(["One."]) == np.float16(0.123)


@pytest.mark.parametrize("size", [0, 1, 100, 300, -1])
def test_a_damaged_file_holds_no_answers(tmp_path, size):
    path = tmp_path / "answers.npz"
    write_answers(read_answers(path, 2).with_more(["One.", "Two."], SAID), path)
    path.write_bytes(path.read_bytes()[:size])
    assert np.isnan(read_answers(path, 2).of(["One."])).all()


def test_answers_that_cannot_be_kept_are_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    path = tmp_path / "file" / "answers.npz"
    with pytest.raises(CannotWrite, match=r"answers\.npz: cannot be written"):
        write_answers(read_answers(path, 2), path)


def test_spacing_makes_no_other_sentence(tmp_path):
    answers = read_answers(tmp_path / "none", 2).with_more(["A b.", "C."], SAID)
    assert answers.of(["A \n b."]).tolist() == [[0.25, 0.5]]


@given(st.lists(st.text(min_size=1), unique_by=lambda text: tuple(text.split()), max_size=20))
def test_every_sentence_gets_its_own_answer(tmp_path_factory, sentences):
    said = np.arange(len(sentences), dtype=np.float32)[:, None]
    half = len(sentences) // 2
    answers = read_answers(tmp_path_factory.getbasetemp() / "none", 1)
    answers = answers.with_more(sentences[:half], said[:half])
    answers = answers.with_more(sentences[half:], said[half:])
    assert np.array_equal(answers.of(sentences), said)
