"""What gcc 12 or clang 14 cannot compile: gcc 12 has no <format>, and clang 14 (clang-tidy, the
fuzzers) rejects the views of gcc 12's library. Use fmt and the std::ranges algorithms."""

import tree

ABSENT = (r"\bstd::(ranges::)?views\b|\branges::views\b|\bstd::(v?format|format_to)\b"
          r"|#\s*include\s*<format>")


def check(project):
    for name in project.sources():
        for line, found in tree.lines_with(ABSENT, tree.code_only(project.read(name) or "")):
            yield f"{name}:{line}: {found.group()}: not in gcc 12 or clang 14 (fmt:: and loops are)"


if __name__ == "__main__":
    tree.main(check)
