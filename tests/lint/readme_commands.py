"""The commands of README.md work as they are printed: those of the first ledger in an empty folder,
then, in the same folder, those of the regulator's table that leave nothing to fill in. They run the
`celltrail` that is first on the PATH, and none of them fails."""

import pathlib
import re
import subprocess
import sys
import tempfile

HEADING = "## A first ledger by hand"
TABLE = "## For a regulator"
TO_FILL_IN = re.compile(r"\b[A-Z]{2,}\b")


def commands(page):
    """The shell block below the heading."""
    found = re.search(re.escape(HEADING) + r"\n.*?^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return found.group(1) if found else ""


def table_commands(page):
    """The whole commands of the table below its heading. A row that sends the reader to a page only
    names commands."""
    section = page.partition(TABLE + "\n")[2].partition("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| ") and "](docs/" not in row]
    cells = [row.split(" | ", 1)[1] for row in rows]
    found = [text for cell in cells for text in re.findall(r"`((?:celltrail|python3) [^`]*)`", cell)]
    return [text for text in found if not TO_FILL_IN.search(text)]


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    page = (root / "README.md").read_text(encoding="utf-8")
    block, table = commands(page), table_commands(page)
    if not block or not table:
        sys.exit(f"README.md: no shell block below '{HEADING}', or no commands below '{TABLE}'")
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "examples").symlink_to(root / "examples")
        script = "\n".join([block, "set -x", *table, ""])
        sys.exit(subprocess.run(["sh", "-eu"], input=script, text=True, cwd=folder).returncode)
