// Where the compiler's own judgement of what to inline costs nanoseconds on the way of every
// decision. Measured by bench/; nothing depends on it but speed.

#ifndef BYLAW_VM_HOT_H_
#define BYLAW_VM_HOT_H_

// Part of every decision, used in few places: no call.
#define BYLAW_INLINE [[gnu::always_inline]] inline
// Rare or long: kept out of its caller, whose registers it would take.
#define BYLAW_OUTLINE [[gnu::noinline]]

#endif  // BYLAW_VM_HOT_H_
