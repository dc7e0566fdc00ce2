"""The page of `rhetoric serve`, as a browser shows it."""

import threading
import time
from itertools import combinations

import pytest
from test_report import WINDOWS, apart

from rhetoric.corpus import read_corpus
from rhetoric.retrain import shipped_corpus

uvicorn = pytest.importorskip("uvicorn", reason="needs the extra web")
pytest.importorskip("starlette", reason="needs the extra web")

from rhetoric.web.app import create_app  # noqa: E402

INSULT = "What a disgusting, cowardly betrayal of working people!"
PLAIN = "The committee meets on Tuesday."
FIRST, SECOND = (f'.output[data-place="{place}"]' for place in (0, 1))


@pytest.fixture(scope="module")
def served(model, tmp_path_factory):
    """The page's address, and the file that corrections go to."""
    file = tmp_path_factory.mktemp("served") / "corrections.jsonl"
    server = uvicorn.Server(uvicorn.Config(create_app(model, file), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/", file
    server.should_exit = True
    thread.join()


@pytest.fixture
def opened(browser, served):
    """Open the page; fails the test at the end if it raised an error or asked another server."""
    contexts, complaints = [], []

    def open_(size="wide", **options):
        width, height = WINDOWS[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                None
                if message.text.startswith("Failed to load resource")
                else complaints.append(message.text)
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((served[0], "data:", "blob:"))
                else complaints.append(request.url)
            ),
        )
        page.goto(served[0])
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def corrections(served):
    """The file, which does not exist at the start of a test."""
    served[1].unlink(missing_ok=True)
    return served[1]


def write(page, text, place=0):
    page.locator(f"#text-{place}").fill(text)
    page.locator(f'.output[data-place="{place}"] .document').wait_for()


def marked(page):
    return page.locator(".sentence.marked")


def tags(page, place=FIRST):
    return page.locator(f"{place} .tag:visible").all_inner_texts()


def legend(page, name):
    return page.locator(".legend li", has_text=name)


def test_marks_appear_while_typing(opened):
    page = opened()
    page.locator("#text-0").press_sequentially("They are a disgusting", delay=5)
    page.locator(f"{FIRST} .sentence", has_text="disgusting").wait_for()
    page.locator("#text-0").press_sequentially(" and shameful gang!", delay=5)
    page.locator(f"{FIRST} .sentence.marked", has_text="shameful gang").wait_for()
    assert page.locator(f"{FIRST} .document").count() == 1
    page.locator(".clear").first.click()
    page.locator(f"{FIRST} .empty").wait_for()
    assert page.locator(".document").count() == 0 and page.locator(".download").is_disabled()


def test_the_latest_answer_wins(opened):
    """The answer to the first text arrives after the one to the second."""
    page = opened()

    def late(route):
        if "betrayal" in route.request.post_data:
            time.sleep(0.3)
        route.continue_()

    page.route("**/page/document/0", late)
    page.locator("#text-0").fill(INSULT)
    page.wait_for_timeout(200)
    page.locator("#text-0").fill(PLAIN)
    page.locator(".sentence", has_text=PLAIN).wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".sentence").all_inner_texts() == [PLAIN]


def test_what_is_written_is_shown_not_run(opened):
    page = opened()
    write(
        page, "<script>hacked = 1</script><img src=x onerror='hacked = 2'> is disgusting, cowardly!"
    )
    assert page.evaluate("window.hacked") is None and page.locator("img").count() == 0
    assert "<img src=x" in page.locator(f"{FIRST} .text").inner_text()


def test_a_file_can_be_opened_or_dropped(opened, tmp_path):
    page = opened()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": f"\ufeff{INSULT}".encode()}
    )
    marked(page).wait_for()
    drop = """([content]) => {
        const files = new DataTransfer();
        files.items.add(new File([content], "b.txt"));
        const event = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
        document.querySelector("#text-0").dispatchEvent(event);
    }"""
    page.evaluate(drop, [PLAIN])
    page.locator(".sentence", has_text=PLAIN).wait_for()
    page.evaluate(drop, ["PK\0\3"])
    page.locator(".state", has_text="not a text file").wait_for()
    assert page.locator("#text-0").input_value() == PLAIN


def test_techniques_are_switched(opened):
    page = opened()
    write(page, f"{INSULT} Either we fight now or we lose everything.")
    assert any(tag.startswith("Loaded language") for tag in tags(page))
    legend(page, "Loaded language").locator("input").uncheck()
    assert not any(tag.startswith("Loaded language") for tag in tags(page))
    page.locator(".others-techniques summary").click()
    legend(page, "False dilemma").locator("input").check()
    page.locator(".evidence.t-false_dilemma").first.wait_for()


def test_the_operating_point_moves(opened, column):
    page = opened()
    write(page, column.read_text(encoding="utf-8"))
    counts = {"balanced": marked(page).count()}
    for point in ("precise", "sensitive"):
        with page.expect_response("**/page/document/0"):
            page.locator(f"input[value={point}]").check()
        page.wait_for_timeout(100)
        counts[point] = marked(page).count()
        assert f"{counts[point]} of" in page.locator(f"{FIRST} .tally").inner_text()
    assert counts["precise"] < counts["balanced"] < counts["sensitive"]
    page.locator(".sensitivity").press("Home")
    assert marked(page).count() < counts["sensitive"]


def test_two_texts_are_compared(opened):
    page = opened()
    write(page, f"{INSULT} {PLAIN}")
    page.locator(".compare").click()
    assert page.evaluate("document.activeElement.id") == "text-1"
    write(page, f"{PLAIN} It rained.\n\nExperts say it could be worse.", place=1)
    rows = page.locator(".comparison tbody tr")
    found = {
        row.split("\t")[0].split(maxsplit=1)[1]: row.split("\t")[1:]
        for row in rows.all_inner_texts()
    }
    assert [cell.strip() for cell in found["Loaded language"]] == ["50 (1)", "0"]
    assert [cell.strip() for cell in found["Vague attribution"]] == ["0", "33 (1)"]
    first, second = (page.locator(place).bounding_box() for place in (FIRST, SECOND))
    assert abs(first["y"] - second["y"]) < 2 and first["x"] + first["width"] <= second["x"]
    page.locator(f"{SECOND} .sentence.marked").click()
    assert "Experts say" in page.locator(".panel blockquote").inner_text()
    page.locator(".compare").click()
    assert page.locator(SECOND).is_hidden() and page.locator(".comparison").is_hidden()
    assert legend(page, "Vague attribution").locator(".count").inner_text() == "0"


def test_the_report_is_downloaded(opened, browser, tmp_path):
    page = opened()
    write(page, INSULT)
    legend(page, "Name calling").locator("input").uncheck()
    with page.expect_download() as download:
        page.locator(".download").click()
    assert download.value.suggested_filename == "rhetoric-report.html"
    file = tmp_path / "report.html"
    download.value.save_as(file)
    report = browser.new_page()
    report.goto(file.as_uri())
    assert report.locator(".sentence.marked").inner_text().startswith(INSULT)
    assert not legend(report, "Name calling").locator("input").is_checked()
    report.close()


def test_corrections_are_saved_and_trained_on(opened, corrections, run, tmp_path):
    page = opened()
    write(page, f"“We are done with the whole of this plan,” he said. {INSULT} {PLAIN}")
    marked(page).filter(has_text=INSULT).click()
    page.locator(".judge button[value=wrong]").first.click()
    page.locator(".sentence", has_text=PLAIN).click()
    page.locator(".missing select").select_option(label="Doubt")
    page.locator(".missing button").click()
    assert "2 corrections, not saved" in page.locator(".pending").inner_text()
    assert page.locator(".sentence[data-judged]").count() == 2
    assert not corrections.exists()
    page.locator(".save").click()
    page.locator(".pending", has_text="Saved to").wait_for()
    (document,) = read_corpus(corrections)
    assert [(s.text, s.voice, set(s.labels), set(s.annotated)) for s in document.sentences] == [
        ("“We are done with the whole of this plan,” he said.", "quoted", set(), set()),
        (INSULT, "author", set(), {"loaded_language"}),
        (PLAIN, "author", {"doubt"}, {"doubt"}),
    ]
    corpus = tmp_path / "corpus.jsonl"
    lines = shipped_corpus().read_text(encoding="utf-8").splitlines(keepends=True)
    corpus.write_text("".join(lines[:120]), encoding="utf-8")
    result = run("train", corpus, corrections, "-o", tmp_path / "model")
    assert result.exit_code == 0, result.output


def test_a_correction_can_be_taken_back_and_follows_its_sentence(opened, corrections):
    page = opened()
    write(page, f"{INSULT} {PLAIN}")
    marked(page).first.click()
    wrong = page.locator(".judge button[value=wrong]").first
    wrong.click()
    wrong.click()
    assert page.locator(".pending").is_hidden()
    wrong.click()
    write(page, f"It rained. {INSULT}")
    page.locator(".sentence", has_text="It rained").wait_for()
    judged = page.locator(".sentence[data-judged]")
    assert judged.count() == 1 and INSULT in judged.inner_text()
    # The sentence goes: the correction stays with the text that it was made in.
    write(page, PLAIN)
    page.locator(".document", has_not_text="disgusting").wait_for()
    assert "1 correction, not saved" in page.locator(".pending").inner_text()
    page.locator(".save").click()
    page.locator(".pending", has_text="Saved to").wait_for()
    (document,) = read_corpus(corrections)
    assert [(s.text, set(s.annotated)) for s in document.sentences] == [
        ("It rained.", set()),
        (INSULT, {"loaded_language"}),
    ]


def test_sentences_are_reached_and_corrected_by_keyboard(opened, corrections):
    page = opened()
    write(page, f"{PLAIN} It rained.")
    page.locator(".first").press("Enter")
    page.locator(".walk .after").press("Enter")
    assert "It rained." in page.locator(".panel blockquote").inner_text()
    page.locator(".missing select").press("d")
    page.locator(".missing button").press("Enter")
    assert "Carries Doubt" in page.locator(".added").inner_text()
    page.locator(".added button").press("Enter")
    assert page.locator(".pending").is_hidden()


def test_a_stopped_server_is_said_plainly(opened):
    page = opened()
    page.route(
        "**/page/document/0", lambda route: route.fulfill(status=503, json={"error": "too many"})
    )
    page.locator("#text-0").fill(INSULT)
    page.locator(".state", has_text="too many").wait_for()


def test_without_a_script_the_page_says_what_it_needs(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("noscript").inner_text().startswith("This page needs JavaScript")


@pytest.mark.parametrize(("scheme", "size"), [("light", "narrow"), ("dark", "wide")])
def test_axe_finds_nothing(opened, scheme, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe").Axe()
    page = opened(size, color_scheme=scheme)
    for state in (lambda _: None, judge_one_of_two):
        state(page)
        page.evaluate("document.querySelectorAll('details').forEach((e) => (e.open = true))")
        found = axe.run(page).response
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert len(found["passes"]) > 15


def fill_both(page):
    write(page, f"{INSULT}\n\n“They are liars,” he said.")
    page.locator(".compare").click()
    write(page, f"A heading\n\n{PLAIN} Experts say so.", place=1)


def judge_one_of_two(page):
    fill_both(page)
    marked(page).first.click()
    page.locator(".judge button").first.click()
    page.locator(".missing button").click()


@pytest.mark.parametrize("size", WINDOWS)
def test_parts_fit_the_window_and_do_not_overlap(opened, size):
    page = opened(size)
    for state in (lambda: write(page, INSULT), lambda: fill_both(page)):
        state()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        side = ".controls, .panel" if size == "narrow" else ".side"
        parts = page.locator(
            f".masthead, .toolbar, .editor:visible, {side}, .comparison:visible, "
            ".output:visible, .glossary"
        ).all()
        for one, other in combinations([part.bounding_box() for part in parts], 2):
            beside = apart(one, other, "x", "width") or apart(one, other, "y", "height")
            assert beside, (one, other)
