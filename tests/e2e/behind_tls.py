"""The program before a service that is reached over TLS: whose certificate it takes, and what it
tells the others. Runs in a workshop."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import threading

from service import SECONDS_MAX, Service, celltrail, check, make_ledger

NAME = "localhost"


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=SECONDS_MAX)


def certificate(name):
    """Signs itself, so that whoever trusts the file trusts it."""
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=" + NAME, "-addext", "subjectAltName=DNS:" + NAME,
            "-keyout", name + ".key", "-out", name + ".pem")
    return name


def expired(name, like):
    """The same certificate, of years ago."""
    with open("authority.conf", "w", encoding="utf-8") as file:
        file.write("[ca]\ndefault_ca=old\n[old]\ndatabase=old.index\nserial=old.serial\nnew_certs_dir=.\npolicy=any\n"
                   "default_md=sha256\nx509_extensions=names\n[any]\ncommonName=supplied\n"
                   f"[names]\nbasicConstraints=CA:TRUE\nsubjectAltName=DNS:{NAME}\n")
    with open("old.index", "w", encoding="utf-8"):
        pass
    shutil.copy(like + ".key", name + ".key")
    openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + NAME, "-out", name + ".csr")
    openssl("ca", "-batch", "-notext", "-selfsign", "-rand_serial", "-config", "authority.conf",
            "-keyfile", name + ".key", "-in", name + ".csr", "-out", name + ".pem",
            "-startdate", "20200101000000Z", "-enddate", "20200201000000Z")
    return name


class Door:
    """Takes TLS off before the service, one connection after the other, as a proxy does."""

    def __init__(self, name, service_port):
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.trust.load_cert_chain(name + ".pem", name + ".key")
        self.service_port = service_port
        self.heard = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.running = threading.Thread(target=self.serve)
        self.running.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.running.join(SECONDS_MAX)
        self.listener.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                taken, _ = self.listener.accept()
                taken.settimeout(SECONDS_MAX)
                # Whoever does not trust the certificate goes in the middle of the greeting.
                with contextlib.suppress(OSError), self.trust.wrap_socket(taken, True) as client:
                    self.pass_on(client)

    def pass_on(self, client):
        request = b""
        while b"\r\n\r\n" not in request and (more := client.recv(65536)):
            request += more
            self.heard += more
        if not request:
            return
        with socket.create_connection(("127.0.0.1", self.service_port), SECONDS_MAX) as service:
            service.sendall(request)
            while more := service.recv(65536):
                client.sendall(more)


def ask(port, name=NAME, trusted=None, code=0):
    variables = {k: v for k, v in os.environ.items() if not k.startswith("SSL_CERT")}
    if trusted:
        variables["SSL_CERT_FILE"] = trusted + ".pem"
    return celltrail("operator", "list", "--server", f"https://{name}:{port}", "--token-file",
                     "regulator.token", code=code, env=variables)


def refused(door, **how):
    said = ask(door.port, code=9, **how).stderr
    check("its certificate" in said and "SSL_CERT_FILE" in said,
          "it says what is wrong and what to do: " + said)
    check(door.heard == b"", "and nothing was told to whoever has that certificate")


def main():
    make_ledger()
    token = celltrail("token", "new", "audit", "--for", "regulator").stdout
    with open("regulator.token", "w", encoding="utf-8", opener=lambda path, flags: os.open(
            path, flags, 0o600)) as file:
        file.write(token)
    good, other, old = certificate("good"), certificate("other"), expired("old", "good")
    with Service() as service:
        with Door(old, service.port) as door:
            refused(door, trusted=old)
        with Door(good, service.port) as door:
            refused(door)
            refused(door, trusted=other)
            refused(door, trusted=good, name="127.0.0.1")
            check("VATTEST1" in ask(door.port, trusted=good).stdout, "whom it trusts it asks")
            check(token.strip().encode() in door.heard, "with its token")
        check(service.end() == 0, "the service ends with 0")
    celltrail("audit")


main()
