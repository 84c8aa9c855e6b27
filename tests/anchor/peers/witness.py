#!/usr/bin/env python3
"""A witness (c2sp.org/tlog-witness), written from the specification with Python's standard library and `cryptography`.

    witness.py NAME LOG-KEY.pub OWN-KEY.pub [--lie]

Makes a key and writes its verifier key line to OWN-KEY.pub, prints the port that it listens on, and cosigns the checkpoints of the
log whose verifier key line LOG-KEY.pub holds. It keeps its state in memory. With --lie it cosigns another root than it was asked to.
"""

import base64
import hashlib
import http.server
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Refusal(Exception):
    def __init__(self, status, body="", content_type="text/plain"):
        super().__init__(body)
        self.status, self.body, self.content_type = status, body, content_type


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def is_consistent(old_size, new_size, old_root, new_root, proof):
    """RFC 9162, section 2.1.4.2."""
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size & (old_size - 1) == 0:
        proof = [old_root] + proof
    if not proof:
        return False
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


class Witness:
    def __init__(self, name, log_key, lie):
        self.name, self.lie = name, lie
        self.secret = Ed25519PrivateKey.generate()
        self.tagged = b"\4" + self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = hashlib.sha256(name.encode() + b"\n" + self.tagged).digest()[:4]
        log_name, log_id, log_tagged = log_key.strip().split("+", 2)
        self.log_name, self.log_id = log_name, bytes.fromhex(log_id)
        self.log_key = Ed25519PublicKey.from_public_bytes(base64.b64decode(log_tagged)[1:])
        self.size, self.root = 0, b""

    def verifier_key(self):
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.tagged).decode()}\n"

    def check_log_signature(self, text, signatures):
        for line in signatures.splitlines():
            dash, name, blob = line.split(" ")
            blob = base64.b64decode(blob, validate=True)
            if dash == "—" and name == self.log_name and blob[:4] == self.log_id:
                try:
                    return self.log_key.verify(blob[4:], text.encode())
                except InvalidSignature:
                    break
        raise Refusal(403, "not signed by the log\n")

    def add_checkpoint(self, body):
        head, _, note = body.partition("\n\n")
        old, *proof = head.split("\n")
        old_size = int(old.removeprefix("old "))
        proof = [base64.b64decode(line, validate=True) for line in proof]
        text, _, signatures = note.partition("\n\n")
        text += "\n"
        self.check_log_signature(text, signatures)
        _, size, root = text.splitlines()[:3]
        size, root = int(size), base64.b64decode(root, validate=True)
        if old_size > size or len(proof) > 63:
            raise Refusal(400)
        if old_size != self.size:
            raise Refusal(409, f"{self.size}\n", "text/x.tlog.size")
        if old_size == size and root != self.root:
            raise Refusal(409, "another root\n")
        if proof if old_size == 0 else not is_consistent(old_size, size, self.root, root, proof):
            raise Refusal(422)
        self.size, self.root = size, root
        return self.cosign(text)

    def cosign(self, text):
        if self.lie:
            lines = text.splitlines()
            lines[2] = base64.b64encode(hashlib.sha256(b"another root").digest()).decode()
            text = "\n".join(lines) + "\n"
        now = int(time.time())
        signature = self.secret.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        blob = base64.b64encode(self.key_id + now.to_bytes(8, "big") + signature).decode()
        # A line by a key that nobody asked for comes first: it is to be ignored.
        return f"— other.example {base64.b64encode(bytes(76)).decode()}\n— {self.name} {blob}\n"


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--lie"]
    name, log_key, own_key = arguments
    with open(log_key, encoding="ascii") as file:
        witness = Witness(name, file.read(), "--lie" in sys.argv)
    with open(own_key, "w", encoding="ascii") as file:
        file.write(witness.verifier_key())

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, content_type = 200, "text/plain"
            try:
                if self.path != "/add-checkpoint":
                    raise Refusal(404)
                answer = witness.add_checkpoint(body)
            except Refusal as refusal:
                status, answer, content_type = refusal.status, refusal.body, refusal.content_type
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(answer.encode())))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
