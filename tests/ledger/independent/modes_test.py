"""Which records are signed, and where a checkpoint is due."""

import unittest

from authors import WrittenLedgers


class ModesTest(WrittenLedgers, unittest.TestCase):
    GOOD = [
        "genesis=record*",
        "genesis=record* opened* ~closed* /",
        "genesis=record* mode=checkpoint*",
        "genesis=record* mode=checkpoint* / opened ~closed /",
        "genesis=record* ~mode=checkpoint* opened ~closed /",
        "genesis=record* mode=checkpoint* mode=record / mode=checkpoint* / opened /",
        "genesis=checkpoint /",
        "genesis=checkpoint ~opened ~closed /",
        "genesis=checkpoint / opened ~closed / opened /",
        "genesis=checkpoint ~mode=record / opened* ~closed*",
        "genesis=checkpoint / mode=record / mode=checkpoint* opened /",
    ]
    # And the first line that is not good
    BAD = [
        ("genesis=record", 1),
        ("genesis=record /", 1),
        ("genesis=checkpoint*", 1),
        ("genesis=checkpoint* /", 1),
        ("genesis=checkpoint", 2),
        ("genesis=checkpoint opened /", 2),
        ("genesis=checkpoint / opened", 4),
        ("genesis=checkpoint / ~opened /", 3),
        ("genesis=checkpoint / opened* /", 3),
        ("genesis=checkpoint / opened closed /", 4),
        ("genesis=checkpoint / opened ~closed* /", 4),
        ("genesis=checkpoint / mode=checkpoint /", 3),
        ("genesis=checkpoint / mode=record* /", 3),
        ("genesis=checkpoint / mode=record", 4),
        ("genesis=checkpoint / mode=record ~opened* /", 4),
        ("genesis=checkpoint / mode=record opened* /", 4),
        ("genesis=checkpoint / mode=record / opened /", 5),
        ("genesis=checkpoint / mode /", 3),
        ("genesis=record* opened /", 2),
        ("genesis=record* mode=record*", 2),
        ("genesis=record* mode=checkpoint /", 2),
        ("genesis=record* mode=checkpoint* ~opened /", 3),
        ("genesis=record* mode=checkpoint* opened*", 3),
        ("genesis=record* mode=checkpoint* opened closed /", 4),
        ("genesis=record* mode=checkpoint* / opened", 5),
        ("genesis=record* mode=other*", 2),
    ]
