"""The files of a ledger, and of an archive beside it."""

import functools
import json
import os
import re

from chain import no_blob
from refusal import BadLine, require
from tree import sha256


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def segment_names(directory):
    names = sorted(os.listdir(directory))
    return [name for name in names if re.fullmatch(r"[0-9]{20}\.jsonl", name)]


def segments_of(directory, archive=None):
    """Of each the seq of its name, and what reads it: from the archive, where it is there."""
    names = segment_names(directory)
    require(names, f"{directory}: there is no ledger")
    archived = segment_names(archive) if archive else []
    strange = sorted(set(archived) - set(names))
    require(not strange, f"{archive}: {strange} of another ledger")
    places = [archive if name in archived else directory for name in names]
    reads = [functools.partial(read_file, path) for path in map(os.path.join, places, names)]
    return [(int(name[:20]), read) for name, read in zip(names, reads)]


def blob_reader(*directories):
    """Reads from the first of them that has it in blobs/."""

    def read_blob(name):
        for directory in filter(None, directories):
            path = os.path.join(directory, "blobs", name)
            if os.path.isfile(path):
                return read_file(path)
        return no_blob(name)

    return read_blob


def verify_modules(directory, decided):
    """Every module that decided is there, and each file is what its name says."""
    directory = os.path.join(directory, "modules")
    names = sorted(os.listdir(directory)) if os.path.isdir(directory) else []
    for digest, line in decided.items():
        if digest.removeprefix("sha256:") + ".bylaw" not in names:
            raise BadLine(line, "modules/ does not hold the module that decided")
    for name in names:
        content = read_file(os.path.join(directory, name))
        require(name == sha256(content).hex() + ".bylaw", f"modules/{name}: holds other bytes")
    return len(names)


def find_record(segments, seq):
    """Of a good ledger, the record of that number."""
    for first, read in reversed(segments):
        if first <= seq:
            for value in map(json.loads, filter(None, read().split(b"\n"))):
                if isinstance(value, dict) and value.get("seq") == seq:
                    return value
            break
    return None
