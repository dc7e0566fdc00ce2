"""What a corpus means that says, sentence by sentence, which techniques were looked for."""

import json
from dataclasses import replace

import pytest

import rhetoric
from rhetoric.corpus import Record, document_of_lines, read_corpus
from rhetoric.errors import BadCorpus
from rhetoric.retrain import shipped_corpus
from rhetoric.taxonomy import techniques
from rhetoric.training_data import folds, training_data


@pytest.fixture(scope="module")
def small_corpus(tmp_path_factory):
    """The first lines of the corpus that ships."""
    path = tmp_path_factory.mktemp("corpus") / "small.jsonl"
    lines = shipped_corpus().read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:400]), encoding="utf-8")
    return path


def test_a_sentence_can_say_which_techniques_were_looked_for(tmp_path):
    path = tmp_path / "corrections.jsonl"
    entries = [
        {"document": "a", "text": "Fine words.", "labels": [], "annotated": ["doubt"]},
        {"document": "a", "text": "It rained.", "labels": [], "annotated": []},
        {"document": "a", "text": "A sham!", "labels": ["Doubt"], "annotated": []},
        {"document": "b", "text": "A plan.", "labels": []},
    ]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    first, second = read_corpus(path)
    assert [s.annotated for s in first.sentences] == [{"doubt"}, set(), {"doubt"}]
    assert second.sentences[0].annotated == set(techniques())


def test_a_corpus_can_say_what_a_sentence_is_in_its_text(tmp_path):
    path = tmp_path / "placed.jsonl"
    line = {"document": "a", "text": "A sham", "labels": [], "kind": "heading", "voice": "quoted"}
    path.write_text(json.dumps(line), encoding="utf-8")
    (document,) = read_corpus(path)
    assert [(s.kind, s.voice) for s in document.sentences] == [("heading", "quoted")]
    path.write_text(json.dumps({**line, "voice": "chorus"}), encoding="utf-8")
    with pytest.raises(BadCorpus, match="line 1"):
        read_corpus(path)


def test_only_what_has_no_text_is_a_heading(tmp_path):
    path = tmp_path / "noted.jsonl"
    entries = [{"about": "notes"}, {"about": "x", "text": "It rained.", "labels": []}]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    assert [s.text for document in read_corpus(path) for s in document.sentences] == ["It rained."]


def test_a_sentence_without_a_document_stands_alone(tmp_path):
    path = tmp_path / "exported.jsonl"
    ids = ("null", "null", '""', "NaN", "7", "7", '"7"')
    lines = [f'{{"document": {id_}, "text": "It rained.", "labels": []}}\n' for id_ in ids]
    path.write_text("".join(lines), encoding="utf-8")
    assert [len(document.sentences) for document in read_corpus(path)] == [1, 1, 1, 1, 3]


def test_nothing_is_learnt_of_what_nobody_judged(run, small_corpus, tmp_path):
    """Corrections that only say where a technique is do not teach that it is everywhere."""
    corrections = tmp_path / "corrections.jsonl"
    lines = [
        {
            "document": f"text {number}",
            "text": f"Number {number} is a {'sham' if place == 2 else 'quiet street'}.",
            "labels": ["bandwagon"] if place == 2 else [],
            "annotated": ["bandwagon"] if place == 2 else [],
        }
        for number in range(40)
        for place in range(6)
    ]
    corrections.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    alone = run("train", corrections, "-o", tmp_path / "alone")
    assert alone.exit_code == 2 and "too little to learn from: 36 labelled" in alone.stderr
    both = run("train", small_corpus, corrections, "-o", tmp_path / "both")
    assert both.exit_code == 0, both.output
    scored = rhetoric.load(tmp_path / "both").score("Number 7 is a quiet street.")
    assert scored.sentences[0].scores["bandwagon"] < 0.5
    judged = run("evaluate", corrections, "--model", tmp_path / "both", "--format", "json")
    assert json.loads(judged.stdout)["sentences"] == 40


def test_corrections_are_only_learnt_from():
    """Chosen sentences have no natural base rate: they are not calibrated on."""
    read = Record("", "It rained all day.", frozenset(), False)
    skipped = replace(read, annotated=frozenset())
    texts = [document_of_lines(str(n), [read] * 6, frozenset({"doubt"})) for n in range(40)]
    corrected = document_of_lines("corrected", [skipped, read] * 6, frozenset({"doubt"}))
    data = training_data([*texts, corrected], ["doubt"])
    found = folds(data, 5, seed=0)
    assert (found[data.documents == 40] == -1).all() and (found[data.documents < 40] >= 0).all()


def test_what_was_looked_for_must_be_a_list(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "a", "labels": [], "annotated": 1}\n', encoding="utf-8")
    with pytest.raises(BadCorpus, match='line 1: "annotated" must be a list'):
        read_corpus(path)
