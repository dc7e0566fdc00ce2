"""What programs get from `rhetoric serve`: results, limits, errors, headers, corrections."""

import json
import threading

import pytest
from conftest import SCHEMA
from jsonschema import Draft202012Validator

from rhetoric.corpus import read_corpus
from rhetoric.text import text_of
from rhetoric.web.corrections import CorrectionsFile, Judgement

pytest.importorskip("uvicorn", reason="needs the extra web")
pytest.importorskip("starlette", reason="needs the extra web")
pytest.importorskip("httpx", reason="needs httpx")

from starlette.testclient import TestClient

from rhetoric.web.app import create_app
from rhetoric.web.requests import Limits

TEXT = "What a disgusting, cowardly betrayal!\n\n“They lied to us. They took it all,” she said."
ONE = {"documents": [{"text": TEXT}]}
OURS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def served(model, tmp_path_factory):
    """A client, and the file that corrections go to."""
    file = tmp_path_factory.mktemp("served") / "corrections.jsonl"
    app = create_app(model, file, limits=Limits(body=20_000))
    with TestClient(app, base_url=OURS) as client:
        yield client, file


@pytest.fixture
def client(served):
    return served[0]


@pytest.fixture
def corrections(served):
    """The file, empty at the start of a test."""
    served[1].unlink(missing_ok=True)
    return served[1]


def error(response):
    """The one line that says what was wrong."""
    assert response.headers["content-type"] == "application/json"
    (message,) = response.json().values()
    assert message and "\n" not in message
    return message


def test_the_answer_is_the_one_of_the_command_line(client, run, tmp_path):
    source = tmp_path / "text.txt"
    source.write_bytes(TEXT.encode())
    body = {"documents": [{"source": str(source), "text": TEXT}], "at": "sensitive"}
    answer = client.post("/api/score", json=body)
    Draft202012Validator(SCHEMA).validate(answer.json())
    line = run("score", source, "--format", "json", "--at", "sensitive").stdout
    assert answer.json() == json.loads(line)


def test_options(client):
    body = {"documents": [{"text": TEXT}, {"text": "It rained."}], "techniques": ["doubt"]}
    found = client.post("/api/score", json=body | {"threshold": 0, "quotes": "skip"}).json()
    assert found["model"]["applied"] == {"doubt": 0}
    assert [document["source"] for document in found["documents"]] == ["text 1", "text 2"]
    assert found["documents"][0]["summary"]["skipped"] == 2


def test_report(client):
    answer = client.post("/api/report", json=ONE)
    assert "Loaded language" in answer.text and "rhetoric-report.html" in str(answer.headers)


def test_openapi_describes_what_is_there(client):
    validate = pytest.importorskip("openapi_spec_validator", reason="needs it").validate
    found = client.get("/openapi.json").json()
    validate(found)
    for path, methods in found["paths"].items():
        assert list(methods) == ["post"]
        assert client.post(path, json={}).status_code == 422
    # The schema that it gives for answers is the contract.
    result = {"$ref": "#/components/schemas/Result", "components": found["components"]}
    answer = client.post("/api/score", json=ONE).json()
    Draft202012Validator(result).validate(answer)
    answer["documents"][0]["sentences"][0]["scores"]["doubt"] = 2
    assert not Draft202012Validator(result).is_valid(answer)


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"{", 400, "not JSON"),
        (b'{"documents": NaN}', 400, "not JSON"),
        (b'"\xff"', 400, "UTF-8"),
        (b"[" * 15_000, 400, "not JSON"),
        (b'{"documents": [{"text": "\\ud800"}]}', 422, "surrogate"),
        (b'{"text": "a"}', 422, "documents"),
        (b'{"documents": []}', 422, "documents"),
        (b'{"documents": [{"text": " \\n "}]}', 422, "nothing to score"),
        (b'{"documents": [{"text": "a"}], "at": "best"}', 422, "at must be one of"),
        (b'{"documents": [{"text": "a"}], "techniques": ["lies"]}', 422, "techniques[0]"),
        (b'{"documents": [{"text": "a"}], "threshold": 2}', 422, "threshold"),
        (b" " * 20_001, 413, "larger than 20,000 bytes"),
    ],
)
def test_bad_requests_get_one_clear_line(client, body, status, reason):
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/score", content=body, headers=headers)
    assert (answer.status_code, reason in error(answer)) == (status, True), answer.text


def test_a_body_that_does_not_say_its_size_is_limited_too(client):
    pieces = (b" " * 1000 for _ in range(30))
    headers = {"Content-Type": "application/json"}
    assert client.post("/api/score", content=pieces, headers=headers).status_code == 413


def test_other_addresses_methods_and_types_get_json_errors(client):
    for answer, status in [
        (client.get("/nothing"), 404),
        (client.get("/api/score"), 405),
        (client.post("/api/score", content="a"), 415),
    ]:
        assert answer.status_code == status and error(answer)


def test_the_browser_is_told_to_be_strict(client):
    for answer in [client.get("/"), client.get("/nothing"), client.post("/api/score", json=ONE)]:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("rebound.example", 400),
        ("127.0.0.1.rebound.example:8000", 400),
        ("[", 400),
        ("", 400),
    ],
)
def test_names_that_resolve_to_this_machine_are_refused(client, host, status):
    assert client.get("/", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": OURS}, 200),
        ({"Origin": "http://127.0.0.1:9000"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_other_sites_cannot_ask(client, headers, status):
    assert client.post("/api/score", json=ONE, headers=headers).status_code == status


def test_what_takes_too_long_or_is_too_much_is_turned_away(model, monkeypatch):
    release = threading.Event()
    slow = type(model).score_many

    def score_many(self, texts, options):
        release.wait(5)
        return slow(self, texts, options)

    app = create_app(model, limits=Limits(seconds=0.05, waiting=0))
    with TestClient(app, base_url=OURS) as client:
        monkeypatch.setattr(type(model), "score_many", score_many)
        for reason in ("took longer", "took longer", "too many requests"):
            answer = client.post("/api/score", json=ONE)
            assert answer.status_code == 503 and reason in error(answer)
            assert answer.headers["retry-after"]
        release.set()


def test_a_mistake_of_ours_says_nothing_of_the_text(model, monkeypatch):
    def fail(self, texts, options):
        raise ValueError(TEXT)

    with TestClient(create_app(model), base_url=OURS, raise_server_exceptions=False) as client:
        monkeypatch.setattr(type(model), "score_many", fail)
        answer = client.post("/api/score", json=ONE)
    assert answer.status_code == 500 and "disgusting" not in error(answer)
    assert "content-security-policy" in answer.headers


def judged(*judgements):
    return {
        "text": TEXT,
        "judgements": [
            {"start": TEXT.index(words), "technique": technique, "present": present}
            for words, technique, present in judgements
        ],
    }


def test_corrections_are_a_corpus_that_claims_only_what_was_judged(client, corrections, model):
    asked = judged(("What a", "loaded_language", False), ("“They lied", "name_calling", True))
    assert client.post("/api/corrections", json=asked).json() == {"saved": 2}
    (document,) = read_corpus(corrections)
    scored = model.score(TEXT).sentences
    assert [s.text for s in document.sentences] == [s.text for s in scored]
    assert [s.voice for s in document.sentences] == [s.voice for s in scored]
    assert [(set(s.labels), set(s.annotated)) for s in document.sentences] == [
        (set(), {"loaded_language"}),
        ({"name_calling"}, {"name_calling"}),
        (set(), set()),
    ]


def test_corrections_keep_what_hangs_on_the_text(client, corrections, model):
    text = "A harbour\n\nHe rose. “They lied. They took it all. We got nothing.” The room was full."
    asked = {"text": text, "judgements": [{"start": 0, "technique": "doubt", "present": True}]}
    assert client.post("/api/corrections", json=asked).status_code == 200
    (document,) = read_corpus(corrections)
    found = [(sentence.kind, sentence.voice) for sentence in document.sentences]
    assert found == [(s.kind, s.voice) for s in model.score(text).sentences]
    assert found[0] == ("heading", "author") and found[3] == ("prose", "quoted")


def test_a_sentence_with_other_line_breaks_stays_one_line(client, corrections):
    text = "It rained on the\u2028town and\x85the harbour all day. It snowed."
    asked = {"text": text, "judgements": [{"start": 0, "technique": "doubt", "present": True}]}
    assert client.post("/api/corrections", json=asked).status_code == 200
    (document,) = read_corpus(corrections)
    assert "harbour" in " ".join(sentence.text for sentence in document.sentences)


def test_later_corrections_of_a_text_join_the_earlier(client, corrections):
    corrections.write_text('{"text": "Mine.", "labels": []}\n', encoding="utf-8")
    for asked in (
        judged(("What a", "doubt", True), ("What a", "slogan", True)),
        judged(("What a", "doubt", False), ("They took", "doubt", True)),
    ):
        assert client.post("/api/corrections", json=asked).status_code == 200
    mine, document = read_corpus(corrections)
    assert mine.sentences[0].text == "Mine." and len(document.sentences) == 3
    first, _, last = document.sentences
    assert (first.labels, first.annotated) == ({"slogan"}, {"slogan", "doubt"})
    assert (last.labels, last.annotated) == ({"doubt"}, {"doubt"})


def test_what_cannot_be_saved_leaves_the_file_as_it_was(client, corrections):
    corrections.write_text("not a corpus\n", encoding="utf-8")
    answer = client.post("/api/corrections", json=judged(("What a", "doubt", True)))
    assert answer.status_code == 500 and "line 1: not JSON" in error(answer)
    nowhere = judged(("What a", "doubt", True))
    nowhere["judgements"][0]["start"] = 3
    answer = client.post("/api/corrections", json=nowhere)
    assert answer.status_code == 422 and "starts at 3" in error(answer)
    assert corrections.read_text(encoding="utf-8") == "not a corpus\n"


def test_nothing_is_kept_without_a_file(model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with TestClient(create_app(model), base_url=OURS) as client:
        answer = client.post("/api/corrections", json=judged(("What a", "doubt", True)))
        assert answer.status_code == 404 and "--corrections" in error(answer)
        assert "Your corrections" not in client.get("/").text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--corrections", "missing/a.jsonl"), "there is no folder"),
        (("--corrections", "notes.txt"), "must end in .jsonl"),
        (("--corrections", "bad.jsonl"), "line 1: not JSON"),
        (("--host", "192.0.2.1"), "cannot be listened on"),
        (("--host", "no such host"), "cannot be listened on"),
        (("--model", "missing"), "no such model folder"),
    ],
)
def test_what_cannot_be_served_is_one_clear_line(run, tmp_path, monkeypatch, options, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text("a\n", encoding="utf-8")
    result = run("serve", "--port", "0", *options)
    assert result.exit_code == 2
    assert reason in result.stderr and len(result.stderr.splitlines()) == 1


def test_the_missing_extra_is_named(run, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "uvicorn", None)
    result = run("serve")
    assert result.exit_code == 2 and "'.[web]'" in result.stderr


def test_a_file_of_corrections_may_begin_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text('\ufeff{"text": "A fine day.", "labels": []}\n', encoding="utf-8")
    judgement = Judgement(0, "doubt", True)
    CorrectionsFile(path).add(text_of("Is he fit to govern?"), [judgement])
    assert len(read_corpus(path)) == 2
