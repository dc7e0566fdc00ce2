"""What is done to be fast must not change what comes out."""

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rhetoric
from rhetoric import features as features_module
from rhetoric import tokens as tokens_module
from rhetoric.batch import Batch
from rhetoric.boilerplate import NOTICES, is_boilerplate
from rhetoric.char_ngrams import MOST_LETTERS, Ngrams, char_ngrams
from rhetoric.features import extract
from rhetoric.growing import GrowingArray, GrowingLists
from rhetoric.repeats import find_repeats, repeated_entries
from rhetoric.scores import log_odds
from rhetoric.tokens import Tokeniser, normalised, token_texts
from rhetoric.vocabulary import learn_feature_space
from rhetoric.voice import is_attributed

SENTENCES = (
    "They butchered the plan, and then they butchered the plan, the plan, the plan again.",
    "Experts say it is so-called “progress”.",
    "word " * 300,
    "",
    "zzz",
    "Nobody, nobody, NOBODY asked the 2,000 fishermen’s wives!!!",
)


def test_sums_over_tokens_give_what_the_matrices_give(model):
    found = extract(model.space, Batch.of_single_sentences(SENTENCES))
    weights = model.weights
    expected = (
        found.words @ weights.words.astype(np.float64)
        + found.chars @ weights.chars.astype(np.float64)
        + found.cues.values @ weights.cues
        + found.context @ weights.context
        + weights.intercept
    )
    assert log_odds(weights, found) == pytest.approx(expected, abs=3e-5)


def test_a_table_of_words_that_starts_anew_changes_nothing(column, monkeypatch):
    content = column.read_text(encoding="utf-8")
    expected = rhetoric.load().score(content)
    monkeypatch.setattr(features_module, "MOST_KNOWN_WORDS", 10)
    model = rhetoric.load()
    assert [model.score(content), model.score(content)] == [expected, expected]


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(features_module, "MOST_KNOWN_WORDS", 100)
    model = rhetoric.load()
    for first in range(0, 1000, 20):
        model.score(" ".join(str(number) for number in range(first, first + 20)))
    assert model.space.known_words().size <= 100 + 20


def test_many_tokens_without_blanks_are_bounded_too(monkeypatch):
    monkeypatch.setattr(features_module, "MOST_KNOWN_WORDS", 100)
    model = rhetoric.load()
    for first in range(0, 1000, 20):
        model.score(",".join(f"word{number}x" for number in range(first, first + 20)))
    assert len(model.space.known_words()) <= 100 + 20


def test_an_interruption_changes_no_later_result(monkeypatch):
    text = "Experts say the disgusting betrayal is a lie."
    expected = rhetoric.load().score(text)
    model = rhetoric.load()
    calls = iter(range(10))

    def interrupted(written, common):
        if next(calls) == 3:
            raise KeyboardInterrupt
        return normalised(written, common)

    with monkeypatch.context() as patch:
        patch.setattr(tokens_module, "normalised", interrupted)
        with pytest.raises(KeyboardInterrupt):
            model.score("One new and unheard-of sentence about gardens.")
    assert model.score(text) == expected


def test_scoring_imports_numpy_alone(column):
    code = (
        "import sys; from rhetoric.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "sys.exit(bool({'scipy', 'sklearn', 'joblib', 'pandas'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, "score", str(column)]
    source = str(Path(rhetoric.__file__).parents[1])
    result = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONPATH": source})
    assert result.returncode == 0 and b"sentences annotated" in result.stdout


def test_scores_in_threads_and_of_a_pickled_model(column):
    model = rhetoric.load()
    lines = column.read_text(encoding="utf-8").splitlines() * 3
    expected = [rhetoric.load().score(line).sentences for line in lines]
    with ThreadPoolExecutor(4) as threads:
        assert [d.sentences for d in threads.map(model.score, lines)] == expected
    copied = pickle.loads(pickle.dumps(model))
    assert [copied.score(line).sentences for line in lines] == expected


@given(st.lists(st.text("abc’é", min_size=1, max_size=9)))
def test_known_ngrams_of_words(words):
    texts = sorted({"ab", " a", "abc", "é ", "b", " abc ", "cabca", "cccc"})
    known = Ngrams.of(texts)
    assert known.texts == tuple(texts)
    lengths, found = known.find(words)
    ends = np.cumsum(lengths)
    for word, start, end in zip(words, ends - lengths, ends, strict=True):
        expected = [ngram for ngram in char_ngrams(word) if ngram in texts]
        assert sorted(texts[i] for i in found[start:end]) == sorted(expected)


@given(st.lists(st.lists(st.integers(0, 4), max_size=12), max_size=5))
def test_repeats(sentences):
    columns = np.array([c for sentence in sentences for c in sentence], dtype=np.uint16)
    rows = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
    found = find_repeats((rows * 5 + columns).astype(np.uint8), 5)
    expected = [
        (row, column, sentence.count(column))
        for row, sentence in enumerate(sentences)
        for column in sorted(set(sentence))
        if sentence.count(column) > 1
    ]
    listed = [part.tolist() for part in (found.rows, found.columns, found.counts)]
    assert list(zip(*listed, strict=True)) == expected
    entries, counts = repeated_entries(rows, columns)
    assert len(set(entries.tolist())) == len(entries)
    listed = [part.tolist() for part in (rows[entries], columns[entries], counts)]
    assert list(zip(*listed, strict=True)) == [e for e in expected for _ in range(e[2])]


@settings(max_examples=50)
@given(st.lists(st.text("aB’'-. !?,“3§\n", max_size=20), max_size=6))
def test_remembered_pieces_give_the_tokens_of_whole_sentences(sentences):
    tokeniser = Tokeniser({"ab"})
    for _ in range(2):
        tokens = tokeniser(sentences)
        for row, sentence in enumerate(sentences):
            ids = tokens.ids[tokens.bounds[row] : tokens.bounds[row + 1]]
            assert [tokens.texts[index] for index in ids] == token_texts(sentence, {"ab"})


def test_growing_arrays_keep_what_they_gave():
    array = GrowingArray(np.int64)
    array.extend(range(1000))
    before = array.values
    for _ in range(50):
        array.extend(range(100))
    assert before.tolist() == list(range(1000)) and len(array) == 6000
    lists = GrowingLists(np.int64)
    lists.extend([2, 0, 1], [7, 8, 9])
    lengths, (entries,) = lists.of(np.array([2, 0, 1, 0]))
    assert lengths.tolist() == [1, 2, 0, 2] and entries.tolist() == [9, 7, 8, 7, 8]


FURNITURE = (
    "(C) 2024 Harbour Gazette",
    "Copyright the Gazette, 2024",
    "Reprinted with kind permission",
    "This material may not be published.",
    "Sign up here for our newsletter",
    "Follow us on Facebook",
    "Please chip in what you can today",
    "Help us with a gift",
    "Make a tax-deductible donation",
    "Opt out at any time",
    "Your e-mail address will not be published",
    "Click here to read on",
    "This story was first published elsewhere",
    "Originally appeared in the Gazette",
    "This site uses cookies",
    "See our terms of use",
    "Tide tables, check Amazon for pricing",
    "Article continues below",
    "The best of Ana Brandt",
    "* Read the full report",
    "Ana Brandt • 3 hours ago",
)


@pytest.mark.parametrize("number", range(len(NOTICES)))
def test_every_notice_is_found_by_a_sign(number):
    assert any(sign in FURNITURE[number].casefold() for sign in NOTICES[number][0])
    assert is_boilerplate(FURNITURE[number])


@pytest.mark.parametrize(
    ("sentence", "attributed"),
    [
        ("“No,” said Brandt.", True),
        ("He flatly denounced it.", True),
        ("Brandt, who chairs the committee, later claimed it.", True),
        ("Critics say it was rigged.", True),
        ("They say it was rigged.", False),
        ("It said nothing.", False),
        ("In her view it was rigged.", True),
        ("According to the survey, it rained.", True),
        ("The words were never said aloud.", False),
    ],
)
def test_attribution(sentence, attributed):
    assert is_attributed(sentence) is attributed


def test_ngrams_are_found_however_many_letters_there_are():
    letters = [chr(0x4E00 + number) for number in range(7000)]
    words = ["".join(letters[at : at + 4]) for at in range(0, 7000, 4)]
    space = learn_feature_space([" ".join(words)] * 4, 10, 10, 50_000)
    lengths, _ = space.chars.find(words)
    assert len(space.chars.letters) <= MOST_LETTERS < 7000
    assert (lengths >= 3).sum() > 1000
