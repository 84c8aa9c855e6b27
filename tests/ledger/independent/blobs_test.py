"""Params and contexts that are too long for their record."""

import json
import os
import unittest

from authors import key_line, signer
from chain import Verifier
from directory import read_file
from ledgers import LEDGER_FILE, Ledger, copy_of, decide_on, read_records
from ledgers import run_verifier, to_line, write
from refusal import BadLine
from tree import sha256

LONG = "x" * 70_000
REQUESTS = [
    {"agent_id": "a", "action": "pay", "params": {"note": LONG}},
    {"agent_id": "a", "action": "pay", "params": {"note": "\uffff"}, "context": {"é": [LONG]}},
    {"agent_id": "a", "action": "pay", "params": {"a": LONG}, "context": {"b": LONG}},
    {"agent_id": "a", "action": "pay", "params": {"note": LONG}},
]


class BlobsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        decide_on(REQUESTS, "payments.bylaw", "blobs", "key")
        cls.ledger = Ledger("blobs")

    def blob_of(self, **members):
        number, record = self.ledger.find(kind="evaluation", **members)
        return number, record, record["params_sha256"].removeprefix("sha256:") + ".json"

    def assert_bad(self, directory, number, why):
        code, text = run_verifier("key.pub", directory)
        self.assertEqual((code, text.split(":")[0]), (1, f"line {number + 1}"), text)
        self.assertIn(why, text)

    def test_good(self):
        self.assertEqual(len(os.listdir("blobs/blobs")), 4)
        self.assertEqual(run_verifier("key.pub", "blobs")[0], 0)

    def test_one_is_missing(self):
        copy, (number, _, name) = copy_of("blobs"), self.blob_of()
        os.remove(f"{copy}/blobs/{name}")
        self.assert_bad(copy, number, "does not hold")

    def test_other_bytes(self):
        copy, (number, _, name) = copy_of("blobs"), self.blob_of()
        blob = read_file(f"{copy}/blobs/{name}")
        for position in (0, len(blob) // 2, len(blob) - 1):
            other = bytearray(blob)
            other[position] ^= 1
            write(f"{copy}/blobs/{name}", other)
            self.assert_bad(copy, number, "other bytes")
        for other in (blob[:-1], blob + b"\n", b""):
            write(f"{copy}/blobs/{name}", other)
            self.assert_bad(copy, number, "other bytes")

    def test_one_that_no_record_names(self):
        copy = copy_of("blobs")
        write(f"{copy}/blobs/{'0' * 64}.json", b"what a crash left")
        self.assertEqual(run_verifier("key.pub", copy)[0], 0)

    def test_records_that_do_not_name_one_as_they_should(self):
        number, record, _ = self.blob_of()
        refused = [
            {"params_bytes": record["params_bytes"] + 1},
            {"params_bytes": None},
            {"params_sha256": None},
            {"action_params": {}},
            {"context_bytes": 2},
            {"params_bytes": -1},
            {"params_sha256": record["params_sha256"].upper()},
            {"context_bytes": record["params_bytes"], "context_sha256": "sha256:" + "0" * 64},
        ]
        for changes in refused:
            changed = {name: v for name, v in (record | changes).items() if v is not None}
            with self.assertRaises(BadLine, msg=changes) as found:
                self.ledger.verify_from(number, [to_line(signer("key").sign_record(changed))])
            self.assertEqual(found.exception.line, number + 1)

    def test_one_that_is_no_object_in_canonical_form(self):
        number, record, _ = self.blob_of()
        for blob, good in ((b'{"a":1}', True), (b'{"a": 1}', False), (b"[]", False)):
            digest = f"sha256:{sha256(blob).hex()}"
            changed = record | {"params_bytes": len(blob), "params_sha256": digest}
            line = to_line(signer("key").sign_record(changed))[:-1]
            verifier = Verifier(key_line("key").text, lambda name, blob=blob: blob)
            if good:
                verifier.advance(self.ledger.states[number], line)
                continue
            with self.assertRaises(ValueError, msg=blob):
                verifier.advance(self.ledger.states[number], line)

    def test_a_record_that_is_too_long_in_spite_of_them(self):
        request = {"agent_id": "a", "action": "pay", "session_id": LONG, "params": {"a": 1}}
        decide_on([request], "payments.bylaw", "too-long", "key")
        (record,) = [
            record
            for record in read_records(read_file(f"too-long/{LEDGER_FILE}"))
            if record["kind"] == "evaluation"
        ]
        self.assertEqual((record["code"], record["decision"]), ("limit_exceeded", "DENY"))
        self.assertFalse(record.keys() & {"action_params", "params_sha256", "session_id"})
        self.assertEqual(record["request_bytes"], len(json.dumps(request)))
        self.assertEqual(run_verifier("key.pub", "too-long")[0], 0)
