"""The package as its users get it: wheel, sdist, editable install, checkout."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = "What a disgusting, cowardly betrayal of working people!"
CHECK = (
    "import rhetoric, sys; from rhetoric.model_folder import default_folder;"
    "from rhetoric.retrain import shipped_corpus; print(default_folder()); print(shipped_corpus());"
    "assert 'sklearn' not in sys.modules;"
    f"print(rhetoric.score({TEXT!r}).sentences[0].annotations[0].technique)"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Wheel and sdist, the wheel built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return folder


def python_of(folder, **options):
    venv.create(folder, with_pip=True, **options)
    return folder / "bin" / "python"


def python_beside_this(folder):
    """An environment that sees this one's libraries, for what needs no empty one."""
    python = python_of(folder)
    (site,) = folder.glob("lib/python*/site-packages")
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "libraries.pth").write_text(here + "\n", encoding="utf-8")
    return python


def check(python, cwd):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    found = subprocess.run(
        [python, "-c", CHECK], cwd=cwd, check=True, capture_output=True, text=True, env=environment
    )
    model, corpus, technique = found.stdout.split()
    assert technique == "loaded_language"
    return Path(model), Path(corpus)


def test_wheel_in_an_empty_environment(built, tmp_path):
    python = python_of(tmp_path / "empty")
    (wheel,) = built.glob("*.whl")
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True, capture_output=True)
    model, corpus = check(python, tmp_path)
    assert tmp_path in model.parents and tmp_path in corpus.parents
    command = [python.parent / "rhetoric", "score", "-", "--format", "json"]
    result = subprocess.run(command, input=TEXT, capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 0 and result.stderr == ""
    assert json.loads(result.stdout)["documents"][0]["summary"]["flagged"] == 1
    command[-1] = "html"
    page = subprocess.run(command, input=TEXT, capture_output=True, text=True, cwd=tmp_path)
    assert page.returncode == 0 and "Loaded language" in page.stdout


def test_sdist(built, tmp_path):
    python = python_beside_this(tmp_path / "sdist")
    (sdist,) = built.glob("*.tar.gz")
    command = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--ignore-installed", sdist], check=True, capture_output=True)
    model, corpus = check(python, tmp_path)
    assert tmp_path in model.parents and tmp_path in corpus.parents


def test_editable_install(tmp_path):
    python = python_beside_this(tmp_path / "editable")
    command = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--ignore-installed", "-e", ROOT], check=True, capture_output=True)
    model, corpus = check(python, tmp_path)
    assert ROOT in model.parents and ROOT in corpus.parents


def test_checkout(tmp_path):
    python = python_beside_this(tmp_path / "checkout")
    source = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); {CHECK}"
    found = subprocess.run([python, "-c", source], check=True, capture_output=True, text=True)
    assert found.stdout.split()[0] == str(ROOT / "models" / "default")


def test_help_does_not_wait_for_numpy():
    code = "import sys, rhetoric.cli; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
