"""A change of the key: the `key` record, what stands around it, and what the wrong key signed."""

import os
import unittest

from authors import key_line, sign_note, signer
from claims import Kept
from directory import read_file
from ledgers import LEDGER_FILE, LEDGERS, change_key, decide, init, run_verifier, to_line, write
from refusal import BadLine


class KeysTest(unittest.TestCase):
    NAMES = ("rekeyed-record", "rekeyed-checkpoint")

    def changes(self, name):
        """Each `key` record with its line number, and whose key signs until it and behind it."""
        names = ["key", "other"]
        for number, record in enumerate(LEDGERS[name].values):
            if record.get("kind") == "key":
                yield number, record, *names
                names.reverse()

    def key_record(self, record, old, new, proof_seq=None):
        """With what the record should have, signed anew where it has a signature."""
        seq = record["seq"] if proof_seq is None else proof_seq
        proof = signer(new).sign_member(f"bylaw-key\n{record['origin']}\n{seq}\n")
        record = record | {"key_proof": proof}
        return signer(old).sign_record(record) if "signature" in record else record

    def assert_refused(self, ledger, number, value, why):
        with self.assertRaises(BadLine) as found:
            ledger.verify_from(number, [to_line(value), *ledger.lines[number + 1 :]])
        self.assertEqual(found.exception.line, number + 1)
        self.assertIn(why, str(found.exception))

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
                self.assertEqual(to_line(self.key_record(record, old, new)), ledger.lines[number])
                for proof in ((old, None), (new, record["seq"] + 1)):
                    value = self.key_record(record, old, *proof)
                    self.assert_refused(ledger, number, value, "key_proof")

    def test_the_same_key(self):
        for name in self.NAMES:
            for number, record, old, _ in self.changes(name):
                value = self.key_record(record | {"key": key_line(old).text}, old, old)
                self.assert_refused(LEDGERS[name], number, value, "signs already")

    def test_records_signed_by_the_wrong_key(self):
        ledger = LEDGERS["rekeyed-record"]
        for change, _, old, new in self.changes("rekeyed-record"):
            for number, name in ((change - 1, new), (change, new), (change + 2, old)):
                value = signer(name).sign_record(ledger.values[number])
                self.assert_refused(ledger, number, value, "signature is not good")

    def test_checkpoints_signed_by_the_wrong_key(self):
        for name in self.NAMES:
            ledger = LEDGERS[name]
            for change, _, old, new in self.changes(name):
                self.assertIn("checkpoint", ledger.values[change + 1])
                behind = enumerate(ledger.values[change + 2 :], change + 2)
                behind = next(number for number, value in behind if "checkpoint" in value)
                for number, wrong in ((change + 1, new), (behind, old)):
                    note = sign_note(ledger.values[number]["checkpoint"], wrong)
                    self.assert_refused(ledger, number, {"checkpoint": note}, "by another key")

    def test_a_kept_checkpoint_of_each_key(self):
        for name in self.NAMES:
            ledger = LEDGERS[name]
            for value in ledger.values:
                if "checkpoint" in value:
                    kept = Kept(value["checkpoint"])
                    kept.check_signer(ledger.verifier.verify(ledger.data, [kept]))
        for key_file, expected in (("key", 0), ("other", 0), ("stranger", 2)):
            write("kept-rekeyed", sign_note(ledger.note, key_file).encode())
            code, _ = run_verifier("key.pub", name, "--expect", "kept-rekeyed")
            self.assertEqual(code, expected, key_file)

    def test_what_a_crash_leaves_of_the_checkpoint_behind_it(self):
        """The checkpoint that is moved aside is the old key's, and the new key records that."""
        init("crash-rekeyed", "record")
        change_key("crash-rekeyed", "key", "other")
        lines = read_file(f"crash-rekeyed/{LEDGER_FILE}").splitlines(keepends=True)
        os.truncate(f"crash-rekeyed/{LEDGER_FILE}", len(b"".join(lines[:4])) - 1)
        decide("crash-rekeyed", 1, key="other")
        self.assertIn(b'"discarded_checkpoint"', read_file(f"crash-rekeyed/{LEDGER_FILE}"))
        self.assertEqual(run_verifier("key.pub", "crash-rekeyed")[0], 0)
