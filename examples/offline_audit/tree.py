"""The RFC 6962 tree, grown leaf by leaf (docs/format.md, "Tree")."""

import hashlib


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


class Frontier:
    """One hash for each set bit of the size, largest first."""

    def __init__(self):
        self.size = 0
        self._peaks = []

    def add(self, leaf):
        size, node = self.size, leaf
        while size & 1:
            node = node_hash(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self):
        if not self._peaks:
            return sha256(b"")
        node = self._peaks[-1]
        for left in reversed(self._peaks[:-1]):
            node = node_hash(left, node)
        return node
