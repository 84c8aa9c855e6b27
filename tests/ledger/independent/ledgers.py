"""Ledgers that the program under test makes, for all tests, in the working directory."""

import contextlib
import functools
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile

import verify_ledger
from canonical_json import canonical
from chain import State, Verifier, check_segment
from claims import Kept
from directory import blob_reader, read_file, segments_of

LEDGER_FILE = "00000000000000000000.jsonl"
LEDGERS = {}  # by their names, since set_up()

CONSTITUTION = """
constitution:
  id: "payments"
  permitted:
    - action: "pay"
      conditions: ["amount < 100"]
  escalate:
    - action: "pay"
      conditions: ["amount >= 100"]
      route_to: "desk"
"""
REQUESTS = [
    {"agent_id": "a", "action": "pay", "params": {"amount": 1}},
    {"agent_id": "a", "action": "pay", "params": {"amount": 1e21}, "session_id": "s"},
    {"agent_id": "a", "action": "sell", "targets": ["t", "u"], "request_id": "é\u2028\x7f\x01"},
    {"agent_id": "a", "action": "pay", "params": {"amount": 2.5, "\ufb33": [1e-7], "😀": None}},
    {"agent_id": "a", "action": "pay", "context": {"signature": "ed25519:00", "z": True}},
    {"agent_id": "a", "action": "pay", "target": "t", "unknown": 1},
]
PERSONAL_CONSTITUTION = """
constitution:
  id: "claims"
  facts:
    iban: {from: params.payee.iban, type: string, personal: true}
    patient: {from: context.patient, type: map, personal: true}
  permitted:
    - action: "pay"
"""
PERSONAL_REQUESTS = [
    {
        "agent_id": "a",
        "action": "pay",
        "params": {"payee": {"iban": "DE89"}, "note": note},
        "context": {"customer_id": "c", "patient": {"name": "Zoë", "age": 1e21}},
    }
    for note in ("short", "x" * 65_000)
] + [{"agent_id": "a", "action": "pay", "unknown": "Zoë"}]
VAULT = ["--vault", "vault", "--vault-key", "vault-key"]


def set_up(program):
    global program_path
    program_path = os.path.abspath(program)
    for name in ("key", "other", "third", "root", "vault-key", "stranger"):
        bylaw("keygen", "-o", name, "--no-passphrase")
    for name, text in (("payments", CONSTITUTION), ("claims", PERSONAL_CONSTITUTION)):
        with open(f"{name}.yaml", "w", encoding="utf-8") as file:
            file.write(text)
        bylaw("compile", f"{name}.yaml", "-o", f"{name}.bylaw")
    LEDGERS.update((name, Ledger(name)) for name in make_ledgers())


def make_ledgers():
    """In each mode one, one that changes its key and back, one with a revocation, one with all."""
    for _ in range(3):
        decide("record", 30)
    init("checkpoint", "checkpoint", "--durability", "async")
    decide("checkpoint", len(REQUESTS))
    init("changing", "record")
    decide("changing", 1)
    change_mode("changing", "checkpoint", "--reason", "more agents")
    decide("changing", 1)
    change_mode("changing", "record")
    decide("changing", 1)
    init("rekeyed", "checkpoint")
    change_key("rekeyed", "key", "other")
    for mode in ("record", "checkpoint"):
        init(f"rekeyed-{mode}", mode)
        change_key(f"rekeyed-{mode}", "key", "other")
        decide(f"rekeyed-{mode}", 1, key="other")
        change_key(f"rekeyed-{mode}", "other", "key")
        decide(f"rekeyed-{mode}", 1)
        init(f"revoked-{mode}", mode, "--root-pub", "root.pub")
        decide(f"revoked-{mode}", 1)
        revoke(f"revoked-{mode}", "other")
        decide(f"revoked-{mode}", 1, key="other")
        make_with_all(f"all-{mode}", mode)
    names = "record checkpoint changing rekeyed".split()
    return names + [f"{name}-{mode}" for mode in ("record", "checkpoint")
                    for name in ("rekeyed", "revoked", "all")]


def make_with_all(name, mode):
    """Personal values, a blob, a redaction, a revocation, another change of the key, and hashes.

    Of all of that but the hashes there is something in the records that are here.
    """
    init(name, mode, "--root-pub", "root.pub")
    decide_on_people(name, "key")
    ends = [record_count(name)]
    revoke(name, "other")
    change_key(name, "other", "third")
    ends.append(record_count(name))
    decide_on_people(name, "third")
    bylaw("ledger", "redact", name, "--key", "third", *VAULT, "--subject", "c", "--reason", "x")
    ends.append(record_count(name))
    decide(name, 1, key="third")
    split(name, ends)
    archive(name, ends[1], "third")


def bylaw(*arguments, text=""):
    command = [program_path, *arguments]
    subprocess.run(command, input=text.encode(), capture_output=True, check=True)


def init(directory, mode, *options):
    bylaw("ledger", "init", directory, "--key", "key", "--mode", mode, *options)


def change_mode(directory, mode, *options):
    """Records three: `opened`, `mode`, `closed`."""
    bylaw("ledger", "mode", directory, mode, "--key", "key", *options)


def change_key(directory, key, new_key):
    """Records three: `opened`, `key`, `closed`."""
    options = ["--key", key, "--new-key", new_key, "--reason", "x"]
    bylaw("ledger", "rekey", directory, *options)


def revoke(directory, new_key):
    """Records three: `key`, `opened`, `closed`. The statement is in a file named by the ledger."""
    options = ["--root-key", "root", "-o", f"{directory}.revoked", "--reason", "stolen"]
    bylaw("ledger", "revoke", directory, "--new-key", new_key, *options)


def decide(directory, count, *options, key="key"):
    """Records three more than the decisions: `opened`, `constitution`, `closed`. And `genesis`."""
    requests = (REQUESTS[i % len(REQUESTS)] for i in range(count))
    decide_on(requests, "payments.bylaw", directory, key, *options)


def decide_on(requests, module, directory, key, *options):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    options = ["--requests", "-", "--ledger", directory, "--key", key, *options]
    bylaw("eval", module, *options, text=lines)


def decide_on_people(directory, key):
    options = [*VAULT, "--subject", "/context/customer_id"]
    decide_on(PERSONAL_REQUESTS, "claims.bylaw", directory, key, *options)


def archive(directory, before, key, *options):
    """Records three: `opened`, `admin`, `closed`. The archive is a folder named by the ledger."""
    options = ["--before", str(before), "--to", f"{directory}.archive", "--key", key, *options]
    bylaw("ledger", "archive", directory, *options)


def split(directory, ends):
    """Into segments, as if checkpoints behind these numbers of records had ended one."""
    lines = read_file(f"{directory}/{LEDGER_FILE}").splitlines(keepends=True)
    first, records, segment = 0, 0, []
    for number, line in enumerate(lines, 1):
        segment.append(line)
        checkpoint = line.startswith(b'{"checkpoint":')
        records += not checkpoint
        if checkpoint and records in ends or number == len(lines):
            write(f"{directory}/{first:020d}.jsonl", b"".join(segment))
            first, segment = records, []


def record_count(directory):
    return len(read_records(read_file(f"{directory}/{LEDGER_FILE}")))


def read_records(data):
    lines = map(json.loads, data.splitlines())
    return [line for line in lines if "checkpoint" not in line]


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def copy_of(directory):
    """A ledger to damage."""
    copy = tempfile.mkdtemp(dir=".")
    shutil.copytree(directory, copy, dirs_exist_ok=True)
    return copy


def run_verifier(*arguments):
    """Its exit code and what it prints. In this process: tables of keys take a while to make."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = verify_ledger.main(arguments)
        except SystemExit as exit_of_usage:
            code = exit_of_usage.code
    return code, output.getvalue()


def run_verifier_by_itself(*arguments):
    command = [sys.executable, verify_ledger.__file__, *arguments]
    run = subprocess.run(command, capture_output=True, check=False, text=True)
    return run.returncode, run.stdout


def new_verifier(*directories):
    return Verifier(read_file("key.pub").decode().strip(), blob_reader(*directories))


def without_signature(record):
    return {name: value for name, value in record.items() if name != "signature"}


def to_line(value):
    return canonical(value).encode() + b"\n"


class Ledger:
    """All lines, the last one a checkpoint, and the state before each, and behind all."""

    def __init__(self, directory):
        self.verifier = new_verifier(directory)
        self.lines, self.states, self.segments = [], [State()], []  # seq, first line, line behind
        segments = segments_of(directory)
        for number, (seq, read) in enumerate(segments, 1):
            lines = read().splitlines(keepends=True)
            self.segments.append((seq, len(self.lines), len(self.lines) + len(lines)))
            for line in lines:
                last = number == len(segments)
                self.states.append(self.verifier.advance(self.states[-1], line[:-1], last))
            self.lines += lines
        self.data = b"".join(self.lines)
        self.note = json.loads(self.lines[-1])["checkpoint"]
        self.kept = Kept(self.note)
        self.kept.check_signer(self.states[-1])

    @functools.cached_property
    def values(self):
        return list(map(json.loads, self.lines))

    def verify_from(self, number, lines, claims=()):
        """The lines before that number are unchanged; these follow, in the segments as they end."""
        (_, *later), state = self.segments_from(number), self.states[number]
        end = len(lines) - sum(behind - first for _, first, behind in later)
        for (seq, first, behind) in later:
            data = b"".join(lines[:end])
            state = self.verifier.advance_segment(state, data, claims, last=False)
            check_segment(state, seq)
            lines, end = lines[end:], behind - first
        return self.verifier.verify(b"".join(lines), claims, state)

    def segments_from(self, number):
        return [segment for segment in self.segments if number < segment[2]]

    def find(self, **members):
        """The number of the first line with these members, and its record."""
        return next(
            (number, value)
            for number, value in enumerate(self.values)
            if isinstance(value, dict) and members.items() <= value.items()
        )
