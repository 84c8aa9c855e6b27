#!/usr/bin/python3
"""The JSON Schema of constitutions against an independent validator, and against the compiler.

Takes every document that compiles: the examples, and all that the compiler's tests compile. Refuses what an editor should mark, and
nothing that it refuses compiles.

schema_test.py SCHEMA BYLAW COMPILE_TEST EXAMPLES
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

SCHEMA_PATH, BYLAW, COMPILE_TEST, EXAMPLES = sys.argv[1:5]


class CoreLoader(yaml.SafeLoader):
    """Plain scalars as YAML 1.2's core schema has them. YAML 1.1 would read `yes`, `010` and `2026-03-01` as something else."""

    yaml_implicit_resolvers = {}


def core(tag, pattern, construct):
    CoreLoader.add_implicit_resolver(tag, re.compile(f"^(?:{pattern})$"), None)
    CoreLoader.add_constructor(tag, lambda loader, node: construct(node.value))


def number(text):
    return int(text[2:], 8 if text[1] == "o" else 16) if text[:2] in ("0o", "0x") else int(text)


core("tag:yaml.org,2002:null", "~|null|Null|NULL|", lambda text: None)
core("tag:yaml.org,2002:bool", "true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true")
core("tag:yaml.org,2002:int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", number)
core("tag:yaml.org,2002:float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", float)


def load(text):
    return yaml.load(text, CoreLoader)


def compiles(text):
    return subprocess.run([BYLAW, "check", "-"], input=text.encode(), capture_output=True, check=False).returncode == 0


with open(SCHEMA_PATH, encoding="utf-8") as file:
    SCHEMA_TEXT = file.read()
SCHEMA = json.loads(SCHEMA_TEXT)
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def complaints(text):
    """Where the document breaks the schema: `permitted.0.conditons` and the like, the innermost places."""
    places = set()

    def note(error):
        for inner in error.context:
            note(inner)
        places.add(".".join(str(part) for part in list(error.absolute_path)[1:]) + ": " + error.message)

    for error in VALIDATOR.iter_errors(load(text)):
        note(error)
    return sorted(places)


def document(body):
    return "constitution:\n  id: a\n" + body


# Compile, and must be accepted: what YAML or the reader leaves open.
ACCEPTED = {
    "only an id": "",
    "numbers and bools as texts": "  reviewed_by: 7\n  permitted: [{action: 12, reason: 404, because: true, ask: 1.5}]\n",
    "a day is a text": "  review_date: 2026-03-01\n  review_every: 365d\n  version: 1.20.0\n",
    "yes, no and on are texts": "  permitted: [{action: yes, reason: 'no'}]\n  constants: {x: 'on'}\n",
    "one alone": "  agents: x-*\n  permitted: [{id: p, action: b, conditions: 'true', controls: c, unless: 'false'}]\n",
    "lists": "  agents: [a, b]\n  permitted: [{action: [b, c*], conditions: ['true', 'true'], targets: [x, y]}]\n",
    "every word": "  when_overdue: escalate\n  on_error: escalate\n  disclose: full\n  precedence: [prohibited, escalate, permitted]\n",
    "limits": "  limits: {steps: 100000, request_bytes: 1, string_bytes: 1, list_items: 1, map_items: 1}\n",
    "reviews": "  reviews: [{by: a, date: 2026-03-01, note: fine}, {by: b, date: 2026-03-02}]\n",
    "facts": "  facts:\n    a: {type: decimal, from: params, min: 0, max: 1e6, unit: EUR, doc: d, personal: false, default: 1}\n"
             "    b: {type: enum, values: [x, y], from: context}\n"
             "    c: {type: string, from: params.payee.country, min_length: 2, max_length: 2, pattern: '[A-Z]+'}\n"
             "    d: {type: list, from: params, min_items: 0, max_items: 3}\n"
             "    e: {type: decimal, from: params, encoding: string}\n",
    "constants and definitions": "  constants: {a: 1, b: x, c: true, d: [1, 2]}\n  define: {e: a > 0, f: 'true'}\n",
    "actions": "  facts: {f: {type: int, from: params}}\n"
               "  actions: {a: {params: [f], closed: true}, b: {params: {x: decimal, y: {type: string, max_length: 3}}},"
               " c: {aliases: d, irreversible: true}, e: {params: f}}\n",
    "rules": "  prohibited: [{id: x, action: b, on_error: deny, disclose: nothing}]\n"
             "  permitted: [{action: b, overrides: [x], priority: -5, valid_from: 2026-01-01, valid_until: 2026-12-31}]\n"
             "  escalate: [{action: b, route_to: [r, s], overrides: x, on_error: escalate}]\n",
    "routes": "  facts: {f: {type: string, from: context}}\n"
              "  routes:\n    r: {reviewers: ['role:a', 'user:b'], quorum: {'role:a': 2, 'user:b': 1}, expires_in: 4h,"
              " remind_after: 30m, then: s, notify: ops, exclude: [f], require_signature: true, guidance: look}\n"
              "    s: {reviewers: 'role:c', quorum: 2}\n",
}

# The shapes of keys that the schema knows; whether a document with them compiles is not asked here.
SHAPES = {
    "items and fields": "  facts:\n    l: {type: list, from: params, items: string, default: [a, b]}\n"
                        "    k: {type: list, from: params, items: {type: enum, values: [a, b]}}\n"
                        "    m: {type: map, from: params, fields: {a: decimal, b: {type: list, items: int}}}\n"
                        "    t: {type: timestamp, from: context, encoding: unix, min: '2026-01-01T00:00:00Z'}\n"
                        "    s: {type: string, from: params, format: email}\n",
    "import": "  import: [std/time, lists/common.yaml, {part: std/time, with: {zone: UTC}}]\n",
    "tables and files": "  constants: {authority: {EUR: 5000, CHF: 4800}, e: {file: lists/embargo.csv, digest: 'sha256:" + "0123456789abcdef" * 4 + "'}}\n",
    "parameters from a file": "  actions: {a: {params: {schema: pay.json}}}\n",
}

# Do not compile, and an editor marks them: what the complaint is about.
REFUSED = {
    "misspelt key": ("  permited: [{action: b}]\n", "permited"),
    "misspelt key of a rule": ("  permitted: [{action: b, conditons: [x]}]\n", "conditons"),
    "misspelt key of a fact": ("  facts: {a: {type: int, from: params, mim: 1}}\n", "mim"),
    "misspelt key of a route": ("  routes: {r: {reviewers: 'role:a', quorun: 1}}\n", "quorun"),
    "misspelt key of an action": ("  actions: {a: {irreversable: true}}\n", "irreversable"),
    "misspelt key of limits": ("  limits: {step: 1}\n", "step"),
    "misspelt key of a file": ("  constants: {a: {file: b.csv, digst: c}}\n", "digst"),
    "misspelt key of a review": ("  reviews: [{by: a, date: 2026-03-01, nota: b}]\n", "nota"),
    "reserved key": ("  totals: {}\n", "totals"),
    "a key twice as deep": ("  facts: {amount: decimal}\n", "facts.amount"),
    "a quoted bool": ("  actions: {a: {closed: 'true'}}\n", "closed"),
    "yes for true": ("  actions: {a: {closed: yes}}\n", "closed"),
    "a map for a condition": ("  permitted: [{action: b, conditions: [{a: b}]}]\n", "conditions.0"),
    "a list for a text": ("  reviewed_by: [a]\n", "reviewed_by"),
    "rules that are no list": ("  permitted: {action: b}\n", "permitted"),
    "an empty list": ("  permitted: []\n", "permitted"),
    "no value": ("  permitted: [{action: b, reason: }]\n", "reason"),
    "a blank text": ("  reviewed_by: ' '\n", "reviewed_by"),
    "a rule without action": ("  permitted: [{id: a}]\n", "'action' is a required property"),
    "an escalation without route": ("  escalate: [{action: a}]\n", "'route_to' is a required property"),
    "a permission with a route": ("  permitted: [{action: a, route_to: b}]\n", "route_to"),
    "a permission with on_error": ("  permitted: [{action: a, on_error: deny}]\n", "on_error"),
    "a prohibition that overrides": ("  prohibited: [{action: a, overrides: [b]}]\n", "overrides"),
    "a fact without type": ("  facts: {a: {from: params}}\n", "'type' is a required property"),
    "a fact without source": ("  facts: {a: {type: int}}\n", "'from' is a required property"),
    "a parameter with a source": ("  actions: {a: {params: {b: {type: int, from: params}}}}\n", "from"),
    "an enum without values": ("  facts: {a: {type: enum, from: params}}\n", "'values' is a required property"),
    "an enum alone as a type": ("  actions: {a: {params: {b: enum}}}\n", "params.b"),
    "numbers as enum values": ("  facts: {a: {type: enum, values: [1, 2], from: params}}\n", "values"),
    "unknown type": ("  facts: {a: {type: number, from: params}}\n", "'number' is not one of"),
    "unknown source": ("  facts: {a: {type: int, from: contxt}}\n", "contxt"),
    "unknown word": ("  on_error: allow\n", "'allow' is not one of"),
    "unknown word of a rule": ("  prohibited: [{action: a, disclose: everything}]\n", "everything"),
    "precedence of two": ("  precedence: [prohibited, permitted]\n", "precedence"),
    "precedence with one twice": ("  precedence: [prohibited, permitted, permitted]\n", "precedence"),
    "not a version": ("  version: 1.0\n", "version"),
    "not a day": ("  review_date: 1.3.2026\n", "review_date"),
    "not a duration": ("  review_every: 4 weeks\n", "review_every"),
    "a number too large": ("  limits: {steps: 100001}\n", "steps"),
    "no votes": ("  routes: {r: {reviewers: 'role:a', quorum: 0}}\n", "quorum"),
    "not a reviewer": ("  routes: {r: {reviewers: [treasury]}}\n", "reviewers"),
    "a name with a space": ("  permitted: [{action: 'pay out'}]\n", "action"),
    "an item twice": ("  agents: [a, a]\n", "agents"),
    "a pattern in targets": ("  permitted: [{action: a, targets: ['x*']}]\n", "targets"),
    "a pattern in the catalogue": ("  actions: {'a*': {closed: true}}\n", "a*"),
    "a fact that is no name": ("  facts: {a-b: {type: int, from: params}}\n", "a-b"),
}


class Schema(unittest.TestCase):
    maxDiff = None

    def test_is_a_schema_and_printed_by_the_command(self):
        jsonschema.Draft7Validator.check_schema(SCHEMA)
        printed = subprocess.run([BYLAW, "schema"], capture_output=True, check=True).stdout.decode()
        self.assertEqual(printed, SCHEMA_TEXT)

    def test_says_what_every_key_means(self):
        keys = 0

        def walk(node):
            nonlocal keys
            for name, value in node.get("properties", {}).items():
                if name != "schema":  # A form of `params`, which is described.
                    keys += 1
                    self.assertTrue(value.get("description"), name)
            for word, value in node.items():
                if word == "if":  # Asks, and says nothing.
                    continue
                for inner in value if isinstance(value, list) else [value]:
                    if isinstance(inner, dict):
                        walk(inner)

        walk(SCHEMA)
        self.assertGreater(keys, 80)

    def test_loader_has_the_core_schema_only(self):
        self.assertEqual(load("[yes, 010, 0o10, 2026-03-01, 1_000, 1:30, true, ~, 1e3, .5]"),
                         ["yes", 10, 8, "2026-03-01", "1_000", "1:30", True, None, 1000.0, 0.5])

    def test_accepts_the_examples(self):
        paths = glob.glob(f"{EXAMPLES}/**/*.yaml", recursive=True)
        self.assertGreater(len(paths), 8)
        for path in paths:
            with self.subTest(path), open(path, encoding="utf-8") as example:
                self.assertEqual(complaints(example.read()), [])

    def test_accepts_what_the_compilers_tests_compile(self):
        with tempfile.TemporaryDirectory() as folder:
            kept = os.path.join(folder, "documents.jsonl")
            subprocess.run([COMPILE_TEST, "--gtest_brief=1"], env={**os.environ, "BYLAW_KEEP_DOCUMENTS": kept},
                           stdout=subprocess.DEVNULL, check=False)
            with open(kept, encoding="utf-8") as lines:
                documents = {json.loads(line) for line in lines}
        self.assertGreater(len(documents), 100)
        unreadable = 0  # PyYAML knows YAML 1.1 only, where `[a ? b : c]` and the like are no text.
        for text in sorted(documents):
            with self.subTest(text):
                try:
                    self.assertEqual(complaints(text), [])
                except yaml.YAMLError:
                    unreadable += 1
        self.assertLess(unreadable, len(documents) / 20)

    def test_accepts_what_the_compiler_accepts(self):
        for name, body in ACCEPTED.items():
            with self.subTest(name):
                self.assertEqual(complaints(document(body)), [])
                self.assertTrue(compiles(document(body)))

    def test_accepts_shapes(self):
        for name, body in SHAPES.items():
            with self.subTest(name):
                self.assertEqual(complaints(document(body)), [])

    def test_marks_what_cannot_compile(self):
        for name, (body, about) in REFUSED.items():
            with self.subTest(name):
                self.assertIn(about, "\n".join(complaints(document(body))))
                self.assertFalse(compiles(document(body)))

    def test_marks_the_root(self):
        for text in ["constitution: {}", "constitution: 1", "{}", "constituton: {id: a}", "[1]", "constitution: {id: a}\nmore: 1"]:
            with self.subTest(text):
                self.assertNotEqual(list(VALIDATOR.iter_errors(load(text))), [])
                self.assertFalse(compiles(text))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
