"""One value has one spelling."""

import struct
import unittest

from canonical_json import canonical, read_canonical, read_number


class CanonicalTest(unittest.TestCase):
    # Doubles by their bits and as ECMAScript prints them: RFC 8785, appendix B, and the borders
    NUMBERS = {
        "0000000000000000": "0",
        "0000000000000001": "5e-324",
        "7fefffffffffffff": "1.7976931348623157e+308",
        "4340000000000000": "9007199254740992",
        "c340000000000000": "-9007199254740992",
        "4430000000000000": "295147905179352830000",
        "44b52d02c7e14af5": "9.999999999999997e+22",
        "44b52d02c7e14af6": "1e+23",
        "44b52d02c7e14af7": "1.0000000000000001e+23",
        "444b1ae4d6e2ef4e": "999999999999999700000",
        "444b1ae4d6e2ef50": "1e+21",
        "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d": "0.000001",
        "41b3de4355555553": "333333333.3333332",
        "becbf647612f3696": "-0.0000033333333333333333",
        "43143ff3c1cb0959": "1424953923781206.2",
    }
    GOOD = [
        '""',
        '"\\u0000\\b\\t\\n\\u000b\\f\\r\\"\\\\/\x7f\u2028é😀"',
        '{"😀":1,"\ufb33":2}',
        "[null,true,false,{}]",
        '"\uffff\ufdd0\U0001fffe"',
        "[" * 64 + "]" * 64,
    ]
    BAD = """
        -0 1.0 1e2 1E+21 1e21 01 +1 9007199254740993 1e400 NaN -Infinity tru [1,] [1]]
        "\\u001F" "\\u0008" "\\/" "\\u00e9" "\\ud83d\\ude00" "\\ud800"
        {"a":1,"a":1} {"b":1,"a":2} {"\ufb33":2,"😀":1}
    """.split() + ["[" * 65 + "]" * 65, '{"a": 1}', "[1, 2]", " 1", "1\r", '"\t"', "\ufeff1", ""]

    def test_numbers(self):
        for bits, text in self.NUMBERS.items():
            value = struct.unpack(">d", bytes.fromhex(bits))[0]
            self.assertEqual(canonical(read_number(repr(value))), text)
            read_canonical(text.encode())

    def test_accepts(self):
        for text in self.GOOD:
            read_canonical(text.encode())

    def test_refuses(self):
        for text in self.BAD:
            with self.assertRaises(ValueError, msg=text):
                read_canonical(text.encode())

    def test_refuses_bytes_that_are_not_utf8(self):
        for data in (b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"', '"a"'.encode("utf-16")):
            with self.assertRaises(ValueError, msg=data):
                read_canonical(data)
