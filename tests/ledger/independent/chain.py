"""The lines of a ledger, one after the other, each held against what those before it say."""

from typing import NamedTuple

from canonical_json import read_canonical
from ed25519 import public_key
from notes import KeyLine, check_note, read_key_line, read_note, revocation_text
from personal import check_personal
from records import BLOBS, body_of, check_form, is_object, is_text
from refusal import Bad, BadLine, require
from tree import append_leaf, hash_leaf, root_of, sha256

RECORD, CHECKPOINT, HASH = "record", "checkpoint", "hash"


class State(NamedTuple):
    """What the lines so far leave to check the next one against."""

    last: str = ""  # what the last line is
    lines: int = 0
    records: int = 0  # those of which the hash is here included
    hashes: int = 0
    checkpoints: int = 0
    origin: str = ""
    timestamp: str = ""  # of the last record that is here
    commit: int = 0
    commit_ended: bool = True  # the next record begins another
    mode: str = ""  # that the next record is to be signed in
    key: KeyLine | None = None  # that signs the next record
    signer: KeyLine | None = None  # that signs the last record, and a checkpoint behind it
    keys: tuple = ()  # all so far
    root_key: KeyLine | None = None
    revoked: tuple = ()  # keys
    revocations: tuple = ()  # the seq of each, and the new key's line
    unsigned: bool = False  # a record without a signature stands behind the last checkpoint
    leaf: bytes = bytes(32)
    tree: tuple = ()
    checkpoint_size: int = 0
    last_hash: tuple = (-1, 0)  # the seq and the line of the last record of which the hash is here
    minimum_index: int = 0  # the highest stated
    modules: dict = {}  # the digest of each module that decided, and the line where it first did


def no_blob(name):
    raise Bad(f"blobs/ does not hold {name}")


class Verifier:
    """`read_blob` gives the bytes of a file in blobs/. A claim is something else that was said of
    the ledger (claims.py): it sees the state behind each line, and behind the last one."""

    def __init__(self, key_line, read_blob=no_blob):
        self.key = read_key_line(key_line)
        public_key(self.key.key)  # refuses one that is no good key
        self.read_blob = read_blob

    def verify_segments(self, segments, claims=()):
        """The state behind the last line. A segment is the seq of its name, and what reads it."""
        state = State()
        for number, (seq, read) in enumerate(segments, 1):
            check_segment(state, seq)
            if number == len(segments):
                return self.verify(read(), claims, state)
            state = self.advance_segment(state, read(), claims, last=False)

    def verify(self, data, claims=(), state=State(), offset=0):
        """Of the last segment. Resumes at a line's offset, with the state before it."""
        state = self.advance_segment(state, data, claims, offset)
        try:
            check_end(state)
            for claim in claims:
                claim.check_end(state)
        except Bad as error:
            raise BadLine(state.lines + 1, error) from error
        check_hashes(state)
        return state

    def advance_segment(self, state, data, claims=(), offset=0, last=True):
        """The state behind the lines of one more segment."""
        try:
            while offset < len(data):
                end = data.find(b"\n", offset)
                require(end >= 0, "not ended by a newline")
                if end == offset:
                    require(last and not data[offset:].strip(b"\n"), "blank, and not at the end")
                    break
                after = self.advance(state, data[offset:end], last)
                for claim in claims:
                    claim.check(after)
                state, offset = after, end + 1
        except ValueError as error:
            raise BadLine(state.lines + 1, error) from error
        return state

    def advance(self, state, line, last=True):
        """The state behind one more line, given without its newline, of the last segment or not."""
        value = read_canonical(line)
        if is_text(value):
            require(not last, "the hash of a record, in the last segment")
            return advance_hash(state, value)
        require(is_object(value), "neither a record nor a checkpoint")
        if "checkpoint" in value:
            return advance_checkpoint(state, value)
        require(len(line) <= 65535, "longer than 65,535 bytes")
        return self.advance_record(state, value)

    def advance_record(self, state, record):
        check_form(record)
        first = state.records == 0
        require((record["kind"] == "genesis") == first, "genesis is the first record and only it")
        if first:
            require(record["key"] == self.key.text, "key is not the public key")
            state = begin(state, self.key, record)
        check_place(state, record)
        signer, next_key = keys_of(state, record)
        if "discarded_checkpoint" in record:
            note = read_note(record["discarded_checkpoint"])
            require(note.origin == record["origin"], "discarded_checkpoint is another ledger's")
            check_note(note, *state.keys)
        body = body_of(record)
        check_signature(state.mode, record, body, signer)
        whole = self.with_blobs(record)
        if "personal" in record:
            check_personal(whole)
        if "root_proof" in record:
            state = state._replace(
                revoked=(*state.revoked, state.key.key),
                revocations=(*state.revocations, (record["seq"], next_key.text)),
            )
        leaf = hash_leaf(body)
        return state._replace(
            last=RECORD,
            lines=state.lines + 1,
            records=state.records + 1,
            timestamp=record["timestamp"],
            commit=record["commit"],
            commit_ended=record["kind"] in ("mode", "key"),
            mode=record.get("mode", state.mode),
            key=next_key,
            signer=signer,
            keys=state.keys if next_key in state.keys else (*state.keys, next_key),
            unsigned=state.unsigned or "signature" not in record,
            leaf=leaf,
            tree=append_leaf(state.tree, state.records, leaf),
            minimum_index=max(state.minimum_index, record.get("minimum_index", 0)),
            modules=with_module(state, record),
        )

    def with_blobs(self, record):
        """The record as if nothing of it stood in a blob."""
        for member, (length, digest) in BLOBS.items():
            if digest in record:
                name = record[digest].removeprefix("sha256:") + ".json"
                blob = self.read_blob(name)
                require(sha256(blob).hex() + ".json" == name, f"blobs/{name}: holds other bytes")
                require(len(blob) == record[length], f"blobs/{name}: of another length")
                value = read_canonical(blob)
                require(is_object(value), f"blobs/{name}: not an object")
                record = {**record, member: value}
        return record


def begin(state, key, genesis):
    """Before the genesis record, with what it is the first to state."""
    root_key = read_key_line(genesis["root_key"]) if "root_key" in genesis else None
    require(not root_key or root_key.key != key.key, "root_key is the key itself")
    return state._replace(
        origin=genesis["origin"], mode=genesis["mode"], key=key, keys=(key,), root_key=root_key
    )


def check_place(state, record):
    """What a record says of those before it."""
    require(record["seq"] == state.records, f"seq is not {state.records}")
    require(record["prev_hash"] == f"sha256:{state.leaf.hex()}", "prev_hash is not the chain's")
    require(record["origin"] == state.origin, "the origin is not the ledger's")
    require(record["timestamp"] >= state.timestamp, "timestamp is earlier than the last")
    check_commit(state, record)
    size = record.get("checkpoint_size")
    expected = state.checkpoint_size if state.last == CHECKPOINT else None
    if state.last == HASH:  # A checkpoint can have stood between them.
        expected = None if size is None else state.records
    require(size == expected, "checkpoint_size is not the checkpoint's")
    if record["kind"] == "mode":
        require(record["mode"] != state.mode, f"the mode is {state.mode} already")


def check_commit(state, record):
    """It is the running commit, or a new one where nothing waits for a checkpoint to sign it."""
    own, running = record["commit"] == record["seq"], record["commit"] == state.commit
    if state.last == HASH:  # The running one is not known.
        require(record["commit"] <= record["seq"], "commit is behind the record")
        return
    if state.commit_ended:
        require(own, "commit is not seq, where another commit begins")
    require(own or running, "commit names no commit that can be this record's")
    require(not (own and state.unsigned), "missing: the checkpoint that signs the commit before")


def keys_of(state, record):
    """Which key signs this record, and which the next."""
    if record["kind"] != "key":
        return state.key, state.key
    old, new = state.key, read_key_line(record["key"])
    require(new.key != old.key, "key is the one that signs already")
    require(new.key not in state.revoked, "key was revoked")
    require(not state.root_key or new.key != state.root_key.key, "key is the root key")
    message = f"bylaw-key\n{record['origin']}\n{record['seq']}\n".encode()
    require(signed(message, record["key_proof"], new), "key_proof is not good")
    if "root_proof" not in record:
        return old, new
    require(state.root_key, "root_proof, and there is no root key")
    require(record["commit"] == record["seq"], "a revocation that does not begin its commit")
    place = record["origin"], record["seq"], record["prev_hash"]
    message = revocation_text(*place, old.text, new.text).encode()
    require(signed(message, record["root_proof"], state.root_key), "root_proof is not good")
    return new, new


def signed(message, signature, key):
    return key.signed(message, bytes.fromhex(signature.removeprefix("ed25519:")))


def check_signature(mode, record, body, key):
    """In mode checkpoint there is none: the checkpoint that ends the commit signs the body."""
    if mode == "checkpoint":
        require("signature" not in record, "with a signature, in mode checkpoint")
        return
    require("signature" in record, "without signature, in mode record")
    require(signed(body, record["signature"], key), "the signature is not good")


def advance_hash(state, digest):
    """In the place of a record that is not here any more."""
    require(len(digest) == 64 and set(digest) <= set("0123456789abcdef"), "no record's hash")
    require(state.records > 0, "the first record is missing")
    require(not state.unsigned, "missing: the checkpoint that signs the record before")
    leaf = bytes.fromhex(digest)
    return state._replace(
        last=HASH,
        lines=state.lines + 1,
        records=state.records + 1,
        hashes=state.hashes + 1,
        commit_ended=False,
        signer=state.key,
        leaf=leaf,
        tree=append_leaf(state.tree, state.records, leaf),
        last_hash=(state.records, state.lines + 1),
    )


def advance_checkpoint(state, value):
    require(value.keys() == {"checkpoint"}, "a checkpoint has no other members")
    require(is_text(value["checkpoint"]), "a checkpoint's note is a string")
    note = read_note(value["checkpoint"])
    require(note.origin == state.origin, "the origin is not the ledger's")
    require(note.size == state.records, "size is not the number of records")
    require(note.size > state.checkpoint_size, "size is not more than the last checkpoint's")
    require(note.root == root_of(state.tree), "the root is not that of the records")
    check_note(note, state.signer)
    return state._replace(
        last=CHECKPOINT,
        lines=state.lines + 1,
        checkpoints=state.checkpoints + 1,
        checkpoint_size=note.size,
        commit_ended=True,
        unsigned=False,
    )


def check_segment(state, seq):
    """Before the first line of a segment with that name."""
    try:
        require(seq == state.records, f"the segment that begins here is not of record {seq}")
        ended = state.lines == 0 or state.last == CHECKPOINT
        require(ended, "the segment before does not end with a checkpoint")
    except Bad as error:
        raise BadLine(state.lines + 1, error) from error


def check_end(state):
    require(state.records, "there is no genesis record")
    require(not state.unsigned, "missing: a checkpoint that signs the records before")


def check_hashes(state):
    """Where one may not be here, the last of all is one."""
    seq, line = state.last_hash
    if seq >= state.minimum_index:
        raise BadLine(line, f"record {seq} is missing, and none says that it need not be kept")


def with_module(state, record):
    digest = record.get("constitution_digest")
    if record["kind"] != "evaluation" or digest is None or digest in state.modules:
        return state.modules
    return {**state.modules, digest: state.lines + 1}
