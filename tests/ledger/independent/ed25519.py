"""Ed25519 (RFC 8032), strictly: one encoding of everything, no point of low order.

A point of the curve is (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z.
"""

import functools
import hashlib

from refusal import require

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def add(left, right):
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * D * t1 % P * t2 % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def has_low_order(point):
    """Whether eight times the point is the identity."""
    for _ in range(3):
        point = add(point, point)
    return point[0] == 0


def encode(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def decode(encoded):
    y, sign = int.from_bytes(encoded, "little") % 2**255, encoded[31] >> 7
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT_OF_MINUS_ONE % P
    require(v * x * x % P == u, "the public key is not a point of the curve")
    if x & 1 != sign:
        x = -x % P
    point = (x, y, 1, x * y % P)
    require(encode(point) == encoded, "the public key is not encoded canonically")
    return point


def multiples(point):
    """Row i, column j holds j * 256**i times the point: a scalar's bytes then pick what to add."""
    table = []
    for _ in range(32):
        row = [IDENTITY]
        for _ in range(255):
            row.append(add(row[-1], point))
        table.append(row)
        point = add(row[-1], point)
    return table


def multiply(table, scalar):
    chosen = (row[byte] for row, byte in zip(table, scalar.to_bytes(32, "little")))
    return functools.reduce(add, chosen, IDENTITY)


@functools.cache
def base_multiples():
    """Of the point with y = 4/5 and an even x."""
    return multiples(decode((4 * pow(5, -1, P) % P).to_bytes(32, "little")))


class PublicKey:
    def __init__(self, encoded):
        x, y, z, t = point = decode(encoded)
        require(not has_low_order(point), "the public key is of low order")
        self.encoded = encoded
        self.minus_multiples = multiples((-x % P, y, z, -t % P))

    def signed(self, message, signature):
        """Encodes the R that s demands, so no other spelling of R than the canonical one passes."""
        r, s = signature[:32], int.from_bytes(signature[32:], "little")
        if len(signature) != 64 or s >= ORDER:
            return False
        digest = hashlib.sha512(r + self.encoded + message).digest()
        k = int.from_bytes(digest, "little") % ORDER
        point = add(multiply(base_multiples(), s), multiply(self.minus_multiples, k))
        return encode(point) == r and not has_low_order(point)


@functools.cache
def public_key(encoded):
    return PublicKey(encoded)
