"""Every C++ file as clang-format leaves it, so that no review speaks of white space.

Only version 14 (Debian 12) decides: others set a few constructs differently. Without it the test
is skipped (exit 77).
"""

import re
import shutil
import subprocess
import sys

import tree

VERSION = "14"
SKIPPED = 77


def clang_format():
    for name in ("clang-format-" + VERSION, "clang-format"):
        if shutil.which(name):
            said = subprocess.run([name, "--version"], capture_output=True, text=True).stdout
            if re.search(rf"version {VERSION}\.", said):
                return name
    return None


def check(project):
    program = clang_format()
    files = project.sources()
    if not program or not files:
        return
    said = subprocess.run([program, "--dry-run", "--style=file", *files], cwd=project.root,
                          capture_output=True, text=True).stderr
    wrong = dict.fromkeys(re.findall(r"^(.+?):\d+:\d+: (?:warning|error)", said, re.MULTILINE))
    for name in wrong:
        yield f"{name}: not formatted; type: {program} -i {name}"


if __name__ == "__main__":
    if clang_format() is None:
        print(f"skipped: no clang-format {VERSION} here")
        sys.exit(SKIPPED)
    tree.main(check)
