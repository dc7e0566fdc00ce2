"""The commands of `training/` that others rerun."""

import re

import numpy as np
import pytest
from click.testing import CliRunner

from rhetoric.answers import read_answers, write_answers
from rhetoric.fitting import Recipe
from rhetoric.taxonomy import techniques
from rhetoric.teaching import answers_path
from rhetoric.training_data import training_data
from training.agreement import kappa, read_twice
from training.baselines import teacher_itself
from training.gate import compare
from training.ptc import main as ptc
from training.ptc_teachers import PLANS, Pace, plan_for
from training.texts import Parts, authored


@pytest.fixture(scope="module")
def ptc_folders(tmp_path_factory):
    """Sentences of our own in the layout of the public benchmark: ten to an article."""
    root = tmp_path_factory.mktemp("ptc")
    sentences = [s for document in authored() for s in document.sentences][:1200]
    for start in range(0, len(sentences), 10):
        part = "train" if start < 800 else "dev" if start < 1000 else "test"
        (root / part).mkdir(exist_ok=True)
        lines, spans, offset = [], [], 0
        for sentence in sentences[start : start + 10]:
            if sentence.labels:
                spans.append(f"{start}\tDoubt\t{offset}\t{offset + len(sentence.text)}\n")
            lines.append(sentence.text + "\n")
            offset += len(lines[-1])
        article = root / part / f"article{start}"
        article.with_suffix(".txt").write_text("".join(lines), encoding="utf-8")
        article.with_suffix(".labels.tsv").write_text("".join(spans), encoding="utf-8")
    return root


def test_the_public_benchmark_ends_with_its_two_figures(ptc_folders):
    arguments = [f"--{part}={ptc_folders / part}" for part in ("train", "dev", "test")]
    result = CliRunner().invoke(ptc, arguments)
    assert result.exit_code == 0, result.output
    *_, area, f1 = result.output.splitlines()
    figure = r"0\.\d{4} \[0\.\d{4}, 0\.\d{4}\]"
    assert re.fullmatch(f"test sentence AP {figure}", area)
    assert re.fullmatch(f"test sentence F1 {figure}", f1)
    assert float(area.split()[3]) > 0.5
    assert "any, by word TF-IDF" in result.output


def test_teaching_takes_the_time_it_is_given():
    fast, slow = Pace(learning=200, answering=600), Pace(learning=30, answering=90)
    assert plan_for(fast, 16_000, 90_000, 3600) == (PLANS[0], 90_000)
    plan, asked = plan_for(slow, 16_000, 90_000, 1800)
    assert (plan, asked) == (PLANS[-1], 90_000)
    plan, asked = plan_for(slow, 16_000, 90_000, 900)
    assert slow.seconds(plan, 16_000, asked) == pytest.approx(900, abs=1)


def test_held_out_sentences_without_an_answer_do_not_count(tmp_path):
    documents = authored()
    known = Parts(documents[:30], documents[30:60], documents[60:90])
    data = training_data(known.learnt, tuple(techniques()))
    held_out = [
        sentence.text
        for part in (known.development, known.test)
        for d in part
        for sentence in d.sentences
    ]
    path, width = answers_path(data, Recipe(), tmp_path), len(data.techniques) + 1
    answered = held_out[1:-1]
    said = np.random.default_rng(0).random((len(answered), width))
    write_answers(read_answers(path, width).with_more(answered, said), path)
    found = teacher_itself(known, Recipe(), tmp_path, lambda *_: lambda _: None, ask=False)
    assert found.sentences == sum(len(d.sentences) for d in known.test) - 1


def test_the_gate_names_what_fell_and_what_is_gone():
    before = {"doubt, F1": 0.4, "slogan, AP": 0.3, "any technique, F1": 0.6}
    assert compare(before, {**before, "doubt, F1": 0.5}) == []
    fell = compare(before, {"doubt, F1": 0.39, "any technique, F1": 0.6})
    assert fell == ["doubt, F1 fell from 0.400 to 0.390", "slogan, AP fell from 0.300 to 0.000"]


def test_agreement_of_readers():
    pairs = read_twice()
    assert pairs["any technique"].total() == 1367
    assert 0.7 < kappa(pairs["any technique"]) < 0.8
    assert kappa(pairs["doubt"]) < kappa(pairs["name_calling"])
