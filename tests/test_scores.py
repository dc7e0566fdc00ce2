import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from rhetoric.char_ngrams import char_ngrams
from rhetoric.cue_features import cue_feature_names, cue_features
from rhetoric.features import extract
from rhetoric.pipeline import PreparedText, as_batch
from rhetoric.scores import log_odds, probabilities
from rhetoric.sentences import split_sentences
from rhetoric.shares import shares
from rhetoric.text import text_of
from rhetoric.tokens import tokenise

TEXTS = (
    "They butchered the plan. Everybody knows that the plan was rigged, and rigged again!",
    "Experts say it is so-called “progress”. Is it? The report found 38 percent, said Lund.",
    "Nous avons parlé. 😀 ЯЗЫК zzz qqq",
    "!!! ???",
    "They say they plan, they say they plan, they plan they say: it is not what it is.",
    "word " * 300,
)
PIECES = st.lists(
    st.sampled_from(
        [
            "they",
            "butchered",
            "the",
            "rigged",
            "plan",
            "because",
            "experts",
            "say",
            "now",
            "we",
            "!",
            "?",
            ".",
            "“",
            "”",
            "3",
            "Xy",
        ]
    ),
    min_size=1,
    max_size=40,
)


def prepared(content):
    text = text_of(content)
    return PreparedText(text, *split_sentences(text))


def check_sums(model, batch):
    features = extract(model.space, batch)
    scores = log_odds(model.weights, features)
    for row in range(len(batch.sentences)):
        for column in range(len(model.techniques)):
            parts = shares(model.weights, features, row, column)
            assert parts.log_odds == pytest.approx(scores[row, column], abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(PIECES)
def test_shares_of_a_document_add_up_to_its_scores(model, pieces):
    content = "They butchered it. " + " ".join(pieces) + ". The plan was rigged."
    check_sums(model, as_batch([prepared(content)]))


@pytest.mark.parametrize("content", TEXTS)
def test_shares_of_odd_texts_add_up_to_their_scores(model, content):
    check_sums(model, as_batch([prepared(content)]))


def test_explanation_adds_up_to_the_probability(model):
    for entry in model.explain("They butchered the budget, and everybody knows it!"):
        total = entry.intercept + entry.context + sum(word.weight for word in entry.words)
        assert total == pytest.approx(entry.log_odds, abs=1e-5)
        assert entry.probability == pytest.approx(1 / (1 + np.exp(-total)), abs=1e-6)


def test_arrays_give_what_the_scikit_learn_pipeline_gives(model):
    sentences = [line for text in TEXTS for line in text.split(". ")]
    expected = model.to_sklearn().predict_proba(sentences)
    from rhetoric.batch import Batch

    features = extract(model.space, Batch.of_single_sentences(sentences))
    found = probabilities(log_odds(model.weights, features))
    assert found.shape == expected.shape
    # Scoring adds in single precision, scikit-learn in double.
    assert np.abs(found - expected).max() < 1e-5


@given(st.text(alphabet="abcd-'é", min_size=1, max_size=12))
def test_character_ngrams_are_those_of_scikit_learn(word):
    vectoriser = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    assert sorted(char_ngrams(word)) == sorted(vectoriser.build_analyzer()(word))


@given(st.text(max_size=80))
def test_tokens_lie_where_they_say(content):
    tokens = tokenise([content], frozenset())
    for start, end in tokens.spans(0):
        assert content[start:end].strip() == content[start:end] != ""


def test_a_web_address_is_one_token_and_says_nothing(model):
    first, second = (
        model.score(f"The report is at {address}.").sentences[0].scores
        for address in ("https://example.org/why?liar=yes", "www.example.org/budget")
    )
    assert first == second
    assert tokenise(["(see http://a.b/?c=d)."], frozenset()).texts == [
        "(",
        "see",
        "§address",
        ")",
        ".",
    ]


def test_names_and_groups_cannot_be_told_apart(model):
    sentences = ["{} wants to cut the budget of the hospital.", "People in {} like {} cheese."]
    names = ["Smith", "Okonkwo", "Nguyen", "McGillicuddy"]
    groups = ["France", "Nigeria", "Iran", "Poland"]
    for template, swaps in zip(sentences, (names, groups), strict=True):
        scores = [model.score(template.format(swap, swap)).sentences[0].scores for swap in swaps]
        assert all(score == scores[0] for score in scores)


def test_scores_of_a_document_do_not_hang_on_its_batch(model):
    alone = [model.score(text) for text in TEXTS]
    together = list(model.score_many(TEXTS))
    for one, other in zip(alone, together, strict=True):
        assert [s.text for s in one.sentences] == [s.text for s in other.sentences]
        for first, second in zip(one.sentences, other.sentences, strict=True):
            assert first.scores == pytest.approx(second.scores, abs=1e-9)


@pytest.mark.parametrize(
    ("sentence", "inside"),
    [
        ("Is it “strong” or “weak” now?", ["strong", "weak"]),
        ('Is it "strong" or "weak" now?', ["strong", "weak"]),
        ("Is it ‘strong’ or ‘weak’ now?", ["strong", "weak"]),
        ("Is it 'strong' or 'weak' now?", ["strong", "weak"]),
        (
            "the «free» market and the so-called “free and fair” vote",
            ["free", "free", "and", "fair"],
        ),
        ("“we shall have to see about that in the end” is all", []),
        ("ten inches (10”) or a foot (12”)", []),
    ],
)
def test_scare_quotes_lie_between_marks_that_open_and_close(sentence, inside):
    tokens = tokenise([sentence], frozenset())
    features = cue_features(tokens, [0])
    column = cue_feature_names().index("scare quotes")
    found = features.tokens[features.columns == column]
    assert [tokens.texts[number] for number in tokens.ids[found]] == inside
