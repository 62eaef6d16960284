"""A small ledger: an authority, a collector, a recycler and one pack that changes hands.

Every operator is made up: region 000000 does not exist, and the names say so.
"""

from chain import Ledger, canonical, commitment, sha256
from signing import Signer, test_seed

ORIGIN = "celltrail.example/vectors"
SALT = sha256(b"celltrail test only: salt of a sealed note")
SEALED_NOTE = "bay 7, crack in the lid 盖板裂纹"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(first17):
    """The 17 characters and their check character (GB 32100)."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return first17 + CREDIT_ALPHABET[(31 - total % 31) % 31]


AUTHORITY = credit_code("11000000MADE0UP00")
COLLECTOR = credit_code("91000000MADE0UP01")
RECYCLER = credit_code("91000000MADE0UP02")
PACK = "000PE000000000A1A0000001"

KEY_PHRASES = {
    ORIGIN: "celltrail test only: ledger key",
    AUTHORITY + "/seal": "celltrail test only: authority key",
    COLLECTOR + "/office": "celltrail test only: collector key",
    RECYCLER + "/gate": "celltrail test only: recycler key",
}


def signers():
    return {name: Signer(name, test_seed(phrase)) for name, phrase in KEY_PHRASES.items()}


def _event(kind, event_id, operator, at, **members):
    return dict(members, v=1, type=kind, id=event_id, operator=operator, at=at)


def establish(keys):
    return _event(
        "establish", "founding", AUTHORITY, "2024-01-02T09:00:00+08:00", origin=ORIGIN,
        authority={"id": AUTHORITY, "name": "Made-up Battery Office",
                   "key": keys[AUTHORITY + "/seal"].vkey()},
        ledger_key=keys[ORIGIN].vkey(), utc_offset_min=480, mass_tolerance_ppm=5000,
        batch_window_s=604800, rules=1)


def enrolments(keys):
    at = "2024-01-02T10:00:00+08:00"
    collector = _event(
        "enroll", "enroll-1", AUTHORITY, at, subject=COLLECTOR, name="Made-up Collector",
        roles=["collector"], region="CN-FJ", key=keys[COLLECTOR + "/office"].vkey())
    recycler = _event(
        "enroll", "enroll-2", AUTHORITY, at, subject=RECYCLER, name='Made-up "Recycler" 虚构回收',
        roles=["recycler", "repurposer"], region="CN-HB", capacity_t=20000,
        sites=[{"site": "plant-1", "name": "Plant 1", "region": "CN-HB"}],
        key=keys[RECYCLER + "/gate"].vkey())
    return [collector, recycler]


def retire():
    return _event(
        "retire", "R-0001", COLLECTOR, "2024-03-05T09:30:00+08:00", unit=PACK,
        code_scheme="gbt34014-24", level="pack", chemistry="NCM", mass_g=412000,
        mass_basis="weighed", energy_wh=52000, origin="vehicle", source="replaced",
        region="CN-FJ", sealed={"note": commitment(SALT, SEALED_NOTE)})


def dispatch():
    return _event(
        "dispatch", "D-0001", COLLECTOR, "2024-03-06T14:00:00+08:00", to=RECYCLER,
        transfer="WB-1", items=[{"unit": PACK, "mass_g": 412000}], mass_basis="weighed",
        un_number="UN3480")


def receive():
    return _event(
        "receive", "IN-1", RECYCLER, "2024-03-08T08:10:00+08:00", transfer="WB-1",
        items=[{"unit": PACK, "received_g": 411600, "accepted_g": 411600, "refused_g": 0}],
        mass_basis="weighed", site="plant-1", **{"from": COLLECTOR})


def ledger(keys):
    """Six entries in five batches."""
    built = Ledger(ORIGIN)
    authority, collector, recycler = (
        keys[name] for name in KEY_PHRASES if name != ORIGIN)
    built.record(AUTHORITY, authority, [canonical(establish(keys))], [[AUTHORITY]],
                 None, -1, "2024-01-02T01:00:00.000Z")
    built.record(AUTHORITY, authority, [canonical(event) for event in enrolments(keys)],
                 [[AUTHORITY, COLLECTOR], [AUTHORITY, RECYCLER]],
                 0, 0, "2024-01-02T02:00:05.250Z")
    built.record(COLLECTOR, collector, [canonical(retire())], [[COLLECTOR, PACK]],
                 2, 1, "2024-03-05T01:31:00.007Z")
    built.record(COLLECTOR, collector, [canonical(dispatch())], [[COLLECTOR, RECYCLER, PACK]],
                 3, 1, "2024-03-06T06:02:11.999Z")
    built.record(RECYCLER, recycler, [canonical(receive())], [[COLLECTOR, RECYCLER, PACK]],
                 3, 2, "2024-03-08T00:12:30.500Z")
    return built
