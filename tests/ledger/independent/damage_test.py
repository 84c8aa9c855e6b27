"""What is found in damaged ledgers: every byte, and whole lines."""

import multiprocessing
import unittest

from authors import signer
from ledgers import LEDGER_FILE, LEDGERS, copy_of, read_records, run_verifier, to_line
from ledgers import without_signature, write
from refusal import BadLine


def changed(byte, position):
    """Another byte: its lowest bit flipped, its letter case, or what would end or part a line."""
    if position % 3 == 0:
        return byte ^ 0x01
    if position % 3 == 1:
        return byte ^ 0x20
    newline, space = b"\n "
    other = newline if position % 2 else space
    return other if byte != other else newline + space - other


def is_unsigned(value):
    """Whether it is a record without a signature; a checkpoint behind it signs it."""
    return isinstance(value, dict) and not value.keys() & {"checkpoint", "signature"}


def shown_by(values, number):
    """The line that is the first to show a change of this one."""
    if is_unsigned(values[number]):
        return number + 1
    if isinstance(values[number], str):  # The record behind the hash states it, or the checkpoint.
        return next(n for n in range(number, len(values)) if "checkpoint" in values[n])
    return number


def unseen_changes(name, number):
    """Positions in the line where a change is not found in that very line, or where it shows."""
    unseen, ledger = [], LEDGERS[name]
    line, after = bytearray(ledger.lines[number]), ledger.lines[number + 1 :]
    last = shown_by(ledger.values, number) + 1
    for position, original in enumerate(line):
        line[position] = changed(original, position)
        try:
            ledger.verify_from(number, [line, *after])
            unseen.append(position)
        except BadLine as error:
            if not number + 1 <= error.line <= last:
                unseen.append(position)
        line[position] = original
    return unseen


class Damage:
    """What is found in any ledger."""

    @classmethod
    def setUpClass(cls):
        cls.ledger = LEDGERS[cls.name]
        cls.lines, cls.count = cls.ledger.lines, len(cls.ledger.lines)

    def assert_found(self, number, lines, claims=()):
        with self.assertRaises(BadLine, msg=f"line {number + 1}") as found:
            self.ledger.verify_from(number, lines, claims)
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


class DamageOfOneFile(Damage):
    """And what is found in a ledger of one segment."""

    def test_signatures_taken_away_and_put_in(self):
        """Neither changes a leaf hash: only the mode tells what is to stand there."""
        for number, record in enumerate(self.ledger.values):
            if "checkpoint" in record:
                continue
            if "signature" in record:
                record, why = without_signature(record), "without signature"
            else:
                record, why = signer("key").sign_record(record), "with a signature"
            error = self.assert_found(number, [to_line(record), *self.lines[number + 1 :]])
            self.assertEqual(error.line, number + 1)
            self.assertIn(why, str(error))

    def test_cut_tails_are_found_by_a_kept_checkpoint(self):
        """Of the others those that leave a record unsigned. The last line is the kept checkpoint
        itself: where it is cut with no record and leaves none unsigned, it is not missed."""
        for number in range(1, self.count):
            unsigned = is_unsigned(self.ledger.values[number - 1])
            if unsigned:
                error = self.assert_found(number, [])
                self.assertEqual(error.line, number + 1)
            else:
                self.ledger.verify_from(number, [])
            if unsigned or number < self.count - 1:
                self.assert_found(number, [], [self.ledger.kept])
            else:
                self.ledger.verify_from(number, [], [self.ledger.kept])


class RecordDamageTest(DamageOfOneFile, unittest.TestCase):
    name = "record"

    def test_cut_tail_of_a_directory(self):
        write("kept", self.ledger.note.encode())
        cut = copy_of("record")
        write(f"{cut}/{LEDGER_FILE}", b"".join(self.lines[:-2]))
        self.assertEqual(run_verifier("key.pub", "record", "--expect", "kept")[0], 0)
        self.assertEqual(run_verifier("key.pub", cut)[0], 0)
        code, text = run_verifier("key.pub", cut, "--expect", "kept")
        self.assertEqual((code, text.split(":")[0]), (1, f"line {self.count - 1}"))


class CheckpointDamageTest(DamageOfOneFile, unittest.TestCase):
    name = "checkpoint"

    def test_no_record_is_signed(self):
        self.assertFalse(any("signature" in record for record in read_records(self.ledger.data)))

    def test_cut_checkpoint_of_a_directory(self):
        cut = copy_of("checkpoint")
        write(f"{cut}/{LEDGER_FILE}", b"".join(self.lines[:-1]))
        code, text = run_verifier("key.pub", cut)
        self.assertEqual((code, text.split(":")[0]), (1, f"line {self.count}"))


class ChangingDamageTest(DamageOfOneFile, unittest.TestCase):
    name = "changing"


class RekeyedDamageTest(DamageOfOneFile, unittest.TestCase):
    name = "rekeyed"


class AllRecordDamageTest(Damage, unittest.TestCase):
    name = "all-record"


class AllCheckpointDamageTest(Damage, unittest.TestCase):
    name = "all-checkpoint"
