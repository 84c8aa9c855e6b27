"""Several files are one sequence of lines."""

import os
import shutil
import unittest

from authors import Author
from directory import segments_of
from ledgers import new_verifier, run_verifier, write
from refusal import BadLine


class SegmentsTest(unittest.TestCase):
    WORDS = "genesis=checkpoint / opened ~closed / mode=record / opened* ~closed* /"

    def setUp(self):
        self.lines = Author(self.WORDS).lines
        os.mkdir("segments")
        self.addCleanup(shutil.rmtree, "segments")

    def put(self, seq, data):
        write(f"segments/{seq:020d}.jsonl", data)

    def verify(self, *segments):
        """Each is the seq in its name, and its first line: the others go on to the next one's."""
        starts = [start for _, start in segments] + [len(self.lines)]
        for (seq, start), end in zip(segments, starts[1:]):
            self.put(seq, b"".join(self.lines[start:end]))
        return self.verify_written()

    def verify_written(self):
        return new_verifier().verify_segments(segments_of("segments"))

    def assert_found(self, line, *segments):
        with self.assertRaises(BadLine) as found:
            self.verify(*segments)
        self.assertEqual(found.exception.line, line)

    def test_one_sequence_of_lines(self):
        state = self.verify((0, 0), (1, 2), (3, 5))
        self.assertEqual((state.records, state.checkpoints, state.lines), (6, 4, 10))
        self.assertEqual(run_verifier("key.pub", "segments")[0], 0)
        self.assertEqual(state, Author(self.WORDS).verify())

    def test_another_name(self):
        self.assert_found(3, (0, 0), (2, 2))

    def test_no_checkpoint_at_the_end(self):
        self.assert_found(4, (0, 0), (2, 3))

    def test_no_checkpoint_at_the_end_behind_a_signature(self):
        self.assert_found(9, (0, 0), (5, 8))

    def test_the_first_is_missing(self):
        self.assert_found(1, (1, 2))

    def test_one_is_missing(self):
        self.put(0, b"".join(self.lines[:2]))
        self.put(3, b"".join(self.lines[5:]))
        with self.assertRaises(BadLine):
            self.verify_written()

    def test_blank_lines_at_the_end_of_the_last_only(self):
        first, last = b"".join(self.lines[:2]), b"".join(self.lines[2:])
        self.put(0, first)
        self.put(1, last + b"\n\n")
        self.verify_written()
        for data in (first + b"\n", first[:-1]):
            self.put(0, data)
            with self.assertRaises(BadLine):
                self.verify_written()

    def test_a_last_one_that_has_no_record_yet(self):
        self.put(0, b"".join(self.lines[:2]))
        self.put(1, b"\n\n")
        self.assertEqual(self.verify_written().records, 1)
