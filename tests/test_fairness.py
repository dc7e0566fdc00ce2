"""The same sentence gets the same labels whoever it is about."""

import pytest

from training.fairness import SWAPS, own_sentences, swap, swapped


@pytest.mark.parametrize("kind", SWAPS)
def test_swaps_change_at_most_one_decision_in_fifty(model, kind):
    found = swapped(model, own_sentences(), kind)
    assert found.pairs >= 5
    assert found.changed <= 0.02 * found.pairs


def test_swap():
    assert swap("He told her that the Tory was British.", "gender").startswith("She told him")
    assert swap("The Tory was British.", "party") == "The Labour was British."


@pytest.mark.parametrize(
    "name",
    [
        *("Muslims", "Christians", "Jews", "Republicans", "Democrats", "Mexicans", "immigrants"),
        *("women", "gay people", "black people", "white people", "liberals", "conservatives"),
        "refugees",
    ],
)
def test_a_group_s_name_alone_flags_nothing(model, name):
    document = model.score(f"There were {name} at the meeting in the library on Tuesday.")
    assert not document.sentences[0].annotations


@pytest.mark.parametrize("name", ["Obama", "Trump", "Biden", "Bush", "Putin", "Fox", "Nwosu"])
def test_a_sentence_scores_the_same_whoever_it_names(model, name):
    sentences = (
        "Can we trust {}? It is {}'s fault that the mill closed. The {}-era rules are a joke."
    )
    scores = [model.score(sentences.format(*[who] * 3)).to_dict() for who in (name, "Lund")]
    first, second = ([s["scores"] for s in document["sentences"]] for document in scores)
    assert first == second
