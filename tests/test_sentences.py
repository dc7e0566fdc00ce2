import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.sentences import split_sentences
from rhetoric.text import text_of

WORDS = st.sampled_from(
    [
        "The",
        "vote",
        "Mr.",
        "U.S.",
        "said",
        "“No",
        "yes”",
        '"Stop!"',
        "(maybe)",
        "3.5",
        "…",
        "it’s",
        "\n",
        "\n\n",
        "\r\n",
        ".",
        "!",
        "? ",
        "A.",
        "\ufeff",
        "é",
        "😀",
        "‘so’",
        "—",
    ]
)


def split(content):
    spans, _ = split_sentences(text_of(content))
    return [content[span.start : span.end] for span in spans]


def voices(content):
    spans, _ = split_sentences(text_of(content))
    return [span.voice for span in spans]


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_sentences_are_in_order_stripped_and_lose_no_word(content):
    spans, _ = split_sentences(text_of(content))
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(content)
        sentence = content[span.start : span.end]
        assert sentence == sentence.strip()
        end = span.end
    kept = "".join("".join(split(content)).split())
    assert kept.replace("\ufeff", "") == "".join(content.split()).replace("\ufeff", "")


@given(st.text(max_size=200))
def test_any_text_can_be_split(content):
    spans, _ = split_sentences(text_of(content))
    assert all(0 <= span.start < span.end <= len(content) for span in spans)


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Smith met Dr. J. R. Jones of the U.S. Army on Jan. 4.", "They talked."],
        ["It cost $3.5 million.", "Nobody paid."],
        ['"We did it all.', 'The two of us won," she said.', "He left."],
        ['"Is that so?" Smith asked the chairman.', "No answer came."],
        ["“Stop!” he cried.", "“You will fall.”", "She fell."],
        ["What now?", "Nobody knows!", "We wait."],
        ["Rep. Ana Brandt, D-Ohio, voted no.", "Sen. Lund did not vote."],
        ["He paused... and went on.", "Then he sat down."],
        ["“We won,” one of the aides said.", "“It was close.”"],
    ],
)
def test_boundaries(sentences):
    assert split(" ".join(sentences)) == sentences


def test_quoted_speech_over_several_sentences_is_quoted():
    content = (
        'He was angry. "They lied to us. They took it all. We got nothing." The room was full.'
    )
    assert voices(content) == ["author", "quoted", "quoted", "quoted", "author"]


def test_a_quotation_over_several_paragraphs_is_quoted():
    content = "“They lied to us.\n\n“They took it all.”\n\nThe room was full."
    assert voices(content) == ["quoted", "quoted", "author"]


def test_a_stray_quotation_mark_does_not_quote_the_rest():
    content = 'The 5" pipe broke. The street was under water.\n\nNobody was hurt.'
    assert voices(content) == ["author"] * 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Police say the fire was caused by a heater.",
        "According to the ministry, wages rose by two percent.",
        "The plan is a disgrace, Ms. Lund said.",
        "He argued that the law had failed.",
        "He told the court that it was a lie.",
        "She wrote a note that said it was over.",
        "He explained the rules were unfair.",
    ],
)
def test_attributed_sentences_are_quoted(sentence):
    assert voices(sentence) == ["quoted"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan is a disgrace.",
        "I said no.",
        'Nobody reads the "small" print of such a plan.',
        "The mayor told a disgusting lie to the whole town.",
        "The corrupt mayor wrote a vile, cowardly letter.",
        "They claimed the prize.",
        "She added two eggs to the bowl.",
    ],
)
def test_the_authors_own_sentences(sentence):
    assert voices(sentence) == ["author"]


def test_an_opening_mark_belongs_to_the_next_sentence():
    assert split("“We won,” one of these aides said. “ It was close.”")[0].endswith("said.")


@pytest.mark.parametrize(
    "sentences",
    [
        ["She had lived in the U.S.", "Her brother had not."],
        ["U.S. officials met E.U. envoys in Geneva.", "They left at 5 p.m.", "Nobody spoke."],
        ["The firm paid approx. $400 for it.", "See No. 5 and pp. 12–15.", "No.", "It is not."],
        ["He spoke to MR. ANTONIO LUND.", "THE OTHERS LEFT."],
        ["He began to explain...", "The others left.", "“I thought … no.”"],
        ["The letter went on: the dust . . . and the rats.", "It was long."],
        ["An OK! magazine reporter called.", "The Wham! record was sold."],
        ["this is NOT what we voted for!!", "shame on them 😡😡", "#SaveTheQuay"],
        ['"It is over." he added.', "They left."],
        ["(The footpath is not.)", "Cars must go by Fell (6 miles north)."],
        ["Sen. Ana Lunde, D-N.J., spoke.", "The anti-U.S. protests, and EU-U.S. ties, did not."],
        [
            "The polls close at 8 p.m. Tuesday.",
            "It ended at 5 p.m. ET.",
            "We left at 6 a.m.",
            "No.",
        ],
        [
            "**The mayor lied.**",
            "All know it.",
            "*Wake up!*",
            '**"Never."**',
            "So it is.",
        ],
        ["HARBOUR CITY, Jan. 4 (NPA) — The council voted.", "It was close."],
        ["The figures are at https://quay.example/q?id=4.1 and here.", "They are 3.5 years old."],
    ],
)
def test_more_boundaries(sentences):
    assert split(" ".join(sentences)) == sentences


def test_a_sentence_without_letters_is_no_prose():
    found, _ = split_sentences(text_of("The pier opened in 1901. 1902. 17 (4). It burnt in 1903."))
    assert [span.kind for span in found] == ["prose", "boilerplate", "boilerplate", "prose"]


def test_a_long_paragraph_is_cut_between_sentences():
    sentence = "The council met on Tuesday and nothing came of it."
    assert set(split(" ".join([sentence] * 1000))) == {sentence}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('"The pier is ours," the harbour master said.', ["quoted"]),
        ('"Never!" shouted a man at the back.', ["quoted"]),
        ("The dam, engineers say, will hold until spring.", ["quoted"]),
        ("The owners deny it.", ["quoted"]),
        ("The report called the pier “a danger to life.”", ["quoted"]),
        ("Somebody called the police.", ["author"]),
        ("The plan is called “Vision” by nobody.", ["author"]),
        ("The council asks three things of us:", ["author"]),
        ("I told them, “Enough is enough.”", ["author"]),
        ("The fish market said to be the oldest is gone.", ["author"]),
        ("The winters of the ’70s were cold. “Nobody came,” she said.", ["author", "quoted"]),
        ("Can anyone believe a word he says? Who says he may?", ["author"] * 2),
        ("The lies they told us cost lives. Anyone who says no is a liar.", ["author"] * 2),
        (
            "Whatever he says, it is theft. The lord mayor, who says it is not, left.",
            ["author", "quoted"],
        ),
        ("Give 'em hell. He lied. The voters' anger is gone.", ["author"] * 3),
        ("Back in the '90s we had homes. The workers' homes are gone.", ["author"] * 2),
        ("‘Get out! It’s the workers’ fault. You lied!’ He left.", [*["quoted"] * 3, "author"]),
        ("»The council lied. It is gone.« He left.", ["quoted", "quoted", "author"]),
        ("« The council lied. » He left.", ["quoted", "author"]),
        ("‘He said “no” to me,’ the baker said. The shop is shut.", ["quoted", "author"]),
    ],
)
def test_voices(content, expected):
    assert voices(content) == expected


def test_turns_of_a_transcript_are_quoted():
    content = (
        "The hearing.\n\nCHAIR: Who speaks?\nLUND: I do. It is late.\nCHAIR: Go on.\nLUND: No."
    )
    assert voices(content) == ["author", *["quoted"] * 5]


def test_a_label_alone_makes_no_transcript():
    assert voices("Note: the ferry is late.\nWarning: mind the gap.") == ["author"] * 2
