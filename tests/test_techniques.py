"""Each technique has sentences that must be flagged and sentences that must not."""

import tomllib
from pathlib import Path

import pytest

from rhetoric import Options
from rhetoric.taxonomy import by_corpus_name, techniques

CASES = tomllib.loads((Path(__file__).parent / "flagged.toml").read_text(encoding="utf-8"))


def decided(model, technique, sentence):
    options = Options(techniques=(technique,))
    return any(s.annotations for s in model.score(sentence, options).sentences)


@pytest.mark.parametrize("technique", techniques())
def test_every_technique_has_both_kinds_of_sentences(technique):
    assert CASES[technique]["flagged"] and CASES[technique]["passed"]


@pytest.mark.parametrize(
    ("technique", "sentence"),
    [(id_, sentence) for id_, case in CASES.items() for sentence in case["flagged"]],
)
def test_flagged(model, technique, sentence):
    assert decided(model, technique, sentence)


@pytest.mark.parametrize(
    ("technique", "sentence"),
    [(id_, sentence) for id_, case in CASES.items() for sentence in case["passed"]],
)
def test_passed(model, technique, sentence):
    assert not decided(model, technique, sentence)


def test_other_corpora_s_names_are_known():
    names = by_corpus_name()
    assert names["reductio_ad_hitlerum"] == "guilt_by_association"
    assert names["causal_oversimplification"] == "unsupported_causal_claim"
    assert names["appeal_to_popularity"] == "bandwagon"
    assert all(names[id_] == id_ for id_ in techniques())
