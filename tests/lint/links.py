"""Every relative link of a Markdown page leads to a file, and to a heading that is there; so does
what any text names as docs/PAGE.md, "Heading"."""

import pathlib
import posixpath
import re
import urllib.parse

import tree

LINK = r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)[^)\n]*\)|!\[[^\]\n]*\]\(([^)\s]+)\)"
# Of a source of a refusal the heading stands without quotes.
NAMED = r'(docs/[a-z]+\.md),\s+("[A-Z][^"]+"(?:(?:,| and)\s+"[A-Z][^"]+")*|[A-Z][^"|;\n]*)'
CODE = re.compile(r"^( {0,3})(```+|~~~+).*?^ {0,3}\2[ \t]*$|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def prose(text):
    return CODE.sub(lambda found: "\n" * found.group().count("\n"), text)


def anchors(text):
    """The names that GitHub gives the headings of a page."""
    seen = {}
    outside = CODE.sub(_keep_inline, text)
    for heading in re.findall(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", outside, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        seen[name] = seen.get(name, -1) + 1
        yield name if seen[name] == 0 else f"{name}-{seen[name]}"


def _keep_inline(found):
    return found.group() if found.group(2) is None else ""


def plain(text):
    """Without what begins the lines of a comment: a heading's name may go on behind it."""
    return re.sub(r"(?m)^[ \t]*(?:///?|#) ?", "", text)


def named_headings(project):
    for name, text in project.texts():
        for line, found in tree.lines_with(NAMED, plain(text)):
            page, words = found.groups()
            headings = re.findall(r"^#+ (.+)$", project.read(page) or "", re.MULTILINE) \
                if page in project.files else []
            for word in re.findall(r'"([^"]+)"', words) or [words.strip()]:
                if " ".join(word.split()) not in headings:
                    yield f"{name}:{line}: {page} has no heading \"{word}\""


def check(project):
    yield from named_headings(project)
    files = set(project.files)
    folders = {str(folder) for name in files for folder in pathlib.PurePosixPath(name).parents}
    for page in project.named("*.md"):
        for line, found in tree.lines_with(LINK, prose(project.read(page) or "")):
            link = urllib.parse.unquote(found.group(1) or found.group(2))
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            beside = posixpath.join(posixpath.dirname(page), path)
            target = posixpath.normpath(beside) if path else page
            if target not in files and target not in folders:
                yield f"{page}:{line}: {link}: there is no {target}"
            elif anchor and target.endswith(".md") and anchor not in anchors(
                    project.read(target) or ""):
                yield f"{page}:{line}: {link}: {target} has no such heading"


if __name__ == "__main__":
    tree.main(check)
