"""The marked sentences, and the figures that the README shows of them."""

import json

from training.sentences import PARTS, RESULTS, installed, read_marked, score


def test_the_marked_texts_are_whole():
    for part in PARTS:
        texts = read_marked(part)
        assert sum(len(text.sentences) for text in texts) > 200
        for text in texts:
            assert not set("⟨⟩⟪⟫") & set(text.content)
            outside = text.content
            for sentence in reversed(text.sentences):
                written = text.content[sentence.start : sentence.end]
                assert written == written.strip() != ""
                outside = outside[: sentence.start] + outside[sentence.end :]
            assert set(outside) <= set(" \n•*-123."), text.shape


def test_the_figures_are_those_of_this_code():
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    splitters = installed()
    for part in PARTS:
        for name in splitters:
            assert vars(score(read_marked(part), name, splitters)) == results[part][name]
