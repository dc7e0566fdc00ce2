"""CPU time of whole processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import rhetoric

PYTHON = sys.executable
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(rhetoric.__file__).parents[1])}


@dataclass(frozen=True)
class Usage:
    """What a process used."""

    cpu: float
    """Seconds of CPU time, of user and system."""
    output: str


def run(command: Sequence[str | Path]) -> Usage:
    """Run a command to its end; raises CalledProcessError where it fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True)
    assert process.stdout is not None
    with process.stdout as stream:
        output = stream.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Usage(used.ru_utime + used.ru_stime, output)


def interleaved(commands: Mapping[str, Sequence[str | Path]], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each command; they take turns, so that a busy machine is fair."""
    used: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            used[name].append(run(command).cpu)
    return {name: statistics.median(times) for name, times in used.items()}
