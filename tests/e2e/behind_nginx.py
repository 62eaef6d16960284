"""The service behind nginx as examples/nginx/celltrail.conf sets it up. Ends with 77 without nginx.

Arguments: the configuration; a folder with an nginx that was unpacked and not installed."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time

from service import SECONDS_MAX, Service, celltrail, check, free_ports, get, make_ledger

NAME = "ledger.example"


def adapted(text, service_port, plain, secure):
    """The file as it stands but for what its first lines say is to be changed."""
    changes = [("listen 80;", f"listen 127.0.0.1:{plain};"),
               ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"),
               ("    listen [::]:80;\n", ""), ("    listen [::]:443 ssl http2;\n", ""),
               ("/etc/nginx/celltrail/", os.getcwd() + "/"),
               ("server 127.0.0.1:8787;", f"server 127.0.0.1:{service_port};")]
    for before, after in changes:
        check(text.count(before) >= 1, "the configuration has " + before)
        text = text.replace(before, after)
    return text


def nginx_files(text):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=" + NAME, "-addext", "subjectAltName=DNS:" + NAME,
                    "-keyout", "key.pem", "-out", "certificate.pem"],
                   check=True, capture_output=True, timeout=SECONDS_MAX)
    with open("celltrail.conf", "w", encoding="utf-8") as out:
        out.write(text)
    here = os.getcwd()
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(f"{kind}_temp_path {here}/{kind};\n"
                        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open("nginx.conf", "w", encoding="utf-8") as out:
        out.write(f"{user}daemon off;\nworker_processes 1;\npid {here}/nginx.pid;\n"
                  f"error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}"
                  f"include {here}/celltrail.conf;\n}}\n")
    return ["nginx", "-p", here, "-e", "stderr", "-c", here + "/nginx.conf"]


@contextlib.contextmanager
def nginx(command, port):
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=SECONDS_MAX)
    check(tried.returncode == 0, "nginx takes the configuration: " + tried.stderr)
    with open("nginx.log", "w", encoding="utf-8") as err:
        process = subprocess.Popen(command, stderr=err)
    try:
        for _ in range(SECONDS_MAX * 20):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(SECONDS_MAX)


class Client:
    def __init__(self, port):
        self.port = port
        self.trust = ssl.create_default_context(cafile="certificate.pem")

    def socket(self):
        plain = socket.create_connection(("127.0.0.1", self.port), SECONDS_MAX, ("127.0.0.5", 0))
        return self.trust.wrap_socket(plain, server_hostname=NAME)

    def connection(self):
        made = http.client.HTTPConnection(NAME, timeout=SECONDS_MAX)
        made.sock = self.socket()
        return made

    def get(self, target, **headers):
        return get(self.connection(), target, {k.replace("_", "-"): v for k, v in headers.items()})

    def status(self, raw):
        """Of what is answered to exactly these bytes."""
        with self.socket() as held:
            with contextlib.suppress(OSError):
                held.sendall(raw)
            answer = b""
            while b"\r\n" not in answer and (more := held.recv(4096)):
                answer += more
        return int(answer.split(b" ", 2)[1])


def head(*lines, method="GET /v1/ledger"):
    return "\r\n".join([method + " HTTP/1.1", "Host: " + NAME, *lines, "", ""]).encode()


def answers_are_passed_on(client, service, token):
    answer = client.get("/v1/entries", Authorization="Bearer " + token, X_Forwarded_For="6.6.6.6",
                        Range="bytes=0-1")
    check(answer.status == 200, f"a token reads through nginx: {answer.text}")
    check(json.loads(answer.text)["size"] == 2, "the whole of it")
    line = service.requests()[-1]
    check(line["client"] == "127.0.0.5", "the log has who nginx saw, not who the client says: " +
          line["client"])
    check(answer.headers["X-Request-Id"] == line["id"], "one id in the answer and the log")
    check(len(line["id"]) == 32, "and it is nginx's: " + line["id"])
    check("max-age" in answer.headers["Strict-Transport-Security"], "TLS is to be used again")
    refused = client.get("/v1/entries")
    check(refused.status == 401 and "celltrail" not in refused.headers.get("Server", ""), "no token")
    check(refused.headers["Content-Type"] == "application/problem+json", "the problem is passed on")


def bodies_become_whole(client, token):
    connection = client.connection()
    connection.request("POST", "/v1/dry-runs", iter([b'{"events":', b"[" + b" " * 300_000, b"]}"]),
                       {"Content-Type": "application/json", "Authorization": "Bearer " + token},
                       encode_chunked=True)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    check(answer.status == 200 and json.loads(text)["events"] == 0,
          "a chunked body arrives and is read: " + text)


def large_batches_are_asked_for_and_recorded(client, service):
    """As curl and others send them: the head first, the body when they are told to go on."""
    with open("events.jsonl", "w", encoding="utf-8") as file:
        file.write(json.dumps({"v": 1, "type": "retire", "id": "R-1", "operator": "VATTEST1",
                               "at": "2024-03-05T09:30:00+08:00", "lot": "VATTEST1/L-1",
                               "chemistry": "LFP", "material": "cells", "mass_g": 5000,
                               "mass_basis": "weighed", "origin": "vehicle", "region": "CN-FJ",
                               "source": "production"}) + "\n")
    celltrail("sign", "events.jsonl", "--key", "office.key", "-o", "batch.json", "--server",
              f"http://127.0.0.1:{service.port}")
    with open("batch.json", encoding="utf-8") as file:
        batch = file.read().rstrip().encode()
    # Blanks between values mean nothing.
    body = batch[:1] + b" " * (3 * 512 * 1024 - len(batch)) + batch[1:]
    with client.socket() as held:
        held.sendall(head("Content-Type: application/json", f"Content-Length: {len(body)}",
                          "Expect: 100-continue", "Connection: close", method="POST /v1/batches"))
        told = held.recv(4096)
        check(told == b"HTTP/1.1 100 Continue\r\n\r\n", f"it is told to go on: {told}")
        held.sendall(body)
        answer = b""
        while more := held.recv(65536):
            answer += more
    check(answer.startswith(b"HTTP/1.1 201 "), f"and then recorded: {answer[:2000]}")
    check(b"100 Continue" not in answer, "the service is not asked whether to go on")


def floods_are_refused(client, service):
    before = len(service.requests())
    many = [f"X-{i}: " + "a" * 1000 for i in range(200)]
    check(client.status(head(*many)) == 400, "a flood of headers is refused")
    check(client.status(head("Content-Length: 1", "Content-Length: 2", method="POST /v1/dry-runs"))
          == 400, "two lengths are refused")
    check(client.status(head("Content-Length: 1", "Transfer-Encoding: chunked",
                             method="POST /v1/dry-runs")) == 400, "length and chunks are refused")
    check(client.status(head("Content-Length: 99999999", method="POST /v1/batches")) == 413,
          "a body beyond the limit is refused before it comes")
    check(client.status(head("Content-Encoding: gzip", "Content-Length: 0",
                             method="POST /v1/dry-runs")) == 415, "compressed bodies are refused")
    check(client.status(head().replace(b"ledger.example", b"evil.example")) == 400,
          "another name is refused")
    check(client.get("/metrics").status == 404, "metrics stay inside")
    reached = [line["status"] for line in service.requests()[before:]]
    check(set(reached) <= {400}, f"nothing of that is answered by the service: {reached}")


def streams_are_not_held_back(client, service):
    with client.socket() as held:
        held.sendall(head(method="GET /v1/stream"))
        seen = b""

        def wait_for(part, times):
            nonlocal seen
            while seen.count(part) < times:
                more = held.recv(65536)
                check(more, "the stream goes on")
                seen += more

        wait_for(b"event: head", 1)
        celltrail("target", "set", "2024", "260000", "--source", "made up", "--key",
                  "book-authority.key", "--server", f"http://127.0.0.1:{service.port}")
        wait_for(b"event: head", 2)


def main():
    os.environ["PATH"] += f":/usr/sbin:/sbin:{sys.argv[2]}/usr/sbin"
    if shutil.which("nginx") is None:
        sys.exit(77)
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    make_ledger()
    token = celltrail("token", "new", "audit", "--for", "regulator").stdout.strip()
    plain, secure = free_ports(2)
    with Service("--host", NAME, "--proxy", "127.0.0.1") as service:
        with nginx(nginx_files(adapted(text, service.port, plain, secure)), secure):
            client = Client(secure)
            redirected = get(http.client.HTTPConnection("127.0.0.1", plain, timeout=SECONDS_MAX),
                             "/v1/ledger", {})
            check(redirected.status == 301, "without TLS there is only the way to it")
            answers_are_passed_on(client, service, token)
            bodies_become_whole(client, token)
            large_batches_are_asked_for_and_recorded(client, service)
            floods_are_refused(client, service)
            streams_are_not_held_back(client, service)
        check(token not in service.log(), "the log has no token")
        check(service.end() == 0, "the service ends with 0")
    celltrail("audit")


main()
