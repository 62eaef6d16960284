"""What the entries of a trail bundle say of each other (docs/format.md, "Proof files")."""

from damage import Malformed, expect
from encoding import to_base64
from trails import operators, things


def check_history(listed):
    """What an honest ledger never holds: an event or a batch twice, an entry other than a signer
    has seen."""
    ids, firsts, leaves = {}, {}, {}
    for one in listed:
        name = one.event["operator"], one.event["id"]
        if ids.setdefault(name, one.index) != one.index:
            raise Malformed(f"THE LEDGER RECORDED AN EVENT TWICE: {name[1]} of {name[0]}",
                            "an id that its operator uses once",
                            f"entries {ids[name]} and {one.index}")
        first = firsts.setdefault(one.batch["root"], one.first)
        if first != one.first:
            raise Malformed(f"THE LEDGER RECORDED A BATCH TWICE: root {one.batch['root']}",
                            "one place", f"from entry {first} and from entry {one.first}")
        leaves[one.index] = to_base64(one.leaf)
        if one.index:
            seen = one.batch["after"]
            expect(f"entry {seen['index']}, which the signer of entry {one.index} has seen",
                   seen["hash"], leaves.get(seen["index"], seen["hash"]))


def check_links(about, trail, listed):
    """Nothing is left out between two entries of the trail, and no two follow the same one."""
    of_trail = [one for one in listed if one.prev_in(about) is not None]
    followed = {}
    for one in of_trail:
        prev = one.prev_in(about)
        if prev in followed:
            raise Malformed(f"THE TRAIL WAS FORGED: entries {followed[prev]} and {one.index}",
                            "to follow different entries", f"both follow {prev}")
        followed[prev] = one.index
    expect("the entries of the trail", trail, [one.index for one in of_trail])
    for one in listed:
        if one.prev_in(about) is None and about in operators(one.event) | set(things(one.event)):
            raise Malformed(f"entry {one.index}", f"in the trail of {about}, which it names",
                            "in other trails only")
    names, before = {about}, -1
    for one in of_trail:
        expect(f"the entry before {one.index} in the trail", before, one.prev_in(about))
        if not names & (operators(one.event) | set(things(one.event))):
            raise Malformed(f"entry {one.index}", f"an event that names {about}", one.event["type"])
        if one.event["type"] == "identify" and one.event["unit"] in names:
            names |= {one.event[name] for name in ("code", "main") if name in one.event}
        before = one.index
    expect("the trail", True, before >= 0)
