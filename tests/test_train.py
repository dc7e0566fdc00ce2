import json
from dataclasses import fields, replace

import numpy as np
import pytest

import rhetoric
from rhetoric.corpus import read_corpora, read_corpus
from rhetoric.errors import BadCorpus
from rhetoric.model_folder import FILES, default_folder, save
from rhetoric.retrain import shipped_corpus
from rhetoric.training_data import fingerprints, split_documents, without_copies


@pytest.fixture(scope="module")
def small_corpus(tmp_path_factory):
    """The first lines of the corpus that ships."""
    path = tmp_path_factory.mktemp("corpus") / "small.jsonl"
    lines = shipped_corpus().read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:400]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def model_of_one(tmp_path_factory):
    """The shipped model, of one technique only."""
    folder = tmp_path_factory.mktemp("models") / "one"
    save(only(rhetoric.load(), "loaded_language"), folder)
    return folder


def only(model, technique):
    """A model cut down to one technique."""
    column = [model.techniques.index(technique)]
    weights = {field.name: getattr(model.weights, field.name) for field in fields(model.weights)}
    cut = {name: array[..., column] for name, array in weights.items()}
    return replace(
        model,
        techniques=(technique,),
        thresholds={technique: model.thresholds[technique]},
        experimental=model.experimental & {technique},
        weights=replace(model.weights, **cut),
    )


@pytest.fixture
def ptc_folder(tmp_path):
    folder = tmp_path / "ptc"
    folder.mkdir()
    text = "The vote is on Friday.\n\nWhat a disgusting plan!\nNobody came.\n"
    start = text.index("disgusting")
    (folder / "article7.txt").write_text(text, encoding="utf-8")
    (folder / "article7.labels.tsv").write_text(
        f"7\tLoaded_Language\t{start}\t{start + 10}\n7\tObfuscation\t0\t3\n", encoding="utf-8"
    )
    return folder


def test_train_evaluate_and_score_with_the_new_model(run, small_corpus, tmp_path):
    folder = tmp_path / "model"
    result = run("train", small_corpus, "-o", folder, "--name", "mine")
    assert result.exit_code == 0, result.output
    assert "model written to" in result.stdout
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    assert card["training"]["documents"] == 360
    assert sum(r["support"] > 0 for r in card["results"]["results"]) > 2
    scored = run("score", "-", "--model", folder, "--format", "json", input="Cheap money did this.")
    assert json.loads(scored.stdout)["model"]["name"] == "mine"
    evaluated = run("evaluate", small_corpus, "--model", folder, "--format", "json")
    assert json.loads(evaluated.stdout)["sentences"] == 400
    assert "any technique" in run("evaluate", small_corpus, "--model", folder).stdout
    few = run("evaluate", small_corpus, "--model", folder, "--at", "precise", "--format", "json")
    flagged = [json.loads(found.stdout)["results"][-1]["flagged"] for found in (few, evaluated)]
    assert flagged[0] < flagged[1]


def test_the_same_input_and_seed_give_the_same_bytes(run, small_corpus, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        assert run("train", small_corpus, "-o", folder, "--name", "same").exit_code == 0
    names = sorted(path.name for path in folders[0].iterdir())
    assert names == sorted([*FILES, "card.md"])
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_a_model_is_loaded_as_it_was_saved(tmp_path):
    save(rhetoric.load(), tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (default_folder() / name).read_bytes()


def test_ptc_folder(ptc_folder):
    (document,) = read_corpus(ptc_folder)
    assert [sorted(sentence.labels) for sentence in document.sentences] == [
        [],
        ["loaded_language"],
        [],
    ]
    annotated = document.sentences[0].annotated
    assert "doubt" in annotated and "vague_attribution" not in annotated


def test_a_misspelt_technique_is_no_unlabelled_sentence(ptc_folder):
    left_out = "7\tObfuscation,Intentional_Vagueness,Confusion\t0\t5\n"
    (labels,) = ptc_folder.glob("*.tsv")
    labels.write_text(left_out, encoding="utf-8")
    assert not any(s.labels for document in read_corpus(ptc_folder) for s in document.sentences)
    labels.write_text(left_out + "7\tDuobt\t0\t5\n", encoding="utf-8")
    with pytest.raises(BadCorpus, match="line 2: unknown technique 'Duobt'"):
        read_corpus(ptc_folder)


def test_an_article_takes_no_labels_of_one_whose_name_begins_alike(ptc_folder):
    (ptc_folder / "article70.txt").write_text("Do they lie?\n", encoding="utf-8")
    (ptc_folder / "article70.labels.tsv").write_text("70\tDoubt\t0\t5\n", encoding="utf-8")
    first, second = read_corpus(ptc_folder)
    assert not any("doubt" in sentence.labels for sentence in first.sentences)
    assert second.sentences[0].labels == {"doubt"}


def test_a_folder_without_labels_is_no_corpus(ptc_folder):
    (ptc_folder / "notes.txt").write_text("Not an article.\n", encoding="utf-8")
    assert len(read_corpus(ptc_folder)) == 1
    (ptc_folder / "article8.txt").write_text("It rained.\n", encoding="utf-8")
    assert len(read_corpus(ptc_folder)) == 2
    (ptc_folder / "article7.labels.tsv").unlink()
    with pytest.raises(BadCorpus, match="holds no labels"):
        read_corpus(ptc_folder)
    (ptc_folder / "article8.task2-TC.labels").touch()
    assert len(read_corpus(ptc_folder)) == 2


NOTHING_HERE = "Glittering generalities (Virtue)"
EITHER = "Bandwagon,Reductio_ad_hitlerum"


def in_a_folder(folder, names):
    (folder / "article1.txt").write_text("Do they lie?\nIt rained.\n", encoding="utf-8")
    lines = "".join(f"1\t{name}\t0\t5\n" for name in names)
    (folder / "article1.labels.tsv").write_text(lines, encoding="utf-8")
    return folder


def in_jsonl(folder, names):
    entries = [
        {"document": "1", "text": "Do they lie?", "labels": names},
        {"document": "1", "text": "It rained.", "labels": []},
    ]
    content = "\ufeff" + "\n".join(json.dumps(entry) for entry in entries)
    (folder / "small.JSONL").write_text(content, encoding="utf-8")
    return folder / "small.JSONL"


def in_csv(folder, names):
    content = f'\ufefftext,labels,document\nDo they lie?,"{";".join(names)}",1\nIt rained.,,1\n'
    (folder / "small.CSV").write_text(content, encoding="utf-8")
    return folder / "small.CSV"


@pytest.mark.parametrize("written", [in_a_folder, in_jsonl, in_csv])
def test_names_that_say_less_than_a_technique(tmp_path, written):
    """One without a counterpart says nothing; one that joins two does not say which."""
    (document,) = read_corpus(written(tmp_path, ["Doubt", NOTHING_HERE, EITHER]))
    first, second = document.sentences
    assert first.labels == {"doubt"} and not second.labels
    assert second.annotated - first.annotated == {"bandwagon", "guilt_by_association"}
    assert "doubt" in first.annotated
    (document,) = read_corpus(written(tmp_path, ["bandwagon", EITHER]))
    first, second = document.sentences
    assert first.labels == {"bandwagon"}
    assert second.annotated - first.annotated == {"guilt_by_association"}


def test_csv(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text('text,labels\n"A sham, they say.",doubt;Loaded_Language\nIt rained.,\n')
    first, second = read_corpus(path)
    assert first.sentences[0].labels == {"doubt", "loaded_language"}
    assert second.sentences[0].annotated == {"doubt", "loaded_language"}


def test_jsonl_documents_keep_their_sentences_together(tmp_path):
    path = tmp_path / "corrections.jsonl"
    entries = [
        {"document": "a", "text": "“They lied to us.", "labels": []},
        {"document": "a", "text": "They took it all,” she said.", "labels": ["name_calling"]},
        {"document": "b", "text": "© 2024 Gazette", "labels": [], "boilerplate": True},
    ]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    first, second = read_corpus(path)
    assert [sentence.voice for sentence in first.sentences] == ["quoted", "quoted"]
    assert second.sentences[0].boilerplate and second.sentences[0].kind == "boilerplate"


def test_sentences_of_a_document_belong_together_wherever_they_stand(tmp_path):
    path = tmp_path / "shuffled.jsonl"
    entries = [{"document": name, "text": f"Text {name}.", "labels": []} for name in "abab"]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    assert [(d.id, len(d.sentences)) for d in read_corpora([path, path])] == [("a", 2), ("b", 2)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.jsonl", '{"text": "a", "labels": ["lies"]}\n', "line 1: unknown technique"),
        ("bad.jsonl", '{"text": "a", "labels": []}\n{"text"\n', "line 2: not JSON"),
        ("bad.jsonl", '{"labels": []}\n', "needs an object"),
        ("bad.jsonl", '{"text": "a", "labels": "doubt"}\n', "must be a list"),
        ("bad.jsonl", '{"text": "a", "labels": [], "document": ["b"]}\n', "a string or a number"),
        ("bad.jsonl", '{"text": "a", "labels": [], "document": true}\n', "a string or a number"),
        ("bad.jsonl", f'{{"text": "a", "labels": [], "document": {"1" * 5000}}}\n', "digits"),
        ("bad.jsonl", "", "holds no labelled sentences"),
        ("bad.csv", "sentence,label\na,b\n", "needs the columns"),
        ("bad.csv", 'text,labels\n"never closed,doubt\n', "not CSV"),
        ("bad.csv", f"text,labels\n{'a' * 200_000},doubt\n", "not CSV"),
        ("deep.jsonl", "[" * 100_000, "nested too deeply"),
        ("bad.xlsx", "x", "not a corpus"),
        ("few.jsonl", '{"text": "a", "labels": []}\n' * 5, "too little to learn from"),
    ],
)
def test_bad_corpora_are_one_clear_line(run, tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    result = run("train", path, "-o", tmp_path / "model")
    assert result.exit_code == 2
    assert reason in result.stderr and len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "model").exists()


def test_without_documents_held_out_the_model_is_written_all_the_same(run, small_corpus, tmp_path):
    lines = small_corpus.read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) | {"document": str(i % 3)} for i, line in enumerate(lines)]
    path = tmp_path / "three.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    result = run("train", path, "-o", tmp_path / "model")
    assert result.exit_code == 0, result.output
    assert "too few documents to hold any out" in result.stdout
    assert rhetoric.load(tmp_path / "model").name == "model"


def test_a_corpus_that_is_a_link_to_itself_is_one_clear_line(run, tmp_path):
    loop = tmp_path / "loop.jsonl"
    loop.symlink_to(loop)
    result = run("train", loop, "-o", tmp_path / "model")
    assert result.exit_code == 2 and "no such corpus" in result.stderr


def test_half_a_character_is_replaced(tmp_path):
    path = tmp_path / "cut.jsonl"
    path.write_text('{"text": "They lied \\ud83d", "labels": []}\n', encoding="utf-8")
    (document,) = read_corpus(path)
    assert document.sentences[0].text == "They lied \ufffd"


def test_evaluate_says_what_it_cannot_measure(run, model_of_one, tmp_path):
    path = tmp_path / "few.jsonl"
    path.write_text('{"text": "Do they lie?", "labels": ["doubt"]}\n', encoding="utf-8")
    result = run("evaluate", path, "--model", model_of_one)
    assert result.exit_code == 0 and "does not know doubt" in result.stderr
    _, row, *_, sizes = result.stdout.splitlines()
    assert row.split()[:2] == ["loaded_language", "0"] and row.split()[4:9] == ["–"] * 5
    assert sizes.endswith("macro average precision –")
    path.write_text('{"text": "© 2024 Gazette", "labels": []}\n', encoding="utf-8")
    nothing = run("evaluate", path, "--model", model_of_one, "--plots", tmp_path / "plots")
    assert nothing.exit_code == 2 and nothing.stdout == ""
    assert "nothing to measure" in nothing.stderr and len(nothing.stderr.splitlines()) == 1
    assert not (tmp_path / "plots").exists()


def test_evaluate_on_one_document_with_one_technique(run, tmp_path):
    path = tmp_path / "few.jsonl"
    texts = {"What a disgusting, vile plan!": ["loaded_language"], "It rained.": []}
    entries = [{"document": 1, "text": text, "labels": labels} for text, labels in texts.items()]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    _, row, *_, sizes = run("evaluate", path).stdout.splitlines()
    assert row.split()[5:9] == ["1.00", "–", "1.00", "–"]
    assert sizes.endswith("1 documents; macro average precision 1.000")


def test_one_technique_in_scikit_learn(model_of_one):
    pipeline = rhetoric.load(model_of_one).to_sklearn()
    sentences = ["What a disgusting, vile plan!", "It rained."]
    assert pipeline.predict(sentences).tolist() == [1, 0]
    without, carried = pipeline.predict_proba(sentences).T
    assert carried[0] > 0.9 > 0.1 > carried[1] and without + carried == pytest.approx([1, 1])


def test_train_does_not_write_into_a_folder_of_other_things(run, small_corpus, tmp_path):
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    result = run("train", small_corpus, "-o", tmp_path)
    assert result.exit_code == 2 and "holds no model" in result.stderr


def test_documents_are_split_whole_and_copies_are_dropped(small_corpus):
    documents = read_corpus(small_corpus)
    kept, test = split_documents(documents, 0.1, seed=1)
    assert len(test) == 40 and not {d.id for d in kept} & {d.id for d in test}
    assert without_copies(documents, fingerprints(documents)) == ()


def cut(folder):
    (folder / "weights.npy").write_bytes((folder / "weights.npy").read_bytes()[:1000])


def without_words(folder):
    (folder / "words.txt").unlink()


def zipped(folder):
    (folder / "weights.npy").write_bytes(b"PK\3\4" + (folder / "weights.npy").read_bytes())


def with_another_header(folder):
    content = bytearray((folder / "weights.npy").read_bytes())
    content[content.index(b"}")] = ord(" ")
    (folder / "weights.npy").write_bytes(content)


def with_half_a_json(folder):
    (folder / "model.json").write_text("{", encoding="utf-8")


def with_deep_json(folder):
    (folder / "card.json").write_text("[" * 100_000, encoding="utf-8")


def without_the_first_word(folder):
    words = (folder / "words.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "words.txt").write_text("".join(words[1:]), encoding="utf-8")


def with_pairs_in_disorder(folder):
    np.save(folder / "pairs.npy", np.load(folder / "pairs.npy")[::-1])


def with_weights_of_another_kind(folder):
    np.save(folder / "weights.npy", np.load(folder / "weights.npy").astype(np.float16))


def without_a_number(folder):
    dense = np.load(folder / "dense.npy")
    dense[3, 2] = np.nan
    np.save(folder / "dense.npy", dense)


def changed(folder, change):
    settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    change(settings)
    (folder / "model.json").write_text(json.dumps(settings), encoding="utf-8")


def with_a_threshold_as_text(folder):
    changed(folder, lambda settings: settings["thresholds"]["doubt"].update(balanced="0.3"))


def with_an_impossible_threshold(folder):
    changed(folder, lambda settings: settings["thresholds"]["doubt"].update(balanced=1.5))


def with_an_unknown_technique(folder):
    def rename(settings):
        settings["techniques"][0] = "no_such_technique"
        settings["thresholds"]["no_such_technique"] = settings["thresholds"]["doubt"]
        del settings["thresholds"]["loaded_language"]

    changed(folder, rename)


def with_results_as_text(folder):
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps(card | {"results": "good"}), encoding="utf-8")


def with_few_letters(folder):
    changed(folder, lambda settings: settings.update(letters=settings["letters"][:5]))


def with_a_huge_scale(folder):
    changed(folder, lambda settings: settings["scales"].__setitem__(0, 10**400))


@pytest.mark.parametrize(
    "damage",
    [
        cut,
        without_words,
        zipped,
        with_another_header,
        with_half_a_json,
        with_deep_json,
        without_the_first_word,
        with_pairs_in_disorder,
        with_weights_of_another_kind,
        without_a_number,
        with_a_threshold_as_text,
        with_an_impossible_threshold,
        with_an_unknown_technique,
        with_results_as_text,
        with_few_letters,
        with_a_huge_scale,
    ],
)
def test_a_damaged_model_is_one_clear_line(run, tmp_path, damage):
    folder = tmp_path / "model"
    folder.mkdir()
    for path in default_folder().iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    damage(folder)
    with pytest.raises(rhetoric.BadModel):
        rhetoric.load(folder)
    result = run("score", "-", "--model", folder, input="A text.")
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
