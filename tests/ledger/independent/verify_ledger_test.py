#!/usr/bin/python3
"""The independent verifier against published vectors, ledgers of the program, and their damage.

verify_ledger_test.py BYLAW [TEST…]
"""

import os
import sys
import tempfile
import unittest

import ledgers

TESTS = sorted(
    name.removesuffix(".py")
    for name in os.listdir(os.path.dirname(os.path.abspath(__file__)))
    if name.endswith("_test.py") and name != os.path.basename(__file__)
)


def main():
    """In memory, where there is such a place: syncs of a disk take longer than the rest."""
    program = os.path.abspath(sys.argv.pop(1))
    named = any(not argument.startswith("-") for argument in sys.argv[1:])
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as directory:
        os.chdir(directory)
        ledgers.set_up(program)
        unittest.main(module=None, argv=[*sys.argv, *([] if named else TESTS)])


if __name__ == "__main__":
    main()
