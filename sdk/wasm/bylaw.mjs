// Bylaw in JavaScript, for Node and browsers: load a module, decide requests.
//
//   const bylaw = await Bylaw.load(await readFile("bylaw.wasm"));
//   const module = bylaw.module(await readFile("lending.bylaw"));
//   const context = module.context();
//   const { decision } = context.decide({ agent_id: "lending-agent-v2", action: "initiate_payment", params: { amount: 15000 } });
//   if (decision !== "PERMIT") refuse();
//
// Fail closed: whatever goes wrong, the decision is not "PERMIT", or there is an exception and no decision. What was freed throws; and
// once bylaw.wasm has failed itself (no memory is left), everything of that instance does.
// Ownership: modules and contexts live in the memory of the WebAssembly instance until free(), which may be called in any order and twice.
// Limits: those of bylaw.h, whose functions are behind this. Without the library functions: a module that calls one is refused, by name.

const DECISIONS = ["DENY", "ESCALATE", "PERMIT"];
const NONE = 0xffffffff;
const ABI_VERSION = 1;
const REQUEST_BYTES_MAX = 1 << 20;

// Sizes and places in the structs of bylaw.h, where a pointer has four bytes.
const TEXT = { bytes: 8, data: 0, size: 4 };
const VERDICT = { bytes: 12, decision: 0, code: 1, rule: 4, steps: 8 };
const ERROR = { bytes: 256, code: 0, message: 8 };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// Why there is no module, context or decision. Of a module that was refused, `code` is the verifier's ("V204").
export class BylawError extends Error {
  constructor(message, code = "", options = undefined) {
    super(message, options);
    this.name = "BylawError";
    this.code = code;
  }
}

export class Bylaw {
  #memory;
  #codes = [];
  #failed = false; // A call did not come back, and left the memory in the middle of something: there is no other after it.

  // Takes the bytes of bylaw.wasm. Nothing of the host is given to it: no files, no clock, no randomness.
  static async load(wasmBytes) {
    const exit = () => {
      throw new BylawError("bylaw.wasm gave up");
    };
    const imports = { env: { emscripten_notify_memory_growth: () => {} }, wasi_snapshot_preview1: { proc_exit: exit } };
    const { instance } = await WebAssembly.instantiate(bytesOf(wasmBytes), imports);
    return new Bylaw(instance.exports);
  }

  // Verifies the bytes of a compiled constitution. Throws BylawError where they are refused.
  module(bytes) {
    const from = bytesOf(bytes);
    const data = this.reserve(from.length);
    const module = this.reserve(4);
    const error = this.reserve(ERROR.bytes);
    try {
      this.memory().bytes.set(from, data);
      if (this.call.bylaw_module_load(data, from.length, 0, module, error) !== 0)
        throw new BylawError(this.textAt(error + ERROR.message), this.textAt(error + ERROR.code));
      return new Module(this, this.memory().view.getUint32(module, true));
    } finally {
      for (const at of [data, module, error]) this.release(at);
    }
  }

  // ---- for the classes below

  constructor(exports) {
    const guarded = (call) => (...values) => {
      if (this.#failed) throw new BylawError("bylaw.wasm has failed before");
      try {
        return call(...values);
      } catch (cause) {
        this.#failed = true;
        throw new BylawError("bylaw.wasm has failed", "", { cause });
      }
    };
    this.call = {};
    for (const [name, value] of Object.entries(exports)) if (typeof value === "function") this.call[name] = guarded(value);
    this.#memory = { of: exports.memory };
    this.call._initialize();
    const version = this.call.bylaw_abi_version();
    if (version !== ABI_VERSION) throw new BylawError(`bylaw.wasm has ABI version ${version}, and bylaw.mjs needs ${ABI_VERSION}`);
  }

  // The memory, which moves when it grows: not to be kept over a call.
  memory() {
    const { buffer } = this.#memory.of;
    if (this.#memory.view?.buffer !== buffer) {
      this.#memory.view = new DataView(buffer);
      this.#memory.bytes = new Uint8Array(buffer);
    }
    return this.#memory;
  }

  reserve(size) {
    const at = this.call.malloc(Math.max(size, 1)) >>> 0;
    if (at === 0) throw new BylawError("there is not enough memory");
    return at;
  }
  // What `by` frees; nothing after a failure, so that the failure is what is reported.
  release(at, by = "free") {
    if (!this.#failed) this.call[by](at);
  }

  // The text from `at` on: `size` bytes, or to its zero.
  textAt(at, size = undefined) {
    const { bytes } = this.memory();
    const begin = at >>> 0;
    return decoder.decode(bytes.subarray(begin, size === undefined ? bytes.indexOf(0, begin) : begin + size));
  }

  // The text of a decision's code, which is looked up once.
  codeText(code) {
    return (this.#codes[code] ??= this.textAt(this.call.bylaw_code_text(code)));
  }

  // What a function gives that returns a bylaw_text.
  textOf(call) {
    const text = this.reserve(TEXT.bytes);
    try {
      call(text);
      const { view } = this.memory();
      return this.textAt(view.getUint32(text + TEXT.data, true), view.getUint32(text + TEXT.size, true));
    } finally {
      this.release(text);
    }
  }

  // What a function gives that writes a text of any length: asked for its length first.
  longText(call) {
    const size = call(0, 0) >>> 0;
    if (size === 0) return "";
    const out = this.reserve(size + 1);
    try {
      call(out, size + 1);
      return this.textAt(out, size);
    } finally {
      this.release(out);
    }
  }
}

// A constitution, verified. Immutable.
class Module {
  #bylaw;
  #handle;
  #users = 1; // This object, until free(), and its contexts, which name rules by it.
  #freed = false;
  #ruleIds = [];

  constructor(bylaw, handle) {
    this.#bylaw = bylaw;
    this.#handle = handle;
  }

  get id() {
    return this.#bylaw.textOf((out) => this.#bylaw.call.bylaw_module_id(out, this.#open()));
  }

  // The most steps that a decision takes: proved.
  get stepsMax() {
    return this.#bylaw.call.bylaw_module_steps_max(this.#open()) >>> 0;
  }

  context() {
    const bylaw = this.#bylaw;
    const handle = this.#open();
    const asked = bylaw.reserve(VERDICT.bytes + TEXT.bytes);
    if (bylaw.call.bylaw_context_new(handle, asked) !== 0) {
      bylaw.release(asked);
      throw new BylawError("there is not enough memory");
    }
    ++this.#users;
    const ruleId = (rule) => (this.#ruleIds[rule] ??= bylaw.textOf((text) => bylaw.call.bylaw_rule_id(text, handle, rule)));
    return new Context(bylaw, bylaw.memory().view.getUint32(asked, true), asked, ruleId, () => this.#leave());
  }

  // Its contexts go on.
  free() {
    if (this.#freed) return;
    this.#freed = true;
    this.#leave();
  }

  #open() {
    if (this.#freed) throw new BylawError("the module was freed");
    return this.#handle;
  }

  #leave() {
    if (--this.#users > 0) return;
    this.#bylaw.release(this.#handle, "bylaw_module_free");
    this.#handle = 0;
  }
}

// What decides; one decision after the other.
class Context {
  #bylaw;
  #handle;
  #asked; // Memory for a verdict, and behind it for a bylaw_text: the request.
  #ruleId;
  #leave;
  #request = 0; // Its text, which explanations and reasons read again.
  #capacity = 0;

  constructor(bylaw, handle, asked, ruleId, leave) {
    this.#bylaw = bylaw;
    this.#handle = handle;
    this.#asked = asked;
    this.#ruleId = ruleId;
    this.#leave = leave;
  }

  // `request` is the JSON text of a request, as a string or as bytes, or an object that is written as JSON; `nowMicros` is the time in
  // microseconds since 1970. Gives { decision, code, rule, reason, routes, steps }: the rule that decided and, where it applies, its
  // author's reason are null where there is none.
  decide(request, nowMicros = BigInt(Date.now()) * 1000n) {
    const now = BigInt(nowMicros);
    if (now !== BigInt.asIntN(64, now)) throw new RangeError("the time has more than 64 bits");
    const json = jsonOf(request);
    const handle = this.#open(); // Behind what may run code of the caller's: that could free.
    const size = typeof json === "string" ? this.#writeText(json) : this.#writeBytes(json);
    const text = this.#asked + VERDICT.bytes;
    const { view } = this.#bylaw.memory();
    view.setUint32(text + TEXT.data, this.#request, true);
    view.setUint32(text + TEXT.size, size, true);
    this.#bylaw.call.bylaw_decide_request(this.#asked, handle, text, now);
    return this.#verdict(handle);
  }

  // Every rule of the last action with its conditions, as text.
  explain() {
    const handle = this.#open();
    return this.#bylaw.longText((out, size) => this.#bylaw.call.bylaw_explain(handle, out, size));
  }

  free() {
    if (this.#handle === 0) return;
    const handle = this.#handle;
    this.#handle = 0;
    this.#bylaw.release(handle, "bylaw_context_free");
    this.#bylaw.release(this.#asked);
    this.#bylaw.release(this.#request);
    this.#leave();
  }

  #open() {
    if (this.#handle === 0) throw new BylawError("the context was freed");
    return this.#handle;
  }

  #verdict(handle) {
    const bylaw = this.#bylaw;
    const { call } = bylaw;
    const { view } = bylaw.memory();
    const rule = view.getUint32(this.#asked + VERDICT.rule, true);
    const verdict = {
      decision: DECISIONS[view.getUint8(this.#asked + VERDICT.decision)] ?? "DENY",
      code: bylaw.codeText(view.getUint8(this.#asked + VERDICT.code)),
      rule: null,
      reason: null,
      routes: [],
      steps: view.getUint32(this.#asked + VERDICT.steps, true),
    };
    if (rule !== NONE) verdict.rule = this.#ruleId(rule);
    if (rule !== NONE && verdict.code === "matched")
      verdict.reason = bylaw.longText((out, size) => call.bylaw_reason(handle, rule, out, size)) || null;
    const routes = call.bylaw_route_count(handle);
    for (let i = 0; i < routes; ++i) verdict.routes.push(bylaw.textOf((out) => call.bylaw_route(out, handle, i)));
    return verdict;
  }

  // Both copy a request into the memory of the instance and give its size. Of one that is too long, so much that it still is.
  #writeText(json) {
    const room = this.#room(Math.min(3 * json.length, REQUEST_BYTES_MAX + 4)); // Four: a last character that has no room is left out.
    return encoder.encodeInto(json, room).written;
  }
  #writeBytes(json) {
    const kept = json.subarray(0, REQUEST_BYTES_MAX + 1);
    this.#room(kept.length).set(kept);
    return kept.length;
  }

  // Memory for a request of so many bytes. That of the last one is only given back for a larger one.
  #room(bytes) {
    if (bytes > this.#capacity) {
      const larger = this.#bylaw.reserve(bytes);
      this.#bylaw.release(this.#request);
      this.#request = larger;
      this.#capacity = bytes;
    }
    return this.#bylaw.memory().bytes.subarray(this.#request, this.#request + this.#capacity);
  }
}

// The request as JSON: a string without lone surrogates, which UTF-8 could not hold, or bytes.
function jsonOf(request) {
  if (ArrayBuffer.isView(request) || request instanceof ArrayBuffer) return bytesOf(request);
  const json = typeof request === "string" ? request : JSON.stringify(request);
  if (typeof json !== "string") throw new TypeError("the request cannot be written as JSON");
  if (/\p{Surrogate}/u.test(json)) throw new TypeError("half of a surrogate pair stands alone in the request");
  return json;
}

function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError("these are no bytes: a Uint8Array or an ArrayBuffer is needed");
}
