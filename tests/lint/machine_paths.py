"""Nothing in the tree may depend on where one person's copy lies."""

import tree

# The brackets keep this file from finding itself.
PATHS = (r"(?<![\w.}$)])(/wor[k]/|/hom[e]/[a-z]|/User[s]/|/roo[t]/|/tmp/bas[h]_|/farm[/]"
         r"|[A-Z]:\\User[s])")


def check(project):
    for name, text in project.texts():
        for line, found in tree.lines_with(PATHS, text):
            yield f"{name}:{line}: {found.group(1)}: a path of one machine; name it from the root"


if __name__ == "__main__":
    tree.main(check)
