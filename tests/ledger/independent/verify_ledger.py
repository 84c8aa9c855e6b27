#!/usr/bin/python3
"""Verifies a ledger of Bylaw without Bylaw: from docs/ledger.md alone, in plain Python 3.11.

Begin with chain.py, which holds a line against those before it; records.py has what is in a record.

verify_ledger.py LEDGER.pub DIR [--expect NOTE_FILE] [--revoked STATEMENT_FILE]
    [--archive FOLDER] [--openings OPENINGS_FILE --seq N]

Exit codes: 0 good, 1 not good (names the first bad line), 2 usage, no key, no ledger.
"""

import argparse
import sys

from chain import Verifier
from claims import Kept, Revoked
from directory import blob_reader, find_record, read_file, segments_of, verify_modules
from personal import check_opening, read_openings
from refusal import Bad, require


def parse_options(arguments):
    parser = argparse.ArgumentParser(description="Verifies a ledger of Bylaw.")
    parser.add_argument("pub", metavar="LEDGER.pub")
    parser.add_argument("directory", metavar="DIR")
    parser.add_argument("--expect", metavar="FILE", help="a checkpoint kept elsewhere")
    parser.add_argument("--revoked", metavar="FILE", help="the statement of a revocation")
    parser.add_argument("--archive", metavar="FOLDER", help="where old segments went")
    parser.add_argument("--openings", metavar="FILE", help="personal values of one record")
    parser.add_argument("--seq", metavar="N", type=int, help="which record")
    options = parser.parse_args(arguments)
    if (options.openings is None) != (options.seq is None):
        parser.error("--openings and --seq belong together")
    return options


class Verification:
    """Reads what was given; what cannot be read is no answer about the ledger."""

    def __init__(self, options):
        self.directory, self.seq = options.directory, options.seq
        read_blob = blob_reader(options.directory, options.archive)
        self.verifier = Verifier(read_file(options.pub).decode().removesuffix("\n"), read_blob)
        self.kept = Kept(read_file(options.expect).decode()) if options.expect else None
        revoked = Revoked(read_file(options.revoked)) if options.revoked else None
        self.claims = list(filter(None, (self.kept, revoked)))
        self.segments = segments_of(options.directory)
        self.archived = options.archive and segments_of(options.directory, options.archive)
        self.openings = read_openings(read_file(options.openings)) if options.openings else []

    def run(self):
        """The state behind the last line, and the number of modules."""
        state = self.verifier.verify_segments(self.segments, self.claims)
        segments = self.archived or self.segments
        if self.archived:
            both = self.verifier.verify_segments(segments, self.claims)
            require(both.tree == state.tree, "the archive is not of this ledger")
            state = both
        modules = verify_modules(self.directory, state.modules)
        if self.openings:
            record = find_record(segments, self.seq)
            require(record, f"record {self.seq} is not here")
            record = self.verifier.with_blobs(record)
            for opening in self.openings:
                check_opening(record, opening)
        return state, modules


def main(arguments=None):
    options = parse_options(arguments)
    try:
        verification = Verification(options)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        state, modules = verification.run()
    except (Bad, OSError) as error:
        print(error)
        return 1
    try:
        if verification.kept:
            verification.kept.check_signer(state)
    except Bad as error:
        print(f"{options.expect}: {error}", file=sys.stderr)
        return 2
    counts = f"{state.records} records, {state.checkpoints} checkpoints, {modules} modules"
    print(f"good: {counts}" + (f", {state.hashes} records not here" if state.hashes else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
