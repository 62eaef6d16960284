"""What the rules of this folder look at: the project's own files, as text.

Each rule is a file with one function `check(tree)` that yields findings, and ends with
`tree.main(check)`. tests/lint/self_test.py shows for each that it can fail.
"""

import fnmatch
import pathlib
import re
import subprocess
import sys


class Tree:
    """The files under `root` that belong to the project: tracked, or new and not ignored."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        names = self._known_to_git()
        if names is None:
            names = self._walked()
        self.files = sorted(name for name in names if (self.root / name).is_file())

    def named(self, *patterns):
        """Files whose name matches one of the patterns."""
        return [name for name in self.files
                if any(fnmatch.fnmatch(name.split("/")[-1], pattern) for pattern in patterns)]

    def sources(self):
        return self.named("*.cpp", "*.hpp")

    def read(self, name):
        """The file's text, or None when it is not UTF-8 text."""
        data = (self.root / name).read_bytes()
        if b"\0" in data:
            return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def texts(self):
        for name in self.files:
            text = self.read(name)
            if text is not None:
                yield name, text

    def _known_to_git(self):
        if not (self.root / ".git").exists():
            return None
        try:
            listed = subprocess.run(
                ["git", "ls-files", "-co", "-z", "--exclude-standard"],
                cwd=self.root, check=True, capture_output=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return None  # no git on this machine, or a folder that it does not trust
        return {name for name in listed.decode("utf-8").split("\0") if name}

    def _walked(self):
        ignored = [".git"]
        if (self.root / ".gitignore").exists():
            ignored += (self.root / ".gitignore").read_text(encoding="utf-8").split()
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if not any(_matches(name, pattern) for pattern in ignored):
                yield name


def _matches(name, pattern):
    """As much of .gitignore as ours uses: `/name/` at the root, `name/` and `*.log` anywhere."""
    parts = name.split("/")
    if pattern.startswith("/"):
        return fnmatch.fnmatch(parts[0], pattern.strip("/"))
    return any(fnmatch.fnmatch(part, pattern.strip("/")) for part in parts)


_NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def code_only(text):
    """C++ without what stands in comments and quotes; line numbers stay."""
    return _NOT_CODE.sub(lambda found: "\n" * found.group().count("\n") or '""', text)


def lines_with(pattern, text):
    """(line number, match) for each match of the pattern."""
    for found in re.finditer(pattern, text, re.MULTILINE):
        yield text.count("\n", 0, found.start()) + 1, found


def main(check):
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]
    findings = list(check(Tree(root)))
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
