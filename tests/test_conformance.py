"""The runner of W3C test suites, on a small suite in which half of the tests are wrong."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "tests/data/w3c/manifest.ttl"


def run(*arguments):
    command = [sys.executable, ROOT / "benchmarks/conformance.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def failures(output, side):
    section = re.search(rf"{side} passes (\d+ of \d+); it fails:\n((?:  .*\n)*)", output)
    names = [line.split(":")[0].strip() for line in section[2].splitlines()]
    return section[1], names


def test_what_is_wrong_fails_by_name_and_what_is_right_passes_on_both_sides():
    done = run(MANIFEST)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = ["w3c/wrong-rows", "w3c/wrong-blank", "w3c/wrong-accept", "w3c/wrong-reject"]
    for side in ("careergraph", "pyoxigraph"):
        assert failures(done.stdout, side) == ("8 of 12", wrong)
    assert "pyoxigraph passes and careergraph fails: none" in done.stdout


def test_what_cannot_be_run_is_counted_with_its_reason():
    done = run(MANIFEST)
    assert done.stdout.startswith(
        "left out, remote endpoints: 1\nleft out, not a test of queries: 1\n"
    )
