"""The tree as RFC 6962 writes it, and proofs that the program makes of it."""

import hashlib
import json
import unittest

from directory import read_file
from ledgers import LEDGERS, bylaw
from notes import read_base64, read_note
from records import body_of
from tree import append_leaf, hash_leaf, hash_node, root_of


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
            tree = append_leaf(tree, size, self.root(leaves[-1:]))
            self.assertEqual(root_of(tree), self.root(leaves))


def root_by_proof(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2; None for a path of another length than the tree's."""
    node, last = index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            leaf = hash_node(sibling, leaf)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            leaf = hash_node(leaf, sibling)
        node, last = node >> 1, last >> 1
    return leaf if last == 0 else None


class ProofTest(unittest.TestCase):
    def read_proof(self, directory, seq):
        """The record's line, the note of the proof, and the root for a record's leaf hash."""
        files = ["--record", "proved.json", "-o", "proof"]
        bylaw("ledger", "proof", directory, "--pub", "key.pub", "--seq", str(seq), *files)
        proof, note = read_file("proof").decode().split("\n\n", 1)
        head, index, *path = proof.split("\n")
        self.assertEqual((head, index), ("c2sp.org/tlog-proof@v1", f"index {seq}"))
        note = read_note(note)
        path = list(map(read_base64, path))
        return read_file("proved.json"), note, lambda leaf: root_by_proof(leaf, seq, note.size, path)

    def test_proofs(self):
        for directory in ("checkpoint", "changing"):
            ledger = LEDGERS[directory]
            lines = [line for line in ledger.lines if not line.startswith(b'{"checkpoint":')]
            for seq, line in enumerate(lines):
                proved, note, root = self.read_proof(directory, seq)
                self.assertEqual((proved, note), (line, ledger.kept.note))
                record = json.loads(proved)
                self.assertEqual(note.origin, record["origin"])
                body = body_of(record)
                self.assertEqual(body == proved[:-1], "signature" not in record)
                self.assertEqual(root(hash_leaf(body)), note.root)
                self.assertNotEqual(root(hash_leaf(body + b" ")), note.root)
                is_last = seq == len(lines) - 1
                self.assertEqual(root(ledger.states[-1].leaf) == note.root, is_last)
