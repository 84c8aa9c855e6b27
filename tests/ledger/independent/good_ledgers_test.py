"""Ledgers of the program that are good, and the command."""

import os
import shutil
import unittest
from multiprocessing.pool import ThreadPool

from directory import read_file
from ledgers import (
    LEDGER_FILE,
    change_mode,
    decide,
    init,
    new_verifier,
    read_records,
    run_verifier,
    run_verifier_by_itself,
    write,
)


class GoodLedgersTest(unittest.TestCase):
    def test_ledgers_of_every_size(self):
        expected = {}
        for durability, largest in (("commit", 1_000), ("async", 10_000)):
            name = f"{durability}-1"
            init(name, "record", "--durability", durability)
            expected[name] = "good: 1 records, 0 checkpoints, 0 modules\n"
            for size in (4, 5, 255, 256, 257, largest):
                name = f"{durability}-{size}"
                decide(name, size - 4, "--durability", durability)
                expected[name] = f"good: {size} records, "
        self.assert_good(expected)

    def assert_good(self, expected):
        with ThreadPool(2) as pool:
            results = pool.map(lambda name: run_verifier_by_itself("key.pub", name), expected)
        for name, (code, text) in zip(expected, results):
            self.assertEqual(code, 0, f"{name}: {text}")
            self.assertTrue(text.startswith(expected[name]), f"{name}: {text}")

    def test_what_a_crash_leaves(self):
        decide("crash", 5)
        size = os.path.getsize(f"crash/{LEDGER_FILE}")
        os.truncate(f"crash/{LEDGER_FILE}", size - 700)
        decide("crash", 5)
        self.assertIn(b'"kind":"recovery"', read_file(f"crash/{LEDGER_FILE}"))
        self.assertEqual(run_verifier("key.pub", "crash")[0], 0)

    def test_space_kept_ready_for_writing(self):
        decide("padded", 1)
        data = read_file(f"padded/{LEDGER_FILE}")
        state = new_verifier().verify(data)
        self.assertEqual(new_verifier().verify(data + b"\n" * 4096), state)

    def test_ledgers_of_mode_checkpoint(self):
        """A commit of one record each, and few commits of many, of at most 4,096 records."""
        expected = {}
        for durability, sizes in (("commit", (4, 5, 8, 257)), ("async", (4, 5, 8, 10_000))):
            name = f"checkpoint-{durability}-1"
            init(name, "checkpoint", "--durability", durability)
            expected[name] = "good: 1 records, 1 checkpoints, 0 modules\n"
            for size in sizes:
                name = f"checkpoint-{durability}-{size}"
                init(name, "checkpoint", "--durability", durability)
                decide(name, size - 4)
                checkpoints = f"{size} checkpoints, 1 modules\n" if durability == "commit" else ""
                expected[name] = f"good: {size} records, {checkpoints}"
        self.assert_good(expected)
        for name in expected:
            records = read_records(read_file(f"{name}/{LEDGER_FILE}"))
            self.assertFalse(any("signature" in record for record in records), name)

    def test_what_a_crash_leaves_in_mode_checkpoint(self):
        init("crash-checkpoint", "checkpoint")
        decide("crash-checkpoint", 5)
        size = os.path.getsize(f"crash-checkpoint/{LEDGER_FILE}")
        os.truncate(f"crash-checkpoint/{LEDGER_FILE}", size - 100)
        self.assertEqual(run_verifier("key.pub", "crash-checkpoint")[0], 1)
        decide("crash-checkpoint", 5)
        self.assertIn(b'"kind":"recovery"', read_file(f"crash-checkpoint/{LEDGER_FILE}"))
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
            records = read_records(read_file(f"{name}/{LEDGER_FILE}"))
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
        result = run_verifier_by_itself("other.pub", "command")
        self.assertEqual(result, (1, "line 1: key is not the public key\n"))

    def test_what_cannot_be_read(self):
        self.assertEqual(run_verifier_by_itself("key.pub")[0], 2)
        self.assertEqual(run_verifier("absent.pub", "command")[0], 2)
        self.assertEqual(run_verifier("payments.yaml", "command")[0], 2)
        self.assertEqual(run_verifier("key.pub", "absent")[0], 2)
        self.assertEqual(run_verifier("key.pub", "command", "--expect", "payments.yaml")[0], 2)

    def test_a_module_of_other_bytes(self):
        write(self.module, read_file(self.module) + b"\0")
        self.assertEqual(run_verifier("key.pub", "command")[0], 1)

    def test_a_module_that_decided_and_is_gone(self):
        os.remove(self.module)
        code, text = run_verifier("key.pub", "command")
        self.assertEqual((code, text[:7]), (1, "line 4:"))
