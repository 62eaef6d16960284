"""The first ledger of README.md works as it is printed: its commands run in an empty folder, with
the `celltrail` that is first on the PATH, and none of them fails."""

import pathlib
import re
import subprocess
import sys
import tempfile

HEADING = "## A first ledger by hand"


def commands(page):
    """The shell block below the heading."""
    found = re.search(re.escape(HEADING) + r"\n.*?^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return found.group(1) if found else ""


if __name__ == "__main__":
    readme = pathlib.Path(__file__).parents[2] / "README.md"
    block = commands(readme.read_text(encoding="utf-8"))
    if not block:
        sys.exit(f"{readme.name}: no shell block below '{HEADING}'")
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(subprocess.run(["sh", "-eu"], input=block, text=True, cwd=folder).returncode)
