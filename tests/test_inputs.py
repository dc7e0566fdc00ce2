"""Every input format: what is read, where it stands, and what is said of what cannot be read."""

import io
import json
import sys
import zipfile
from importlib.resources import files

import jsonschema
import pytest
from documents import docx_of, locked, pdf_of
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.inputs import format_by_content, format_of
from rhetoric.inputs.docx import read_docx
from rhetoric.inputs.markdown import markdown_text
from rhetoric.inputs.page_text import page_paragraphs
from rhetoric.sentences import split_sentences
from rhetoric.text import read_text, text_of

SCHEMA = json.loads((files("rhetoric") / "schema.json").read_text(encoding="utf-8"))
LOADED = "What a disgusting, cowardly betrayal of working people!"
MARKDOWN = """\
---
title: Not read
---

# The *quay* is ours #

The council [met](https://quay.example/a.b "The title") on **Tuesday**. Read `this` &amp; see
the [plan][1]. *Nobody* did.

> They lied to us.
> They lied again.

- One item
  goes on.
- Another: \\*stars\\*.

```python
print("Not read.")
```

| Who | Said what |
|-----|-----------|
| Ana | She left early. |

![not read](picture.png)

[1]: https://quay.example/plan
"""
PAGE = f"""<!DOCTYPE html><html><head><title>The quay is closed</title><script>var x = "Not read.";</script>
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article>
<h1>The quay is closed</h1><p>The council met on Tuesday evening to decide about the harbour road, which the
traders have used since 1954.</p><h2>What comes next</h2><p>After three hours of <b>debate</b> the motion
passed. {LOADED}</p><blockquote><p>They lied to us, all of them, and we will not forget it.</p></blockquote>
<ul><li>The first point is made at some length.</li><li>The second point follows it.</li></ul>
</article><footer>Not read either</footer></body></html>"""


def read(text):
    """Kind, voice and the file's own characters of each sentence."""
    found = []
    for span in split_sentences(text)[0]:
        start, end = text.sentence_span(span.start, span.end)
        found.append((span.kind, span.voice, text.shown[start:end]))
    return found


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_markdown(line_break, mark):
    file = mark + MARKDOWN.replace("\n", line_break)
    text = markdown_text(file, "a.md")
    assert text.shown == file
    assert read(text) == [
        ("heading", "author", "The *quay* is ours"),
        (
            "prose",
            "author",
            'The council [met](https://quay.example/a.b "The title") on **Tuesday**.',
        ),
        ("prose", "author", f"Read `this` &amp; see{line_break}the [plan][1]."),
        ("prose", "author", "*Nobody* did."),
        ("quotation", "quoted", "They lied to us."),
        ("quotation", "quoted", "They lied again."),
        ("list_item", "author", f"One item{line_break}  goes on."),
        ("list_item", "author", "Another: \\*stars\\*."),
        ("heading", "author", "Who"),
        ("heading", "author", "Said what"),
        ("heading", "author", "Ana"),
        ("prose", "author", "She left early."),
    ]
    assert "this & see" in text.content and "example" not in text.content


def test_offsets_of_markdown_lie_in_the_file(run, tmp_path):
    path = tmp_path / "draft.md"
    file = "\ufeff# Shame\r\n\r\n> What a *disgusting*, [cowardly](https://a.b/c) betrayal &ndash; a **vile**\r\n> lie!"
    path.write_bytes(file.encode())
    result = run("score", path, "--format", "json")
    output = json.loads(result.stdout)
    jsonschema.validate(output, SCHEMA)
    heading, sentence = output["documents"][0]["sentences"]
    assert sentence["kind"] == "quotation" and sentence["annotations"]
    evidence = [words for found in sentence["annotations"] for words in found["evidence"]]
    assert {found["voice"] for found in sentence["annotations"]} == {"quoted"}
    for part in (heading, sentence, *evidence):
        assert file[part["start"] : part["end"]] == part["text"]
    saved = tmp_path / "result.json"
    saved.write_text(result.stdout, encoding="utf-8")
    assert run("render", saved, "--format", "html").exit_code == 0


def test_escaped_pipes_of_a_table():
    file = (
        "| Who | Said |\n|---|---|\n| Mayor | A *disgusting* \\| corrupt liar. |\n| \\| | `x` |\n"
    )
    assert [words for _, _, words in read(markdown_text(file, "a.md"))] == [
        "Who",
        "Said",
        "Mayor",
        "A *disgusting* \\| corrupt liar.",
        "|",
        "`x`",
    ]


TURNS = [
    ("Ana", "Who speaks?"),
    ("Éva Kiss", "I do. It is late."),
    ("Ana", "Go on."),
    ("Éva Kiss", "No."),
]


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_turns_of_a_transcript_in_markdown(between):
    file = "The hearing began.\n\n" + between.join(f"**{name}:** {said}" for name, said in TURNS)
    first, *others = read(markdown_text(file + "\n\n- Ana: a point.", "a.md"))
    assert first == ("prose", "author", "The hearing began.")
    assert [voice for _, voice, _ in others] == [*["quoted"] * 5, "author"]


def test_turns_of_a_transcript_in_a_page(reader, tmp_path):
    path = tmp_path / "page.html"
    turns = "".join(f"<p><b>{name}:</b> {said}</p><p>And so on.</p>" for name, said in TURNS)
    path.write_text(f"<html><body><article>{ROAD}{turns}</article></body></html>")
    voices = [voice for _, voice, _ in read(read_text(path))]
    assert voices == ["author", *["quoted"] * 8, "author"]


CHAT = "Ana  9:41 AM␤Is it late␤Bob  9:42 AM␤Yes␤Ana  9:43 AM␤Oh no␤Bob  9:45 AM␤Shut it."


def test_chats_in_markdown_and_pages(reader, tmp_path):
    expected = [("boilerplate", "author"), ("prose", "quoted")] * 4
    found = read(markdown_text("Leaked.\n\n" + CHAT.replace("␤", "\n"), "a.md"))
    assert [(kind, voice) for kind, voice, _ in found[1:]] == expected
    path = tmp_path / "page.html"
    chat = CHAT.replace("␤", "</p><p>")
    path.write_text(f"<html><body><article>{ROAD}<p>{chat}</p></article></body></html>")
    assert [(kind, voice) for kind, voice, _ in read(read_text(path))[1:]] == expected


MARKDOWN_PIECES = st.lists(
    st.sampled_from(
        "a Word ._ * ** _ ` [ ](x.y) ](< > ␤ ␤␤ >_ -_ #_ \\ &amp; <b> ![ <http://a.b> | ---␤ ____ ⇥ ␍␤ ```␤"
        " “ ” 1._ é😀 \ufeff [1]:_/x␤ [1] _|_ \u2028".translate(
            str.maketrans("␤␍⇥", "\n\r\t")
        ).split(" ")
    ).map(lambda piece: piece.replace("_", " ") if len(piece) > 1 else piece),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("line", ["\u00a0\n", "\x0c\n", "> \u00a0\n> ", "- \x0c\n  "])
def test_a_first_line_of_odd_blanks_takes_nothing_away(line):
    text = markdown_text(f"Before.\n\n{line}Experts say so.\n\nAfter.", "a.md")
    assert "Experts say so." in [text.content[block.start : block.end] for block in text.blocks]


@given(MARKDOWN_PIECES)
def test_markdown_is_read_in_order_and_from_where_it_stands(file):
    text = markdown_text(file, "a.md")
    end = 0
    for block in text.blocks:
        assert end <= block.start < block.end
        end = block.end
    places = [text.span(i, i + 1)[0] for b in text.blocks for i in range(b.start, b.end)]
    assert places == sorted(places)
    for block in text.blocks:
        for position in range(block.start, block.end):
            start, end_ = text.span(position, position + 1)
            here = text.content[position]
            assert text.shown[start:end_] == here or text.shown[start] == "&" or here == "\n"


@given(MARKDOWN_PIECES)
def test_sentences_of_markdown_rise_and_lie_in_the_file(file):
    text = markdown_text(file, "a.md")
    end = 0
    for span in split_sentences(text)[0]:
        start, stop = text.sentence_span(span.start, span.end)
        assert end <= start < stop <= len(file)
        end = stop


@given(
    st.lists(
        st.sampled_from(
            "Word words Runs. on, “No,” he said: Q: A: SMITH: - • 1. \n \n\n".split(" ")
        )
    )
)
def test_plain_text_loses_only_marks_of_lists(parts):
    content = " ".join(parts)
    text = text_of(content)
    end = 0
    for span in [*split_sentences(text)[0], None]:
        between = content[end : span.start] if span else content[end:]
        assert set(between) <= set("-•1. \n")
        if span:
            assert span.end > span.start >= end
            end = span.end


@pytest.fixture(params=["trafilatura", "without it"])
def reader(request, monkeypatch):
    if request.param == "trafilatura":
        pytest.importorskip("trafilatura", reason="needs the extra html")
    else:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
    return request.param


def test_page(reader, run, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    result = run("score", path, "--format", "json")
    assert result.exit_code == 0
    output = json.loads(result.stdout)
    jsonschema.validate(output, SCHEMA)
    (document,) = output["documents"]
    kinds = [(s["kind"], s["voice"], s["text"]) for s in document["sentences"]]
    assert kinds[0] == ("heading", "author", "The quay is closed")
    assert ("heading", "author", "What comes next") in kinds
    assert ("prose", "author", LOADED) in kinds
    quoted = "They lied to us, all of them, and we will not forget it."
    assert ("quotation", "quoted", quoted) in kinds
    assert ("list_item", "author", "The second point follows it.") in kinds
    assert "Not read" not in document["text"] and "Home" not in document["text"]
    for sentence in document["sentences"]:
        assert document["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    assert ("'.[html]'" in result.stderr) == (reader == "without it")


ROAD = "<p>The council met on Tuesday to decide about the harbour road, which is old.</p>"


def test_quotations_and_code_within_a_line_stay_in_it(reader, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><body><article>{ROAD}<p>She said <q>we lied</q> and left. It was <code>awful</code> "
        f"and bad.</p><ul><li>They said <q>no</q> and <code>left</code> at once.</li></ul>"
        f"<pre><code>Not read.</code></pre>{ROAD.replace('Tues', 'Mon')}</article></body></html>",
        encoding="utf-8",
    )
    text = read_text(path)
    assert [(b.kind, text.content[b.start : b.end]) for b in text.blocks][1:-1] == [
        ("prose", "She said “we lied” and left. It was awful and bad."),
        ("list_item", "They said “no” and left at once."),
    ]


def test_page_without_main_text_says_so(run, tmp_path):
    pytest.importorskip("trafilatura", reason="needs the extra html")
    path = tmp_path / "page.html"
    path.write_text("<p>No.", encoding="utf-8")
    result = run("score", path, "--format", "json")
    assert json.loads(result.stdout)["documents"][0]["text"] == "No."
    assert "no main text" in result.stderr


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ('<meta charset="windows-1252"><p>The café is shut.'.encode("windows-1252"), "café"),
        ("<p>The café is shut.".encode("windows-1252"), "café"),
        ("\ufeff<p>The café is shut.".encode(), "café"),
        ("<p>The café is shut.".encode("utf-16"), "café"),
        (b'<meta charset="no such thing"><p>The cafe is shut.', "cafe"),
        (b'<meta charset="iso-8859-1"><p>It don\x92t open.', "don’t"),
        ('\ufeff<meta charset="iso-8859-1"><p>The café is shut.'.encode(), "café"),
        (b'<meta charset="utf-16"><p>The cafe is shut..', "cafe"),
    ],
)
def test_encodings_of_pages(reader, tmp_path, data, word):
    path = tmp_path / "page.html"
    path.write_bytes(data)
    assert word in read_text(path).content


PAGE_PIECES = st.lists(
    st.sampled_from(
        "<p> </p> <div > <script> </script> text & &#xD800; <!-- --> <li> </nav> <nav> <q> </q> <![CDATA[ <![foo["
        ' <![if <![ <blockquote> </h1> <h1> " \0 <a <a'.split(" ")
    )
).map(" ".join)


@given(PAGE_PIECES)
def test_broken_pages_are_read(page):
    for paragraph in page_paragraphs(page):
        assert paragraph.text.strip()


def test_scripts_are_not_read():
    page = "<p>Shown.</p><script>if (a<b) hidden()</script><style>p > a {}</style><p>Shown too.</p>"
    assert [p.text for p in page_paragraphs(page)] == ["Shown.", "Shown too."]


def test_pdf(run, tmp_path):
    pytest.importorskip("pypdf", reason="needs the extra documents")
    path = tmp_path / "report.PDF"
    body = [
        "The council met on Tuesday evening to decide on the har-",
        "bour road, and the",
        LOADED,
    ]
    pages = [
        ["Harbour Report", *body, "Page 1"],
        ["Harbour Report", "It was late when the doors were opened again and the", "Page 2"],
        ["Harbour Report", "mayor came out to speak.", "Page 3"],
    ]
    path.write_bytes(pdf_of(*pages))
    (document,) = json.loads(run("score", path, "--format", "json").stdout)["documents"]
    texts = [" ".join(sentence["text"].split()) for sentence in document["sentences"]]
    assert "harbour road" in texts[0]
    assert (
        texts[-1] == "It was late when the doors were opened again and the mayor came out to speak."
    )
    assert "Report" not in document["text"] and "Page" not in document["text"]
    for sentence in document["sentences"]:
        assert document["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_pdf_locked_with_an_empty_password_is_read(tmp_path):
    pytest.importorskip("pypdf", reason="needs the extra documents")
    pytest.importorskip("cryptography", reason="needs the extra documents")
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked(pdf_of([LOADED]), ""))
    assert LOADED in read_text(path).content


def test_docx(run, tmp_path):
    pytest.importorskip("docx", reason="needs the extra documents")
    path = tmp_path / "essay.docx"
    path.write_bytes(
        docx_of(
            ("The quay", "Title"),
            ("What is left", "Heading 1"),
            (f"The council met. {LOADED}", "Normal"),
            ("The first point", "List Bullet"),
            ("They lied to us.", "Intense Quote"),
        )
    )
    (document,) = json.loads(run("score", path, "--format", "json").stdout)["documents"]
    assert [(s["kind"], s["voice"], s["text"]) for s in document["sentences"]] == [
        ("heading", "author", "The quay"),
        ("heading", "author", "What is left"),
        ("prose", "author", "The council met."),
        ("prose", "author", LOADED),
        ("list_item", "author", "The first point"),
        ("quotation", "quoted", "They lied to us."),
        ("prose", "author", "A cell holds a sentence."),
    ]


def word(xml):
    """What is read of a Word document with this body."""
    docx = pytest.importorskip("docx", reason="needs the extra documents")
    names = " ".join(f'xmlns:{name}="{docx.oxml.ns.nsmap[name]}"' for name in ("w", "wp"))
    alternative = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document = docx.Document()
    body = document.element.body
    for element in reversed(docx.oxml.parse_xml(f"<w:body {names} {alternative}>{xml}</w:body>")):
        body.insert(0, element)
    stream = io.BytesIO()
    document.save(stream)
    text = read_docx(stream.getvalue(), "essay.docx")
    return [text.content[block.start : block.end] for block in text.blocks]


RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
TEXT_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p>"
    f"{RUN('Box.')}</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
    f"<w:p>{RUN('Box.')}</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CELLS = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>".format
STARTS_MERGED = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
MERGED = "<w:tcPr><w:vMerge/></w:tcPr>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"<w:p>{RUN('He is not ')}<w:ins w:id='1'>{RUN('a ')}</w:ins>{RUN('liar.')}</w:p>",
            ["He is not a liar."],
        ),
        (
            f"<w:p>{RUN('He is ')}<w:del w:id='1'><w:r><w:tab/><w:delText>no</w:delText></w:r></w:del>"
            f"<w:moveFrom w:id='2'>{RUN('not ')}</w:moveFrom>{RUN('here.')}</w:p>",
            ["He is here."],
        ),
        (
            f"<w:p><w:smartTag>{RUN('Quay ')}</w:smartTag>{CONTROL('', RUN('Street '))}"
            f"<w:hyperlink>{RUN('is ')}</w:hyperlink><w:fldSimple>{RUN('shut.')}</w:fldSimple></w:p>",
            ["Quay Street is shut."],
        ),
        (
            "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>Twenty</w:t>"
            "<w:noBreakHyphen/><w:t>one</w:t><w:tab/><w:t>boats.</w:t><w:br/><w:t>Gone.</w:t></w:r></w:p>",
            ["Twenty-one boats.", "Gone."],
        ),
        (CONTROL("", f"<w:p>{RUN('It is shut.')}</w:p>"), ["It is shut."]),
        (CONTROL("<w:showingPlcHdr/>", f"<w:p>{RUN('Click here.')}</w:p>"), []),
        (f"<w:p>{RUN('Shut.')}{TEXT_BOX}</w:p>", ["Shut."]),
        (CELLS(CONTROL("", f"<w:p>{RUN('In a cell.')}</w:p>"), "<w:p/>"), ["In a cell."]),
        (
            CELLS(
                f"{STARTS_MERGED}<w:p>{RUN('Shown.')}</w:p>",
                f"{MERGED}<w:p>{RUN('Not shown.')}</w:p>",
            ),
            ["Shown."],
        ),
    ],
)
def test_docx_is_read_as_it_is_shown(body, expected):
    assert word(body) == expected


def zip_of(**files_):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files_.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.md", b"", "is empty"),
        ("code.md", b"```\nonly code\n```\n", "is empty"),
        ("latin.md", "café".encode("latin-1"), "not UTF-8"),
        ("long.md", b"word " * 300_000, "line 1 has"),
        ("empty.html", b"", "is empty"),
        ("hidden.html", b"<script>x</script>", "is empty"),
        ("binary.html", b"\x89PNG\0\0", "binary"),
        ("empty.pdf", b"", "no PDF"),
        ("text.pdf", b"just text", "no PDF"),
        ("half.pdf", pdf_of(["text"])[:300], "no PDF"),
        ("picture.pdf", pdf_of([]), "holds no text"),
        ("locked.pdf", ..., "password"),
        ("empty.docx", b"", "no Word document"),
        ("text.docx", b"just text", "no Word document"),
        ("other.docx", zip_of(a="b"), "no Word document"),
        ("bomb.docx", zip_of(a=b"0" * 201_000_000), "unpacks to"),
        ("really.txt", pdf_of(["text"]) + b"\0", "--input-format pdf"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_others_are_scored(run, tmp_path, name, data, reason):
    if name.endswith((".pdf", ".docx")):
        pytest.importorskip("pypdf", reason="needs the extra documents")
        pytest.importorskip("docx", reason="needs the extra documents")
    path, good = tmp_path / name, tmp_path / "good.txt"
    path.write_bytes(locked(pdf_of(["text"]), "secret") if data is ... else data)
    good.write_text(LOADED, encoding="utf-8")
    result = run("score", path, good, "--format", "json")
    assert result.exit_code == 2
    output = json.loads(result.stdout)
    assert [d["source"] for d in output["documents"] if "sentences" in d] == [str(good)]
    (line,) = result.stderr.splitlines()
    assert reason in line and name in line


@pytest.mark.parametrize(("name", "library"), [("a.pdf", "pypdf"), ("a.docx", "docx")])
def test_missing_extras_are_named(run, tmp_path, monkeypatch, name, library):
    monkeypatch.setitem(sys.modules, library, None)
    (tmp_path / name).write_bytes(b"anything")
    (tmp_path / "good.txt").write_text(LOADED, encoding="utf-8")
    result = run("score", tmp_path, "--format", "json")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)["documents"][0]["sentences"]) == 1
    (line,) = result.stderr.splitlines()
    assert "'.[documents]'" in line and name in line


def test_input_format_overrides_the_name(run, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("A heading\n---------\n\nThey lied to us.\n", encoding="utf-8")
    told = run("score", path, "--input-format", "markdown", "--format", "json")
    kinds = [s["kind"] for s in json.loads(told.stdout)["documents"][0]["sentences"]]
    assert kinds == ["heading", "prose"]
    guessed = json.loads(run("score", path, "--format", "json").stdout)["documents"][0]
    assert [s["kind"] for s in guessed["sentences"]] == ["heading", "boilerplate", "prose"]
    assert "text" not in guessed


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (PAGE.encode(), "html"),
        (b"\xef\xbb\xbf\n<HTML lang=en>", "html"),
        (b"<p>perhaps not a page", "text"),
        (b"# perhaps not Markdown", "text"),
        (b"%PDF-1.7", "pdf"),
        (zip_of(**{"word/document.xml": "x"}), "docx"),
        (zip_of(a="b"), "text"),
    ],
)
def test_a_stream_is_guessed_only_where_it_is_certain(data, found):
    assert format_by_content(data) == found


def test_a_page_on_standard_input(run):
    document = json.loads(run("score", "--format", "json", input=PAGE).stdout)["documents"][0]
    assert document["source"] == "-" and "<p>" not in document["text"]


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.MD", "markdown"), ("a.htm", "html"), ("a.pdf", "pdf"), ("a.docx", "docx"), ("a", "text")],
)
def test_a_file_is_guessed_by_its_name(name, found):
    assert format_of(name, b"") == found


def test_a_folder_gives_all_its_documents(run, tmp_path):
    for name in ("a.txt", "b.md", "c.html", "sub/d.markdown"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<p>{LOADED}</p>" if name == "c.html" else LOADED, encoding="utf-8")
    (tmp_path / "e.png").write_bytes(b"\x89PNG\0")
    output = json.loads(run("score", tmp_path, "--format", "json").stdout)
    names = [document["source"].removeprefix(f"{tmp_path}/") for document in output["documents"]]
    assert names == ["a.txt", "b.md", "c.html", "sub/d.markdown"]
