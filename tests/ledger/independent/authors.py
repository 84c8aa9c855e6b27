"""Who could sign a ledger, right or wrong: keys as their files hold them, and lines by words."""

import base64
import functools
import hashlib

from canonical_json import canonical
from directory import read_file
from ed25519 import ORDER, base_multiples, encode, multiply
from ledgers import new_verifier, to_line, without_signature
from notes import read_key_line
from refusal import BadLine
from tree import append_leaf, hash_leaf, root_of


class Signer:
    """RFC 8032, section 5.1.6."""

    def __init__(self, seed):
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.public = self.times_base(self.scalar)

    def times_base(self, scalar):
        return encode(multiply(base_multiples(), scalar))

    def hash(self, *parts):
        return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER

    def sign(self, message):
        nonce = self.hash(self.prefix, message)
        return self.answer(self.times_base(nonce), nonce, message)

    def answer(self, r, nonce, message):
        s = (nonce + self.hash(r, self.public, message) * self.scalar) % ORDER
        return r + s.to_bytes(32, "little")

    def sign_member(self, text):
        return f"ed25519:{self.sign(text.encode()).hex()}"

    def sign_record(self, record):
        """In place of the signature that it may have."""
        record = without_signature(record)
        return record | {"signature": self.sign_member(canonical(record))}


@functools.cache
def signer(name):
    """By the secret that the key file holds."""
    return Signer(base64.b64decode(read_file(name).decode().split("+", 4)[4])[1:])


@functools.cache
def key_line(name):
    return read_key_line(read_file(f"{name}.pub").decode().strip())


def sign_note(note, name):
    """With that key in place of the one that signed it."""
    text, key = note.split("\n\n")[0] + "\n", key_line(name)
    signature = base64.b64encode(key.id + signer(name).sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n"


class Author:
    """Writes what the holder of `key` could sign, right or wrong, line by line.

    A word for each line: a kind, in genesis and mode records with `=` and the mode, in admin
    records with `=` and the minimum_index; with `~` before it of the commit of the record before,
    with `*` behind it signed; `/` is a checkpoint, and `|` ends a segment. Before all of that, `#`
    takes the line out: of a record its hash stands there, and of a checkpoint nothing.
    """

    ORIGIN = "author-0123456789abcdef"

    def __init__(self, words):
        self.lines, self.segments = [], [(0, [])]
        self.leaf, self.tree, self.size, self.commit = bytes(32), (), 0, 0
        self.behind_checkpoint = False
        for word in words.split():
            if word == "|":
                self.segments.append((self.size, []))
                continue
            line = self.line(word.removeprefix("#"))
            if word.startswith("#"):
                line = None if word == "#/" else self.leaf.hex()
            if line is not None:
                self.lines.append(to_line(line))
                self.segments[-1][1].append(self.lines[-1])

    def verify(self):
        read = [(seq, functools.partial(b"".join, lines)) for seq, lines in self.segments]
        return new_verifier().verify_segments(read)

    def line(self, word):
        line = self.checkpoint() if word == "/" else self.record(word)
        self.behind_checkpoint = word == "/"
        return line

    def record(self, word):
        kind, _, argument = word.strip("~*").partition("=")
        self.commit = self.commit if word.startswith("~") else self.size
        record = {
            "v": 1,
            "seq": self.size,
            "kind": kind,
            "origin": self.ORIGIN,
            "timestamp": "1970-01-01T00:00:00.000001Z",
            "event_id": f"evt_{1:016x}{self.size:016x}",
            "commit": self.commit,
            "prev_hash": f"sha256:{self.leaf.hex()}",
        }
        if self.behind_checkpoint:
            record["checkpoint_size"] = self.size
        if kind == "admin":
            record |= {"admin": "retention", "minimum_index": int(argument)}
        elif argument:
            record["mode"] = argument
        if kind == "genesis":
            record |= {"key": key_line("key").text, "durability": "commit"}
        if kind in ("genesis", "opened", "closed"):
            record["software"] = "author"
        self.leaf = hash_leaf(canonical(record).encode())
        self.tree = append_leaf(self.tree, self.size, self.leaf)
        self.size += 1
        return signer("key").sign_record(record) if word.endswith("*") else record

    def checkpoint(self):
        root = base64.b64encode(root_of(self.tree)).decode()
        return {"checkpoint": sign_note(f"{self.ORIGIN}\n{self.size}\n{root}\n\n", "key")}


class WrittenLedgers:
    """A test case of ledgers in words: those of GOOD hold, those of BAD up to the line stated."""

    def test_good(self):
        for words in self.GOOD:
            with self.subTest(words):
                Author(words).verify()

    def test_bad(self):
        for words, line in self.BAD:
            with self.subTest(words):
                with self.assertRaises(BadLine) as found:
                    Author(words).verify()
                self.assertEqual(found.exception.line, line)
