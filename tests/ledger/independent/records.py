"""The members of a record: which there are, what they hold, and which kind has which."""

import re
from datetime import datetime, timedelta, timezone

from canonical_json import canonical
from notes import read_key_line, read_note
from refusal import require


def is_text(value):
    return isinstance(value, str)


def is_count(value):
    return type(value) is int and value >= 0


def is_object(value):
    return isinstance(value, dict)


def is_list_of_texts(value):
    return isinstance(value, list) and all(map(is_text, value))


def is_list_of_rules(value):
    return isinstance(value, list) and all(
        is_object(rule) and rule.keys() == {"id", "outcome"} and is_list_of_texts([*rule.values()])
        for rule in value
    )


def is_key_line(value):
    return is_text(value) and read_key_line(value)


def is_note(value):
    return is_text(value) and read_note(value)


def like(pattern):
    return lambda value: is_text(value) and re.fullmatch(pattern, value)


is_digest = like("sha256:[0-9a-f]{64}")
is_signature = like("ed25519:[0-9a-f]{128}")
is_time_by_shape = like(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z")


def is_time(value):
    """microseconds() refuses the 30th of February."""
    return is_time_by_shape(value) and microseconds(value) >= 0


def microseconds(timestamp):
    moment = datetime.fromisoformat(timestamp)
    return (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)


ALWAYS = {
    "v": lambda value: is_count(value) and value == 1,
    "seq": is_count,
    "kind": is_text,
    "origin": like(r"(?!\{)[!-~]{0,111}-[0-9a-f]{16}"),
    "timestamp": is_time,
    "event_id": like("evt_[0-9a-f]{32}"),
    "commit": is_count,
    "prev_hash": is_digest,
}
BY_PLACE = {  # present or not by what the ledger says so far
    "checkpoint_size": is_count,
    "signature": is_signature,
}
OTHERS = {
    "about": is_count,
    "about_hash": is_digest,
    "outcome": like("executed|failed|abandoned"),
    "action_requested": is_text,
    "action_alias": is_text,
    "agent_id": is_text,
    "session_id": is_text,
    "request_id": is_text,
    "action_params": is_object,
    "context": is_object,
    "params_bytes": is_count,
    "params_sha256": is_digest,
    "context_bytes": is_count,
    "context_sha256": is_digest,
    "target": is_text,
    "targets": is_list_of_texts,
    "personal": is_list_of_texts,
    "decision": like("PERMIT|DENY|ESCALATE"),
    "code": is_text,
    "reason": is_text,
    "route_to": is_list_of_texts,
    "rules": is_list_of_rules,
    "steps": is_count,
    "constitution_version": is_text,
    "constitution_id": is_text,
    "constitution_digest": is_digest,
    "error": is_text,
    "request_bytes": is_count,
    "request_sha256": is_digest,
    "key": is_key_line,
    "root_key": is_key_line,
    "mode": like("record|checkpoint"),
    "key_proof": is_signature,
    "root_proof": is_signature,
    "durability": like("commit|async"),
    "software": is_text,
    "tail_bytes": is_count,
    "tail_sha256": is_digest,
    "discarded_checkpoint": is_note,
    "subject": is_digest,
    "erased": is_count,
    "admin": is_text,
    "clock_timestamp": is_time,
    "minimum_index": is_count,
}
CHECKS = ALWAYS | BY_PLACE | OTHERS


class Kind:
    def __init__(self, needs, allows=""):
        self.needs = ALWAYS.keys() | set(needs.split())
        self.allows = self.needs | BY_PLACE.keys() | set(allows.split())


CONSTITUTION = "constitution_version constitution_id constitution_digest"
DECISION = f"""action_requested action_alias agent_id session_id request_id action_params context
    params_bytes params_sha256 context_bytes context_sha256 target targets personal
    reason route_to rules steps {CONSTITUTION}"""
EVALUATION = "code decision action_requested agent_id"
KINDS = {
    "genesis": Kind("key mode durability software", "root_key"),
    "opened": Kind("software"),
    "closed": Kind("software"),
    "evaluation": Kind(EVALUATION, DECISION),
    "constitution": Kind("code constitution_digest", f"reason {CONSTITUTION}"),
    "recovery": Kind("tail_bytes tail_sha256", "discarded_checkpoint"),
    "clock": Kind("clock_timestamp"),
    "key": Kind("key key_proof", "reason root_proof"),
    "mode": Kind("mode", "reason"),
    "redaction": Kind("erased subject", "reason"),
    "outcome": Kind("about about_hash outcome", "reason"),
}
# Of evaluations with these codes; the others are as KINDS says.
WITHOUT_THE_REQUEST = {
    "invalid_request": Kind("code decision error request_bytes request_sha256", DECISION),
    "limit_exceeded": Kind(f"{EVALUATION} request_bytes request_sha256", DECISION),
    "unavailable": Kind(EVALUATION, f"{DECISION} request_bytes request_sha256"),
}
ADMIN = {
    "clock": Kind("admin clock_timestamp", "reason"),
    "retention": Kind("admin minimum_index", "reason"),
}
BLOBS = {  # the member that stands in a blob, and the two in its place
    "action_params": ("params_bytes", "params_sha256"),
    "context": ("context_bytes", "context_sha256"),
}


def kind_of(record):
    kind = record.get("kind")
    if kind == "admin":
        require(record.get("admin") in ADMIN, "admin is about nothing that version 1 has")
        return ADMIN[record["admin"]]
    require(kind in KINDS, "not of a kind that version 1 has")
    if kind == "evaluation":
        return WITHOUT_THE_REQUEST.get(record.get("code"), KINDS[kind])
    return KINDS[kind]


def check_form(record):
    for name, value in record.items():
        require(name in CHECKS, f"{name!a} is no member of a record")
        require(CHECKS[name](value), f"{name} is not what it must be")
    kind = kind_of(record)
    missing, strange = kind.needs - record.keys(), record.keys() - kind.allows
    require(not missing, f"without {', '.join(sorted(missing))}")
    require(not strange, f"{record['kind']} does not have {', '.join(sorted(strange))}")
    stamp = f"{microseconds(record['timestamp']):016x}"
    require(record["event_id"][4:20] == stamp, "event_id is not of the timestamp")
    for member, pair in BLOBS.items():
        places = record.keys() & {member, *pair}
        require(places in (set(), {member}, set(pair)), f"{member} does not stand in one place")
    if "about" in record:
        require(record["about"] < record["seq"], "about a record that does not stand before it")
    if "minimum_index" in record:
        require(record["minimum_index"] <= record["seq"], "minimum_index is beyond the record")


def body_of(record):
    """The record without its signature, in canonical form."""
    unsigned = {name: value for name, value in record.items() if name != "signature"}
    return canonical(unsigned).encode()
