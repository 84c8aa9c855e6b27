"""Lines that the key's holder signed, and that are wrong all the same."""

import base64
import json
import unittest

from authors import key_line, signer
from ledgers import LEDGERS, to_line
from refusal import Bad, BadLine
from tree import sha256


class WellSignedTest(unittest.TestCase):
    HASH = "sha256:" + "0" * 64
    # By the kind of the record: changed members; None takes one away
    REFUSED = {
        "genesis": [
            {"key": None},
            {"mode": "other"},
            {"durability": "never"},
            {"root_key": "root"},
            {"origin": "without-random-bits"},
            {"seq": 1},
            {"kind": "opened", "key": None, "mode": None, "durability": None},
        ],
        "opened": [
            {"v": 2},
            {"v": True},
            {"unknown": 1},
            {"software": None},
            {"code": "matched"},
            {"seq": 7},
            {"seq": 1.5},
            {"commit": 2},
            {"kind": "vote"},
            {"origin": "bylaw/ledger-0123456789abcdef"},
            {"prev_hash": HASH},
            {"checkpoint_size": 1},
            {"timestamp": "1970-01-01T00:00:00.000001Z", "event_id": f"evt_{1:016x}{1:016x}"},
            {"timestamp": "9999-02-30T00:00:00.000000Z"},
            {"event_id": "evt_" + "0" * 32},
        ],
        "evaluation": [
            {"code": None},
            {"agent_id": None},
            {"decision": "MAYBE"},
            {"code": "invalid_request"},
            {"error": "none"},
            {"software": "bylaw"},
            {"tail_bytes": 1},
            {"commit": 0},
            {"steps": -1},
            {"context": []},
            {"target": {"signature": "x"}},
            {"targets": [{}]},
            {"rules": [{"id": "a"}]},
            {"rules": [{"id": "a", "outcome": "applies", "more": 1}]},
            {"constitution_digest": HASH.upper()},
            {"reason": "x" * 65535},
        ],
        "constitution": [{"code": None}, {"constitution_digest": None}, {"decision": "DENY"}],
    }

    @classmethod
    def setUpClass(cls):
        cls.ledger = LEDGERS["record"]

    def resign(self, record, changes):
        record = {name: value for name, value in (record | changes).items() if value is not None}
        return to_line(signer("key").sign_record(record))[:-1]

    def test_records(self):
        for kind, refused in self.REFUSED.items():
            number, record = self.ledger.find(kind=kind)
            state = self.ledger.states[number]
            self.ledger.verifier.advance(state, self.resign(record, {}))
            for changes in refused:
                with self.assertRaises(ValueError, msg=f"{kind}: {changes}"):
                    self.ledger.verifier.advance(state, self.resign(record, changes))

    def test_outcomes(self):
        number, opened = self.ledger.find(kind="opened")
        outcome = opened | {"kind": "outcome", "software": None, "about": 0, "outcome": "failed"}
        outcome |= {"about_hash": self.HASH, "reason": "no answer"}
        state = self.ledger.states[number]
        self.ledger.verifier.advance(state, self.resign(outcome, {}))
        refused = [{"about": None}, {"about_hash": None}, {"outcome": None}, {"outcome": "done"}]
        refused += [{"about": opened["seq"]}, {"about": -1}, {"about_hash": "sha256:0"}]
        refused += [{"agent_id": "a"}, {"kind": "opened", "software": "bylaw"}]
        for changes in refused:
            with self.assertRaises(ValueError, msg=changes):
                self.ledger.verifier.advance(state, self.resign(outcome, changes))

    def test_root_keys(self):
        """Another public key than the ledger's: the same under another name is the same."""
        number, genesis = self.ledger.find(kind="genesis")
        state, same, root = self.ledger.states[number], key_line("key"), key_line("root")
        self.ledger.verifier.advance(state, self.resign(genesis, {"root_key": root.text}))
        raw = b"\x01" + same.key
        renamed = sha256(b"other\n" + raw)[:4].hex()
        for text in (same.text, f"other+{renamed}+{base64.b64encode(raw).decode()}"):
            with self.assertRaisesRegex(Bad, "root_key is the key itself"):
                self.ledger.verifier.advance(state, self.resign(genesis, {"root_key": text}))

    def test_a_second_genesis(self):
        _, genesis = self.ledger.find(kind="genesis")
        number, opened = self.ledger.find(kind="opened")
        members = {name: genesis[name] for name in ("kind", "key", "mode", "durability")}
        with self.assertRaises(ValueError):
            self.ledger.verifier.advance(self.ledger.states[number], self.resign(opened, members))

    def test_a_record_behind_a_checkpoint(self):
        number = next(n for n, line in enumerate(self.ledger.lines) if b'"checkpoint_size"' in line)
        record, state = json.loads(self.ledger.lines[number]), self.ledger.states[number]
        self.ledger.verifier.advance(state, self.resign(record, {}))
        refused = [{"checkpoint_size": None}, {"checkpoint_size": 1}, {"commit": state.commit}]
        for changes in refused:
            with self.assertRaises(ValueError, msg=changes):
                self.ledger.verifier.advance(state, self.resign(record, changes))

    def test_a_history_that_was_written_anew_is_found_by_a_kept_checkpoint_only(self):
        number = len(self.ledger.lines) - 2
        line = self.resign(json.loads(self.ledger.lines[number]), {"software": "another"}) + b"\n"
        self.ledger.verify_from(number, [line])
        with self.assertRaises(BadLine):
            self.ledger.verify_from(number, [line], [self.ledger.kept])
