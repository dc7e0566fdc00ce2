from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rhetoric
from rhetoric import Options

LOADED = "What a disgusting, cowardly betrayal of working people!"


def found(document):
    return {a.technique for sentence in document.sentences for a in sentence.annotations}


def test_score_with_the_shipped_model():
    document = rhetoric.score(f"The council met on Tuesday. {LOADED}")
    assert [sentence.text for sentence in document.sentences][1] == LOADED
    assert "loaded_language" in found(document)
    assert document.summary.flagged == 1
    assert document.english


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([LOADED, "\ufeff", "\r\n\r\n", "“They are liars,” he said.", "é😀"]))
)
def test_offsets_of_sentences_and_evidence_lie_in_the_text(model, parts):
    content = " ".join(parts)
    for sentence in model.score(content).sentences:
        assert content[sentence.start : sentence.end] == sentence.text
        for annotation in sentence.annotations:
            assert annotation.probability >= annotation.threshold
            for words in annotation.evidence:
                assert sentence.start <= words.start < words.end <= sentence.end
                assert content[words.start : words.end] == words.text
                assert words.weight > 0


def test_half_a_character_is_replaced_and_moves_nothing(model):
    document = model.score(f"A torn \ud83d sign. {LOADED}")
    assert [sentence.text for sentence in document.sentences] == ["A torn \ufffd sign.", LOADED]


@pytest.mark.parametrize("text", [None, b"A sham.", Path("column.txt"), 7])
def test_what_is_no_text_is_refused(model, text):
    with pytest.raises(TypeError, match="string"):
        model.score(text)
    with pytest.raises(TypeError, match="string"):
        list(model.score_many([text]))


def test_one_text_is_not_taken_for_many(model):
    with pytest.raises(TypeError, match="several"):
        model.score_many("A sham.")
    with pytest.raises(TypeError, match="Options"):
        model.score("A sham.", {"at": "precise"})


def test_quotations_are_marked_skipped_or_counted(model):
    content = '"They are disgusting, cowardly liars," she said.'
    marked = model.score(content).sentences[0].annotations
    assert marked and {annotation.voice for annotation in marked} == {"quoted"}
    skipped = model.score(content, Options(quotes="skip"))
    assert not skipped.sentences[0].annotations
    assert skipped.summary.skipped == len(marked)
    counted = model.score(content, Options(quotes="count")).sentences[0].annotations
    assert {annotation.voice for annotation in counted} == {"author"}


def test_operating_points_are_ordered(model, column):
    content = column.read_text(encoding="utf-8")
    flags = [
        model.score(content, Options(at=at)).summary.flagged
        for at in ("precise", "balanced", "sensitive")
    ]
    assert flags[0] <= flags[1] <= flags[2] and flags[0] < flags[2]


def test_threshold_and_technique(model):
    every = model.score(LOADED, Options(threshold=0.0, techniques=("doubt", "slogan")))
    assert found(every) == {"doubt", "slogan"}
    none = model.score(LOADED, Options(threshold=1.0))
    assert not found(none)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"at": "strict"}, "precise, balanced, sensitive"),
        ({"quotes": "drop"}, "mark, skip, count"),
        ({"threshold": 50}, "from 0 to 1"),
        ({"techniques": "doubt"}, "'doubt',"),
    ],
)
def test_options_that_mean_nothing_are_an_error(value, said):
    with pytest.raises(rhetoric.RhetoricError, match=said):
        Options(**value)


def test_experimental_techniques_are_annotated_only_when_asked_for(model):
    assert model.experimental, "this test needs an experimental technique"
    technique = sorted(model.experimental)[0]
    assert technique not in found(model.score(LOADED, Options(at="sensitive")))
    assert found(model.score(LOADED, Options(techniques=(technique,), threshold=0.0))) == {
        technique
    }


@pytest.mark.parametrize(
    ("given", "hint"),
    [("lies", "there are: loaded_language"), ("Loaded language", "mean loaded_language")],
)
def test_unknown_technique(model, given, hint):
    with pytest.raises(rhetoric.UnknownTechnique, match=hint):
        model.score(LOADED, Options(techniques=(given,)))


def test_boilerplate_is_shown_and_not_scored(model):
    content = f"{LOADED}\n\nShare this article on Facebook\n\n© 2024 Harbour Gazette"
    document = model.score(content)
    assert [sentence.kind for sentence in document.sentences] == ["prose", *["boilerplate"] * 2]
    assert document.sentences[1].scores == {}
    assert document.summary.boilerplate == 2


@pytest.mark.parametrize(
    "content",
    [
        "Le conseil municipal a voté mardi soir la fermeture du quai aux voitures dès le mois de juin.",
        "Der Gemeinderat hat am Dienstagabend beschlossen, die Straße am Hafen für Autos zu sperren.",
        "Городской совет во вторник вечером решил закрыть набережную для машин с первого июня.",
    ],
)
def test_other_languages_are_noticed(model, content):
    assert not model.score(content).english


@pytest.mark.parametrize(
    "content",
    [
        "Stir in the garlic, cumin and chili flakes.",
        "Lemon lentil soup\n\nDon't skip the lemon: it brightens the whole pot.",
    ],
)
def test_short_english_of_rare_words_gets_no_notice(model, content):
    assert model.score(content).english


def test_repetition_is_decided_over_the_document(model):
    once = "The contest was rigged."
    text = "They rigged the count. They rigged the appeal. They rigged the ballot. " + once
    alone = model.score(once).sentences[0].scores["repetition"]
    after = model.score(text).sentences[-1].scores["repetition"]
    assert after > 2 * alone


def test_empty_text_gives_an_empty_document(model):
    document = model.score("")
    assert document.sentences == () and document.summary.sentences == 0
