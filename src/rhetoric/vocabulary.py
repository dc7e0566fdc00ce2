"""Training sentences in; a `FeatureSpace` out: which words and n-grams count, and their rarity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from rhetoric.char_ngrams import MOST_LETTERS, Ngrams, distinct_ngrams
from rhetoric.features import REACH, FeatureSpace, OrdinaryWords, pair_keys
from rhetoric.tokens import PLAIN_MARKS, TOKEN, Tokens, shared, tokenise

RAREST_WORD = 2
RAREST_PAIR = 3
RAREST_NGRAM = 4
APART = 0.5
"""What a pair with words between counts beside one of neighbours: less, since it tells less."""
LOWER_CASE_SHARE = 0.3
"""A word that is written small less often than this, sentence beginnings aside, is a name."""


def learn_feature_space(
    sentences: Sequence[str],
    most_words: int,
    most_pairs: int,
    most_ngrams: int,
) -> FeatureSpace:
    """Build the vocabulary from sentences; the commonest words, pairs and n-grams are kept."""
    common = OrdinaryWords(ordinary_words(sentences))
    tokens = tokenise(sentences, common)
    frequency = np.where(
        [_may_be_known(text, common) for text in tokens.texts],
        _document_frequency(tokens, tokens.ids),
        0,
    )
    words = _commonest(zip(tokens.texts, frequency.tolist(), strict=True), RAREST_WORD, most_words)
    word_of = {word: index for index, (word, _) in enumerate(words)}
    known = np.array([word_of.get(text, -1) for text in tokens.texts], dtype=np.int64)
    pairs, pair_idf = _frequent_pairs(tokens, known, len(words), most_pairs)
    ngrams = _with_usual_letters(_ngram_frequency(tokens))
    chars = _commonest(ngrams.items(), RAREST_NGRAM, most_ngrams)
    word_frequency = np.array([n for _, n in words], dtype=np.int64)
    char_frequency = np.array([n for _, n in chars], dtype=np.int64)
    return FeatureSpace(
        words=tuple(word for word, _ in words),
        pairs=pairs,
        chars=Ngrams.of([ngram for ngram, _ in chars]),
        word_idf=np.concatenate([_idf(word_frequency, len(sentences)), pair_idf]),
        char_idf=_idf(char_frequency, len(sentences)),
    )


def ordinary_words(sentences: Iterable[str]) -> Set[str]:
    """Words that are written in lower case, in at least two sentences."""
    small: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for sentence in sentences:
        found = [match.group() for match in TOKEN.finditer(sentence)]
        small.update({token for token in found if token.islower()})
        inner.update({token.lower() for token in found[1:]})
    return {
        token.translate(PLAIN_MARKS)
        for token, count in small.items()
        if count >= RAREST_WORD and count >= LOWER_CASE_SHARE * inner[token]
    }


def _may_be_known(text: str, common: OrdinaryWords) -> bool:
    """Not a name that somebody wrote small: as a known word it would be no name any more."""
    return not text.isalpha() or len(text) == 1 or text in common or text in shared().values()


def _document_frequency(tokens: Tokens, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    cells = np.unique(tokens.sentences * len(tokens.texts) + ids)
    return np.bincount(cells % max(len(tokens.texts), 1), minlength=len(tokens.texts))


def _frequent_pairs(
    tokens: Tokens, known: NDArray[np.int64], width: int, most: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The pairs that count, sorted, and how much each does."""
    counted = [
        _pair_frequency(tokens.sentences, known[tokens.ids], width, distance)
        for distance in range(1, REACH + 1)
    ]
    pairs = np.concatenate([found for found, _ in counted])
    frequency = np.concatenate([frequency for _, frequency in counted])
    weight = np.repeat([1.0, *[APART] * (REACH - 1)], [len(found) for found, _ in counted])
    order = np.lexsort((pairs, -frequency))[:most]
    order.sort()
    idf = _idf(frequency, len(tokens.bounds) - 1)
    return pairs[order], (idf * weight)[order]


def _pair_frequency(
    sentences: NDArray[np.int64], words: NDArray[np.int64], width: int, distance: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of words so far apart, and in how many sentences each is."""
    first, keys = pair_keys(sentences, words, width, distance)
    order = np.lexsort((sentences[first], keys))
    keys, rows = keys[order], sentences[first][order]
    distinct = np.append(True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1]))[: len(keys)]
    pairs, frequency = np.unique(keys[distinct], return_counts=True)
    keep = frequency >= RAREST_PAIR
    return pairs[keep], frequency[keep]


def _ngram_frequency(tokens: Tokens) -> Counter[str]:
    ngrams = distinct_ngrams(tokens.texts)
    frequency: Counter[str] = Counter()
    bounds = tokens.bounds.tolist()
    ids = tokens.ids.tolist()
    for start, end in zip(bounds, bounds[1:], strict=False):
        distinct = set(ids[start:end])
        frequency.update(set().union(*(ngrams[tokens.texts[index]] for index in distinct)))
    return frequency


def _with_usual_letters(frequency: Counter[str]) -> Mapping[str, int]:
    """The n-grams without those of rare letters, if there are more letters than can be numbered."""
    letters: Counter[str] = Counter()
    for ngram, count in frequency.items():
        letters.update(dict.fromkeys(ngram, count))
    if len(letters) <= MOST_LETTERS:
        return frequency
    usual = {letter for letter, _ in letters.most_common(MOST_LETTERS)}
    return {ngram: count for ngram, count in frequency.items() if usual.issuperset(ngram)}


def _commonest(
    frequencies: Iterable[tuple[str, int]], rarest: int, most: int
) -> list[tuple[str, int]]:
    """The most frequent entries, in alphabetical order; ties go by the alphabet."""
    frequent = [(text, n) for text, n in frequencies if n >= rarest]
    return sorted(sorted(frequent, key=lambda entry: (-entry[1], entry[0]))[:most])


def _idf(frequency: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """scikit-learn's smooth inverse document frequency, as precise as a model folder keeps it."""
    exact = np.log((1 + count) / (1 + frequency.astype(np.float64))) + 1
    return exact.astype(np.float16).astype(np.float64)
