"""The tree (RFC 6962), as the roots of its full subtrees from left to right."""

import functools
import hashlib


def sha256(data):
    return hashlib.sha256(data).digest()


def hash_leaf(body):
    return sha256(b"\x00" + body)


def hash_node(left, right):
    return sha256(b"\x01" + left + right)


def append_leaf(tree, size, leaf):
    """Joins as many subtrees of equal size as the number of leaves before ends in ones."""
    while size & 1:
        tree, leaf, size = tree[:-1], hash_node(tree[-1], leaf), size >> 1
    return tree + (leaf,)


def root_of(tree):
    return functools.reduce(lambda right, left: hash_node(left, right), reversed(tree))
