#!/usr/bin/env python3
"""Writes the kept inputs that are made, not found: make_corpus.py [FOLDER].

TARGET/good holds what a target must accept, TARGET/bad what it must refuse: the ledger of
tests/vectors in every file that can be made of it, and what is almost such a file. TARGET/found is
libFuzzer's and none of this script's business.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "generator"), str(HERE.parent / "vectors"),
                str(HERE.parent / "vectors" / "generator")]

import files  # noqa: E402
import notes  # noqa: E402
import proofs  # noqa: E402
from made import Made  # noqa: E402


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "corpus"
    made = Made()
    corpus = {**files.inputs(made), **notes.inputs(made), **proofs.inputs(made)}
    for target, kinds in corpus.items():
        for kind, contents in kinds.items():
            place = folder / target / kind
            place.mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                (place / name).write_bytes(content)


if __name__ == "__main__":
    main()
