/* Bylaw in C: load a module, bind facts, decide. C11; the ABI that every other language calls.
 *
 *   bylaw_module* module = NULL;
 *   bylaw_error error;
 *   if (bylaw_module_load(bytes, size, NULL, &module, &error) != BYLAW_OK) die(error.message);
 *   bylaw_context* context = NULL;
 *   if (bylaw_context_new(module, &context) != BYLAW_OK) die("no memory");
 *   const uint32_t amount = bylaw_fact(module, BYLAW_TEXT("amount"));
 *   bylaw_set_agent(context, BYLAW_TEXT("lending-agent-v2"));
 *   bylaw_bind_int(context, amount, 15000);
 *   const bylaw_verdict verdict = bylaw_decide(context, BYLAW_TEXT("initiate_payment"));
 *   if (verdict.decision != BYLAW_PERMIT) refuse();
 *
 * Fail closed: whatever goes wrong, the decision is not BYLAW_PERMIT. A verdict of zeros is a DENY.
 * A null context or module, an unknown handle, a value that breaks its fact's declaration: each is
 * an answer, never undefined.
 *
 * Errors: functions that can fail return a bylaw_status; no exception crosses this border.
 * Memory: bylaw_module_load and bylaw_context_new allocate (a context about 2 MiB, most of it never
 * touched), and bylaw_explain and bylaw_reason while they run; nothing else does.
 * Ownership: what *_load and *_new give is freed by *_free, in any order: a context keeps its
 * module. Texts handed out live as long as their module or, of a context, until its next call.
 * Text and lists that are bound, and the text of a request, must live until the last call that
 * decides on them or explains.
 * Thread-safety: a module may be shared by threads; a context belongs to one at a time.
 * Stability: BYLAW_ABI_VERSION grows when something here changes that a compiled program relies on;
 * functions are added without. Structs never change their size within a version.
 */

#ifndef BYLAW_SDK_C_BYLAW_H_
#define BYLAW_SDK_C_BYLAW_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define BYLAW_NOEXCEPT noexcept
#else
#define BYLAW_NOEXCEPT
#endif

#define BYLAW_API __attribute__((visibility("default")))

/* ---- versions */

#define BYLAW_ABI_VERSION 1u

/* That of the library at run time. Refuse to go on where it is not BYLAW_ABI_VERSION. */
BYLAW_API uint32_t bylaw_abi_version(void) BYLAW_NOEXCEPT;
/* Of the modules that it reads. */
BYLAW_API uint32_t bylaw_format_version(void) BYLAW_NOEXCEPT;

/* ---- what functions take and give */

/* UTF-8, not ended by a zero. */
typedef struct bylaw_text {
  const char* data;
  size_t size;
} bylaw_text;

/* Of a string literal. */
#ifdef __cplusplus
#define BYLAW_TEXT(literal) (bylaw_text{"" literal, sizeof(literal) - 1})
#else
#define BYLAW_TEXT(literal) ((bylaw_text){"" literal, sizeof(literal) - 1})
#endif

typedef int32_t bylaw_status;
enum {
  BYLAW_OK = 0,
  BYLAW_ERROR_ARGUMENT = 1, /* A null pointer where there must be something. */
  BYLAW_ERROR_MODULE = 2,   /* The module was refused: code and message say why and where. */
  BYLAW_ERROR_MEMORY = 3    /* There is not enough memory. */
};

/* Why; both texts end with a zero, and a message that is too long is cut. */
typedef struct bylaw_error {
  char code[8]; /* "V204", or empty where there is no code. */
  char message[248];
} bylaw_error;

/* What a host allows. All zeros: the defaults, which are also the most. */
typedef struct bylaw_limits {
  uint32_t steps_max;
  uint32_t arena_bytes;
} bylaw_limits;

/* ---- modules */

typedef struct bylaw_module bylaw_module;

/* Copies and verifies `size` bytes. On BYLAW_OK *module is to be freed; otherwise it is NULL, and
 * `error`, unless NULL, says why. `limits` may be NULL. A module that calls a library function
 * which this build does not have is refused, by name. */
BYLAW_API bylaw_status bylaw_module_load(const void* bytes, size_t size, const bylaw_limits* limits,
                                         bylaw_module** module, bylaw_error* error) BYLAW_NOEXCEPT;
BYLAW_API void bylaw_module_free(bylaw_module* module) BYLAW_NOEXCEPT;

/* The constitution's id, and its version (empty if it has none). */
BYLAW_API bylaw_text bylaw_module_id(const bylaw_module* module) BYLAW_NOEXCEPT;
BYLAW_API bylaw_text bylaw_module_version(const bylaw_module* module) BYLAW_NOEXCEPT;
/* The most steps and bytes of working memory that a decision takes: proved. */
BYLAW_API uint32_t bylaw_module_steps_max(const bylaw_module* module) BYLAW_NOEXCEPT;
BYLAW_API uint32_t bylaw_module_arena_max(const bylaw_module* module) BYLAW_NOEXCEPT;

#define BYLAW_NONE UINT32_MAX

/* The handle of the fact that conditions call `name`, or BYLAW_NONE. Look it up once. */
BYLAW_API uint32_t bylaw_fact(const bylaw_module* module, bylaw_text name) BYLAW_NOEXCEPT;
/* The handle of the action that requests call `name`, or BYLAW_NONE: no rule names it (a pattern
 * may match it). Look it up once. */
BYLAW_API uint32_t bylaw_action(const bylaw_module* module, bylaw_text name) BYLAW_NOEXCEPT;
/* The id of a rule of a verdict; empty for BYLAW_NONE. */
BYLAW_API bylaw_text bylaw_rule_id(const bylaw_module* module, uint32_t rule) BYLAW_NOEXCEPT;

/* ---- contexts */

typedef struct bylaw_context bylaw_context;

BYLAW_API bylaw_status bylaw_context_new(const bylaw_module* module,
                                         bylaw_context** context) BYLAW_NOEXCEPT;
BYLAW_API void bylaw_context_free(bylaw_context* context) BYLAW_NOEXCEPT;

/* Makes every fact missing; forgets agent, targets and time. */
BYLAW_API void bylaw_clear(bylaw_context* context) BYLAW_NOEXCEPT;
/* The agent that asks. Without one, a constitution that names its agents denies everything. */
BYLAW_API void bylaw_set_agent(bylaw_context* context, bylaw_text agent_id) BYLAW_NOEXCEPT;
/* Microseconds since 1970-01-01T00:00:00Z. Without it, what reads the time is undecidable. */
BYLAW_API void bylaw_set_now(bylaw_context* context, int64_t micros) BYLAW_NOEXCEPT;
BYLAW_API void bylaw_set_targets(bylaw_context* context, const bylaw_text* targets,
                                 size_t count) BYLAW_NOEXCEPT;

/* Bind a fact by its handle. False where the value breaks the fact's declaration, or there is no
 * such fact: what reads it is then undecidable. Whole numbers are also decimals where those are
 * declared. */
BYLAW_API bool bylaw_bind_bool(bylaw_context* context, uint32_t fact, bool value) BYLAW_NOEXCEPT;
BYLAW_API bool bylaw_bind_int(bylaw_context* context, uint32_t fact, int64_t value) BYLAW_NOEXCEPT;
BYLAW_API bool bylaw_bind_uint(bylaw_context* context, uint32_t fact,
                               uint64_t value) BYLAW_NOEXCEPT;
/* The number that JSON writes for the double: 9999.99 is 9999.99. */
BYLAW_API bool bylaw_bind_double(bylaw_context* context, uint32_t fact,
                                 double value) BYLAW_NOEXCEPT;
/* A JSON number as text, exactly: "9999.99". */
BYLAW_API bool bylaw_bind_decimal(bylaw_context* context, uint32_t fact,
                                  bylaw_text number) BYLAW_NOEXCEPT;
/* A string, an enum's value, or a time as requests write it. */
BYLAW_API bool bylaw_bind_text(bylaw_context* context, uint32_t fact,
                               bylaw_text value) BYLAW_NOEXCEPT;
/* Bytes themselves, not base64. */
BYLAW_API bool bylaw_bind_bytes(bylaw_context* context, uint32_t fact, const void* bytes,
                                size_t size) BYLAW_NOEXCEPT;
BYLAW_API bool bylaw_bind_timestamp(bylaw_context* context, uint32_t fact,
                                    int64_t micros_since_1970) BYLAW_NOEXCEPT;
BYLAW_API bool bylaw_bind_duration(bylaw_context* context, uint32_t fact,
                                   int64_t micros) BYLAW_NOEXCEPT;

/* ---- decisions */

enum { BYLAW_DENY = 0, BYLAW_ESCALATE = 1, BYLAW_PERMIT = 2 };

typedef struct bylaw_verdict {
  uint8_t decision; /* One of the three. */
  uint8_t code;     /* See bylaw_code_text. */
  uint16_t reserved;
  uint32_t rule;  /* The rule that decided, or BYLAW_NONE. */
  uint32_t steps; /* Taken. */
} bylaw_verdict;

/* Decides on what is bound. */
BYLAW_API bylaw_verdict bylaw_decide(bylaw_context* context, bylaw_text action) BYLAW_NOEXCEPT;
/* The same by handle. BYLAW_NONE is DENY, invalid_request. */
BYLAW_API bylaw_verdict bylaw_decide_action(bylaw_context* context, uint32_t action) BYLAW_NOEXCEPT;
/* Reads a request (strict JSON: agent_id, action, params, context …) and decides it, at the time
 * given as in bylaw_set_now. What was bound by handle is forgotten. */
BYLAW_API bylaw_verdict bylaw_decide_request(bylaw_context* context, bylaw_text json,
                                             int64_t now_micros) BYLAW_NOEXCEPT;

/* "PERMIT"; "matched"; "no rule permits this action". They end with a zero. */
BYLAW_API const char* bylaw_decision_text(uint8_t decision) BYLAW_NOEXCEPT;
BYLAW_API const char* bylaw_code_text(uint8_t code) BYLAW_NOEXCEPT;
BYLAW_API const char* bylaw_code_sentence(uint8_t code) BYLAW_NOEXCEPT;

/* ---- about the last decision */

/* Where an ESCALATE goes; none: nobody can permit it. */
BYLAW_API size_t bylaw_route_count(const bylaw_context* context) BYLAW_NOEXCEPT;
BYLAW_API bylaw_text bylaw_route(const bylaw_context* context, size_t index) BYLAW_NOEXCEPT;

/* Texts of any length: at most `capacity` bytes are written to `out`, the last of them a zero; the
 * answer is the length of the whole text, as of snprintf. 0 where there is none, or no memory. */

/* The author's reason of a rule, with its {values}. */
BYLAW_API size_t bylaw_reason(bylaw_context* context, uint32_t rule, char* out,
                              size_t capacity) BYLAW_NOEXCEPT;
/* Every rule of the action, a line each ("applies pay-small"), and below it its conditions,
 * indented by two spaces ("  true amount < 10000", "  undecidable (missing) x > 3"). */
BYLAW_API size_t bylaw_explain(bylaw_context* context, char* out, size_t capacity) BYLAW_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif /* BYLAW_SDK_C_BYLAW_H_ */
