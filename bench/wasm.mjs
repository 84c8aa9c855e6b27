// What a decision takes in WebAssembly: one request from JSON text, over and over.   node bench/wasm.mjs WASM_BUILD_DIR MODULE
// Best of seven runs, in nanoseconds: through bylaw.mjs, and the C function in it alone.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [buildDirectory, modulePath] = process.argv.slice(2);
const { Bylaw } = await import(pathToFileURL(join(process.cwd(), buildDirectory, "bin/bylaw.mjs")));
const bylaw = await Bylaw.load(readFileSync(join(buildDirectory, "bin/bylaw.wasm")));
const bytes = readFileSync(modulePath);
const context = bylaw.module(bytes).context();
const request = {
  agent_id: "lending-agent-v2",
  action: "initiate_payment",
  params: { amount: 2500 },
  context: { identity_verified: true, account_status: "active" },
};
const json = JSON.stringify(request);

// The same through the C functions.
const at = bylaw.reserve(1 << 16);
const [verdict, text, data] = [at + 16, at + 32, at + 64];
bylaw.memory().bytes.set(bytes, data);
bylaw.call.bylaw_module_load(data, bytes.length, 0, at, 0);
bylaw.call.bylaw_context_new(bylaw.memory().view.getUint32(at, true), at);
const handle = bylaw.memory().view.getUint32(at, true);
const { written } = new TextEncoder().encodeInto(json, bylaw.memory().bytes.subarray(data));
bylaw.memory().view.setUint32(text, data, true);
bylaw.memory().view.setUint32(text + 4, written, true);

function measure(name, decide) {
  const count = 100_000;
  let best = Infinity;
  for (let run = 0; run < 7; ++run) {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < count; ++i) decide();
    best = Math.min(best, Number(process.hrtime.bigint() - begin) / count);
  }
  console.log(`${name.padEnd(24)} ${best.toFixed(0).padStart(6)} ns`);
}
measure("decide(object)", () => context.decide(request, 0n));
measure("decide(text)", () => context.decide(json, 0n));
measure("bylaw_decide_request", () => bylaw.call.bylaw_decide_request(verdict, handle, text, 0n));
