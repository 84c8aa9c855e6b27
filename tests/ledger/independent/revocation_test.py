"""The root key puts another key in the place of one that was stolen."""

import unittest

from authors import key_line, sign_note, signer
from canonical_json import canonical
from claims import Revoked
from directory import read_file
from ledgers import LEDGER_FILE, LEDGERS, copy_of, decide, run_verifier, to_line, write
from notes import revocation_text
from refusal import Bad, BadLine

NAMES = ("revoked-record", "revoked-checkpoint")


class RecordTest(unittest.TestCase):
    """The record, and what could stand in its place or behind it."""

    def revocation(self, record, place=(), root="root", new="other", old="key", by=None, **changes):
        """As it stands, but for what is given. `place` is the place that the root key signs."""
        origin, seq = record["origin"], record["seq"]
        place = {"origin": origin, "seq": seq, "prev_hash": record["prev_hash"]} | dict(place)
        text = revocation_text(*place.values(), key_line(old).text, key_line(new).text)
        record = record | {
            "key": key_line(new).text,
            "key_proof": signer(new).sign_member(f"bylaw-key\n{origin}\n{seq}\n"),
            "root_proof": signer(root).sign_member(text),
        }
        record = {name: value for name, value in (record | changes).items() if value is not None}
        return signer(by or new).sign_record(record) if "signature" in record else record

    def assert_refused(self, name, number, value, why):
        ledger = LEDGERS[name]
        with self.assertRaises(BadLine) as found:
            ledger.verify_from(number, [to_line(value), *ledger.lines[number + 1 :]])
        self.assertEqual(found.exception.line, number + 1)
        self.assertIn(why, str(found.exception))

    def test_good(self):
        for name in NAMES:
            number, record = LEDGERS[name].find(kind="key")
            self.assertEqual(to_line(self.revocation(record)), LEDGERS[name].lines[number])
            code, text = run_verifier("key.pub", name)
            self.assertEqual((code, text[:17]), (0, "good: 12 records,"), text)
            self.assertEqual(run_verifier("other.pub", name)[0], 1)

    def test_proofs(self):
        for name in NAMES:
            number, record = LEDGERS[name].find(kind="key")
            refused = [
                {"root": "key"},
                {"root": "other"},
                {"root": "stranger"},
                {"old": "stranger"},
                {"place": {"seq": record["seq"] + 1}},
                {"place": {"prev_hash": "sha256:" + "0" * 64}},
                {"place": {"origin": record["origin"] + "0"}},
                {"root_proof": signer("root").sign_member("")},
            ]
            for changes in refused:
                value = self.revocation(record, **changes)
                self.assert_refused(name, number, value, "root_proof is not good")
            value = self.revocation(record, key_proof=record["root_proof"])
            self.assert_refused(name, number, value, "key_proof is not good")
            value = self.revocation(record, new="root")
            self.assert_refused(name, number, value, "key is the root key")

    def test_without_the_root_key_the_old_one_must_sign(self):
        number, record = LEDGERS["revoked-record"].find(kind="key")
        value = self.revocation(record, root_proof=None)
        self.assert_refused("revoked-record", number, value, "the signature is not good")
        value = self.revocation(record, root_proof=None, by="key")
        with self.assertRaises(BadLine) as found:  # Good itself, but the others are not behind it.
            LEDGERS["revoked-record"].verify_from(number, [to_line(value)] * 2)
        self.assertEqual(found.exception.line, number + 2)

    def test_it_begins_its_commit(self):
        number, record = LEDGERS["revoked-record"].find(kind="opened")
        names = "v seq origin timestamp event_id prev_hash signature".split()
        record = {name: record[name] for name in names} | {"kind": "key"}
        commit = LEDGERS["revoked-record"].states[number].commit
        self.assertLess(commit, record["seq"])
        value = self.revocation(record, commit=record["seq"])
        LEDGERS["revoked-record"].verify_from(number, [to_line(value)])
        value = self.revocation(record, commit=commit)
        self.assert_refused("revoked-record", number, value, "does not begin its commit")

    def test_a_ledger_without_a_root_key(self):
        number, record = LEDGERS["rekeyed-record"].find(kind="key")
        value = self.revocation(record, commit=record["seq"])
        self.assert_refused("rekeyed-record", number, value, "there is no root key")

    def test_what_the_old_key_signed_from_there_on(self):
        for name in NAMES:
            ledger = LEDGERS[name]
            number, record = ledger.find(kind="key")
            note = sign_note(ledger.values[number + 1]["checkpoint"], "key")
            self.assert_refused(name, number + 1, {"checkpoint": note}, "signed by another key")
            if name == "revoked-record":
                value = self.revocation(record, by="key")
                self.assert_refused(name, number, value, "the signature is not good")
                value = signer("key").sign_record(ledger.values[number + 2])
                self.assert_refused(name, number + 2, value, "the signature is not good")

    def test_no_later_record_names_it(self):
        for name in NAMES:
            ledger = LEDGERS[name]
            number = len(ledger.lines)
            state = ledger.states[number]
            _, last = ledger.find(seq=state.records - 1)
            here = {"seq": state.records, "commit": state.records,
                    "prev_hash": f"sha256:{state.leaf.hex()}", "checkpoint_size": state.records}
            _, record = ledger.find(kind="key")
            record = record | here | {name: last[name] for name in ("timestamp", "event_id")}
            changes = {"old": "other", "by": "other", "root_proof": None}
            ledger.verifier.advance(state, self.line(record, new="stranger", **changes))
            for new, why in (("key", "key was revoked"), ("root", "key is the root key")):
                with self.assertRaisesRegex(Bad, why):
                    ledger.verifier.advance(state, self.line(record, new=new, **changes))
                with self.assertRaisesRegex(Bad, why):
                    ledger.verifier.advance(state, self.line(record, new=new, old="other"))

    def line(self, record, **changes):
        return canonical(self.revocation(record, **changes)).encode()


class StatementTest(unittest.TestCase):
    """What is given to everybody who verifies."""

    def cut(self, name, seq):
        """A copy with the records below `seq` and the checkpoint behind them."""
        cut, ledger = copy_of(name), LEDGERS[name]
        number, _ = ledger.find(seq=seq)
        write(f"{cut}/{LEDGER_FILE}", b"".join(ledger.lines[:number]))
        self.assertEqual(run_verifier("key.pub", cut)[0], 0)
        return cut

    def verify(self, directory, name):
        code, text = run_verifier("key.pub", directory, "--revoked", f"{name}.revoked")
        return code, text.split(":")[0]

    def test_good(self):
        for name in NAMES:
            self.assertEqual(self.verify(name, name), (0, "good"))

    def test_what_was_there_before(self):
        for name in NAMES:
            _, record = LEDGERS[name].find(kind="key")
            self.assertEqual(self.verify(self.cut(name, record["seq"]), name), (0, "good"))
            self.assertEqual(self.verify(self.cut(name, 1), name)[0], 1)

    def test_who_stole_the_key_goes_on_without_it(self):
        for name in NAMES:
            number, record = LEDGERS[name].find(kind="key")
            cut = self.cut(name, record["seq"])
            decide(cut, 1)
            self.assertEqual(run_verifier("key.pub", cut)[0], 0)
            self.assertEqual(self.verify(cut, name), (1, f"line {number + 1}"))

    def test_who_stole_the_key_begins_again_from_an_earlier_record(self):
        for name in NAMES:
            cut = self.cut(name, 1)
            decide(cut, 1)
            self.assertEqual(run_verifier("key.pub", cut)[0], 0)
            self.assertEqual(self.verify(cut, name)[0], 1)

    def test_another_ledger(self):
        for name, other in (NAMES, NAMES[::-1], ("record", NAMES[0])):
            self.assertEqual(self.verify(name, other), (1, "line 1"))

    def test_by_another_key(self):
        ledger, text = LEDGERS[NAMES[0]], read_file(f"{NAMES[0]}.revoked").decode()
        ledger.verify_from(0, ledger.lines, [Revoked(sign_note(text, "root").encode())])
        for name in ("key", "other", "stranger"):
            claim = Revoked(sign_note(text, name).encode())
            with self.assertRaisesRegex(BadLine, "line 1: .*another key"):
                ledger.verify_from(0, ledger.lines, [claim])

    def test_what_is_no_statement(self):
        good = read_file(f"{NAMES[0]}.revoked")
        Revoked(good)
        bad = [b"", good[:-1], good + b"\n", good.replace(b"-revocation", b"-key"), good * 2,
               good.replace(b"\n\n", b"\n"), good.replace(b"sha256:", b"sha256:0")]
        for data in bad:
            with self.assertRaises(ValueError, msg=data):
                Revoked(data)
        write("no-statement", bad[1])
        self.assertEqual(run_verifier("key.pub", NAMES[0], "--revoked", "no-statement")[0], 2)

    def test_each_byte(self):
        """No other byte stands for the same."""
        good, ledger = read_file(f"{NAMES[0]}.revoked"), LEDGERS[NAMES[0]]
        for position in range(len(good)):
            data = bytearray(good)
            data[position] ^= 1
            with self.assertRaises(ValueError, msg=position):
                ledger.verify_from(0, ledger.lines, [Revoked(bytes(data))])
