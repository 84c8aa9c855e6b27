#!/usr/bin/env python3
"""Verifies a bundle of evidence from a Bylaw ledger, with Python 3.9 and the command `openssl`.

    python3 verify.py BUNDLE.zip LEDGER.pub [--each] [--witness-key WITNESS.pub] [--revoked FILE]

LEDGER.pub is the ledger's FIRST public key, from a source that you trust, never from the bundle.
Exit codes: 0 good, 1 not good, 2 usage. The formats are those of the ledger's specification
(docs/ledger.md, "Evidence"): RFC 6962, RFC 8032, c2sp.org/signed-note.
"""

import argparse
import base64
import collections
import concurrent.futures
import functools
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile


class Bad(Exception):
    """What does not hold, and where."""


def require(holds, why):
    if not holds:
        raise Bad(why)


def sha256(data):
    return hashlib.sha256(data).digest()


def read_bundle(path):
    with zipfile.ZipFile(path) as bundle:
        names = bundle.namelist()
        require(len(names) == len(set(names)), "two files of the bundle have one name")
        return {name: bundle.read(name) for name in names}


def read_text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def lines_of(files, name):
    require(not files[name] or files[name].endswith(b"\n"), f"{name}: the last line does not end")
    return files[name].split(b"\n")[:-1]


# Keys and signatures. A key is a line <name>+<key id>+<base64 of a type byte and 32 bytes>.

Key = collections.namedtuple("Key", "line name id raw")


def unbase64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 in another form than the usual one")
    return data


def read_key(line, kind=1):
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", line)
    require(match, "a key is not <name>+<key id>+<base64>")
    name, data = match[1], unbase64(match[3])
    require(data[0] == kind and sha256(name.encode() + b"\n" + data)[:4].hex() == match[2],
            f"the line of the key {name} does not hold")
    return Key(line, name, bytes.fromhex(match[2]), data[1:])


def is_signed(key, message, signature):
    """Ed25519, by openssl. The 12 bytes before the key are how DER says what it is."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        der = bytes.fromhex("302a300506032b6570032100") + key.raw
        for path, data in zip(paths, (der, message, signature)):
            with open(path, "wb") as file:
                file.write(data)
        command = "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey".split()
        command += [paths[0], "-in", paths[1], "-sigfile", paths[2]]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def check_records(signed):
    """Of each: seq, key, message and signature. openssl runs on all cores."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda one: is_signed(*one[1:]), signed)
        for done, (one, good) in enumerate(zip(signed, results), 1):
            require(good, f"record {one[0]}: the signature is not by {one[1].name}")
            if done % 1000 == 0:
                print(f"  {done} of {len(signed)} signatures", file=sys.stderr)


# Checkpoints: <origin>, <size>, <base64 of the root>, an empty line, and lines of signatures.

Note = collections.namedtuple("Note", "text origin size root signatures")


def read_note(note):
    match = re.fullmatch(r"(([!-~]+)\n([1-9][0-9]*)\n(\S+)\n)\n((?:— \S+ \S+\n)+)", note)
    require(match, "not a checkpoint's signed note")
    signatures = [line.split(" ")[1:] for line in match[5][:-1].split("\n")]
    return Note(match[1].encode(), match[2], int(match[3]), unbase64(match[4]),
                [(name, unbase64(data)) for name, data in signatures])


def read_statement(text):
    """Of a revocation: a note too, of the seq and prev_hash of the record that it will be."""
    match = re.fullmatch(r"(bylaw-revocation\n(\S+)\n([1-9][0-9]*)\n(\S+)\n\S+\n\S+\n)\n"
                         r"— (\S+) (\S+)\n", text)
    require(match, "not the statement of a revocation")
    return Note(match[1].encode(), match[2], int(match[3]), match[4],
                [(match[5], unbase64(match[6]))])


def note_signed_by(note, key):
    return any(name == key.name and data[:4] == key.id and is_signed(key, note.text, data[4:])
               for name, data in note.signatures)


class Walk:
    """Goes through tree.jsonl in order, and through records.jsonl at its place.

    What is shown of the ledger's tree (RFC 6962) is a leaf at its own place, all else the root of a
    complete subtree. A record that was changed, left out, moved or put in gives other roots than
    those that the checkpoints sign. A key answers for its own records only: each must be signed, by
    a checkpoint behind it or by itself, with the key that was in force.
    """

    def __init__(self, first_key, sizes):
        self.size = 0
        self.subtrees = []  # of what came so far: (level, root), from the left
        self.roots = dict.fromkeys(sizes)  # to be found at these sizes
        self.key, self.next_key, self.keys = first_key, None, [first_key]
        self.root_key = self.leaf = None  # leaf: of the last record, where it is shown
        self.revocations, self.never_again = {}, set()  # texts by seq; keys that none may name
        self.mode = self.origin = self.last = None  # last: the checkpoint, where one came last
        self.behind_gap = False
        self.time = ""
        self.pending = []  # records that no checkpoint by their key signs yet
        self.own = []  # records with a signature of their own
        self.records = self.checkpoints = 0

    def append(self, level, root):
        require(self.size % (1 << level) == 0, f"a subtree does not fit behind record {self.size}")
        self.size += 1 << level
        while self.subtrees and self.subtrees[-1][0] == level:
            level, root = level + 1, sha256(b"\x01" + self.subtrees.pop()[1] + root)
        self.subtrees.append((level, root))
        if self.size in self.roots:
            self.roots[self.size] = self.root()

    def root(self):
        return functools.reduce(lambda right, left: sha256(b"\x01" + left + right),
                                [root for _, root in reversed(self.subtrees)])

    def change_key(self):
        """Before what the new key signs: the old one must have answered for all of its own."""
        if self.next_key:
            bare = [one[0] for one in self.pending if not one[3]]
            require(not bare, f"records {bare}: nothing by their own key signs them")
            check_records(self.pending)
            self.pending, self.key, self.next_key = [], self.next_key, None

    def gap(self, level, root):
        require(self.size, "the first record of the ledger is missing")
        self.change_key()
        self.append(level, root)
        self.last, self.leaf, self.behind_gap = None, None, True

    def new_key(self, record):
        """Of a `key` record. The next record is signed by it; a revocation is itself already."""
        seq, key = self.size, read_key(record["key"])
        where = f"record {seq}: "
        require(key.raw != self.key.raw and key.raw not in self.never_again,
                where + "it names a key that signs already, was revoked or is the root key")
        proof = bytes.fromhex(record["key_proof"].removeprefix("ed25519:"))
        text = f"bylaw-key\n{self.origin}\n{seq}\n".encode()
        require(is_signed(key, text, proof), where + "the new key's proof is not good")
        self.keys.append(key)
        self.next_key = key
        if "root_proof" in record:
            text = "\n".join(["bylaw-revocation", self.origin, str(seq), record["prev_hash"],
                              self.key.line, key.line, ""]).encode()
            proof = bytes.fromhex(record["root_proof"].removeprefix("ed25519:"))
            require(self.root_key and is_signed(self.root_key, text, proof),
                    where + "the root key did not revoke a key here")
            require(record["commit"] == seq, where + "a revocation begins its commit")
            self.revocations[seq] = text
            self.never_again.add(self.key.raw)
            self.change_key()

    def record(self, line):
        self.change_key()
        record, seq = json.loads(line), self.size
        where = f"record {seq}: "
        self.origin = self.origin or record["origin"]
        require((record["seq"], record["origin"]) == (seq, self.origin), where + "of another place")
        require(record["timestamp"] >= self.time, where + "earlier than the one before")
        self.time = record["timestamp"]
        require(self.behind_gap or record.get("checkpoint_size") == (self.last and self.last.size),
                where + "another checkpoint stood before it")
        if seq == 0:
            require(record["kind"] == "genesis" and record["key"] == self.key.line,
                    "the ledger does not begin with the key that you gave")
            self.mode = record["mode"]
            if "root_key" in record:
                self.root_key = read_key(record["root_key"])
                self.never_again.add(self.root_key.raw)
                require(self.root_key.raw != self.key.raw, where + "root_key is the key itself")
        before = self.leaf or (None if seq else bytes(32))
        require(before is None or record["prev_hash"] == f"sha256:{before.hex()}",
                where + "another record stood before it")
        if record["kind"] == "key":
            self.new_key(record)
        signature, body = b"", line
        if "signature" in record:
            # No member behind it holds an object, so the last such text is the record's own.
            match = re.fullmatch(rb'(.*)"signature":"ed25519:([0-9a-f]{128})",(.*)', line)
            signature, body = bytes.fromhex(match[2].decode()), match[1] + match[3]
        require(bool(signature) == (self.mode == "record"), where + f"not as mode {self.mode} is")
        self.leaf = sha256(b"\x00" + body)
        self.append(0, self.leaf)
        self.pending.append((seq, self.key, body, signature))
        self.own += self.pending[-1:] if signature else []
        self.records += 1
        self.last, self.behind_gap = None, False
        if record["kind"] == "mode":
            require(record["mode"] != self.mode, where + "the mode was that already")
            self.mode = record["mode"]
        return record

    def checkpoint(self, line):
        text = json.loads(line)["checkpoint"]
        where = f"checkpoint behind {self.size} records: "
        whole = json.dumps({"checkpoint": text}, ensure_ascii=False, separators=(",", ":"))
        require(whole.encode() == line, where + "in another form than the usual one")
        note = read_note(text)
        require((note.origin, note.size) == (self.origin, self.size), where + "of another place")
        require(self.last is None, where + "it stands there twice")
        require(note.root == self.root(), where + "it does not sign these records")
        require(len(note.signatures) == 1 and note_signed_by(note, self.key),
                where + f"the signature is not by {self.key.name}")
        self.pending, self.last, self.behind_gap = [], note, False
        self.checkpoints += 1

    def go(self, files, name="tree.jsonl"):
        """The records of records.jsonl, with their lines."""
        shown = []
        for line in lines_of(files, name):
            gap = re.fullmatch(rb'\{"level":([0-9]{1,2}),"root":"sha256:([0-9a-f]{64})"\}', line)
            if gap:
                self.gap(int(gap[1]), bytes.fromhex(gap[2].decode()))
            elif line == b'{"records":"records.jsonl"}' and name == "tree.jsonl":
                require(not shown, "the range stands there twice")
                shown = self.go(files, "records.jsonl")
            elif line.startswith(b'{"checkpoint":'):
                self.checkpoint(line)
            else:
                record = self.record(line)
                shown += [(record, line)] if name == "records.jsonl" else []
        return shown


# What the bundle says of its records, made again of the records.


def is_exception(record, agent):
    if record["kind"] == "evaluation":
        return record["decision"] == "DENY" and agent in (None, record.get("agent_id", agent))
    return record["kind"] in ("recovery", "clock", "admin") or (
        record["kind"] == "constitution" and record["code"] != "loaded")


def count(records, agent):
    def none():
        return {"DENY": 0, "ESCALATE": 0, "PERMIT": 0}

    groups = {"actions": "action_requested", "agents": "agent_id", "codes": "code",
              "constitutions": "constitution_digest", "routes": "route_to", "rules": "rules"}
    counts = {group: {"names": {}, "others": none()} for group in groups}
    kinds, decisions = collections.Counter(), none()
    for record in records:
        kinds[record["kind"]] += 1
        if record["kind"] != "evaluation" or agent not in (None, record.get("agent_id")):
            continue
        decisions[record["decision"]] += 1
        for group, member in groups.items():
            names = record.get(member, [])
            for name in names if isinstance(names, list) else [names]:
                name = name["id"] if group == "rules" else name
                known, others = counts[group]["names"], counts[group]["others"]
                if name not in known and len(known) < 65536 and len(name.encode()) <= 1024:
                    known[name] = none()
                known.get(name, others)[record["decision"]] += 1
    return counts | {"decisions": decisions, "kinds": kinds, "records": len(records)}


def check_statements(files, about, shown, walk):
    """Of evidence.json, counts.json, exceptions.jsonl and modules/: how many records and modules."""
    first, last = shown[0][0], shown[-1][0]
    start, end = about["from"] or "", about["to"] or "~"  # behind every digit
    require((about["first"], about["last"], about["size"], about["origin"]) ==
            (first["seq"], last["seq"], walk.last.size, walk.origin), "evidence.json does not fit")
    require(first["seq"] == 0 or first["timestamp"] < start, "no earlier record stands before")
    require(last["seq"] == walk.last.size - 1 or last["timestamp"] >= end, "no later one behind")
    inside = [one for one in shown if start <= one[0]["timestamp"] < end]
    records = [record for record, _ in inside]
    require(json.loads(files["counts.json"]) == count(records, about["agent"]),
            "counts.json does not fit the records")
    require(lines_of(files, "exceptions.jsonl") ==
            [line for record, line in inside if is_exception(record, about["agent"])],
            "exceptions.jsonl does not fit the records")
    modules = {f"modules/{record['constitution_digest'][7:]}.bylaw" for record in records
               if record["kind"] == "evaluation" and "constitution_digest" in record}
    require(modules <= files.keys(), "a module that decided is missing")
    for name in filter(lambda name: name.startswith("modules/"), files):
        require(name == f"modules/{sha256(files[name]).hex()}.bylaw", f"{name} holds other bytes")
    return len(records), len(modules)


def check_blobs(files, shown):
    """Each is the params or the context of a request, where that is too long for its record."""
    named = set()
    for record, _ in shown:
        for part in filter(lambda part: f"{part}_sha256" in record, ("params", "context")):
            name = f"blobs/{record[f'{part}_sha256'][7:]}.json"
            require(name in files, f"record {record['seq']}: {name} is missing")
            require(len(files[name]) == record[f"{part}_bytes"], f"{name} is of another length")
            named.add(name)
    for name in filter(lambda name: name.startswith("blobs/"), files):
        require(name == f"blobs/{sha256(files[name]).hex()}.json", f"{name} holds other bytes")
        require(name in named, f"{name}: no record names it")
    return len(named)


def check_revoked(walk, statement):
    """Who stole the key can go on without the revocation, but not under the root key's text."""
    seq = statement.size
    require(walk.root_key and statement.origin == walk.origin and
            note_signed_by(statement, walk.root_key), "the statement is not by this root key")
    # Or nothing stands behind that place yet.
    waits = walk.size == seq and walk.leaf and f"sha256:{walk.leaf.hex()}" == statement.root
    require(waits or walk.revocations.get(seq) == statement.text,
            f"record {seq} is not the revocation that was stated, or what is before it not shown")


def check_anchors(files, walk, witness):
    """Each note must have the ledger's root at its size, and a signature by a key of the ledger."""
    cosigned = []
    for name in filter(re.compile(r"anchors/[0-9]{20}\.note").fullmatch, files):
        note = read_note(files[name].decode())
        require((note.origin, note.size) == (walk.origin, int(name[8:28])), f"{name}: misnamed")
        require(note.root == walk.roots[note.size], f"{name}: the ledger has another root there")
        require(any(note_signed_by(note, key) for key in walk.keys), f"{name}: not by the ledger")
        for signer, data in note.signatures:
            if witness and (signer, data[:4]) == (witness.name, witness.id):
                seconds = int.from_bytes(data[4:12], "big")
                text = f"cosignature/v1\ntime {seconds}\n".encode() + note.text
                require(is_signed(witness, text, data[12:]), f"{name}: the cosignature is not good")
                cosigned.append(f"{note.size} records, by {signer} at {seconds} s since 1970")
    require(cosigned or not witness, "NOT ANCHORED: no cosignature by the witness that you gave")
    return cosigned


def verify(files, key, each=False, witness=None, revoked=None):
    about = json.loads(files["evidence.json"])
    require(about["format"] == "bylaw-evidence-1", "a bundle of another format")
    sizes = {int(name[8:28]) for name in files if re.match(r"anchors/[0-9]{20}\.note", name)}
    walk = Walk(key, sizes)
    shown = walk.go(files)
    require(shown and walk.last, "the range, or a checkpoint behind all, is missing")
    check_records(walk.own if each else [])
    records, modules = check_statements(files, about, shown, walk)
    blobs = check_blobs(files, shown)
    personal = sum("personal" in record for record, _ in shown)
    if revoked:
        check_revoked(walk, revoked)
    cosigned = check_anchors(files, walk, witness)
    print(f"good: {walk.origin}, first key {key.name}+{key.id.hex()}")
    print(f"  period     {about['from'] or 'the beginning'} to {about['to'] or 'the end'} (UTC): "
          f"{records} records, none missing" +
          ("" if about["to"] and shown[-1][0]["timestamp"] >= about["to"]
           else f" up to record {about['last']}, the last that is signed here"))
    print(f"  range      {about['first']} to {about['last']} of {walk.last.size} that are signed")
    print(f"  tree       {walk.records} records and {walk.checkpoints} checkpoints hold")
    print(f"  modules    {modules} that decided are as they were")
    if blobs:
        print(f"  blobs      {blobs} params and contexts, too long for records, are as they were")
    if walk.revocations:
        print(f"  revoked    a key before each of the records {sorted(walk.revocations)}")
    if personal:
        print(f"  personal   {personal} records have digests of values that are not in the bundle")
    print(f"  counts     counts.json and exceptions.jsonl are right, {about['agent'] or 'all agents'}")
    print(f"  signatures {len(walk.own)} of single records" +
          ("" if each else " not checked, checkpoints sign them too (--each: 5 ms each and core)"))
    print("  anchors    " + ("; ".join(cosigned) or "NOT ANCHORED under the keys that were given"))
    print("  not checked: README.html, replay.json, constitutions/, time stamps (*.tsr)" +
          ("" if revoked or not walk.root_key else ", and whether a key was revoked (--revoked)"))


def main():
    parser = argparse.ArgumentParser(description="Verifies a bundle of evidence.")
    parser.add_argument("bundle", metavar="BUNDLE.zip")
    parser.add_argument("key", metavar="LEDGER.pub")
    parser.add_argument("--each", action="store_true", help="check each record's own signature")
    parser.add_argument("--witness-key", metavar="WITNESS.pub", help="check its cosignatures")
    parser.add_argument("--revoked", metavar="FILE", help="the statement of a revocation")
    options = parser.parse_args()
    try:
        key = read_key(read_text(options.key).strip())
        witness = options.witness_key and read_key(read_text(options.witness_key).strip(), kind=4)
        revoked = options.revoked and read_statement(read_text(options.revoked))
    except (OSError, ValueError, Bad) as error:
        print(f"verify.py: {error}", file=sys.stderr)
        return 2
    try:
        verify(read_bundle(options.bundle), key, options.each, witness, revoked)
    except Exception as error:  # Whatever goes wrong, it is not good.
        print(f"NOT GOOD: {error if isinstance(error, Bad) else repr(error)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
