from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.boilerplate import is_boilerplate
from rhetoric.errors import UnreadableText
from rhetoric.inputs.chats import writer
from rhetoric.inputs.decoding import decode
from rhetoric.inputs.transcripts import find_turns, speaker
from rhetoric.text import read_text, text_of

LINES = st.lists(st.text(alphabet="Ab c.\"'\t\ufeff\u2028é", max_size=30), max_size=12)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"])


def blocks(content):
    text = text_of(content)
    return [(content[block.start : block.end], block.kind) for block in text.blocks]


@given(LINES, BREAKS)
def test_blocks_are_stripped_in_order_and_lose_no_visible_character(lines, line_break):
    content = line_break.join(lines)
    text = text_of(content)
    end = 0
    kept = ""
    for block in text.blocks:
        assert end <= block.start < block.end <= len(content)
        end = block.end
        kept += content[block.start : block.end]
    assert "".join(kept.replace("\ufeff", "").split()) == "".join(
        content.replace("\ufeff", "").split()
    )


def test_byte_order_mark_and_carriage_returns_stay_in_the_offsets(tmp_path):
    path = tmp_path / "windows.txt"
    path.write_bytes(b"\xef\xbb\xbfFirst line here.\r\n\r\nSecond line here.\r\n")
    text = read_text(path)
    assert text.content == "\ufeffFirst line here.\r\n\r\nSecond line here.\r\n"
    assert [(block.start, block.end) for block in text.blocks] == [(1, 17), (21, 38)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"good\nbad \xff\xfa line", "line 2, byte 9"),
        ("text".encode("utf-16"), "UTF-16"),
        (b"PK\x00\x01", "binary"),
    ],
)
def test_undecodable_bytes_say_what_is_wrong(data, reason):
    with pytest.raises(UnreadableText, match=reason):
        decode(data, "file.txt")


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = (
        "The council met on Tuesday evening to decide about the harbour road, which\n"
        "Quay Street traders have used since 1954. After three hours of debate the\n"
        "motion passed, and the meeting was closed with the reading of letters.\n"
        "\n"
        "A second consultation opens in April and closes at the end of the month,\n"
        "said the committee."
    )
    assert len(text_of(wrapped).blocks) == 2


def test_lines_of_a_list_stay_apart():
    assert len(text_of("First point\nSecond point\nThird point").blocks) == 3


@pytest.mark.parametrize(
    "line",
    [
        "Share this article on Facebook",
        "Home | News | Opinion | Sport",
        "By Harriet Voss, columnist",
        "Posted by Sam O'Neill",
        "© 2024 Harbour Gazette. All rights reserved.",
        "Copyright 2019 The Gazette",
        "Sign up for our newsletter and get the best of the week in your inbox.",
        "Please make a tax-deductible donation to keep us going.",
        "Advertisement",
        "Published 14 March 2024, 08:10",
        "March 3, 2018",
        "(AP file photo)",
        "https://example.org/story?id=4",
        "Your email address will not be published.",
        "12 comments",
        "Hanne Voss is a senior columnist for the Gazette and the author of two books.",
        "By Hanne Voss, political correspondent",
        "March 3, 2018 | Updated 4:10 pm",
        "Share this story with your friends",
        "Read more about the harbour here",
        "5.2k SHARES Facebook Twitter",
        "Filed under: Politics, Harbour",
        "* * *",
    ],
)
def test_site_furniture_is_boilerplate(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Tuesday after the bank's warning.",
        "By the time the ambulance came, the driver had died.",
        "The minister signed up to the treaty in 1998.",
        "He was paid to follow the story on Twitter and in the papers.",
        "Home is where the heart is.",
        "The company changed its privacy policy after the court's ruling in May.",
        "The Copyright Act of 1976 protects the author for life plus seventy years.",
        "The study was first published in a medical journal in 2003.",
        "Donations to the party doubled in a year.",
        '"He wanted to make a donation and be done with it," a friend says',
        "He is a former professor of constitutional law.",
        "6 January 2021 – a mob of traitors stormed the hall.",
        "4.1.2 - The Tenant shall not keep pets.",
        "Published in 2019, the report was a pack of lies.",
        "By Monday, everybody will know that the mayor lied.",
        "Lunde is the author of this disaster.",
        "The closure contributed to the decline of the quay.",
        "Video Games are ruining our children.",
        "Credit Suisse was fined in 2014.",
        "Immigrants make a contribution that nobody counts.",
        "Dead people register to vote, and now they want our trust.",
        "Billionaires donate millions, and now they own the party.",
        "People like him spread lies on Facebook every day.",
        "Read more books, or this country is finished.",
        "Read more lies from the corrupt press here",
        "See the rest of them for the crooks that they are",
        "Hanne Voss is a disgusting reporter and a liar.",
        "Hanne Voss is a columnist who lies. Everyone knows it.",
        "Piet Lund is the worst editor this corrupt rag has had",
        "The city is a major contributor to the delta fund.",
        "Share this before they delete it!",
        "Subscribe to this disgusting theory and you are lost.",
        "1 May 2020 - the corrupt council butchered the budget",
        "12/03/2024, 10:02 - Bob: the mayor is a corrupt liar lol",
        "By Monday the corrupt council had fled",
    ],
)
def test_sentences_are_not_boilerplate(line):
    assert not is_boilerplate(line)


def test_a_long_line_of_furniture_and_a_word_takes_no_time():
    assert not is_boilerplate("Google+ " * 40 + "rocks")


def test_quotations_of_an_e_mail_are_another_s_words():
    content = (
        "On Monday Tom wrote:\n> The mayor has not read the report, and\n> nobody has.\n>\n"
        ">> It is long.\nI have."
    )
    assert [(b.kind, b.voice) for b in text_of(content).blocks] == [
        ("prose", "author"),
        ("quotation", "quoted"),
        ("quotation", "quoted"),
        ("prose", "author"),
    ]
    assert blocks(content)[1] == (
        "The mayor has not read the report, and\n> nobody has.",
        "quotation",
    )


def test_a_forwarded_message_is_another_s_words():
    content = "I do not share it.\n\n-----Original Message-----\nFrom: Ana\n\nThey lied to us."
    assert [b.voice for b in text_of(content).blocks] == ["author", *["quoted"] * 3]


def test_a_poll_in_an_article_is_boilerplate():
    poll = (
        "The vote is on Friday.\n\nTake our poll - story continues below\n\nWill the vote pass?\n\n"
        "Yes, it will.\n\nCompleting this poll grants you access to our updates.\n\nThe mayor spoke."
    )
    assert [kind for _, kind in blocks(poll)] == ["prose", *["boilerplate"] * 4, "prose"]


def test_ragged_lines_are_joined_and_a_headline_is_not():
    content = (
        "WHAT THE HARBOUR NEEDS\n"
        "A harbour needs water, boats and somebody to shout at. For more than\n"
        "a hundred years this town has had all three, and nobody thought of\n"
        "asking for more. Then came the consultants with their slides. The\n"
        "Council listened."
    )
    assert [kind for _, kind in blocks(content)] == ["heading", "prose"]


def test_marks_of_lists_belong_to_no_block():
    content = "Three things:\n• a permit\n2. A fee. It is high.\n- a fine\n  for delays"
    assert blocks(content) == [
        ("Three things:", "prose"),
        ("a permit", "list_item"),
        ("A fee. It is high.", "list_item"),
        ("a fine\n  for delays", "list_item"),
    ]


def test_marks_of_headings_belong_to_no_block():
    content = "## What changed\nThe pier is open.\n\n### Fixed\n#quay is no heading."
    assert blocks(content) == [
        ("What changed", "heading"),
        ("The pier is open.", "prose"),
        ("Fixed", "heading"),
        ("#quay is no heading.", "prose"),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        "{}: {}",
        "**{}:** {}",
        "_{}_: {}",
        "*{}* (mayor): {}",
        "[10:12] {}: {}",
        "<{}> {}",
        "[10:12:01] <{}> {}",
        "12.03.25, 10:14 - {}: {}",
        "[12/03/2025, 10:14 PM] {}: {}",
    ],
)
@pytest.mark.parametrize("names", ["Éva Li", "Speaker 12"])
def test_shapes_of_transcripts(shape, names):
    names = names.split() if "<" in shape else (names, "José Álvarez")
    lines = [shape.format(name, "It is late.") for name in names]
    assert find_turns([*lines, "Goes on.", *lines]) == ["label"] * 2 + ["turn"] + ["label"] * 2


@pytest.mark.parametrize(
    "header",
    [
        "{}  9:41 AM",
        "{} 9:41 AM (edited)",
        "{} Monday at 9:41 AM",
        "{} Nov 27, 2026 9:41 PM",
        "{} — Today at 21:41",
        "{} | 27/11/2026 09:41",
        "{}, [27.11.2026 21:41]",
        "[Yesterday 9:41 AM] {} (Guest)",
        "{} to Everyone 9:41 AM",
        "09:41:12\t From  {}  to  Bob Lund(Direct Message):",
    ],
)
def test_messages_of_chats_under_who_wrote_them(header):
    ana, bob = header.format("Ana Silva"), header.format("Bob van Dam")
    chat = [ana, "Is it late", "- It is.", bob, "Yes", ana, "Oh no", bob, "Shut it.", "Now"]
    found = voices_of(["The chat has leaked.", *chat, "", "They are vermin."])
    assert found == [
        ("prose", "author"),
        *[("boilerplate", "author"), ("prose", "quoted"), ("list_item", "quoted")],
        *[("boilerplate", "author"), ("prose", "quoted")] * 3,
        ("prose", "quoted"),
        ("prose", "author"),
    ]


def test_a_text_that_begins_as_a_chat_is_one():
    lines = ["Ana  9:41 AM", "No.", "", "Bob  9:42 AM", "Yes.", ""] * 2 + ["And more.", "", "End."]
    assert {voice for kind, voice in voices_of(lines) if kind != "boilerplate"} == {"quoted"}


@pytest.mark.parametrize(
    "headers",
    [
        ("News 18:00", "Weather 18:30"),
        ("John 3:16", "Romans 8:28"),
        ("The Tent 8:00 PM", "The Barn 9:00 PM"),
        ("Kiel 31:28", "Flensburg 25:24"),
        ("[0:15] Verse", "[0:40] Chorus"),
        ("[09:41:12] Error", "[09:41:13] Info"),
    ],
)
def test_times_and_numbers_beside_names_make_no_chat(headers):
    lines = [line for header in headers * 2 for line in (header, "It is late, they say.")]
    assert {voice for _, voice in voices_of(lines)} == {"author"}


def voices_of(lines):
    return [(block.kind, block.voice) for block in text_of("\n".join(lines)).blocks]


@pytest.mark.parametrize(
    "shape",
    [
        "[21:41]{}: {}",
        "21:41 <{}> {}",
        "09:41:12 From {} to Everyone: {}",
        "[27/11/2026, 21:41:12] ~ {}: {}",
    ],
)
def test_chats_of_a_line_each(shape):
    assert find_turns([shape.format(name, "hi") for name in ("ana", "bob") * 2]) == ["label"] * 4


def test_names_in_lower_case_are_told_by_a_time_or_angle_brackets():
    assert [speaker(line) for line in ("[10:12] ana: No.", "<ana> No.", "ana: No.")] == [
        "ana",
        "ana",
        "",
    ]


@pytest.mark.parametrize(
    "names",
    [
        "Myth Fact",
        "MYTH FACT",
        "Problem Solution",
        "Pros Cons",
        "**Before** **After**",
        "Monday May",
    ],
)
def test_lists_with_labels_are_no_transcripts(names):
    lines = [f"{name}: The pier is old." for name in names.split()]
    assert find_turns(lines * 3) == [""] * 6


@pytest.mark.parametrize(
    "piece", ["A", "Ab ", "_", "[10:12", "<a", "Ana (", "12.03.", "Ana: ", "A 1 "]
)
def test_hostile_lines_take_linear_time(piece):
    started = perf_counter()
    speaker(piece * 100_000 + ": ")
    writer(piece * 100_000 + " 9:41")
    assert perf_counter() - started < 0.5
