"""Ed25519 by the vectors of RFC 8032, and strictly."""

import unittest

from authors import Signer
from ed25519 import ORDER, P, PublicKey
from refusal import Bad


class Ed25519Test(unittest.TestCase):
    SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    # RFC 8032, section 7.1: public key, message, signature
    VECTORS = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ]

    def test_vectors(self):
        for public, message, signature in self.VECTORS:
            key, message = PublicKey(bytes.fromhex(public)), bytes.fromhex(message)
            signature = bytes.fromhex(signature)
            self.assertTrue(key.signed(message, signature))
            self.assertFalse(key.signed(message + b"\0", signature))
            for position in range(64):
                damaged = bytearray(signature)
                damaged[position] ^= 1
                self.assertFalse(key.signed(message, bytes(damaged)), position)

    def test_refuses_another_spelling_of_s(self):
        public, _, signature = map(bytes.fromhex, self.VECTORS[0])
        s = int.from_bytes(signature[32:], "little") + ORDER
        self.assertFalse(PublicKey(public).signed(b"", signature[:32] + s.to_bytes(32, "little")))

    def test_refuses_a_point_of_low_order_that_fits(self):
        signer, identity = Signer(self.SEED), (1).to_bytes(32, "little")
        self.assertEqual(signer.public.hex(), self.VECTORS[0][0])
        self.assertTrue(PublicKey(signer.public).signed(b"m", signer.sign(b"m")))
        self.assertFalse(PublicKey(signer.public).signed(b"m", signer.answer(identity, 0, b"m")))

    def test_refuses_keys(self):
        low_order = [0, 1, P - 1, 2**255]
        other_spellings = [P, P + 1, 2**255 + 1]
        not_on_the_curve = [2]
        for y in low_order + other_spellings + not_on_the_curve:
            with self.assertRaises(Bad, msg=hex(y)):
                PublicKey(y.to_bytes(32, "little"))
