"""Records of which only the hashes are here."""

import json
import os
import shutil
import unittest

from authors import Author, WrittenLedgers, signer
from chain import State
from directory import read_file
from ledgers import LEDGER_FILE, LEDGERS, bylaw, copy_of, decide, init
from ledgers import new_verifier, record_count, run_verifier, split, to_line, write
from refusal import Bad, BadLine

NAMES = ("all-record", "all-checkpoint")


class PlacesTest(WrittenLedgers, unittest.TestCase):
    """Where a hash may stand, and what is held of a record behind one."""

    GOOD = [
        "genesis=record* #opened / | opened* / | admin=2* /",
        "genesis=record* #opened #~closed / | opened* ~admin=3* / | closed*",
        "genesis=record* / #opened #closed / | admin=3* ~closed* /",
        "genesis=record* #opened / #closed / | admin=3* /",
        "genesis=record* mode=checkpoint* #opened / | admin=3 /",
        "genesis=record* #opened ~mode=checkpoint* #opened ~mode=record / | admin=4* /",
        "genesis=record* #opened #/ mode=checkpoint* #/ #opened / | admin=4 /",
        "genesis=checkpoint / #opened #/ #closed / | admin=3 /",
        "genesis=checkpoint / #opened #~closed #/ mode=record / #opened / | admin=5*",
        "genesis=checkpoint / #opened / | #closed / | admin=3 /",
        "genesis=checkpoint / #opened / | closed / | admin=2 /",
        "genesis=checkpoint / #opened / | admin=1 / admin=2 / | admin=0 /",
        "genesis=checkpoint / #admin=1 / | #admin=2 / | admin=3 /",
    ]
    # And the first line that is not good
    BAD = [
        ("#genesis=record / | admin=1* /", 1),
        ("#genesis=checkpoint / | admin=1 /", 1),
        ("genesis=record* #opened", 2),
        ("genesis=record* #opened /", 2),
        ("genesis=record* / | #opened / admin=2* /", 3),
        ("genesis=record* #opened | admin=2* /", 3),
        ("genesis=record* #opened / | opened* /", 2),
        ("genesis=record* #opened #closed / | admin=2* /", 3),
        ("genesis=record* #opened #closed / | admin=1* /", 3),
        ("genesis=record* / | admin=1* #opened / | opened* /", 4),
        ("genesis=record* #opened / | admin=3* /", 4),
        ("genesis=checkpoint #opened / | admin=2 /", 2),
        ("genesis=checkpoint ~opened / #closed / | opened #~closed /", 7),
        ("genesis=checkpoint / mode=record #opened / | admin=3* /", 4),
        ("genesis=checkpoint / #opened / | admin=2", 6),
        ("genesis=checkpoint / #opened / | admin=2*", 5),
        ("genesis=checkpoint / #opened / | ~admin=2 /", 5),
    ]

    def test_what_is_no_hash(self):
        ledger = LEDGERS["all-record"]
        number = next(n for n, value in enumerate(ledger.values) if isinstance(value, str))
        state, value = ledger.states[number], ledger.values[number]
        ledger.verifier.advance(state, to_line(value)[:-1], last=False)
        for other in (value[:-1], value + "0", value.upper(), "sha256:" + value, "", "٠" * 64):
            with self.assertRaises(Bad, msg=other):
                ledger.verifier.advance(state, to_line(other)[:-1], last=False)

    def test_a_record_behind_one(self):
        *before, line = Author("genesis=record* #opened ~closed*").lines
        state = State()
        for known in before:
            state = new_verifier().advance(state, known[:-1], last=False)
        record = json.loads(line)
        good = [{"commit": 2}, {"commit": 0}, {"checkpoint_size": 2}]
        refused = [
            {"commit": 3},
            {"checkpoint_size": 1},
            {"checkpoint_size": 0},
            {"prev_hash": "sha256:" + "0" * 64},
            {"timestamp": "1970-01-01T00:00:00.000000Z", "event_id": f"evt_{0:016x}{2:016x}"},
        ]
        for changes in good:
            self.advance(state, record | changes)
        for changes in refused:
            with self.assertRaises(Bad, msg=changes):
                self.advance(state, record | changes)

    def advance(self, state, record):
        line = to_line(signer("key").sign_record(record))
        return new_verifier().advance(state, line[:-1], last=False)


class ArchiveTest(unittest.TestCase):
    """What the program took out."""

    def put_back(self, directory, name, files):
        for file in files:
            shutil.copy(f"{name}.archive/{file}", f"{directory}/{file}")

    def archived(self, name):
        files = sorted(os.listdir(f"{name}.archive"))
        return files, [file for file in files if file.endswith(".jsonl")]

    def test_good(self):
        for name in NAMES:
            code, text = run_verifier("key.pub", name, "--revoked", f"{name}.revoked")
            self.assertEqual(code, 0, text)
            self.assertIn("records not here", text)

    def test_together_with_the_archive(self):
        for name in NAMES:
            code, text = run_verifier("key.pub", name, "--archive", f"{name}.archive")
            self.assertEqual(code, 0, text)
            self.assertNotIn("not here", text)

    def test_put_back(self):
        for name in NAMES:
            copy, (_, segments) = copy_of(name), self.archived(name)
            self.assertEqual(len(segments), 2)
            for count, segment in enumerate(segments, 1):
                self.put_back(copy, name, [segment])
                shutil.copytree(f"{name}.archive/blobs", f"{copy}/blobs", dirs_exist_ok=True)
                code, text = run_verifier("key.pub", copy)
                self.assertEqual((code, "not here" in text), (0, count < len(segments)), text)

    def test_put_back_without_its_blob(self):
        for name in NAMES:
            copy = copy_of(name)
            self.put_back(copy, name, self.archived(name)[1])
            code, text = run_verifier("key.pub", copy)
            self.assertEqual(code, 1)
            self.assertIn("blobs/", text)

    def test_an_archive_of_other_bytes(self):
        name, archived = "all-record", copy_of("all-record.archive")
        path = f"{archived}/{LEDGER_FILE}"
        write(path, read_file(path).replace(b'"reason":"', b'"reason":"x', 1))
        self.assertEqual(run_verifier("key.pub", name, "--archive", archived)[0], 1)
        (blob, *_) = os.listdir(f"{archived}/blobs")
        shutil.copy(f"{name}.archive/{LEDGER_FILE}", path)
        self.assertEqual(run_verifier("key.pub", name, "--archive", archived)[0], 0)
        os.remove(f"{archived}/blobs/{blob}")
        self.assertEqual(run_verifier("key.pub", name, "--archive", archived)[0], 1)

    def test_an_archive_of_another_ledger(self):
        code, _ = run_verifier("key.pub", "all-record", "--archive", "all-checkpoint.archive")
        self.assertEqual(code, 1)
        self.assertEqual(run_verifier("key.pub", "record", "--archive", "all-record.archive")[0], 2)
        code, text = run_verifier("key.pub", "record", "--archive", "changing")  # Good by itself.
        self.assertEqual((code, text), (1, "the archive is not of this ledger\n"))

    def test_a_segment_that_is_missing_whole(self):
        for name in NAMES:
            for segment in self.archived(name)[1]:
                copy = copy_of(name)
                os.remove(f"{copy}/{segment}")
                self.assertEqual(run_verifier("key.pub", copy)[0], 1)

    def test_without_the_record_that_says_so(self):
        """The last hash is named: of those that may not be here it is always one."""
        for name in NAMES:
            ledger, copy = LEDGERS[name], copy_of(name)
            number, _ = ledger.find(kind="admin")
            seq, first, _ = ledger.segments[-1]
            write(f"{copy}/{seq:020d}.jsonl", b"".join(ledger.lines[first:number]))
            code, text = run_verifier("key.pub", copy)
            last = max(n for n, value in enumerate(ledger.values) if isinstance(value, str))
            self.assertEqual((code, text.split(":")[0]), (1, f"line {last + 1}"), text)

    def test_what_the_record_says(self):
        ledger = LEDGERS["all-record"]
        number, record = ledger.find(kind="admin")
        last_hash = max(n for n, value in enumerate(ledger.values) if isinstance(value, str))
        minimum = record["minimum_index"]
        expected = {
            minimum: None,
            record["seq"]: None,
            minimum - 1: last_hash,
            0: last_hash,
            record["seq"] + 1: number,
            -1: number,
        }
        for index, line in expected.items():
            changed = signer("third").sign_record(record | {"minimum_index": index})
            if line is None:
                ledger.verify_from(number, [to_line(changed)])
                continue
            with self.assertRaises(BadLine, msg=index) as found:
                ledger.verify_from(number, [to_line(changed)])
            self.assertEqual(found.exception.line, line + 1, index)

    def test_of_which_kind_it_is(self):
        ledger = LEDGERS["all-record"]
        number, record = ledger.find(kind="admin")
        for changes in (
            {"admin": "clock"},
            {"admin": "other"},
            {"clock_timestamp": record["timestamp"]},
            {"minimum_index": None},
            {"minimum_index": None, "clock_timestamp": record["timestamp"]},
        ):
            changed = {name: v for name, v in (record | changes).items() if v is not None}
            with self.assertRaises(BadLine, msg=changes) as found:
                ledger.verify_from(number, [to_line(signer("third").sign_record(changed))])
            self.assertEqual(found.exception.line, number + 1)

    def test_dropped_for_good(self):
        init("dropped", "checkpoint")
        ends = []
        for _ in range(3):
            decide("dropped", 1)
            ends.append(record_count("dropped"))
        split("dropped", ends[:2])
        whole = read_file(f"dropped/{ends[0]:020d}.jsonl")
        bylaw("ledger", "drop", "dropped", "--before", str(ends[0]), "--key", "key", "--yes")
        self.assertEqual(read_file(f"dropped/{ends[0]:020d}.jsonl"), whole)
        values = list(map(json.loads, read_file(f"dropped/{LEDGER_FILE}").splitlines()))
        self.assertEqual([type(value) for value in values], [dict] * 2 + [str] * 4 + [dict])
        code, text = run_verifier("key.pub", "dropped")
        self.assertEqual((code, text.split(", ")[-1]), (0, "4 records not here\n"), text)

    def test_a_kept_checkpoint_of_what_is_not_here(self):
        """It can be any that was ever signed."""
        for name in NAMES:
            path = f"{name}.archive/{LEDGER_FILE}"
            for value in map(json.loads, read_file(path).splitlines()):
                if "checkpoint" in value:
                    write("kept-archived", value["checkpoint"].encode())
                    code, text = run_verifier("key.pub", name, "--expect", "kept-archived")
                    self.assertEqual(code, 0, text)
