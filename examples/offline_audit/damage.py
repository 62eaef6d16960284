"""What an audit can end with, other than "clean"."""


class Damage(Exception):
    """The record contradicts itself. `entry` is the first bad one, -1 when it is in none."""

    def __init__(self, entry, what, expected, found):
        super().__init__(what)
        self.entry = entry
        self.what = what
        self.expected = expected
        self.found = found


class Malformed(Exception):
    """A text that is not in the one form the format allows. Says what was expected and found."""

    def __init__(self, what, expected, found):
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.found = found


def expect(what, expected, found):
    if expected != found or type(expected) is not type(found):
        raise Malformed(what, expected, found)
