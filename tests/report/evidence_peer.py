#!/usr/bin/python3
"""What verify.py says of bundles: good ones, damaged ones, forged ones.

evidence_peer.py VERIFY_PY LEDGER.pub good BUNDLE...
evidence_peer.py VERIFY_PY LEDGER.pub damaged BUNDLE [WITNESS.pub]
evidence_peer.py VERIFY_PY LEDGER.pub forged BUNDLE      the whole ledger, which ends under OTHER_SEED
evidence_peer.py VERIFY_PY LEDGER.pub revoked BUNDLE     and with a revocation, under ROOT_SEED

Exit code 0: as it must be; else it says what was not.
"""

import base64
import contextlib
import functools
import hashlib
import importlib.util
import io
import json
import re
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

OTHER_SEED = b"\x77" * 32  # of the ledger's second key
ROOT_SEED = b"\x33" * 32
FIRST_SEED = bytes(range(32))
STRIDE = 47  # between the bytes that are changed
LONG_FILE_CHANGES = 20  # of a blob


def load(path):
    spec = importlib.util.spec_from_file_location("verify", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # The same signatures are asked about over and over; openssl answers each question once.
    module.is_signed = functools.lru_cache(maxsize=None)(module.is_signed)
    return module


def key_of(path, kind=1):
    with open(path, encoding="utf-8") as file:
        return verify.read_key(file.read().strip(), kind)


verify = load(sys.argv[1])
KEY = key_of(sys.argv[2])


def refused(files, each=False, witness=None):
    """Why, or None."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            verify.verify(files, KEY, each, witness)
        except Exception as error:
            return repr(error)
    return None


def good(paths):
    for path in paths:
        why = refused(verify.read_bundle(path), each=True)
        assert why is None, f"{path}: {why}"
    print(f"{len(paths)} good")


def changed(files, name, data):
    return {**files, name: data}


CHECKED = re.compile(
    r"(tree|records|exceptions)\.jsonl|counts\.json|anchors/.*\.note|(blobs|modules)/.*")
SIGNATURE = re.compile(rb'"signature":"ed25519:([0-9a-f]{128})",(?!.*"signature")')


def damaged(path, witness_path=None):
    files = verify.read_bundle(path)
    witness = witness_path and key_of(witness_path, kind=4)
    assert refused(files, witness=witness) is None
    tried = 0
    for name in filter(CHECKED.fullmatch, files):
        data = files[name]
        own = [match.span(1) for match in SIGNATURE.finditer(data)]
        stride = len(data) // LONG_FILE_CHANGES if name.startswith("blobs/") else STRIDE
        for at in range(len(name) % STRIDE, len(data), stride):
            # Without --each a checkpoint stands for the signatures of single records.
            each = any(begin <= at < end for begin, end in own)
            flipped = data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:]
            assert refused(changed(files, name, flipped), each, witness), f"{name}, byte {at}"
            tried += 1
    for name in ("tree.jsonl", "records.jsonl"):
        lines = files[name].splitlines(keepends=True)
        for at, line in enumerate(lines):
            without = lines[:at] + lines[at + 1:]
            twice = lines[:at] + [line] + lines[at:]
            others = [twice] + ([without[:at + 1] + [line] + without[at + 1:]] if at + 1 < len(lines) else [])
            # A checkpoint outside of the range may be missing: it proves only what it signs.
            if name == "records.jsonl" or not line.startswith(b'{"checkpoint"'):
                others.append(without)
            for other in others:
                why = refused(changed(files, name, b"".join(other)))
                assert why or other == lines, f"{name}, line {at}: {line[:80]}"
                tried += 1
    # Anchors may be missing, and a module that was in force and decided nothing.
    for name in ("tree.jsonl", "records.jsonl", "exceptions.jsonl", "counts.json", "modules/"):
        assert refused({n: data for n, data in files.items() if not n.startswith(name)}), f"without {name}"
    for name in filter(lambda name: name.startswith("blobs/"), files):
        assert refused({n: data for n, data in files.items() if n != name}), f"without {name}"
        another = "blobs/" + hashlib.sha256(b"{}").hexdigest() + ".json"
        assert refused(changed(files, another, b"{}")), "with another blob"
        shown = [json.loads(line) for line in files["records.jsonl"].splitlines()]
        shown = [one | {"params_bytes": 1} if "params_bytes" in one else one for one in shown]
        with contextlib.suppress(verify.Bad):
            verify.check_blobs(files, [(record, b"") for record in shown])
            assert False, "another length is good too"
    other = verify.Key(KEY.line[:-1], KEY.name, KEY.id, KEY.raw[:-1] + b"\0")
    with contextlib.suppress(verify.Bad):
        verify.verify(files, other)
        assert False, "another key is good too"
    print(f"{tried} found")


def node(leaves):
    """The root over leaf hashes, as RFC 6962 defines it."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + node(leaves[:half]) + node(leaves[half:])).digest()


def forge(lines, drop_checkpoints_of_first_key):
    """The ledger with another first decision, all else made anew with the second key alone."""
    secret = Ed25519PrivateKey.from_private_bytes(OTHER_SEED)
    records = [json.loads(line) for line in lines if not line.startswith(b'{"checkpoint"')]
    second = verify.read_key(next(one["key"] for one in records if one["kind"] == "key"))
    changes = [one["seq"] for one in records if one["kind"] == "key"]
    leaves, made, leaf, done = [], [], None, False
    for line in lines:
        if line.startswith(b'{"checkpoint"'):
            if drop_checkpoints_of_first_key and len(leaves) <= changes[0] + 1:
                continue
            text = f"{records[0]['origin']}\n{len(leaves)}\n{base64.b64encode(node(leaves)).decode()}\n"
            signature = base64.b64encode(second.id + secret.sign(text.encode())).decode()
            note = f"{text}\n— {second.name} {signature}\n"
            made.append(json.dumps({"checkpoint": note}, ensure_ascii=False, separators=(",", ":")).encode())
            continue
        record = json.loads(line)
        if record["kind"] == "evaluation" and not done:
            record["decision"], done = "DENY" if record["decision"] == "PERMIT" else "PERMIT", True
        if leaf:
            record["prev_hash"] = "sha256:" + leaf.hex()
        signed = record.pop("signature", None)
        if drop_checkpoints_of_first_key and record["seq"] <= changes[0] + 1:
            record.pop("checkpoint_size", None)
        write = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        body = write(record)
        if signed:
            record["signature"] = "ed25519:" + secret.sign(body).hex()
        leaf = hashlib.sha256(b"\0" + body).digest()
        leaves.append(leaf)
        made.append(write(record))
    return b"\n".join(made) + b"\n"


def forged(path):
    files = verify.read_bundle(path)
    assert refused(files) is None
    listing = files["tree.jsonl"].splitlines()
    assert listing[0] == b'{"records":"records.jsonl"}', "not the whole ledger"
    lines = files["records.jsonl"].splitlines() + listing[1:]
    for drop in (False, True):
        made = forge(lines, drop)
        copy = changed(changed(files, "records.jsonl", made), "tree.jsonl", listing[0] + b"\n")
        # What is shown behind the range belongs to it here: the last checkpoint goes back.
        *head, last = made.splitlines()
        copy["records.jsonl"] = b"\n".join(head) + b"\n"
        copy["tree.jsonl"] += last + b"\n"
        why = refused(copy)
        assert why and ("by" in why), f"forged with the second key, drop {drop}: {why}"
        print(why)


def sign_with(secret, text):
    return "ed25519:" + secret.sign(text.encode()).hex()


def remake(lines, changes, secret):
    """The ledger with these members of the revocation, made anew from there on with this secret."""
    write = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    leaves, made, new, origin = [], [], None, json.loads(lines[0])["origin"]
    for line in lines:
        record = json.loads(line)
        if new:
            record["prev_hash"] = "sha256:" + leaves[-1].hex()
        if "root_proof" in record:
            record |= changes(record)
            new = verify.read_key(record["key"])
        if "checkpoint" in record:
            if new:
                text = f"{origin}\n{len(leaves)}\n{base64.b64encode(node(leaves)).decode()}\n"
                signature = base64.b64encode(new.id + secret.sign(text.encode())).decode()
                record = {"checkpoint": f"{text}\n— {new.name} {signature}\n"}
            made.append(write(record))
            continue
        signed = record.pop("signature", None)
        if new:
            signed = signed and sign_with(secret, write(record).decode())
        leaves.append(hashlib.sha256(b"\0" + write(record)).digest())
        made.append(write(record | ({"signature": signed} if signed else {})))
    return made


def revoked(path):
    files = verify.read_bundle(path)
    listing = files["tree.jsonl"].splitlines()
    assert listing[0] == b'{"records":"records.jsonl"}', "not the whole ledger"
    lines = files["records.jsonl"].splitlines() + listing[1:]
    old, new = [json.loads(line)["key"] for line in lines if b'"key":' in line]
    keys = {"root": json.loads(lines[0])["root_key"], "new": new, "old": old}
    seeds = {"root": ROOT_SEED, "new": OTHER_SEED, "old": FIRST_SEED}
    secrets = {name: Ed25519PrivateKey.from_private_bytes(seed) for name, seed in seeds.items()}

    def refusal(changes, secret="new"):
        *head, last = remake(lines, changes, secrets[secret])
        copy = changed(files, "records.jsonl", b"\n".join(head) + b"\n")
        return refused(changed(copy, "tree.jsonl", listing[0] + b"\n" + last + b"\n"))

    def revocation(record, by="root", old="old", new="new", seq=0, **more):
        origin, place = record["origin"], record["seq"]
        record = record | more
        text = f"bylaw-revocation\n{origin}\n{place + seq}\n{record['prev_hash']}\n{keys[old]}\n{keys[new]}\n"
        return {"root_proof": sign_with(secrets[by], text), **more}

    def names(key):
        """A good revocation otherwise, by which that key is to sign."""
        return lambda record: revocation(
            record, new=key, key=keys[key],
            key_proof=sign_with(secrets[key], f"bylaw-key\n{record['origin']}\n{record['seq']}\n"))

    assert refusal(lambda record: {}) is None and refusal(revocation) is None
    for wrong, expected in (
        ({"by": "new"}, "the root key did not revoke a key here"),
        ({"seq": 1}, "the root key did not revoke a key here"),
        ({"old": "new"}, "the root key did not revoke a key here"),
        ({"new": "old"}, "the root key did not revoke a key here"),
        ({"commit": 0}, "a revocation begins its commit"),
        ({"prev_hash": "sha256:" + "0" * 64}, "another record stood before it"),
        ({"key_proof": "ed25519:" + "0" * 128}, "the new key's proof is not good"),
    ):
        why = refusal(lambda record, wrong=wrong: revocation(record, **wrong))
        assert why and expected in why, f"{wrong}: {why}"
        print(why)
    for key in ("root", "old"):
        why = refusal(names(key), key)
        assert why and "it names a key that" in why, f"{key}: {why}"


{"good": good, "revoked": lambda paths: revoked(*paths), "damaged": lambda paths: damaged(*paths), "forged": lambda paths: forged(*paths)}[
    sys.argv[3]](sys.argv[4:])
