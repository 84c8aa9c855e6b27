"""Canonical JSON (RFC 8785)."""

import json
import math
from decimal import Decimal

from refusal import Bad, require

LEVELS_MAX = 64
quote = json.JSONEncoder(ensure_ascii=False).encode


def read_number(token):
    value = float(token)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def print_number(value):
    """As ECMAScript does. repr() finds the same digits and sets the point elsewhere."""
    if isinstance(value, int):
        return str(value)
    require(math.isfinite(value), "a number that no double holds")
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, digits))
    point = len(digits) + exponent
    if len(digits) <= point <= 21:
        text = digits.ljust(point, "0")
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:]) * (len(digits) > 1) + f"e{point - 1:+d}"
    return "-" * sign + text


def canonical(value):
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{quote(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return print_number(value)


def read_canonical(line):
    """What the parser lets pass, such as a name that stands twice, fails the comparison."""
    text = line.decode()
    try:
        value = json.loads(text, parse_int=read_number, parse_float=read_number)
        same = canonical(value) == text
    except RecursionError as error:
        raise Bad("nested too deeply to be read") from error
    require(same, "not in canonical form")
    require(levels(value) <= LEVELS_MAX, "nested too deeply")
    return value


def levels(value):
    """Of objects and lists, the outermost included."""
    if not isinstance(value, (dict, list)):
        return 0
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max(map(levels, inside), default=0)
