// The WebAssembly build decides as the native one, and fails closed:   node wasm_decide.mjs WASM_BUILD_DIR BYLAW
// Modules are compiled by the command BYLAW, which also gives the decisions to compare with.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const [buildDirectory, command] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const examples = join(here, "../../examples");
const work = mkdtempSync(join(tmpdir(), "bylaw-wasm-"));
after(() => rmSync(work, { recursive: true }));

const { Bylaw, BylawError } = await import(pathToFileURL(join(process.cwd(), buildDirectory, "bin/bylaw.mjs")));
const wasm = readFileSync(join(buildDirectory, "bin/bylaw.wasm"));
const bylaw = await Bylaw.load(wasm);

// The module of a constitution: its file and its bytes.
function compile(constitution) {
  const path = join(work, "module.bylaw");
  execFileSync(command, ["compile", constitution, "-o", path], { stdio: "ignore" });
  return { path, bytes: readFileSync(path) };
}

const linesOf = (text) => text.split("\n").filter((line) => line !== "");
const lending = compile(join(examples, "fintech-lending.yaml")).bytes;
const payment = (amount) => ({
  agent_id: "lending-agent-v2",
  action: "initiate_payment",
  params: { amount },
  context: { identity_verified: true, account_status: "active" },
});
const now = 1776166929000000n; // 2026-04-14

// Decides every request by both, and counts the decisions of each kind. The reasons of rules without one are made by the native
// engine alone.
function expectTheSame(constitution, requests) {
  const { path, bytes } = compile(constitution);
  const asked = join(work, "requests.jsonl");
  writeFileSync(asked, requests.join("\n") + "\n");
  const native = linesOf(execFileSync(command, ["eval", path, "--requests", asked], { encoding: "utf8", maxBuffer: 1 << 28 }));
  assert.equal(native.length, requests.length);
  const context = bylaw.module(bytes).context();
  const counts = { PERMIT: 0, DENY: 0, ESCALATE: 0 };
  requests.forEach((request, i) => {
    const expected = JSON.parse(native[i]);
    const { decision, code, rule, reason, routes, steps } = context.decide(request);
    const route = expected.route_to ?? [];
    assert.deepEqual(
      { decision, code, reason: reason ?? expected.reason, routes, steps },
      {
        decision: expected.decision,
        code: expected.code,
        reason: expected.reason,
        routes: typeof route === "string" ? [route] : route,
        steps: expected.steps,
      },
      request,
    );
    // Natively all rules are named that apply or are undecidable.
    assert.ok(rule === null ? code !== "matched" : expected.rules.some(({ id }) => id === rule), `${rule}: ${request}`);
    ++counts[decision];
  });
  context.free();
  return counts;
}

test("bylaw.wasm asks its host for nothing but to leave, and to hear that memory grew", () => {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ module, name }) => `${module}.${name}`);
  assert.deepEqual(imports.sort(), ["env.emscripten_notify_memory_growth", "wasi_snapshot_preview1.proc_exit"]);
});

test("bylaw.wasm exports every function of bylaw.h", () => {
  const header = readFileSync(join(here, "../../sdk/c/include/bylaw.h"), "utf8");
  const declared = [...header.matchAll(/^BYLAW_API [^(]*\b(bylaw_\w+)\(/gm)].map(([, name]) => name);
  assert.ok(declared.length > 30);
  for (const name of declared) assert.equal(typeof bylaw.call[name], "function", name);
});

test("the reference constitution decides as natively", () => {
  const counts = expectTheSame(
    join(examples, "fintech-lending.yaml"),
    linesOf(readFileSync(join(here, "wasm_lending.jsonl"), "utf8")),
  );
  assert.deepEqual(counts, { PERMIT: 5, DENY: 18, ESCALATE: 3 });
});

test("patterns, precedence and undeclared facts decide as natively", () => {
  const cases = linesOf(readFileSync(join(examples, "semantics/open.cases.jsonl"), "utf8")).map((line) => JSON.parse(line).raw);
  const counts = expectTheSame(join(examples, "semantics/open.yaml"), cases);
  assert.equal(counts.PERMIT > 0 && counts.DENY > 0 && counts.ESCALATE > 0, true, JSON.stringify(counts));
});

test("doubles and long decimals are read, compared and written as natively", () => {
  const numbers = ["0", "-0", "1e22", "123456789012345680000", "9007199254740993", "9999999999999999", "5e-324", "2.4e-324", "1e-400",
    "1.7976931348623157e308", "1.8e308", "2.2250738585072014e-308", "0.30000000000000004", "5.960464477539063e-8", "5.9604644775390625e-8"];
  for (let exponent = -1074; exponent < 1024; exponent += 7) numbers.push(String(2 ** exponent));
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0, state = 20261127n; i < 4000; ++i) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    view.setBigUint64(0, i % 2 === 0 ? state : 0x3f50000000000000n + (state >> 9n)); // Any size, or about 1.
    const number = view.getFloat64(0);
    if (Number.isFinite(number)) numbers.push(String(number));
  }
  const requests = [];
  numbers.forEach((x, i) => {
    const y = numbers[(i * 7 + 3) % numbers.length];
    requests.push(`{"agent_id":"a","action":"compare","params":{"x":${x},"y":${y}}}`);
    requests.push(`{"agent_id":"a","action":"compare","params":{"x":${x},"y":${x}}}`);
    requests.push(`{"agent_id":"a","action":"pay","params":{"amount":${x}}}`);
  });
  const counts = expectTheSame(join(here, "wasm_numbers.yaml"), requests);
  assert.equal(counts.PERMIT > 1000 && counts.DENY > 1000 && counts.ESCALATE > 1000, true, JSON.stringify(counts));
});

test("a damaged module is refused with its code, the native one", () => {
  const damage = (at) => Uint8Array.from(lending, (byte, i) => (i === at ? byte ^ 0x10 : byte));
  const damaged = [new Uint8Array(0), lending.subarray(0, 100), lending.subarray(0, lending.length - 1), Buffer.from("no module".repeat(99))];
  for (let at = 0; at < lending.length; at += 97) damaged.push(damage(at));
  const path = join(work, "damaged.bylaw");
  for (const [i, bytes] of damaged.entries()) {
    assert.throws(() => bylaw.module(bytes), (error) => {
      assert.ok(error instanceof BylawError);
      assert.match(error.code, /^V\d{3}$/);
      if (i < 8) {
        writeFileSync(path, bytes);
        assert.match(spawnSync(command, ["verify", path], { encoding: "utf8" }).stderr, new RegExp(error.code));
      }
      return true;
    });
  }
  const functions = compile(join(examples, "coding-agent.yaml")).bytes;
  assert.throws(() => bylaw.module(functions), { name: "BylawError", code: "V116", message: /a function that this build does not have/ });
  for (const wrong of ["text", null, 5, [1, 2]]) assert.throws(() => bylaw.module(wrong), TypeError);
});

test("requests are objects, text or bytes; what is none of them, or wrong, is never permitted", () => {
  const context = bylaw.module(lending).context();
  const good = JSON.stringify(payment(100));
  for (const request of [payment(100), good, Buffer.from(good), new TextEncoder().encode(good).buffer])
    assert.equal(context.decide(request, now).decision, "PERMIT");
  for (const request of ["", "{", "null", "[]", "not json", good + "x", null, [], 5, true, "\ufeff" + good, Buffer.from([0xff]), new Uint8Array(0)])
    assert.deepEqual([context.decide(request, now).decision, context.decide(request, now).code], ["DENY", "invalid_request"]);
  for (const request of [undefined, () => 1, Symbol("x"), { amount: 1n }, good.replace("active", "active\ud800")])
    assert.throws(() => context.decide(request, now), TypeError);
  for (const time of [2n ** 63n, -(2n ** 63n) - 1n, 1.5, NaN, "soon"])
    assert.throws(() => context.decide(good, time), (error) => error instanceof RangeError || error instanceof SyntaxError);
  assert.equal(context.decide(good, now).decision, "PERMIT");
});

test("a request that is too long is refused, however it is cut", () => {
  const context = bylaw.module(lending).context();
  const good = JSON.stringify(payment(100));
  const long = (filled, end) => good + " ".repeat(filled - good.length) + end;
  assert.equal(context.decide(long(1 << 20, ""), now).decision, "PERMIT");
  for (const end of [" ", "x", "\u00e9", "\u{1f600}", " ".repeat(1 << 20)])
    for (const short of [0, 1, 2, 3]) {
      const request = long((1 << 20) - short, end);
      if (Buffer.byteLength(request) <= 1 << 20) continue;
      assert.equal(context.decide(request, now).code, "invalid_request");
      assert.equal(context.decide(Buffer.from(request), now).code, "invalid_request");
    }
});

test("explanations are of the last request, whatever was done since", () => {
  const context = bylaw.module(lending).context();
  assert.equal(context.explain(), "");
  context.decide(payment(15000), now);
  bylaw.module(lending).context().decide(payment(1), now);
  assert.equal(
    context.explain(),
    "applies escalate[0]\n  true amount >= 10000\n" +
      "does_not_apply permitted[1]\n  true identity_verified\n  false amount < 10000\n  true account_status == active\n",
  );
  assert.equal(context.decide({ ...payment(1), action: "modify_credit_limit" }, now).reason, "requires_underwriting_review");
});

test("what was freed throws, twice freed is freed once, and a context outlives its module", () => {
  const module = bylaw.module(lending);
  const [first, second] = [module.context(), module.context()];
  module.free();
  module.free();
  assert.throws(() => module.context(), { name: "BylawError", message: "the module was freed" });
  assert.throws(() => module.id, BylawError);
  bylaw.module(lending).free(); // Where its memory would be taken again.
  const { decision, rule, routes } = second.decide(payment(15000), now);
  assert.deepEqual({ decision, rule, routes }, { decision: "ESCALATE", rule: "escalate[0]", routes: ["senior_ops"] });
  first.free();
  first.free();
  assert.throws(() => first.decide(payment(1), now), { name: "BylawError", message: "the context was freed" });
  assert.throws(() => first.explain(), BylawError);
  const freeing = { ...payment(1), toJSON: () => (second.free(), payment(1)) };
  assert.throws(() => second.decide(freeing, now), { name: "BylawError", message: "the context was freed" });
});

test("the C functions deny without a context", () => {
  const [verdict, text] = [bylaw.reserve(12), bylaw.reserve(8)];
  bylaw.memory().bytes.fill(0xff, verdict, verdict + 12);
  bylaw.memory().bytes.fill(0, text, text + 8);
  bylaw.call.bylaw_decide_request(verdict, 0, text, now);
  assert.equal(bylaw.memory().view.getUint8(verdict), 0);
  bylaw.memory().bytes.fill(0xff, verdict, verdict + 12);
  bylaw.call.bylaw_decide(verdict, 0, text);
  assert.equal(bylaw.memory().view.getUint8(verdict), 0);
});

test("memory grows under contexts that are there, and is used again", async () => {
  const own = await Bylaw.load(wasm);
  const module = own.module(lending);
  const bytesBefore = own.memory().bytes.length;
  const contexts = Array.from({ length: 50 }, () => module.context());
  const bytesGrown = own.memory().bytes.length;
  assert.ok(bytesGrown > bytesBefore + 50 * (1 << 20));
  contexts.forEach((context, i) => assert.equal(context.decide(payment(i < 25 ? 1 : 15000), now).decision, i < 25 ? "PERMIT" : "ESCALATE"));
  for (let i = 0; i < 200; ++i) {
    contexts[i % 50].free();
    contexts[i % 50] = module.context();
    assert.equal(contexts[i % 50].decide(payment(1), now).decision, "PERMIT");
  }
  assert.equal(own.memory().bytes.length, bytesGrown);
});

test("without memory there is an exception, and behind it no decision", async () => {
  const own = await Bylaw.load(wasm);
  const module = own.module(lending);
  const first = module.context();
  assert.throws(() => {
    for (let i = 0; i < 100_000; ++i) module.context();
  }, BylawError);
  for (const call of [() => first.decide(payment(1), now), () => first.explain(), () => module.context(), () => own.module(lending)]) {
    assert.throws(call, { name: "BylawError", message: "bylaw.wasm has failed before" });
  }
  first.free();
  module.free();
});

test("other bytes than those of bylaw.wasm are refused", async () => {
  await assert.rejects(Bylaw.load(lending), WebAssembly.CompileError);
  await assert.rejects(Bylaw.load("bylaw.wasm"), TypeError);
});
