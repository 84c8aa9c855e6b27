"""Loads the C library with ctypes and decides: ctypes_decide.py LIBRARY MODULE. Prints the decisions."""
import ctypes
import sys


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class Verdict(ctypes.Structure):
    _fields_ = [("decision", ctypes.c_uint8), ("code", ctypes.c_uint8), ("reserved", ctypes.c_uint16),
                ("rule", ctypes.c_uint32), ("steps", ctypes.c_uint32)]


class Error(ctypes.Structure):
    _fields_ = [("code", ctypes.c_char * 8), ("message", ctypes.c_char * 248)]


def text(value):
    data = value.encode()
    return Text(data, len(data))


library, path = ctypes.CDLL(sys.argv[1]), sys.argv[2]
library.bylaw_decide_request.argtypes = [ctypes.c_void_p, Text, ctypes.c_int64]
library.bylaw_decide_request.restype = Verdict
library.bylaw_decision_text.restype = ctypes.c_char_p
assert library.bylaw_abi_version() == 1

with open(path, "rb") as file:
    module_bytes = file.read()
module, context, error = ctypes.c_void_p(), ctypes.c_void_p(), Error()
status = library.bylaw_module_load(module_bytes, ctypes.c_size_t(len(module_bytes)), None, ctypes.byref(module),
                                   ctypes.byref(error))
if status != 0:
    sys.exit(error.message.decode())
assert library.bylaw_context_new(module, ctypes.byref(context)) == 0
for amount in ["100", "15000", "1e400000", '"many"']:
    request = ('{"agent_id":"a","action":"initiate_payment","params":{"amount":%s},'
               '"context":{"identity_verified":true,"account_status":"active"}}' % amount)
    verdict = library.bylaw_decide_request(context, text(request), 1776166929000000)
    print(amount, library.bylaw_decision_text(verdict.decision).decode())
library.bylaw_context_free(context)
library.bylaw_module_free(module)
