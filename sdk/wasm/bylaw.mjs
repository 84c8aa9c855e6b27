// Bylaw in JavaScript, for Node and browsers: load a module, decide requests.
//
//   const bylaw = await Bylaw.load(await readFile("bylaw.wasm"));
//   const module = bylaw.module(await readFile("lending.bylaw"));
//   const context = module.context();
//   const { decision } = context.decide({ agent_id: "lending-agent-v2", action: "initiate_payment", params: { amount: 15000 } });
//   if (decision !== "PERMIT") refuse();
//
// Fail closed: whatever goes wrong, the decision is not "PERMIT", or there is an exception and no decision.
// Ownership: modules and contexts live in the memory of the WebAssembly instance until free(). The functions behind this are those of
// bylaw.h, and the limits are theirs.

const DECISIONS = ["DENY", "ESCALATE", "PERMIT"];
const NONE = 0xffffffff;
const ABI_VERSION = 1;

// Sizes and places in the structs of bylaw.h, where a pointer has four bytes.
const TEXT_BYTES = 8;
const VERDICT = { bytes: 12, decision: 0, code: 1, rule: 4, steps: 8 };
const ERROR = { bytes: 256, code: 0, message: 8 };

// A module that was refused: `code` is the verifier's ("V204"), the message says what and where.
export class BylawError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "BylawError";
    this.code = code;
  }
}

export class Bylaw {
  // Takes the bytes of bylaw.wasm. Nothing of the host is given to it: no files, no clock, no randomness.
  static async load(wasmBytes) {
    const refuse = (name) => () => {
      throw new BylawError("", `bylaw.wasm asked for ${name}, which it must not need`);
    };
    const compiled = await WebAssembly.compile(wasmBytes);
    const imports = {};
    for (const { module, name } of WebAssembly.Module.imports(compiled)) (imports[module] ??= {})[name] = refuse(name);
    (imports.env ??= {}).emscripten_notify_memory_growth = () => {};
    const bylaw = new Bylaw((await WebAssembly.instantiate(compiled, imports)).exports);
    const version = bylaw.call.bylaw_abi_version();
    if (version !== ABI_VERSION) throw new BylawError("", `bylaw.wasm has ABI version ${version}, and bylaw.mjs needs ${ABI_VERSION}`);
    return bylaw;
  }

  // Verifies the bytes of a compiled constitution. Throws BylawError where they are refused.
  module(bytes) {
    return this.#scratch((space) => {
      const data = space.bytes(bytes);
      const module = space.reserve(4);
      const error = space.reserve(ERROR.bytes);
      const status = this.call.bylaw_module_load(data, bytes.length, 0, module, error);
      if (status !== 0) throw new BylawError(this.textAt(error + ERROR.code), this.textAt(error + ERROR.message) || "out of memory");
      return new Module(this, this.view().getUint32(module, true));
    });
  }

  // ---- for the classes below

  constructor(exports) {
    this.call = exports;
    exports._initialize?.();
  }

  // The memory, which moves when it grows: not to be kept.
  view() {
    return new DataView(this.call.memory.buffer);
  }

  // The text from `at` on: `size` bytes, or to its zero.
  textAt(at, size) {
    const memory = new Uint8Array(this.call.memory.buffer);
    const end = size === undefined ? memory.indexOf(0, at) : at + size;
    return new TextDecoder().decode(memory.subarray(at, end));
  }

  // What a function gives that returns a bylaw_text.
  textOf(call) {
    return this.#scratch((space) => {
      const text = space.reserve(TEXT_BYTES);
      call(text);
      return this.textAt(this.view().getUint32(text, true), this.view().getUint32(text + 4, true));
    });
  }

  // Calls work({ reserve, bytes, text }), whose memory is freed behind it.
  scratch(work) {
    return this.#scratch(work);
  }

  #scratch(work) {
    const taken = [];
    const space = {
      reserve: (size) => {
        const at = this.call.malloc(size);
        if (at === 0) throw new BylawError("", "out of memory");
        taken.push(at);
        return at;
      },
      bytes: (bytes) => {
        const at = space.reserve(Math.max(bytes.length, 1));
        new Uint8Array(this.call.memory.buffer).set(bytes, at);
        return at;
      },
      // A bylaw_text.
      text: (string) => {
        const bytes = new TextEncoder().encode(string);
        const data = space.bytes(bytes);
        const at = space.reserve(TEXT_BYTES);
        this.view().setUint32(at, data, true);
        this.view().setUint32(at + 4, bytes.length, true);
        return at;
      },
    };
    try {
      return work(space);
    } finally {
      for (const at of taken) this.call.free(at);
    }
  }
}

// A constitution, verified. Immutable.
class Module {
  constructor(bylaw, handle) {
    this.bylaw = bylaw;
    this.handle = handle;
  }

  get id() {
    return this.bylaw.textOf((out) => this.bylaw.call.bylaw_module_id(out, this.handle));
  }

  // The most steps that a decision takes: proved.
  get stepsMax() {
    return this.bylaw.call.bylaw_module_steps_max(this.handle) >>> 0;
  }

  context() {
    const { call } = this.bylaw;
    return this.bylaw.scratch((space) => {
      const out = space.reserve(4);
      if (call.bylaw_context_new(this.handle, out) !== 0) throw new BylawError("", "out of memory");
      return new Context(this, this.bylaw.view().getUint32(out, true));
    });
  }

  // Its contexts keep it as long as they need it.
  free() {
    this.bylaw.call.bylaw_module_free(this.handle);
    this.handle = 0;
  }
}

// What decides; one decision after the other.
class Context {
  constructor(module, handle) {
    this.module = module;
    this.handle = handle;
  }

  // `request` is the JSON text of a request, or an object that is written as JSON; `nowMicros` is the time in microseconds since 1970.
  // Gives { decision, code, rule, reason, routes, steps }: rule and reason are null where there is none.
  decide(request, nowMicros = BigInt(Date.now()) * 1000n) {
    const { bylaw } = this.module;
    const json = typeof request === "string" ? request : JSON.stringify(request);
    return bylaw.scratch((space) => {
      const verdict = space.reserve(VERDICT.bytes);
      bylaw.call.bylaw_decide_request(verdict, this.handle, space.text(json), BigInt(nowMicros));
      const code = bylaw.view().getUint8(verdict + VERDICT.code);
      const rule = bylaw.view().getUint32(verdict + VERDICT.rule, true);
      return {
        decision: DECISIONS[bylaw.view().getUint8(verdict + VERDICT.decision)] ?? "DENY",
        code: bylaw.textAt(bylaw.call.bylaw_code_text(code)),
        rule: rule === NONE ? null : bylaw.textOf((out) => bylaw.call.bylaw_rule_id(out, this.module.handle, rule)),
        reason: rule === NONE ? null : this.#long((out, size) => bylaw.call.bylaw_reason(this.handle, rule, out, size)) || null,
        routes: Array.from({ length: bylaw.call.bylaw_route_count(this.handle) }, (_, index) =>
          bylaw.textOf((out) => bylaw.call.bylaw_route(out, this.handle, index))),
        steps: bylaw.view().getUint32(verdict + VERDICT.steps, true),
      };
    });
  }

  // Every rule of the last action with its conditions, as text.
  explain() {
    return this.#long((out, size) => this.module.bylaw.call.bylaw_explain(this.handle, out, size));
  }

  free() {
    this.module.bylaw.call.bylaw_context_free(this.handle);
    this.handle = 0;
  }

  // A text of any length: asked for its length first.
  #long(call) {
    const size = call(0, 0);
    return this.module.bylaw.scratch((space) => {
      const out = space.reserve(size + 1);
      call(out, size + 1);
      return this.module.bylaw.textAt(out, size);
    });
  }
}
