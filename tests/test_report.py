"""The HTML report, as a browser shows it."""

import json
import re
from itertools import combinations

import pytest
from conftest import ROOT

from rhetoric.render.wording import percent
from rhetoric.taxonomy import technique

SAVED = ROOT / "tests" / "snapshots" / "result.json"
WINDOWS = {"wide": (1400, 900), "middling": (1000, 800), "narrow": (390, 800)}
HOSTILE = (
    "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>\n\n"
    "What a disgusting, cowardly betrayal</a></p><script>window.hacked = 3</script> of us!\n\n"
    "\u202eWhat a disgusting\u202e betrayal 👩\u200d👩\u200d👧 of wo\u200brki\u0301ng people 🤡!\n\n"
    "“They are {{ 7 * 7 }} disgusting, cowardly & shameful &lt;liars&gt;,” she said.\n\n"
    "What a disgusting, cowardly betrayal by the c\u0300\u0301\u0302\u0303ouncil \x1b[31m!\n\n"
    + "a" * 50_000
    + "\n"
)


@pytest.fixture
def opened(browser):
    """Open a file; fails the test at the end if the page raised an error or asked for anything."""
    contexts, complaints = [], []

    def open_(path, size="wide", fragment="", **options):
        width, height = WINDOWS[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        address = path.as_uri()
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:"))
                else complaints.append(request.url)
            ),
        )
        page.goto(address + fragment)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def written(run, tmp_path):
    """Score sources; gives the result and the file of its report."""

    def write(*args):
        saved, report = tmp_path / "result.json", tmp_path / "report.html"
        run("score", *args, "--format", "json", "-o", saved)
        assert run("render", saved, "--format", "html", "-o", report).exit_code == 0
        return json.loads(saved.read_text(encoding="utf-8")), report

    return write


@pytest.fixture
def many(written, tmp_path, column):
    other = tmp_path / "other.txt"
    other.write_text("The council met. Experts say it could be far worse.", encoding="utf-8")
    return written(column, other, tmp_path / "missing.txt")


def marked(page):
    return page.locator(".sentence.marked:visible")


def looks(page):
    """How every element of the text looks."""
    return page.locator(".text *").evaluate_all(
        "all => all.map((e) => [e.className, e.textContent, e.getAttribute('href'), e.hidden])"
    )


def test_marks_are_those_of_the_result(opened, written, column):
    result, report = written(column)
    page = opened(report)
    sentences = result["documents"][0]["sentences"]
    assert marked(page).count() == result["documents"][0]["summary"]["flagged"]
    for sentence in sentences:
        if not sentence["annotations"]:
            continue
        top = sentence["annotations"][0]
        element = page.locator(f"#s0-{sentence['index']}")
        assert f"t-{top['technique']}" in element.get_attribute("class").split()
        tag = element.locator(".tag").inner_text()
        assert percent(top["probability"]) in tag
        assert tag.replace(" ", "_").lower().startswith(top["technique"])
        # What two techniques rest on is drawn in pieces.
        drawn = " ".join(element.locator(".evidence").all_inner_texts()).split()
        assert set(drawn) >= {word for e in top["evidence"] for word in e["text"].split()}


def test_the_script_marks_as_the_page_is_written(opened, written, column):
    """Without a script the report says the same, and shows its notes."""
    _, report = written(column)
    still = opened(report, java_script_enabled=False)
    lively = opened(report)
    assert looks(lively) == looks(still)
    counts = [page.locator(".legend .count").all_text_contents() for page in (still, lively)]
    assert counts[0] == counts[1]
    assert still.locator(".note").first.is_visible() and lively.locator(".note").first.is_hidden()
    lively.emulate_media(media="print")
    assert lively.locator(".note").first.is_visible() and lively.locator(".panel").is_hidden()


def test_technique_filter(opened, written, column):
    result, report = written(column)
    page = opened(report)
    index, first, second = next(
        (sentence["index"], *(a["technique"] for a in sentence["annotations"][:2]))
        for sentence in result["documents"][0]["sentences"]
        if len(sentence["annotations"]) > 1
    )
    row = page.locator(".legend li", has_text=first.replace("_", " ").capitalize())
    assert page.locator(f".sentence.t-{first}").count() > 0
    row.locator("input").uncheck()
    assert page.locator(f".sentence.t-{first}").count() == 0
    assert page.locator(f".evidence.t-{first}").count() == 0
    assert page.locator(f".strip .t-{first}").count() == 0
    assert row.locator(".count").inner_text() == "0"
    sentence = page.locator(f"#s0-{index}")
    assert f"t-{second}" in sentence.get_attribute("class").split()
    assert sentence.locator(".tag").inner_text().replace(" ", "_").lower().startswith(second)


def test_techniques_that_were_off_can_be_turned_on(opened, written, column):
    page = opened(written(column, "--technique", "doubt")[1])
    assert {tag.split(" ")[0] for tag in page.locator(".tag:visible").all_inner_texts()} == {
        "Doubt"
    }
    page.locator(".others-techniques summary").click()
    page.locator(".legend li", has_text="Loaded language").locator("input").check()
    assert page.locator(".sentence.t-loaded_language").count() > 0


def test_slider_goes_below_and_above_the_thresholds(opened, written, column):
    page = opened(written(column)[1])
    slider = page.locator(".sensitivity")
    scored = looks(page)
    count = marked(page).count()
    slider.focus()
    page.keyboard.press("End")
    assert marked(page).count() > count
    assert "More than scored" in slider.get_attribute("aria-valuetext")
    page.locator(".sentence.marked[data-annotated='']").first.click()
    assert "Below the threshold" in page.locator(".panel .finding").first.inner_text()
    page.locator(".panel .close").click()
    slider.focus()
    page.keyboard.press("Home")
    assert 0 < marked(page).count() < count
    page.locator(".reset").click()
    assert looks(page) == scored


def test_quoted_words_can_be_left_out(opened, written, column):
    page = opened(written(column)[1])
    assert page.locator(".sentence.quoted").count() > 0
    page.locator(".include-quoted").uncheck()
    assert page.locator(".sentence.quoted").count() == 0


def test_what_the_user_left_out_stays_out(opened, written, column):
    result, report = written(column, "--quotes", "skip")
    assert result["documents"][0]["summary"]["skipped"] > 0
    page = opened(report)
    page.locator(".sensitivity").focus()
    page.keyboard.press("End")
    liars = page.locator(".sentence", has_text="They are liars")
    assert "Name calling" not in liars.locator(".tag").inner_text()


def test_keyboard(opened, written, column):
    page = opened(written(column)[1])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    assert "monument to stupidity" in first
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.panel') !== null")
    panel = page.locator(".panel .chosen")
    assert "Sentence 2 of 35" in panel.inner_text() and "stupidity" in panel.inner_text()
    assert technique("loaded_language").definition in panel.inner_text()
    page.locator(".panel .next").press("Enter")
    later = re.search(r"Sentence (\d+) of 35", panel.inner_text())
    assert later and int(later[1]) > 2
    assert page.locator(".status").inner_text().startswith(f"{later[0]}: ")
    words = panel.locator("blockquote").inner_text()[:25]
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert words in page.evaluate("document.activeElement.textContent")


def test_strip_leads_to_the_sentence(opened, written, column):
    page = opened(written(column)[1])
    page.locator(".strip .tick.t-vague_attribution").click()
    assert "Experts say" in page.locator(".panel blockquote").inner_text()
    chosen = page.locator(".sentence[aria-current=true]")
    assert "Experts say" in chosen.inner_text()
    page.wait_for_function("scrollY > 0")


def test_index_of_several_documents(opened, many):
    _, report = many
    page = opened(report)
    cards = page.locator(".index li")
    assert cards.count() == 2 and page.locator(".document:visible").count() == 0
    assert "missing.txt: no such file" in page.locator(".failures").inner_text()
    assert cards.nth(1).locator(".tick").count() == 1
    cards.nth(1).locator("a").click()
    page.locator(".index").wait_for(state="hidden")
    assert page.locator(".document:visible").count() == 1
    assert "Experts say" in page.locator(".document:visible").inner_text()
    assert page.locator(".legend .count").all_inner_texts()[:1] == ["0"]
    page.locator(".back a:visible").click()
    page.locator(".index").wait_for()
    direct = opened(report, fragment="#d0")
    assert "monument to stupidity" in direct.locator(".document:visible").inner_text()


def test_hostile_document_is_inert_and_its_offsets_are_right(opened, written, tmp_path):
    source = tmp_path / "<img src=x onerror=alert(1)>\u202e.txt"
    source.write_bytes(HOSTILE.encode())
    result, report = written(source)
    page = opened(report)
    assert page.evaluate("window.hacked") is None and page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    sentences = result["documents"][0]["sentences"]
    assert sum(bool(sentence["annotations"]) for sentence in sentences) >= 4
    for sentence in sentences:
        assert HOSTILE[sentence["start"] : sentence["end"]] == sentence["text"]
        element = page.locator(f"#s0-{sentence['index']}")
        shown = element.evaluate("e => (e.querySelector('bdi') ?? e).textContent")
        assert shown == sentence["text"]
        spans = element.locator(".evidence").evaluate_all("all => all.map(e => e.textContent)")
        for annotation in sentence["annotations"]:
            for words in annotation["evidence"]:
                assert any(span in words["text"] for span in spans)
    hidden = page.locator(".text .invisible").evaluate_all("all => all.map(e => e.dataset.code)")
    assert hidden == ["U+202E", "U+202E", "U+200B", "U+001B"]
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


def test_hostile_names_are_inert(opened, run, tmp_path):
    name = "\"'></title></script><img src=x onerror='window.hacked = 1'>\u202e{{ 7 * 7 }}"
    result = json.loads(SAVED.read_text(encoding="utf-8"))
    result["documents"][0]["source"] = result["documents"][1]["error"] = name
    result["model"]["name"] = name
    hostile, report = tmp_path / "hostile.json", tmp_path / "report.html"
    hostile.write_text(json.dumps(result), encoding="utf-8")
    run("render", hostile, "--format", "html", "-o", report)
    page = opened(report)
    assert page.evaluate("window.hacked") is None and page.locator("img").count() == 0
    for place in ("h1", ".failures li", ".glossary bdi"):
        assert page.locator(place).first.text_content() == name
    assert page.title() == name.replace("\u202e", "\ufffd") + " – rhetoric"


def test_the_policy_stops_what_would_get_past_the_escaping(browser, written, column):
    _, report = written(column)
    page = browser.new_page()
    page.goto(report.as_uri())
    requests = []
    page.on("requestfinished", lambda request: requests.append(request.url))
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src='missing.png' onerror='hacked = 1'>");
            const script = document.createElement("script");
            script.textContent = "window.hacked = 2";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None and requests == []
    page.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", "narrow"), ("dark", "wide")])
def test_axe_finds_nothing(browser, many, scheme, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe").Axe()
    width, height = WINDOWS[size]
    for fragment in ("", "#d0"):
        page = browser.new_page(
            color_scheme=scheme,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        page.goto(many[1].as_uri() + fragment)
        if fragment:
            marked(page).first.click()
        page.evaluate("document.querySelectorAll('details').forEach((e) => (e.open = true))")
        found = axe.run(page).response
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert len(found["passes"]) > 15
        page.close()


@pytest.mark.parametrize("size", WINDOWS)
def test_parts_fit_the_window_and_do_not_overlap(opened, many, size):
    for fragment in ("", "#d0"):
        page = opened(many[1], size=size, fragment=fragment)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        parts = page.locator(".masthead, .controls, main, .panel:visible, .glossary").all()
        for one, other in combinations([part.bounding_box() for part in parts], 2):
            beside = apart(one, other, "x", "width") or apart(one, other, "y", "height")
            assert beside, (one, other)


def apart(one, other, start, length):
    first, second = sorted((one, other), key=lambda box: box[start])
    return first[start] + first[length] <= second[start] + 1


def test_a_model_without_annotations_makes_a_report(opened, written, tmp_path):
    plain = tmp_path / "plain.txt"
    plain.write_text("The meeting is on Tuesday.", encoding="utf-8")
    page = opened(written(plain)[1])
    assert marked(page).count() == 0 and page.locator(".strip").is_hidden()
    assert "0 of 1 sentences marked" in page.locator(".tally").first.inner_text()
