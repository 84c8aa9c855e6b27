"""Personal values: the digests that stand in their place, and what opens them."""

import re
from typing import NamedTuple

from canonical_json import canonical, read_canonical
from records import is_digest, is_list_of_texts, is_object
from refusal import require
from tree import sha256

PLACES = ("action_params", "context", "request_sha256")


def find(record, pointer):
    """What stands at the place (RFC 6901); a list is one value, so no pointer leads into one."""
    require(re.fullmatch(r"(/([^~/]|~[01])*)+", pointer), "personal has no JSON Pointers")
    names = [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]
    require(names[0] in PLACES, "personal names a place that holds no personal values")
    value = record
    for name in names:
        require(is_object(value) and name in value, "personal names a place that is not there")
        value = value[name]
    return value


def check_personal(record):
    """Of a record with what stands in blobs in its place."""
    places = record["personal"]
    require(places, "personal lists nothing")
    order = [place.encode() for place in places]
    require(order == sorted(set(order)), "personal is not in order")
    for place in places:
        require(is_digest(find(record, place)), "personal names a place without a digest")


class Opening(NamedTuple):
    pointer: str
    salt: bytes
    value: object


def read_openings(data):
    require(data.endswith(b"\n"), "openings are lines")
    return [read_opening(line) for line in data[:-1].split(b"\n")]


def read_opening(line):
    opening = read_canonical(line)
    require(is_object(opening) and opening.keys() == {"pointer", "salt", "value"}, "no opening")
    texts = [opening["pointer"], opening["salt"]]
    require(is_list_of_texts(texts) and re.fullmatch("[0-9a-f]{32}", texts[1]), "no opening")
    return Opening(texts[0], bytes.fromhex(texts[1]), opening["value"])


def check_opening(record, opening):
    place = opening.pointer
    require(place in record.get("personal", []), f"{place!a} is no personal value of the record")
    digest = sha256(opening.salt + canonical(opening.value).encode()).hex()
    require(find(record, place) == f"sha256:{digest}", f"{place!a} is of another value")
