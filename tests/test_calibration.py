"""Held-out scores in; calibrated operating points out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.calibration import LOWEST, LOWEST_SENSITIVE, operating_points
from rhetoric.corpus import LabelledDocument, LabelledSentence
from rhetoric.errors import BadCorpus
from rhetoric.evaluate import average_precision, f1_at
from rhetoric.fitting import Recipe, Setting, cross_validate, prepare
from rhetoric.train import train
from rhetoric.training_data import folds, training_data

RECIPE = Recipe(regularisations=(3.0,), selective=(False,))


def document(name, *sentences, annotated=("doubt",)):
    """A document of texts, or of texts with the techniques that they carry."""
    pairs = [(s, ()) if isinstance(s, str) else s for s in sentences]
    return LabelledDocument(
        name,
        tuple(
            LabelledSentence(
                text, frozenset(labels), frozenset(annotated), "author", "prose", False
            )
            for text, labels in pairs
        ),
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_a_more_precise_point_never_flags_more(scored):
    scores, labels = np.array([*scored, (0.5, True)]).T
    points = operating_points(scores, labels.astype(bool))
    assert points["precise"] >= points["balanced"] >= points["sensitive"] >= LOWEST_SENSITIVE


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_no_allowed_threshold_has_a_better_f1_than_balanced(scored):
    scores, labels = np.array([*scored, (0.5, True)]).T

    def f1(threshold):
        return f1_at(scores, labels.astype(bool), threshold)

    allowed = [threshold for threshold in scores if threshold >= LOWEST]
    balanced = operating_points(scores, labels.astype(bool))["balanced"]
    assert f1(balanced) == max(map(f1, allowed))


def test_a_copy_in_another_document_gives_no_label_away():
    """Of sentences without a word in common, nothing can be learnt but by their copies."""
    random = np.random.default_rng(0)
    words = [chr(97 + i // 26) + chr(97 + i % 26) for i in range(200)]
    texts = [(f"{word * 3} {word * 4}.", ("doubt",) * int(random.integers(2))) for word in words]
    documents = [document(f"{copy} {n}", text) for copy in "ab" for n, text in enumerate(texts)]
    data = training_data(documents, ("doubt",))
    _, material = prepare(data, RECIPE)
    fold = folds(data, 5, 0)
    labels = data.labels[:, 0]
    area = {
        copies: average_precision(
            cross_validate(material, [(Setting(),)], fold, with_copies=copies)[:, 0], labels
        )
        for copies in (True, False)
    }
    assert area[True] > 0.9 > 0.7 > area[False]


def test_a_technique_that_running_text_lacks_is_calibrated_on_single_sentences():
    running = [
        document(f"article {n}", *(f"The vote number {n} is on day {k}." for k in range(5)))
        for n in range(30)
    ]
    asked = [(f"Can we really trust clerk {n} with the count?", ("doubt",)) for n in range(40)]
    told = [f"The clerk read out line {n} of the count." for n in range(40)]
    single = [document(f"single {n}", sentence) for n, sentence in enumerate([*asked, *told])]
    model = train([*running, *single], (), RECIPE, "test")
    assert "doubt" not in model.experimental
    assert model.score("Can we really trust clerk 99 with the count?").sentences[0].annotations


def test_one_document_is_too_few_to_calibrate_on():
    sentences = [(f"Can we trust {n}?", ("doubt",)) for n in range(30)]
    with pytest.raises(BadCorpus, match="one document"):
        train([document("a", *sentences, *(f"It is {n}." for n in range(30)))], (), RECIPE, "x")


@pytest.mark.parametrize("labels", [("doubt",), ()])
def test_examples_with_and_without_a_technique_are_needed(labels):
    documents = [document(str(n), (f"Can we trust {n}?", labels)) for n in range(60)]
    with pytest.raises(BadCorpus, match="label both"):
        train(documents, (), RECIPE, "x")
