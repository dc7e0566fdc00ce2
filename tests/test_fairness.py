"""The same sentence gets the same labels whoever it is about."""

import tomllib
from importlib.resources import files

import pytest

from rhetoric.cues import cue_words
from rhetoric.lexicon import lexicon_values
from rhetoric.tokens import NAME, normalised, shared, token_texts
from rhetoric.vocabulary import learn_feature_space
from training.fairness import SWAPS, own_sentences, swap, swapped


@pytest.fixture(scope="module")
def sentences():
    return own_sentences()


@pytest.mark.parametrize("kind", SWAPS)
def test_swaps_change_at_most_one_decision_in_fifty(model, sentences, kind):
    found = swapped(model, sentences, kind)
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


@pytest.mark.parametrize(
    "name",
    [
        *("a Muslim", "an atheist", "an American", "a Kenyan", "a Democrat", "an immigrant"),
        *("a socialist", "a libertarian", "a conservative", "a nationalist", "a lesbian"),
    ],
)
def test_who_somebody_is_flags_nothing(model, name):
    for frame in (
        "My neighbour is {}.",
        "She was {}, he said.",
        "Both of them voted for {}.",
        "He is {}.",
    ):
        assert not model.score(frame.format(name)).sentences[0].annotations


@pytest.mark.parametrize("form", ["{}", "{}'s", "{}’s", "{}'ll", "anti-{}", "{}-led"])
@pytest.mark.parametrize("case", [str.lower, str.capitalize, str.title, str.upper])
def test_words_of_a_list_share_a_token_in_every_form(form, case):
    table = tomllib.loads(files("rhetoric").joinpath("groups.toml").read_text(encoding="utf-8"))
    ordinary = table["ordinary"]["words"].split()
    for words in (*table["names"].values(), *table["alike"].values()):
        written = {case(word) for word in words.split() if case(word) not in ordinary}
        assert len({normalised(form.format(word), {"anti", "led"}) for word in written}) == 1


def test_a_name_that_somebody_wrote_small_stays_a_name():
    sentences = [f"We met Smith on day {day} near the old gate." for day in range(100)]
    space = learn_feature_space([*sentences, "said smith", "so smith said"], 100, 100, 100)
    assert "smith" not in space.words and "old" in space.words
    assert token_texts("We met Smith today", space.common)[2] == NAME


def test_no_name_of_somebody_sets_off_a_cue():
    assert cue_words().keys().isdisjoint({NAME})


def test_no_faith_nation_or_party_is_a_cue_by_itself():
    cues = " | ".join(
        tomllib.loads(files("rhetoric").joinpath("cues.toml").read_text(encoding="utf-8")).values()
    )
    alone = {shared().get(cue, cue) for cue in map(str.strip, cues.split("|"))}
    assert not [cue for cue in alone if cue.startswith(NAME) and " " not in cue]


@pytest.mark.parametrize("group", ["gay", "black", "communist", "rightist", "immigrant", "male"])
def test_no_group_s_name_is_charged(group):
    assert not lexicon_values(normalised(group, set()))


def test_nothing_that_shares_a_token_is_learnt_apart(model):
    assert all(shared().get(word, word) == word for word in model.space.words)


FRAMES = (
    "He is a {}. They are {}. SHAME ON ALL {}!",
    "Can we trust {}?",
    "It is the fault of {} that the mill closed, and {} know it.",
    "All {} are the same: the anti-{} rules are a joke.",
)


@pytest.mark.parametrize(
    "name", ["Obama", "Trump", "Biden", "Bush", "Putin", "Fox", "Nwosu", "Liu"]
)
def test_a_sentence_scores_the_same_whoever_it_names(model, name):
    assert scores(model, name) == scores(model, "Lund")


@pytest.mark.parametrize(
    "groups",
    [
        ("Muslims", "Christians", "Jews", "atheists", "muslims"),
        ("Americans", "Russians", "Nigerians", "russians"),
        ("Republicans", "Democrats", "Tories", "democrats"),
        ("immigrants", "migrants", "refugees", "foreigners", "expatriates"),
        ("communists", "socialists", "capitalists", "libertarians"),
        ("gays", "lesbians", "homosexuals", "heterosexuals"),
        ("blacks", "whites"),
        ("women", "men"),
        ("liberals", "conservatives"),
    ],
)
def test_a_sentence_scores_the_same_whichever_group_it_is_about(model, groups):
    assert len({scores(model, name) for name in groups}) == 1


def scores(model, name):
    document = model.score(" ".join(FRAMES).replace("{}", name)).to_dict()
    return tuple(tuple(sentence["scores"].items()) for sentence in document["sentences"])
