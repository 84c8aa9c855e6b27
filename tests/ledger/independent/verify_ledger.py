#!/usr/bin/python3
"""Verifies a ledger of Bylaw without Bylaw: from docs/ledger.md alone, in plain Python 3.11.

verify_ledger.py LEDGER.pub DIR [--expect NOTE_FILE]

Exit codes: 0 good, 1 not good (names the first bad line), 2 usage, no key, no ledger.
"""

import argparse
import base64
import functools
import hashlib
import json
import math
import os
import re
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import NamedTuple


class Bad(ValueError):
    """What was read is refused, and why."""


def require(holds, why):
    if not holds:
        raise Bad(why)


# Ed25519 (RFC 8032). A point of the curve is (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def add(left, right):
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * D * t1 % P * t2 % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def has_low_order(point):
    """Whether eight times the point is the identity."""
    for _ in range(3):
        point = add(point, point)
    return point[0] == 0


def encode(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def decode(encoded):
    y, sign = int.from_bytes(encoded, "little") % 2**255, encoded[31] >> 7
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT_OF_MINUS_ONE % P
    require(v * x * x % P == u, "the public key is not a point of the curve")
    if x & 1 != sign:
        x = -x % P
    point = (x, y, 1, x * y % P)
    require(encode(point) == encoded, "the public key is not encoded canonically")
    return point


def multiples(point):
    """Row i, column j holds j * 256**i times the point: a scalar's bytes then pick what to add."""
    table = []
    for _ in range(32):
        row = [IDENTITY]
        for _ in range(255):
            row.append(add(row[-1], point))
        table.append(row)
        point = add(row[-1], point)
    return table


def multiply(table, scalar):
    chosen = (row[byte] for row, byte in zip(table, scalar.to_bytes(32, "little")))
    return functools.reduce(add, chosen, IDENTITY)


@functools.cache
def base_multiples():
    """Of the point with y = 4/5 and an even x."""
    return multiples(decode((4 * pow(5, -1, P) % P).to_bytes(32, "little")))


class PublicKey:
    def __init__(self, encoded):
        x, y, z, t = point = decode(encoded)
        require(not has_low_order(point), "the public key is of low order")
        self.encoded = encoded
        self.minus_multiples = multiples((-x % P, y, z, -t % P))

    def signed(self, message, signature):
        """Encodes the R that s demands, so no other spelling of R than the canonical one passes."""
        r, s = signature[:32], int.from_bytes(signature[32:], "little")
        if len(signature) != 64 or s >= ORDER:
            return False
        digest = hashlib.sha512(r + self.encoded + message).digest()
        k = int.from_bytes(digest, "little") % ORDER
        point = add(multiply(base_multiples(), s), multiply(self.minus_multiples, k))
        return encode(point) == r and not has_low_order(point)


@functools.cache
def public_key(encoded):
    return PublicKey(encoded)


# Canonical JSON (RFC 8785)

LEVELS_MAX = 64
quote = json.JSONEncoder(ensure_ascii=False).encode


def read_number(token):
    value = float(token)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def print_number(value):
    """As ECMAScript does. repr() finds the same digits and sets the point elsewhere."""
    if isinstance(value, int):
        return str(value)
    require(math.isfinite(value), "a number that no double holds")
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, digits))
    point = len(digits) + exponent
    if len(digits) <= point <= 21:
        text = digits.ljust(point, "0")
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:]) * (len(digits) > 1) + f"e{point - 1:+d}"
    return "-" * sign + text


def canonical(value):
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{quote(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return print_number(value)


def read_canonical(line):
    """What the parser lets pass, such as a name that stands twice, fails the comparison."""
    text = line.decode()
    try:
        value = json.loads(text, parse_int=read_number, parse_float=read_number)
        same = canonical(value) == text
    except RecursionError as error:
        raise Bad("nested too deeply to be read") from error
    require(same, "not in canonical form")
    require(levels(value) <= LEVELS_MAX, "nested too deeply")
    return value


def levels(value):
    """Of objects and lists, the outermost included."""
    if not isinstance(value, (dict, list)):
        return 0
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max(map(levels, inside), default=0)


# The tree (RFC 6962), as the roots of its full subtrees from left to right


def sha256(data):
    return hashlib.sha256(data).digest()


def hash_leaf(body):
    return sha256(b"\x00" + body)


def hash_node(left, right):
    return sha256(b"\x01" + left + right)


def append_leaf(tree, size, leaf):
    """Joins as many subtrees of equal size as the number of leaves before ends in ones."""
    while size & 1:
        tree, leaf, size = tree[:-1], hash_node(tree[-1], leaf), size >> 1
    return tree + (leaf,)


def root_of(tree):
    return functools.reduce(lambda right, left: hash_node(left, right), reversed(tree))


# Keys and notes


def read_base64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 in another form than the canonical")
    return data


class KeyLine(NamedTuple):
    text: str
    name: str
    id: bytes
    key: bytes


def read_key_line(text):
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", text)
    require(match, "not a verifier key line")
    name, key_id, data = match[1], bytes.fromhex(match[2]), read_base64(match[3])
    require(data[0] == 1, "not an Ed25519 key")
    require(key_id == sha256(name.encode() + b"\n" + data)[:4], "the key id is not the key's")
    return KeyLine(text, name, key_id, data[1:])


class Note(NamedTuple):
    text: str
    origin: str
    size: int
    root: bytes
    key_name: str
    key_id: bytes
    signature: bytes


def read_note(note):
    match = re.fullmatch(
        r"(([^\0-\x1f]+)\n([1-9][0-9]{0,15})\n(\S+)\n)\n— ([^+\s]+) (\S+)\n", note
    )
    require(match, "not a checkpoint's signed note")
    text, origin, size, root, key_name, signature = match.groups()
    root, signature = read_base64(root), read_base64(signature)
    require(len(root) == 32, "a root hash of another length than 32 bytes")
    require(len(signature) == 68, "a note's signature of another length than 68 bytes")
    return Note(text, origin, int(size), root, key_name, signature[:4], signature[4:])


# The members of a record


def is_text(value):
    return isinstance(value, str)


def is_count(value):
    return type(value) is int and value >= 0


def is_object(value):
    return isinstance(value, dict)


def is_list_of_texts(value):
    return isinstance(value, list) and all(map(is_text, value))


def is_list_of_rules(value):
    return isinstance(value, list) and all(
        is_object(rule) and rule.keys() == {"id", "outcome"} and is_list_of_texts([*rule.values()])
        for rule in value
    )


def is_key_line(value):
    return is_text(value) and read_key_line(value)


def is_note(value):
    return is_text(value) and read_note(value)


def like(pattern):
    return lambda value: is_text(value) and re.fullmatch(pattern, value)


is_hash = like("sha256:[0-9a-f]{64}")
is_time_by_shape = like(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z")


def is_time(value):
    """microseconds() refuses the 30th of February."""
    return is_time_by_shape(value) and microseconds(value) >= 0


def microseconds(timestamp):
    moment = datetime.fromisoformat(timestamp)
    return (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)


ALWAYS = {
    "v": lambda value: is_count(value) and value == 1,
    "seq": is_count,
    "kind": is_text,
    "origin": like(r"(?!\{)[!-~]{0,111}-[0-9a-f]{16}"),
    "timestamp": is_time,
    "event_id": like("evt_[0-9a-f]{32}"),
    "commit": is_count,
    "prev_hash": is_hash,
}
BY_PLACE = {  # present or not by what the ledger says so far
    "checkpoint_size": is_count,
    "signature": like("ed25519:[0-9a-f]{128}"),
}
OTHERS = {
    "action_requested": is_text,
    "action_alias": is_text,
    "agent_id": is_text,
    "session_id": is_text,
    "request_id": is_text,
    "action_params": is_object,
    "context": is_object,
    "target": is_text,
    "targets": is_list_of_texts,
    "decision": like("PERMIT|DENY|ESCALATE"),
    "code": is_text,
    "reason": is_text,
    "route_to": is_list_of_texts,
    "rules": is_list_of_rules,
    "steps": is_count,
    "constitution_version": is_text,
    "constitution_id": is_text,
    "constitution_digest": is_hash,
    "error": is_text,
    "request_bytes": is_count,
    "request_sha256": is_hash,
    "key": is_key_line,
    "root_key": is_key_line,
    "mode": like("record|checkpoint"),
    "key_proof": like("ed25519:[0-9a-f]{128}"),
    "durability": like("commit|async"),
    "software": is_text,
    "tail_bytes": is_count,
    "tail_sha256": is_hash,
    "discarded_checkpoint": is_note,
    "admin": like("clock"),
    "clock_timestamp": is_time,
}
CHECKS = ALWAYS | BY_PLACE | OTHERS


class Kind:
    def __init__(self, needs, allows=""):
        self.needs = ALWAYS.keys() | set(needs.split())
        self.allows = self.needs | BY_PLACE.keys() | set(allows.split())


CONSTITUTION = "constitution_version constitution_id constitution_digest"
DECISION = f"""action_requested action_alias agent_id session_id request_id action_params context
    target targets reason route_to rules steps {CONSTITUTION}"""
EVALUATION = "code decision action_requested agent_id"
# Of evaluations with these codes; the others are as KINDS says.
WITHOUT_THE_REQUEST = {
    "invalid_request": Kind("code decision error request_bytes request_sha256", DECISION),
    "limit_exceeded": Kind(f"{EVALUATION} request_bytes request_sha256", DECISION),
    "unavailable": Kind(EVALUATION, f"{DECISION} request_bytes request_sha256"),
}
KINDS = {
    "genesis": Kind("key mode durability software", "root_key"),
    "opened": Kind("software"),
    "closed": Kind("software"),
    "evaluation": Kind(EVALUATION, DECISION),
    "constitution": Kind("code constitution_digest", f"reason {CONSTITUTION}"),
    "recovery": Kind("tail_bytes tail_sha256", "discarded_checkpoint"),
    "clock": Kind("clock_timestamp"),
    "admin": Kind("admin clock_timestamp", "reason"),
    "key": Kind("key key_proof", "reason"),
    "mode": Kind("mode", "reason"),
}


def check_form(record):
    for name, value in record.items():
        require(name in CHECKS, f"{name!a} is no member of a record")
        require(CHECKS[name](value), f"{name} is not what it must be")
    require(record.get("kind") in KINDS, "not of a kind that version 1 has")
    kind = KINDS[record["kind"]]
    if record["kind"] == "evaluation":
        kind = WITHOUT_THE_REQUEST.get(record.get("code"), kind)
    missing, strange = kind.needs - record.keys(), record.keys() - kind.allows
    require(not missing, f"without {', '.join(sorted(missing))}")
    require(not strange, f"{record['kind']} does not have {', '.join(sorted(strange))}")
    stamp = f"{microseconds(record['timestamp']):016x}"
    require(record["event_id"][4:20] == stamp, "event_id is not of the timestamp")


# The ledger


class BadLine(Bad):
    """The number counts on through the segments: they are one sequence of lines."""

    def __init__(self, line, why):
        super().__init__(f"line {line}: {why}")
        self.line = line


class State(NamedTuple):
    """What the lines so far leave to check the next one against."""

    lines: int = 0
    records: int = 0
    checkpoints: int = 0
    origin: str = ""
    timestamp: str = ""
    commit: int = 0
    commit_ended: bool = True  # the next record begins another
    mode: str = ""  # that the next record is to be signed in
    key: KeyLine | None = None  # that signs the next record
    signer: KeyLine | None = None  # that signs the last record, and a checkpoint behind it
    keys: tuple = ()  # all so far
    unsigned: bool = False  # a record without a signature stands behind the last checkpoint
    leaf: bytes = bytes(32)
    tree: tuple = ()
    checkpoint_size: int = 0
    behind_checkpoint: bool = False
    modules: dict = {}  # the digest of each module that decided, and the line where it first did


class Verifier:
    def __init__(self, key_line):
        self.key = read_key_line(key_line)
        public_key(self.key.key)  # refuses one that is no good key

    def verify_segments(self, segments, kept=None):
        """The state behind the last line. Each segment is the seq of its name and its path."""
        state = State()
        for number, (seq, path) in enumerate(segments, 1):
            check_segment(state, seq)
            if number == len(segments):
                return self.verify(read_file(path), kept, state)
            state = self.advance_segment(state, read_file(path), kept, last=False)

    def verify(self, data, kept=None, state=State(), offset=0):
        """Of the last segment. Resumes at a line's offset, with the state before it."""
        state = self.advance_segment(state, data, kept, offset)
        try:
            require(state.records, "there is no genesis record")
            require(not state.unsigned, "missing: a checkpoint that signs the records before")
            if kept:
                require(kept.size <= state.records, f"missing: {kept.size} records were there")
        except Bad as error:
            raise BadLine(state.lines + 1, error) from error
        return state

    def advance_segment(self, state, data, kept=None, offset=0, last=True):
        """The state behind the lines of one more segment."""
        try:
            while offset < len(data):
                end = data.find(b"\n", offset)
                require(end >= 0, "not ended by a newline")
                if end == offset:
                    require(last and not data[offset:].strip(b"\n"), "blank, and not at the end")
                    break
                after = self.advance(state, data[offset:end])
                if kept:
                    check_kept(kept, after)
                state, offset = after, end + 1
        except ValueError as error:
            raise BadLine(state.lines + 1, error) from error
        return state

    def advance(self, state, line):
        """The state behind one more line, given without its newline."""
        value = read_canonical(line)
        require(is_object(value), "neither a record nor a checkpoint")
        if "checkpoint" in value:
            return self.advance_checkpoint(state, value)
        require(len(line) <= 65535, "longer than 65,535 bytes")
        return self.advance_record(state, value)

    def advance_checkpoint(self, state, value):
        require(value.keys() == {"checkpoint"}, "a checkpoint has no other members")
        require(is_text(value["checkpoint"]), "a checkpoint's note is a string")
        note = read_note(value["checkpoint"])
        require(note.origin == state.origin, "the origin is not the ledger's")
        require(note.size == state.records, "size is not the number of records")
        require(note.size > state.checkpoint_size, "size is not more than the last checkpoint's")
        require(note.root == root_of(state.tree), "the root is not that of the records")
        check_note(note, state.signer)
        return state._replace(
            lines=state.lines + 1,
            checkpoints=state.checkpoints + 1,
            checkpoint_size=note.size,
            behind_checkpoint=True,
            commit_ended=True,
            unsigned=False,
        )

    def advance_record(self, state, record):
        check_form(record)
        first = state.records == 0
        mode = record.get("mode") if first else state.mode
        key = self.key if first else state.key
        size = state.checkpoint_size if state.behind_checkpoint else None
        require(record["seq"] == state.records, f"seq is not {state.records}")
        require((record["kind"] == "genesis") == first, "genesis is the first record and only it")
        require(record["prev_hash"] == f"sha256:{state.leaf.hex()}", "prev_hash is not the chain's")
        require(first or record["origin"] == state.origin, "the origin is not the ledger's")
        require(record["timestamp"] >= state.timestamp, "timestamp is earlier than the last")
        check_commit(state, record)
        require(record.get("checkpoint_size") == size, "checkpoint_size is not the checkpoint's")
        if first:
            require(record["key"] == self.key.text, "key is not the public key")
        if record["kind"] == "mode":
            require(record["mode"] != mode, f"the mode is {mode} already")
        if record["kind"] == "key":
            check_key(record, key)
        if "discarded_checkpoint" in record:
            note = read_note(record["discarded_checkpoint"])
            require(note.origin == record["origin"], "discarded_checkpoint is another ledger's")
            # Behind a `key` record it can be the checkpoint that the key before signed.
            check_note(note, key, state.signer or key)

        body = body_of(record)
        check_signature(mode, record, body, key)
        next_key = read_key_line(record["key"]) if record["kind"] == "key" else key
        leaf = hash_leaf(body)
        return state._replace(
            lines=state.lines + 1,
            records=state.records + 1,
            origin=record["origin"],
            timestamp=record["timestamp"],
            commit=record["commit"],
            commit_ended=record["kind"] in ("mode", "key"),
            mode=record.get("mode", mode),
            key=next_key,
            signer=key,
            keys=state.keys if next_key in state.keys else (*state.keys, next_key),
            unsigned=state.unsigned or "signature" not in record,
            leaf=leaf,
            tree=append_leaf(state.tree, state.records, leaf),
            behind_checkpoint=False,
            modules=with_module(state, record),
        )


def check_signature(mode, record, body, key):
    """In mode checkpoint there is none: the checkpoint that ends the commit signs the body."""
    if mode == "checkpoint":
        require("signature" not in record, "with a signature, in mode checkpoint")
        return
    require("signature" in record, "without signature, in mode record")
    require(signed(body, record["signature"], key), "the signature is not good")


def signed(message, signature, key):
    return public_key(key.key).signed(message, bytes.fromhex(signature.removeprefix("ed25519:")))


def check_key(record, key):
    """Another than the one that signs this record; under another name it is the same."""
    new = read_key_line(record["key"])
    require(new.key != key.key, "key is the one that signs already")
    message = f"bylaw-key\n{record['origin']}\n{record['seq']}\n".encode()
    require(signed(message, record["key_proof"], new), "key_proof is not good")


def check_note(note, *keys):
    """Signed by one of these keys."""
    known = [key for key in keys if (key.name, key.id) == (note.key_name, note.key_id)]
    require(known, "the note is signed by another key")
    require(
        any(public_key(key.key).signed(note.text.encode(), note.signature) for key in known),
        "the note's signature is not good",
    )


def check_segment(state, seq):
    """Before the first line of a segment with that name."""
    try:
        require(seq == state.records, f"the segment that begins here is not of record {seq}")
        ended = state.lines == 0 or state.behind_checkpoint
        require(ended, "the segment before does not end with a checkpoint")
    except Bad as error:
        raise BadLine(state.lines + 1, error) from error


def body_of(record):
    """The record without its signature, in canonical form."""
    unsigned = {name: value for name, value in record.items() if name != "signature"}
    return canonical(unsigned).encode()


def check_commit(state, record):
    """It is the running commit, or a new one where nothing waits for a checkpoint to sign it."""
    own, running = record["commit"] == record["seq"], record["commit"] == state.commit
    if state.commit_ended:
        require(own, "commit is not seq, where another commit begins")
    require(own or running, "commit names no commit that can be this record's")
    require(not (own and state.unsigned), "missing: the checkpoint that signs the commit before")


def check_kept(kept, state):
    require(kept.origin == state.origin, "the kept checkpoint is another ledger's")
    if kept.size == state.records:
        require(kept.root == root_of(state.tree), "the kept checkpoint has another root")


def with_module(state, record):
    digest = record.get("constitution_digest")
    if record["kind"] != "evaluation" or digest is None or digest in state.modules:
        return state.modules
    return {**state.modules, digest: state.lines + 1}


def verify_modules(directory, decided):
    """Every module that decided is there, and each file is what its name says."""
    names = sorted(os.listdir(directory)) if os.path.isdir(directory) else []
    for digest, line in decided.items():
        if digest.removeprefix("sha256:") + ".bylaw" not in names:
            raise BadLine(line, "modules/ does not hold the module that decided")
    for name in names:
        content = read_file(os.path.join(directory, name))
        require(name == sha256(content).hex() + ".bylaw", f"modules/{name}: holds other bytes")
    return len(names)


def segments_of(directory):
    names = sorted(os.listdir(directory))
    names = [name for name in names if re.fullmatch(r"[0-9]{20}\.jsonl", name)]
    require(names, f"{directory}: there is no ledger")
    return [(int(name[:20]), os.path.join(directory, name)) for name in names]


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description="Verifies a ledger of Bylaw.")
    parser.add_argument("pub", metavar="LEDGER.pub")
    parser.add_argument("directory", metavar="DIR")
    parser.add_argument("--expect", metavar="NOTE_FILE", help="a checkpoint kept elsewhere")
    options = parser.parse_args()
    try:
        verifier = Verifier(read_file(options.pub).decode().removesuffix("\n"))
        kept = read_note(read_file(options.expect).decode()) if options.expect else None
        segments = segments_of(options.directory)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        state = verifier.verify_segments(segments, kept)
        modules = verify_modules(os.path.join(options.directory, "modules"), state.modules)
    except (Bad, OSError) as error:
        print(error)
        return 1
    try:
        if kept:
            check_note(kept, *state.keys)
    except Bad as error:
        print(f"{options.expect}: {error}", file=sys.stderr)
        return 2
    print(f"good: {state.records} records, {state.checkpoints} checkpoints, {modules} modules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
