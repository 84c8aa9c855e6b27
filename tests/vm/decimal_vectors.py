#!/usr/bin/env python3
"""Writes decimal_vectors.txt: operations on decimals with the answers of Python's big integers.

    python3 decimal_vectors.py > decimal_vectors.txt

Each line is an operation, its operands and the answer: the value in the form of RFC 8785, or the
name of the error. Values here are exact (numerator, exponent) pairs of unbounded integers, so that
the limits of 38 digits and of the exponent stand in one function, fits().
"""
import random
import sys

DIGITS_MAX, EXPONENT_MIN, EXPONENT_MAX = 38, -6176, 6111
COUNT = 300  # of each operation


def normal(value):
    coefficient, exponent = value
    if coefficient == 0:
        return 0, 0
    while coefficient % 10 == 0:
        coefficient, exponent = coefficient // 10, exponent + 1
    return coefficient, exponent


def fits(value):
    coefficient, exponent = normal(value)
    digits = len(str(abs(coefficient))) + max(0, exponent - EXPONENT_MAX)
    return digits <= DIGITS_MAX and exponent >= EXPONENT_MIN


def text(value):
    coefficient, exponent = normal(value)
    sign, digits = "-" * (coefficient < 0), str(abs(coefficient))
    point = len(digits) + exponent
    if coefficient == 0:
        return "0"
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{mantissa}e{point - 1:+d}"


def answer(value, error="overflow"):
    return text(value) if fits(value) else error


def add(a, b):
    exponent = min(a[1], b[1])
    return answer((a[0] * 10 ** (a[1] - exponent) + b[0] * 10 ** (b[1] - exponent), exponent))


def sub(a, b):
    return add(a, (-b[0], b[1]))


def mul(a, b):
    return answer((a[0] * b[0], a[1] + b[1]))


def div(a, b):
    if b[0] == 0:
        return "divide_by_zero"
    # 10^200 holds every power of 2 and 5 that a coefficient of 38 digits can divide by.
    quotient, remainder = divmod(abs(a[0]) * 10**200, abs(b[0]))
    if (a[0] < 0) != (b[0] < 0):
        quotient = -quotient
    value = normal((quotient, a[1] - b[1] - 200))
    if remainder or len(str(abs(value[0]))) > DIGITS_MAX:
        return "inexact"
    return answer(value)


def cmp(a, b):
    exponent = min(a[1], b[1])
    left, right = a[0] * 10 ** (a[1] - exponent), b[0] * 10 ** (b[1] - exponent)
    return "<" if left < right else ">" if left > right else "="


def rounded(a, places, mode):
    cut = -places - a[1]
    if cut <= 0:
        return answer(a)
    unit = 10**cut
    floor, rest = divmod(a[0], unit)
    up = {
        "floor": 0,
        "ceiling": rest > 0,
        "down": rest > 0 and a[0] < 0,
        "up": rest > 0 and a[0] > 0,
        "half_even": 2 * rest > unit or (2 * rest == unit and floor % 2 == 1),
        "half_up": 2 * rest > unit or (2 * rest == unit and a[0] > 0),
    }[mode]
    return answer((floor + up, -places))


def coefficient(rng):
    kind = rng.randrange(8)
    if kind == 0:
        return rng.choice([0, 1, 2, 5, 10, 2**63 - 1, 2**63, 2**64 - 1, 10**38 - 1, 10**37, 5 * 10**37])
    if kind == 1:
        return 2 ** rng.randrange(126)
    if kind == 2:
        return 5 ** rng.randrange(54)
    if kind == 3:
        return rng.randrange(1, 1000) * 10 ** rng.randrange(35)
    return rng.randrange(10 ** rng.randrange(1, 39))


def exponent(rng):
    kind = rng.randrange(16)
    if kind == 0:
        return rng.choice([EXPONENT_MIN, EXPONENT_MIN + 1, EXPONENT_MAX - 1, EXPONENT_MAX])
    if kind == 1:
        return rng.randrange(EXPONENT_MIN, EXPONENT_MAX + 1)
    if kind < 6:
        return rng.randrange(-45, 45)
    return rng.randrange(-6, 3)


def operand(rng):
    return coefficient(rng) * rng.choice([1, 1, -1]), exponent(rng)


def near(rng, a):
    """Another operand, often one that is hard to tell from `a` or that just meets its digits."""
    kind = rng.randrange(6)
    c, e = a
    if kind == 0 and fits((c * 10, e - 1)) and abs(c) < 10**37 and e > EXPONENT_MIN:
        return c * 10 + rng.choice([0, 0, 1, -1]), e - 1
    if kind == 1 and c % 10 == 0 and e < EXPONENT_MAX:
        return c // 10, e + 1
    if kind == 2:
        return -c, e
    if kind == 3:
        return coefficient(rng), max(EXPONENT_MIN, min(EXPONENT_MAX, e + rng.randrange(-40, 41)))
    return operand(rng)


def written(value):
    return f"{value[0]}e{value[1]}"


def main():
    sys.set_int_max_str_digits(0)
    rng = random.Random(20250101)
    for name, operation in (("add", add), ("sub", sub), ("mul", mul), ("div", div), ("cmp", cmp)):
        for _ in range(COUNT):
            a = operand(rng)
            b = near(rng, a)
            print(name, written(a), written(b), operation(a, b))
    for _ in range(COUNT):
        a = operand(rng)
        places = rng.choice([-a[1] - rng.randrange(-2, 41), rng.randrange(-3, 7)])
        for mode in ("half_even", "half_up", "down", "up", "floor", "ceiling"):
            print("round_" + mode, written(a), places, rounded(a, places, mode))
    for _ in range(COUNT):
        digits = str(coefficient(rng)) + rng.choice(["", "0", "0" * 40, "1"])
        point = rng.randrange(len(digits)) if rng.random() < 0.7 else 0
        shift = rng.choice([0, exponent(rng)])
        value = int(digits), shift - point
        whole, fraction = digits[: len(digits) - point], digits[len(digits) - point :]
        source = (whole.lstrip("0") or "0") + ("." + fraction if point else "")
        print("parse", source + (f"e{shift}" if shift else ""), "-", answer(value))


if __name__ == "__main__":
    main()
