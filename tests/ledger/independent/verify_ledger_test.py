#!/usr/bin/python3
"""The independent verifier against published vectors, ledgers of the program, and their damage.

verify_ledger_test.py BYLAW
"""

import base64
import hashlib
import json
import multiprocessing
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
from multiprocessing.pool import ThreadPool

import verify_ledger
from verify_ledger import ORDER, Bad, BadLine, PublicKey, State, Verifier, canonical

BYLAW = os.path.abspath(sys.argv.pop(1))
VERIFY_LEDGER = verify_ledger.__file__
LEDGER_FILE = "00000000000000000000.jsonl"

CONSTITUTION = """
constitution:
  id: "payments"
  permitted:
    - action: "pay"
      conditions: ["amount < 100"]
  escalate:
    - action: "pay"
      conditions: ["amount >= 100"]
      route_to: "desk"
"""
REQUESTS = [
    {"agent_id": "a", "action": "pay", "params": {"amount": 1}},
    {"agent_id": "a", "action": "pay", "params": {"amount": 1e21}, "session_id": "s"},
    {"agent_id": "a", "action": "sell", "targets": ["t", "u"], "request_id": "é\u2028\x7f\x01"},
    {"agent_id": "a", "action": "pay", "params": {"amount": 2.5, "\ufb33": [1e-7], "😀": None}},
    {"agent_id": "a", "action": "pay", "context": {"signature": "ed25519:00", "z": True}},
    {"agent_id": "a", "action": "pay", "target": "t", "unknown": 1},
]


def setUpModule():
    """In memory, where there is such a place: syncs of a disk take longer than the rest."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    directory = tempfile.TemporaryDirectory(dir=memory)
    unittest.addModuleCleanup(directory.cleanup)
    os.chdir(directory.name)
    with open("payments.yaml", "w", encoding="utf-8") as file:
        file.write(CONSTITUTION)
    bylaw("compile", "payments.yaml", "-o", "payments.bylaw")
    bylaw("keygen", "-o", "key", "--no-passphrase")
    bylaw("keygen", "-o", "other", "--no-passphrase")
    global SIGNER, OTHER_SIGNER, LEDGERS
    SIGNER, OTHER_SIGNER = map(read_signer, ("key", "other"))
    LEDGERS = make_ledgers()


def make_ledgers():
    """One in each mode, one that changes its mode and back, and in each mode its key and back."""
    for _ in range(3):
        decide("record", 30)
    init("checkpoint", "checkpoint", "async")
    decide("checkpoint", len(REQUESTS))
    init("changing", "record")
    decide("changing", 1)
    change_mode("changing", "checkpoint", "--reason", "more agents")
    decide("changing", 1)
    change_mode("changing", "record")
    decide("changing", 1)
    for mode in ("record", "checkpoint"):
        init(f"rekeyed-{mode}", mode)
        change_key(f"rekeyed-{mode}", "key", "other")
        decide(f"rekeyed-{mode}", 1, key="other")
        change_key(f"rekeyed-{mode}", "other", "key")
        decide(f"rekeyed-{mode}", 1)
    init("rekeyed", "checkpoint")
    change_key("rekeyed", "key", "other")
    names = ("record", "checkpoint", "changing", "rekeyed", "rekeyed-record", "rekeyed-checkpoint")
    return {name: Ledger(name) for name in names}


def bylaw(*arguments, text=""):
    subprocess.run([BYLAW, *arguments], input=text.encode(), capture_output=True, check=True)


def init(directory, mode, durability="commit"):
    options = ["--key", "key", "--mode", mode, "--durability", durability]
    bylaw("ledger", "init", directory, *options)


def change_mode(directory, mode, *options):
    """Records three: `opened`, `mode`, `closed`."""
    bylaw("ledger", "mode", directory, mode, "--key", "key", *options)


def change_key(directory, key, new_key):
    """Records three: `opened`, `key`, `closed`."""
    options = ["--key", key, "--new-key", new_key, "--reason", "x"]
    bylaw("ledger", "rekey", directory, *options)


def decide(directory, count, *options, key="key"):
    """Records three more than the decisions: `opened`, `constitution`, `closed`. And `genesis`."""
    requests = (json.dumps(REQUESTS[i % len(REQUESTS)]) + "\n" for i in range(count))
    options = ["--requests", "-", "--ledger", directory, "--key", key, *options]
    bylaw("eval", "payments.bylaw", *options, text="".join(requests))


def run_verifier(*arguments):
    command = [sys.executable, VERIFY_LEDGER, *arguments]
    run = subprocess.run(command, capture_output=True, check=False, text=True)
    return run.returncode, run.stdout


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_records(data):
    lines = map(json.loads, data.splitlines())
    return [line for line in lines if "checkpoint" not in line]


def new_verifier():
    return Verifier(read("key.pub").decode().strip())


class Signer:
    """RFC 8032, section 5.1.6, by the secret that the key file holds."""

    def __init__(self, seed):
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
        self.prefix = digest[32:]
        self.public = self.times_base(self.scalar)

    def times_base(self, scalar):
        return verify_ledger.encode(
            verify_ledger.multiply(verify_ledger.base_multiples(), scalar)
        )

    def hash(self, *parts):
        return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER

    def sign(self, message):
        nonce = self.hash(self.prefix, message)
        return self.answer(self.times_base(nonce), nonce, message)

    def answer(self, r, nonce, message):
        s = (nonce + self.hash(r, self.public, message) * self.scalar) % ORDER
        return r + s.to_bytes(32, "little")

    def sign_record(self, record):
        """In place of the signature that it may have."""
        record = without_signature(record)
        return record | {"signature": f"ed25519:{self.sign(canonical(record).encode()).hex()}"}


def read_signer(path):
    return Signer(base64.b64decode(read(path).decode().split("+", 4)[4])[1:])


def without_signature(record):
    return {name: value for name, value in record.items() if name != "signature"}


class Ed25519Test(unittest.TestCase):
    SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    # RFC 8032, section 7.1: public key, message, signature
    VECTORS = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ]

    def test_vectors(self):
        for public, message, signature in self.VECTORS:
            key, message = PublicKey(bytes.fromhex(public)), bytes.fromhex(message)
            signature = bytes.fromhex(signature)
            self.assertTrue(key.signed(message, signature))
            self.assertFalse(key.signed(message + b"\0", signature))
            for position in range(64):
                damaged = bytearray(signature)
                damaged[position] ^= 1
                self.assertFalse(key.signed(message, bytes(damaged)), position)

    def test_refuses_another_spelling_of_s(self):
        public, _, signature = map(bytes.fromhex, self.VECTORS[0])
        s = int.from_bytes(signature[32:], "little") + ORDER
        self.assertFalse(PublicKey(public).signed(b"", signature[:32] + s.to_bytes(32, "little")))

    def test_refuses_a_point_of_low_order_that_fits(self):
        signer, identity = Signer(self.SEED), (1).to_bytes(32, "little")
        self.assertEqual(signer.public.hex(), self.VECTORS[0][0])
        self.assertTrue(PublicKey(signer.public).signed(b"m", signer.sign(b"m")))
        self.assertFalse(PublicKey(signer.public).signed(b"m", signer.answer(identity, 0, b"m")))

    def test_refuses_keys(self):
        low_order = [0, 1, verify_ledger.P - 1, 2**255]
        other_spellings = [verify_ledger.P, verify_ledger.P + 1, 2**255 + 1]
        not_on_the_curve = [2]
        for y in low_order + other_spellings + not_on_the_curve:
            with self.assertRaises(Bad, msg=hex(y)):
                PublicKey(y.to_bytes(32, "little"))


class CanonicalTest(unittest.TestCase):
    # Doubles by their bits and as ECMAScript prints them: RFC 8785, appendix B, and the borders
    NUMBERS = {
        "0000000000000000": "0",
        "0000000000000001": "5e-324",
        "7fefffffffffffff": "1.7976931348623157e+308",
        "4340000000000000": "9007199254740992",
        "c340000000000000": "-9007199254740992",
        "4430000000000000": "295147905179352830000",
        "44b52d02c7e14af5": "9.999999999999997e+22",
        "44b52d02c7e14af6": "1e+23",
        "44b52d02c7e14af7": "1.0000000000000001e+23",
        "444b1ae4d6e2ef4e": "999999999999999700000",
        "444b1ae4d6e2ef50": "1e+21",
        "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d": "0.000001",
        "41b3de4355555553": "333333333.3333332",
        "becbf647612f3696": "-0.0000033333333333333333",
        "43143ff3c1cb0959": "1424953923781206.2",
    }
    GOOD = [
        '""',
        '"\\u0000\\b\\t\\n\\u000b\\f\\r\\"\\\\/\x7f\u2028é😀"',
        '{"😀":1,"\ufb33":2}',
        "[null,true,false,{}]",
        '"\uffff\ufdd0\U0001fffe"',
        "[" * 64 + "]" * 64,
    ]
    BAD = """
        -0 1.0 1e2 1E+21 1e21 01 +1 9007199254740993 1e400 NaN -Infinity tru [1,] [1]]
        "\\u001F" "\\u0008" "\\/" "\\u00e9" "\\ud83d\\ude00" "\\ud800"
        {"a":1,"a":1} {"b":1,"a":2} {"\ufb33":2,"😀":1}
    """.split() + ["[" * 65 + "]" * 65, '{"a": 1}', "[1, 2]", " 1", "1\r", '"\t"', "\ufeff1", ""]

    def test_numbers(self):
        for bits, text in self.NUMBERS.items():
            value = struct.unpack(">d", bytes.fromhex(bits))[0]
            self.assertEqual(canonical(verify_ledger.read_number(repr(value))), text)
            verify_ledger.read_canonical(text.encode())

    def test_accepts(self):
        for text in self.GOOD:
            verify_ledger.read_canonical(text.encode())

    def test_refuses(self):
        for text in self.BAD:
            with self.assertRaises(ValueError, msg=text):
                verify_ledger.read_canonical(text.encode())

    def test_refuses_bytes_that_are_not_utf8(self):
        for data in (b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"', '"a"'.encode("utf-16")):
            with self.assertRaises(ValueError, msg=data):
                verify_ledger.read_canonical(data)


class TreeTest(unittest.TestCase):
    def root(self, leaves):
        """RFC 6962, section 2.1, as it is written there."""
        if len(leaves) == 1:
            return hashlib.sha256(b"\0" + leaves[0]).digest()
        half = 1
        while half * 2 < len(leaves):
            half *= 2
        parts = self.root(leaves[:half]) + self.root(leaves[half:])
        return hashlib.sha256(b"\1" + parts).digest()

    def test_roots(self):
        tree, leaves = (), []
        for size in range(70):
            leaves.append(bytes([size]))
            tree = verify_ledger.append_leaf(tree, size, self.root(leaves[-1:]))
            self.assertEqual(verify_ledger.root_of(tree), self.root(leaves))


class GoodLedgersTest(unittest.TestCase):
    def test_ledgers_of_every_size(self):
        expected = {}
        for durability, largest in (("commit", 1_000), ("async", 10_000)):
            name = f"{durability}-1"
            bylaw("ledger", "init", name, "--key", "key", "--durability", durability)
            expected[name] = "good: 1 records, 0 checkpoints, 0 modules\n"
            for size in (4, 5, 255, 256, 257, largest):
                name = f"{durability}-{size}"
                decide(name, size - 4, "--durability", durability)
                expected[name] = f"good: {size} records, "
        self.assert_good(expected)

    def assert_good(self, expected):
        with ThreadPool(2) as pool:
            results = pool.map(lambda name: run_verifier("key.pub", name), expected)
        for name, (code, text) in zip(expected, results):
            self.assertEqual(code, 0, f"{name}: {text}")
            self.assertTrue(text.startswith(expected[name]), f"{name}: {text}")

    def test_what_a_crash_leaves(self):
        decide("crash", 5)
        size = os.path.getsize(f"crash/{LEDGER_FILE}")
        os.truncate(f"crash/{LEDGER_FILE}", size - 700)
        decide("crash", 5)
        self.assertIn(b'"kind":"recovery"', read(f"crash/{LEDGER_FILE}"))
        self.assertEqual(run_verifier("key.pub", "crash")[0], 0)

    def test_a_request_whose_record_would_be_too_long(self):
        requests = [dict(REQUESTS[0], params={"note": note}) for note in ("x" * 65_000, "\uffff")]
        lines = "".join(json.dumps(request) + "\n" for request in requests)
        options = ["--requests", "-", "--ledger", "long", "--key", "key"]
        bylaw("eval", "payments.bylaw", *options, text=lines)
        self.assertIn(b'"code":"limit_exceeded"', read(f"long/{LEDGER_FILE}"))
        self.assertEqual(run_verifier("key.pub", "long")[0], 0)

    def test_space_kept_ready_for_writing(self):
        decide("padded", 1)
        data = read(f"padded/{LEDGER_FILE}")
        state = new_verifier().verify(data)
        self.assertEqual(new_verifier().verify(data + b"\n" * 4096), state)

    def test_ledgers_of_mode_checkpoint(self):
        """A commit of one record each, and few commits of many, of at most 4,096 records."""
        expected = {}
        for durability, sizes in (("commit", (4, 5, 8, 257)), ("async", (4, 5, 8, 5_000))):
            name = f"checkpoint-{durability}-1"
            init(name, "checkpoint", durability)
            expected[name] = "good: 1 records, 1 checkpoints, 0 modules\n"
            for size in sizes:
                name = f"checkpoint-{durability}-{size}"
                init(name, "checkpoint", durability)
                decide(name, size - 4)
                checkpoints = f"{size} checkpoints, 1 modules\n" if durability == "commit" else ""
                expected[name] = f"good: {size} records, {checkpoints}"
        self.assert_good(expected)
        for name in expected:
            records = read_records(read(f"{name}/{LEDGER_FILE}"))
            self.assertFalse(any("signature" in record for record in records), name)

    def test_what_a_crash_leaves_in_mode_checkpoint(self):
        init("crash-checkpoint", "checkpoint")
        decide("crash-checkpoint", 5)
        size = os.path.getsize(f"crash-checkpoint/{LEDGER_FILE}")
        os.truncate(f"crash-checkpoint/{LEDGER_FILE}", size - 100)
        self.assertEqual(run_verifier("key.pub", "crash-checkpoint")[0], 1)
        decide("crash-checkpoint", 5)
        self.assertIn(b'"kind":"recovery"', read(f"crash-checkpoint/{LEDGER_FILE}"))
        self.assertEqual(run_verifier("key.pub", "crash-checkpoint")[0], 0)

    def test_changes_of_mode(self):
        for mode, other in (("record", "checkpoint"), ("checkpoint", "record")):
            name = f"from-{mode}"
            init(name, mode)
            signed = [mode == "record"]  # by its own signature, record by record
            for change in (other, mode, other):
                change_mode(name, change, "--reason", "é")
                decide(name, 1)
                before = change != "record"
                signed += [before, before, *[not before] * 5]
            records = read_records(read(f"{name}/{LEDGER_FILE}"))
            self.assertEqual(["signature" in record for record in records], signed)
            code, text = run_verifier("key.pub", name)
            self.assertEqual((code, text[:17]), (0, "good: 22 records,"), text)


class CommandTest(unittest.TestCase):
    def setUp(self):
        decide("command", 1)
        self.addCleanup(shutil.rmtree, "command")
        (module,) = os.listdir("command/modules")
        self.module = f"command/modules/{module}"

    def test_another_key(self):
        code, text = run_verifier("other.pub", "command")
        self.assertEqual((code, text), (1, "line 1: key is not the public key\n"))

    def test_what_cannot_be_read(self):
        self.assertEqual(run_verifier("key.pub")[0], 2)
        self.assertEqual(run_verifier("absent.pub", "command")[0], 2)
        self.assertEqual(run_verifier("payments.yaml", "command")[0], 2)
        self.assertEqual(run_verifier("key.pub", "absent")[0], 2)
        self.assertEqual(run_verifier("key.pub", "command", "--expect", "payments.yaml")[0], 2)

    def test_a_module_of_other_bytes(self):
        with open(self.module, "ab") as file:
            file.write(b"\0")
        self.assertEqual(run_verifier("key.pub", "command")[0], 1)

    def test_a_module_that_decided_and_is_gone(self):
        os.remove(self.module)
        code, text = run_verifier("key.pub", "command")
        self.assertEqual((code, text[:7]), (1, "line 4:"))


class Ledger:
    """Records with checkpoints among them, the last line one, and the state before each line."""

    def __init__(self, directory):
        self.data = read(f"{directory}/{LEDGER_FILE}")
        self.verifier = new_verifier()
        self.lines = self.data.splitlines(keepends=True)
        self.states, self.starts = [State()], [0]
        for line in self.lines:
            self.states.append(self.verifier.advance(self.states[-1], line[:-1]))
            self.starts.append(self.starts[-1] + len(line))

        self.note = json.loads(self.lines[-1])["checkpoint"]
        self.kept = verify_ledger.read_note(self.note)
        verify_ledger.check_note(self.kept, *self.states[-1].keys)

    def verify_from(self, number, lines, kept=None):
        """The lines before that number are unchanged; these follow."""
        return self.verifier.verify(b"".join(lines), kept, self.states[number])


def changed(byte, position):
    """Another byte: its lowest bit flipped, its letter case, or what would end or part a line."""
    if position % 3 == 0:
        return byte ^ 0x01
    if position % 3 == 1:
        return byte ^ 0x20
    newline, space = b"\n "
    other = newline if position % 2 else space
    return other if byte != other else newline + space - other


def waits_for_a_checkpoint(line):
    """Whether it is a record without a signature; a checkpoint behind it signs it."""
    return not json.loads(line).keys() & {"checkpoint", "signature"}


def unseen_changes(name, number):
    """Positions in the line where a change is not found in that very line, or behind it.

    The next line is the first that can show a change of a record without a signature.
    """
    unseen, ledger = [], LEDGERS[name]
    data, start = bytearray(ledger.data), ledger.starts[number]
    last = number + 1 + waits_for_a_checkpoint(ledger.lines[number])
    for position in range(start, ledger.starts[number + 1]):
        original = data[position]
        data[position] = changed(original, position)
        try:
            ledger.verifier.verify(data, state=ledger.states[number], offset=start)
            unseen.append(position)
        except BadLine as error:
            if not number + 1 <= error.line <= last:
                unseen.append(position)
        data[position] = original
    return unseen


class Damage:
    """What is found in a ledger of each mode."""

    @classmethod
    def setUpClass(cls):
        cls.ledger = LEDGERS[cls.name]
        cls.lines, cls.count = cls.ledger.lines, len(cls.ledger.lines)

    def assert_found(self, number, lines, kept=None):
        with self.assertRaises(BadLine, msg=f"line {number + 1}") as found:
            self.ledger.verify_from(number, lines, kept)
        return found.exception

    def test_every_byte(self):
        with multiprocessing.get_context("fork").Pool(2) as pool:
            lines = [(self.name, number) for number in range(self.count)]
            unseen = pool.starmap(unseen_changes, lines, chunksize=1)
        self.assertEqual(sum(unseen, []), [])

    def test_removed_lines(self):
        for number in range(self.count - 1):
            self.assert_found(number, self.lines[number + 1 :])

    def test_repeated_lines(self):
        for number in range(self.count):
            self.assert_found(number, [self.lines[number], *self.lines[number:]])

    def test_swapped_lines(self):
        for number in range(self.count - 1):
            first, second, *rest = self.lines[number:]
            self.assert_found(number, [second, first, *rest])

    def test_blank_lines(self):
        for number in range(self.count):
            self.assert_found(number, [b"\n", *self.lines[number:]])

    def test_signatures_taken_away_and_put_in(self):
        """Neither changes a leaf hash: only the mode tells what is to stand there."""
        for number, line in enumerate(self.lines):
            record = json.loads(line)
            if "checkpoint" in record:
                continue
            if "signature" in record:
                record, why = without_signature(record), "without signature"
            else:
                record, why = SIGNER.sign_record(record), "with a signature"
            line = canonical(record).encode() + b"\n"
            error = self.assert_found(number, [line, *self.lines[number + 1 :]])
            self.assertEqual(error.line, number + 1)
            self.assertIn(why, str(error))

    def test_cut_tails_are_found_by_a_kept_checkpoint(self):
        """Of the others those that leave a record unsigned. The last line is the kept checkpoint
        itself: where it is cut with no record and leaves none unsigned, it is not missed."""
        for number in range(1, self.count):
            unsigned = waits_for_a_checkpoint(self.lines[number - 1])
            if unsigned:
                error = self.assert_found(number, [])
                self.assertEqual(error.line, number + 1)
            else:
                self.ledger.verify_from(number, [])
            if unsigned or number < self.count - 1:
                self.assert_found(number, [], self.ledger.kept)
            else:
                self.ledger.verify_from(number, [], self.ledger.kept)


class RecordDamageTest(Damage, unittest.TestCase):
    name = "record"

    def test_cut_tail_of_a_directory(self):
        with open("kept", "w", encoding="utf-8") as file:
            file.write(self.ledger.note)
        shutil.copytree("record", "cut")
        with open(f"cut/{LEDGER_FILE}", "wb") as file:
            file.writelines(self.lines[:-2])
        self.assertEqual(run_verifier("key.pub", "record", "--expect", "kept")[0], 0)
        self.assertEqual(run_verifier("key.pub", "cut")[0], 0)
        code, text = run_verifier("key.pub", "cut", "--expect", "kept")
        self.assertEqual((code, text.split(":")[0]), (1, f"line {self.count - 1}"))


class CheckpointDamageTest(Damage, unittest.TestCase):
    name = "checkpoint"

    def test_no_record_is_signed(self):
        self.assertFalse(any("signature" in record for record in read_records(self.ledger.data)))

    def test_cut_checkpoint_of_a_directory(self):
        shutil.copytree("checkpoint", "cut-checkpoint")
        with open(f"cut-checkpoint/{LEDGER_FILE}", "wb") as file:
            file.writelines(self.lines[:-1])
        code, text = run_verifier("key.pub", "cut-checkpoint")
        self.assertEqual((code, text.split(":")[0]), (1, f"line {self.count}"))


class ChangingDamageTest(Damage, unittest.TestCase):
    name = "changing"


class RekeyedDamageTest(Damage, unittest.TestCase):
    name = "rekeyed"


def root_by_proof(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2; None for a path of another length than the tree's."""
    node, last = index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            leaf = verify_ledger.hash_node(sibling, leaf)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            leaf = verify_ledger.hash_node(leaf, sibling)
        node, last = node >> 1, last >> 1
    return leaf if last == 0 else None


class ProofTest(unittest.TestCase):
    def read_proof(self, directory, seq):
        """The record's line, the note of the proof, and the root for a record's leaf hash."""
        files = ["--record", "proved.json", "-o", "proof"]
        bylaw("ledger", "proof", directory, "--pub", "key.pub", "--seq", str(seq), *files)
        proof, note = read("proof").decode().split("\n\n", 1)
        head, index, *path = proof.split("\n")
        self.assertEqual((head, index), ("c2sp.org/tlog-proof@v1", f"index {seq}"))
        note = verify_ledger.read_note(note)
        path = list(map(verify_ledger.read_base64, path))
        return read("proved.json"), note, lambda leaf: root_by_proof(leaf, seq, note.size, path)

    def test_proofs(self):
        for directory in ("checkpoint", "changing"):
            ledger = LEDGERS[directory]
            lines = [line for line in ledger.lines if not line.startswith(b'{"checkpoint":')]
            for seq, line in enumerate(lines):
                proved, note, root = self.read_proof(directory, seq)
                self.assertEqual((proved, note), (line, ledger.kept))
                record = json.loads(proved)
                self.assertEqual(note.origin, record["origin"])
                body = verify_ledger.body_of(record)
                self.assertEqual(body == proved[:-1], "signature" not in record)
                self.assertEqual(root(verify_ledger.hash_leaf(body)), note.root)
                self.assertNotEqual(root(verify_ledger.hash_leaf(body + b" ")), note.root)
                self.assertNotEqual(root(ledger.states[-1].leaf) == note.root, seq < len(lines) - 1)


class WellSignedTest(unittest.TestCase):
    """Lines that the key's holder signed, and that are wrong all the same."""

    HASH = "sha256:" + "0" * 64
    # By the kind of the record: changed members; None takes one away
    REFUSED = {
        "genesis": [
            {"key": None},
            {"mode": "other"},
            {"durability": "never"},
            {"root_key": "root"},
            {"origin": "without-random-bits"},
            {"seq": 1},
            {"kind": "opened", "key": None, "mode": None, "durability": None},
        ],
        "opened": [
            {"v": 2},
            {"v": True},
            {"unknown": 1},
            {"software": None},
            {"code": "matched"},
            {"seq": 7},
            {"seq": 1.5},
            {"commit": 2},
            {"kind": "vote"},
            {"origin": "bylaw/ledger-0123456789abcdef"},
            {"prev_hash": HASH},
            {"checkpoint_size": 1},
            {"timestamp": "1970-01-01T00:00:00.000001Z", "event_id": f"evt_{1:016x}{1:016x}"},
            {"timestamp": "9999-02-30T00:00:00.000000Z"},
            {"event_id": "evt_" + "0" * 32},
        ],
        "evaluation": [
            {"code": None},
            {"agent_id": None},
            {"decision": "MAYBE"},
            {"code": "invalid_request"},
            {"error": "none"},
            {"software": "bylaw"},
            {"tail_bytes": 1},
            {"commit": 0},
            {"steps": -1},
            {"context": []},
            {"target": {"signature": "x"}},
            {"targets": [{}]},
            {"rules": [{"id": "a"}]},
            {"rules": [{"id": "a", "outcome": "applies", "more": 1}]},
            {"constitution_digest": HASH.upper()},
            {"reason": "x" * 65535},
        ],
        "constitution": [{"code": None}, {"constitution_digest": None}, {"decision": "DENY"}],
    }

    @classmethod
    def setUpClass(cls):
        cls.ledger = LEDGERS["record"]

    def resign(self, record, changes):
        record = {name: value for name, value in (record | changes).items() if value is not None}
        return canonical(SIGNER.sign_record(record)).encode()

    def first(self, kind):
        records = enumerate(map(json.loads, self.ledger.lines))
        return next((number, record) for number, record in records if record["kind"] == kind)

    def test_records(self):
        for kind, refused in self.REFUSED.items():
            number, record = self.first(kind)
            state = self.ledger.states[number]
            self.ledger.verifier.advance(state, self.resign(record, {}))
            for changes in refused:
                with self.assertRaises(ValueError, msg=f"{kind}: {changes}"):
                    self.ledger.verifier.advance(state, self.resign(record, changes))

    def test_a_second_genesis(self):
        _, genesis = self.first("genesis")
        number, opened = self.first("opened")
        members = {name: genesis[name] for name in ("kind", "key", "mode", "durability")}
        with self.assertRaises(ValueError):
            self.ledger.verifier.advance(self.ledger.states[number], self.resign(opened, members))

    def test_a_record_behind_a_checkpoint(self):
        number = next(n for n, line in enumerate(self.ledger.lines) if b'"checkpoint_size"' in line)
        record, state = json.loads(self.ledger.lines[number]), self.ledger.states[number]
        self.ledger.verifier.advance(state, self.resign(record, {}))
        refused = [{"checkpoint_size": None}, {"checkpoint_size": 1}, {"commit": state.commit}]
        for changes in refused:
            with self.assertRaises(ValueError, msg=changes):
                self.ledger.verifier.advance(state, self.resign(record, changes))

    def test_a_history_that_was_written_anew_is_found_by_a_kept_checkpoint_only(self):
        number = len(self.ledger.lines) - 2
        line = self.resign(json.loads(self.ledger.lines[number]), {"software": "another"}) + b"\n"
        self.ledger.verify_from(number, [line])
        with self.assertRaises(BadLine):
            self.ledger.verify_from(number, [line], self.ledger.kept)


class Author:
    """Writes what the key's holder could sign, right or wrong, line by line.

    A word for each line: a kind, in genesis and mode records with `=` and the mode, with `~`
    before it of the commit of the record before, with `*` behind it signed; `/` is a checkpoint.
    """

    def __init__(self, words):
        self.lines, self.leaf, self.tree, self.size, self.commit = [], bytes(32), (), 0, 0
        self.key = verify_ledger.read_key_line(read("key.pub").decode().strip())
        for word in words.split():
            line = self.checkpoint() if word == "/" else self.record(word)
            self.lines.append(canonical(line).encode() + b"\n")

    def record(self, word):
        kind, _, mode = word.strip("~*").partition("=")
        self.commit = self.commit if word.startswith("~") else self.size
        record = {
            "v": 1,
            "seq": self.size,
            "kind": kind,
            "origin": "author-0123456789abcdef",
            "timestamp": "1970-01-01T00:00:00.000001Z",
            "event_id": f"evt_{1:016x}{self.size:016x}",
            "commit": self.commit,
            "prev_hash": f"sha256:{self.leaf.hex()}",
        }
        if self.lines and self.lines[-1].startswith(b'{"checkpoint":'):
            record["checkpoint_size"] = self.size
        if mode:
            record["mode"] = mode
        if kind == "genesis":
            record |= {"key": self.key.text, "durability": "commit"}
        if kind != "mode":
            record["software"] = "author"
        self.leaf = verify_ledger.hash_leaf(canonical(record).encode())
        self.tree = verify_ledger.append_leaf(self.tree, self.size, self.leaf)
        self.size += 1
        return SIGNER.sign_record(record) if word.endswith("*") else record

    def checkpoint(self):
        root = base64.b64encode(verify_ledger.root_of(self.tree)).decode()
        text = f"author-0123456789abcdef\n{self.size}\n{root}\n"
        signature = base64.b64encode(self.key.id + SIGNER.sign(text.encode())).decode()
        return {"checkpoint": f"{text}\n— {self.key.name} {signature}\n"}


class ModesTest(unittest.TestCase):
    GOOD = [
        "genesis=record*",
        "genesis=record* opened* ~closed* /",
        "genesis=record* mode=checkpoint*",
        "genesis=record* mode=checkpoint* / opened ~closed /",
        "genesis=record* ~mode=checkpoint* opened ~closed /",
        "genesis=record* mode=checkpoint* mode=record / mode=checkpoint* / opened /",
        "genesis=checkpoint /",
        "genesis=checkpoint ~opened ~closed /",
        "genesis=checkpoint / opened ~closed / opened /",
        "genesis=checkpoint ~mode=record / opened* ~closed*",
        "genesis=checkpoint / mode=record / mode=checkpoint* opened /",
    ]
    # And the first line that is not good
    BAD = [
        ("genesis=record", 1),
        ("genesis=record /", 1),
        ("genesis=checkpoint*", 1),
        ("genesis=checkpoint* /", 1),
        ("genesis=checkpoint", 2),
        ("genesis=checkpoint opened /", 2),
        ("genesis=checkpoint / opened", 4),
        ("genesis=checkpoint / ~opened /", 3),
        ("genesis=checkpoint / opened* /", 3),
        ("genesis=checkpoint / opened closed /", 4),
        ("genesis=checkpoint / opened ~closed* /", 4),
        ("genesis=checkpoint / mode=checkpoint /", 3),
        ("genesis=checkpoint / mode=record* /", 3),
        ("genesis=checkpoint / mode=record", 4),
        ("genesis=checkpoint / mode=record ~opened* /", 4),
        ("genesis=checkpoint / mode=record opened* /", 4),
        ("genesis=checkpoint / mode=record / opened /", 5),
        ("genesis=checkpoint / mode /", 3),
        ("genesis=record* opened /", 2),
        ("genesis=record* mode=record*", 2),
        ("genesis=record* mode=checkpoint /", 2),
        ("genesis=record* mode=checkpoint* ~opened /", 3),
        ("genesis=record* mode=checkpoint* opened*", 3),
        ("genesis=record* mode=checkpoint* opened closed /", 4),
        ("genesis=record* mode=checkpoint* / opened", 5),
        ("genesis=record* mode=other*", 2),
    ]

    def verify(self, words):
        return LEDGERS["record"].verifier.verify(b"".join(Author(words).lines))

    def test_good(self):
        for words in self.GOOD:
            with self.subTest(words):
                self.verify(words)

    def test_bad(self):
        for words, line in self.BAD:
            with self.subTest(words):
                with self.assertRaises(BadLine) as found:
                    self.verify(words)
                self.assertEqual(found.exception.line, line)


class KeysTest(unittest.TestCase):
    """A `key` record, what stands before and behind it, and what the wrong key signed there."""

    NAMES = ("rekeyed-record", "rekeyed-checkpoint")

    def changes(self, name):
        """Each `key` record with its line number, and who signs until it and behind it."""
        signers, ledger = [SIGNER, OTHER_SIGNER], LEDGERS[name]
        for number, line in enumerate(ledger.lines):
            record = json.loads(line)
            if record.get("kind") == "key":
                yield number, record, *signers
                signers.reverse()

    def key_record(self, record, old, new, proof_seq=None):
        """With what the record should have, signed anew where it has a signature."""
        seq = record["seq"] if proof_seq is None else proof_seq
        message = f"bylaw-key\n{record['origin']}\n{seq}\n".encode()
        record = record | {"key_proof": f"ed25519:{new.sign(message).hex()}"}
        return old.sign_record(record) if "signature" in record else record

    def assert_refused(self, ledger, number, line, why):
        data = canonical(line).encode() + b"\n"
        with self.assertRaises(BadLine) as found:
            ledger.verify_from(number, [data, *ledger.lines[number + 1 :]])
        self.assertEqual(found.exception.line, number + 1)
        self.assertIn(why, str(found.exception))

    def sign_note(self, note, key_file):
        text, key = note.split("\n\n")[0] + "\n", verify_ledger.read_key_line(
            read(f"{key_file}.pub").decode().strip()
        )
        signature = read_signer(key_file).sign(text.encode())
        signature = base64.b64encode(key.id + signature).decode()
        return f"{text}\n— {key.name} {signature}\n"

    def test_good(self):
        for name in self.NAMES:
            self.assertEqual(len(list(self.changes(name))), 2)
            code, text = run_verifier("key.pub", name)
            self.assertEqual((code, text[:17]), (0, "good: 15 records,"), text)
            self.assertEqual(run_verifier("other.pub", name)[0], 1)

    def test_proofs(self):
        for name in self.NAMES:
            ledger = LEDGERS[name]
            for number, record, old, new in self.changes(name):
                good = canonical(self.key_record(record, old, new)).encode()
                self.assertEqual(good + b"\n", ledger.lines[number])
                for proof in ((old, None), (new, record["seq"] + 1)):
                    line = self.key_record(record, old, *proof)
                    self.assert_refused(ledger, number, line, "key_proof")

    def test_the_same_key(self):
        for name in self.NAMES:
            ledger = LEDGERS[name]
            for number, record, old, _ in self.changes(name):
                same = record | {"key": ledger.states[number].key.text}
                line = self.key_record(same, old, old)
                self.assert_refused(ledger, number, line, "signs already")

    def test_records_signed_by_the_wrong_key(self):
        ledger = LEDGERS["rekeyed-record"]
        for change, _, old, new in self.changes("rekeyed-record"):
            for number, signer in ((change - 1, new), (change, new), (change + 2, old)):
                line = signer.sign_record(json.loads(ledger.lines[number]))
                self.assert_refused(ledger, number, line, "signature is not good")

    def test_checkpoints_signed_by_the_wrong_key(self):
        for name in self.NAMES:
            ledger, files = LEDGERS[name], ["key", "other"]
            for change, *_ in self.changes(name):
                old, new = files
                self.assertIn(b"checkpoint", ledger.lines[change + 1])
                behind = next(
                    n
                    for n in range(change + 2, len(ledger.lines))
                    if ledger.lines[n].startswith(b'{"checkpoint":')
                )
                for number, key_file in ((change + 1, new), (behind, old)):
                    note = json.loads(ledger.lines[number])["checkpoint"]
                    line = {"checkpoint": self.sign_note(note, key_file)}
                    self.assert_refused(ledger, number, line, "signed by another key")
                files.reverse()

    def test_a_kept_checkpoint_of_each_key(self):
        for name in self.NAMES:
            ledger = LEDGERS[name]
            for line in ledger.lines:
                if line.startswith(b'{"checkpoint":'):
                    note = verify_ledger.read_note(json.loads(line)["checkpoint"])
                    verify_ledger.check_note(note, *ledger.verifier.verify(ledger.data, note).keys)
        bylaw("keygen", "-o", "stranger", "--no-passphrase")
        for key_file, expected in (("key", 0), ("other", 0), ("stranger", 2)):
            with open("kept-rekeyed", "w", encoding="utf-8") as file:
                file.write(self.sign_note(ledger.note, key_file))
            code, _ = run_verifier("key.pub", name, "--expect", "kept-rekeyed")
            self.assertEqual(code, expected, key_file)

    def test_what_a_crash_leaves_of_the_checkpoint_behind_it(self):
        """The checkpoint that is moved aside is the old key's, and the new key records that."""
        init("crash-rekeyed", "record")
        change_key("crash-rekeyed", "key", "other")
        lines = read(f"crash-rekeyed/{LEDGER_FILE}").splitlines(keepends=True)
        os.truncate(f"crash-rekeyed/{LEDGER_FILE}", len(b"".join(lines[:4])) - 1)
        decide("crash-rekeyed", 1, key="other")
        self.assertIn(b'"discarded_checkpoint"', read(f"crash-rekeyed/{LEDGER_FILE}"))
        self.assertEqual(run_verifier("key.pub", "crash-rekeyed")[0], 0)


class SegmentsTest(unittest.TestCase):
    WORDS = "genesis=checkpoint / opened ~closed / mode=record / opened* ~closed* /"

    def setUp(self):
        self.lines = Author(self.WORDS).lines
        os.mkdir("segments")
        self.addCleanup(shutil.rmtree, "segments")

    def write(self, seq, data):
        with open(f"segments/{seq:020d}.jsonl", "wb") as file:
            file.write(data)

    def verify(self, *segments):
        """Each is the seq in its name, and its first line: the others go on to the next one's."""
        starts = [start for _, start in segments] + [len(self.lines)]
        for (seq, start), end in zip(segments, starts[1:]):
            self.write(seq, b"".join(self.lines[start:end]))
        return self.verify_written()

    def verify_written(self):
        verifier = LEDGERS["record"].verifier
        return verifier.verify_segments(verify_ledger.segments_of("segments"))

    def assert_found(self, line, *segments):
        with self.assertRaises(BadLine) as found:
            self.verify(*segments)
        self.assertEqual(found.exception.line, line)

    def test_one_sequence_of_lines(self):
        state = self.verify((0, 0), (1, 2), (3, 5))
        self.assertEqual((state.records, state.checkpoints, state.lines), (6, 4, 10))
        self.assertEqual(run_verifier("key.pub", "segments")[0], 0)
        self.assertEqual(state, LEDGERS["record"].verifier.verify(b"".join(self.lines)))

    def test_another_name(self):
        self.assert_found(3, (0, 0), (2, 2))

    def test_no_checkpoint_at_the_end(self):
        self.assert_found(4, (0, 0), (2, 3))

    def test_no_checkpoint_at_the_end_behind_a_signature(self):
        self.assert_found(9, (0, 0), (5, 8))

    def test_the_first_is_missing(self):
        self.assert_found(1, (1, 2))

    def test_one_is_missing(self):
        self.write(0, b"".join(self.lines[:2]))
        self.write(3, b"".join(self.lines[5:]))
        with self.assertRaises(BadLine):
            self.verify_written()

    def test_blank_lines_at_the_end_of_the_last_only(self):
        first, last = b"".join(self.lines[:2]), b"".join(self.lines[2:])
        self.write(0, first)
        self.write(1, last + b"\n\n")
        self.verify_written()
        for data in (first + b"\n", first[:-1]):
            self.write(0, data)
            with self.assertRaises(BadLine):
                self.verify_written()

    def test_a_last_one_that_has_no_record_yet(self):
        self.write(0, b"".join(self.lines[:2]))
        self.write(1, b"\n\n")
        self.assertEqual(self.verify_written().records, 1)


if __name__ == "__main__":
    unittest.main()
