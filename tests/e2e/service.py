"""`celltrail serve` in a process of its own, asked over plain sockets. Runs in a workshop."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys

SECONDS_MAX = 20


def check(is_so, what):
    if not is_so:
        sys.exit(f"not so: {what}")


def celltrail(*args, code=0, **more):
    ran = subprocess.run(["celltrail", *args], capture_output=True, text=True, timeout=SECONDS_MAX,
                         **more)
    check(ran.returncode == code,
          f"celltrail {' '.join(args)} ends with {code}, not {ran.returncode}: {ran.stderr}")
    return ran


def make_ledger():
    celltrail("init", "book", "--origin", "ledger.example/trail", "--authority", "VATTEST0")
    celltrail("key", "new", "office.key", "--name", "VATTEST1/office")
    celltrail("operator", "enroll", "VATTEST1", "--name", "Test", "--roles", "collector",
              "--region", "CN-FJ", "--key-file", "office.key", "--key", "book-authority.key")


class Service:
    """Ends with the block, by SIGTERM; its log is there afterwards, too."""

    def __init__(self, *args, listen="127.0.0.1:0", log="serve.log", **variables):
        self.log_file = log
        with open(log, "w", encoding="utf-8") as err:
            self.process = subprocess.Popen(
                ["celltrail", "serve", "--json", "--listen", listen, *args],
                stdout=subprocess.PIPE, stderr=err, text=True, env=os.environ | variables)
        said = self.process.stdout.readline()
        check(said, "the service says where it answers: " + self.log())
        self.said = json.loads(said)
        self.port = int(self.said["url"].rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_MAX)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(SECONDS_MAX)

    def get(self, target, token=None):
        return get(http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_MAX), target,
                   {"Authorization": "Bearer " + token} if token else {})

    def log(self):
        with open(self.log_file, encoding="utf-8") as lines:
            return lines.read()

    def requests(self):
        read = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return [line for line in read if line["event"] == "request"]


def get(connection, target, headers):
    connection.request("GET", target, headers=headers)
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    connection.close()
    return answer


def free_ports(count):
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
