"""What is said of a ledger elsewhere, and held against it line by line.

A claim has check(state), behind each line, and check_end(state), behind the last one.
"""

from notes import check_note, read_note, read_statement
from refusal import require
from tree import root_of


class Kept:
    """A checkpoint that was kept."""

    def __init__(self, note):
        self.note = read_note(note)

    def check(self, state):
        require(self.note.origin == state.origin, "the kept checkpoint is another ledger's")
        if self.note.size == state.records:
            require(self.note.root == root_of(state.tree), "the kept checkpoint has another root")

    def check_end(self, state):
        size = self.note.size
        require(size <= state.records, f"missing: {size} records were there")

    def check_signer(self, state):
        """Apart: where it does not hold, it says nothing of the ledger."""
        check_note(self.note, *state.keys)


class Revoked:
    """The statement of a revocation: behind this record, that one or nothing."""

    def __init__(self, statement):
        self.statement = read_statement(statement)

    def check(self, state):
        said = self.statement
        if state.lines == 1:
            require(said.origin == state.origin, "the statement is another ledger's")
            require(state.root_key, "there is no root key that could revoke one")
            check_note(said, state.root_key)
        if state.records == said.seq:
            there = f"sha256:{state.leaf.hex()}"
            require(there == said.prev_hash, "the statement is of another record in this place")
        if state.records == said.seq + 1:
            made = (said.seq, said.new_key) in state.revocations
            require(made, "missing: the revocation in this place")

    def check_end(self, state):
        require(state.records >= self.statement.seq, "missing: records before the revocation")
