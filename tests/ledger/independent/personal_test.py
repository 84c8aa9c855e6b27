"""Digests in the place of personal values, what opens them, and that they were erased."""

import json
import unittest

from authors import signer
from directory import read_file
from ledgers import VAULT, Ledger, bylaw, decide_on_people, run_verifier, to_line, write
from personal import check_opening, read_openings
from refusal import Bad, BadLine

IBAN, PATIENT = "/action_params/payee/iban", "/context/patient"
SHORT, IN_A_BLOB, INVALID = 3, 4, 5


class PersonalTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        decide_on_people("personal", "key")
        for seq in (SHORT, IN_A_BLOB, INVALID):
            options = [*VAULT, "--seq", str(seq), "-o", f"{seq}.openings"]
            bylaw("ledger", "reveal", "personal", *options)
        options = ["--key", "key", *VAULT, "--record", str(SHORT)]
        bylaw("ledger", "redact", "personal", *options)
        cls.ledger = Ledger("personal")

    def run_verifier(self, openings, seq):
        return run_verifier("key.pub", "personal", "--openings", openings, "--seq", str(seq))[0]

    def assert_refused(self, number, record, why):
        with self.assertRaises(BadLine) as found:
            self.ledger.verify_from(number, [to_line(signer("key").sign_record(record))])
        self.assertEqual(found.exception.line, number + 1)
        self.assertIn(why, str(found.exception))

    def test_good(self):
        places = {SHORT: [IBAN, PATIENT], IN_A_BLOB: [IBAN, PATIENT], INVALID: ["/request_sha256"]}
        for seq, expected in places.items():
            self.assertEqual(self.ledger.find(seq=seq)[1]["personal"], expected)
        self.assertIn("params_sha256", self.ledger.find(seq=IN_A_BLOB)[1])
        self.assertNotIn("Zoë".encode(), self.ledger.data)
        self.assertEqual(run_verifier("key.pub", "personal")[0], 0)

    def test_openings(self):
        for seq in (SHORT, IN_A_BLOB, INVALID):
            self.assertEqual(self.run_verifier(f"{seq}.openings", seq), 0)
        self.assertEqual(self.run_verifier(f"{SHORT}.openings", IN_A_BLOB), 1)
        self.assertEqual(self.run_verifier(f"{SHORT}.openings", 99), 1)
        write("no-openings", read_file(f"{SHORT}.openings")[:-1])
        self.assertEqual(self.run_verifier("no-openings", SHORT), 2)
        self.assertEqual(run_verifier("key.pub", "personal", "--openings", "3.openings")[0], 2)

    def test_openings_of_something_else(self):
        record = self.ledger.find(seq=SHORT)[1]
        iban, patient = read_openings(read_file(f"{SHORT}.openings"))
        self.assertEqual((iban.pointer, iban.value), (IBAN, "DE89"))
        self.assertEqual(patient.value, {"name": "Zoë", "age": 10**21})
        check_opening(record, iban)
        others = [
            iban._replace(value="DE88"),
            iban._replace(value=["DE89"]),
            iban._replace(salt=patient.salt),
            iban._replace(pointer=PATIENT),
            iban._replace(pointer="/action_params/note"),
            iban._replace(pointer="/reason"),
        ]
        for opening in others:
            with self.assertRaises(Bad, msg=opening):
                check_opening(record, opening)

    def test_what_is_no_opening(self):
        good = json.loads(read_file(f"{SHORT}.openings").splitlines()[0])
        read_openings(to_line(good))
        for changes in ({"salt": "00"}, {"salt": good["salt"].upper()}, {"pointer": 1}, {"seq": 3}):
            with self.assertRaises(ValueError, msg=changes):
                read_openings(to_line(good | changes))
        with self.assertRaises(ValueError):
            read_openings(json.dumps(good).encode() + b"\n")

    def test_a_digest_that_was_changed(self):
        """It cannot be, without the key; who has it gives the value up."""
        number, record = self.ledger.find(seq=SHORT)
        params = record["action_params"] | {"payee": {"iban": "sha256:" + "0" * 64}}
        record = record | {"action_params": params}
        with self.assertRaisesRegex(BadLine, "the signature is not good"):
            self.ledger.verify_from(number, [to_line(record)])
        self.ledger.verify_from(number, [to_line(signer("key").sign_record(record))])
        with self.assertRaisesRegex(Bad, "of another value"):
            check_opening(record, read_openings(read_file(f"{SHORT}.openings"))[0])

    def test_places(self):
        number, record = self.ledger.find(seq=SHORT)
        digest = record["prev_hash"]
        more = {"~": {"/": digest}, "list": [digest], "": {"": digest}}
        record = record | {"context": record["context"] | more}
        for places in (["/context//"], ["/context/patient", "/context/~0/~1"], [IBAN]):
            line = to_line(signer("key").sign_record(record | {"personal": places}))
            self.ledger.verify_from(number, [line])
        refused = {
            "lists nothing": [[]],
            "not in order": [[PATIENT, IBAN], [IBAN, IBAN]],
            "no JSON Pointers": [[""], ["context/patient"], ["/context/~"], ["/context/~2"]],
            "holds no personal values": [["/reason"], ["/prev_hash"], ["/"]],
            "is not there": [["/context/none"], ["/context/list/0"], ["/request_sha256"]],
            "without a digest": [["/action_params/note"], ["/context"], ["/context/list"]],
            "not what it must be": [IBAN, [1], {}],
        }
        for why, lists in refused.items():
            for places in lists:
                self.assert_refused(number, record | {"personal": places}, why)

    def test_places_in_a_blob(self):
        number, record = self.ledger.find(seq=IN_A_BLOB)
        self.assert_refused(number, record | {"personal": ["/action_params/note"]}, "a digest")
        self.assert_refused(number, record | {"personal": ["/action_params/x"]}, "is not there")

    def test_redaction(self):
        number, record = self.ledger.find(kind="redaction")
        self.assertEqual(record["erased"], 4)
        for changes in ({"erased": -1}, {"erased": "4"}, {"subject": "c"}, {"subject": "sha256:c"}):
            self.assert_refused(number, record | changes, "is not what it must be")
        self.assert_refused(number, record | {"personal": [IBAN]}, "does not have personal")
        record = {name: value for name, value in record.items() if name != "subject"}
        self.assert_refused(number, record, "without subject")
