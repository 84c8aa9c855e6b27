"""What is signed beside the records: checkpoints and statements of revocations, and the keys."""

import base64
import re
from typing import NamedTuple

from ed25519 import public_key
from refusal import require
from tree import sha256

KEY_LINE = r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})"
STATEMENT_BYTES_MAX = 4096


def read_base64(text):
    data = base64.b64decode(text, validate=True)
    require(base64.b64encode(data).decode() == text, "base64 in another form than the canonical")
    return data


class KeyLine(NamedTuple):
    text: str
    name: str
    id: bytes
    key: bytes

    def signed(self, message, signature):
        return public_key(self.key).signed(message, signature)


def read_key_line(text):
    match = re.fullmatch(KEY_LINE, text)
    require(match, "not a verifier key line")
    name, key_id, data = match[1], bytes.fromhex(match[2]), read_base64(match[3])
    require(data[0] == 1, "not an Ed25519 key")
    require(key_id == sha256(name.encode() + b"\n" + data)[:4], "the key id is not the key's")
    return KeyLine(text, name, key_id, data[1:])


class Note(NamedTuple):
    """A checkpoint's."""

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
    root = read_base64(root)
    require(len(root) == 32, "a root hash of another length than 32 bytes")
    return Note(text, origin, int(size), root, key_name, *read_note_signature(signature))


def read_note_signature(text):
    data = read_base64(text)
    require(len(data) == 68, "a note's signature of another length than 68 bytes")
    return data[:4], data[4:]


class Statement(NamedTuple):
    """Of a revocation, at its place in a ledger."""

    text: str
    origin: str
    seq: int
    prev_hash: str
    new_key: str
    key_name: str
    key_id: bytes
    signature: bytes


def revocation_text(origin, seq, prev_hash, old_key, new_key):
    return f"bylaw-revocation\n{origin}\n{seq}\n{prev_hash}\n{old_key}\n{new_key}\n"


def read_statement(data):
    require(len(data) <= STATEMENT_BYTES_MAX, "longer than the statement of a revocation")
    match = re.fullmatch(
        r"(bylaw-revocation\n([^\0-\x1f]+)\n([1-9][0-9]{0,15})\n(sha256:[0-9a-f]{64})\n"
        r"([^\n]+)\n([^\n]+)\n)\n— ([^+\s]+) (\S+)\n",
        data.decode(),
    )
    require(match, "not the statement of a revocation")
    text, origin, seq, prev_hash, old_key, new_key, key_name, signature = match.groups()
    read_key_line(old_key)
    read_key_line(new_key)
    signature = read_note_signature(signature)
    return Statement(text, origin, int(seq), prev_hash, new_key, key_name, *signature)


def check_note(note, *keys):
    """A checkpoint or a statement, signed by one of these keys."""
    known = [key for key in keys if (key.name, key.id) == (note.key_name, note.key_id)]
    require(known, "the note is signed by another key")
    require(
        any(key.signed(note.text.encode(), note.signature) for key in known),
        "the note's signature is not good",
    )
