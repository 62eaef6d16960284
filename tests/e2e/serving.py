"""How `celltrail serve` begins, goes on and ends, as somebody sees it who runs it."""

import contextlib
import json
import os
import resource
import signal
import subprocess

from service import SECONDS_MAX, Service, celltrail, check, make_ledger


def begins_and_ends():
    for how in (signal.SIGTERM, signal.SIGINT):
        with Service() as service:
            check(service.said["origin"] == "ledger.example/trail", "it says which ledger")
            check(service.said["size"] == 2, "it says how large")
            check(service.get("/readyz").status == 200, "it is ready")
            check(service.end(how) == 0, f"it ends with 0 after {how.name}")
            check('"event":"stopped"' in service.log(), "it says that it stopped")
    celltrail("audit")


def a_second_one_is_refused():
    with Service() as first:
        locked = celltrail("serve", "--listen", "127.0.0.1:0", code=8).stderr
        check("next: " in locked, "it says what to do: " + locked)
        taken = celltrail("serve", "--read-only", "--listen", f"127.0.0.1:{first.port}",
                          code=1).stderr
        check(f"listening on 127.0.0.1:{first.port}" in taken, taken)
        with Service("--read-only", log="second.log") as second:
            check(second.get("/v1/ledger").status == 200, "one that only reads runs beside it")
            check(not second.said["writes"], "and says so")


def strangers_need_tokens():
    refused = celltrail("serve", "--listen", "0.0.0.0:0", code=2).stderr
    check("celltrail token new" in refused, refused)
    celltrail("serve", "--proxy", "127.0.0.1", "--listen", "127.0.0.1:0", code=2)
    celltrail("serve", "--listen", "127.evil.example:0", code=2)


def tokens_count_at_once():
    mine = celltrail("token", "new", "plant-7", "--for", "operator:VATTEST1").stdout.strip()
    all_of_it = celltrail("token", "new", "audit", "--for", "regulator").stdout.strip()
    with Service() as service:
        check(service.get("/v1/entries").status == 401, "without a token nobody reads")
        check(service.get("/v1/entries", all_of_it).status == 200, "a regulator reads")
        check(service.get("/v1/entries", mine).status == 200, "an operator reads")
        celltrail("token", "revoke", "audit")
        check(service.get("/v1/entries", all_of_it).status == 401, "a revoked one is refused")
        check(service.get("/v1/entries", mine).status == 200, "the other goes on")
        check("ct_" not in service.log(), "the log has no token")
        names = [line.get("token") for line in service.requests()]
        check(names == [None, "audit", "plant-7", None, "plant-7"], f"the log has names: {names}")


def write_events(name, *events):
    with open(name, "w", encoding="utf-8") as file:
        for number, code, mass_g in events:
            file.write(json.dumps({
                "v": 1, "type": "retire", "id": f"R-{number}", "operator": "VATTEST1",
                "at": "2024-03-05T09:30:00+08:00", "unit": code, "code_scheme": "gbt34014-24",
                "level": "pack", "chemistry": "NCM", "mass_g": mass_g, "mass_basis": "weighed",
                "origin": "vehicle", "source": "scrapped_vehicle", "region": "CN-FJ"}) + "\n")


def who_records_needs_no_token():
    first, second = "04QPE76836300JBC40000903", "04QPE76836300JBC40000914"
    write_events("first.jsonl", (1, first, 412000))
    write_events("both.jsonl", (1, first, 412000), (2, second, 300000))
    write_events("bad.jsonl", (3, first, 412000), (2, second, 300000), (4, second, 1))
    celltrail("token", "new", "somebody", "--for", "regulator")
    with Service() as service:
        url = f"http://127.0.0.1:{service.port}"

        def record(name, *words, code=0):
            return celltrail("record", name, "--key", "office.key", "--server", url, *words,
                             code=code).stdout

        check("recorded 1 event" in record("first.jsonl"), "a new one")
        said = record("both.jsonl", "--receipts", "receipts")
        check("recorded 1 event" in said and "1 was there already" in said, said)
        check(len(os.listdir("receipts")) == 1, "with a receipt")
        said = record("bad.jsonl", "--errors", "refused.jsonl", code=10)
        check("2 were refused" in said and "1 was there already" in said, said)
        check(len(open("refused.jsonl", encoding="utf-8").readlines()) == 2, "and both are kept")
    celltrail("token", "revoke", "somebody")
    celltrail("audit")


@contextlib.contextmanager
def serving(err, *words):
    """The process, and how it is asked; its standard error goes to `err`."""
    with subprocess.Popen(["celltrail", "serve", "--json", "--listen", "127.0.0.1:0", *words],
                          stdout=subprocess.PIPE, stderr=err, text=True) as process:
        try:
            service = Service.__new__(Service)
            service.port = int(json.loads(process.stdout.readline())["url"].rsplit(":", 1)[1])
            yield process, service
            process.terminate()
            check(process.wait(SECONDS_MAX) == 0, "it ends with 0")
        finally:
            process.kill()


def nobody_reads_its_log():
    with serving(subprocess.PIPE) as (process, service):
        process.stderr.close()
        process.stdout.close()
        for _ in range(3):
            check(service.get("/healthz").status == 200, "it goes on without a reader")


def its_log_is_read_late():
    """A pipe that nobody empties holds some 200 lines. Who asks must not wait for its reader."""
    with serving(subprocess.PIPE) as (process, service):
        for _ in range(600):
            check(service.get("/healthz").status == 200, "it answers while its log is not read")
        process.terminate()
        log = process.stderr.read()
    lines = [json.loads(line) for line in log.splitlines()]
    check(sum(line["event"] == "request" for line in lines) == 600, "every line is there")
    check(lines[-1]["event"] == "stopped", "the last one, too")


def its_log_finds_room_again():
    """A file that may not grow stands for a disk that is full, and later is not."""
    room = 1 << 26
    with open("full.log", "wb") as full:
        full.truncate(room)
    with open("full.log", "ab") as err, serving(err, "--read-only") as (process, service):
        service.get("/healthz")
        unbounded = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE,
                         (os.path.getsize("full.log") + 40, unbounded[1]))
        for _ in range(20):
            check(service.get("/healthz").status == 200, "it answers while its log is full")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, unbounded)
        check(service.get("/healthz").status == 200, "it goes on")
    with open("full.log", "rb") as log:
        log.seek(room)
        written = log.read().decode().splitlines()
    lines = [json.loads(line) for line in written if line.endswith("}")]
    check(len(written) - len(lines) == 1, "one line was torn, and ends where it was")
    told = sum(line["event"] == "request" for line in lines)
    check(told == 22, f"every line is there, late, and not {told}: {lines[-3:]}")


make_ledger()
begins_and_ends()
a_second_one_is_refused()
strangers_need_tokens()
nobody_reads_its_log()
its_log_is_read_late()
its_log_finds_room_again()
who_records_needs_no_token()
tokens_count_at_once()
celltrail("audit")
